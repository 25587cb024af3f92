"""Changes tried on a plan: only the early pass, and of it only what comes behind the first step they touch."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from backend.domain.calendars import Calendars
from backend.domain.measure import Change, Route, changed, holds
from backend.domain.passes.early import Early
from backend.domain.passes.mixed import spare_at
from backend.domain.passes.network import Network, network
from backend.domain.passes.ties import Tie, tie_of, ties_into
from backend.domain.plan import Link, Plan, Step
from backend.domain.workdays import Workdays


@dataclass(frozen=True, slots=True)
class Trial:
    """A plan as it would be. holds: of each step, the way back to where each of its ties comes from."""

    early: Early
    routes: list[list[tuple[Route, Link]] | None]
    spare: int

    def holds(self, j: int) -> list[tuple[Route, Link]]:
        """In the order of the step's ties."""
        found = self.routes[j]
        if found is None:
            found = self.routes[j] = [((link.before,), link) for link in self.early.plan.steps[j].after]
        return found


class Trials:
    """Of one plan, which must be sound. No change touches what an event waits for, so the order of steps stays."""

    __slots__ = (
        "_calendars",
        "_evening",
        "_last",
        "_rank",
        "_today",
        "base",
        "by_id",
        "net",
        "own",
        "plan",
        "position",
        "tried",
    )

    def __init__(self, plan: Plan, calendars: Calendars, today: date | None) -> None:
        self.plan, self._calendars, self._today = plan, calendars, today
        self.net: Network = network(plan.steps)
        self._evening = frozenset(self.net.evenings)
        self.own: list[Workdays] = [calendars.of(step.calendar) for step in plan.steps]
        self.by_id: dict[str, Step] = {step.id: step for step in plan.steps}
        self.position = {step.id: j for j, step in enumerate(plan.steps)}
        self._rank = {j: place for place, j in enumerate(self.net.order)}
        early = Early(plan, self.net, self.own, ties_into(plan.steps, self.net), today)
        early.run()
        self.tried = 0
        self.base = self._trial(early, [None] * len(plan.steps))
        self._last: tuple[dict[int, tuple[Change, ...]], Trial] = ({}, self.base)

    def with_(self, changes: Sequence[Change]) -> Trial:
        """Reckoned from the trial before, which most often differs in a change or a day."""
        by_step: dict[int, tuple[Change, ...]] = {}
        for change in changes:
            j = self.position[change.step]
            by_step[j] = (*by_step.get(j, ()), change)
        before, last = self._last
        touched = [j for j in by_step.keys() | before.keys() if by_step.get(j) != before.get(j)]
        if touched:
            self.tried += 1
            self._last = by_step, self._moved(last, {j: by_step.get(j, ()) for j in touched})
        return self._last[1]

    def _moved(self, last: Trial, touched: dict[int, tuple[Change, ...]]) -> Trial:
        steps, ties, routes = list(last.early.plan.steps), list(last.early.ties), list(last.routes)
        for j, changes in touched.items():
            step = self.plan.steps[j]
            steps[j] = changed(step, changes, self.by_id)
            routes[j] = list(holds(step, changes, self.by_id))
            ties[j] = [self.tie(j, link) for _, link in routes[j] or ()]
        early = Early(replace(self.plan, steps=tuple(steps)), self.net, self.own, ties, self._today)
        self._run(early, last.early, touched)
        return self._trial(early, routes)

    def tie(self, j: int, link: Link) -> Tie:
        """For a step of work."""
        return tie_of(link, self.position[link.before], j, self.plan.steps, self._evening)

    def is_evening(self, i: int) -> bool:
        return i in self._evening

    def _run(self, early: Early, last: Early, touched: Collection[int]) -> None:
        """Only what is touched, and whatever is held by something that moves."""
        early.numbers[:], early.starts[:], early.finishes[:] = last.numbers, last.starts, last.finishes
        early.spans[:] = last.spans
        moved = [False] * len(early.starts)
        for j in touched:
            early.spans[j] = max(early.plan.steps[j].days - 1, 0)
        for j in self.net.order[min(self._rank[j] for j in touched) :]:
            if j in touched or any(moved[tie.i] for tie in early.ties[j]):
                was = early.starts[j], early.finishes[j]
                early.place(j)
                moved[j] = was != (early.starts[j], early.finishes[j])

    def _trial(self, early: Early, routes: list[list[tuple[Route, Link]] | None]) -> Trial:
        finish = max(early.finishes, default=None)
        return Trial(early, routes, spare_at(self.plan, self._calendars.standard, finish, self._today))
