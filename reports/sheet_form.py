"""The form every sheet of an office has: title, who and when, head, rows, total, who signs."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from backend.domain.snapshot import MilestoneState, Snapshot
from backend.domain.standing import Standing
from reports import phrases
from reports.sheet import Cell, Choice, DayBound, Row, Sheet, Style, blank, letter
from reports.sheet_chart import BarChart
from reports.table import RIGHT, Column, Kind, Table, Value, breadth, lines, places, shown

GRID, HEAD = "9AA7B4", "E9EEF3"
TITLE = Style(font="方正小标宋简体", size=20, across="center")
NOTE = Style(font="楷体", size=10, wrap=True)
NOTE_RIGHT = replace(NOTE, across="right")
HEADER = Style(font="黑体", size=10, fill=HEAD, across="center", wrap=True, line=GRID)
BODY = Style(font="宋体", size=10, wrap=True, line=GRID)
CENTRED = replace(BODY, across="center")
FIGURE = replace(BODY, across="right", wrap=False)
LATE = replace(CENTRED, bold=True, ink="B3261E", format="0")
UNITS_PER_MM = 0.62  # column width of a sheet for one millimetre of a table on A4


def value_style(value: Value, column: Column, decimals: int = 0) -> Style:
    match column.kind:
        case Kind.TEXT:
            return BODY
        case Kind.NAME:
            return CENTRED
        case Kind.INTEGER:
            return replace(FIGURE, format="#,##0")
        case Kind.LATE:
            return LATE
        case Kind.FIGURE:
            return replace(FIGURE, format=own_format(value))
        case Kind.MONEY:
            return replace(FIGURE, format="#,##0" + ("." + "0" * decimals if decimals else ""))
        case Kind.PERCENT:
            return replace(FIGURE, format="0.0%")
        case Kind.POINTS:
            return replace(FIGURE, format="+0.0;[Red]-0.0;0.0")
        case Kind.DAY:
            return replace(CENTRED, format="yyyy-mm-dd")
        case Kind.STANDING:
            return standing_style(value)
        case Kind.MILESTONE:
            return milestone_style(value)


def own_format(value: Value) -> str:
    decimals = places(value) if isinstance(value, Decimal) else 0
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def standing_style(value: Value) -> Style:
    if not isinstance(value, Standing):
        return CENTRED
    look = phrases.LOOKS[value]
    return replace(CENTRED, font="黑体", fill=look.tint[1:], ink=look.ink[1:], wrap=False)


def milestone_style(value: Value) -> Style:
    if not isinstance(value, MilestoneState):
        return CENTRED
    look = phrases.MILESTONE_LOOKS[value]
    return replace(CENTRED, fill=look.tint[1:], ink=look.ink[1:], bold=value is MilestoneState.OVERDUE)


def written(value: Value) -> str | int | Decimal | date | None:
    """Numbers and days stay what they are; classes become symbol and word."""
    if isinstance(value, Standing | MilestoneState):
        return shown(value, Kind.TEXT)
    if isinstance(value, str) and value:
        return phrases.line(value)
    return value


def about(snapshot: Snapshot) -> str:
    return (
        f"填报单位：{phrases.line(snapshot.office)}　　填报日期：{phrases.day(snapshot.published_on)}"
        f"　　数据截至：{phrases.day(snapshot.cutoff)}"
    )


def heading(title: str, left: str, right: str, room: Sequence[float]) -> Iterator[Row]:
    """The first two rows: the title, and below it who and when at the left, units at the right."""
    count = len(room)
    yield Row([(title, TITLE), *blank(count - 1, TITLE)], 34, [(1, count)])
    cut = columns_for(breadth(left) + 2, room)
    cells: list[Cell] = [(left, NOTE), *blank(cut - 1, NOTE)]
    if cut < count:
        cells += [(right, NOTE_RIGHT), *blank(count - cut - 1, NOTE_RIGHT)]
    height = row_height([left, right], [sum(room[:cut]), sum(room[cut:])])
    yield Row(cells, height, [(1, cut), (cut + 1, count)])


def columns_for(needed: float, room: Sequence[float]) -> int:
    """How many columns from the left hold a text that wide; the last column is kept free."""
    cut, width = 1, room[0]
    while width < needed and cut < len(room) - 1:
        width += room[cut]
        cut += 1
    return cut


def signature(room: Sequence[float]) -> Row:
    """Who filled in, checked and answers, to be signed by hand: a third of the breadth each."""
    count, whole = len(room), sum(room)
    first = min(columns_for(whole / 3, room), max(count - 2, 1))
    second = max(first + 1, min(columns_for(whole * 2 / 3, room), count - 1))
    spans = [(1, first), (first + 1, second), (second + 1, count)]
    cells = blank(count, NOTE)
    for (start, _), who in zip(spans, ("填报人：", "审核人：", "负责人："), strict=True):
        if start <= count:
            cells[start - 1] = (who, NOTE)
    return Row(cells, 24, [s for s in spans if s[0] <= count])


def row_height(texts: Sequence[str], widths: Sequence[float], least: float = 18, each: float = 13.5) -> float:
    """High enough for the longest text to be read in full: Excel does not do it for us in printed merges."""
    most = max((lines(t, w - 2) for t, w in zip(texts, widths, strict=False) if t), default=1)
    return max(least, most * each + 4)


def widths(table: Table) -> list[float]:
    return [max(c.width * UNITS_PER_MM, breadth(c.title) / 2 + 2) for c in table.columns]


def form(
    table: Table,
    snapshot: Snapshot,
    *,
    title: str,
    landscape: bool = True,
    paper: str = "A4",
    rules: Sequence[Choice | DayBound] = (),
    charts: Sequence[BarChart] = (),
) -> Sheet:
    """A whole sheet around one table: head in row 3, first figures in row 4."""
    room, count = widths(table), len(table.columns)
    last = f"{letter(count)}{3 + len(table.rows)}"
    return Sheet(
        title=title,
        widths=room,
        rows=form_rows(table, snapshot, room),
        freeze="C4" if count > 2 else "A4",
        filter=f"A3:{last}" if table.rows else "",
        repeat="1:3",
        landscape=landscape,
        paper=paper,
        footer=phrases.line(snapshot.office),
        rules=rules if table.rows else (),
        charts=charts,
    )


def form_rows(table: Table, snapshot: Snapshot, room: Sequence[float]) -> Iterator[Row]:
    count = len(table.columns)
    yield from heading(table.caption, about(snapshot), table.note, room)
    yield Row(
        [(c.title, HEADER) for c in table.columns], row_height([c.title for c in table.columns], room, 24)
    )
    decimals = [table.decimals(i) if c.kind is Kind.MONEY else 0 for i, c in enumerate(table.columns)]
    for row in table.rows:
        yield body_row(row, table.columns, decimals, room)
    if not table.rows:
        yield Row([("本期无此项内容", CENTRED), *blank(count - 1, CENTRED)], 24, [(1, count)])
    if table.total:
        total = body_row(table.total, table.columns, decimals, room)
        yield replace(total, cells=[(v, replace(s, bold=True, fill="F5F7FA")) for v, s in total.cells])
    yield signature(room)


def body_row(
    row: Sequence[Value], columns: Sequence[Column], decimals: Sequence[int], room: Sequence[float]
) -> Row:
    cells: list[Cell] = []
    texts = []
    for value, column, decimal in zip(row, columns, decimals, strict=True):
        style = value_style(value, column, decimal)
        cells.append((phrases.NOTHING if value is None and column.kind in RIGHT else written(value), style))
        texts.append(phrases.line(value) if type(value) is str else "")
    return Row(cells, row_height(texts, room))
