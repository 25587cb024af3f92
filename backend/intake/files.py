"""From bytes to lines of cells, whatever program wrote the file: .xlsx, or text with commas, tabs or semicolons."""

import csv
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from backend.intake import workbook
from backend.intake.complaint import BadFile

LARGEST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 100
WIDEST_GAP = 2000  # blank rows; what stands below them strayed there, and a sheet has a million rows
SAVE_AS = "请用 Excel 或 WPS 打开后“另存为”.xlsx，再导入"


@dataclass(frozen=True, slots=True)
class Line:
    """`number` is the row as a spreadsheet program shows it; `title` when one merged cell spans the row."""

    number: int
    cells: tuple[Any, ...]
    title: bool = False


def read_named_sheets(source: Path | bytes) -> list[tuple[str, list[Line]]]:
    """Every visible sheet (or every way to split a text, titled "") as non-empty lines. Raises `BadFile`."""
    content = _content(source)
    if content.startswith(b"PK"):
        return [(title, _lines(sheet)) for title, sheet in _workbook(content)]
    _refuse_foreign(content)
    return [("", _lines(enumerate(rows, start=1))) for rows in _split(_decoded(content))]


def read_text(source: Path | bytes) -> str:
    """A text as it is, in whatever encoding it was saved. Raises `BadFile`."""
    content = _content(source)
    if content.startswith(b"PK"):
        raise BadFile("这是 Word 或 Excel 文件，请把通知全文复制到 .txt 文本文件，或填写放假安排表")
    _refuse_foreign(content)
    return _decoded(content)


def _content(source: Path | bytes) -> bytes:
    if isinstance(source, Path):
        try:
            if source.stat().st_size > LARGEST_BYTES:
                raise BadFile(f"文件超过 {LARGEST_BYTES // 1024 // 1024} MB，请拆成几份导入")
            source = source.read_bytes()
        except OSError as error:
            raise BadFile(f"文件打不开（{error.strerror}）") from error
    if len(source) > LARGEST_BYTES:
        raise BadFile(f"文件超过 {LARGEST_BYTES // 1024 // 1024} MB，请拆成几份导入")
    if not source.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise BadFile("文件是空的")
    return source


def _refuse_foreign(content: bytes) -> None:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise BadFile("文件设有打开密码，请先取消密码再导入")
        raise BadFile(f"这是旧版 .xls（或 .doc）文件，{SAVE_AS}")
    if content.startswith(b"%PDF"):
        raise BadFile("这是 PDF 文件，请导入 .xlsx 或 .csv")
    if content.lstrip()[:1] == b"<":
        raise BadFile(f"这是网页或 XML 文件，{SAVE_AS}")


def _workbook(content: bytes) -> list[tuple[str, workbook.Sheet]]:
    workbook.check(content)
    return workbook.sheets(content, MOST_COLUMNS)


def _decoded(content: bytes) -> str:
    marked = content[:2] in (b"\xff\xfe", b"\xfe\xff")  # what Excel calls Unicode text
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise BadFile("认不出文件的文字编码，也不是 .xlsx；请导入 .xlsx，或 UTF-8、GBK 编码的 .csv")


def _split(text: str) -> list[list[list[str]]]:
    """The text split by each separator it could have; whoever looks for a header finds the right one."""
    found, failure = [], None
    for delimiter in (d for d in ",\t;" if d in text):
        try:
            found.append(list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)))
        except csv.Error as error:
            failure = error
    if not found:
        raise BadFile(
            "文本里没有逗号、制表符或分号，不像表格" if failure is None else "文本里的引号不成对，请检查"
        )
    return found


def _lines(rows: Any) -> list[Line]:
    lines: list[Line] = []
    last = 0
    for number, cells, *title in rows:
        shown = tuple(cells[:MOST_COLUMNS])
        if any(cell is not None and str(cell).strip() for cell in shown):
            lines.append(Line(number, shown, *title))
            last = number
        if len(lines) > MOST_ROWS:
            raise BadFile(f"超过 {MOST_ROWS} 行，请拆成几份导入")
        if number - last > WIDEST_GAP:
            break
    return lines
