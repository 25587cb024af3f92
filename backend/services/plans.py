"""Backward schedules of projects: adopt a version, finish a milestone, and what the plan says today (M23)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from decimal import Decimal

from backend.domain.backward import Schedule, ScheduledStep, schedule
from backend.domain.calendars import Calendars
from backend.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from backend.domain.flaw import flaws
from backend.domain.known import known_on
from backend.domain.people import Actor, Person, Role
from backend.domain.plan import Plan, Step
from backend.domain.project import Project
from backend.domain.promise import Promise, promised
from backend.domain.recorded import carried, counterparts, replans, same
from backend.domain.snapshot import MilestoneFigure, MilestoneState
from backend.domain.under_way import presumed
from backend.services import expectations, problem_ties, replanning
from backend.services.desk import Desk
from backend.services.site_calendars import calendars_of
from backend.storage.plans import StoredPlan

MAX_STEPS = 500
NOTHING: Mapping[str, date] = {}


@dataclass(frozen=True, slots=True)
class Planned:
    """A project's plan that holds, computed for a day."""

    stored: StoredPlan
    schedule: Schedule
    milestones: tuple[MilestoneFigure, ...]

    @property
    def late(self) -> MilestoneFigure | None:
        """The unfinished milestone that is longest past its latest finish."""
        overdue = [m for m in self.milestones if m.state is MilestoneState.OVERDUE]
        return max(overdue, key=lambda m: m.days_late, default=None)

    @property
    def coming(self) -> MilestoneFigure | None:
        """The next milestone to be reached: the unfinished one with the earliest latest finish."""
        return min((m for m in self.milestones if m.actual is None), key=lambda m: m.latest, default=None)

    @property
    def done(self) -> int:
        return sum(m.actual is not None for m in self.milestones)


def adopt(
    desk: Desk,
    actor: Actor,
    project: Project,
    plan: Plan,
    *,
    source: str,
    reason: str = "",
    approver: Person | None = None,
    keep_done: bool = True,
) -> int:
    """Make this the plan that holds; older versions stay. Returns the version: the old one when nothing is new in it.

    What is done stays done: steps keep their actual days and what is left of them (`domain.recorded`); `keep_done`
    False for a plan that says itself what is done and what is not. Whoever plans anew says why and who approved it
    (`replanning`), and the approver and the leaders are told; saying what has happened is no planning.
    Raises NotAllowed (only the office), Invalid("plan_flawed", flaws=…), ("plan_empty"), ("plan_too_long"),
    ("date_out_of_range"), ("reason_missing"), ("approver_missing"), ("approver_not_entitled", name=…).
    """
    if not actor.is_office():
        raise NotAllowed("not_allowed")
    _check(plan)
    old = desk.unit.plans.newest([project.id]).get(project.id)
    kept = replace(plan, steps=carried(plan.steps, old.plan.steps)[0]) if old and keep_done else plan
    told = _told(kept, old, desk.moment.day)
    # A plan that cannot be computed must not be stored: every board would stumble over it.
    computed = forecast(kept, calendars_of(desk)(project), desk.moment.day, told)
    if old is not None and same(old.plan, kept):
        return old.version
    anew = old if old is not None and replans(old.plan, kept) else None
    for objection in replanning.objections(desk, project, reason, approver, anew=anew is not None):
        raise objection
    problem_ties.follow(desk, actor, project.id, kept)
    version = desk.unit.plans.add(
        project.id,
        kept,
        source=source,
        reason=reason,
        person_id=actor.person.id,
        at=desk.moment.at,
        approver_id=approver.id if approver else None,
        promise=promised(computed),
        told=told,
    )
    if anew is not None and approver is not None:
        before = (anew.plan.target, _finish(desk, project, anew))
        replanning.tell(desk, actor, project, approver, version, reason, before, computed)
    return version


def _finish(desk: Desk, project: Project, stored: StoredPlan) -> date | None:
    """When the version would have been finished; None when it cannot be computed, as when a calendar of it is gone."""
    try:
        return forecast(stored.plan, calendars_of(desk)(project), desk.moment.day, stored.told).finish
    except Invalid:
        return None


def _check(plan: Plan) -> None:
    if not plan.steps:
        raise Invalid("plan_empty", field="steps")
    if len(plan.steps) > MAX_STEPS:
        raise Invalid("plan_too_long", field="steps", limit=MAX_STEPS)
    if found := flaws(plan.steps):
        raise Invalid("plan_flawed", field="steps", flaws=found)


def _told(plan: Plan, old: StoredPlan | None, today: date) -> dict[str, date]:
    """From which day what is left of each step counts: from today, unless the old version had it already."""
    before = counterparts(plan.steps, old.plan.steps) if old else {}
    told = {}
    for step in plan.steps:
        if step.days_left is None:
            continue
        was = before.get(step.id)
        since = old.told.get(was.id) if old and was and _left(was) == _left(step) else None
        told[step.id] = since or today
    return told


def _left(step: Step) -> tuple[int | None, Decimal | None]:
    return step.remaining, step.percent


def current(desk: Desk, project: Project) -> Planned:
    """The plan that holds, computed for today. Raises NotFound("plan_missing")."""
    found = planned(desk, [project]).get(project.id)
    if found is None:
        raise NotFound("plan_missing", name=project.name)
    return found


def planned(desk: Desk, projects: Collection[Project], day: date | None = None) -> dict[int, Planned]:
    """The plans that hold, computed for `day` (today when not given); projects without a plan are left out.

    For a past day, what was finished after it counts as not finished yet.
    """
    today = day or desk.moment.day
    sites = {project.id: project for project in projects}
    newest, by = desk.unit.plans.newest(sites), calendars_of(desk)
    # A first version is its own original: what it promised is only asked for where it was planned anew.
    anew = [id for id, stored in newest.items() if stored.version > 1]
    originals = desk.unit.plans.originals(anew) if anew else {}
    found = {}
    for project_id, stored in newest.items():
        computed = forecast(stored.plan, by(sites[project_id]), today, stored.told)
        original = originals.get(project_id, {})
        found[project_id] = Planned(stored, computed, milestones(computed, today, original))
    return found


def forecast(plan: Plan, by: Calendars, day: date, told: Mapping[str, date] = NOTHING) -> Schedule:
    """The plan as it stands on `day`. told: the day from which what is left of a step counts; `day` where not given.

    Raises Invalid("date_out_of_range").
    """
    return schedule(presumed(known_on(plan, day, told, by), by, day), by, day)


def as_planned(stored: StoredPlan, by: Calendars, zone: tzinfo) -> Promise:
    """What a version promised when it was adopted; for one from before that was kept, computed as of that day."""
    if stored.promise.steps:
        return stored.promise
    return promised(forecast(stored.plan, by, stored.created_at.astimezone(zone).date(), stored.told))


def milestones(
    computed: Schedule, today: date, original: Mapping[str, date] = NOTHING
) -> tuple[MilestoneFigure, ...]:
    """`original`: what the first version promised as the last day of a step, by its name."""
    return tuple(
        figure(seq, row, today, original.get(row.step.name)) for seq, row in enumerate(nodes(computed), 1)
    )


def nodes(computed: Schedule) -> list[ScheduledStep]:
    """The plan's milestones in order of their latest finish; every step when none is marked as one."""
    marked = [step for step in computed.steps if step.step.milestone] or list(computed.steps)
    return sorted(marked, key=lambda row: (row.late_finish, row.early_finish))


def figure(seq: int, row: ScheduledStep, today: date, original: date | None = None) -> MilestoneFigure:
    """A step against its latest finish, as a node of a board is shown."""
    actual = row.step.actual_finish
    if actual is not None:
        state = MilestoneState.DONE if actual <= row.late_finish else MilestoneState.DONE_LATE
    elif today > row.late_finish:
        state = MilestoneState.OVERDUE
    else:
        state = MilestoneState.DUE if row.late_start <= today else MilestoneState.PLANNED
    return MilestoneFigure(
        seq=seq,
        name=row.step.name,
        latest=row.late_finish,
        expected=actual or row.early_finish,
        actual=actual,
        state=state,
        days_late=max(0, ((actual or today) - row.late_finish).days),
        critical=row.critical,
        original=original,
        provisional=row.provisional and actual is None,
    )


@dataclass(frozen=True, slots=True)
class Finished:
    """A milestone that was reported done, and what the plan says after it."""

    name: str
    day: date
    figure: MilestoneFigure
    after: Planned


def finish(desk: Desk, actor: Actor, project: Project, name: str, day: date) -> Finished:
    """Record a milestone's actual finish.

    `name` is the step's exact name. Raises NotFound("plan_missing"), ("milestone_not_found"),
    Conflict("milestone_already_done", day=…), Invalid("day_in_future"), ("finish_before_start", start=…),
    NotAllowed for a unit's people: they answer problems, the site's own people say what stands.
    """
    if not may_tell(desk, actor, project):
        raise NotAllowed("not_allowed")
    if day > desk.moment.day:
        raise Invalid("day_in_future", field="day", day=day)
    stored = stored_plan(desk, project)
    step = next((s for s in stored.plan.steps if s.name == name), None)
    if step is None:
        raise NotFound("milestone_not_found", name=name)
    if step.actual_finish is not None:
        raise Conflict("milestone_already_done", name=name, day=step.actual_finish)
    for done in (step, *_rests_on(stored.plan, step)):
        if done.actual_start is not None and day < done.actual_start:
            raise Invalid(
                "finish_before_start", field="day", name=done.name, day=day, start=done.actual_start
            )
        desk.unit.plans.finish_step(stored.id, done.id, day)
    after = planned(desk, [project])[project.id]
    row = next(row for row in after.schedule.steps if row.step.id == step.id)
    return Finished(name, day, figure(0, row, desk.moment.day), after)


def may_tell(desk: Desk, actor: Actor, project: Project) -> bool:
    """The site's own people and the office say what stands; a unit's people answer problems."""
    return bool(actor.is_office() or expectations.seats(desk, actor, project) & {Role.SECRETARY, Role.LEADER})


def _rests_on(plan: Plan, step: Step) -> list[Step]:
    """Unfinished steps before a milestone that are no milestones themselves: nobody reports those one by one.

    An unfinished milestone before it stays as it is; whether the claim can be true is for people to check.
    """
    steps = {one.id: one for one in plan.steps}
    found: dict[str, Step] = {}
    waiting = [link.before for link in step.after]
    while waiting:
        before = steps[waiting.pop()]
        if before.milestone or before.actual_finish is not None or before.id in found:
            continue
        found[before.id] = before
        waiting += [link.before for link in before.after]
    return list(found.values())


def stored_plan(desk: Desk, project: Project) -> StoredPlan:
    stored = desk.unit.plans.newest([project.id]).get(project.id)
    if stored is None:
        raise NotFound("plan_missing", name=project.name)
    return stored


def open_steps(desk: Desk, project: Project) -> list[str]:
    """Names of what is not finished yet: the milestones, or all steps when none is marked."""
    stored = stored_plan(desk, project)
    marked = [step for step in stored.plan.steps if step.milestone] or list(stored.plan.steps)
    return [step.name for step in marked if step.actual_finish is None]
