"""The route map of a project (推进路径图, M04): one way with all its milestones, for pages, chat and the wall."""

from dataclasses import replace

from reports import phrases
from reports.fonts import Fonts
from reports.route_map_serpentine import (
    legend_strip,
    serpentine,
    standing_line,
    wall,
    wall_height,
    wall_width,
)
from reports.route_map_stations import (
    PROVISIONAL_NOTE,
    Fold,
    Item,
    folded,
    numbered,
    outlook,
    spare,
    verdict,
)
from reports.route_map_stations import RouteMap as RouteMap
from reports.route_map_stations import Station as Station
from reports.route_map_timeline import CHAT, PHONE, about, timeline
from reports.typesetting import pdf, picture

TEXT_LINES = 8  # of a text for chat: what matters most by itself


def route_map_svg(route: RouteMap, vertical: bool = False, heading: bool = True) -> str:
    """For pages 1440 wide, or `vertical` for phones 390 wide; without `heading` where the page says it already."""
    label = _label(route)
    return timeline(route, label, PHONE, heading) if vertical else serpentine(route, label, heading)


def route_map_png(route: RouteMap, fonts: Fonts) -> bytes:
    """1080 wide, at most 1600 high: runs of stations are told in a line when there are too many."""
    return picture(fonts.lettered(timeline(route, _label(route), CHAT)), CHAT.width, fonts)


# The wall: A3 lying, as large as the sheet allows.

ON_A_SHEET = 30
ROOM = (390.0, 204.0)  # mm for the way
LARGEST = 0.42  # mm a unit


def route_map_pdf(route: RouteMap, fonts: Fonts) -> bytes:
    """One sheet up to 30 stations, more go on as many as they need."""
    pages = max(1, -(-len(route.stations) // ON_A_SHEET))
    each = max(1, -(-len(route.stations) // pages))
    parts = [replace(route, stations=route.stations[n * each : (n + 1) * each]) for n in range(pages)]
    look = phrases.LOOKS[route.standing] if route.standing else None
    data = {
        "fonts": {"title": fonts.title, "title-weight": fonts.title_weight, "hei": fonts.hei},
        "head": f"{phrases.line(route.county)}重点项目推进路径图",
        "name": phrases.clipped(route.project, 40),
        "look": [look.label, look.ink] if look else None,
        "about": [phrases.clipped(words, 24) for words in about(route)],
        "standing": standing_line(route),
        "spare": spare(route.project_float) if route.stations and not route.is_complete else "",
        "alarm": route.project_float < 0,
        "cutoff": f"数据截至{phrases.day(route.day)}",
        "office": phrases.line(route.office),
        "note": PROVISIONAL_NOTE if route.provisional else "",
        "legend": fonts.lettered(legend_strip()),
        "day": [route.day.year, route.day.month, route.day.day],
        "pages": [_sheet(part, fonts, n < pages - 1) for n, part in enumerate(parts)],
    }
    return pdf("route_map.typ", data, fonts, route.day)


def _sheet(route: RouteMap, fonts: Fonts, more: bool) -> dict[str, object]:
    count = len(route.stations)
    per = max(range(min(2, count), min(10, count) + 1), key=lambda n: _scale(route, n)) if count else 3
    svg = fonts.lettered(wall(route, _label(route), per, more))
    return {"svg": svg, "width": wall_width(per) * _scale(route, per), "alt": _label(route)}


def _scale(route: RouteMap, per: int) -> float:
    return min(ROOM[0] / wall_width(per), ROOM[1] / wall_height(route, per), LARGEST)


def route_map_text(route: RouteMap, lines: int = TEXT_LINES) -> str:
    """The text that goes with the picture."""
    head = f"【推进路径图】{phrases.line(route.project)}"
    told = [standing_line(route)]
    if route.stations and not route.is_complete:
        told.append(spare(route.project_float))
    parts = [head, "　".join(about(route)), f"截至{phrases.day(route.day)}：{'　'.join(told)}"]
    parts += [_said(item) for item in folded(route.stations, lines)]
    if not route.stations:
        parts.append("未编制倒排工期。")
    if route.provisional:
        parts.append(PROVISIONAL_NOTE)
    return "\n".join(parts)


def _said(item: Item) -> str:
    if isinstance(item, Fold):
        return f"… {item.words}"
    look = phrases.MILESTONE_LOOKS[item.state]
    now = "【当前】" if item.current else ""
    tentative = "（日期暂定）" if item.provisional and not item.is_done else ""
    return (
        f"{look.symbol} {numbered(item)}：{now}{verdict(item)}，最晚{item.latest}，{outlook(item)}{tentative}"
    )


def _label(route: RouteMap) -> str:
    return route_map_text(route, len(route.stations)).replace("\n", "；")
