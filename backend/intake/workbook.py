"""Reading .xlsx: values as shown, merged cells filled down, and nothing that could exhaust the machine."""

import re
import warnings
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from backend.intake.cells import NO_VALUE
from backend.intake.complaint import BadFile

# Row number, its cells, whether one merged cell spans most of the row.
Sheet = Iterable[tuple[int, list[Any], bool]]

LARGEST_UNPACKED = 100 * 1024 * 1024
MOST_PARTS = 2000
WIDE_MERGE = 3  # a value merged over so many columns is a heading, not data
TALLEST_MERGE = 5000
UNREADABLE = (
    InvalidFileException,
    BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    SyntaxError,  # what the XML parser raises
    RuntimeError,
    ArithmeticError,
)
MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')


@contextmanager
def _broken_is_refused() -> Iterator[None]:
    try:
        yield
    except BadFile:
        raise
    except UNREADABLE as error:
        raise BadFile("文件已损坏，打不开") from error


def check(content: bytes) -> None:
    """Raises `BadFile` for archives that are something else, locked, or blow up when unpacked."""
    with _broken_is_refused(), ZipFile(BytesIO(content)) as archive:
        names = set(archive.namelist())
        if any(part.flag_bits & 1 for part in archive.infolist()):
            raise BadFile("文件设有密码，请先取消密码再导入")
        if "word/document.xml" in names:
            raise BadFile("这是 Word 文件，请导入 .xlsx 或 .csv")
        if "xl/workbook.xml" not in names:
            raise BadFile("这不是 .xlsx 文件；请用 Excel 或 WPS “另存为”.xlsx，再导入")
        unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > LARGEST_UNPACKED or len(names) > MOST_PARTS:
            raise BadFile("文件解开后太大，请只保留要导入的表，或拆成几份")
        for part in (name for name in names if name.endswith((".xml", ".rels"))):
            with archive.open(part) as opened:
                if b"<!DOCTYPE" in opened.read(4096).upper():  # the way to entities that multiply
                    raise BadFile("文件里有不该有的内容（DOCTYPE），不予导入")


def sheets(content: bytes, most_columns: int) -> list[tuple[str, Sheet]]:
    """Every visible sheet by title, read as it is iterated. Raises `BadFile`, also while iterating."""
    with _broken_is_refused(), warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # about features a reader need not understand
        shown = load_workbook(BytesIO(content), read_only=True, data_only=True)
        written = load_workbook(BytesIO(content), read_only=True, data_only=False)
        merges = _merges(content)
    return [
        (sheet.title, _sheet(sheet, written[sheet.title], merges.get(sheet.title, []), most_columns))
        for sheet in shown.worksheets
        if sheet.sheet_state == "visible"
    ]


def _sheet(shown: Any, written: Any, merges: list[tuple[int, int, int, int]], width: int) -> Sheet:
    for sheet in (shown, written):
        sheet.reset_dimensions()  # some programs write a wrong one, and the rows beyond it would vanish
    fill: dict[tuple[int, int], Any] = {}
    anchors = {(top, left): bottom for left, top, _, bottom in merges}
    headings = {top for left, top, right, _ in merges if right - left + 1 >= WIDE_MERGE}
    for number, values in enumerate(_values(shown, written, width), start=1):
        for index, value in enumerate(values):
            column = index + 1
            # Words are meant for every row of the merge; a merged amount would be counted once a row.
            if (number, column) in anchors and isinstance(value, str):
                bottom = min(anchors[number, column], number + TALLEST_MERGE)
                fill.update({(row, column): value for row in range(number + 1, bottom + 1)})
            elif value is None and (number, column) in fill:
                values[index] = fill.pop((number, column))
        alone = sum(value is not None for value in values) == 1
        yield number, values, alone and number in headings


def _values(shown: Any, written: Any, width: int) -> Iterator[list[Any]]:
    rows = zip(
        shown.iter_rows(max_col=width, values_only=True), written.iter_rows(max_col=width), strict=False
    )
    while True:
        # Only the reading is inside: what goes wrong with whoever takes the rows is not the file's fault.
        with _broken_is_refused():
            pair = next(rows, None)
        if pair is None:
            return
        yield [
            NO_VALUE if value is None and cell.value is not None and cell.data_type == "f" else value
            for value, cell in zip(*pair, strict=False)
        ]


def _merges(content: bytes) -> dict[str, list[tuple[int, int, int, int]]]:
    """Sheet title → merged ranges as (left, top, right, bottom); a streaming reader does not tell them."""
    with ZipFile(BytesIO(content)) as archive:
        targets = {
            relation.get("Id"): relation.get("Target", "")
            for relation in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        }
        found = {}
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        for sheet in (element for element in book.iter() if element.tag.endswith("}sheet")):
            key = next((value for name, value in sheet.items() if name.endswith("}id")), "")
            part = "xl/" + targets.get(key, "").removeprefix("/xl/").removeprefix("xl/")
            if part in archive.namelist():
                refs = MERGE.findall(archive.read(part))
                found[sheet.get("name", "")] = [range_boundaries(ref.decode()) for ref in refs]
    return found  # type: ignore[return-value]  # a full range has four bounds
