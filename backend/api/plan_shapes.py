"""What the routes of plans take and answer. Weights and percentages are decimal strings, as in 12.5."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from msgspec import Meta, field

from backend.api.shapes import PLAIN, Id, In, Out, Text, within_reach
from backend.domain.backward import ScheduledStep
from backend.domain.plan import LagUnit, Link, LinkType, Nature, Plan, Step
from backend.domain.snapshot import MilestoneFigure, MilestoneState
from backend.services import plans
from backend.services.plans import Planned

StepId = Annotated[str, Meta(min_length=1, max_length=60, pattern=PLAIN)]
Days = Annotated[int, Meta(ge=0, le=5000, description="Working days.")]
Lag = Annotated[
    int, Meta(ge=-5000, le=5000, description="Working days or days of the week, negative = overlap.")
]
Hundred = Annotated[
    str,
    Meta(
        pattern=r"^(100(\.0{1,2})?|[0-9]{1,2}(\.[0-9]{1,2})?)$",
        max_length=6,
        description="0 to 100, as in 12.5",
    ),
]
Words = Annotated[str, Meta(max_length=120, pattern=PLAIN)]


class LinkIn(In, frozen=True):
    """`id` is of the step that holds this one back. `lag_unit` calendar: days go on at weekends too, as concrete cures."""

    id: StepId
    type: LinkType = LinkType.FS
    lag: Lag = 0
    lag_unit: LagUnit = LagUnit.WORK


class StepIn(In, frozen=True):
    """`name` may be left out: then it is the id. `milestone`: shown as a node on boards.

    `calendar`: the name of the one it is worked by, "" is the project's. `remaining` (working days) or `percent` of a
    step under way: left out, what was told of it stays. `least`: as few days as it can be done in. `deferrable`: what
    it brings may be handed in later.
    """

    id: StepId
    days: Days
    name: Words = ""
    after: Annotated[list[LinkIn], Meta(max_length=100)] = field(default_factory=list)
    milestone: bool = False
    weight: Hundred = "0"
    owner: Words = ""
    calendar: Annotated[str, Meta(max_length=60, pattern=PLAIN)] = ""
    not_before: date | None = None
    not_after: date | None = None
    finish_on: date | None = None
    remaining: Days | None = None
    percent: Hundred | None = None
    least: Days | None = None
    nature: Nature = Nature.WORK
    deferrable: bool = False


class PlanIn(In, frozen=True):
    """The file of `steward plan`. The calendar is always the office's.

    A plan that says something else than the one that holds needs the reason and `approved_by`: the id of a leader of
    the project or of somebody of the office.
    """

    start: date
    target: date
    steps: Annotated[list[StepIn], Meta(min_length=1, max_length=plans.MAX_STEPS)]
    calendar: Literal["cn"] = "cn"
    reason: Text = ""
    approved_by: Id | None = None


class LinkOut(Out, frozen=True):
    id: str
    type: LinkType
    lag: int
    lag_unit: LagUnit


class StepSaid(Out, frozen=True):
    """What the plan says of a step, and what people have told of it."""

    id: str
    name: str
    days: int
    after: list[LinkOut]
    milestone: bool
    weight: Decimal
    owner: str
    calendar: str
    not_before: date | None
    not_after: date | None
    finish_on: date | None
    remaining: int | None
    percent: Decimal | None
    least: int | None
    nature: Nature
    deferrable: bool
    actual_start: date | None
    actual_finish: date | None


class StepOut(StepSaid, frozen=True):
    """With what is computed for today. Floats in working days; a finish is the last day worked."""

    early_start: date
    early_finish: date
    late_start: date
    late_finish: date
    total_float: int
    free_float: int
    critical: bool
    provisional: bool


class MilestoneOut(Out, frozen=True):
    """`latest`: the last day the target allows; `expected`: today's forecast. `days_late` are calendar days."""

    name: str
    latest: date
    expected: date
    actual: date | None
    state: MilestoneState
    days_late: int
    critical: bool


class PlanOut(Out, frozen=True):
    """`project_float`: working days between forecast and target, negative when so many must be gained."""

    project_id: int
    version: int
    source: str
    reason: str
    start: date
    target: date
    finish: date | None
    project_float: int
    provisional: bool
    steps: list[StepOut]
    milestones: list[MilestoneOut]


def plan_of(given: PlanIn) -> Plan:
    """Raises Invalid("date_out_of_range", field), as in steps[2].not_before."""
    within_reach(start=given.start, target=given.target)
    for n, step in enumerate(given.steps):
        days = {"not_before": step.not_before, "not_after": step.not_after, "finish_on": step.finish_on}
        within_reach(**{f"steps[{n}].{name}": day for name, day in days.items()})
    return Plan(given.start, given.target, tuple(map(_step, given.steps)))


def _step(given: StepIn) -> Step:
    return Step(
        given.id,
        given.name or given.id,
        given.days,
        tuple(Link(link.id, link.type, link.lag, link.lag_unit) for link in given.after),
        milestone=given.milestone,
        weight=Decimal(given.weight),
        owner=given.owner,
        calendar=given.calendar,
        not_before=given.not_before,
        not_after=given.not_after,
        finish_on=given.finish_on,
        remaining=given.remaining,
        percent=None if given.percent is None else Decimal(given.percent),
        least=given.least,
        nature=given.nature,
        deferrable=given.deferrable,
    )


def plan_out(planned: Planned) -> PlanOut:
    stored, schedule = planned.stored, planned.schedule
    rows = zip(stored.plan.steps, schedule.steps, strict=True)
    return PlanOut(
        project_id=stored.project_id,
        version=stored.version,
        source=stored.source,
        reason=stored.reason,
        start=stored.plan.start,
        target=stored.plan.target,
        finish=schedule.finish,
        project_float=schedule.project_float,
        provisional=schedule.provisional,
        steps=[_step_out(step, row) for step, row in rows],
        milestones=[milestone_out(figure) for figure in planned.milestones],
    )


def _step_out(step: Step, row: ScheduledStep) -> StepOut:
    """`step` as it was told: the one of `row` may only be taken to have begun."""
    return StepOut(
        **said(step),
        early_start=row.early_start,
        early_finish=row.early_finish,
        late_start=row.late_start,
        late_finish=row.late_finish,
        total_float=row.total_float,
        free_float=row.free_float,
        critical=row.critical,
        provisional=row.provisional,
    )


def said(step: Step) -> dict[str, Any]:
    """The fields of `StepSaid`."""
    names = (name for name in StepSaid.__struct_fields__ if name != "after")
    links = [LinkOut(id=link.before, type=link.type, lag=link.lag, lag_unit=link.unit) for link in step.after]
    return {"after": links, **{name: getattr(step, name) for name in names}}


def milestone_out(figure: MilestoneFigure) -> MilestoneOut:
    return MilestoneOut(
        name=figure.name,
        latest=figure.latest,
        expected=figure.expected,
        actual=figure.actual,
        state=figure.state,
        days_late=figure.days_late,
        critical=figure.critical,
    )
