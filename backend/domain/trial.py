"""Changes tried on a plan: only the early pass, and of it only what comes behind the first step they touch."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from backend.domain.calendars import Calendars
from backend.domain.measure import Change, Route, changed, holds
from backend.domain.mixed_passes import Early, spare_at
from backend.domain.network import Network, network
from backend.domain.plan import LagUnit, Link, LinkType, Plan, Step
from backend.domain.ties import Tie, ties_into
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

    __slots__ = ("_calendars", "_rank", "_today", "base", "by_id", "net", "own", "plan", "position", "tried")

    def __init__(self, plan: Plan, calendars: Calendars, today: date | None) -> None:
        self.plan, self._calendars, self._today = plan, calendars, today
        self.net: Network = network(plan.steps)
        self.own: list[Workdays] = [calendars.of(step.calendar) for step in plan.steps]
        self.by_id: dict[str, Step] = {step.id: step for step in plan.steps}
        self.position = {step.id: j for j, step in enumerate(plan.steps)}
        self._rank = {j: place for place, j in enumerate(self.net.order)}
        early = Early(plan, self.net, self.own, ties_into(plan.steps, self.net), today)
        early.run()
        self.tried = 0
        self.base = self._trial(early, [None] * len(plan.steps))

    def with_(self, changes: Sequence[Change]) -> Trial:
        if not changes:
            return self.base
        self.tried += 1
        by_step: dict[int, list[Change]] = {}
        for change in changes:
            by_step.setdefault(self.position[change.step], []).append(change)
        steps, ties, routes = list(self.plan.steps), list(self.base.early.ties), list(self.base.routes)
        for j, mine in by_step.items():
            steps[j] = changed(steps[j], mine, self.by_id)
            routes[j] = list(holds(self.plan.steps[j], mine, self.by_id))
            ties[j] = [self.tie(j, link) for _, link in routes[j] or ()]
        early = Early(replace(self.plan, steps=tuple(steps)), self.net, self.own, ties, self._today)
        self._run(early, by_step)
        return self._trial(early, routes)

    def tie(self, j: int, link: Link) -> Tie:
        """For a step of work."""
        i = self.position[link.before]
        from_finish = link.type in (LinkType.FS, LinkType.FF)
        if self.plan.steps[i].days == 0:
            from_finish = self.is_evening(i)
        to_finish = link.type in (LinkType.FF, LinkType.SF)
        return Tie(i, j, from_finish, to_finish, link.lag, link.unit is LagUnit.CALENDAR)

    def is_evening(self, i: int) -> bool:
        return self.net.last[i] < 0

    def _run(self, early: Early, touched: dict[int, list[Change]]) -> None:
        base = self.base.early
        early.numbers[:], early.starts[:], early.finishes[:] = base.numbers, base.starts, base.finishes
        early.spans[:] = base.spans
        for j in touched:
            early.spans[j] = max(early.plan.steps[j].days - 1, 0)
        for j in self.net.order[min(self._rank[j] for j in touched) :]:
            early.place(j)

    def _trial(self, early: Early, routes: list[list[tuple[Route, Link]] | None]) -> Trial:
        finish = max(early.finishes, default=None)
        return Trial(early, routes, spare_at(self.plan, self._calendars.standard, finish, self._today))
