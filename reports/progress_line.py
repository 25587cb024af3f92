"""The progress line (前锋线) drawn: a planned bar a step, its done part filled, and the line bent through where each stands.

Read without colour: done is dark, what is behind is hatched and told in days, the line is the thickest of all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from backend.domain.progress_line import Point, bent
from reports import progress_phrases
from reports.charts import FONT, INK, QUIET, box, fit, rule, text
from reports.fonts import Fonts
from reports.framed import INNER, Title, framed, heading
from reports.phrases import day, line, short_day
from reports.time_axis import TimeAxis
from reports.typesetting import pngs

MOST_ROWS = 60
NAMES, STANDS = 190, 118
HEAD, YEARS, MONTHS = 106, 80, 98
ROWS_ROOM, ROW_MOST, ROW_LEAST = 915.0, 32.0, 15.2
PLANNED, DONE, PRESUMED, LATE = "#C9D3DE", "#2F6598", "#86A9C8", "#B3261E"
STATUS = "#8F1D16"
HATCH = (
    '<defs><pattern id="behind" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="#FBE4E2"/><rect width="3" height="6" fill="#B3261E"/></pattern></defs>'
)


@dataclass(frozen=True, slots=True)
class LineChart:
    title: Title
    points: tuple[Point, ...]


def line_label(chart: LineChart) -> str:
    """The picture in words, for those who cannot see it."""
    title = chart.title
    bends = [
        f"{line(point.step.name)}{progress_phrases.stand(point, title.day)}" for point in bent(chart.points)
    ]
    said = "；".join(bends) or "各步骤均在计划位置"
    return f"{line(title.words)}前锋线，截至{day(title.day)}，{title.verdict[1]}：{said}"


def progress_line_svg(chart: LineChart, font: str = FONT) -> str:
    shown = rows_shown(chart.points)
    row = min(ROW_MOST, max(ROW_LEAST, ROWS_ROOM / max(len(shown), 1)))
    foot = HEAD + row * max(len(shown), 1)
    axis = time_axis(shown, chart.title.day)
    parts = [HATCH, *heading(chart.title, "前锋线"), *axis.labels(YEARS, MONTHS), *axis.lines(HEAD - 2, foot)]
    if not shown:
        parts.append(text(NAMES + 10, HEAD + 22, "没有步骤", 16, ink=QUIET))
    for index, point in enumerate(shown):
        parts += _row(point, HEAD + row * index, row, axis, chart.title.day)
    parts += _line(shown, row, axis, chart.title.day, foot)
    parts += _foot(chart, len(shown), foot, axis)
    return framed(foot + 90, line_label(chart), parts, font)


def progress_line_png(chart: LineChart, fonts: Fonts) -> bytes:
    """1080 pixels wide, for chat."""
    return pngs([fonts.lettered(progress_line_svg(chart))], fonts, width=1080)[0]


def rows_shown(points: tuple[Point, ...]) -> list[Point]:
    """As many as can be read: of a longer plan those that bend the line, then those at work, then the nearest nodes."""
    if len(points) <= MOST_ROWS:
        return list(points)

    def rank(at: int) -> tuple[bool, int, bool, bool]:
        point = points[at]
        return (not point.days, -abs(point.days), not point.step.is_under_way, not point.step.milestone)

    chosen = sorted(range(len(points)), key=rank)[:MOST_ROWS]
    return [points[at] for at in sorted(chosen)]


def time_axis(points: Sequence[Point], status: date) -> TimeAxis:
    days = [status, *(d for p in points for d in (p.planned_start, p.planned_finish, p.stands_at))]
    first, last = min(days), max(days)
    margin = timedelta(days=max((last - first).days // 50, 1))
    return TimeAxis(first - margin, last + margin, NAMES + 4, INNER - STANDS - 16)


# One step


def _row(point: Point, y: float, row: float, axis: TimeAxis, status: date) -> list[str]:
    size = 16 if row >= 24 else 14 if row < 18 else 15
    base = y + row / 2 + size * 0.36
    look = progress_phrases.look(point, status)
    behind = point.days < 0
    name = text(NAMES - 8, base, fit(line(point.step.name), NAMES - 8, size * 1.06), size, "end", bold=behind)
    stands = [
        text(INNER - STANDS, base, look.symbol, size, ink=look.ink),
        text(INNER - STANDS + size + 5, base, progress_phrases.stand(point, status), size, ink=look.ink, bold=behind),
    ]  # fmt: skip
    return [name, *_bar(point, y + row / 2, row, axis, status), *stands]


def _bar(point: Point, middle: float, row: float, axis: TimeAxis, status: date) -> list[str]:
    high = round(row * 0.56, 1)
    top = round(middle - high / 2, 1)
    start, end = axis.x(point.planned_start), axis.after(point.planned_finish)
    parts = []
    if point.step.days:
        parts.append(_outlined(start, top, end - start, high, point.provisional))
        reached = end if point.step.is_done else min(max(axis.x(point.stands_at), start), end)
        if reached > start and (point.step.is_done or point.step.is_under_way):
            fill = PRESUMED if point.presumed else DONE
            parts.append(box(start, top, round(reached - start, 1), high, fill))
        due = min(axis.x(status), end)
        if point.days < 0 and due > reached:
            parts.append(box(reached, top, round(due - reached, 1), high, "url(#behind)"))
    if point.step.milestone or not point.step.days:
        parts.append(_diamond(point, end, middle, min(9.0, row * 0.46)))
    return parts


def _outlined(x: float, y: float, width: float, height: float, provisional: bool) -> str:
    edge = ' stroke="#52606D" stroke-width="1.5" stroke-dasharray="4 3"' if provisional else ""
    return f'<rect x="{x:g}" y="{y:g}" width="{max(width, 2):g}" height="{height:g}" fill="{PLANNED}"{edge}/>'


def _diamond(point: Point, x: float, y: float, r: float) -> str:
    fill = DONE if point.step.is_done else LATE if point.days < 0 else "#FFFFFF"
    corners = f"{x:g},{y - r:g} {x + r:g},{y:g} {x:g},{y + r:g} {x - r:g},{y:g}"
    dashes = ' stroke-dasharray="3 2"' if point.provisional else ""
    return f'<polygon points="{corners}" fill="{fill}" stroke="{INK}" stroke-width="1.5"{dashes}/>'


# The line


def _line(shown: Sequence[Point], row: float, axis: TimeAxis, status: date, foot: float) -> list[str]:
    at = axis.x(status)
    middles = [round(HEAD + row * (index + 0.5), 1) for index in range(len(shown))]
    corners = [
        (at, HEAD - 4.0),
        *((axis.x(point.stands_at), y) for point, y in zip(shown, middles, strict=True)),
        (at, round(foot + 4, 1)),
    ]
    path = " ".join(f"{x:g},{y:g}" for x, y in corners)
    parts = [
        rule(at, HEAD - 4, at, foot + 10, STATUS, "5 4"),
        f'<polyline points="{path}" fill="none" stroke="#FFFFFF" stroke-width="6" stroke-opacity="0.75"/>',
        f'<polyline points="{path}" fill="none" stroke="{INK}" stroke-width="2.6" stroke-linejoin="round"/>',
    ]
    for point, y in zip(shown, middles, strict=True):
        if point.days:
            fill = LATE if point.days < 0 else "#0072B2"
            parts.append(
                f'<circle cx="{axis.x(point.stands_at):g}" cy="{y:g}" r="{min(4.5, row * 0.27):g}" fill="{fill}"'
                ' stroke="#FFFFFF" stroke-width="1.2"/>'
            )
    return parts


def _foot(chart: LineChart, rows: int, foot: float, axis: TimeAxis) -> list[str]:
    tag = f"截至{short_day(chart.title.day)}"
    x = min(max(axis.x(chart.title.day), axis.left + 44), axis.right - 44)
    parts = [text(x, foot + 27, tag, 16, "middle", STATUS, bold=True)]
    parts += _legend(chart.points, foot + 58)
    left = len(chart.points) - rows
    note = (
        "天数均为工作日；只画偏离最多和在办的步骤，" + f"另有{left}个未画。" if left else "天数均为工作日。"
    )
    return [*parts, text(0, foot + 86, note, 14, ink=QUIET)]


def _legend(points: Sequence[Point], y: float) -> list[str]:
    parts, x = [], 0.0
    for sample, words in _samples(points):
        parts.append(f'<g transform="translate({x:g},{y:g})">{sample}{text(30, 0, words, 14)}</g>')
        x += 30 + 14 * len(words) + 16
    return parts


def _samples(points: Sequence[Point]) -> list[tuple[str, str]]:
    """Drawn above and right of their origin, with what they are called."""
    found = [(box(0, -11, 24, 11, PLANNED), "计划"), (box(0, -11, 24, 11, DONE), "已完成")]
    if any(point.presumed for point in points):
        found.append((box(0, -11, 24, 11, PRESUMED), "按天数推算"))
    found.append((box(0, -11, 24, 11, "url(#behind)"), "落后"))
    bend = f'<polyline points="0,-12 16,-6 2,0" fill="none" stroke="{INK}" stroke-width="2.6"/>'
    found.append((bend, "前锋线"))
    if any(point.step.milestone or not point.step.days for point in points):
        found.append((f'<polygon points="12,-13 20,-5 12,3 4,-5" fill="#FFFFFF" stroke="{INK}"/>', "节点"))
    if any(point.provisional for point in points):
        found.append((_outlined(0, -11, 24, 11, True), "日期暂定"))
    return found
