"""The empty form as a workbook: drop-downs, an example that is not imported, and a sheet that explains every column."""

from collections.abc import Mapping, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from backend.intake.forms import Column, Form

HEADER_ROW, EXAMPLE_ROW, LAST_ROW = 3, 4, 1000
WIDE = 12  # columns that still fit on A4
SOFT = frozenset(
    {"roles", "leaders", "secretaries", "aliases", "regions", "unit", "region", "code", "name", "calendar"}
)
FONT = "宋体"
LINE = Border(*(Side(style="thin", color="9AA5B1"),) * 4)
HEADER_FILL = PatternFill("solid", fgColor="DCE6F2")
REQUIRED_FILL = PatternFill("solid", fgColor="F8D7B5")
EXAMPLE_FILL = PatternFill("solid", fgColor="F2F2F2")


def write_form(form: Form, known: Mapping[str, Sequence[str]] | None = None) -> bytes:
    """An .xlsx; `known` offers what is already in the register, by column key (region, unit, leaders…)."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101  a new workbook has one
    sheet.title = form.name
    _head(sheet, form)
    _body(sheet, form)
    _explain(book.create_sheet("填表说明"), form)
    _offer(book, sheet, form, known or {})
    _print_setup(sheet, form)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _head(sheet: Worksheet, form: Form) -> None:
    last = len(form.columns)
    _put(sheet, 1, 1, form.title, Font(FONT, 18, bold=True), wrap=False)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=last)
    notice = "标 * 为必填；灰色的是示例，不会导入；各列怎么填见“填表说明”。"
    _put(sheet, 2, 1, notice, Font(FONT, 10, color="7F4F00"), wrap=False, centre=False)
    sheet.merge_cells(start_row=2, end_row=2, start_column=1, end_column=last)
    for at, column in enumerate(form.columns, start=1):
        heading = column.heading + (" *" if column.required else "")
        _put(sheet, HEADER_ROW, at, heading, Font(FONT, 11, bold=True))
        cell = sheet.cell(HEADER_ROW, at)
        cell.fill = REQUIRED_FILL if column.required else HEADER_FILL
        cell.border = LINE
        dimension = sheet.column_dimensions[get_column_letter(at)]
        # A step's link typed as 3-2 far below the ruled rows must not turn into the third of February.
        dimension.width, dimension.number_format = column.width, _number_format(column)
    for row, height in ((1, 34), (2, 20), (HEADER_ROW, 34)):
        sheet.row_dimensions[row].height = height
    sheet.freeze_panes = f"D{EXAMPLE_ROW}"


def _shown_rows(form: Form) -> range:
    """The examples and what fits on one page; more rows may follow."""
    return range(EXAMPLE_ROW, EXAMPLE_ROW + (31 if len(form.columns) > WIDE else 17))


def _body(sheet: Worksheet, form: Form) -> None:
    first_free = EXAMPLE_ROW + len(form.examples)
    for row, example in enumerate(form.examples, start=EXAMPLE_ROW):
        for at, value in enumerate(example, start=1):
            _put(sheet, row, at, value, Font(FONT, 10, italic=True, color="808080"))
            sheet.cell(row, at).fill = EXAMPLE_FILL
    for at, column in enumerate(form.columns, start=1):
        for row in _shown_rows(form):
            cell = sheet.cell(row, at)
            cell.border = LINE
            if row >= first_free:
                cell.alignment = Alignment(vertical="center", wrap_text=True)
                cell.number_format = _number_format(column)
    for row in _shown_rows(form):
        sheet.row_dimensions[row].height = 24


def _number_format(column: Column) -> str:
    """Text for all that is no date or amount, so that codes and phones keep their zeros."""
    if column.is_date:
        return "yyyy-mm-dd"
    return "General" if column.unit or column.key == "serial" else "@"


def _explain(sheet: Worksheet, form: Form) -> None:
    _put(sheet, 1, 1, f"{form.title}填表说明", Font(FONT, 16, bold=True), wrap=False, centre=False)
    for row, sentence in enumerate(form.notes, start=2):
        _put(sheet, row, 1, f"{row - 1}. {sentence}", Font(FONT, 11), wrap=False, centre=False)
    top = len(form.notes) + 3
    for at, title in enumerate(("列名", "必填", "怎么填", "示例"), start=1):
        _put(sheet, top, at, title, Font(FONT, 11, bold=True))
        sheet.cell(top, at).fill = HEADER_FILL
        sheet.cell(top, at).border = LINE
    examples = (next(filter(None, values), "") for values in zip(*form.examples, strict=True))
    for row, (column, example) in enumerate(zip(form.columns, examples, strict=True), start=top + 1):
        note = column.note or "照实填写。"
        cells = (column.heading, "是" if column.required else "", note, example)
        for at, value in enumerate(cells, start=1):
            _put(sheet, row, at, value, Font(FONT, 11), centre=at == 2)
            sheet.cell(row, at).border = LINE
        sheet.row_dimensions[row].height = 16 * (1 + len(note) // 44) + 6
    for letter, width in zip("ABCD", (20, 7, 68, 28), strict=True):
        sheet.column_dimensions[letter].width = width
    _fit(sheet, "9", 1)


def _offer(book: Workbook, sheet: Worksheet, form: Form, known: Mapping[str, Sequence[str]]) -> None:
    """Drop-downs from a hidden sheet: a list inside the rule itself may only have 255 characters."""
    lists = book.create_sheet("选项")
    lists.sheet_state = "hidden"
    for at, column in enumerate(form.columns, start=1):
        span = f"{get_column_letter(at)}{EXAMPLE_ROW}:{get_column_letter(at)}{LAST_ROW}"
        options = column.options or tuple(known.get(column.key, ()))[: LAST_ROW - 1]
        if options:
            for row, option in enumerate(options, start=1):
                _put(lists, row, at, option, Font(FONT, 11), wrap=False)
            letter = get_column_letter(at)
            rule = DataValidation("list", f"选项!${letter}$1:${letter}${len(options)}", allow_blank=True)
            rule.showErrorMessage = column.key not in SOFT  # several names may go into one cell
            rule.error, rule.errorTitle = "请从下拉列表中选择", column.title
        elif column.is_date:
            rule = DataValidation(
                "date",
                operator="between",
                formula1="DATE(1990,1,1)",
                formula2="DATE(2100,12,31)",
                allow_blank=True,
            )
            rule.errorStyle, rule.showErrorMessage = "warning", True
            rule.error, rule.errorTitle = "请填日期，如 2026-12-18；只知道月份的可写 2026年12月", column.title
        else:
            continue
        rule.add(span)
        sheet.add_data_validation(rule)


def _print_setup(sheet: Worksheet, form: Form) -> None:
    _fit(sheet, "8" if len(form.columns) > WIDE else "9", 0)  # A3, A4
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.print_options.horizontalCentered = True
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.8)
    footer = HeaderFooterItem()
    footer.center.text = "第 &P 页，共 &N 页"
    sheet.oddFooter = footer


def _fit(sheet: Worksheet, paper: str, pages_high: int) -> None:
    """One page wide; 0 pages high is as many as it takes."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = paper
    sheet.page_setup.fitToHeight = pages_high
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _put(
    sheet: Worksheet, row: int, at: int, value: str, font: Font, *, wrap: bool = True, centre: bool = True
) -> None:
    cell = sheet.cell(row, at, value or None)
    if cell.data_type == "f":  # a name from the register may begin with "="
        cell.data_type = "s"
    cell.font = font
    cell.number_format = "@"
    cell.alignment = Alignment(horizontal="center" if centre else "left", vertical="center", wrap_text=wrap)
