"""What is looked up: who is missing, one's own projects, what is owed, one project's card."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class MissingLine:
    project: str
    secretary: str | None
    days_silent: int


@dataclass(frozen=True, slots=True)
class WhoIsMissing:
    day: date
    today: date
    expected: int
    entries: tuple[MissingLine, ...]
    working: bool  # whether the day counts at all


@dataclass(frozen=True, slots=True)
class MineLine:
    project: str
    standing: str | None
    reported: bool | None  # None: nothing was expected
    float_days: int | None
    open_problems: int


@dataclass(frozen=True, slots=True)
class Mine:
    lines: tuple[MineLine, ...]
    office: bool


@dataclass(frozen=True, slots=True)
class OwedLine:
    project: str
    day: date
    what: str  # report, milestone, problem, visit
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Owed:
    today: date
    lines: tuple[OwedLine, ...]


@dataclass(frozen=True, slots=True)
class ProgressCard:
    """One project in a dozen lines."""

    today: date
    project: str
    unit: str
    leader: str
    secretary: str
    standing: str | None
    reasons: tuple[str, ...]
    since: date | None
    target: date | None
    finish: date | None
    float_days: int | None
    provisional: bool
    next_milestone: str | None
    next_latest: date | None
    late_milestone: str | None
    late_days: int
    done: int
    total: int
    annual_plan_wan: Decimal | None
    invested_wan: Decimal
    last_day: date | None
    last_workers: int | None
    last_machines: int | None
    last_progress: str | None
    open_problems: tuple[str, ...]
