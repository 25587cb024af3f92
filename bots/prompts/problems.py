"""Problem assignments: a list of them, and what was done with one."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ProblemLine:
    id: int
    number: str | None
    project: str
    unit: str
    text: str
    state: str
    deadline: date | None
    days_overdue: int


@dataclass(frozen=True, slots=True)
class Problems:
    lines: tuple[ProblemLine, ...]
    overdue: bool
    project: str
    total: int


@dataclass(frozen=True, slots=True)
class ProblemDone:
    """An order about a problem was carried out."""

    act: str  # problem.Act value
    problem_id: int
    number: str | None
    project: str
    text: str
    unit: str
    deadline: date | None
    told: int | None = None  # how many people of the unit could be told; None when nobody had to be
