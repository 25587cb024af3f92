"""Invented route maps of every length. Same count, same map."""

from dataclasses import replace
from datetime import date, timedelta

from backend.domain.snapshot import MilestoneState
from backend.domain.standing import Standing
from reports.route_map import RouteMap, Station

DAY = date(2026, 10, 31)
NAMES = (
    "项目立项", "可研批复", "用地预审", "初步设计批复", "用地报批", "征地拆迁", "施工图审查", "招标控制价",
    "招标完成", "施工许可", "开工建设", "主体完成50%", "主体封顶", "竣工验收", "投入使用",
)  # fmt: skip
OWNERS = ("县发改局", "县自然资源局", "东城街道办事处", "县住建局", "")


def station(index: int, count: int, day: date = DAY) -> Station:
    """Two thirds done, every third of them late; then overdue ones, one under way, and what is to come."""
    latest = day + timedelta(days=24 * (index - int(count * 0.8)))
    name = NAMES[index % len(NAMES)] + (f"（第{index // len(NAMES) + 1}标段）" if index >= len(NAMES) else "")
    reached = int(count * 2 / 3)
    expected = latest + timedelta(days=12 + index % 9)
    actual, state, late = None, MilestoneState.PLANNED, 0
    if index < reached:
        late = 5 + index if index % 3 == 1 else 0
        actual = expected = latest + timedelta(days=late or -2)
        state = MilestoneState.DONE_LATE if late else MilestoneState.DONE
    elif latest < day:
        state, late = MilestoneState.OVERDUE, (day - latest).days
        expected = day + timedelta(days=20)
    elif latest <= day + timedelta(days=20):
        state = MilestoneState.DUE
    return Station(
        index + 1, name, OWNERS[index % len(OWNERS)], latest, expected, actual, None, state, late,
        critical=True, current=index == reached,
    )  # fmt: skip


def route(count: int, **changes: object) -> RouteMap:
    stations = tuple(station(index, count) for index in range(count))
    target = stations[-1].latest if stations else date(2026, 12, 31)
    made = RouteMap(
        office="清溪县重点项目建设领导小组办公室",
        county="清溪县",
        project="东城第二实验学校",
        code="ZD2026-020",
        unit="县教育局",
        leader="陈晓峰",
        target=target,
        finish=stations[-1].expected if stations else None,
        project_float=-15 if count else 20,
        provisional=False,
        day=DAY,
        stations=stations,
        standing=Standing.STALLED,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def all_done(count: int = 8) -> RouteMap:
    found = route(count)
    stations = tuple(
        replace(s, state=MilestoneState.DONE, actual=s.latest, expected=s.latest, days_late=0, current=False)
        for s in found.stations
    )
    return replace(
        found, stations=stations, finish=stations[-1].actual, project_float=0, standing=Standing.ON_TRACK
    )


def all_provisional(count: int = 9) -> RouteMap:
    """Nothing reached yet, all of it in a year whose holidays nobody knows."""
    found = route(count)
    stations = tuple(
        replace(
            s, state=MilestoneState.PLANNED, actual=None, days_late=0, current=s.seq == 1, provisional=True,
            latest=date(2027, 2, 1) + timedelta(days=30 * s.seq), expected=date(2027, 1, 20) + timedelta(days=30 * s.seq),
            original=date(2026, 12, 1) + timedelta(days=30 * s.seq),
        )
        for s in found.stations
    )  # fmt: skip
    return replace(
        found, stations=stations, provisional=True, finish=stations[-1].expected, target=stations[-1].latest,
        project_float=8, leader="", standing=Standing.AHEAD,
    )  # fmt: skip


LONG = "清溪县城乡供水一体化及2026年老旧管网更新改造工程（含第三期智慧化计量设施）项目二标段"


def long_names(count: int = 12) -> RouteMap:
    found = route(count)
    stations = tuple(replace(s, name=LONG, owner=LONG) for s in found.stations)
    return replace(found, project=LONG, unit=LONG, leader=LONG, code="QX-" + "9" * 30, stations=stations)
