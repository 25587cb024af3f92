"""Where a milestone stands on a board of weeks, and what one cell says when several share it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from backend.domain.snapshot import MilestoneFigure, MilestoneState

LEAST_GOOD_FIRST = (
    MilestoneState.OVERDUE,
    MilestoneState.DUE,
    MilestoneState.PLANNED,
    MilestoneState.DONE_LATE,
    MilestoneState.DONE,
)


@dataclass(frozen=True, slots=True)
class Weeks:
    """The weeks of one year, Monday to Sunday, the first and the last cut to the year.

    Columns: 0 is before the year, 1 to `count` are the weeks, `count + 1` is after it.
    """

    year: int

    @property
    def monday(self) -> date:
        """Of the week that holds 1 January."""
        first = date(self.year, 1, 1)
        return first - timedelta(days=first.weekday())

    @property
    def count(self) -> int:
        return (date(self.year, 12, 31) - self.monday).days // 7 + 1

    def column(self, day: date) -> int:
        if day.year != self.year:
            return 0 if day.year < self.year else self.count + 1
        return (day - self.monday).days // 7 + 1

    def month(self, column: int) -> int:
        """The month that holds most of the week: its Thursday's, kept inside the year."""
        thursday = self.monday + timedelta(days=7 * (column - 1) + 3)
        return 1 if thursday.year < self.year else 12 if thursday.year > self.year else thursday.month

    def months(self) -> list[tuple[int, int, int]]:
        """(month, first column, last column)"""
        found: dict[int, list[int]] = {}
        for column in range(1, self.count + 1):
            found.setdefault(self.month(column), []).append(column)
        return [(month, columns[0], columns[-1]) for month, columns in found.items()]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a cell shows: the milestones' numbers and the least good of their states."""

    text: str
    state: MilestoneState


def marks(milestones: Sequence[MilestoneFigure], weeks: Weeks) -> Mapping[int, Mark]:
    """Column → mark, each milestone at its latest finish."""
    cells: dict[int, list[MilestoneFigure]] = {}
    for milestone in sorted(milestones, key=lambda m: m.seq):
        cells.setdefault(weeks.column(milestone.latest), []).append(milestone)
    return {
        column: Mark(
            numbers([m.seq for m in found]), min((m.state for m in found), key=LEAST_GOOD_FIRST.index)
        )
        for column, found in cells.items()
    }


def numbers(seqs: Sequence[int]) -> str:
    """8, 8/9, and 1-4/6 for longer rows."""
    runs: list[list[int]] = []
    for seq in seqs:
        if runs and seq == runs[-1][-1] + 1:
            runs[-1].append(seq)
        else:
            runs.append([seq])
    return "/".join(f"{r[0]}-{r[-1]}" if len(r) > 2 else "/".join(str(s) for s in r) for r in runs)
