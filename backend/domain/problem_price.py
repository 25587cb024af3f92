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
from dataclasses import dataclass
from datetime import date, timedelta

from backend.domain.backward import Schedule, schedule
from backend.domain.calendars import Calendars
from backend.domain.impact import Impact, difference, waiting
from backend.domain.known import known_on
from backend.domain.plan import Plan
from backend.domain.under_way import presumed


@dataclass(frozen=True, slots=True)
class Price:
    """open: working days of the plan's calendar since the day it was raised. stopped: of the step's own, see above.

    impact: of a wait of `stopped` days on the forecast of the day it was raised.
    """

    open: int
    stopped: int
    impact: Impact

    @property
    def step(self) -> str:
        return self.impact.step

    @property
    def name(self) -> str:
        return self.impact.name

    @property
    def eaten(self) -> int:
        return self.impact.eaten

    @property
    def moved(self) -> int:
        return self.impact.moved


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
    after = schedule(waiting(before, by, raised, step_id, stopped), by, raised)
    days_open = by.standard.count(raised + timedelta(days=1), min(until, today))
    return Price(days_open, stopped, difference(before, after, by, step_id, stopped))


def _stopped(
    before: Schedule, place: int, by: Calendars, raised: date, until: date, finished: date | None
) -> int:
    workdays = by.of(before.plan.steps[place].calendar)
    days = workdays.count(max(raised + timedelta(days=1), before.early_start[place]), until)
    if finished is None or finished > until:
        return days
    late = workdays.index_after(finished) - workdays.index_after(before.early_finish[place])
    return min(days, max(0, late))
