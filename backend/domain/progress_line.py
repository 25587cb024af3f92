"""The progress line (前锋线): where each step stands on its planned bar at a status date, and what that does to the plan.

After the textbook rule of Chinese network planning (JGJ/T 121): the line runs down the status date and bends, at each
step, to the point its work has reached; left of the date the step is behind by the difference, right of it ahead.
What it does follows from the floats of the plan: within the free float nothing, within the total float it moves
followers, beyond it moves the finish. Of the four kinds of line that Primavera draws, this is the one by progress.

The status date is looked at in its morning, as forecasts do: its own work is still to come, unless a step was
finished on it. A finished step is never behind, however late it was; that is told apart (`finished_late`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from backend.domain.backward import Schedule, ScheduledStep, schedule
from backend.domain.calendars import Calendars, calendars
from backend.domain.plan import Plan, Step
from backend.domain.workdays import Workdays


class Effect(StrEnum):
    """What a step that is behind does when nobody makes up for it."""

    NONE = "none"
    FOLLOWERS = "followers"
    FINISH = "finish"


@dataclass(frozen=True, slots=True)
class Point:
    """One step on the line. All counts in working days of the step's own calendar.

    step: as it stands now. stands_at: the planned day whose work comes next, the status date itself when the step is
    where it should be. days: negative = behind, positive = ahead. done_share: 0 to 1; `presumed` when nobody told how
    much is left, so that it follows from the days gone by. free_float, spare: of the plan, how far the step may slip
    before it moves another one, and before it moves the finish of the plan. moves_finish: by how much the finish
    moves, and past_target: by how much of that past the target. past_limit: how far the step is past what a limit
    (`not_after`) of its own or of a follower allows. provisional: the planned dates rest on a year without a notice.
    """

    step: Step
    planned_start: date
    planned_finish: date
    done_share: Decimal
    stands_at: date
    days: int
    free_float: int
    spare: int
    effect: Effect = Effect.NONE
    moves_finish: int = 0
    past_target: int = 0
    past_limit: int = 0
    finished_late: int = 0
    presumed: bool = False
    provisional: bool = False


def as_planned(plan: Plan) -> Plan:
    """The plan without anything that has happened: scheduled without a day, its early dates are the planned ones."""
    steps = tuple(
        replace(step, actual_start=None, actual_finish=None, remaining=None, percent=None)
        for step in plan.steps
    )
    return replace(plan, steps=steps)


def progress_line(
    planned: Schedule, current: Schedule, given: Workdays | Calendars, day: date
) -> tuple[Point, ...]:
    """A point for each step that is in both, in the order of `planned`.

    planned: the schedule of a baseline, or of `as_planned`. current: the forecast at `day`, whose plan says what has
    happened. A step that only one of them has is left out: there is no bar to stand on, or nothing that stands.
    """
    by = calendars(given)
    now = {row.step.id: row for row in current.steps}
    spares, limited = _spares(planned, by)
    rows = zip(planned.steps, spares, limited, strict=True)
    return tuple(
        _with_effect(point, limit, planned.project_float) if point.days < 0 else point
        for point, limit in (
            (_point(row, spare, now[row.step.id], by.of(row.step.calendar), day), limit)
            for row, spare, limit in rows
            if row.step.id in now
        )
    )


def done_share(step: Step, work: Workdays, day: date) -> Decimal:
    """0 to 1, in the morning of `day`; what is not said to be done never comes to 1."""
    if step.is_done:
        return Decimal(1)
    if step.days == 0 or not has_begun(step, day):
        return Decimal(0)
    if step.percent is not None and step.remaining is None:
        return min(step.percent, Decimal(99)) / 100
    return Decimal(max(step.days - days_left(step, work, day), 0)) / step.days


def days_left(step: Step, work: Workdays, day: date) -> int:
    """Working days to do from `day` on, of a step that is not done: as told, else its days less those gone by.

    Until a step is said to be done, a day is left, as in forecasts.
    """
    if step.actual_start is None or not has_begun(step, day):
        return step.days
    told = step.days_left
    if told is None:
        told = step.days - max(work.index(day) - work.index(step.actual_start), 0)
    return max(told, min(step.days, 1))


def has_begun(step: Step, day: date) -> bool:
    """Under way on the day; a start known of a later day has not happened yet."""
    return step.is_under_way and step.actual_start is not None and step.actual_start <= day


def _morning_of(step: Step, work: Workdays, day: date) -> int:
    """The number of the first working day that does not count yet: `day`, or the next when the step ended on it."""
    return work.index_after(day) if step.actual_finish == day else work.index(day)


def _point(row: ScheduledStep, spare: int, now: ScheduledStep, work: Workdays, day: date) -> Point:
    step = now.step
    days = _deviation(row, step, work, day)
    return Point(
        step=step,
        planned_start=row.early_start,
        planned_finish=row.early_finish,
        done_share=done_share(step, work, day),
        stands_at=work.day_at(work.index(day) + days) if days else day,
        days=days,
        free_float=row.free_float,
        spare=spare,
        finished_late=_finished_late(row, step, work),
        presumed=has_begun(step, day) and step.days_left is None,
        provisional=row.provisional_early,
    )


def _deviation(row: ScheduledStep, step: Step, work: Workdays, day: date) -> int:
    """Where the step stands less where the day is."""
    start, end = work.index(row.early_start), work.index_after(row.early_finish)
    if step.is_done:
        return max(end - _morning_of(step, work, day), 0)
    today = work.index(day)
    if not has_begun(step, day):
        return min(start - today, 0)
    return end - days_left(step, work, day) - today


def _finished_late(row: ScheduledStep, step: Step, work: Workdays) -> int:
    done = step.actual_finish or (step.actual_start if step.is_done else None)
    if done is None or done <= row.early_finish:
        return 0
    return max(work.index_after(done) - work.index_after(row.early_finish), 0)


def _with_effect(point: Point, limit: int, to_target: int) -> Point:
    """limit: how far the step may slip within its limits; to_target: of the whole plan."""
    behind = -point.days
    past = max(behind - limit, 0) if limit < point.spare else 0
    if behind > point.spare:
        moves = behind - max(point.spare, 0)
        over = moves - min(max(to_target, 0), moves)
        return replace(point, effect=Effect.FINISH, moves_finish=moves, past_target=over, past_limit=past)
    effect = Effect.FOLLOWERS if behind > point.free_float else Effect.NONE
    return replace(point, effect=effect, past_limit=past)


def _spares(planned: Schedule, by: Calendars) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Total floats up to the finish of the plan itself, which the textbook counts from; and with the limits of steps."""
    if planned.finish is None:
        return (), ()
    plan = replace(planned.plan, target=planned.finish)
    free = replace(plan, steps=tuple(replace(step, not_after=None) for step in plan.steps))
    spares = schedule(free, by).total_float
    return spares, spares if free == plan else schedule(plan, by).total_float


def bent(points: tuple[Point, ...]) -> Iterator[Point]:
    """Those that bend the line, the furthest behind first."""
    return iter(sorted((point for point in points if point.days), key=lambda point: point.days))
