"""What was told of the site: the day's report, money, photos, visits, milestones."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from backend.domain.daily_report import Facts


@dataclass(frozen=True, slots=True)
class RaisedHere:
    """A blocker that became a problem, or was one already."""

    problem_id: int
    text: str
    already: bool
    number: str | None


@dataclass(frozen=True, slots=True)
class FiledInvestment:
    wan: Decimal
    covers: str  # Money value
    month: date


@dataclass(frozen=True, slots=True)
class Filed:
    """The echo: what was understood of one project's day, and only what was said."""

    project_id: int
    project: str
    day: date
    today: date
    said: Facts
    changed: tuple[tuple[str, Any, Any], ...]  # field, before, after: only where a figure was there before
    late: bool
    corrected: bool
    missing: tuple[str, ...]  # of workers, machines, progress: not known for the day yet
    problems: tuple[RaisedHere, ...] = ()
    invested: tuple[FiledInvestment, ...] = ()
    serviced: bool = False
    visited: bool = False
    doubts: tuple[str, ...] = ()  # fields that a question follows for
    report_kept: bool = True  # False when only a problem, a visit or an investment was filed


@dataclass(frozen=True, slots=True)
class FiledSeveral:
    """One message told of several projects."""

    echoes: tuple[Filed, ...]


@dataclass(frozen=True, slots=True)
class NothingToCopy:
    """The same as yesterday, and these have nothing to be the same as."""

    projects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllReported:
    """Nothing of today is still to be told."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What the last message of today had told, taken back."""

    days: tuple[tuple[str, date, bool], ...]  # project, day, whether nothing is left of that day's report
    investments: tuple[tuple[str, Decimal], ...]  # project, 万元


@dataclass(frozen=True, slots=True)
class CheckedIn:
    project: str
    inside: bool | None
    distance_m: int | None
    radius_m: int | None
    again: bool  # a second check-in within half an hour is the same visit
    week_done: int | None  # leader: visits this week against the quota
    week_quota: int | None


@dataclass(frozen=True, slots=True)
class PhotoKept:
    project: str
    day: date
    added: int
    count: int  # of the day


@dataclass(frozen=True, slots=True)
class MilestoneDone:
    project: str
    milestone: str
    today: date
    day: date
    latest: date
    days_late: int
    next_milestone: str | None
    next_latest: date | None
    float_days: int | None
