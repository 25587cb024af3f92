"""One chain of steps that decides when a plan is finished, and the measures that could shorten it.

A chain is walked backwards from the last step to be finished, over ties that leave no day between, to a step that
nothing but a date holds. Whatever makes the plan shorter must take at least one measure on each such chain.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil

from backend.domain.measure import Change, Measure, Route, Terms, overlap_of
from backend.domain.passes.ties import Tie
from backend.domain.plan import LagUnit, Link, LinkType, Nature, Step
from backend.domain.trial import Trial, Trials

WEEK = 7


@dataclass(frozen=True, slots=True)
class Chance:
    """A measure that may be taken, by 1 to `most` days, or wholly where days say nothing (`most` is 1 then).

    full: the change when all of it is taken and nothing else. saves: how many working days of the step's own
    calendar a chain over it can become shorter at most. place: softer measures first, then in the plan's order.
    least: below 1 where the two calendars of an overlap differ: elsewhere in the year a lag is worth other days.
    """

    full: Change
    most: int
    saves: int
    place: tuple[int, ...]
    least: int = 1

    def __hash__(self) -> int:
        return hash(self.place)


@dataclass(slots=True)
class Chances:
    """Found as chains are walked, and judged once: by how the plan stands before anything is changed."""

    trials: Trials
    terms: Terms
    _found: dict[tuple[str, Route], Chance | None] = field(default_factory=dict)
    _taken: dict[tuple[Chance, int, int], Change] = field(default_factory=dict)

    def along(self, trial: Trial) -> list[Chance]:
        """On one chain that decides the finish, the softest first."""
        return self._on_chain(trial, counts=True)

    def against(self, trial: Trial) -> list[Chance]:
        """Shortenings on the chain that would make it longer: of steps held at their finish that hold by their start."""
        return self._on_chain(trial, counts=False)

    def _on_chain(self, trial: Trial, *, counts: bool) -> list[Chance]:
        walked = [(step, route) for step, route, does in _walk(trial, self.trials) if does is counts]
        found = {self._judged(step, route) for step, route in walked}
        return sorted((one for one in found if one is not None), key=lambda one: one.place)

    def changes(self, taken: Mapping[Chance, int]) -> list[Change]:
        """Each taken by so many days: the softest first, but before all overlaps the shortenings they build on."""
        cut = {one.full.step: days for one, days in taken.items() if one.full.measure is Measure.SHORTEN}
        built_on = {one.full.before for one in taken if one.full.measure is Measure.OVERLAP}
        in_order = sorted(taken, key=lambda one: (_turn(one, built_on), *one.place))
        return [self._change(one, taken[one], cut.get(one.full.before, 0)) for one in in_order]

    def _change(self, one: Chance, days: int, cut: int) -> Change:
        key = one, days, cut
        if key not in self._taken:
            full = one.full
            if full.measure is Measure.SHORTEN:
                full = replace(full, new=full.old - days)
            elif full.measure is Measure.OVERLAP:
                full = replace(full, new=self._overlapped(full, days, cut))
            self._taken[key] = full
        return self._taken[key]

    def _overlapped(self, full: Change, days: int, cut: int) -> int:
        """The lag when the later work begins so many days sooner, and the earlier one is itself `cut` shorter.

        Not before the share is done of the days the earlier one then has.
        """
        j, i = self.trials.position[full.step], self.trials.position[full.before]
        link, all_days = self._link(j, full.route), self.trials.plan.steps[i].days - cut
        done = ceil(all_days * self.terms.overlap_share)
        soonest = self._lag(j, i, link, cut + all_days - done)
        if self.trials.own[i] is self.trials.own[j]:
            soonest = max(soonest, done)
        made = overlap_of(self.trials.plan.steps[j], full.before)
        return max(soonest, (made.lag if made else self._lag(j, i, link, cut)) - days)

    def _link(self, j: int, route: Route) -> Link:
        """The finish-to-start link at the beginning of the route, as if it came from the step at its end.

        Of an overlap made earlier, the link that it was made of.
        """
        links = [link for link in self.trials.plan.steps[j].after if link.before == route[0]]
        for link in links:
            if link.type is LinkType.FS:
                return replace(link, before=route[-1])
        end = next(link for link in links if link.type is LinkType.FF)
        return replace(end, type=LinkType.FS, lag=end.lag - (end.lag > 0))

    def _judged(self, step: str, route: Route) -> Chance | None:
        key = step, route
        if key not in self._found:
            self._found[key] = self._of_link(step, route) if route else self._of_step(step)
        return self._found[key]

    def _of_step(self, id: str) -> Chance | None:
        """To do what is left of a step as much faster as its least is less than its days."""
        j = self.trials.position[id]
        step, left, spent = self.trials.plan.steps[j], self._left(j), self._spent(j)
        if step.least is None or not step.days or left < 1:
            return None
        least = max(1, ceil(Fraction(left * step.least, step.days)), step.least - spent)
        most = left - least
        if most < 1:
            return None
        old = left if step.days_left is not None else left + spent
        limit = old - most
        change = Change(Measure.SHORTEN, id, old=old, new=limit, limit=limit)
        return Chance(change, most, most, (change.measure.hardness, j))

    def _left(self, j: int) -> int:
        """Working days from today, or of a step not begun from its start, to its end."""
        early, step = self.trials.base.early, self.trials.plan.steps[j]
        if not step.is_under_way:
            return early.spans[j] + 1
        told = step.days_left
        return told if told is not None else max(0, step.days - self._spent(j))

    def _spent(self, j: int) -> int:
        """Working days from the start of a step under way to yesterday."""
        early, step = self.trials.base.early, self.trials.plan.steps[j]
        if step.actual_start is None or early.today is None:
            return 0
        workdays = early.own[j]
        return max(0, workdays.index(early.today) - workdays.index(step.actual_start))

    def _of_link(self, step: str, route: Route) -> Chance | None:
        trials = self.trials
        j, i = trials.position[step], trials.position[route[-1]]
        after, before = trials.plan.steps[j], trials.plan.steps[i]
        measure = _measure(after, before, [trials.by_id[id] for id in route[:-1]])
        made = overlap_of(after, route[0])
        if measure is None or not (_once(after, route[0]) or (made and measure is Measure.OVERLAP)):
            return None
        link = self._link(j, route)
        change = Change(measure, step, before.id, old=(made or link).lag, through=route[:-1])
        most, least, saves = 1, 1, made.lag if made else self._lag(j, i, link, 0)
        if measure is Measure.OVERLAP:
            soonest = self._overlapped(change, saves, 0)
            most = saves = saves - soonest
            change = replace(change, new=soonest, limit=soonest)
            least = 1 if trials.own[i] is trials.own[j] else -WEEK
        elif measure is Measure.DEFER:
            change = replace(change, new=max(link.lag, 0))
            saves = saves if before.days else trials.base.early.spans[j] + 1
        place = (measure.hardness, j, *(trials.position[id] for id in reversed(route)))
        return Chance(change, most, saves, place, least) if saves > 0 else None

    def _lag(self, j: int, i: int, link: Link, unfinished: int) -> int:
        """From the start of i, in working days of j, to when j may begin with the last days of i unfinished."""
        early, workdays = self.trials.base.early, self.trials.own
        day = workdays[i].ordinal_at(early.numbers[i] - unfinished) if unfinished else early.finishes[i]
        tie = Tie(i, j, True, False, link.lag, link.unit is LagUnit.CALENDAR)
        return tie.bound(day, workdays[j]) - workdays[j].index_on(early.starts[i])


def _turn(one: Chance, built_on: Collection[str]) -> int:
    """Forms first, then the shortenings of works that are overlapped as well, then the rest."""
    if one.full.measure in (Measure.PARALLEL, Measure.DEFER):
        return 0
    return 1 if one.full.measure is Measure.SHORTEN and one.full.step in built_on else 2


def _once(step: Step, before: str) -> bool:
    """Linked twice in the same way, loosening one link would do nothing, or the wrong one."""
    return sum(link.before == before and link.type is LinkType.FS for link in step.after) == 1


def _measure(after: Step, before: Step, through: list[Step]) -> Measure | None:
    natures = {after.nature, before.nature}
    if natures == {Nature.APPROVAL} and before.days:
        return Measure.PARALLEL
    if before.deferrable:
        return Measure.DEFER
    if natures == {Nature.WORK} and before.days and all(event.nature is Nature.WORK for event in through):
        return Measure.OVERLAP
    return None


def _walk(trial: Trial, trials: Trials) -> Iterator[tuple[str, Route, bool]]:
    """Steps with no route, and links that hold a step with the route back; False for days that count backwards."""
    early, steps = trial.early, trial.early.plan.steps
    last = max(early.finishes)
    j = next(j for j in range(len(steps)) if early.finishes[j] == last)
    at_finish, held = True, ""  # held: the step whose link the walk is on, through events
    route: Route = ()
    while True:
        n, counts = _tight(trial, j, at_finish)
        if at_finish and counts and steps[j].days:
            yield steps[j].id, (), True
        if n is None:
            return
        link_route, link = trial.holds(j)[n]
        if steps[j].days:
            held, route = (steps[j].id, link_route) if link.type in (LinkType.FS, LinkType.SS) else ("", ())
        elif held and _steps_aside(trials, j):
            route = (*route, link.before)
        else:
            held = ""
        tie = early.ties[j][n]
        before = steps[tie.i]
        if link.type is LinkType.SS and link.lag and link not in trials.plan.steps[j].after:
            # An overlap made here: the fewer days the earlier work has, the sooner its share is done.
            yield before.id, (), True
        if held and not before.is_done and (before.days or before.deferrable):
            yield held, route, True
        if tie.to_finish and not at_finish and steps[j].days:
            yield steps[j].id, (), False
        at_finish, j = tie.from_finish, tie.i


def _tight(trial: Trial, j: int, at_finish: bool) -> tuple[int | None, bool]:
    """Which tie decides a step, None for none, and whether the step's own days count.

    A date that decides it as well comes first, then a tie to its finish: nothing before those makes it earlier.
    """
    early, step = trial.early, trial.early.plan.steps[j]
    if step.is_done:
        return None, False
    bounds = [(n, early.bound(tie), tie.to_finish) for n, tie in enumerate(early.ties[j])]
    held = next((n for n, bound, finish in bounds if finish and bound == early.numbers[j]), None)
    if step.is_under_way:
        return (held, held is None) if at_finish else (None, False)
    if early.numbers[j] == early.first(j) + early.spans[j]:
        return None, True
    if step.finish_on and early.numbers[j] == early.own[j].index_after(step.finish_on) - 1:
        return None, False
    if held is not None:
        return held, False
    start = early.numbers[j] - early.spans[j]
    return next(n for n, bound, finish in bounds if not finish and bound == start), True


def _steps_aside(trials: Trials, j: int) -> bool:
    """Whether an event only gathers what it waits for, so that those who wait for it may wait for that instead."""
    event = trials.plan.steps[j]
    return (
        trials.is_evening(j)
        and event.not_before is None
        and event.finish_on is None
        and all(
            link.type is LinkType.FS
            and link.lag == 0
            and trials.own[trials.position[link.before]] is trials.own[j]
            for link in event.after
        )
    )
