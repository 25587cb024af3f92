"""What is to be said to somebody, as facts. `bots.wording` knows how; the outbox carries it there.

A notice never holds a sentence of ours; texts in it are what people typed. Every kind has its own
dataclass so that a missing fact is a type error and not a hole in a message.
"""

from dataclasses import dataclass
from datetime import date

from backend.domain.digest import Digest
from backend.domain.standing import Reason


@dataclass(frozen=True, slots=True)
class MissingReminder:
    """To a secretary before the evening deadline: these own projects are still silent today."""

    day: date
    projects: tuple[str, ...]
    deadline: str  # wall clock, "18:30"


@dataclass(frozen=True, slots=True)
class MissingEntry:
    project: str
    secretary: str
    days_silent: int


@dataclass(frozen=True, slots=True)
class MissingList:
    """To the office after the deadline."""

    day: date
    expected: int
    received: int
    missing: tuple[MissingEntry, ...]


@dataclass(frozen=True, slots=True)
class VisitShortfallEntry:
    project: str
    done: int
    quota: int


@dataclass(frozen=True, slots=True)
class VisitShortfall:
    """To a leader before the week ends (M02)."""

    week_last: date
    entries: tuple[VisitShortfallEntry, ...]


@dataclass(frozen=True, slots=True)
class ProblemRaised:
    """To the office: a blocker has become a problem that waits to be issued."""

    problem_id: int
    project: str
    text: str
    category: str
    raised_by: str


@dataclass(frozen=True, slots=True)
class ProblemIssued:
    """To the unit."""

    problem_id: int
    number: str
    project: str
    text: str
    demand: str
    unit: str
    deadline: date
    working_days: int


@dataclass(frozen=True, slots=True)
class ProblemMoved:
    """To whoever waits on the other side: acknowledged, answered, returned, extended, sent back, closed."""

    problem_id: int
    number: str
    project: str
    act: str  # problem.Act value
    by: str
    text: str
    deadline: date | None
    subject: str = ""  # the problem itself, so that a number alone need not be remembered
    unit: str = ""  # to whom it was issued; of that act only


@dataclass(frozen=True, slots=True)
class ProblemDue:
    """To the unit before and after the deadline; `days` left, negative = overdue."""

    number: str
    project: str
    text: str
    deadline: date
    days: int


@dataclass(frozen=True, slots=True)
class OverdueEntry:
    number: str
    project: str
    unit: str
    text: str
    deadline: date
    days_overdue: int


@dataclass(frozen=True, slots=True)
class OverdueList:
    """To the office: what is past its deadline, longest first."""

    day: date
    entries: tuple[OverdueEntry, ...]


@dataclass(frozen=True, slots=True)
class StandingTurned:
    """To the office and the leader: a class has changed (a change is a row)."""

    project: str
    before: str | None
    after: str  # Standing values
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class DispatchEntry:
    project: str
    standing: str
    late_milestone: str | None
    days_late: int
    open_problems: int


@dataclass(frozen=True, slots=True)
class TenDayDispatch:
    """To the office at the end of each ten days (旬调度)."""

    period: str
    first: date
    last: date
    counts: tuple[tuple[str, int], ...]  # Standing value, projects
    entries: tuple[DispatchEntry, ...]  # worst first


@dataclass(frozen=True, slots=True)
class LeaderDigest:
    """To a leader on the first of the month: the view of the frozen figures, so that a resend says the very same."""

    digest: Digest


@dataclass(frozen=True, slots=True)
class BriefingReady:
    """To the office: the month's papers are there to be looked at."""

    period: str
    issue: int
    projects: int


@dataclass(frozen=True, slots=True)
class PlanRevised:
    """To the approver and the project's leaders: a new version of the plan holds, and why (M23)."""

    project: str
    version: int
    reason: str
    by: str
    approved_by: str
    target_before: date
    target: date
    finish_before: date | None
    finish: date | None


@dataclass(frozen=True, slots=True)
class CalendarMovedEntry:
    """`finish_…` None when the expected finish stands. `days` working days, negative = earlier; `spare`: float now.

    milestones: how many moved; `nearest` of them must be done by `latest` now, "" when only expected dates moved.
    """

    project: str
    finish_before: date | None
    finish_after: date | None
    days: int
    spare: int
    milestones: int
    nearest: str
    latest: date | None


@dataclass(frozen=True, slots=True)
class CalendarMoved:
    """To leaders and secretaries: the calendar was changed, and dates of these own projects moved with it."""

    title: str  # what was changed: 2027年放假安排, 冬季停工
    source: str
    entries: tuple[CalendarMovedEntry, ...]  # worst first


Notice = (
    MissingReminder
    | MissingList
    | VisitShortfall
    | ProblemRaised
    | ProblemIssued
    | ProblemMoved
    | ProblemDue
    | OverdueList
    | StandingTurned
    | TenDayDispatch
    | LeaderDigest
    | BriefingReady
    | PlanRevised
    | CalendarMoved
)
