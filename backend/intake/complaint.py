"""What is wrong with a file, said so that the person who filled it in can put it right."""

from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Complaint:
    """`line` is the row number a spreadsheet program shows; None when it is about the whole file."""

    line: int | None
    column: str
    reason: str

    def __str__(self) -> str:
        where = "" if self.line is None else f"第 {self.line} 行"
        what = f"「{self.column}」" if self.column else ""
        return f"{where}{what}：{self.reason}" if where or what else self.reason

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
