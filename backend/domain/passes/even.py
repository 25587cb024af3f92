"""Both passes over a plan that nothing but its links decides, all of it worked by one calendar.

Time is counted in boundaries between working days: a step of d days that begins at boundary b is worked on
the days numbered b to b + d - 1, so its finish, the last day worked, is b + d - 1. Every link, whatever its
type, then says one thing: "the start of j is at least the start of i plus w".
"""

from collections.abc import Iterable
from datetime import date
from operator import add, sub

from backend.domain.passes.columns import Columns, Dates, Pairs
from backend.domain.passes.network import Edge, Network
from backend.domain.plan import Plan
from backend.domain.workdays import Workdays


def even_passes(plan: Plan, net: Network, workdays: Workdays, today: date | None) -> Columns:
    first, target = workdays.index(plan.start), workdays.index_after(plan.target) - 1
    if today is not None:
        first = max(first, workdays.index(today))
    edges, last = net.edges, net.last
    starts = [first] * len(last)
    for i in net.evenings:
        starts[i] += 1  # the end of a day is never before the end of the first
    for i, j, w, _ in edges:
        bound = starts[i] + w
        if bound > starts[j]:
            starts[j] = bound
    finishes = list(map(add, starts, last))
    finish = max(finishes, default=first - 1)
    late_starts = [target - x for x in last]
    for i, j, w, _ in reversed(edges):
        bound = late_starts[j] - w
        if bound < late_starts[i]:
            late_starts[i] = bound
    free = [finish - x for x in finishes]
    for i, j, w, _ in edges:
        gap = starts[j] - starts[i] - w
        if gap < free[i]:
            free[i] = gap
    late_finishes = list(map(add, late_starts, last))
    total = list(map(sub, late_finishes, finishes))
    low, high = min(min(starts, default=first), min(late_starts, default=first)) - 1, max(finish, target)
    days, base = workdays.days_between(low, high + bool(net.evenings))  # they begin behind their day
    dates = _dates(days, base, net, (starts, finishes, late_starts, late_finishes))
    return Columns(
        dates,
        (days[low - base], max(days[high - base], plan.target)),
        total,
        free,
        target - finish,
        days[finish - base] if starts else None,
        lambda: _tight(edges, starts),
        lambda: _tight(reversed(edges), late_starts),
    )


def _tight(edges: Iterable[Edge], starts: list[int]) -> Pairs:
    return [(i, j) for i, j, w, _ in edges if starts[i] + w == starts[j]]


def _dates(
    days: list[date], base: int, net: Network, columns: tuple[list[int], list[int], list[int], list[int]]
) -> Dates:
    early, ends, late, late_ends = ([days[i - base] for i in column] for column in columns)
    for i in net.evenings:
        early[i], late[i] = ends[i], late_ends[i]
    return tuple(early), tuple(ends), tuple(late), tuple(late_ends)
