"""A period's figures, frozen at the cut-off: every paper of the period is a view of this one value.

Pure data; built by `backend.services.publications`, drawn by `reports`, told by `bots.wording`.
Money is 万元 as Decimal, shares are plain Decimals (0.766 is 76.6 %), days are office days.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from backend.domain.standing import Light


class MilestoneState(StrEnum):
    DONE = "done"  # 已完成
    DONE_LATE = "done_late"  # 逾期完成
    OVERDUE = "overdue"  # 逾期未完成
    DUE = "due"  # 进行中：最晚开始日已到
    PLANNED = "planned"  # 未到


@dataclass(frozen=True, slots=True)
class MilestoneFigure:
    """`latest` is the backward schedule's latest finish, `expected` today's forecast, `actual` the day.

    `original` is the first plan's day, None when nobody kept it. `provisional`: not reached, and its days rest on a
    year whose holidays are not published yet.
    """

    seq: int
    name: str
    latest: date
    expected: date
    actual: date | None
    state: MilestoneState
    days_late: int = 0  # calendar days past `latest`, 0 if not late
    critical: bool = False
    original: date | None = None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class ProblemFigure:
    number: str | None
    text: str
    category: str  # Category value
    unit: str
    state: str  # State value
    raised: date
    deadline: date | None
    closed: date | None
    days_overdue: int = 0


@dataclass(frozen=True, slots=True)
class PhotoFigure:
    sha256: str
    day: date
    caption: str = ""


@dataclass(frozen=True, slots=True)
class ProjectFigures:
    """One project in one period, everything a paper may say about it."""

    id: int
    code: str
    name: str
    region: str
    sector: str
    stage: str
    unit: str
    leaders: tuple[str, ...]
    secretary: str
    total_wan: Decimal | None
    annual_plan_wan: Decimal | None
    month_invested_wan: Decimal
    year_invested_wan: Decimal
    rate: Decimal | None  # year_invested / annual_plan
    pro_rata: Decimal  # share of the annual plan that should be done by the cut-off
    light: Light
    previous_standing: str | None  # Standing value at the end of the period before
    target: date | None
    finish: date | None  # forecast of the schedule
    float_days: int | None  # working days between forecast and target, negative = must gain
    milestones: tuple[MilestoneFigure, ...]
    report_days: int
    expected_days: int
    late_reports: int
    worker_days: int
    average_workers: int
    average_machines: int
    leader_visits: int
    leader_visits_expected: int
    secretary_visits: int
    progress: str  # the last physical progress told in the period, "" when none
    percent: Decimal | None
    breakthroughs: tuple[str, ...]  # milestones done and problems closed in the period, as told
    problems: tuple[ProblemFigure, ...]  # open at the cut-off or closed in the period
    photos: tuple[PhotoFigure, ...] = ()
    seats_empty: tuple[str, ...] = ()  # Seat values


@dataclass(frozen=True, slots=True)
class LeaderFigures:
    """One assigned leader's month: which projects, how often on site against the quota."""

    person_id: int
    name: str
    title: str
    project_ids: tuple[int, ...]
    visits: int
    visits_expected: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The month (or other period) `key`, from `first` to `cutoff`, both inclusive."""

    key: str
    first: date
    cutoff: date
    office: str
    county: str
    issue: int  # number within the year
    total_issue: int  # running number
    rule: str
    rule_text: str
    provisional_from: date | None  # dates on or after this rest on a calendar without a notice
    projects: tuple[ProjectFigures, ...]
    leaders: tuple[LeaderFigures, ...]
    published: date | None = None  # the day the papers carry; None = the cut-off itself

    @property
    def published_on(self) -> date:
        return self.published or self.cutoff
