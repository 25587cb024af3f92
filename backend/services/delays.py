"""Who is to answer for the working days by which a project's forecast slipped (倒追责任, M23)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from backend.domain.delay import Ledger
from backend.domain.delay_ledger import ledger as written
from backend.domain.errors import Invalid, NotFound
from backend.domain.people import Actor
from backend.domain.plan import Step
from backend.domain.plan_history import History, StepName, Version
from backend.domain.problem import Problem
from backend.domain.project import Project
from backend.services import projects
from backend.services.desk import Desk
from backend.services.site_calendars import calendars_of
from backend.storage.plans import StoredPlan

MOST_DAYS = 1100  # three years


@dataclass(frozen=True, slots=True)
class ProblemName:
    """`number` is #12 before the problem is issued, `unit` "" then."""

    number: str
    text: str
    unit: str


@dataclass(frozen=True, slots=True)
class Delays:
    """A project's ledger, with what its problems are called; `milestone` None: of the whole plan."""

    project: Project
    ledger: Ledger
    target: date
    problems: Mapping[int, ProblemName]
    milestone: StepName | None = None


def ledger(
    desk: Desk,
    actor: Actor,
    project_id: int,
    first: date | None = None,
    last: date | None = None,
    milestone: str = "",
) -> Delays:
    """From the end of `first` (the plan's first day when not given, or three years ago) to the end of `last` (today).

    milestone: id or name of a step whose expected finish is asked for instead of the plan's. Of a problem counts
    the step it is tied to now, for as long as it was open. Raises NotFound, also ("plan_missing"),
    ("step_not_found"), Invalid("ledger_reversed"), ("ledger_in_future"), ("ledger_too_long").
    """
    project = projects.get(desk, actor, project_id)
    versions = desk.unit.plans.versions(project.id)[::-1]
    if not versions:
        raise NotFound("plan_missing", name=project.name)
    asked = _step(versions[-1].plan.steps, milestone) if milestone else None
    past = _history(desk, project, versions)
    first, last = _span(desk, past, first, last, asked)
    tied = desk.unit.problems.tied([project.id])
    units = {unit.id: unit.name for unit in desk.unit.people.units()}
    own = units.get(project.unit_id or 0, "")
    found = written(
        past,
        first,
        last,
        owner=lambda step, _: step.owner or own,
        problems=_Open(desk, tied).on,
        milestone=asked.id if asked else None,
    )
    named = {one for entry in found.entries for one in (entry.problem, *entry.also)}
    names = {one.id: _named(one, units) for one in tied if one.id in named}
    return Delays(project, found, versions[-1].plan.target, names, asked)


def _history(desk: Desk, project: Project, versions: list[StoredPlan]) -> History:
    held = [Version(one.version, desk.moment.day_of(one.created_at), one.plan, one.told) for one in versions]
    return History.of(held, [(date.min, calendars_of(desk)(project))])


def _span(
    desk: Desk, past: History, first: date | None, last: date | None, asked: StepName | None
) -> tuple[date, date]:
    """A milestone's begins when a version first had it."""
    today = desk.moment.day
    last = last or today
    if last > today:
        raise Invalid("ledger_in_future", field="last", day=last)
    if first is None:
        longest = date.fromordinal(last.toordinal() - MOST_DAYS)
        first = min(max(past.versions[0].plan.start, longest), last)
    if last < first:
        raise Invalid("ledger_reversed", field="last", first=first, last=last)
    if (last - first).days > MOST_DAYS:
        raise Invalid("ledger_too_long", field="first", limit=MOST_DAYS)
    since = _since(past, asked) if asked else date.min
    if asked and since > last:
        raise NotFound("step_not_found", field="milestone", name=asked.name)
    return max(first, since), last


def _since(past: History, asked: StepName) -> date:
    """The first day from which on every version has the step."""
    names, since = past.names(), date.min
    for n, version in enumerate(past.versions):
        if asked not in names[version.number].values() and n + 1 < len(past.versions):
            since = past.versions[n + 1].since
    return since


class _Open:
    """Which problems were open on a day, by the step they are tied to."""

    def __init__(self, desk: Desk, tied: list[Problem]) -> None:
        self._spans: dict[str, list[tuple[date, date, int]]] = {}
        for problem in tied:
            if problem.raised_on and problem.step:
                raised = desk.moment.day_of(problem.raised_on)
                closed = desk.moment.day_of(problem.closed_at) if problem.closed_at else date.max
                self._spans.setdefault(problem.step, []).append((raised, closed, problem.id))

    def on(self, step: str, day: date) -> tuple[int, ...]:
        return tuple(id_ for raised, closed, id_ in self._spans.get(step, ()) if raised <= day <= closed)


def _step(steps: tuple[Step, ...], asked: str) -> StepName:
    found = next((one for one in steps if one.id == asked), None) or next(
        (one for one in steps if one.name == asked), None
    )
    if found is None:
        raise NotFound("step_not_found", field="milestone", name=asked)
    return StepName(found.id, found.name)


def _named(problem: Problem, units: Mapping[int, str]) -> ProblemName:
    return ProblemName(problem.number or f"#{problem.id}", problem.text, units.get(problem.unit_id or 0, ""))
