"""/projects/{id}/plan/what-if: what a change would do, with nothing saved."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from litestar import post
from litestar.params import FromPath, JSONBody
from msgspec import UNSET, Meta, UnsetType, field

from backend.api.asking import Asker, Desks
from backend.api.shapes import PLAIN, In, Out, within_reach
from backend.domain.alteration import Alteration
from backend.domain.backward import Schedule
from backend.domain.impact import Impact, Moved, Standing
from backend.domain.plan import LagUnit, Link, LinkType, Nature, Step
from backend.domain.workdays import Spell
from backend.services import plans, projects, what_if
from backend.services.what_if import WhatIf
from reports import plan_phrases

StepId = Annotated[str, Meta(min_length=1, max_length=60, pattern=PLAIN)]
StepName = Annotated[str, Meta(max_length=120, pattern=PLAIN)]
Days = Annotated[int, Meta(ge=0, le=5000, description="Working days.")]
Lag = Annotated[int, Meta(ge=-5000, le=5000, description="Negative = overlap.")]
Percent = Annotated[str, Meta(pattern=r"^[0-9]{1,3}(\.[0-9]{1,2})?$", description="Done, 0 to 100.")]


class LinkedIn(In, frozen=True):
    """`id` is of the step that holds this one back; `unit` of the lag: working days or days of the week."""

    id: StepId
    type: LinkType = LinkType.FS
    lag: Lag = 0
    unit: LagUnit = LagUnit.WORK


Links = Annotated[list[LinkedIn], Meta(max_length=100)]


class StepChangeIn(In, frozen=True):
    """What is left out stays; null takes a day or a number back."""

    id: StepId
    days: Days | UnsetType = UNSET
    name: StepName | UnsetType = UNSET
    after: Links | UnsetType = UNSET
    calendar: StepName | UnsetType = UNSET
    not_before: date | UnsetType | None = UNSET
    not_after: date | UnsetType | None = UNSET
    finish_on: date | UnsetType | None = UNSET
    actual_start: date | UnsetType | None = UNSET
    actual_finish: date | UnsetType | None = UNSET
    remaining: Days | UnsetType | None = UNSET
    percent: Percent | UnsetType | None = UNSET
    least: Days | UnsetType | None = UNSET
    nature: Nature | UnsetType = UNSET
    deferrable: bool | UnsetType = UNSET


class WaitIn(In, frozen=True):
    """A step that comes so many working days later, or when under way goes on for so much longer."""

    id: StepId
    days: Days


class SpellIn(In, frozen=True):
    """Days that are all worked, or all off, on every calendar of the plan."""

    first: date
    last: date
    works: bool


class WhatIfIn(In, frozen=True):
    """Any of it, together. `add`: steps as in `change`, with their days; `remove`: ids."""

    start: date | None = None
    target: date | None = None
    change: Annotated[list[StepChangeIn], Meta(max_length=plans.MAX_STEPS)] = field(default_factory=list)
    add: Annotated[list[StepChangeIn], Meta(max_length=plans.MAX_STEPS)] = field(default_factory=list)
    remove: Annotated[list[StepId], Meta(max_length=plans.MAX_STEPS)] = field(default_factory=list)
    wait: WaitIn | None = None
    spell: SpellIn | None = None


class StandingOut(Out, frozen=True):
    """`project_float`: working days to the target, negative when so many must be gained."""

    target: date
    finish: date | None
    project_float: int
    provisional: bool


class StepDaysOut(Out, frozen=True):
    id: str
    name: str
    early_start: date
    early_finish: date
    late_finish: date
    total_float: int
    critical: bool


class MovedOut(Out, frozen=True):
    """`days`: working days, negative = earlier."""

    id: str
    name: str
    before: date
    after: date
    days: int


class WhatIfOut(Out, frozen=True):
    """Nothing is saved. `eaten`: working days of the step's float; `moved`: of the finish, negative = earlier."""

    project_id: int
    version: int
    sentence: str
    before: StandingOut
    after: StandingOut
    moved: int
    waited: int
    float_before: int | None
    float_after: int | None
    eaten: int
    milestones: list[MovedOut]
    missed: list[str]
    steps: list[StepDaysOut]


@post(
    "/projects/{project_id:int}/plan/what-if",
    summary="What a change would do; nothing is saved",
    status_code=200,
    sync_to_thread=True,
)
def try_change(
    reading: Desks, asker: Asker, project_id: FromPath[int], data: JSONBody[WhatIfIn]
) -> WhatIfOut:
    within_reach(start=data.start, target=data.target)
    with reading() as desk:
        project = projects.get(desk, asker, project_id)
        tried = what_if.try_(desk, project, _what_if(data))
        said = plan_phrases.impact(tried.impact, desk.moment.day)
        return _tried_out(project_id, tried.version, said, tried.impact, tried.after)


ROUTES = (try_change,)


def _what_if(data: WhatIfIn) -> WhatIf:
    for one in (*data.change, *data.add):
        within_reach(**{name: day for name, day in _given(one).items() if isinstance(day, date)})
    if data.spell:
        within_reach(first=data.spell.first, last=data.spell.last)
    how = Alteration(
        data.start,
        data.target,
        {one.id: _given(one) for one in data.change},
        tuple(_step(one) for one in data.add),
        frozenset(data.remove),
    )
    spell = data.spell and Spell(data.spell.first, data.spell.last, data.spell.works, source="what-if")
    return WhatIf(how, (data.wait.id, data.wait.days) if data.wait else None, spell or None)


def _given(one: StepChangeIn) -> dict[str, Any]:
    found = {name: getattr(one, name) for name in one.__struct_fields__ if name != "id"}
    found = {name: value for name, value in found.items() if value is not UNSET}
    if "after" in found:
        found["after"] = tuple(Link(link.id, link.type, link.lag, link.unit) for link in found["after"])
    if found.get("percent") is not None:
        found["percent"] = Decimal(found["percent"])
    return found


def _step(one: StepChangeIn) -> Step:
    return Step(**{"id": one.id, "name": one.id, "days": 0, **_given(one)})


def _standing(one: Standing) -> StandingOut:
    return StandingOut(
        target=one.target, finish=one.finish, project_float=one.spare, provisional=one.provisional
    )


def _tried_out(project_id: int, version: int, said: str, impact: Impact, after: Schedule) -> WhatIfOut:
    return WhatIfOut(
        project_id=project_id,
        version=version,
        sentence=said,
        before=_standing(impact.before),
        after=_standing(impact.after),
        moved=impact.moved,
        waited=impact.waited,
        float_before=impact.float_before,
        float_after=impact.float_after,
        eaten=impact.eaten,
        milestones=[_moved_out(one) for one in impact.milestones],
        missed=list(impact.missed),
        steps=_steps_out(after),
    )


def _moved_out(one: Moved) -> MovedOut:
    return MovedOut(id=one.step, name=one.name, before=one.before, after=one.after, days=one.days)


def _steps_out(one: Schedule) -> list[StepDaysOut]:
    return [
        StepDaysOut(
            id=row.step.id,
            name=row.step.name,
            early_start=row.early_start,
            early_finish=row.early_finish,
            late_finish=row.late_finish,
            total_float=row.total_float,
            critical=row.critical,
        )
        for row in one.steps
    ]
