"""A second scheduler that knows nothing of numbers: it tries one day after the other until every rule holds.

Rules are said of days alone, in words of their own; nothing of `backend.domain` but its plain values is used.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from backend.domain.plan import LagUnit, Link, LinkType, Plan, Step

Works = Callable[[date], bool]
ONE = timedelta(days=1)


class Days:
    """Days of one calendar around a plan, with how many are worked up to each."""

    def __init__(self, works: Works, first: date, last: date) -> None:
        self._first = first
        self._worked = [works(first + timedelta(days=k)) for k in range((last - first).days + 1)]
        self._sums = [0, *accumulate(self._worked)]

    def works(self, day: date) -> bool:
        return self._worked[(day - self._first).days]

    def count(self, first: date, last: date) -> int:
        """Worked days from first to last, both counted; none when last is before first."""
        if last < first:
            return 0
        return self._sums[(last - self._first).days + 1] - self._sums[(first - self._first).days]

    def last_of(self, start: date, days: int) -> date:
        """The last of so many worked days from `start`, itself worked."""
        day = start
        while self.count(start, day) < days:
            day += ONE
        return day

    def first_of(self, finish: date, days: int) -> date:
        day = finish
        while self.count(day, finish) < days:
            day -= ONE
        return day

    def before(self, day: date) -> date:
        """The day itself or the last worked one before it."""
        while not self.works(day):
            day -= ONE
        return day

    def after(self, day: date) -> date:
        while not self.works(day):
            day += ONE
        return day


Span = tuple[date, date]


@dataclass
class Stepper:
    """Early and late first and last days of each step, by id. `works`: of each calendar name, "" the plan's."""

    plan: Plan
    works: dict[str, Works]
    today: date | None = None
    early: dict[str, Span] = field(default_factory=dict)
    late: dict[str, Span] = field(default_factory=dict)

    def __post_init__(self) -> None:
        room = timedelta(days=max(150, abs((self.plan.target - self.plan.start).days)))
        first, last = self.plan.start - room, self.plan.target + room
        self.days = {name: Days(works, first, last) for name, works in self.works.items()}
        self.steps = {step.id: step for step in self.plan.steps}
        self.evening = self._evenings()
        order = self._order()
        for step in order:
            self.early[step.id] = self._early(step)
        for step in reversed(order):
            self.late[step.id] = self._late(step, lambda _: True)
        ends = {step.id: self._late(step, self._from_finish)[1] for step in order if step.is_under_way}
        self.late |= {id: (self.late[id][0], end) for id, end in ends.items()}

    def own(self, step: Step) -> Days:
        return self.days[step.calendar]

    def _order(self) -> list[Step]:
        order: list[Step] = []
        while len(order) < len(self.steps):
            placed = {step.id for step in order}
            order += [
                step
                for step in self.plan.steps
                if step.id not in placed and all(link.before in placed for link in step.after)
            ]
        return order

    def _evenings(self) -> set[str]:
        found: set[str] = set()
        for _ in self.steps:
            for step in self.plan.steps:
                for link in step.after:
                    worked = self.steps[link.before].days > 0 and link.type in (LinkType.FS, LinkType.FF)
                    if step.days == 0 and (worked or link.before in found):
                        found.add(step.id)
        return found

    def kind(self, link: Link, step: Step) -> tuple[bool, bool]:
        """Whether the link is from a finish and to a finish; an evening has only a finish, a morning only a start."""
        before = self.steps[link.before]
        from_finish, to_finish = (
            link.type in (LinkType.FS, LinkType.FF),
            link.type in (LinkType.FF, LinkType.SF),
        )
        if before.days == 0:
            from_finish = before.id in self.evening
        if step.days == 0:
            to_finish = step.id in self.evening
        return from_finish, to_finish

    def holds(self, link: Link, step: Step, earlier: Span, later: Span) -> bool:
        from_finish, to_finish = self.kind(link, step)
        days, lag, moved = self.own(step), link.lag, timedelta(days=link.lag)
        (_, ended), (start, finish) = earlier, later
        began = earlier[0]
        if link.unit is LagUnit.CALENDAR:
            match from_finish, to_finish:
                case True, False:
                    return start > ended + moved
                case False, False:
                    return start >= began + moved
                case True, True:
                    return finish >= ended + moved
                case _:
                    return days.count(finish + ONE, began + moved - ONE) == 0
        match from_finish, to_finish:
            case True, False:
                return (
                    days.count(ended + ONE, start - ONE) >= lag
                    if lag > 0
                    else days.count(start, ended) <= -lag
                )
            case False, False:
                return (
                    days.count(began, start - ONE) >= lag
                    if lag > 0
                    else days.count(start, began - ONE) <= -lag
                )
            case True, True:
                if lag > 0:
                    return days.count(ended + ONE, finish) >= lag
                return finish >= ended or (days.count(finish, ended - ONE) <= -lag and lag < 0)
            case _:
                return (
                    days.count(began, finish) >= lag
                    if lag > 0
                    else days.count(finish + ONE, began - ONE) <= -lag
                )

    def _early(self, step: Step) -> Span:
        days = self.own(step)
        if step.is_done:
            end = step.actual_finish or step.actual_start
            assert end is not None
            if step.days == 0:
                return end, end
            return min(step.actual_start or days.first_of(days.before(end), step.days), end), end
        if step.actual_start is not None:
            return step.actual_start, self._under_way(step, step.actual_start, days)
        day = max(filter(None, (self.plan.start, self.today, step.not_before)))
        length = step.remaining or step.days
        while True:
            span = (day, days.last_of(day, length)) if days.works(day) else None
            if span and self._may(step, span, days):
                return span
            day += ONE

    def _may(self, step: Step, span: Span, days: Days) -> bool:
        if step.finish_on is not None and span[1] < days.before(step.finish_on):
            return False
        return all(self.holds(link, step, self.early[link.before], span) for link in step.after)

    def _under_way(self, step: Step, began: date, days: Days) -> date:
        left = step.days_left
        if left is not None:
            from_ = days.after(self.today or began)
            end = days.last_of(from_, left) if left else days.before(from_ - ONE)
        else:
            end = days.last_of(days.after(began), step.days)
            if self.today is not None:
                end = max(end, days.after(self.today))
        end = max(end, began) if days.works(began) else end
        finishes = [link for link in step.after if self.kind(link, step)[1]]
        while not all(self.holds(link, step, self.early[link.before], (began, end)) for link in finishes):
            end = days.after(end + ONE)
        return max(end, began)

    def _from_finish(self, link: Link) -> bool:
        return link.type in (LinkType.FS, LinkType.FF)

    def _late(self, step: Step, counts: Callable[[Link], bool]) -> Span:
        days = self.own(step)
        end = days.before(min(filter(None, (self.plan.target, step.not_after, step.finish_on))))
        while True:
            span = (days.first_of(end, step.days) if step.days else end, end)
            followers = [
                (link, after)
                for after in self.plan.steps
                for link in after.after
                if link.before == step.id and counts(link)
            ]
            if all(self.holds(link, after, span, self.late[after.id]) for link, after in followers):
                return span
            end = days.before(end - ONE)


# --- what to schedule ---

BASE = date(2026, 9, 14)


def random_plan(
    chance: Random, names: tuple[str, ...], *, progress: bool, most: int = 6
) -> tuple[Plan, date | None]:
    """A small plan of every kind of link, lag, calendar and limit, and with `progress` a status date and what has happened."""
    start = BASE + timedelta(days=chance.randrange(20))
    target = start + timedelta(days=chance.randint(-8, 35))
    today = start + timedelta(days=chance.randint(-4, 18)) if progress else None
    steps = [_random_step(chance, n, names, start, today) for n in range(chance.randint(1, most))]
    chance.shuffle(steps)
    return Plan(start, target, tuple(steps)), today


def _random_step(chance: Random, n: int, names: tuple[str, ...], start: date, today: date | None) -> Step:
    links = {
        Link(
            str(chance.randrange(n)),
            chance.choice(tuple(LinkType)),
            chance.randint(-3, 4),
            chance.choice((LagUnit.WORK, LagUnit.WORK, LagUnit.CALENDAR)),
        )
        for _ in range(chance.randint(0, 2) if n else 0)
    }
    days = chance.choice((0, 1, 1, 2, 3, 5))

    def perhaps(low: int, high: int, odds: float = 0.12) -> date | None:
        return start + timedelta(days=chance.randint(low, high)) if chance.random() < odds else None

    happened: dict[str, date | int | None] = {}
    if today is not None and chance.random() < 0.5:
        began = min(start + timedelta(days=chance.randint(-2, 12)), today)
        done = chance.random() < 0.5
        happened["actual_start"] = began
        if done:
            happened["actual_finish"] = min(began + timedelta(days=chance.randint(0, 6)), today)
        elif chance.random() < 0.5:
            happened["remaining"] = chance.randint(0, 5)
    return Step(
        str(n),
        f"step {n}",
        days,
        tuple(sorted(links, key=repr)),
        calendar=chance.choice(names),
        not_before=perhaps(-3, 15),
        not_after=perhaps(16, 30),
        finish_on=perhaps(16, 25, 0.06),
        **happened,  # type: ignore[arg-type]
    )
