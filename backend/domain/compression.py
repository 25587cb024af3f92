"""How to gain the working days a plan is short of: the fewest changes that bring its forecast back to the target.

What is treated is the float of the plan as a whole. Steps that miss a day of their own (`not_after`, `finish_on`)
while the plan does not miss its target ask for no change here; those still late after the changes are in `missed`.

The fewest changes come first; among equally few the softest, the hardest of them compared first; then the fewest
days. Nothing in a proposal can be left out, and no day of it. For up to DEPTH changes that is found by looking at
all sets of changes that have one on every chain that is too long, within a bound; beyond it by taking the largest
gain on the chain again and again and then leaving out whatever turns out not to be needed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from backend.domain.backward import Schedule, schedule
from backend.domain.calendars import Calendars, calendars
from backend.domain.critical_chain import Chance, Chances
from backend.domain.measure import Change, Measure, Terms, applied
from backend.domain.plan import Plan
from backend.domain.trial import Trial, Trials
from backend.domain.workdays import Workdays

__all__ = ["Change", "Measure", "Proposal", "Terms", "applied", "compression"]

DEPTH = 3  # changes
MOST_TRIALS = 300  # in the search for the fewest; taking and trimming come on top
MOST_WEIGHED = 20  # sets, equally few and equally soft, are trimmed to see which takes the fewest days
MOST_ROUNDS = 4  # of trimming

Taken = dict[Chance, int]


@dataclass(frozen=True, slots=True)
class Proposal:
    """`after` is the schedule of `applied(before.plan, changes)`; what is gained adds up to the difference in float.

    short_of: working days still missing when nothing more can be gained, 0 when the target is met. fewest: shown
    that fewer changes do not do. missed: unfinished steps that will be later than a day of their own allows.
    """

    changes: tuple[Change, ...]
    before: Schedule
    after: Schedule
    short_of: int
    fewest: bool = True
    missed: tuple[str, ...] = ()


def compression(
    plan: Plan, given: Workdays | Calendars, today: date | None = None, terms: Terms | None = None
) -> Proposal:
    """Changes until the plan's float is not negative, or as near to it as it gets. Raises what `schedule` raises."""
    before = schedule(plan, given, today)
    if before.project_float >= 0 or not plan.steps:
        return _proposed((), before, before, fewest=True)
    trials = Trials(plan, calendars(given), today)
    search = _Search(trials, Chances(trials, terms or Terms()))
    taken, fewest = search.found()
    changes = tuple(_with_gains(trials, search.chances.changes(taken)))
    after = schedule(applied(plan, changes), given, today)
    return _proposed(tuple(_with_make_up(changes, after)), before, after, fewest=fewest)


def _proposed(changes: tuple[Change, ...], before: Schedule, after: Schedule, *, fewest: bool) -> Proposal:
    missed = tuple(
        row.step.id
        for row in after.steps
        if not row.step.is_done and _misses(row.early_finish, row.step.not_after, row.step.finish_on)
    )
    return Proposal(changes, before, after, max(0, -after.project_float), fewest, missed)


def _misses(finish: date, *limits: date | None) -> bool:
    return any(limit is not None and finish > limit for limit in limits)


def _with_gains(trials: Trials, changes: Sequence[Change]) -> Iterator[Change]:
    spare = trials.base.spare
    for n, change in enumerate(changes, 1):
        now = trials.with_(changes[:n]).spare
        yield replace(change, gained=now - spare)
        spare = now


def _with_make_up(changes: Sequence[Change], after: Schedule) -> Iterator[Change]:
    latest = {step.id: day for step, day in zip(after.plan.steps, after.late_finish, strict=True)}
    for change in changes:
        deferred = change.measure is Measure.DEFER
        yield replace(change, make_up=latest[change.step]) if deferred else change


@dataclass(slots=True)
class _Search:
    trials: Trials
    chances: Chances
    goal: int = 0
    even: bool = field(init=False)

    def __post_init__(self) -> None:
        first = self.trials.own[0]
        self.even = all(own is first for own in self.trials.own)

    def found(self) -> tuple[Taken, bool]:
        """What to take, and whether fewer are known not to do."""
        most = self._most()
        self.goal = min(0, self._with(most).spare)
        if self.goal <= self.trials.base.spare:
            return {}, True
        tried = 0  # so many changes are known not to do
        for size in range(1, DEPTH + 1):
            sets, whole = self._sets(size)
            if sets:
                return self._easiest(sets), True
            if not whole:
                break
            tried = size
        grasped = self._grasped()
        taken = self._pruned(self._needed(grasped if self._reaches(grasped) else most))
        return taken, len(taken) == tried + 1

    def _most(self) -> Taken:
        """Whatever can be taken on chains that are too long, until the target is met or nothing more is gained.

        A step held at its finish begins later when it is shortened, and with it all that is held by its start: what
        does harm is left out.
        """
        taken: Taken = {}
        refused: set[Chance] = set()
        best = self.trials.base.spare, taken
        while (trial := self._with(taken)).spare < 0:
            best = max(best, (trial.spare, taken), key=lambda one: one[0])
            more = [one for one in self.chances.along(trial) if one not in taken and one not in refused]
            larger = taken | {one: one.most for one in more}
            if more and self._with(larger).spare >= trial.spare:
                taken = larger
            elif more:
                taken, harmful = self._sifted(taken, more)
                refused |= harmful
            else:
                harmful = self._harmful(trial, taken)
                if not harmful:
                    return best[1]
                refused |= harmful
                taken = {one: days for one, days in taken.items() if one not in harmful}
        return taken

    def _sifted(self, taken: Taken, more: Sequence[Chance]) -> tuple[Taken, set[Chance]]:
        """With those of `more` that do no harm, one after the other."""
        harmful = set()
        for one in more:
            larger = taken | {one: one.most}
            if self._with(larger).spare >= self._with(taken).spare:
                taken = larger
            else:
                harmful.add(one)
        return taken, harmful

    def _harmful(self, trial: Trial, taken: Taken) -> set[Chance]:
        against = {one for one in self.chances.against(trial) if one in taken}
        if against:
            return against
        return {one for one in taken if self._with(_without(taken, one)).spare > trial.spare}

    def _with(self, taken: Taken) -> Trial:
        return self.trials.with_(self.chances.changes(taken))

    def _reaches(self, taken: Taken) -> bool:
        return self._with(taken).spare >= self.goal

    def _sets(self, size: int) -> tuple[list[Taken], bool]:
        """All sets of so many that reach the goal, and whether all were looked at."""
        until = self.trials.tried + MOST_TRIALS
        found: list[Taken] = []
        seen: set[frozenset[Chance]] = set()
        todo: list[Taken] = [{}]
        while todo:
            taken = todo.pop()
            trial = self._with(taken)
            if trial.spare >= self.goal:
                found.append(taken)
            elif len(taken) < size:
                for one in self._useful(trial, taken, size - len(taken)):
                    larger = taken | {one: one.most}
                    if (key := frozenset(larger)) not in seen:
                        seen.add(key)
                        todo.append(larger)
            if self.trials.tried > until:
                return found, False
        return found, True

    def _useful(self, trial: Trial, taken: Taken, left: int) -> list[Chance]:
        """On the chain; where days are alike, only those with which `left` of them can save enough."""
        more = [one for one in self.chances.along(trial) if one not in taken]
        if not self.even:
            return more
        most = sorted((one.saves for one in more), reverse=True)[: left - 1]
        enough = self.goal - trial.spare - sum(most)
        return [one for one in more if one.saves >= enough]

    def _easiest(self, sets: list[Taken]) -> Taken:
        def hardness(taken: Taken) -> list[int]:
            return sorted((one.place[0] for one in taken), reverse=True)

        softest = min(map(hardness, sets))
        alike = [taken for taken in sets if hardness(taken) == softest]
        alike.sort(key=lambda taken: sorted(one.place for one in taken))
        return min(map(self._pruned, alike[:MOST_WEIGHED]), key=_days)

    def _grasped(self) -> Taken:
        """The largest gain on the chain, again and again."""
        taken: Taken = {}
        while (trial := self._with(taken)).spare < self.goal:
            missing = self.goal - trial.spare
            more = [one for one in self.chances.along(trial) if one not in taken]
            if not more:
                break
            best = max(more, key=lambda one: (min(one.saves, missing), [-n for n in one.place]))
            taken[best] = best.most
        return taken

    def _needed(self, taken: Taken) -> Taken:
        """Without what can be left out, the hardest and smallest tried first."""
        for one in sorted(taken, key=lambda one: (-one.place[0], one.saves, one.place)):
            if self._reaches(fewer := _without(taken, one)):
                taken = fewer
        return taken

    def _pruned(self, taken: Taken) -> Taken:
        """Trimmed, and again while a change taken less far makes less of another do, or none of it."""
        for _ in range(MOST_ROUNDS):
            before, taken = taken, self._needed(self._trimmed(taken))
            if taken == before:
                break
        return taken

    def _trimmed(self, taken: Taken) -> Taken:
        """No day more than needed, saved on the hardest first."""
        for one in sorted(taken, key=lambda one: (-one.place[0], *one.place)):
            taken = taken | {one: self._least(taken, one)}
        return taken

    def _least(self, taken: Taken, one: Chance) -> int:
        """Of one change, the least that does with the others as they are: most often all of it, or nearly."""
        low, high = min(one.least, taken[one]), taken[one]
        if high > low and not self._reaches(taken | {one: high - 1}):
            return high
        while low < high:
            middle = (low + high) // 2
            enough = self._reaches(taken | {one: middle})
            low, high = (low, middle) if enough else (middle + 1, high)
        return low


def _without(taken: Taken, one: Chance) -> Taken:
    return {other: days for other, days in taken.items() if other is not one}


def _days(taken: Taken) -> int:
    return sum(days for one, days in taken.items() if one.most > 1)
