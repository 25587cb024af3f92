"""What any Excel file of ours must hold, read back from the XML as well as through a reader."""

import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from reports.sheet import Choice, DayBound, Row, Sheet, Style, xlsx

DAY = date(2026, 10, 31)
RISKY = ("=HYPERLINK(\"http://x\",\"点我\")", "+86联系电话", "-3天工期缺口", "@施工单位", "＝1+1", "＋1", "－1", "＠某", "  =1+1")  # fmt: skip


def book(*values: object, **more: object) -> bytes:
    rows = [Row([(v, Style()) for v in values])]  # type: ignore[misc]
    sheet = Sheet(title="表", widths=[20] * len(values), rows=rows, **more)  # type: ignore[arg-type]
    return xlsx([sheet], title="试", office="办", day=DAY)


def xml(content: bytes, name: str = "xl/worksheets/sheet1.xml") -> str:
    return ZipFile(BytesIO(content)).read(name).decode()


def values(content: bytes) -> list[object]:
    page = load_workbook(BytesIO(content)).worksheets[0]
    return [cell.value for cell in page[1]]


def test_text_that_looks_like_a_formula_stays_text() -> None:
    content = book(*RISKY)
    assert "<f>" not in xml(content)
    assert "<f " not in xml(content)
    page = load_workbook(BytesIO(content)).worksheets[0]
    for cell, text in zip(page[1], RISKY, strict=True):
        assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_plain_text_carries_no_quote_mark() -> None:
    page = load_workbook(BytesIO(book("正常"))).worksheets[0]
    assert page["A1"].quotePrefix is False


def test_numbers_are_numbers_days_are_days_and_error_words_are_words() -> None:
    content = book(12, Decimal("3.50"), DAY, "#N/A", "2026-10-31", "12", None)
    page = load_workbook(BytesIO(content)).worksheets[0]
    assert [c.data_type for c in page[1]] == ["n", "n", "n", "s", "s", "s", "n"]
    assert "46326" in xml(content)


def test_control_characters_and_half_surrogates_are_left_out() -> None:
    assert values(book("a\x00b\x0bc\x1fd\ud800e￾", "两\n行")) == ["abcde", "两\n行"]


def test_a_text_longer_than_a_cell_holds_is_cut_at_its_limit() -> None:
    assert len(str(values(book("长" * 40_000))[0])) == 32_767


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=8))
def test_any_text_survives_the_way_there_and_back(texts: list[str]) -> None:
    content = book(*texts)
    assert not re.search("<f[ >]", xml(content))
    for text, found in zip(texts, values(content), strict=False):
        if text.isprintable() and text == text.strip():
            assert (found or "") == text


def test_two_files_of_the_same_rows_are_the_same_bytes() -> None:
    assert book("甲", 1) == book("甲", 1)


def test_bytes_do_not_depend_on_the_process() -> None:
    code = (
        "import hashlib; from tests.reports.sample import snapshot; from reports.board import board;"
        "from reports import briefing_xlsx as b; s = snapshot(9);"
        "print(hashlib.sha256(board(s).content + b.draw(s).content).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


def test_no_entry_of_the_file_carries_a_time_of_its_own() -> None:
    content = book("甲")
    assert {entry.date_time for entry in ZipFile(BytesIO(content)).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = load_workbook(BytesIO(content)).properties
    assert properties.created == properties.modified
    assert properties.created.date() == DAY


def test_a_drop_down_and_a_bound_on_days_speak_chinese() -> None:
    rules = (Choice("A1:A9", ("甲", "乙"), "请选择"), DayBound("B1:B9", DAY, DAY, "日期不对"))
    page = load_workbook(BytesIO(book("甲", DAY, rules=rules))).worksheets[0]
    found = {str(v.sqref): v for v in page.data_validations.dataValidation}
    assert found["A1:A9"].formula1 == '"甲,乙"'
    assert (found["A1:A9"].error, found["B1:B9"].error) == ("请选择", "日期不对")
    assert found["B1:B9"].formula1 == "46326"
