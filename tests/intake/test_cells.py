"""One cell to one value, in every way people write it."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.intake import cells
from backend.intake.cells import Named
from backend.intake.complaint import BadCell

FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
SPREADSHEET_DAY = datetime.fromisoformat("2026-12-18T08:00")  # spreadsheets know no zone
anything = st.one_of(
    st.text(),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.timedeltas(),
)


@pytest.mark.parametrize(
    ("value", "unit", "wan"),
    [
        ("32000", "万", "32000"),
        ("3.2亿", "万", "32000"),
        ("3.2亿元", "万", "32000"),
        ("3亿2000万元", "万", "32000"),
        ("12,000万元", "万", "12000"),
        ("１２００", "万", "1200"),
        ("１，２００．５万", "万", "1200.5"),
        (" 1 200 ", "万", "1200"),
        ("￥5000", "万", "5000"),
        ("5000元", "万", "0.5"),
        ("5千万", "万", "5000"),
        ("3百万元", "万", "300"),
        ("3.2", "亿", "32000"),
        ("3.2万元", "亿", "3.2"),
        ("320000000", "元", "32000"),
        (3.2, "亿", "32000"),
        (0.1 + 0.2, "万", "0.3"),
        (10000 / 3, "万", "3333.333333"),
        (0, "万", "0"),
        (32000, "万", "32000"),
    ],
)
def test_money_comes_out_in_wan(value: Any, unit: str, wan: str) -> None:
    amount = cells.money(value, unit)
    assert amount == Decimal(wan)
    assert "E" not in str(amount)


@pytest.mark.parametrize(
    "value",
    ["约3亿", "", "亿", "1,2", "12,00", "3亿2000", "-5", -5, "三亿", "1e5", "3.2亿亿", "1.2.3", True, "#REF!", "3200000000000", 1e300, float("inf"), SPREADSHEET_DAY, "9" * 5000],
)  # fmt: skip
def test_what_is_no_certain_amount_is_refused(value: Any) -> None:
    with pytest.raises(BadCell):
        cells.money(value)


@given(st.decimals(min_value=0, max_value=10**8, places=6), st.booleans())
def test_any_amount_survives_being_written_with_commas_and_full_width(amount: Decimal, wide: bool) -> None:
    shown = f"{amount:,f}"
    assert cells.money(shown.translate(FULL_WIDTH) if wide else shown) == amount


@given(st.decimals(min_value=0, max_value=9999, places=4))
def test_yi_is_ten_thousand_wan(amount: Decimal) -> None:
    assert cells.money(f"{amount}亿元") == cells.money(f"{amount}", "亿") == amount * 10_000


@pytest.mark.parametrize(
    "value",
    ["2026-12-18", "2026/12/18", "2026.12.18", "2026年12月18日", "2026年12月18号", "20261218", "２０２６－１２－１８", "2026 年 12 月 18 日", "2026-12-18 00:00:00", "2026-12-18T08:30", 46374, 46374.0, "46374", 20261218, SPREADSHEET_DAY, date(2026, 12, 18)],
)  # fmt: skip
def test_a_day_is_read_in_every_spelling(value: Any) -> None:
    assert cells.day(value, last=True) == cells.day(value, last=False) == date(2026, 12, 18)


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2026年2月", date(2026, 2, 1), date(2026, 2, 28)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2026.6", date(2026, 6, 1), date(2026, 6, 30)),
        (2026.5, date(2026, 5, 1), date(2026, 5, 31)),
        (2026.12, date(2026, 12, 1), date(2026, 12, 31)),
        ("2026年", date(2026, 1, 1), date(2026, 12, 31)),
        (2026, date(2026, 1, 1), date(2026, 12, 31)),
        ("2026年底", date(2026, 12, 31), date(2026, 12, 31)),
        ("2026年10月底", date(2026, 10, 31), date(2026, 10, 31)),
        ("2026年10月初", date(2026, 10, 1), date(2026, 10, 1)),
    ],
)
def test_a_month_or_year_alone_is_its_first_or_last_day(value: Any, first: date, last: date) -> None:
    expected = {False: first, True: last}
    for wants_last, shown in expected.items():
        assert cells.day(value, last=wants_last) == shown


@pytest.mark.parametrize(
    "value",
    ["26.12.18", "2026-13-01", "2026-02-30", "明年底", "12-18", "1899-01-01", "9999-12-31", 12, 2026.13, 2026.123, -1, True, "9" * 5000, datetime.fromisoformat("1900-01-01"), float("inf")],
)  # fmt: skip
def test_what_is_no_certain_day_is_refused(value: Any) -> None:
    with pytest.raises(BadCell):
        cells.day(value, last=True)


def test_october_and_january_look_alike_as_a_number_and_are_asked_about() -> None:
    with pytest.raises(BadCell, match="1 月还是 10 月"):
        cells.day(2026.10, last=True)


@given(
    st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"])
)  # fmt: skip
def test_any_day_survives_being_written_or_numbered(day: date, pattern: str) -> None:
    assert cells.day(day.strftime(pattern), last=True) == day
    assert cells.day((day - date(1899, 12, 30)) / timedelta(days=1), last=False) == day


@given(anything)
def test_no_cell_whatever_breaks_a_reader(value: Any) -> None:
    """Only a reason in Chinese comes out, never another error."""
    for read in (
        cells.money,
        cells.phone,
        cells.people,
        cells.position,
        cells.metres,
        lambda v: cells.day(v, last=True),
        lambda v: cells.text(v, 60),
        lambda v: cells.parts(v, 60),
        lambda v: cells.choice(v, {"是": True}, "是"),
    ):
        with suppress(BadCell):
            read(value)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("清溪县\n人民医院 迁建项目", "清溪县人民医院迁建项目"),
        ("１号厂房（二期）", "1号厂房（二期）"),
        ("  G234  Ring Road 改造 ", "G234 Ring Road改造"),
        ("零\u200b宽", "零宽"),
        ("制\x07表", "制表"),
        (1001, "1001"),
        (1001.0, "1001"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("甲" * 40, "甲" * 40),
    ],
)
def test_text_is_one_line_without_stray_blanks(value: Any, shown: str) -> None:
    assert cells.text(value, 120) == shown


@pytest.mark.parametrize(
    ("value", "reason"),
    [("甲" * 41, "最多 40"), (SPREADSHEET_DAY, "成了日期"), (True, "TRUE"), ("#N/A", "公式出错")],
)
def test_text_that_is_something_else_is_refused(value: Any, reason: str) -> None:
    with pytest.raises(BadCell, match=reason):
        cells.text(value, 40)


@pytest.mark.parametrize(
    ("value", "phone"),
    [
        (13800000001, "13800000001"),
        (1.3800000001e10, "13800000001"),
        ("138-0000 0001", "13800000001"),
        ("+86 13800000001", "13800000001"),
        ("１３８００００００01", "13800000001"),
        ("(0371) 6512-3456", "037165123456"),
        ("666123", "666123"),
    ],
)
def test_a_phone_is_its_digits(value: Any, phone: str) -> None:
    assert cells.phone(value) == phone


@pytest.mark.parametrize("value", ["1380000000", "138000000012345", "abc", "12", 0])
def test_what_is_no_phone_is_refused(value: Any) -> None:
    with pytest.raises(BadCell):
        cells.phone(value)


@pytest.mark.parametrize(
    ("value", "named"),
    [
        ("王 小 明", [Named("王小明")]),
        ("李国强、王小明，李国强", [Named("李国强"), Named("王小明")]),
        (
            "张伟13800000001；张伟（13800000002）",
            [Named("张伟", "13800000001"), Named("张伟", "13800000002")],
        ),
        ("李国强\n王小明", [Named("李国强"), Named("王小明")]),
        ("王\n小明", [Named("王小明")]),
        ("John Smith", [Named("JohnSmith")]),
    ],
)
def test_names_are_told_apart(value: str, named: list[Named]) -> None:
    assert list(cells.people(value)) == named


def test_a_phone_alone_is_nobody() -> None:
    with pytest.raises(BadCell):
        cells.people("13800000001")


@pytest.mark.parametrize(
    "value",
    ["113.2034,34.5021", "34.5021，113.2034", "113.2034 34.5021", "E113.2034° N34.5021°", "东经113.2034、北纬34.5021", "经度：113.2034，纬度：34.5021"],
)  # fmt: skip
def test_a_position_is_latitude_then_longitude_however_ordered(value: str) -> None:
    assert cells.position(value) == (34.5021, 113.2034)


@pytest.mark.parametrize(
    "value", ["113.2", "34.5,34.6", "113.2,114.2", "0,0", "113°12′,34°30′", "nan,nan", "1,2,3"]
)
def test_a_point_that_is_nowhere_in_china_is_refused(value: str) -> None:
    with pytest.raises(BadCell):
        cells.position(value)


@pytest.mark.parametrize(("value", "far"), [(500, 500), ("500米", 500), ("1.5公里", 1500), ("８００", 800)])
def test_a_radius_is_in_metres(value: Any, far: int) -> None:
    assert cells.metres(value) == far


@pytest.mark.parametrize("value", [49, 20001, "远", -500])
def test_a_radius_no_site_has_is_refused(value: Any) -> None:
    with pytest.raises(BadCell):
        cells.metres(value)
