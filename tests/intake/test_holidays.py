"""Holiday notices: the published text in every shape it has had, a table, and everything wrong said at once."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from chinese_calendar import constants
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from backend.domain.holiday_notice import NoticeState, differences, shipped
from backend.intake.calendars import published_notice
from backend.intake.holiday_draft import NoticeReading, checked
from backend.intake.holiday_sheet import HOLIDAYS, read_holiday_sheet
from backend.intake.holidays import days_given, read_holidays, text_given
from backend.intake.template import EXAMPLE_ROW, write_form
from tests.intake import sheets
from tests.intake.notices import NOTICE_2026, NOTICE_2027

HEADER = ["日期", "类型", "名称"]


def said(found: NoticeReading) -> list[str]:
    return list(map(str, found.complaints))


def d(text: str) -> date:
    return date.fromisoformat(text)


def test_the_text_of_2026_is_every_day_of_2026_as_it_was_published() -> None:
    found = text_given(NOTICE_2026)

    assert (found.complaints, found.warnings) == ((), ())
    notice = found.notice
    assert notice is not None
    assert notice.off == {day for day in constants.holidays if day.year == 2026}
    assert notice.make_up == {day for day in constants.workdays if day.year == 2026}
    assert notice.source == "关于2026年部分节假日安排的通知（国办发明电〔2025〕7号）"
    assert (notice.published, notice.state) == (d("2025-11-04"), NoticeState.PUBLISHED)


def test_the_same_text_in_one_line_or_in_the_encoding_of_an_old_editor_is_the_same_notice(
    tmp_path: Path,
) -> None:
    wanted = text_given(NOTICE_2026).notice
    assert text_given(NOTICE_2026.replace("\n", "")).notice == wanted
    file = tmp_path / "通知.txt"
    file.write_bytes(NOTICE_2026.encode("gb18030"))
    assert read_holidays(file).notice == wanted
    file.write_bytes(NOTICE_2026.replace("\n", "\r\n").encode("utf-8-sig"))
    assert read_holidays(file).notice == wanted


# Shapes of other years, each against what was published then.
OLDER = {
    2014: "一、元旦：1月1日放假1天。二、春节：1月31日至2月6日放假调休，共7天。1月26日（星期日）、2月8日（星期六）上班。"
    "三、清明节：4月5日放假，4月7日（星期一）补休。四、劳动节：5月1日至3日放假调休，共3天。5月4日（星期日）上班。"
    "五、端午节：6月2日放假，与周末连休。六、中秋节：9月8日放假，与周末连休。"
    "七、国庆节：10月1日至7日放假调休，共7天。9月28日（星期日）、10月11日（星期六）上班。",
    2018: "元旦：1月1日放假，与周末连休。春节：2月15日至21日放假调休，共7天。2月11日（星期日）、2月24日（星期六）上班。"
    "清明节：4月5日至7日放假调休，共3天。4月8日（星期日）上班。"
    "劳动节：4月29日至5月1日放假调休，共3天。4月28日（星期六）上班。端午节：6月18日放假，与周末连休。"
    "中秋节：9月24日放假，与周末连休。国庆节：10月1日至7日放假调休，共7天。9月29日（星期六）、9月30日（星期日）上班。",
    2023: "一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。"
    "二、春节：1月21日至27日放假调休，共7天。1月28日（星期六）、1月29日（星期日）上班。"
    "三、清明节：4月5日放假，共1天。四、劳动节：4月29日至5月3日放假调休，共5天。4月23日（星期日）、5月6日（星期六）上班。"
    "五、端午节：6月22日至24日放假调休，共3天。6月25日（星期日）上班。"
    "六、中秋节、国庆节：9月29日至10月6日放假调休，共8天。10月7日（星期六）、10月8日（星期日）上班。",
    2024: "一、元旦：1月1日放假，与周末连休。二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。"
    "鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。"
    "三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。"
    "四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。"
    "五、端午节：6月10日放假，与周末连休。六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。"
    "七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。",
}  # fmt: skip


@pytest.mark.parametrize("year", OLDER)
def test_older_shapes_are_what_was_published_then(year: int) -> None:
    found = text_given(f"关于{year}年部分节假日安排的通知\n{OLDER[year]}")
    known = shipped(published_notice, year)

    assert said(found) == []
    assert found.notice is not None
    assert known is not None
    assert not differences(known, found.notice)
    assert found.notice.make_up == known.make_up


def test_days_of_the_year_before_are_kept_with_a_year_and_without() -> None:
    with_year = (
        "元旦：2026年12月31日（周四）至2027年1月2日（周六）放假调休，共3天。2026年12月27日（周日）上班。"
    )
    without = "元旦：12月31日（周四）至1月2日（周六）放假调休，共3天。12月27日（周日）上班。"
    for text in (with_year, without):
        notice = text_given(f"关于2027年部分节假日安排的通知\n{text}").notice
        assert notice is not None
        assert notice.off == {d("2026-12-31"), d("2027-01-01"), d("2027-01-02")}
        assert notice.make_up == {d("2026-12-27")}


def test_what_is_only_encouraged_is_no_day_off_and_said() -> None:
    found = text_given(f"关于2024年部分节假日安排的通知\n{OLDER[2024]}")
    assert found.notice is not None
    assert d("2024-02-09") not in found.notice.off
    assert [str(one) for one in found.warnings] == ["第 2 行：2024年2月9日是鼓励安排，不算放假，没有导入"]


def test_other_ways_to_write_the_same_days() -> None:
    texts = (
        "国庆节：10月1-7日放假7天，9月26日周日、10月9日周六调休上班",
        "国庆节 10月1日至10月7日放假调休共七天；9月26日(星期天)和10月9日(星期六)补班",
        "国庆节：10月1日～7日放假。9月26日、10月9日正常上班。",
        "国庆节：2027-10-01至2027-10-07放假，2027-09-26、2027-10-09上班",
    )
    for text in texts:
        found = text_given(f"2027年放假安排：\n{text}")
        assert said(found) == [], text
        assert found.notice is not None
        assert sorted(found.notice.off) == [date(2027, 10, n) for n in range(1, 8)]
        assert sorted(found.notice.make_up) == [d("2027-09-26"), d("2027-10-09")]


def test_everything_wrong_is_said_at_once_with_its_line() -> None:
    found = text_given(
        "关于2027年部分节假日安排的通知\n"
        "元旦：1月1日（周四）至3日（周日）放假，共4天。\n"
        "1月4日（周一）上班。\n"
        "春节：2月30日放假。\n"
        "清明节：4月5日（周一）放假。4月10日（周六）上班。\n"
        "劳动节：5月1日（周六）放假，4月10日放假，5月1日放假。\n"
        "端午节：6月9日（周三）。\n"
        "中秋节：2028年9月15日放假。\n"
        "国庆节：10月7日至1日放假。10月1日至30日放假。"
    )
    assert found.notice is None
    assert said(found) == [
        "第 2 行：2027年1月1日是周五，写的是周四",
        "第 2 行：2027年1月1日至2027年1月3日是 3 天，写的是共 4 天",
        "第 3 行：2027年1月4日是周一，本来就上班，不是调休上班日",
        "第 4 行：没有“2月30日”这一天",
        "第 6 行：2027年4月10日既上班（第 5 行）又放假",
        "第 6 行：2027年5月1日与第 6 行重复",
        "第 7 行：2027年6月9日没有写明放假还是上班",
        "第 8 行：2028年9月15日不在 2027 年（上一年的只能是 12 月，随元旦放假调休）",
        "第 9 行：2027年10月7日至2027年10月1日：结束早于开始",
        "第 9 行：2027年10月1日至2027年10月30日超过 15 天，请核对",
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("元旦：1月1日放假。", "没有写明是哪一年"),
        ("关于2027年部分节假日安排的通知\n现将2026年元旦安排如下。元旦：1月1日放假。", "第 2 行：这里写 2026 年，前面写的是 2027 年"),
        ("关于2027年部分节假日安排的通知\n具体安排另行通知。", "没有读到放假日期"),
        ("关于2201年部分节假日安排的通知\n元旦：1月1日放假。", "2201 年超出日历范围"),
        ("", "没有写明是哪一年"),
    ],
)  # fmt: skip
def test_a_text_that_is_no_notice_of_one_year_says_why(text: str, complaint: str) -> None:
    found = text_given(text)
    assert found.notice is None
    assert len(found.complaints) == 1
    assert str(found.complaints[0]).startswith(complaint)


def test_missing_festivals_are_only_a_warning() -> None:
    found = text_given("关于2027年部分节假日安排的通知\n元旦：1月1日放假。国庆节、中秋节：10月1日放假。")
    assert found.notice is not None
    assert [str(one) for one in found.warnings] == [
        "7 个法定节日里没有春节、清明节、劳动节、端午节，请核对是否漏了"
    ]


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    for name, content in (("a.txt", b"PK\x03\x04"), ("b.txt", b"%PDF-1.4"), ("c.txt", b"")):
        (tmp_path / name).write_bytes(content)
        found = read_holidays(tmp_path / name)
        assert len(found.complaints) == 1, name


# ---- tables


def rows_of_2027() -> list[list[object]]:
    notice = text_given(NOTICE_2027).notice
    assert notice is not None
    names = {1: "元旦", 2: "春节", 4: "清明节", 5: "劳动节", 6: "端午节", 9: "中秋节", 10: "国庆节"}
    off = [[day, "放假", names.get(day.month)] for day in sorted(notice.off)]
    return [HEADER, *off, *[[f"{day:%Y年%m月%d日}", "上班", None] for day in sorted(notice.make_up)]]


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_table_is_the_same_notice_as_its_text(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"放假{suffix}"
    file.write_bytes(sheets.xlsx(rows_of_2027()) if suffix == ".xlsx" else sheets.text(rows_of_2027()))
    found, wanted = read_holidays(file, "国办发明电〔2026〕8号"), text_given(NOTICE_2027).notice
    assert (said(found), found.warnings) == ([], ())
    assert found.notice is not None
    assert wanted is not None
    assert (found.notice.year, found.notice.off, found.notice.make_up) == (2027, wanted.off, wanted.make_up)
    assert found.notice.source == "国办发明电〔2026〕8号"


def test_rows_that_are_wrong_are_named_by_their_number() -> None:
    found = checked(
        read_holiday_sheet(
            sheets.xlsx(
                [
                    HEADER,
                    ["2027-01-01", "放假", "元旦"],
                    ["2027-01-01", "放假", "元旦"],
                    ["2027年2月", "放假", "春节"],
                    ["1月3日", "上班", ""],
                    ["2027-01-04", "上班", ""],
                    ["2027-10-01", "调休", "国庆节"],
                    ["2028-10-02", "放假", "国庆节"],
                    [None, "放假", "国庆节"],
                ]
            )
        )
    )
    assert found.notice is None
    assert [(c.line, c.column) for c in found.complaints] == [
        (3, ""),
        (4, "日期"),
        (5, "日期"),
        (6, ""),
        (7, "类型"),
        (8, ""),
        (9, "日期"),
    ]


def test_the_form_comes_back_as_nothing_and_its_examples_are_good_rows() -> None:
    empty = checked(read_holiday_sheet(write_form(HOLIDAYS)))
    assert (empty.notice, empty.complaints, empty.warnings) == (None, (), ())
    book = load_workbook(BytesIO(write_form(HOLIDAYS)))
    for row in range(len(HOLIDAYS.examples)):
        book[HOLIDAYS.name].cell(EXAMPLE_ROW + row, 1).value = row + 1
    found = checked(read_holiday_sheet(sheets.saved(book)))
    assert found.notice is not None
    assert (found.notice.off, found.notice.make_up) == ({d("2027-01-01")}, {d("2027-01-03")})


def test_days_given_by_a_program_are_held_against_the_same_rules() -> None:
    found = days_given(2027, "通知", [(d("2027-01-01"), False, "元旦"), (d("2027-01-01"), True, "")])
    assert said(found) == [
        "2027年1月1日是周五，本来就上班，不是调休上班日",
        "2027年1月1日既放假（前面）又上班",
    ]


PIECES = (
    "关于2027年部分节假日安排的通知", "现将2026年", "一、", "元旦", "国庆节", "中秋节", "：", "1月1日", "2月30日", "12月31日", "3日",
    "9999年12月31日", "0001年1月1日", "0000年1月1日", "2026-12-31", "（周五）", "（星期天）", "至", "-", "、", "，", "。", "；", "共3天", "共十天",
    "放假", "放假调休", "上班", "补班", "与周末连休", "鼓励", "\n", "１０月７日", "10月1-7日", "（", "）", "99月99日", "国办发明电〔2026〕8号",
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=25),
    st.sampled_from(["", "关于2027年部分节假日安排的通知\n元旦："]),
)
def test_whatever_is_pasted_it_is_a_notice_or_has_complaints(pieces: list[str], head: str) -> None:
    found = text_given(head + "".join(pieces))
    assert (found.notice is None) == bool(found.complaints)
    if found.notice is not None:
        assert all(found.notice.belongs(day) for day in found.notice.off | found.notice.make_up)
        assert not found.notice.off & found.notice.make_up


@pytest.mark.parametrize("year", ["0000", "0001", "1950", "2100", "9999"])
def test_a_year_beyond_all_calendars_is_refused(year: str) -> None:
    found = text_given(f"关于{year}年部分节假日安排的通知\n元旦：1月1日放假，与周末连休。")
    assert len(found.complaints) == 1
    assert "超出日历范围" in str(found.complaints[0])


def test_a_span_that_is_broken_off_leaves_the_day_after_it_standing() -> None:
    broken = "关于2027年部分节假日安排的通知\n元旦：1月1日至，放假1月1日放假调休，共1天。"
    found = text_given(broken)
    assert (found.notice is None) == bool(found.complaints)
