"""The threads through the month: problems from raising to closing, a leave, questions, slips and a stranger.

Days are counted in working days from the first; every thread is over before the shortest month is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time

from backend.cli.demo.county import LEADERS, OFFICE_CLERK, ON_LEAVE, SECRETARIES, UNITS
from backend.cli.demo.line import Line, Shape

LEAVE_DAY = 7  # asked for on this day, for the next
Move = tuple[int, str, str]
"""Working day, clock, what is sent by the unit ("<") or by the office (">"); № is the problem's number."""


@dataclass(frozen=True, slots=True)
class Case:
    """A problem told with a report on day `raised`; issued to `unit` when `issued` has a day, a clock and working days."""

    raised: int
    alias: str
    text: str
    unit: str = ""
    issued: tuple[int, str, int] | None = None
    moves: tuple[Move, ...] = ()


POWER, LAND, ROADS = "县供电公司", "县自然资源局", "县交通运输局"
BUILDING, CULTURE = "县住房和城乡建设局", "县文化和旅游局"

CASES = (
    Case(
        1,
        "城东水厂",
        "厂区东侧10千伏线路未迁改，影响取水泵房开挖",
        POWER,
        (2, "09:12", 5),
        (
            (2, "10:31", "<签收 №"),
            (6, "16:02", "<延期 № 3天 停电计划要报市公司批"),
            (6, "16:40", ">延期 № 3天 同意，抓紧办理"),
            (8, "15:03", "<反馈 № 线路已于今日完成迁改并送电"),
            (9, "09:05", ">重办 № 现场还有两根旧杆没拔除"),
            (10, "11:09", "<反馈 № 两根旧杆已拔除，现场已清理"),
            (11, "09:03", ">销号 № 已到现场核验"),
        ),
    ),
    Case(
        1,
        "厂房三期",
        "南侧管沟处燃气管线位置不明",
        BUILDING,
        (2, "09:20", 5),
        ((2, "11:15", "<签收 №"), (5, "10:22", "<反馈 № 已请燃气公司现场探明并标识"), (6, "09:10", ">销号 №")),
    ),
    Case(
        2,
        "环城南路",
        "道路红线内3座坟未迁",
        LAND,
        (3, "09:20", 3),
        (
            (3, "10:05", "<退回 № 迁坟属交通部门征迁包干范围，我局只负责用地手续"),
            (4, "09:04", f">交办 № 给 {ROADS} 5天"),
            (4, "14:08", "<签收 №"),
        ),
    ),
    Case(
        3,
        "安置房二期",
        "2户未签征收协议，北侧围挡合不拢",
        LAND,
        (4, "09:31", 5),
        (
            (4, "15:20", "<签收 №"),
            (9, "16:12", "<反馈 № 2户均已签约腾房"),
            (10, "09:02", ">销号 № 秘书已核实"),
        ),
    ),
    Case(4, "白云公路", "砂石料供应不上", ROADS, (5, "11:02", 4)),
    Case(
        5,
        "图书馆",
        "三季度工程款没到位",
        CULTURE,
        (6, "09:33", 5),
        ((6, "15:41", "<签收 №"), (11, "16:30", "<反馈 № 资金已拨付至总包账户")),
    ),
    Case(
        6, "经开区管网", "设计变更的图审意见还没回复", BUILDING, (7, "10:12", 5), ((7, "11:40", "<签收 №"),)
    ),
    Case(3, "殡仪馆", "银行贷款没到位，塔吊租期已满"),
    Case(10, "恒泽隔膜", "110千伏专线还没送电，影响设备调试", POWER, (11, "09:40", 5), ((11, "14:25", "<签收 №"),)),
)  # fmt: skip

BLOCKED = {(case.raised, case.alias): case.text for case in CASES}
OFFICE = OFFICE_CLERK.account


def story(working: Sequence[date]) -> list[Line]:
    def line(n: int, at: str, who: str, text: str) -> Line:
        return Line(working[min(n, len(working) - 1)], time.fromisoformat(at), who, Shape.TEXT, text)

    return [line(*said) for said in [*_cases(), *_talk()]]


def _cases() -> Iterator[tuple[int, str, str, str]]:
    """(working day, clock, account, text). Numbers are given in the order of issue."""
    issued = sorted((case.issued[:2], case) for case in CASES if case.issued)
    for number, (_, case) in enumerate(issued, 1):
        n, at, days = case.issued or (0, "", 0)
        yield n, at, OFFICE, f"交办 {case.alias} {case.text} 给 {case.unit} {days}天"
        unit = case.unit
        for day, clock, move in case.moves:
            who = OFFICE if move[0] == ">" else UNITS[unit].account
            yield day, clock, who, move[1:].replace("№", f"{number}号")
            if move.startswith(">交办"):
                unit = move.split("给 ")[1].split(" ")[0]


def _talk() -> Iterator[tuple[int, str, str, str]]:
    zheng, feng, jiang, chu = (SECRETARIES[i].account for i in (2, 3, 7, 5))
    yield 0, "08:31", SECRETARIES[8].account, "帮助"
    yield 2, "09:05", OFFICE, "待办问题"
    yield 2, "18:41", OFFICE, "今天谁没报"
    yield 4, "17:58", chu, "铝型材 工人860"  # one nought too many
    yield 4, "17:59", chu, "撤销"
    yield 5, "17:50", jiang, "高标准农田今天来了五十二个还是五十四个来着"
    yield 5, "17:52", jiang, "54"
    yield LEAVE_DAY, "12:03", feng, "请假 明天 家里有事"
    yield 9, "08:50", LEADERS[2].account, "我的项目"
    yield 10, "17:12", "passerby", "今天谁没报"
    yield 12, "09:31", LEADERS[1].account, "进度 三中新校区"
    yield 13, "17:08", zheng, "我还欠什么"
    yield 14, "09:02", OFFICE, "逾期问题"
    assert SECRETARIES[3].name == ON_LEAVE  # noqa: S101 - the stand-in reports on that day
