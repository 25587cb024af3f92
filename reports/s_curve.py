"""The S-curve drawn: what should be done by plan, and what is done, which stops at the status date.

Told apart without colour: the plan is a thin line, the latest allowed a dashed one, what is done the thick one that
ends in a dot. Values stand in a column at the right that no line enters.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from reports.charts import FONT, GRID, INK, QUIET, fit, rule, text
from reports.fonts import Fonts
from reports.framed import HEADING, INNER, Title, framed, heading
from reports.phrases import day, line, money, percent, short_day
from reports.time_axis import TimeAxis
from reports.typesetting import pngs

LEFT, VALUES = 74, 168
HEAD, PANEL, HIGH = HEADING + 8, 396, 270  # of the title; of a panel with everything; of its plot
DONE_LINE = f'stroke="{INK}" stroke-width="4.4"'
PLANNED_LINE = 'stroke="#2F6598" stroke-width="2.4"'
LATEST_LINE = 'stroke="#7B8794" stroke-width="1.6" stroke-dasharray="7 5"'
STATUS = "#8F1D16"

Values = tuple[tuple[date, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """One pair of curves, in shares of the whole, or in 万元 when `in_wan`.

    latest: by the late dates, empty when there is none. planned_now, done_now: at the status date, as told beside
    the curves. facts: further lines of that column.
    """

    title: str
    planned: Values
    done: Values
    planned_now: Decimal | None
    done_now: Decimal | None
    latest: Values = ()
    in_wan: bool = False
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CurveChart:
    title: Title
    panels: tuple[Panel, ...]
    note: str = ""


def curve_label(chart: CurveChart) -> str:
    """The picture in words, for those who cannot see it."""
    title = chart.title
    said = "；".join(f"{one.title}：{'，'.join(_now(one))}" for one in chart.panels)
    return f"{line(title.words)}进度曲线，截至{day(title.day)}，{title.verdict[1]}。{said}"


def s_curve_svg(chart: CurveChart, font: str = FONT) -> str:
    parts = heading(chart.title, "进度曲线")
    axis = _axis(chart)
    for index, panel in enumerate(chart.panels):
        parts += _panel(panel, HEAD + PANEL * index, axis, chart.title.day)
    foot = HEAD + PANEL * len(chart.panels)
    if chart.note:
        parts.append(text(0, foot + 4, fit(chart.note, INNER, 14), 14, ink=QUIET))
    return framed(foot + 10, curve_label(chart), parts, font)


def s_curve_png(chart: CurveChart, fonts: Fonts) -> bytes:
    """1080 pixels wide, for chat."""
    return pngs([fonts.lettered(s_curve_svg(chart))], fonts, width=1080)[0]


def _axis(chart: CurveChart) -> TimeAxis:
    days = [
        chart.title.day,
        *(at for one in chart.panels for curve in (one.planned, one.done) for at, _ in curve),
    ]
    return TimeAxis(min(days), max(days) + timedelta(days=1), LEFT, INNER - VALUES - 8)


def _panel(panel: Panel, y: float, axis: TimeAxis, status: date) -> list[str]:
    top, foot = y + 36, y + 36 + HIGH
    most = _most(panel)
    at = axis.x(status)

    def height(value: Decimal) -> float:
        return round(foot - HIGH * float(value / most), 1)

    parts = [text(0, y + 18, panel.title, 17, bold=True), *axis.lines(top, foot)]
    for tick in _ticks(most, panel.in_wan):
        parts.append(rule(LEFT, height(tick), axis.right, height(tick), GRID))
        parts.append(text(LEFT - 8, height(tick) + 5, _tick(tick, panel.in_wan), 14, "end", QUIET))
    parts.append(rule(at, top - 4, at, foot + 44, STATUS, "5 4"))
    parts += axis.labels(foot + 39, foot + 20)
    x = min(max(at, LEFT + 44), axis.right - 44)
    parts.append(text(x, foot + 62, f"截至{short_day(status)}", 16, "middle", STATUS, bold=True))
    parts += _curves(panel, axis, height)
    return [*parts, *_column(panel, top)]


def _curves(panel: Panel, axis: TimeAxis, height: Callable[[Decimal], float]) -> list[str]:
    """Values are at the close of their day; what is done, as told in the morning of the status date."""

    def path(values: Values, look: str, status: date | None = None) -> str:
        places = ((axis.x(at) if at == status else axis.after(at), height(value)) for at, value in values)
        points = " ".join(f"{x:g},{y:g}" for x, y in places)
        return f'<polyline points="{points}" fill="none" stroke-linejoin="round" {look}/>'

    parts = []
    if panel.latest:
        parts.append(path(panel.latest, LATEST_LINE))
    if panel.planned:
        parts.append(path(panel.planned, PLANNED_LINE))
    if panel.done:
        last, value = panel.done[-1]
        parts.append(path(panel.done, DONE_LINE, last))
        parts.append(
            f'<circle cx="{axis.x(last):g}" cy="{height(value):g}" r="5.5" fill="{INK}" stroke="#FFFFFF" stroke-width="1.5"/>'
        )
    return parts


# The column at the right


def _column(panel: Panel, top: float) -> list[str]:
    x, y = INNER - VALUES + 8, top + 10
    samples = (
        (panel.done, DONE_LINE, _word(panel, "实际完成"), panel.done_now),
        (panel.planned, PLANNED_LINE, _word(panel, "计划完成"), panel.planned_now),
        (panel.latest, LATEST_LINE, "最晚须完成", None),
    )
    parts = []
    for values, look, word, value in samples:
        if not values:
            continue
        parts.append(f'<line x1="{x}" y1="{y - 5:g}" x2="{x + 28}" y2="{y - 5:g}" {look}/>')
        parts.append(text(x + 36, y, word, 15))
        if value is not None:
            parts.append(text(x + 36, y + 24, _said(value, panel.in_wan), 18, bold=values is panel.done))
        y += 34 if value is None else 58
    for fact in panel.facts:
        parts.append(text(x, y, fit(fact, VALUES - 8, 15), 15, bold=True))
        y += 24
    return parts


def _word(panel: Panel, word: str) -> str:
    return f"{word}投资" if panel.in_wan else word


def _now(panel: Panel) -> list[str]:
    pairs = ((panel.done_now, "实际完成"), (panel.planned_now, "计划完成"))
    return [f"{word}{_said(value, panel.in_wan)}" for value, word in pairs if value is not None]


def _said(value: Decimal, in_wan: bool) -> str:
    return money(value) if in_wan else percent(value)


# The scale


def _most(panel: Panel) -> Decimal:
    if not panel.in_wan:
        return Decimal(1)
    highest = max((v for values in (panel.planned, panel.done) for _, v in values), default=Decimal(0))
    step = _step(highest)
    return max((highest / step).to_integral_value(ROUND_CEILING), Decimal(1)) * step


def _step(highest: Decimal) -> Decimal:
    """1, 2 or 5 times a power of ten, so that four to eight of them reach the highest."""
    rough = max(highest, Decimal(1)) / 5
    power = Decimal(1).scaleb(rough.adjusted())
    return next(n * power for n in (Decimal(1), Decimal(2), Decimal(5), Decimal(10)) if n * power >= rough)


def _ticks(most: Decimal, in_wan: bool) -> list[Decimal]:
    step = _step(most) if in_wan else Decimal("0.2")
    return [step * n for n in range(int(most / step) + 1)]


def _tick(value: Decimal, in_wan: bool) -> str:
    return money(value).removesuffix("元") if in_wan and value else "0" if in_wan else percent(value, 0)
