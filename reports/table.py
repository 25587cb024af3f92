"""A table as a paper shows it, before any file format: columns with a kind, rows of plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from math import ceil
from unicodedata import east_asian_width

from backend.domain.snapshot import MilestoneState
from backend.domain.standing import Standing
from reports import phrases

Value = str | int | Decimal | date | None  # Standing and MilestoneState are strings of their own kind


class Kind(StrEnum):
    """How a column's values are written and where they stand in the cell."""

    TEXT = "text"  # left, wraps
    NAME = "name"  # centred
    INTEGER = "integer"
    LATE = "late"  # days overdue, centred and loud
    FIGURE = "figure"  # each with the decimals it has
    MONEY = "money"  # 万元, the same decimals down the column
    PERCENT = "percent"  # a share: 0.766 → 76.6%
    POINTS = "points"  # percentage points, with their sign
    DAY = "day"
    STANDING = "standing"
    MILESTONE = "milestone"


SHORT = 12  # lines: a table up to this long is not broken over pages
HALF_CHARACTER = 1.68  # mm, at the 9.5 points of a table on paper
RIGHT = frozenset({Kind.INTEGER, Kind.FIGURE, Kind.MONEY, Kind.PERCENT, Kind.POINTS})


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in millimetres on A4; a sheet scales it."""

    title: str
    kind: Kind
    width: float


@dataclass(frozen=True, slots=True)
class Table:
    """`note` says the unit of the figures, shown above the table at the right. `total` is a last row in bold."""

    caption: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    total: tuple[Value, ...] | None = None

    def decimals(self, index: int) -> int:
        """How many decimals a money column needs: one figure with fractions gives the whole column its places."""
        rows = (*self.rows, *([self.total] if self.total else []))
        values = [row[index] for row in rows if isinstance(row[index], Decimal)]
        return max((places(value) for value in values if isinstance(value, Decimal)), default=0)


def is_short(table: Table, rows: Sequence[Sequence[str]]) -> bool:
    """Whether the table, with its lines as they will wrap, is kept in one piece."""
    room = [(c.width - 2) / HALF_CHARACTER for c in table.columns]
    return sum(max(lines(t, w) for t, w in zip(row, room, strict=True)) for row in rows) <= SHORT


def places(value: Decimal) -> int:
    exponent = phrases.rounded(value, 2).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def shown(value: Value, kind: Kind, decimals: int = 0) -> str:
    """The cell as text, for formats without number formats of their own."""
    match value:
        case None | "":
            return "" if value == "" else phrases.NOTHING
        case Standing():
            return phrases.LOOKS[value].label
        case MilestoneState():
            return phrases.MILESTONE_LOOKS[value].word
        case str():
            return phrases.line(value)
        case date():
            return value.isoformat()
        case Decimal() if kind is Kind.PERCENT:
            return phrases.percent(value)
        case Decimal() if kind is Kind.POINTS:
            return f"{phrases.rounded(value):+}" if phrases.rounded(value) else "0.0"
        case Decimal() | int():
            return f"{phrases.rounded(Decimal(value), decimals):,f}"


def shown_rows(table: Table) -> list[list[str]]:
    decimals = [table.decimals(i) if c.kind is Kind.MONEY else 0 for i, c in enumerate(table.columns)]
    return [
        [shown(v, c.kind, d) for v, c, d in zip(row, table.columns, decimals, strict=True)]
        for row in (*table.rows, *([table.total] if table.total else []))
    ]


def breadth(text: str) -> int:
    """Width in half characters: a Chinese character counts two."""
    return sum(2 if east_asian_width(c) in "WFA" else 1 for c in text)


def lines(text: str, room: float) -> int:
    """How many lines the text takes in a cell with room for that many half characters."""
    return sum(max(1, ceil(breadth(part) / max(room, 2))) for part in text.split("\n"))


def ranked(shares: Sequence[Decimal | None]) -> list[int | None]:
    """Competition ranks of figures as they are shown (one decimal of a percent): equal figures share a rank, 1 1 3."""
    seen = [None if s is None else phrases.rounded(s * 100) for s in shares]
    return [None if s is None else 1 + sum(o is not None and o > s for o in seen) for s in seen]
