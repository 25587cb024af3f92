"""Everything a person can want, as data. `bots.reading` makes these out of text, `bots.handlers` does them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What a stretch of text is; the contract of `steward read --json`."""

    DAILY_REPORT = "daily_report"
    CORRECTION = "correction"
    SAME_AS_YESTERDAY = "same_as_yesterday"
    BLOCKER = "blocker"
    VISIT = "visit"
    SERVICE = "service"
    INVESTMENT = "investment"
    QUESTION = "question"
    COMMAND = "command"
    CHATTER = "chatter"
    UNKNOWN = "unknown"


class Money(StrEnum):
    """What an investment figure covers."""

    MONTH = "month"  # 本月完成
    YEAR_TO_DATE = "year_to_date"  # 累计完成
    DAY = "day"  # 今日完成
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class Invested:
    wan: Decimal
    covers: Money
    month: date | None = None  # first day of the month it ends in, when said ("1-7月" → 7)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that must be asked before it is believed: `field`, the words it came from, the candidates."""

    field: str
    words: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Where in the original text a field was read: [start, end)."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What one stretch of text says about one project. None or empty means: not said."""

    kind: Kind
    text: str  # the stretch itself, as typed
    day: date | None = None
    project_text: str | None = None
    workers: int | None = None
    trades: Mapping[str, int] = field(default_factory=dict)
    machines: int | None = None
    machine_types: Mapping[str, int] = field(default_factory=dict)
    progress: str | None = None
    percent: Decimal | None = None  # of the whole project, only when said so
    invested: Invested | None = None  # the first figure said
    invested_also: tuple[Invested, ...] = ()  # the others: 本月320万元，累计1.2亿
    stopped: bool = False
    stop_reason: str | None = None
    resumed: bool = False  # 复工, 正常施工
    blockers: tuple[str, ...] = ()
    no_problem: bool = False  # "无问题" was said
    same_as_before: bool = False  # "其他跟昨天一样": the unsaid is copied
    doubts: tuple[Doubt, ...] = ()
    spans: tuple[Span, ...] = ()
    order: "Order | None" = None  # for QUESTION and COMMAND that we know


# What can be ordered or asked in words. Names in them are as typed; handlers look them up.


@dataclass(frozen=True, slots=True)
class AskHelp:
    pass


@dataclass(frozen=True, slots=True)
class StartReport:
    """日报 / 补报 昨天, and nothing else said yet."""

    day: date | None = None


@dataclass(frozen=True, slots=True)
class AskMissing:
    """今天谁没报 / 未报名单"""

    day: date | None = None


@dataclass(frozen=True, slots=True)
class AskMine:
    """我的项目"""


@dataclass(frozen=True, slots=True)
class AskOwed:
    """我还欠什么"""


@dataclass(frozen=True, slots=True)
class AskProgress:
    """进度 [NAME]"""

    project: str = ""


@dataclass(frozen=True, slots=True)
class AskProblems:
    """待办问题 / 逾期问题 [NAME]"""

    project: str = ""
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class AskSchedule:
    """倒排 [NAME]"""

    project: str = ""


@dataclass(frozen=True, slots=True)
class AskDaysLeft:
    """还差几天 [NAME] / 能按期完成吗"""

    project: str = ""


@dataclass(frozen=True, slots=True)
class AskCritical:
    """关键线路 [NAME]"""

    project: str = ""


@dataclass(frozen=True, slots=True)
class AskImpact:
    """影响 NUMBER: what a problem does to the finish"""

    ref: str = ""


@dataclass(frozen=True, slots=True)
class Bind:
    """绑定 CODE"""

    code: str


@dataclass(frozen=True, slots=True)
class Undo:
    """撤销: take back the last thing filed today."""


@dataclass(frozen=True, slots=True)
class Yes:
    """对 / 是 / 确认"""


@dataclass(frozen=True, slots=True)
class No:
    """不对 / 否 / 取消"""


@dataclass(frozen=True, slots=True)
class Choose:
    """A bare small number: an answer to numbered buttons."""

    number: int


@dataclass(frozen=True, slots=True)
class RaiseProblem:
    """上报问题 PROJECT TEXT, or 问题：TEXT with the project left to the handler."""

    text: str
    project: str = ""


@dataclass(frozen=True, slots=True)
class IssueProblem:
    """交办 PROJECT-OR-NUMBER TEXT 给 UNIT N天: the office's order. `ref` = "#12" when a raised problem is meant."""

    text: str
    unit: str
    working_days: int | None = None
    project: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """签收 NUMBER"""

    ref: str


@dataclass(frozen=True, slots=True)
class Answer:
    """反馈 NUMBER TEXT"""

    ref: str
    text: str


@dataclass(frozen=True, slots=True)
class Return:
    """退回 NUMBER GROUND"""

    ref: str
    text: str


@dataclass(frozen=True, slots=True)
class Extend:
    """延期 NUMBER N天/到DATE REASON"""

    ref: str
    text: str
    working_days: int | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class RefuseExtension:
    """不同意延期 NUMBER REASON"""

    ref: str
    text: str


@dataclass(frozen=True, slots=True)
class Withdraw:
    """撤回 NUMBER REASON: the problem itself, not what was told last"""

    ref: str
    text: str


@dataclass(frozen=True, slots=True)
class Close:
    """销号 NUMBER [GROUND]"""

    ref: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class SendBack:
    """重办 NUMBER REASON: the answer did not hold."""

    ref: str
    text: str


@dataclass(frozen=True, slots=True)
class TakeLeave:
    """请假 11月3日到5日 REASON"""

    since: date
    until: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FinishMilestone:
    """节点完成 PROJECT MILESTONE [DATE]"""

    project: str
    milestone: str
    day: date | None = None


Order = (
    AskHelp
    | StartReport
    | AskMissing
    | AskMine
    | AskOwed
    | AskProgress
    | AskProblems
    | AskSchedule
    | AskDaysLeft
    | AskCritical
    | AskImpact
    | Bind
    | Undo
    | Yes
    | No
    | Choose
    | RaiseProblem
    | IssueProblem
    | Acknowledge
    | Answer
    | Return
    | Extend
    | RefuseExtension
    | Withdraw
    | Close
    | SendBack
    | TakeLeave
    | FinishMilestone
)
