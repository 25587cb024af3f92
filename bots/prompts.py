"""Everything the bot may ask or answer that is not a notice, as facts. `bots.wording` has the sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from backend.domain.daily_report import Facts


@dataclass(frozen=True, slots=True)
class NotBound:
    """All that a stranger ever gets."""

    office: str


@dataclass(frozen=True, slots=True)
class Welcome:
    name: str
    roles: tuple[str, ...]  # Role values
    projects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Greeting:
    """Once a day, to somebody who opens the conversation."""

    name: str
    reports: bool
    silent: tuple[str, ...]  # own projects that are still to be told of today


@dataclass(frozen=True, slots=True)
class Help:
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A deed that was refused: the code and facts of the error.

    `about`: the project, when the rest of the message was done all the same.
    """

    code: str
    facts: Mapping[str, Any]
    about: str = ""


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    reports: bool  # whether an example of a report helps


@dataclass(frozen=True, slots=True)
class Noted:
    """Chatter from somebody we know: a short word, so that nobody wonders."""


@dataclass(frozen=True, slots=True)
class NothingOpen:
    """Yes, no or a number, and nothing had been asked."""


@dataclass(frozen=True, slots=True)
class TooLate:
    """A button of a question that is no longer open."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A message that waited for an answer, and something else came: it was not recorded, and that is said."""

    what: str  # report, problem, investment
    text: str


@dataclass(frozen=True, slots=True)
class Unsupported:
    kind: str  # voice, video, link, file


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
class WhichProject:
    """Several fit, or none was named.

    `count` candidates, 0 when none fits and the message does not wait; `names` of them when they are few.
    """

    what: str  # report, photo, location, problem, order
    words: str
    names: tuple[str, ...]
    count: int
    text: str = ""  # the message that waits, or is lost


@dataclass(frozen=True, slots=True)
class WhichValue:
    field: str  # workers, machines
    project: str
    words: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SureAboutInvestment:
    project: str
    wan: Decimal
    covers: str
    month: date
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhatToCorrect:
    project: str
    day: date
    today: date


@dataclass(frozen=True, slots=True)
class WhatToReport:
    day: date
    today: date


@dataclass(frozen=True, slots=True)
class WhatIsSaid:
    """An act on a problem that needs words: answer, return, send_back."""

    act: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class HowTo:
    """A menu entry for something that is done by typing or sending: report, checkin, photo, progress, raise_problem."""

    what: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """The open question was answered with no."""

    what: str = ""  # what waited, as in WhichProject


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


@dataclass(frozen=True, slots=True)
class LeaveTaken:
    since: date
    until: date
    deputies: tuple[tuple[str, str], ...]  # project, deputy's name ("" when the seat stays empty)


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


@dataclass(frozen=True, slots=True)
class WhichMilestone:
    """`fits`: the names are like the words; else they are what comes next."""

    project: str
    words: str
    names: tuple[str, ...]
    fits: bool


Prompt = (
    NotBound
    | Welcome
    | Greeting
    | Help
    | Refusal
    | NotUnderstood
    | Noted
    | NothingOpen
    | TooLate
    | LeftOut
    | Unsupported
    | Filed
    | FiledSeveral
    | NothingToCopy
    | AllReported
    | WhichProject
    | WhichValue
    | SureAboutInvestment
    | WhatToCorrect
    | WhatToReport
    | WhatIsSaid
    | HowTo
    | Dropped
    | Undone
    | CheckedIn
    | PhotoKept
    | WhoIsMissing
    | Mine
    | Owed
    | ProgressCard
    | Problems
    | ProblemDone
    | LeaveTaken
    | MilestoneDone
    | WhichMilestone
)
