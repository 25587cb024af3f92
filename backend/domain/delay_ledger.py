"""The delay ledger (倒追责任): for every working day that the forecast finish moved, which step, whose, which problem.

**How a day is divided.** What the forecast moved by between two status days is taken apart in an order that makes
the parts add up to it, whatever happened: first other working days than before (CALENDAR), then a new version of
the plan (REPLANNED), both with nothing else changed; then the day that went by with nothing new heard; last what was
heard of it. All of it is counted on one calendar, the plan's standard one as it is on the last day, so that
sums are exact.

**Who answers for it.** The step at the head of the chain that decides the finish: walk back from the finish along
what decides each step, as far as steps moved; where the moving began, that step is it. It is the earliest step of
the chain still to be done: everything behind it only waits for it. A loss is read in the chain that decides the
later finish, a gain (finished early, begun out of turn) in the one that had decided until then. When the day only
went by, that is the step that was due or under way and did not get further; a day is lost on the status day that
shows it, so what Friday did not finish stands at Monday.

**When several chains tie,** one day is still one day: it goes to the head with the least total float, and among
equals to the first in the plan's order; the others are named as sharing it. Splitting it would make fractions of
days that nobody can look up in a calendar, counting it twice would make sums that prove nothing.

**Problem or owner.** A lost day of a step to which a problem is tied that was open at any time of the day names that
problem (the oldest; the others beside it); any other is the owner's own. A recovered day is the step's, whatever
was open. The owner is that of the step in the version that held.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from backend.domain.backward import both_passes
from backend.domain.delay import Cause, Entry, Ledger, Replan, Stretch
from backend.domain.passes.columns import Columns
from backend.domain.passes.network import network
from backend.domain.plan import Plan, Step
from backend.domain.plan_history import History

OwnerOn = Callable[[Step, date], str]
ProblemsOn = Callable[[str, date], Sequence[int]]


def as_planned(step: Step, _day: date) -> str:
    """The owner that the version itself names."""
    return step.owner


def no_problem(_step_id: str, _day: date) -> Sequence[int]:
    return ()


def ledger(
    history: History,
    first: date,
    last: date,
    owner: OwnerOn = as_planned,
    problems: ProblemsOn = no_problem,
    milestone: str | None = None,
) -> Ledger:
    """From the end of `first` to the end of `last`, both status dates.

    owner: of a step on a day. problems: ids of those tied to a step (by its id in the newest version) and open on a
    day, the oldest first. milestone: the id in the newest version of the step whose expected finish is asked for
    instead of the plan's; every version that held in between must have it. Raises what `schedule` raises.
    """
    return _Walk(history, first, last, owner, problems, milestone).ledger()


@dataclass(frozen=True, slots=True)
class _Outlook:
    """A forecast. end: position of the step whose finish is asked for, None for the whole plan's."""

    plan: Plan
    version: int
    columns: Columns
    end: int | None

    @property
    def finish(self) -> date | None:
        return self.columns.finish if self.end is None else self.columns.dates[1][self.end]

    def chain(self) -> tuple[set[int], dict[int, list[int]]]:
        """The steps that decide the finish, and of each those that decide it."""
        finishes = self.columns.dates[1]
        found = (
            {i for i, day in enumerate(finishes) if day == self.finish} if self.end is None else {self.end}
        )
        held_by: dict[int, list[int]] = {}
        for i, j in reversed(self.columns.driving()):
            if j in found:
                found.add(i)
                held_by.setdefault(j, []).append(i)
        return found, held_by


@dataclass(frozen=True, slots=True)
class _Footing:
    """What a forecast rests on: version and calendars held on `held`, `by`; what was known on `known`; and today."""

    held: date
    by: date
    known: date
    today: date


class _Walk:
    def __init__(
        self,
        history: History,
        first: date,
        last: date,
        owner: OwnerOn,
        problems: ProblemsOn,
        milestone: str | None,
    ) -> None:
        self._history, self._first, self._last = history, first, last
        self._owner, self._problems, self._milestone = owner, problems, milestone
        self._names = history.names()
        self._yard = history.by(last).standard
        self._turning = history.turning_days()
        self._replans: list[Replan] = []
        self._today = first

    def ledger(self) -> Ledger:
        day = self._first
        at = start = self._outlook(_Footing(day, day, day, day))
        turns = []
        for next_day in self._status_days():
            entries, at = self._turn(day, next_day, at)
            if entries or self._today == next_day:
                turns.append(entries)
            day = next_day
        return Ledger(
            self._first,
            self._last,
            start.finish,
            at.finish,
            self._moved(start, at),
            tuple(one for turn in turns for one in turn),
            _stretches(turns),
            tuple(self._replans),
        )

    def _status_days(self) -> Iterator[date]:
        """Working days, and days off on which something happened: in between nothing can change.

        What a day off brings is taken in without that day going by: what is finished on a Saturday is no loss.
        """
        day = self._first
        while day < self._last:
            day += timedelta(days=1)
            if day == self._last or day in self._turning or self._history.by(day).standard.is_workday(day):
                yield day

    def _turn(self, day: date, next_day: date, at: _Outlook) -> tuple[list[Entry], _Outlook]:
        """From one status day to the next: what moved the forecast, and the forecast after it."""
        history, found = self._history, []
        footing = _Footing(day, day, day, self._today)
        if history.by(next_day) is not history.by(day):
            footing = replace(footing, by=next_day)
            found.append((Cause.CALENDAR, at, at := self._outlook(footing)))
        if history.version(next_day) is not history.version(day):
            footing = replace(footing, held=next_day, by=next_day)
            found.append((Cause.REPLANNED, at, at := self._outlook(footing)))
            self._replans.append(self._replan(day, next_day, found[-1][1], at))
        footing = replace(footing, held=next_day, by=next_day)
        if next_day == self._last or history.by(next_day).standard.is_workday(next_day):
            self._today = next_day
            footing = replace(footing, today=next_day)
            found.append((Cause.OWN, at, at := self._outlook(footing)))
        if next_day in self._turning:
            found.append((Cause.OWN, at, at := self._outlook(replace(footing, known=next_day))))
        entries = [
            self._entry(next_day, cause, was, now) for cause, was, now in found if self._moved(was, now)
        ]
        return entries, at

    def _outlook(self, footing: _Footing) -> _Outlook:
        version, by = self._history.version(footing.held), self._history.by(footing.by)
        plan = self._history.known(version, footing.known, by, footing.today)
        end = None
        if self._milestone is not None:
            names = self._names[version.number]
            end = next(i for i, step in enumerate(plan.steps) if names[step.id].id == self._milestone)
        return _Outlook(plan, version.number, both_passes(plan, network(plan.steps), by, footing.today), end)

    def _moved(self, was: _Outlook, now: _Outlook) -> int:
        if was.finish is None or now.finish is None:
            return 0
        return self._yard.index_after(now.finish) - self._yard.index_after(was.finish)

    def _entry(self, day: date, cause: Cause, was: _Outlook, now: _Outlook) -> Entry:
        days, finish = self._moved(was, now), now.finish
        assert finish is not None  # noqa: S101  it has moved
        if cause is not Cause.OWN:
            return Entry(day, days, cause, finish)
        names = self._names[now.version]
        head, *sharing = _heads(was, now) if days > 0 else _heads(now, was)
        step, name = now.plan.steps[head], names[now.plan.steps[head].id]
        open_ = self._problems(name.id, day) if days > 0 and name.id else ()
        return Entry(
            day,
            days,
            Cause.PROBLEM if open_ else Cause.OWN,
            finish,
            name,
            self._owner(step, day),
            next(iter(open_), None),
            tuple(open_[1:]),
            tuple(names[now.plan.steps[i].id] for i in sharing),
        )

    def _replan(self, day: date, next_day: date, was: _Outlook, now: _Outlook) -> Replan:
        old, new = self._history.version(day), self._history.version(next_day)
        return Replan(next_day, new.number, self._moved(was, now), old.plan.target, new.plan.target)


def _heads(other: _Outlook, deciding: _Outlook) -> list[int]:
    """Where the move began in the chain that decides; who has the least total float first, then in the plan's order."""
    there, here = other.columns.dates, deciding.columns.dates
    chain, held_by = deciding.chain()
    moved = {i for i in chain if (there[0][i], there[1][i]) != (here[0][i], here[1][i])}
    heads = {i for i in moved if moved.isdisjoint(held_by.get(i, ()))}
    return sorted(heads or chain, key=lambda i: (deciding.columns.total[i], i))


def _stretches(turns: Sequence[Sequence[Entry]]) -> tuple[Stretch, ...]:
    """Entries of one status day after another that say the same, put together."""
    told: list[Stretch] = []
    running: dict[tuple[object, ...], int] = {}
    for entries in turns:
        going_on: dict[tuple[object, ...], int] = {}
        for one in entries:
            place = running.get(one.reason, going_on.get(one.reason))
            if place is None:
                place = len(told)
                told.append(Stretch(one.day, one.day, one.days, one))
            else:
                told[place] = _longer(told[place], one)
            going_on[one.reason] = place
        running = going_on
    return tuple(told)


def _longer(stretch: Stretch, entry: Entry) -> Stretch:
    """With everybody who shared on any of its days."""
    before = stretch.entry
    also = tuple(dict.fromkeys((*before.also, *entry.also)))
    sharing = tuple(dict.fromkeys((*before.sharing, *entry.sharing)))
    return Stretch(
        stretch.first, entry.day, stretch.days + entry.days, replace(entry, also=also, sharing=sharing)
    )
