"""What a change of the calendar moved, as lines for a terminal: worst first, with who must be told."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby

from backend.domain.calendar_diff import CalendarChange, DateMoved, Group, MilestoneMoved, ProjectMoved, group
from reports import phrases

MOST_NODES = 5
WEEKDAYS = "一二三四五六日"
GROUPS: Mapping[Group, str] = {
    Group.OVERDUE: "预计完成晚于目标",
    Group.LATER: "预计完成推后",
    Group.TIGHTER: "完成日期不变，时差减少",
    Group.NODES: "只有节点日期变动",
    Group.EARLIER: "预计完成提前",
    Group.SETTLED: "日期不变，不再暂定",
}


def change_lines(change: CalendarChange, *, every_node: bool = False) -> Iterator[str]:
    if not change.plans:
        yield "没有倒排计划受影响。"
        return
    if not change.projects:
        yield f"已重算 {change.plans} 个倒排计划，没有变动。"
        return
    yield f"已重算 {change.plans} 个倒排计划，{len(change.projects)} 个项目有变动："
    for kind, members in groupby(change.projects, key=lambda one: group(one.moved)):
        found = list(members)
        yield f"【{GROUPS[kind]}】{len(found)} 个"
        for one in found:
            yield from _project(one, every_node=every_node)


def _project(one: ProjectMoved, *, every_node: bool) -> Iterator[str]:
    moved = one.moved
    finish = [f"预计完成 {_move(moved.finish)}"] if moved.finish else []
    settled = ["不再暂定"] if moved.settled else []
    yield f"  {one.name}（{one.code}）：{'，'.join([*finish, _floats(one), *settled])}"
    shown = moved.milestones if every_node else moved.milestones[:MOST_NODES]
    for node in shown:
        yield f"    {node.name}：{_node(node)}"
    if len(moved.milestones) > len(shown):
        yield f"    ……另有 {len(moved.milestones) - len(shown)} 个节点"
    if moved.dates_moved and (who := _who(one)):
        yield f"    须告知：{who}"


def _node(node: MilestoneMoved) -> str:
    dates = (("最晚完成", node.latest), ("预计完成", node.expected))
    return "；".join(f"{words} {_move(date)}" for words, date in dates if date is not None)


def _move(moved: DateMoved) -> str:
    way = "推后" if moved.after > moved.before else "提前"
    days = [f"{abs(moved.days)} 个工作日"] if moved.days else []
    days.append(f"{abs(moved.calendar_days)} 天")
    return (
        f"{moved.before} → {phrases.marked(str(moved.after), moved.provisional)}（{way} {'、'.join(days)}）"
    )


def _floats(one: ProjectMoved) -> str:
    before, after = one.moved.float_before, one.moved.float_after
    return _spare(after) if before == after else f"{_spare(before)} → {_spare(after)}"


def _spare(days: int) -> str:
    return f"须抢回 {-days} 个工作日" if days < 0 else f"时差 {days} 个工作日"


def _who(one: ProjectMoved) -> str:
    seats = (("包保领导", one.leaders), ("项目秘书", one.secretaries), ("责任单位", one.contacts))
    return "；".join(f"{seat} {'、'.join(names)}" for seat, names in seats if names)


def named(day: date) -> str:
    """2026-07-20（周一）"""
    return f"{day}（周{WEEKDAYS[day.weekday()]}）"


def listed(days: tuple[date, ...]) -> str:
    return "、".join(map(named, days)) or "无"
