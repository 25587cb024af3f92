"""The price of a problem: what its being open has cost the step it is tied to, and with it the plan.

**The model.** The forecast as it was on the day the problem was raised (the plan that holds now, with what had
happened by then), against the same forecast with that step delayed by the working days for which the problem stopped
it: those of the step's own calendar from the day after it was raised, or from the day the step was to begin if that
is later, to today or the day the problem was closed. A step that is done meanwhile was stopped by no more days
than it was finished late.

**What that says and does not say.** It takes the step to have stood still while the problem was open: where the
site worked on regardless, the true price is lower. What other steps did since is not in it, so the finish that it
moves to is the problem's doing alone, not the forecast of today.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from backend.domain.backward import Schedule, schedule
from backend.domain.calendars import Calendars
from backend.domain.known import known_on
from backend.domain.plan import Plan
from backend.domain.under_way import presumed


@dataclass(frozen=True, slots=True)
class Price:
    """open: working days of the plan's calendar since the day it was raised. stopped: of the step's own, see above.

    float_before, float_after: the step's total float without and with the problem; their difference is what it has
    eaten. finish, moved_to: of the whole plan, `moved` working days apart. spare: from the latter to the target.
    """

    step: str
    name: str
    open: int
    stopped: int
    float_before: int
    float_after: int
    finish: date
    moved_to: date
    moved: int
    spare: int

    @property
    def eaten(self) -> int:
        return self.float_before - self.float_after


def price(
    plan: Plan,
    told: Mapping[str, date],
    by: Calendars,
    step_id: str,
    raised: date,
    until: date,
    today: date,
) -> Price | None:
    """told: as for `known_on`. until: today, or the day the problem was closed. None when the step is not there or was done before it was raised.

    Raises what `schedule` raises.
    """
    known = presumed(known_on(plan, raised, told, by), by, raised)
    place = next((i for i, step in enumerate(known.steps) if step.id == step_id), None)
    if place is None or known.steps[place].is_done:
        return None
    before = schedule(known, by, raised)
    stopped = _stopped(before, place, by, raised, min(until, today), plan.steps[place].actual_finish)
    after = _waited(before, place, by, raised, stopped)
    assert before.finish is not None and after.finish is not None  # noqa: S101, PT018  there is a step
    standard, step = by.standard, known.steps[place]
    return Price(
        step=step.id,
        name=step.name,
        open=standard.count(raised + timedelta(days=1), min(until, today)),
        stopped=stopped,
        float_before=before.total_float[place],
        float_after=after.total_float[place],
        finish=before.finish,
        moved_to=after.finish,
        moved=standard.index_after(after.finish) - standard.index_after(before.finish),
        spare=after.project_float,
    )


def _stopped(
    before: Schedule, place: int, by: Calendars, raised: date, until: date, finished: date | None
) -> int:
    workdays = by.of(before.plan.steps[place].calendar)
    days = workdays.count(max(raised + timedelta(days=1), before.early_start[place]), until)
    if finished is None or finished > until:
        return days
    late = workdays.index_after(finished) - workdays.index_after(before.early_finish[place])
    return min(days, max(0, late))


def _waited(before: Schedule, place: int, by: Calendars, today: date, days: int) -> Schedule:
    """The same forecast with one step delayed by so many of its own working days."""
    if not days:
        return before
    plan, step = before.plan, before.plan.steps[place]
    workdays = by.of(step.calendar)
    if step.is_under_way:
        left = workdays.index_after(before.early_finish[place]) - workdays.index(today)
        later = replace(step, remaining=max(left, 0) + days, percent=None)
    else:
        later = replace(step, not_before=workdays.add(before.early_start[place], days))
    steps = (*plan.steps[:place], later, *plan.steps[place + 1 :])
    return schedule(replace(plan, steps=steps), by, today)
