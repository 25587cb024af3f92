"""Links between steps that need not work by the same calendar, as a planner would say them in days.

    the start of j after the finish of i     the first working day of j after the last day of i, and then the lag
    the start of j after the start of i      the same from the first day of i, that day itself for no lag
    the finish of j after the finish of i    the lag-th working day of j after the last day of i; for no lag, that
                                             day or the first working day of j after it
    the finish of j after the start of i     the last working day of j before the first day of i, and then the lag

A lag in working days counts those of the step that is held back; one in calendar days moves the day it counts
from. An event at the end of a day has no start apart from it and is held like a finish.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from backend.domain.passes.network import Network
from backend.domain.plan import LagUnit, Link, LinkType, Step
from backend.domain.workdays import Workdays


class Tie(NamedTuple):
    """Steps are positions. `lag` counts days of the week when `calendar`, else working days of j."""

    i: int
    j: int
    from_finish: bool
    to_finish: bool
    lag: int
    calendar: bool

    def bound(self, day: int, workdays: Workdays) -> int:
        """The least number, in j's working days, of the day at j's end of the tie; `day`: the ordinal at i's end."""
        if self.calendar:
            day += self.lag
            if self.to_finish:
                return workdays.index_on(day) - (not self.from_finish)
            return workdays.index_on(day + self.from_finish)
        if not self.to_finish:
            return workdays.index_on(day + self.from_finish) + self.lag
        if not self.from_finish:
            return workdays.index_on(day) + self.lag - 1
        return (workdays.index_on(day + 1) - 1 if self.lag > 0 else workdays.index_on(day)) + self.lag

    def reach(self, number: int, workdays: Workdays) -> int:
        """The greatest `day` whose `bound` is at most `number`."""
        if self.calendar:
            if self.to_finish:
                return workdays.ordinal_at(number + (not self.from_finish)) - self.lag
            return workdays.ordinal_at(number) - self.from_finish - self.lag
        number -= self.lag
        if not self.to_finish:
            return workdays.ordinal_at(number) - self.from_finish
        if not self.from_finish:
            return workdays.ordinal_at(number + 1)
        return workdays.ordinal_at(number + 1) - 1 if self.lag > 0 else workdays.ordinal_at(number)


def ties_into(steps: Sequence[Step], net: Network) -> list[list[Tie]]:
    """Of each step, the ties that hold it."""
    position = {step.id: i for i, step in enumerate(steps)}
    evening = set(net.evenings)
    return [
        [tie_of(link, position[link.before], j, steps, evening) for link in step.after]
        for j, step in enumerate(steps)
    ]


def tie_of(link: Link, i: int, j: int, steps: Sequence[Step], evening: Collection[int]) -> Tie:
    """`evening`: positions of the events that fall at the end of a day."""
    type = link.type
    from_finish = type is LinkType.FS or type is LinkType.FF if steps[i].days else i in evening
    to_finish = type is LinkType.FF or type is LinkType.SF if steps[j].days else j in evening
    return Tie(i, j, from_finish, to_finish, link.lag, link.unit is LagUnit.CALENDAR)
