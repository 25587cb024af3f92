"""The route map as a way that winds across the page: for screens and for the wall."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reports import phrases
from reports.charts import FONT, INK, QUIET, drawing, fit, measured, text
from reports.drawing import ALARM_INK, PAPER, TODAY, chip, chip_width, look_chip, panel, track, wrapped
from reports.route_map_marks import INKS, before_today, legend, mark, passed
from reports.route_map_stations import (
    PROVISIONAL_NOTE,
    RouteMap,
    Station,
    against_target,
    numbered,
    outlook,
    promised,
    spare,
    verdict,
)
from reports.route_map_timeline import NO_PLAN, about

WIDTH, EDGE, STEP = 1440, 136, 228
RADIUS, NAME, NOTE, GAP = 22, 20, 16, 22
BELOW = RADIUS + 30  # from a mark to the first line of its words
ABOVE = 50  # room over a mark for the tag of today
MOST_IN_A_ROW = 6
BEND = 122  # from the last mark of a row to where the way turns: beyond the words below the mark
ASIDE = 74  # from a mark to the tag of today beside it
TITLE = 32


@dataclass(frozen=True, slots=True)
class Grid:
    """Where stations stand: rows run to and fro. `per`: stations in a full row."""

    stations: Sequence[Station]
    per: int
    width: float
    top: float = 0

    @property
    def step(self) -> float:
        return (self.width - 2 * EDGE) / max(self.per - 1, 1)

    @property
    def room(self) -> float:
        """For the words of one station."""
        return min(self.step - 20, 280) if self.per > 1 else min(self.width - 20, 400)

    @property
    def depth(self) -> float:
        """From a mark to below its last line."""
        names = max((len(self.names(station)) for station in self.stations), default=1)
        notes = max((len(_notes(station)) for station in self.stations), default=1)
        return BELOW + NAME * 1.2 * names + 2 + GAP * notes + 8

    @property
    def pitch(self) -> float:
        return self.depth + ABOVE

    @property
    def bottom(self) -> float:
        rows = max(1, -(-len(self.stations) // self.per))
        return self.top + self.pitch * rows

    def names(self, station: Station) -> list[str]:
        return wrapped(numbered(station), self.room, NAME, 2)

    def place(self, index: int) -> tuple[float, float]:
        row, column = divmod(index, self.per)
        y = self.top + ABOVE + self.pitch * row
        if self.per == 1:
            return self.width / 2, y
        across = column if row % 2 == 0 else self.per - 1 - column
        return EDGE + self.step * across, y

    def onward(self, index: int) -> int:
        """1 where the row runs to the right, -1 where it runs back."""
        return 1 if index // self.per % 2 == 0 else -1


def serpentine(route: RouteMap, label: str, heading: bool = True) -> str:
    """1440 wide, as a page shows it."""
    parts, y = _heading(route) if heading else ([], 0.0)
    count = len(route.stations)
    rows = max(1, -(-count // MOST_IN_A_ROW))
    grid = Grid(route.stations, max(1, -(-count // rows)), WIDTH, y + 10)
    foot, height = _foot(route, grid.bottom)
    parts = [panel(0, 0, WIDTH, height, PAPER), *parts, *_way(route, grid), *foot]
    return drawing(height, label, parts, FONT, WIDTH)


def wall(route: RouteMap, label: str, per: int, more: bool = False) -> str:
    """The way alone, `per` stations in a row. `more`: it goes on elsewhere, and so may today."""
    grid = Grid(route.stations, per, wall_width(per))
    return drawing(grid.bottom, label, _way(route, grid, more), FONT, grid.width)


def wall_width(per: int) -> float:
    return 2 * EDGE + STEP * (per - 1)


def wall_height(route: RouteMap, per: int) -> float:
    return Grid(route.stations, per, wall_width(per)).bottom


# The way


def _way(route: RouteMap, grid: Grid, more: bool = False) -> list[str]:
    stations = route.stations
    if not stations:
        return [text(grid.width / 2, grid.top + ABOVE + 30, NO_PLAN, NAME, "middle", QUIET)]
    parts = [_track(grid, n) for n in range(len(stations) - 1)]
    if not more or stations[-1].latest > route.day:
        parts += _today(grid, route.day)
    for index, station in enumerate(stations):
        x, y = grid.place(index)
        parts += mark(station.state, x, y, RADIUS, station.current)
        parts += _label(station, x, y + BELOW, grid)
    return parts


def _track(grid: Grid, index: int) -> str:
    stations = grid.stations
    (x, y), (to_x, to_y) = grid.place(index), grid.place(index + 1)
    ink = passed(stations[index].is_done, stations[index + 1].is_done)
    if to_y == y or grid.per == 1:
        return track(f"M{x:g} {y:g}L{to_x:g} {to_y:g}", ink, 8)
    side, corner = grid.onward(index), 26
    turn = x + side * BEND
    d = (
        f"M{x:g} {y:g}H{turn - side * corner:g}Q{turn:g} {y:g} {turn:g} {y + corner:g}"
        f"V{to_y - corner:g}Q{turn:g} {to_y:g} {turn - side * corner:g} {to_y:g}H{to_x:g}"
    )
    return track(d, ink, 8)


def _today(grid: Grid, day: date) -> list[str]:
    """A tag above the way, between what should be done by now and what comes after."""
    after = before_today([station.latest for station in grid.stations], day)
    if after == len(grid.stations):
        x, y = grid.place(after - 1)
        x += grid.onward(after - 1) * ASIDE
    elif (
        after % grid.per == 0
    ):  # at a turn, or before the first: in the new row's first stretch, not on the bend
        x, y = grid.place(after)
        x -= grid.onward(after) * ASIDE
    else:
        (x, y), (to_x, _) = grid.place(after - 1), grid.place(after)
        x = (x + to_x) / 2
    width = chip_width("今日", NOTE)
    return [
        track(f"M{x:g} {y - 14:g}V{y + 10:g}", TODAY, 4),
        *chip(x - width / 2, y - 20, "今日", NOTE, PAPER, TODAY),
    ]


def _label(station: Station, x: float, y: float, grid: Grid) -> list[str]:
    ink = ALARM_INK if station.is_overdue else INK
    strong = station.is_overdue or station.current
    parts = []
    for line in grid.names(station):
        parts.append(text(x, y, line, NAME, "middle", ink, strong))
        y += NAME * 1.2
    y += 2
    parts.append(text(x, y, verdict(station), NOTE + 1, "middle", INKS[station.state], station.is_overdue))
    for words, loud in _notes(station):
        y += GAP
        parts.append(text(x, y, fit(words, grid.room, NOTE), NOTE, "middle", ALARM_INK if loud else QUIET))
    return parts


def _notes(station: Station) -> list[tuple[str, bool]]:
    """The lines below a station's name and verdict, and which of them are bad news."""
    tentative = "日期暂定" if station.provisional and not station.is_done else ""
    lines = [
        (f"最晚{station.latest}", False),
        (promised(station), False),
        (outlook(station), station.slip > 0),
        ("　".join(filter(None, (tentative, phrases.line(station.owner)))), False),
    ]
    return [(words, loud) for words, loud in lines if words]


# Above and below


def _heading(route: RouteMap) -> tuple[list[str], float]:
    look = phrases.LOOKS[route.standing] if route.standing else None
    cutoff = f"截至{phrases.day(route.day)}"
    right = WIDTH - 32
    taken = measured(cutoff, 18) + 40 + (chip_width(look.label, 20) + 24 if look else 0)
    title = fit(phrases.line(route.project), right - 32 - taken, TITLE)
    parts = [
        text(32, 50, title, TITLE, bold=True),
        text(right, 50, cutoff, 18, "end", QUIET),
    ]
    if look:
        at = 32 + measured(title, TITLE) + 24
        parts += look_chip(at + chip_width(look.label, 20), 47, look, 20)
    short = "　".join(phrases.clipped(words, 26) for words in about(route))
    parts.append(text(32, 86, fit(short, WIDTH - 64, 18), 18, ink=QUIET))
    parts.append(text(32, 118, standing_line(route), 18, ink=INK))
    if not route.is_complete and route.stations:
        loud = ALARM_INK if route.project_float < 0 else INK
        parts.append(text(right, 118, spare(route.project_float), 22, "end", loud, bold=True))
    return parts, 140


def standing_line(route: RouteMap) -> str:
    """节点完成10/15（应完成13个）　目标2026-12-30　预计2027-01-20，比目标晚21天"""
    if not route.stations:
        return f"目标{route.target}"
    late = route.overdue
    finish = f"{'实际' if route.is_complete else '预计'}{route.finish}，{against_target(route)}"
    return "　".join(
        filter(
            None,
            (
                f"节点完成{route.done}/{len(route.stations)}（应完成{route.due}个）",
                f"逾期{len(late)}个，最长{late[0].days_late}天" if late else "",
                f"目标{route.target}",
                finish if route.finish else "",
            ),
        )
    )


def _foot(route: RouteMap, y: float) -> tuple[list[str], float]:
    y += 44
    parts, y = legend(32, y, WIDTH - 64 - 420, 17)
    source = fit(f"来源：{phrases.line(route.office)}", 420, 16)
    parts.append(text(WIDTH - 32, y, source, 16, "end", QUIET))
    if route.provisional:
        y += 30
        parts.append(text(32, y, PROVISIONAL_NOTE, 16, ink=QUIET))
    return parts, y + 26


def legend_strip() -> str:
    """The legend by itself, 700 by 30."""
    parts, _ = legend(0, 22, 700, 17)
    return drawing(30, "图例", parts, FONT, 700)
