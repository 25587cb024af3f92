"""What both passes over a plan find, by position."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

Dates = tuple[tuple[date, ...], tuple[date, ...], tuple[date, ...], tuple[date, ...]]
Pairs = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Columns:
    """dates: early start, early finish, late start, late finish. span: no date lies outside it, nor does the target. total, free, spare: floats in working days.

    spare: from the finish of the plan to its target. finish: None without steps. driving: pairs of steps of which
    the first decides the early dates of the second, in working order; held: the first's late dates are decided by
    the second's, in the order of the backward pass. Both are asked for seldom and found when they are.
    alike: one calendar counts everything, so that floats alone tell which steps decide the finish.
    """

    dates: Dates
    span: tuple[date, date]
    total: list[int]
    free: list[int]
    spare: int
    finish: date | None
    driving: Callable[[], Pairs]
    held: Callable[[], Pairs]
    alike: bool = True
