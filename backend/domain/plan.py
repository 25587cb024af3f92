"""A plan (倒排工期): steps with durations in working days, the links between them, a start and a target."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class LinkType(StrEnum):
    """Which end of the earlier step holds back which end of the later one."""

    FS = "FS"
    SS = "SS"
    FF = "FF"
    SF = "SF"


@dataclass(frozen=True, slots=True)
class Link:
    """`before` is the id of the step that holds this one back; lag in working days, negative = overlap."""

    before: str
    type: LinkType = LinkType.FS
    lag: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """A step of work, or with 0 days an event. Durations and lags in working days, a finish is the last day worked.

    milestone: shown as a node on boards. weight: its share of the project's physical progress, 100 in all.
    """

    id: str
    name: str
    days: int
    after: tuple[Link, ...] = ()
    actual_start: date | None = None
    actual_finish: date | None = None
    milestone: bool = False
    weight: Decimal = Decimal(0)
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """No work begins before `start`; all of it should be finished by `target`, that day included."""

    start: date
    target: date
    steps: tuple[Step, ...]


class FlawCode(StrEnum):
    DUPLICATE_STEP = "duplicate_step"
    UNKNOWN_STEP = "unknown_step"
    NEGATIVE_DURATION = "negative_duration"
    ACTUALS_REVERSED = "actuals_reversed"
    CYCLE = "cycle"


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a plan cannot be computed. `steps`: the ids it is about.

    unknown_step: the step, then the id it names that is not there. cycle: in working order, each before the
    next and the last before the first.
    """

    code: FlawCode
    steps: tuple[str, ...]


def flaws(steps: Sequence[Step]) -> tuple[Flaw, ...]:
    """Everything wrong with these steps at once; nothing when they can be computed."""
    found: list[Flaw] = []
    known: set[str] = set()
    for step in steps:
        if step.id in known:
            found.append(Flaw(FlawCode.DUPLICATE_STEP, (step.id,)))
        known.add(step.id)
    for step in steps:
        found += _flaws_of(step, known)
    return (*found, *(Flaw(FlawCode.CYCLE, cycle) for cycle in _cycles(steps)))


def _flaws_of(step: Step, known: set[str]) -> list[Flaw]:
    missing = dict.fromkeys(link.before for link in step.after if link.before not in known)
    found = [Flaw(FlawCode.UNKNOWN_STEP, (step.id, before)) for before in missing]
    if step.days < 0:
        found.append(Flaw(FlawCode.NEGATIVE_DURATION, (step.id,)))
    if step.actual_start and step.actual_finish and step.actual_finish < step.actual_start:
        found.append(Flaw(FlawCode.ACTUALS_REVERSED, (step.id,)))
    return found


def _cycles(steps: Sequence[Step]) -> list[tuple[str, ...]]:
    """One cycle for every knot, found by walking back along links without recursion (chains may be long)."""
    before = {step.id: [link.before for link in step.after] for step in steps}
    done: set[str] = set()
    found = []
    for root in before:
        path: list[str] = []
        on_path: dict[str, int] = {}
        todo = [(root, False)]
        while todo:
            at, leaving = todo.pop()
            if leaving:
                path.pop()
                del on_path[at]
                done.add(at)
            elif at in on_path:
                found.append(_in_working_order(path[on_path[at] :]))
            elif at in before and at not in done:
                on_path[at] = len(path)
                path.append(at)
                todo.append((at, True))
                todo.extend((earlier, False) for earlier in reversed(before[at]))
    return _one_of_each_knot(found)


def _in_working_order(walked_back: list[str]) -> tuple[str, ...]:
    """The cycle turned forwards, beginning where the walk did."""
    return (walked_back[0], *reversed(walked_back[1:]))


def _one_of_each_knot(cycles: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Cycles that share a step are one knot: the first found speaks for it."""
    kept: list[tuple[str, ...]] = []
    told: set[str] = set()
    for cycle in cycles:
        if told.isdisjoint(cycle):
            kept.append(cycle)
        told.update(cycle)
    return kept
