"""The route map as a standing timeline: for phones, and as a picture for chat."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from backend.domain.snapshot import MilestoneState
from reports import phrases
from reports.charts import FONT, INK, QUIET, drawing, fit, measured, rule, text
from reports.drawing import (
    ALARM,
    ALARM_INK,
    EDGE,
    PAPER,
    TODAY,
    Card,
    cards,
    chip,
    chip_width,
    look_chip,
    packed,
    panel,
    track,
    wrapped,
)
from reports.route_map_marks import (
    INKS,
    before_today,
    legend,
    mark,
    passed,
    provisional_tag,
    provisional_width,
)
from reports.route_map_stations import (
    PROVISIONAL_NOTE,
    Fold,
    Item,
    RouteMap,
    Station,
    against_target,
    folded,
    numbered,
    outlook,
    promised,
    verdict,
)

NO_PLAN = "未编制倒排工期，没有可以显示的节点。"


@dataclass(frozen=True, slots=True)
class Size:
    """Letters and room in pixels. name_lines, note_lines: how many a station may take. tallest: 0 is without end."""

    width: float
    margin: float
    title: float
    name: float
    note: float
    columns: int
    name_lines: int
    note_lines: int
    band: float = 0
    tallest: float = 0

    @property
    def room(self) -> float:
        return self.width - 2 * self.margin

    @property
    def right(self) -> float:
        return self.width - self.margin

    @property
    def small(self) -> float:
        """Of tags and of the foot."""
        return max(self.note * 0.92, 14)

    @property
    def way(self) -> float:
        """Where the line runs."""
        return self.margin + self.name * 0.75

    @property
    def text_x(self) -> float:
        return self.margin + self.name * 2

    @property
    def text_room(self) -> float:
        return self.right - self.text_x


PHONE = Size(390, 16, 22, 16, 14, columns=2, name_lines=2, note_lines=3)
CHAT = Size(1080, 48, 46, 30, 24, columns=4, name_lines=1, note_lines=1, band=12, tallest=1600)


@dataclass(slots=True)
class Sheet:
    """What has been drawn, and how far down."""

    y: float
    parts: list[str] = field(default_factory=list)


def timeline(route: RouteMap, label: str, size: Size, heading: bool = True) -> str:
    above, below = Sheet(0), Sheet(0)
    _top(above, route, size, heading)
    _foot(below, route, size)
    room = size.tallest - above.y - below.y if size.tallest else 0
    sheet = _shown(route, size, room)
    height = above.y + sheet.y + below.y
    moved = [_moved(sheet, above.y), _moved(below, above.y + sheet.y)]
    return drawing(
        height, label, [panel(0, 0, size.width, height, PAPER), *above.parts, *moved], FONT, size.width
    )


def _shown(route: RouteMap, size: Size, room: float) -> Sheet:
    """All stations, or as many lines as there is room for."""
    most = len(route.stations)
    while True:
        sheet = Sheet(0)
        _way(sheet, folded(route.stations, most), route, size)
        if not room or sheet.y <= room or most <= 3:
            return sheet
        most = min(most - 1, int(most * room / sheet.y))


def _moved(sheet: Sheet, y: float) -> str:
    return f'<g transform="translate(0 {y:g})">{"".join(sheet.parts)}</g>'


# Above the way


def _top(sheet: Sheet, route: RouteMap, size: Size, heading: bool) -> None:
    if heading:
        _title(sheet, route, size)
    _section(sheet, route, size)


def _title(sheet: Sheet, route: RouteMap, size: Size) -> None:
    if size.band:
        sheet.parts.append(panel(0, 0, size.width, size.band, ALARM))
    chip_size = max(size.title * 0.62, size.note)
    look = phrases.LOOKS[route.standing] if route.standing else None
    taken = chip_width(look.label, chip_size) + size.note if look else 0
    baseline = size.band + size.margin * 0.55 + size.title
    lines = wrapped(phrases.line(route.project), size.room - taken, size.title, 2)
    if look:
        sheet.parts += look_chip(size.right, baseline - size.title * 0.08, look, chip_size)
    for line in lines:
        sheet.parts.append(text(size.margin, baseline, line, size.title, bold=True))
        baseline += size.title * 1.3
    sheet.y = baseline - size.title * 1.3 + size.note * 1.9
    for line in packed(about(route), size.room, size.note):
        sheet.parts.append(text(size.margin, sheet.y, line, size.note, ink=QUIET))
        sheet.y += size.note * 1.5
    sheet.y -= size.note * 0.5
    made, sheet.y = cards(_cards(route), size.margin, sheet.y, size.room, size.columns, size.note)
    sheet.parts += made
    sheet.y += size.note * 0.4


def about(route: RouteMap) -> list[str]:
    """Number, unit and leader; an empty seat is said to be one."""
    return [
        phrases.line(route.code),
        f"责任单位：{phrases.line(route.unit) or '未明确'}",
        f"包联领导：{phrases.line(route.leader) or '未明确'}",
    ]


def _cards(route: RouteMap) -> list[Card]:
    late = route.overdue
    nodes = Card("节点完成", f"{route.done}/{len(route.stations)}", f"应完成{route.due}个")
    longest = (
        Card("最长逾期", f"{late[0].days_late}天", phrases.line(late[0].name), alarm=True)
        if late
        else Card("逾期节点", "0个", "没有逾期未完成" if route.stations else phrases.NOTHING)
    )
    finish = Card(
        "实际完成" if route.is_complete else "预计完成" + ("（暂定）" if route.provisional else ""),
        str(route.finish or phrases.NOTHING),
        against_target(route) or f"目标{route.target}",
    )
    return [nodes, longest, finish, _spare_card(route)]


def _spare_card(route: RouteMap) -> Card:
    days = route.project_float
    if route.is_complete or not route.stations:
        return Card("目标完成", str(route.target), "已全部完成" if route.stations else phrases.NOTHING)
    caption = "须抢回" if days < 0 else "机动时间"
    return Card(caption, f"{abs(days)}个工作日", f"目标{route.target}", alarm=days < 0)


def _section(sheet: Sheet, route: RouteMap, size: Size) -> None:
    sheet.y += size.name * 1.4
    sheet.parts.append(text(size.margin, sheet.y, "推进路径图", size.name, bold=True))
    sheet.parts.append(text(size.right, sheet.y, f"截至{phrases.day(route.day)}", size.note, "end", QUIET))
    made, sheet.y = legend(size.margin, sheet.y + size.note * 1.8, size.room, size.note)
    sheet.parts += made
    sheet.y += size.note * 0.7


# The way


@dataclass(frozen=True, slots=True)
class Drawn:
    """One line of the way: its parts, how high it is, and whether the way up to it is behind us."""

    parts: list[str]
    height: float
    node: float  # y of its mark, from the top of the line
    done: bool


def _way(sheet: Sheet, items: Sequence[Item], route: RouteMap, size: Size) -> None:
    if not items:
        sheet.parts.append(text(size.margin, size.name * 1.6, NO_PLAN, size.note, ink=INK))
        sheet.y = size.name * 2.6
        return
    lines = [_fold(item, size) if isinstance(item, Fold) else _station(item, size) for item in items]
    lines.insert(before_today([item.latest for item in items], route.day), _today(route, size))
    nodes: list[tuple[float, bool]] = []
    labels: list[str] = []
    for line in lines:
        labels.append(_moved(Sheet(0, line.parts), sheet.y))
        if line.node:
            nodes.append((sheet.y + line.node, line.done))
        sheet.y += line.height
    sheet.parts += [*_tracks(nodes, size), *labels]


def _tracks(nodes: Sequence[tuple[float, bool]], size: Size) -> list[str]:
    thick = size.name * 0.2
    return [
        track(f"M{size.way:g} {start:g}V{end:g}", passed(first, second), thick)
        for (start, first), (end, second) in pairwise(nodes)
    ]


def _station(station: Station, size: Size) -> Drawn:
    said = verdict(station)
    strong = station.is_overdue or station.current
    value = size.name * 0.875
    baseline = size.name * 1.15
    tag = station.provisional and not station.is_done
    taken = (
        measured(said, value) + size.note + (provisional_width(size.small) + size.note * 0.4 if tag else 0)
    )
    names = wrapped(numbered(station), size.text_room - taken, size.name, size.name_lines)
    parts = [text(size.right, baseline, said, value, "end", INKS[station.state], bold=station.is_overdue)]
    y = baseline
    for line in names:
        parts.append(
            text(size.text_x, y, line, size.name, ink=ALARM_INK if station.is_overdue else INK, bold=strong)
        )
        y += size.name * 1.25
    if tag:
        after = size.text_x + measured(names[-1], size.name) + size.note * 0.4
        parts += provisional_tag(after, y - size.name * 1.36, size.small)
    y += size.note * 1.4 - size.name * 1.25
    notes, y = _notes(station, size, y)
    node = size.name * 0.98
    parts += mark(station.state, size.way, node, size.name * 0.5, station.current)
    return Drawn([*parts, *notes], y + size.note * 0.6, node, station.is_done)


def _notes(station: Station, size: Size, y: float) -> tuple[list[str], float]:
    """Latest and forecast on one line; the first plan's day and the owner after them, or below."""
    right = outlook(station)
    ink = ALARM_INK if station.slip else QUIET
    parts = [text(size.right, y, right, size.note, "end", ink)]
    pieces = [f"最晚{station.latest}", promised(station), phrases.line(station.owner)]
    room = size.text_room - measured(right, size.note) - size.note
    if size.note_lines == 1:
        first = fit("　".join(filter(None, pieces)), room, size.note)
        return [*parts, text(size.text_x, y, first, size.note, ink=QUIET)], y
    first = packed(pieces, room, size.note)[0]
    parts.append(text(size.text_x, y, first, size.note, ink=QUIET))
    rest = [piece for piece in pieces if piece and piece not in first]
    for line in packed(rest, size.text_room, size.note)[: size.note_lines - 1]:
        y += size.note * 1.4
        parts.append(text(size.text_x, y, line, size.note, ink=QUIET))
    return parts, y


def _fold(fold: Fold, size: Size) -> Drawn:
    baseline = size.note * 1.5
    state = MilestoneState.DONE if fold.is_done else MilestoneState.PLANNED
    words = fit(fold.words, size.text_room, size.note)
    node = baseline - size.note * 0.36
    return Drawn(
        [
            *mark(state, size.way, node, size.name * 0.36),
            text(size.text_x, baseline, words, size.note, ink=INKS[state]),
        ],
        size.note * 2.5,
        node,
        fold.is_done,
    )


def _today(route: RouteMap, size: Size) -> Drawn:
    """A line of its own, so that it hides nobody's words."""
    small = size.small
    words = f"今日 {phrases.short_day(route.day)}"
    baseline = small * 1.4
    end = size.text_x + chip_width(words, small)
    middle = baseline - small * 0.37
    return Drawn(
        [
            *chip(size.text_x, baseline, words, small, PAPER, TODAY),
            rule(end + small * 0.5, middle, size.right, middle, TODAY, "6 5"),
        ],
        small * 2.3,
        0,
        False,
    )


# Below it


def _foot(sheet: Sheet, route: RouteMap, size: Size) -> None:
    small = size.small
    if route.provisional:
        for line in wrapped(PROVISIONAL_NOTE, size.room, small, 3):
            sheet.y += small * 1.4
            sheet.parts.append(text(size.margin, sheet.y, line, small, ink=QUIET))
    sheet.y += small * 0.8
    sheet.parts.append(rule(size.margin, sheet.y, size.right, sheet.y, EDGE))
    sheet.y += small * 1.6
    source = fit(f"来源：{phrases.line(route.office)}", size.room, small)
    sheet.parts.append(text(size.margin, sheet.y, source, small, ink=QUIET))
    sheet.y += small * 1.1
