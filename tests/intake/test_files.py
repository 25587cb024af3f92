"""Files of every make: what can be read is read, what cannot is refused as a whole and says why."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from backend.intake import files
from backend.intake.projects import read_projects
from tests.intake import sheets

HEADER = ["项目编号", "项目名称", "总投资（万元）"]
ROWS = [HEADER, ["A1", "医院", "3.2亿"], ["A2", "环城路，二期", "1200"]]


def names(content: bytes | Path) -> list[str]:
    found = read_projects(content)
    assert found.complaints == ()
    return [row.name for row in found.rows]


def refusal(content: bytes | Path) -> str:
    found = read_projects(content)
    assert found.rows == ()
    assert len(found.complaints) == 1
    assert found.complaints[0].line is None
    return str(found.complaints[0])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_is_read_in_each_encoding_and_with_each_separator(encoding: str, delimiter: str) -> None:
    assert names(sheets.text(ROWS, delimiter, encoding)) == ["医院", "环城路，二期"]


def test_a_workbook_is_read_from_a_path_and_from_bytes(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(sheets.xlsx(ROWS))
    assert names(path) == names(path.read_bytes()) == ["医院", "环城路，二期"]


def test_what_a_file_is_called_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    path.write_bytes(sheets.xlsx(ROWS))
    assert names(path) == ["医院", "环城路，二期"]


def test_a_line_break_inside_a_quoted_cell_does_not_shift_the_row_numbers() -> None:
    found = read_projects(sheets.text([HEADER, ["A1", "医\n院", "1"], ["A2", "路", "多少"]]))
    assert found.rows[0].name == "医院"
    assert [complaint.line for complaint in found.complaints] == [3]


def test_the_sheet_that_looks_like_the_form_is_taken_and_hidden_ones_are_not() -> None:
    book = Workbook()
    book.active.append(["说明", "随便写写"])
    for title, rows in (("隐藏", [HEADER, ["X", "旧的", 1]]), ("台账", ROWS)):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book["隐藏"].sheet_state = "hidden"
    assert names(sheets.saved(book)) == ["医院", "环城路，二期"]


def test_a_sheet_whose_size_is_noted_wrongly_is_read_to_its_end() -> None:
    def shrink(part: str, data: bytes) -> bytes:
        return data.replace(b'<dimension ref="A1:C3"', b'<dimension ref="A1"') if "sheet1" in part else data

    assert names(rezipped(sheets.xlsx(ROWS), shrink)) == ["医院", "环城路，二期"]


def test_words_merged_downwards_hold_for_every_row_but_amounts_for_one() -> None:
    header = ["项目编号", "项目名称", "所属地区", "总投资（万元）"]
    rows = [header, ["A1", "甲", "东城", 100], ["A2", "乙", None, None], ["A3", "丙", "西城", 5]]
    found = read_projects(sheets.xlsx(rows, merges=["C2:C3", "D2:D3"])).rows

    assert [row.changes["region"] for row in found] == ["东城", "东城", "西城"]
    assert ["total_wan" in row.changes for row in found] == [True, False, True]


def test_a_header_of_two_merged_rows_is_understood() -> None:
    rows = [
        ["项目编号", "项目名称", "投资", None],
        [None, None, "总投资(亿元)", "2027年计划投资(万元)"],
        ["A1", "甲", 1.5, 20],
    ]
    found = read_projects(sheets.xlsx(rows, merges=["A1:A2", "B1:B2", "C1:D1"])).rows

    assert found[0].changes["total_wan"] == 15000
    assert found[0].plans == {2027: 20}


def test_a_formula_nobody_has_calculated_is_a_complaint() -> None:
    found = read_projects(sheets.xlsx([HEADER, ["A1", "医院", "=1+1"]]))
    assert [str(complaint) for complaint in found.complaints] == [
        "第 2 行「总投资（万元）」：公式还没有计算结果，请在 Excel 或 WPS 中打开保存一次，或直接填数值"
    ]


def test_a_calculated_formula_is_its_value() -> None:
    def calculate(part: str, data: bytes) -> bytes:
        return data.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>").replace(
            b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>"
        )

    content = rezipped(sheets.xlsx([HEADER, ["A1", "医院", "=1+1"]]), calculate)
    assert read_projects(content).rows[0].changes["total_wan"] == 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "空的"),
        (b"\xef\xbb\xbf\r\n ", "空的"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, ".xls"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"<html><table></table></html>", "网页"),
        (b"PK\x03\x04 broken", "损坏"),
        (bytes(range(128, 256)) * 3, "编码"),
        (b"\x00\x01\x02,\x03", "编码"),
        ("项目编号 项目名称".encode(), "不像表格"),
        (b'"a,b\nc', "引号"),
        ("标题,没有表头\n1,2".encode(), "没有找到表头"),
        (b"a," * (files.LARGEST_BYTES // 2 + 1), "超过 20 MB"),
        (sheets.text([["项目编号", "项目名称"], *[["x", "y"]] * 20_001]), "超过 20000 行"),
    ],
    ids=lambda value: None if isinstance(value, bytes) else value,
)
def test_what_is_no_table_is_refused_with_the_reason(content: bytes, reason: str) -> None:
    assert reason in refusal(content)


def archive(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return out.getvalue()


def rezipped(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return archive({name: change(name, packed.read(name)) for name in packed.namelist()})


def test_archives_that_are_no_workbook_are_refused() -> None:
    assert "Word" in refusal(archive({"word/document.xml": b"<x/>"}))
    assert "不是 .xlsx" in refusal(archive({"xl/workbook.bin": b""}))
    assert "损坏" in refusal(archive({"xl/workbook.xml": b"<x/>"}))


def test_an_archive_that_blows_up_is_refused_before_it_is_unpacked() -> None:
    zeros = b"\x00" * (101 * 1024 * 1024)
    assert "太大" in refusal(archive({"xl/workbook.xml": b"<x/>", "xl/media/bomb": zeros}))


def test_entities_are_refused() -> None:
    def bomb(part: str, data: bytes) -> bytes:
        declared = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'
        return declared + data if part.endswith("sheet1.xml") else data

    assert "DOCTYPE" in refusal(rezipped(sheets.xlsx(ROWS), bomb))


def test_a_sheet_torn_in_the_middle_is_refused() -> None:
    def tear(part: str, data: bytes) -> bytes:
        return data[: len(data) // 2] if part.endswith("sheet1.xml") else data

    assert "损坏" in refusal(rezipped(sheets.xlsx(ROWS), tear))


def test_a_locked_archive_is_refused() -> None:
    content = bytearray(sheets.xlsx(ROWS))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        flags = content.find(mark) + (6 if mark == b"PK\x03\x04" else 8)
        content[flags] |= 1
    assert "密码" in refusal(bytes(content))


def test_a_missing_or_unreadable_path_is_said_plainly(tmp_path: Path) -> None:
    assert "打不开" in refusal(tmp_path / "没有.xlsx")
    assert "打不开" in refusal(tmp_path)


def test_a_cell_at_the_far_edge_of_the_sheet_costs_nothing() -> None:
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    for row in range(1, 200):
        book.active.cell(row, 16384, None if row > 1 else "远处")
    cells: Any = book.active.cell(1_048_576, 16384)
    cells.value = "角落"
    assert names(sheets.saved(book)) == ["医院", "环城路，二期"]
