"""What is wrong with a file, said so that the person who filled it in can put it right."""

from dataclasses import dataclass
from typing import Generic, Self, TypeVar

Row = TypeVar("Row")


class SheetLine(int):
    """A row of one of several sheets: no two of a file are equal, they sort by sheet, and show the row's number."""

    sheet: str
    row: int

    def __new__(cls, row: int, sheet: str, at: int) -> Self:
        """`at`: the place of the sheet in the file."""
        made = super().__new__(cls, at * _MOST_ROWS + row)
        made.row, made.sheet = row, sheet
        return made

    def __str__(self) -> str:
        return str(self.row)

    def __format__(self, spec: str) -> str:
        return format(self.row, spec)


_MOST_ROWS = 1 << 21  # twice what a sheet can hold


@dataclass(frozen=True, slots=True)
class Complaint:
    """`line` is the row number a spreadsheet program shows; None when it is about the whole file."""

    line: int | None
    column: str
    reason: str

    def __str__(self) -> str:
        where = "" if self.line is None else f"第 {self.line} 行"
        where = f"工作表「{self.sheet}」{where}" if self.sheet else where
        what = f"「{self.column}」" if self.column else ""
        return f"{where}{what}：{self.reason}" if where or what else self.reason

    @property
    def sheet(self) -> str:
        """ "" when the file has only one that is read."""
        return self.line.sheet if isinstance(self.line, SheetLine) else ""

    @property
    def row(self) -> int | None:
        return self.line.row if isinstance(self.line, SheetLine) else self.line

    @property
    def place(self) -> int:
        """Complaints about the whole file come first."""
        return self.line or 0


class BadCell(ValueError):
    """One cell cannot be read; the message is the reason, in Chinese, without saying where."""


class BadFile(ValueError):
    """The file as a whole cannot be read; the message is the reason, in Chinese."""


@dataclass(frozen=True, slots=True)
class Reading(Generic[Row]):
    """Rows that could be read; nothing may be saved while there is a complaint. Warnings stop nothing.

    `partial` rows have a bad cell, which is left out of them: they are there to be checked further, so that
    everything wrong is said in one go.
    """

    rows: tuple[Row, ...] = ()
    partial: tuple[Row, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    warnings: tuple[Complaint, ...] = ()
