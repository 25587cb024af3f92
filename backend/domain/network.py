"""A plan's steps and links as positions and whole numbers, ready for both passes of `backward`.

Time is counted in boundaries between working days: a step of d days that begins at boundary b is worked on
the days numbered b to b + d - 1, so its finish, the last day worked, is b + d - 1. Every link, whatever its
type, then says one thing: "the start of j is at least the start of i plus w".

A step of 0 days is an event. After work it falls at the end of a day (work to Friday, the event on Friday,
the next step on Monday); with no work before it, at the start of one (works begin on the first day itself).
"""

from dataclasses import dataclass

from backend.domain.errors import Invalid
from backend.domain.plan import LinkType, Plan, flaws

_FS = LinkType.FS
_FROM_FINISH = frozenset({LinkType.FS, LinkType.FF})
_TO_FINISH = frozenset({LinkType.FF, LinkType.SF})

Edge = tuple[int, int, int, bool]


@dataclass(frozen=True, slots=True)
class Network:
    """Steps are positions in the plan.

    edges: (i, j, w, from the finish of i), sorted so that all edges into a step come before those out of it.
    last: what to add to the boundary of a start to get the number of the last day, or of the event's day.
    evenings: the events that fall at the end of a day, so that boundary b is day b - 1.
    """

    edges: list[Edge]
    last: list[int]
    evenings: list[int]


def network(plan: Plan) -> Network:
    """Raises Invalid("plan_flawed", flaws=…) with everything that is wrong."""
    steps = plan.steps
    position = {step.id: i for i, step in enumerate(steps)}
    days = [step.days for step in steps]
    if len(position) < len(steps) or min(days, default=0) < 0:
        raise Invalid("plan_flawed", flaws=flaws(steps))
    edges: list[Edge] = []
    in_order = True
    try:
        for j, step in enumerate(steps):
            for link in step.after:
                i = position[link.before]
                if i >= j:
                    in_order = False
                if link.type is _FS:  # nearly every link: no further questions
                    edges.append((i, j, days[i] + link.lag, True))
                else:
                    edges.append(_edge(i, j, link.type, link.lag, days))
    except KeyError:
        raise Invalid("plan_flawed", flaws=flaws(steps)) from None
    if not in_order:
        rank = _ranks(len(steps), edges)
        if len(rank) < len(steps):
            raise Invalid("plan_flawed", flaws=flaws(steps))
        edges.sort(key=lambda edge: rank[edge[1]])
    last = [d - 1 for d in days]
    evenings = _place_events(days, edges, last) if 0 in days else []
    return Network(edges, last, evenings)


def _edge(i: int, j: int, kind: LinkType, lag: int, days: list[int]) -> Edge:
    from_finish = kind in _FROM_FINISH
    w = lag + (days[i] if from_finish else 0) - (days[j] if kind in _TO_FINISH else 0)
    return i, j, w, from_finish


def _ranks(n: int, edges: list[Edge]) -> dict[int, int]:
    """For each position its place in an order that follows the edges; those on or behind a cycle have none."""
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
    return {j: rank for rank, j in enumerate(order)}


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
