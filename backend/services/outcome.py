"""What an import did, or would do."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum

from backend.domain.errors import Invalid
from backend.intake.complaint import Complaint
from backend.services.desk import Desk

MOST_HINTS = 50  # looking for a like name takes as long as there are names


class Done(StrEnum):
    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Names by what happened to them, in the order of the file."""

    rows: tuple[tuple[str, Done], ...]

    def count(self, done: Done) -> int:
        return sum(happened is done for _, happened in self.rows)

    @property
    def added(self) -> int:
        return self.count(Done.ADDED)

    @property
    def updated(self) -> int:
        return self.count(Done.UPDATED)

    @property
    def unchanged(self) -> int:
        return self.count(Done.UNCHANGED)


@dataclass(slots=True)
class Complaints:
    """Gathers what is wrong, so that everything can be said at once."""

    found: list[Complaint]
    _lines: set[int | None] = field(init=False)

    def __post_init__(self) -> None:
        self._lines = {complaint.line for complaint in self.found}

    def about(self, line: int) -> bool:
        return line in self._lines

    def add(self, line: int, column: str, reason: str) -> None:
        self.found.append(Complaint(line, column, reason))
        self._lines.add(line)

    def unknown(self, line: int, column: str, reason: str, name: str, known: Iterable[str]) -> None:
        """The reason, and the nearest name there is."""
        few = len(self.found) < MOST_HINTS
        near = get_close_matches(name, known, n=1, cutoff=0.5) if few else ()
        self.add(line, column, f"{reason}，是不是「{near[0]}」？" if near else reason)


class _Rehearsed(Exception):
    pass


@contextmanager
def all_or_nothing(desk: Desk, complaints: Complaints, *, dry_run: bool) -> Iterator[None]:
    """Take back what the block wrote when there is any complaint, or when it was only a rehearsal.

    Raises Invalid("register_refused", complaints=…), by line.
    """
    try:
        with desk.unit.attempt():
            yield
            if complaints.found:
                found = sorted(complaints.found, key=lambda complaint: complaint.place)
                raise Invalid("register_refused", complaints=tuple(found))
            if dry_run:
                raise _Rehearsed
    except _Rehearsed:
        pass


def happened(existed: bool, changed: bool) -> Done:
    if not existed:
        return Done.ADDED
    return Done.UPDATED if changed else Done.UNCHANGED
