"""What people in the invented county say, day by day, as they would type it.

Pure: the same seed and days give the same month. Times are the office's wall clock.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from enum import Enum
from random import Random

from backend.cli.demo.county import (
    CARELESS,
    CENTRE,
    LEADERS,
    OFFICE_CLERK,
    SCHEMES,
    SECRETARIES,
    SILENT,
    UNITS,
    Scheme,
    Someone,
    leader_of,
)
from backend.domain.project import Kind
from backend.domain.workdays import Workdays


class Shape(Enum):
    TEXT = "text"
    PHOTO = "photo"
    PLACE = "place"


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """One thing somebody sends. A place is (lat, lon) in `where`; a photo's `text` names its picture."""

    day: date
    at: time
    who: str
    shape: Shape
    text: str = ""
    where: tuple[float, float] | None = None


WORK = {
    Kind.INDUSTRIAL: (
        "钢构吊装{n}跨",
        "屋面板安装完成{p}%",
        "设备基础浇筑{v}方",
        "地坪施工{a}平方米",
        "墙面板安装完成{p}%",
    ),
    Kind.BUILDING: (
        "{f}层梁板浇筑",
        "{f}层墙柱绑筋",
        "二次结构砌筑完成{p}%",
        "外架搭设到{f}层",
        "底板分仓浇筑{v}方",
    ),
    Kind.ROAD: (
        "水稳摊铺{n}00米",
        "雨水管铺设{n}0米，检查井{m}座",
        "路基填筑{v}方",
        "K{n}+200处涵洞盖板完成",
        "沥青下面层完成{p}%",
    ),
    Kind.OTHER: ("场地平整完成{p}%",),
}
MACHINES = (("挖机", "吊车"), ("塔吊", "施工电梯"), ("挖掘机", "压路机"), ("泵车", "装载机"))
BLOCKERS = (
    "北侧电力线路未迁改",
    "2户未签征收协议",
    "砂石料供应不上",
    "图审意见还没回复",
    "三季度工程款没到位",
    "燃气管线位置不明",
)


def site_of(index: int) -> tuple[float, float]:
    """Sites lie a kilometre or more apart, so that a place belongs to one of them."""
    row, column = divmod(index, 6)
    return CENTRE[0] + 0.02 * row, CENTRE[1] + 0.02 * column


def projects_of(secretary: Someone) -> list[tuple[int, Scheme]]:
    place = SECRETARIES.index(secretary)
    return [(i, scheme) for i, scheme in enumerate(SCHEMES) if i % len(SECRETARIES) == place]


def month(days: list[date], calendar: Workdays, seed: int = 20261) -> list[Line]:
    """Every line of every day, in order of time."""
    chance = Random(seed)
    working = [day for day in days if calendar.is_workday(day)]
    lines: list[Line] = []
    for n, day in enumerate(working):
        lines += _reports(day, n, len(working), chance)
        lines += _visits(day, n, chance)
    lines += _opening_figures(days[0])
    lines += _money(working, chance)
    lines += _story(working)
    return sorted(lines)


def _reports(day: date, n: int, total: int, chance: Random) -> Iterator[Line]:
    for secretary in SECRETARIES:
        own = projects_of(secretary)
        if secretary.name == SILENT and total // 4 <= n:
            if n == total - 2:
                yield Line(
                    day,
                    time(19, 20),
                    secretary.account,
                    Shape.TEXT,
                    f"{own[0][1].alias} 工人15，前几天手机坏了",
                )
            continue
        if secretary.name == CARELESS and n % 4 == 2:
            continue  # forgets; makes it up the next morning
        if secretary.name == CARELESS and n % 4 == 3:
            yield Line(
                day,
                time(8, 20),
                secretary.account,
                Shape.TEXT,
                f"补报 昨天 {own[0][1].alias} 工人{40 + n}人，正常施工",
            )
        yield from _evening(day, n, secretary, own, chance)


def _evening(
    day: date, n: int, secretary: Someone, own: list[tuple[int, Scheme]], chance: Random
) -> Iterator[Line]:
    minute = 16 * 60 + 5 + chance.randrange(80)
    if n % 9 == 4:  # a wet day stops the earthworks of the valley
        for _, scheme in own:
            minute += 1
            text = (
                f"{scheme.alias}今天下雨停工，工人0"
                if scheme.kind is Kind.ROAD
                else _sentence(scheme, n, chance)
            )
            yield Line(day, _clock(minute), secretary.account, Shape.TEXT, text)
        return
    if len(own) == 2 and n % 5 == 1:  # both sites in one message
        text = "，".join(f"{s.alias} {_crew(s, chance)}人{chance.randrange(2, 7)}台" for _, s in own)
        yield Line(day, _clock(minute), secretary.account, Shape.TEXT, text)
        return
    for index, scheme in own:
        minute += 2 + chance.randrange(6)
        if n and chance.random() < 0.08:
            yield Line(day, _clock(minute), secretary.account, Shape.TEXT, f"{scheme.alias} 同昨天")
            continue
        yield Line(day, _clock(minute), secretary.account, Shape.TEXT, _sentence(scheme, n, chance))
        if chance.random() < 0.25:
            yield Line(day, _clock(minute + 1), secretary.account, Shape.PHOTO, f"{index}-{n}")
        if chance.random() < 0.04:
            yield Line(
                day,
                _clock(minute + 3),
                secretary.account,
                Shape.TEXT,
                f"更正 {scheme.alias} 工人应为{_crew(scheme, chance)}人",
            )


def _sentence(scheme: Scheme, n: int, chance: Random) -> str:
    if scheme.pace < 0.75 and n > 2:  # stands nearly still
        return f"{scheme.alias} 工人{chance.randrange(2, 5)}人，看场，等资金"
    workers = _crew(scheme, chance)
    first, second = MACHINES[chance.randrange(len(MACHINES))]
    a, b = chance.randrange(1, 5), chance.randrange(1, 4)
    work = chance.choice(WORK[scheme.kind]).format(
        n=chance.randrange(2, 9), m=chance.randrange(2, 8), p=chance.randrange(20, 95), f=chance.randrange(3, 16),
        v=chance.randrange(60, 900), a=chance.randrange(200, 2000),
    )  # fmt: skip
    trouble = (
        f"，问题：{chance.choice(BLOCKERS)}"
        if chance.random() < 0.03
        else chance.choice(("，无问题", "", ""))
    )
    return chance.choice(
        (
            f"{scheme.alias}今日现场工人{workers}人，{first}{a}台、{second}{b}台，{work}{trouble}",
            f"{scheme.alias} 工人{workers} {first}{a} {second}{b} {work}{trouble}",
            f"{scheme.alias}：{workers}人，机械{a + b}台，{work}{trouble}",
            f"{scheme.alias} 木工{workers // 3} 钢筋工{workers // 3} 普工{workers - 2 * (workers // 3)}，{first}{a}台，{work}{trouble}",
        )
    )


def _crew(scheme: Scheme, chance: Random) -> int:
    return max(2, round(scheme.crew * chance.uniform(0.85, 1.12)))


def _clock(minute: int) -> time:
    return time(minute // 60, minute % 60)


def _visits(day: date, n: int, chance: Random) -> Iterator[Line]:
    """Leaders check in; some keep the quota of two a week and some do not. Secretaries are there most days."""
    for i, leader in enumerate(LEADERS):
        for index in range(len(SCHEMES)):
            if leader_of(index) != leader:
                continue
            diligence = (0.45, 0.5, 0.42, 0.4, 0.5, 0.2, 0.38, 0.3)[i]
            if chance.random() < diligence:
                lat, lon = site_of(index)
                away = 0.012 if chance.random() < 0.05 else chance.uniform(0, 0.002)
                yield Line(
                    day, time(9 + index % 3, 5 + index), leader.account, Shape.PLACE, "", (lat + away, lon)
                )
    for secretary in SECRETARIES:
        if secretary.name == SILENT and n > 5:
            continue
        for index, _ in projects_of(secretary):
            if chance.random() < 0.35:
                lat, lon = site_of(index)
                yield Line(day, time(14, 5 + index), secretary.account, Shape.PLACE, "", (lat + 0.001, lon))


def _opening_figures(day: date) -> Iterator[Line]:
    """The year so far, told on the first morning."""
    told = day.month - 1
    for index, scheme in enumerate(SCHEMES):
        if told:
            done = round(scheme.annual * told / 12 * scheme.money)
            secretary = SECRETARIES[index % len(SECRETARIES)]
            text = f"{scheme.alias} 1-{told}月累计完成投资{done}万元"
            yield Line(day, _clock(9 * 60 + 2 + index), secretary.account, Shape.TEXT, text)


def _money(working: list[date], chance: Random) -> Iterator[Line]:
    """Towards the end of each month each site tells the month's investment."""
    for first in sorted({day.replace(day=1) for day in working}):
        late = [day for day in working if day.replace(day=1) == first and day.day >= 25]
        for index, scheme in enumerate(SCHEMES):
            secretary = SECRETARIES[index % len(SECRETARIES)]
            if late and secretary.name != SILENT and scheme.pace >= 0.75:
                done = round(scheme.annual / 12 * scheme.money * chance.uniform(0.85, 1.15))
                day = late[min(index % 4, len(late) - 1)]
                yield Line(
                    day,
                    _clock(10 * 60 + 1 + index),
                    secretary.account,
                    Shape.TEXT,
                    f"{scheme.alias}本月完成投资{done}万元",
                )


def _story(working: list[date]) -> Iterator[Line]:
    """A problem through its whole life, another that is returned, milestones reached, a leave, and questions."""
    office, power = OFFICE_CLERK.account, UNITS["县供电公司"].account
    land, roads = UNITS["县自然资源局"].account, UNITS["县交通运输局"].account
    waterworks, road = projects_of(SECRETARIES[2])[0][1], projects_of(SECRETARIES[3])[0][1]
    zheng, feng = SECRETARIES[2].account, SECRETARIES[3].account

    def on(n: int) -> date:
        return working[min(n, len(working) - 1)]

    def say(n: int, hour: int, minute: int, who: str, text: str) -> Line:
        return Line(on(n), time(hour, minute), who, Shape.TEXT, text)

    yield say(
        1,
        15,
        40,
        zheng,
        f"{waterworks.alias}：今天41人2台泵车，清水池底板浇筑。问题：厂区东侧10千伏线路未迁改，影响取水泵房开挖",
    )
    yield say(2, 9, 10, office, "待办问题")
    yield say(
        2,
        9,
        12,
        office,
        f"交办 {waterworks.alias} 厂区东侧10千伏线路未迁改，影响取水泵房开挖 给 县供电公司 5天",
    )
    yield say(2, 10, 31, power, "签收 1号")
    yield say(6, 16, 2, power, "延期 1号 3天 停电计划要报市公司批")
    yield say(6, 16, 40, office, "延期 1号 3天 同意，抓紧办理")
    yield say(8, 15, 3, power, "反馈 1号 线路已于今日完成迁改并送电")
    yield say(9, 9, 5, office, "重办 1号 现场还有两根旧杆没拔除")
    yield say(10, 11, 9, power, "反馈 1号 两根旧杆已拔除，现场已清理")
    yield say(11, 9, 3, office, "销号 1号 已到现场核验")
    yield say(3, 9, 20, office, f"交办 {road.alias} 道路红线内3座坟未迁 给 县自然资源局 3天")
    yield say(3, 10, 5, land, "退回 2号 迁坟属城关镇职责，我局只负责用地手续")
    yield say(4, 9, 4, office, "交办 2号 给 县交通运输局 5天")
    yield say(4, 14, 8, roads, "签收 2号")
    yield say(5, 11, 2, office, "交办 白云公路 砂石料供应不足 给 县交通运输局 4天")
    yield say(2, 18, 41, office, "今天谁没报")
    yield say(7, 12, 3, feng, "请假 明天 家里有事")
    yield say(9, 8, 50, LEADERS[2].account, "我的项目")
    yield say(12, 9, 31, LEADERS[1].account, "进度 三中新校区")
    yield say(13, 17, 8, zheng, "我还欠什么")
    yield say(14, 9, 2, office, "逾期问题")
    yield say(5, 17, 20, SECRETARIES[7].account, "今天来了十二个还是十四个来着")
    yield say(5, 17, 22, SECRETARIES[7].account, "14")
    yield say(10, 17, 12, "passerby", "今天谁没报")
