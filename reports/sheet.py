"""Sheets → xlsx. The only writer of Excel files.

Rows are streamed: one styled cell per style is made once and filled again for each value, since making a
cell and looking up its style is most of the cost of a large sheet. Text can never become a formula.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.writer.excel import ExcelWriter

from reports.document import Archive, stamp
from reports.sheet_chart import BarChart, native

# A streamed sheet and its cells borrow most of what they do from the plain ones; the type stubs know little of it.
Page = Any
StyledCell = Any
Value = str | int | Decimal | date | None

RISKY = "=+-@＝＋－＠"
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
LONGEST = 32_767  # characters in one cell
PAPER = {"A4": 9, "A3": 8}


@dataclass(frozen=True, slots=True)
class Style:
    """What a cell looks like. Colours as RRGGBB; `line` is the colour of a thin frame, "" for none.

    `edge` makes the right side a bold dashed line of that colour: the mark of a day in a row of weeks.
    """

    font: str = "宋体"
    size: float = 10
    bold: bool = False
    ink: str = "000000"
    fill: str = ""
    across: str = "left"
    down: str = "center"
    wrap: bool = False
    shrink: bool = False
    format: str = "General"
    line: str = ""
    edge: str = ""


Cell = tuple[Value, Style]


@dataclass(frozen=True, slots=True)
class Row:
    """`spans` are merged cells, as (first, last) column numbers from 1. A height in points, None for the usual one."""

    cells: Sequence[Cell]
    height: float | None = None
    spans: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A drop-down on a range of cells."""

    cells: str
    options: tuple[str, ...]
    complaint: str


@dataclass(frozen=True, slots=True)
class DayBound:
    """Only days from `first` to `last` may be typed into a range of cells."""

    cells: str
    first: date
    last: date
    complaint: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `freeze` is the first cell that scrolls; `repeat` the rows printed on every page, as "1:4".

    `merges` are blocks over several rows; those of one row are in its `spans`. `folded`: numbers of columns put away
    until somebody opens them, and not printed till then.
    """

    title: str
    widths: Sequence[float]
    rows: Iterable[Row]
    freeze: str = ""
    filter: str = ""
    repeat: str = ""
    merges: Sequence[str] = ()
    paper: str = "A4"
    landscape: bool = True
    footer: str = ""
    rules: Sequence[Choice | DayBound] = ()
    charts: Sequence[BarChart] = ()
    folded: Sequence[int] = ()


def xlsx(sheets: Sequence[Sheet], *, title: str, office: str, day: date) -> bytes:
    """The file's bytes; the same sheets and day give the same bytes."""
    book = Workbook(write_only=True)
    book.calculation = CalcProperties(fullCalcOnLoad=False)
    for sheet in sheets:
        write(book, sheet)
    at = stamp(day).replace(tzinfo=None)
    book.properties.title, book.properties.creator = clean(title), clean(office)
    book.properties.created = book.properties.modified = at
    out = BytesIO()
    ExcelWriter(book, Archive(out, "w", ZIP_DEFLATED)).save()
    return out.getvalue()


def write(book: Workbook, sheet: Sheet) -> None:
    page: Page = book.create_sheet(sheet.title)
    set_up(page, sheet)
    pens = Pens(page)
    merges = [CellRange(area) for area in sheet.merges]
    for number, row in enumerate(sheet.rows, 1):
        if row.height is not None:
            page.row_dimensions[number].height = row.height
        page.append(pens.cells(row))
        merges += [CellRange(None, a, number, b, number) for a, b in row.spans if b > a]
    page.merged_cells = OrderedRanges(merges)
    if sheet.filter:
        page.auto_filter.ref = sheet.filter
    for rule in sheet.rules:
        page.data_validations.append(validation(rule))
    for chart in sheet.charts:
        page.add_chart(native(page, chart), chart.anchor)


class OrderedRanges(MultiCellRange):
    """Merged cells written in the order of the sheet; a set's order would change from run to run."""

    def __iter__(self) -> Iterator[CellRange]:
        return iter(self.sorted())


def set_up(page: Page, sheet: Sheet) -> None:
    page.sheet_view.showGridLines = False
    page.sheet_view.zoomScale = 85
    page.freeze_panes = sheet.freeze or None
    for index, width in enumerate(sheet.widths, 1):
        page.column_dimensions[letter(index)].width = width
    for index in sheet.folded:
        fold = page.column_dimensions[letter(index)]
        fold.outlineLevel, fold.hidden = 1, True
    setup = page.page_setup
    setup.paperSize, setup.orientation = PAPER[sheet.paper], "landscape" if sheet.landscape else "portrait"
    setup.fitToWidth, setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_options.horizontalCentered = True
    margins = page.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.header, margins.footer = 0.5, 0.75, 0.3, 0.35
    page.oddFooter.left.text = sheet.footer.replace("&", "&&")
    page.oddFooter.center.text = "第 &P 页 / 共 &N 页"
    if sheet.repeat:
        page.print_title_rows = sheet.repeat


def validation(rule: Choice | DayBound) -> DataValidation:
    match rule:
        case Choice():
            made = DataValidation(type="list", formula1='"{}"'.format(",".join(rule.options)))
        case DayBound():
            made = DataValidation(
                type="date", operator="between", formula1=serial(rule.first), formula2=serial(rule.last)
            )
    made.allow_blank = True
    made.showErrorMessage = True
    made.errorTitle, made.error = "填写有误", rule.complaint
    made.add(rule.cells)
    return made


def letter(column: int) -> str:
    """1 → A"""
    return get_column_letter(column)


def serial(day: date) -> str:
    """Excel's number of a day."""
    return str((day - date(1899, 12, 30)).days)


def clean(text: str) -> str:
    """Text that any reader of the file accepts: no control characters, no half surrogates, not over-long."""
    return FORBIDDEN.sub("", text.replace("\t", " "))[:LONGEST]


class Pens:
    """One ready cell per style of a sheet."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.made: dict[tuple[Style, bool], StyledCell] = {}

    def cells(self, row: Row) -> Iterator[StyledCell]:
        """The row's cells, each valid only until the next is asked for: they share their cell objects."""
        for value, style in row.cells:
            if isinstance(value, str):
                text = clean(value)
                pen = self.pen(style, text.lstrip()[:1] in RISKY if text.strip() else False)
                pen._value, pen.data_type = text, "s"
            else:
                pen = self.pen(style, False)
                pen._value, pen.data_type = value, "d" if isinstance(value, date) else "n"
            yield pen

    def pen(self, style: Style, quoted: bool) -> StyledCell:
        found = self.made.get((style, quoted))
        if found is None:
            found = self.made[style, quoted] = dressed(WriteOnlyCell(self.page), style)
            found.quotePrefix = quoted
        return found


def dressed(cell: StyledCell, style: Style) -> StyledCell:
    cell.font = Font(name=style.font, size=style.size, bold=style.bold, color=f"FF{style.ink}")
    cell.alignment = Alignment(
        horizontal=style.across, vertical=style.down, wrap_text=style.wrap, shrink_to_fit=style.shrink
    )
    cell.number_format = style.format
    if style.fill:
        cell.fill = PatternFill("solid", fgColor=f"FF{style.fill}")
    thin = Side("thin", f"FF{style.line}") if style.line else Side()
    dashed = Side("mediumDashed", f"FF{style.edge}") if style.edge else thin
    cell.border = Border(left=thin, right=dashed, top=thin, bottom=thin)
    return cell


def blank(count: int, style: Style) -> list[Cell]:
    return [(None, style)] * count
