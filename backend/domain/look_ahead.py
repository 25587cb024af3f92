"""What must be begun and finished in the next days, and in how many days a plan that stands still will be late."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from backend.domain.backward import Schedule, ScheduledStep
from backend.domain.calendars import Calendars
from backend.domain.plan import LinkType, Plan, Step
from backend.domain.workdays import Workdays

_TO_START = frozenset({LinkType.FS, LinkType.SS})


@dataclass(frozen=True, slots=True)
class Outlook:
    """One plan to look ahead in. `key` is the project's id; `told` the plan as stored, `forecast` as it is at the day.

    What nothing holds back any more is presumed to be under way, here as in the forecast: sites hardly ever tell of a
    start. Only one presumed for the very day has not happened yet.
    """

    key: int
    told: Plan
    forecast: Schedule
    by: Calendars


@dataclass(frozen=True, slots=True)
class Coming:
    """A step to be begun or finished soon, or that already should be.

    starts, finishes: it must be begun, finished by the last of the days, by its late dates. expected: not it must,
    but by the forecast it is begun or finished by then. begun: it is under way, `presumed` when nobody told. days:
    working days of its calendar from the day to its latest start (latest finish once begun), 0 = the day itself;
    negative = so many too late already. waits_for: ids of steps not done that hold its start.
    """

    key: int
    row: ScheduledStep
    starts: bool
    finishes: bool
    expected: bool
    begun: bool
    presumed: bool
    days: int
    waits_for: tuple[str, ...]

    @property
    def latest(self) -> date:
        return self.row.late_finish if self.begun else self.row.late_start

    @property
    def overdue(self) -> bool:
        return self.days < 0


def look_ahead(plans: Iterable[Outlook], day: date, days: int) -> tuple[Coming, ...]:
    """What falls on or before the last of `days` calendar days after `day`: the most overdue first, then by their day."""
    until = day + timedelta(days=days)
    found = [coming for plan in plans for coming in _of_plan(plan, day, until)]
    return tuple(sorted(found, key=lambda one: (min(one.days, 0), one.latest, one.key, one.row.late_finish)))


def _of_plan(plan: Outlook, day: date, until: date) -> Iterable[Coming]:
    told = _told_begun(plan)
    done = {row.step.id for row in plan.forecast.steps if row.step.is_done}
    for row in plan.forecast.steps:
        begun = _has_begun(row.step, told, day)
        starts, finishes = not begun and row.late_start <= until, row.late_finish <= until
        early = row.early_finish if begun else row.early_start
        if row.step.is_done or not (starts or finishes or early <= until):
            continue
        last = row.late_finish if begun else row.late_start
        yield Coming(
            key=plan.key,
            row=row,
            starts=starts,
            finishes=finishes,
            expected=not (starts or finishes),
            begun=begun,
            presumed=begun and row.step.id not in told,
            days=days_until(last, day, plan.by.of(row.step.calendar)),
            waits_for=() if row.step.is_under_way else _holding(row.step, done),
        )


def _told_begun(plan: Outlook) -> Container[str]:
    return {step.id for step in plan.told.steps if step.actual_start is not None}


def _has_begun(step: Step, told: Container[str], day: date) -> bool:
    started = step.actual_start
    return step.is_under_way and started is not None and (step.id in told or started < day)


def _holding(step: Step, done: Container[str]) -> tuple[str, ...]:
    """The ids of what its start waits for."""
    return tuple(link.before for link in step.after if link.type in _TO_START and link.before not in done)


def days_until(last: date, day: date, work: Workdays) -> int:
    """Working days from `day` to `last`: 0 for the day itself, negative once it has passed."""
    return work.index_after(last) - 1 - work.index(day)


@dataclass(frozen=True, slots=True)
class StandStill:
    """When nothing moves from the day on.

    step: the one that would have to move first, None when everything is done. begun: it is under way, `presumed` when
    nobody told. days: after so many working days without any progress the whole plan has no float left; 0 = none is
    left on the day itself, so that every day without progress is one too late; negative = so many must be gained
    already. on: the day on which none is left, the day itself for 0 and less. provisional: that day may still move.
    """

    step: Step | None
    begun: bool
    presumed: bool
    days: int
    on: date
    provisional: bool = False


def stand_still(plan: Outlook, day: date) -> StandStill:
    first, told, work = _to_move(plan.forecast), _told_begun(plan), plan.by.standard
    days = plan.forecast.project_float
    on = work.day_at(work.index(day) + days) if days > 0 else day
    begun = first is not None and _has_begun(first, told, day)
    presumed = begun and first is not None and first.id not in told
    return StandStill(first, begun, presumed, days, on, plan.forecast.provisional)


def _to_move(found: Schedule) -> Step | None:
    """The open step that decides the finish and waits for no other: the least float, then the earliest late start."""
    done = {step.id for step in found.plan.steps if step.is_done}
    open_ = [row for row in found.steps if not row.step.is_done]
    ready = [row for row in open_ if row.step.is_under_way or not _holding(row.step, done)]
    rows = [row for row in ready if row.critical] or ready or open_
    first = min(rows, key=lambda row: (row.total_float, row.late_start, row.early_start), default=None)
    return None if first is None else first.step
