"""Backward schedules of projects: adopt a version, finish a milestone, and what the plan says today (M23)."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from backend.domain.backward import Schedule, ScheduledStep, schedule
from backend.domain.calendars import Calendars
from backend.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from backend.domain.flaw import flaws
from backend.domain.people import Actor, Role
from backend.domain.plan import Plan, Step
from backend.domain.project import Project
from backend.domain.recorded import carried
from backend.domain.snapshot import MilestoneFigure, MilestoneState
from backend.domain.under_way import presumed
from backend.services import expectations
from backend.services.desk import Desk
from backend.services.site_calendars import calendars_of
from backend.storage.plans import StoredPlan

MAX_STEPS = 500


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
    keep_done: bool = True,
) -> int:
    """Make this the plan that holds; older versions stay. Returns the version.

    Raises NotAllowed (only the office), Invalid("plan_flawed", flaws=…), ("plan_empty"), ("plan_too_long"),
    ("date_out_of_range"). What is done stays done: steps keep their actual days (`domain.recorded`); `keep_done`
    False for a plan that says itself what is done and what is not.
    """
    if not actor.is_office():
        raise NotAllowed("not_allowed")
    if not plan.steps:
        raise Invalid("plan_empty", field="steps")
    if len(plan.steps) > MAX_STEPS:
        raise Invalid("plan_too_long", field="steps", limit=MAX_STEPS)
    if found := flaws(plan.steps):
        raise Invalid("plan_flawed", field="steps", flaws=found)
    kept = _with_what_is_done(desk, project, plan) if keep_done else plan
    # A plan that cannot be computed must not be stored: every board would stumble over it.
    forecast(kept, calendars_of(desk)(project), desk.moment.day)
    return desk.unit.plans.add(
        project.id, kept, source=source, reason=reason, person_id=actor.person.id, at=desk.moment.at
    )


def _with_what_is_done(desk: Desk, project: Project, plan: Plan) -> Plan:
    """The new version with the actual days of the old one, where it says nothing of a step itself."""
    old = desk.unit.plans.newest([project.id]).get(project.id)
    return replace(plan, steps=carried(plan.steps, old.plan.steps if old else ())[0])


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
    by = calendars_of(desk)
    found = {}
    for project_id, stored in desk.unit.plans.newest(sites).items():
        computed = forecast(stored.plan, by(sites[project_id]), today)
        found[project_id] = Planned(stored, computed, milestones(computed, today))
    return found


def forecast(plan: Plan, by: Calendars, day: date) -> Schedule:
    """The plan as it stands on `day`. Raises Invalid("date_out_of_range")."""
    return schedule(presumed(_as_known(plan, day), by, day), by, day)


def _as_known(plan: Plan, day: date) -> Plan:
    """The plan without what happened after `day`."""

    def known(actual: date | None) -> date | None:
        return actual if actual is not None and actual <= day else None

    if all(step.actual_finish is None or step.actual_finish <= day for step in plan.steps):
        return plan
    steps = tuple(
        replace(step, actual_start=known(step.actual_start), actual_finish=known(step.actual_finish))
        for step in plan.steps
    )
    return replace(plan, steps=steps)


def milestones(computed: Schedule, today: date) -> tuple[MilestoneFigure, ...]:
    return tuple(figure(seq, row, today) for seq, row in enumerate(nodes(computed), 1))


def nodes(computed: Schedule) -> list[ScheduledStep]:
    """The plan's milestones in order of their latest finish; every step when none is marked as one."""
    marked = [step for step in computed.steps if step.step.milestone] or list(computed.steps)
    return sorted(marked, key=lambda row: (row.late_finish, row.early_finish))


def figure(seq: int, row: ScheduledStep, today: date) -> MilestoneFigure:
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
    if not (actor.is_office() or expectations.seats(desk, actor, project) & {Role.SECRETARY, Role.LEADER}):
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
