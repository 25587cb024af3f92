"""Chinese names of what the domain knows, and how days, shares and money are written.

One wording for papers, chat and pages. Everything here takes plain values and never fails on a value it
does not know: an unknown name is shown as it is, an unknown reason as a neutral sentence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from backend.domain.people import Role
from backend.domain.problem import Category, State
from backend.domain.project import Seat, Stage
from backend.domain.snapshot import MilestoneState
from backend.domain.standing import Reason, Standing

NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Look:
    """How a class is shown: always symbol and word, the colour only beside them.

    `fill` is the strong colour, `ink` is dark enough for text (contrast above 5), `tint` is a cell's background.
    """

    word: str
    symbol: str
    fill: str
    ink: str
    tint: str

    @property
    def label(self) -> str:
        return f"{self.symbol} {self.word}"


LOOKS: Mapping[Standing, Look] = {
    Standing.AHEAD: Look("超前", "▲", "#0072B2", "#005A8F", "#E3F1FB"),
    Standing.ON_TRACK: Look("正常", "●", "#2E9E6B", "#1C6B47", "#E4F5EC"),
    Standing.BEHIND: Look("滞后", "◆", "#E69F00", "#7A4F00", "#FFF3D6"),
    Standing.STALLED: Look("无进展", "■", "#B3261E", "#8F1D16", "#FBE4E2"),
}

MILESTONE_LOOKS: Mapping[MilestoneState, Look] = {
    MilestoneState.DONE: Look("按期完成", "✓", "#2E9E6B", "#1C6B47", "#E4F5EC"),
    MilestoneState.DONE_LATE: Look("逾期完成", "✓", "#F2C766", "#7A4F00", "#FFF3D6"),
    MilestoneState.OVERDUE: Look("逾期未完成", "!", "#B3261E", "#8F1D16", "#FBE4E2"),
    MilestoneState.DUE: Look("正在实施", "→", "#BFDDF2", "#004A78", "#E3F1FB"),
    MilestoneState.PLANNED: Look("未到时间", "·", "#EAEEF2", "#3D4B59", "#EEF2F6"),
}

PROBLEM_STATES: Mapping[State, str] = {
    State.RAISED: "待交办",
    State.ISSUED: "待签收",
    State.ACKNOWLEDGED: "办理中",
    State.ANSWERED: "已反馈待核验",
    State.RETURNED: "已退回待裁定",
    State.CLOSED: "已销号",
    State.WITHDRAWN: "已撤回",
}

CATEGORIES: Mapping[Category, str] = {
    Category.LAND: "用地",
    Category.DEMOLITION: "征地拆迁",
    Category.UTILITIES: "水电杆管线",
    Category.APPROVAL: "审批手续",
    Category.FUNDS: "资金",
    Category.CONSTRUCTION: "施工组织",
    Category.DISPUTE: "信访阻工",
    Category.DESIGN: "设计",
    Category.MATERIALS: "材料设备",
    Category.OTHER: "其他",
}

STAGES: Mapping[Stage, str] = {
    Stage.PREPARING: "前期",
    Stage.ACTIVE: "在建",
    Stage.COMPLETED: "竣工",
    Stage.SUSPENDED: "停建",
}

SEATS: Mapping[Seat, str] = {
    Seat.LEADER: "包保领导",
    Seat.SECRETARY: "项目秘书",
    Seat.UNIT: "责任单位",
    Seat.TARGET: "目标日期",
}

ROLES: Mapping[Role, str] = {
    Role.OFFICE: "重点办",
    Role.LEADER: "包保领导",
    Role.SECRETARY: "项目秘书",
    Role.UNIT: "责任单位",
    Role.ADMIN: "管理员",
}


def standing(value: str) -> str:
    """超前; takes a Standing or its stored value."""
    return LOOKS[Standing(value)].word if value in set(Standing) else value


def problem_state(value: str) -> str:
    return PROBLEM_STATES[State(value)] if value in set(State) else value


def category(value: str) -> str:
    return CATEGORIES[Category(value)] if value in set(Category) else value


def stage(value: str) -> str:
    return STAGES[Stage(value)] if value in set(Stage) else value


def seat(value: str) -> str:
    return SEATS[Seat(value)] if value in set(Seat) else value


def role(value: str) -> str:
    return ROLES[Role(value)] if value in set(Role) else value


def milestone_state(value: str) -> str:
    return MILESTONE_LOOKS[MilestoneState(value)].word if value in set(MilestoneState) else value


# Days, shares, money


def day(value: date | None) -> str:
    """2026年10月31日"""
    return f"{value.year}年{value.month}月{value.day}日" if value else NOTHING


def short_day(value: date | None) -> str:
    """10月31日"""
    return f"{value.month}月{value.day}日" if value else NOTHING


PROVISIONAL = "（暂定）"


def marked(words: str, provisional: bool) -> str:
    """2027年3月5日（暂定）: a date, however written, that rests on a year whose holidays are not published yet."""
    return f"{words}{PROVISIONAL}" if provisional else words


def period(key: str, first: date, last: date) -> str:
    """2026年10月; a quarter, half or year likewise; anything else by its days."""
    match key[4:5], key[5:]:
        case "-", month if month.isdigit():
            return f"{key[:4]}年{int(month)}月"
        case "Q", quarter if quarter in {"1", "2", "3", "4"}:
            return f"{key[:4]}年第{'一二三四'[int(quarter) - 1]}季度"
        case "H", half if half in {"1", "2"}:
            return f"{key[:4]}年{'上下'[int(half) - 1]}半年"
        case "", "":
            return f"{key}年"
    return f"{day(first)}至{short_day(last)}"


def short_period(key: str) -> str:
    """10月; 本期 for what is not a month."""
    return f"{int(key[5:])}月" if key[4:5] == "-" and key[5:].isdigit() else "本期"


def rounded(value: Decimal, places: int = 1) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def percent(share: Decimal | None, places: int = 1) -> str:
    """0.766 → 76.6%"""
    return NOTHING if share is None else f"{rounded(share * 100, places)}%"


def gap(done: Decimal, plan: Decimal) -> str:
    """低于序时进度6.7个百分点: the difference of the two as shown, so that a reader's subtraction agrees."""
    points = rounded(done * 100) - rounded(plan * 100)
    if points == 0:
        return "与序时进度持平"
    return f"{'高于' if points > 0 else '低于'}序时进度{abs(points)}个百分点"


def number(value: Decimal | int) -> str:
    """12,345 or 12,345.6: no more decimals than there are, two at most."""
    exact = rounded(Decimal(value), 2).normalize()
    return f"{exact:,f}"


def money(wan: Decimal | None) -> str:
    """8,600万元, or 177.63亿元 from one 亿 on."""
    if wan is None:
        return NOTHING
    if abs(wan) < 10_000:
        return f"{number(wan)}万元"
    return f"{rounded(wan / 10_000, 2).normalize():,f}亿元"


# Sentences


def milestone_reached(name: str, days_late: int) -> str:
    """“主体封顶”节点按期完成; without a full stop."""
    return f"“{name}”节点{f'完成（逾期{days_late}天）' if days_late > 0 else '按期完成'}"


def problem_solved(text: str) -> str:
    return f"“{clipped(text, 40)}”问题办结销号"


def names(items: Sequence[str], limit: int = 3, noun: str = "项目") -> str:
    """甲、乙、丙, and 甲、乙、丙等9个项目 when there are more."""
    shown = "、".join(items[:limit])
    return shown if len(items) <= limit else f"{shown}等{len(items)}个{noun}"


def whole(county: str) -> str:
    """全县, 全市, 全区; another kind of place by its own name."""
    return f"全{county[-1]}" if county[-1:] in {"县", "市", "区", "州", "省"} else county


REASONS: Mapping[str, str] = {
    "ahead_of_plan": "年度投资完成{done}，高于序时进度{points}个百分点",
    "behind_plan": "年度投资完成{done}，低于序时进度{points}个百分点",
    "on_plan": "年度投资完成{done}，与序时进度（{plan}）基本一致",
    "milestone_late": "“{name}”节点逾期{days}天",
    "milestones_on_time": "应完成节点均按期完成",
    "no_progress": "连续{days}天无进展",
    "no_plan": "没有年度投资计划，按节点评定",
    "preparing": "处于前期阶段",
    "completed": "已竣工",
}

# The same reasons when a number is missing: less exact, never broken.
PLAIN_REASONS: Mapping[str, str] = {
    "ahead_of_plan": "年度投资高于序时进度",
    "behind_plan": "年度投资低于序时进度",
    "on_plan": "年度投资与序时进度基本一致",
    "milestone_late": "有节点逾期",
    "no_progress": "长时间无进展",
}


def reason(why: Reason) -> str:
    """The sentence for one reason, without a full stop."""
    facts = {name: value.lstrip("+-") if name in {"points", "days"} else value for name, value in why.facts}
    try:
        return REASONS[why.code].format_map(facts)
    except (KeyError, ValueError, IndexError):
        return PLAIN_REASONS.get(why.code, "按评定规则综合判定")


def reasons(why: Sequence[Reason]) -> str:
    return "；".join(reason(one) for one in why)


# User text


def line(text: str) -> str:
    """What a person typed, as one line: no control characters, no runs of blanks."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def clipped(text: str, limit: int) -> str:
    """At most `limit` characters, the last an ellipsis when something was left out."""
    flat = line(text)
    return flat if len(flat) <= limit else f"{flat[: max(limit - 1, 0)]}…"
