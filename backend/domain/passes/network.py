"""A plan's steps and links as positions and whole numbers, ready for both passes.

An event, a step of 0 days, falls at the end of a day (work to Friday, the event on Friday, the next step on
Monday); only where no work comes before it, at the start of one (works begin on the first day itself).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.domain.errors import Invalid
from backend.domain.flaw import flaws
from backend.domain.plan import LagUnit, Link, LinkType, Step

_FS, _WORK = LinkType.FS, LagUnit.WORK
_FROM_FINISH = frozenset({LinkType.FS, LinkType.FF})
_TO_FINISH = frozenset({LinkType.FF, LinkType.SF})

Edge = tuple[int, int, int, bool]


@dataclass(frozen=True, slots=True)
class Network:
    """Steps are positions in the plan.

    order: positions, every step after those that hold it. edges: (i, j, w, from the finish of i) in that order,
    "the start of j is at least the start of i plus w", for `even`; it holds while all steps are worked by
    one calendar. last: what to add to the number of a start to get that of the last day, or of an event's day.
    evenings: the events that fall at the end of a day. even: nothing but working days and links decides.
    """

    order: Sequence[int]
    edges: list[Edge]
    last: list[int]
    evenings: list[int]
    even: bool


def network(steps: Sequence[Step]) -> Network:
    """Raises Invalid("plan_flawed", flaws=…) with everything that is wrong."""
    position = {step.id: i for i, step in enumerate(steps)}
    days = [step.days for step in steps]
    if len(position) < len(steps) or min(days, default=0) < 0:
        raise Invalid("plan_flawed", flaws=flaws(steps))
    edges: list[Edge] = []
    in_order = even = True
    try:
        for j, step in enumerate(steps):
            for link in step.after:
                i = position[link.before]
                if i >= j:
                    in_order = False
                if link.type is _FS and link.unit is _WORK:  # nearly every link: no further questions
                    edges.append((i, j, days[i] + link.lag, True))
                else:
                    even = even and link.unit is _WORK
                    edges.append(_edge(i, j, link, days))
            if (  # spelt out here: a call for every step costs more than all the rest of the loop
                step.actual_start
                or step.actual_finish
                or step.calendar
                or step.not_before
                or step.not_after
                or step.finish_on
                or step.remaining is not None
            ):
                even = False
    except KeyError:
        raise Invalid("plan_flawed", flaws=flaws(steps)) from None
    order: Sequence[int] = range(len(steps))
    if not in_order:
        order = _in_order(len(steps), edges)
        if len(order) < len(steps):
            raise Invalid("plan_flawed", flaws=flaws(steps))
        rank = {j: place for place, j in enumerate(order)}
        edges.sort(key=lambda edge: rank[edge[1]])
    last = [d - 1 for d in days]
    evenings = _place_events(days, edges, last) if 0 in days else []
    return Network(order, edges, last, evenings, even)


def _edge(i: int, j: int, link: Link, days: list[int]) -> Edge:
    from_finish = link.type in _FROM_FINISH
    w = link.lag + (days[i] if from_finish else 0) - (days[j] if link.type in _TO_FINISH else 0)
    return i, j, w, from_finish


def _in_order(n: int, edges: list[Edge]) -> list[int]:
    """The positions in an order that follows the edges, without those on or behind a cycle."""
    waiting = [0] * n
    followers: list[list[int]] = [[] for _ in range(n)]
    for i, j, _, _ in edges:
        waiting[j] += 1
        followers[i].append(j)
    order = [j for j in range(n) if not waiting[j]]
    for i in order:  # grows while it is walked
        for j in followers[i]:
            waiting[j] -= 1
            if not waiting[j]:
                order.append(j)
    return order


def _place_events(days: list[int], edges: list[Edge], last: list[int]) -> list[int]:
    """The evenings: events that follow the finish of work, however remotely. All others get their `last` of 0."""
    evening = [False] * len(days)
    for i, j, _, from_finish in edges:
        if from_finish if days[i] else evening[i]:
            evening[j] = True
    events = [i for i, d in enumerate(days) if d == 0]
    for i in events:
        last[i] = -1 if evening[i] else 0
    return [i for i in events if evening[i]]
