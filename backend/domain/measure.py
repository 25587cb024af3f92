"""What may be done to a plan to win time, and how each measure changes it.

    PARALLEL  并联审批  two approvals side by side: start with start, and the later one is not out before the earlier
    DEFER     容缺后补  a deferrable step is handed in later: its follower may begin with it, and not finish before it
    OVERLAP   搭接      a work begins while the work before it goes on, and ends a day after it or later
    SHORTEN   压缩      a step is done in fewer days, never in fewer than the least that somebody stated

In this order they grow harder: forms, a promise, care on the site, people and money. What a finish-to-start link
said about the order of results is kept by a finish-to-finish link beside the new one, so that nobody who waits
for the later step is let in before the earlier one is done.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from backend.domain.plan import LagUnit, Link, LinkType, Plan, Step


class Measure(StrEnum):
    """From the softest to the hardest."""

    PARALLEL = "parallel"
    DEFER = "defer"
    OVERLAP = "overlap"
    SHORTEN = "shorten"

    @property
    def hardness(self) -> int:
        return _HARDNESS[self]


_HARDNESS = {measure: place for place, measure in enumerate(Measure)}
Route = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """overlap_share: how much of a work must be done before the next may begin beside it."""

    overlap_share: Fraction = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Change:
    """One measure taken on one step, or on what holds it.

    step: shortened, or held by the link; before: the step at the other end of the link, "" when shortened;
    through: events between the two that the link goes through, from `step` back; they keep their own place and the
    other steps they wait for still hold `step`.
    old, new: working days still to do (SHORTEN), or lag: of the finish-to-start link, and of the start-to-start one
    in its place (PARALLEL, OVERLAP) or the finish-to-finish one (DEFER); of an overlap made earlier (`overlap_of`)
    that goes further now, both are of its start-to-start link. limit: what `new` may not go below: the
    days left at the least that is stated, or the lag at which the stated share of the earlier work is done; an overlap
    with a work that is itself shortened in the same proposal may go below it (see `chosen`).
    gained: working days that the plan gains by it, after the changes before it in a proposal; 0 for one that
    gains only together with a later one. make_up: by when what is deferred must be there.
    """

    measure: Measure
    step: str
    before: str = ""
    gained: int = 0
    old: int = 0
    new: int = 0
    limit: int = 0
    through: Route = ()
    make_up: date | None = None

    @property
    def route(self) -> Route:
        return (*self.through, self.before)


def chosen(changes: Sequence[Change], numbers: Collection[int]) -> tuple[Change, ...]:
    """Those of a proposal that somebody wants, by their numbers from 1 on.

    An overlap with a work that was to be shortened, and now is not, waits for the share of all its days.
    """
    kept = [change for n, change in enumerate(changes, 1) if n in numbers]
    shortened = {change.step for change in kept if change.measure is Measure.SHORTEN}
    return tuple(
        replace(change, new=max(change.new, change.limit))
        if change.measure is Measure.OVERLAP and change.before not in shortened
        else change
        for change in kept
    )


def applied(plan: Plan, changes: Sequence[Change]) -> Plan:
    """The plan with the changes made. Those about steps or links that are not there change nothing."""
    by_step: dict[str, list[Change]] = {}
    for change in changes:
        by_step.setdefault(change.step, []).append(change)
    steps = {step.id: step for step in plan.steps}
    return replace(plan, steps=tuple(changed(step, by_step.get(step.id, ()), steps) for step in plan.steps))


def changed(step: Step, changes: Sequence[Change], steps: Mapping[str, Step]) -> Step:
    """The step with the changes that are about it; `steps`: all of the plan's, by id."""
    for change in changes:
        if change.measure is Measure.SHORTEN:
            step = _shortened(step, change.old - change.new)
    if any(change.measure is not Measure.SHORTEN for change in changes):
        step = replace(step, after=tuple(link for _, link in holds(step, changes, steps)))
    return step


def _shortened(step: Step, days: int) -> Step:
    """Of a step under way of which is told what is left, only that is shortened."""
    left = step.days_left
    if step.is_under_way and left is not None:
        return replace(step, remaining=left - days)
    if step.remaining:
        return replace(step, days=step.days - days, remaining=step.remaining - days)
    return replace(step, days=step.days - days)


def holds(step: Step, changes: Sequence[Change], steps: Mapping[str, Step]) -> Iterator[tuple[Route, Link]]:
    """The links that hold the step once the changes are made, each with the way back to where it comes from."""
    loosened = {change.route: change for change in changes if change.measure is not Measure.SHORTEN}
    for link in step.after:
        route = (link.before,)
        if route in loosened and overlap_of(step, link.before) is link:
            yield route, replace(link, lag=loosened[route].new)
        else:
            yield from _held((), link, loosened, steps)


def overlap_of(step: Step, before: str) -> Link | None:
    """The start-to-start link of an overlap with that step as OVERLAP makes it, with a finish-to-finish link beside it."""
    links = [link for link in step.after if link.before == before]
    starts = [
        link for link in links if link.type is LinkType.SS and link.unit is LagUnit.WORK and link.lag > 0
    ]
    ends = [link for link in links if link.type is LinkType.FF]
    return starts[0] if len(links) == 2 and starts and ends else None


def _held(
    through: Route, link: Link, loosened: Mapping[Route, Change], steps: Mapping[str, Step]
) -> Iterator[tuple[Route, Link]]:
    route = (*through, link.before)
    if link.type is LinkType.FS and route in loosened:
        for other in _instead(link, loosened[route], steps[link.before]):
            yield route, other
    elif link.type is LinkType.FS and any(other[: len(route)] == route for other in loosened):
        for earlier in steps[
            link.before
        ].after:  # an event steps aside: what it waits for holds the step itself
            yield from _held(route, replace(link, before=earlier.before), loosened, steps)
    else:
        yield route, link


def _instead(link: Link, change: Change, before: Step) -> Iterator[Link]:
    match change.measure:
        case Measure.OVERLAP:
            yield Link(link.before, LinkType.SS, change.new)
            # The first day after the earlier work on which the later one might have begun is one it is still at.
            yield replace(link, type=LinkType.FF, lag=link.lag + (link.lag >= 0))
        case _:
            if before.days:
                yield Link(link.before, LinkType.SS)
            yield replace(link, type=LinkType.FF, lag=max(link.lag, 0))
