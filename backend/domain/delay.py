"""Working days by which a forecast finish moved, each with its cause, and what they add up to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from backend.domain.plan_history import StepName

Key = TypeVar("Key")


class Cause(StrEnum):
    OWN = "own"  # the step's, with no open problem tied to it
    PROBLEM = "problem"  # the step's, while a problem tied to it was open
    REPLANNED = "replanned"  # a new version of the plan
    CALENDAR = "calendar"  # other working days than before


@dataclass(frozen=True, slots=True)
class Entry:
    """The finish moved by `days` working days on `day`; negative = recovered, never 0.

    step, owner: None and "" where no step moved it. problem: its id, the oldest of those open; `also`: the others.
    sharing: steps that decided the finish just as much on that day. finish: the forecast after it.
    """

    day: date
    days: int
    cause: Cause
    finish: date
    step: StepName | None = None
    owner: str = ""
    problem: int | None = None
    also: tuple[int, ...] = ()
    sharing: tuple[StepName, ...] = ()

    @property
    def reason(self) -> tuple[object, ...]:
        """What two entries have in common that are told as one."""
        return (self.cause, self.step, self.owner, self.problem, self.days > 0)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Entries on one working day after another with the same cause; `days` may be more than there are days in it."""

    first: date
    last: date
    days: int
    entry: Entry  # the last of them, with all that shared


@dataclass(frozen=True, slots=True)
class Total:
    """Working days lost, recovered (at least 0), and what that leaves; `by_problems`: lost while a problem was open."""

    lost: int
    recovered: int
    by_problems: int

    @property
    def days(self) -> int:
        return self.lost - self.recovered


@dataclass(frozen=True, slots=True)
class Replan:
    """A version that came in. days: by which it moved the finish; target, before: what it should be finished by."""

    day: date
    version: int
    days: int
    before: date
    target: date


@dataclass(frozen=True, slots=True)
class Ledger:
    """Entries from the day after `first` to `last`; their days add up to `slip`, and so do the totals of each kind.

    before, after: the forecast finish at the end of `first` and of `last`, None only without steps. What no step
    did stands under its cause in by_step and by_owner; by_owner "": steps nobody owns; by_problem None: what no
    problem did.
    """

    first: date
    last: date
    before: date | None
    after: date | None
    slip: int
    entries: tuple[Entry, ...]
    stretches: tuple[Stretch, ...]
    replans: tuple[Replan, ...]

    @property
    def lost(self) -> int:
        return sum(one.days for one in self.entries if one.days > 0)

    @property
    def recovered(self) -> int:
        return -sum(one.days for one in self.entries if one.days < 0)

    @property
    def by_step(self) -> dict[StepName | Cause, Total]:
        return _totals(self.entries, lambda one: one.step or one.cause)

    @property
    def by_owner(self) -> dict[str | Cause, Total]:
        return _totals(self.entries, lambda one: one.owner if one.step else one.cause)

    @property
    def by_problem(self) -> dict[int | None, Total]:
        return _totals(self.entries, lambda one: one.problem)

    @property
    def by_cause(self) -> dict[Cause, Total]:
        return _totals(self.entries, lambda one: one.cause)


def _totals(entries: Iterable[Entry], key: Callable[[Entry], Key]) -> dict[Key, Total]:
    """The dearest first."""
    parts: dict[Key, list[Entry]] = {}
    for one in entries:
        parts.setdefault(key(one), []).append(one)
    found = {of: _total(own) for of, own in parts.items()}
    return dict(sorted(found.items(), key=lambda item: -item[1].days))


def _total(entries: list[Entry]) -> Total:
    return Total(
        lost=sum(one.days for one in entries if one.days > 0),
        recovered=-sum(one.days for one in entries if one.days < 0),
        by_problems=sum(one.days for one in entries if one.problem is not None),
    )
