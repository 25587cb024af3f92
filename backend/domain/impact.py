"""What a wait, or any other change, does to a plan: the facts of one sentence.

Nothing is clipped: a float may be negative before and after, what is eaten may be more than there was, and what moves
earlier moves by a negative number of days.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from backend.domain.backward import Schedule, ScheduledStep, schedule
from backend.domain.calendars import Calendars, calendars
from backend.domain.errors import Conflict, Invalid, NotFound
from backend.domain.plan import Plan, Step
from backend.domain.workdays import Workdays


@dataclass(frozen=True, slots=True)
class Moved:
    """A milestone whose expected day moves. days: working days of its own calendar, negative = earlier, and 0 when
    only days off lie between."""

    step: str
    name: str
    before: date
    after: date
    days: int
    provisional: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A plan before or after. spare: working days to the target, negative = so many must be gained. done: all of it."""

    target: date
    finish: date | None
    spare: int
    provisional: bool
    done: bool


@dataclass(frozen=True, slots=True)
class Impact:
    """step, name: what waits, "" when the change is not about one step. waited: working days of its calendar.

    float_before, float_after: the step's total float, None when it is not in both plans. moved: working days of the
    plan's calendar by which the finish moves, negative = earlier; 0 does not say that it stays (see `finish_moves`).
    milestones: those whose expected day moves, in the order of their new days. missed: steps that newly miss a day
    of their own (`not_after`, `finish_on`); added, removed: names.
    """

    step: str
    name: str
    waited: int
    float_before: int | None
    float_after: int | None
    before: Standing
    after: Standing
    moved: int
    milestones: tuple[Moved, ...] = ()
    missed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def eaten(self) -> int:
        """Working days of the step's float that are gone, negative = won."""
        if self.float_before is None or self.float_after is None:
            return 0
        return self.float_before - self.float_after

    @property
    def finish_moves(self) -> bool:
        return self.before.finish != self.after.finish

    @property
    def is_nothing(self) -> bool:
        same = self.before == self.after and self.float_before == self.float_after
        return same and not (self.milestones or self.missed or self.added or self.removed)


def wait(plan: Plan, given: Workdays | Calendars, today: date | None, step_id: str, days: int) -> Impact:
    """A step that comes `days` working days later than it is expected now; one under way goes on for so much longer.

    A wait within the step's total float leaves the target as safe as it was, whatever the float. Raises
    NotFound("milestone_not_found"), Conflict("step_done", name, day), Invalid("wait_negative").
    """
    before = schedule(plan, given, today)
    after = schedule(waiting(before, given, today, step_id, days), given, today)
    return difference(before, after, given, step_id, days)


def waiting(
    before: Schedule, given: Workdays | Calendars, today: date | None, step_id: str, days: int
) -> Plan:
    """The plan in which the step comes so much later than in this schedule of it."""
    row = next((row for row in before.steps if row.step.id == step_id), None)
    if row is None:
        raise NotFound("milestone_not_found", name=step_id)
    if row.step.is_done:
        raise Conflict("step_done", name=row.step.name, day=row.early_finish)
    if days < 0:
        raise Invalid("wait_negative", field="days", days=days)
    if days == 0:
        return before.plan
    own = calendars(given).of(row.step.calendar)
    later = _longer(row, own, today, days) if row.step.is_under_way else _begun_later(row, own, days)
    return replace(before.plan, steps=tuple(later if s.id == step_id else s for s in before.plan.steps))


def _longer(row: ScheduledStep, own: Workdays, today: date | None, days: int) -> Step:
    since = today or row.early_start
    left = own.index_after(row.early_finish) - own.index(since)
    return replace(row.step, remaining=left + days)


def _begun_later(row: ScheduledStep, own: Workdays, days: int) -> Step:
    return replace(row.step, not_before=own.day_at(own.index(row.early_start) + days))


def difference(
    before: Schedule, after: Schedule, given: Workdays | Calendars, step_id: str = "", waited: int = 0
) -> Impact:
    """Between any two schedules of a project; days are counted by the calendars given, which should be those of `after`.

    step_id: the step that the change is about, if it is about one.
    """
    by = calendars(given)
    rows, old = list(after.steps), {row.step.id: row for row in before.steps}
    new = {row.step.id: row for row in rows}
    was, now = old.get(step_id), new.get(step_id)
    return Impact(
        step=step_id,
        name=next((row.step.name for row in (now, was) if row), ""),
        waited=waited,
        float_before=was.total_float if was and now else None,
        float_after=now.total_float if was and now else None,
        before=_standing(before),
        after=_standing(after),
        moved=_days(by.standard, before.finish, after.finish),
        milestones=tuple(_moved(old, rows, by)),
        missed=tuple(row.step.name for row in rows if _misses(row) and not _misses(old.get(row.step.id))),
        added=tuple(row.step.name for row in rows if row.step.id not in old),
        removed=tuple(row.step.name for row in before.steps if row.step.id not in new),
    )


def _standing(one: Schedule) -> Standing:
    done = bool(one.plan.steps) and all(step.is_done for step in one.plan.steps)
    rests = any(row.provisional_early for row in one.steps if row.early_finish == one.finish)
    return Standing(one.plan.target, one.finish, one.project_float, rests, done)


def _days(workdays: Workdays, before: date | None, after: date | None) -> int:
    if before is None or after is None:
        return 0
    return workdays.index_after(after) - workdays.index_after(before)


def _moved(old: dict[str, ScheduledStep], rows: list[ScheduledStep], by: Calendars) -> Iterator[Moved]:
    """The plan's nodes; every step when none is marked as one."""
    marked = [row for row in rows if row.step.milestone] or rows
    for row in sorted(marked, key=lambda row: row.early_finish):
        was = old.get(row.step.id)
        if was is not None and was.early_finish != row.early_finish:
            own = by.of(row.step.calendar)
            days = _days(own, was.early_finish, row.early_finish)
            yield Moved(
                row.step.id,
                row.step.name,
                was.early_finish,
                row.early_finish,
                days,
                row.provisional_early,
            )


def _misses(row: ScheduledStep | None) -> bool:
    if row is None:
        return False
    limits = (row.step.not_after, row.step.finish_on)
    return any(limit is not None and row.early_finish > limit for limit in limits)
