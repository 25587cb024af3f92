"""The chains of steps that decide when a plan is finished (关键线路), and those that nearly do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from backend.domain.backward import Schedule, ScheduledStep, both_passes, longest
from backend.domain.calendars import Calendars, calendars
from backend.domain.passes.columns import Columns
from backend.domain.passes.network import network
from backend.domain.workdays import Workdays

NEAR = 5  # working days beyond the critical float: a week's rain makes such a chain the critical one
MOST = 20  # a plan for people has no more chains worth naming


@dataclass(frozen=True, slots=True)
class Chain:
    """Ids of steps not done yet, in working order, each deciding the early dates of the next; `float` of the last."""

    steps: tuple[str, ...]
    float: int


def chains(
    result: Schedule, given: Workdays | Calendars, today: date | None, near: int = 0
) -> tuple[Chain, ...]:
    """Chains through every critical step, the least float first, then the longest, at most `MOST`; with `near`, chains of that much more.

    `result` is of the same calendars and day. Every such step stands in at least one chain, so where chains part
    and meet again each way is told once and not every combination of ways.
    """
    found = _Tracing(result, _columns(result, given, today).driving())
    limit = max(0, result.project_float) + near
    wanted = {
        i
        for i, row in enumerate(result.steps)
        if found.undone(i) and (row.critical or row.total_float <= limit)
    }
    traced: list[Chain] = []
    covered: set[int] = set()
    for last in sorted(wanted, key=found.ending_first):
        if last not in covered and len(traced) < MOST:
            way = found.through(last, wanted)
            covered.update(way)
            traced.append(Chain(tuple(result.plan.steps[i].id for i in way), result.total_float[way[-1]]))
    return tuple(sorted(traced, key=lambda chain: (chain.float, -len(chain.steps))))


def near_chains(
    result: Schedule, given: Workdays | Calendars, today: date | None, near: int = NEAR
) -> tuple[Chain, ...]:
    """Those that become critical when they lose up to `near` working days more."""
    critical = {chain.steps for chain in chains(result, given, today)}
    return tuple(chain for chain in chains(result, given, today, near) if chain.steps not in critical)


def deciding(result: Schedule, given: Workdays | Calendars, today: date | None) -> tuple[ScheduledStep, ...]:
    """All unfinished steps that hold one another back as far as the finish, in working order; none when all is done.

    `critical` is wider: against a target that is missed, everything too late for it.
    """
    found = longest(_columns(result, given, today))
    rows = [row for i, row in enumerate(result.steps) if i in found and not row.step.is_done]
    return tuple(sorted(rows, key=lambda row: (row.early_start, row.early_finish)))


def _columns(result: Schedule, given: Workdays | Calendars, today: date | None) -> Columns:
    plan = result.plan
    return both_passes(plan, network(plan.steps), calendars(given), today)


class _Tracing:
    """`before` and `after`: which undone steps decide a step, and which it decides."""

    def __init__(self, result: Schedule, driving: Sequence[tuple[int, int]]) -> None:
        self._result = result
        self.before: Mapping[int, list[int]] = {i: [] for i in range(len(result.plan.steps))}
        self.after: Mapping[int, list[int]] = {i: [] for i in range(len(result.plan.steps))}
        for i, j in driving:
            if self.undone(i) and self.undone(j):
                self.before[j].append(i)
                self.after[i].append(j)

    def undone(self, i: int) -> bool:
        return not self._result.plan.steps[i].is_done

    def ending_first(self, i: int) -> tuple[bool, int, date, int]:
        """The ends of chains before what leads to them, so that a chain is told whole."""
        return bool(self.after[i]), self._result.total_float[i], self._result.early_finish[i], i

    def through(self, step: int, wanted: set[int]) -> list[int]:
        """From where the chain begins to `step`, and on while it decides something wanted."""
        way = [step]
        while self.before[way[-1]]:
            way.append(min(self.before[way[-1]], key=self._tightest))
        way.reverse()
        while further := [j for j in self.after[way[-1]] if j in wanted]:
            way.append(min(further, key=self._tightest))
        return way

    def _tightest(self, i: int) -> tuple[int, int]:
        return self._result.total_float[i], i
