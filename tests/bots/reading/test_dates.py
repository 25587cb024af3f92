from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bots.reading import read
from bots.reading.dates import Tense, coming, find_dates, next_day

WEDNESDAY = date(2026, 7, 15)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("今天", date(2026, 7, 15)),
        ("昨天", date(2026, 7, 14)),
        ("昨日", date(2026, 7, 14)),
        ("前天", date(2026, 7, 13)),
        ("大前天", date(2026, 7, 12)),
        ("7月11日", date(2026, 7, 11)),
        ("七月十一号", date(2026, 7, 11)),
        ("12月30日", date(2025, 12, 30)),
        ("11号", date(2026, 7, 11)),
        ("30号", date(2026, 6, 30)),
        ("周三", date(2026, 7, 15)),
        ("周五", date(2026, 7, 10)),
        ("上周五", date(2026, 7, 10)),
        ("星期日", date(2026, 7, 12)),
        ("2026.7.11", date(2026, 7, 11)),
        ("2026年7月11日", date(2026, 7, 11)),
        ("2026-7-11", date(2026, 7, 11)),
        ("7.11", date(2026, 7, 11)),
        ("7-11", date(2026, 7, 11)),
        ("yesterday", date(2026, 7, 14)),
    ],
)
def test_a_date_is_the_latest_such_day(words: str, day: date) -> None:
    assert [d.day for d in find_dates(f"{words} 工人45", WEDNESDAY)] == [day]


@pytest.mark.parametrize("words", ["11-20", "11/20"])
def test_month_and_day_in_short_form_fall_in_the_past_year(words: str) -> None:
    assert [d.day for d in find_dates(f"{words} 工人45", WEDNESDAY)] == [date(2025, 11, 20)]


@pytest.mark.parametrize("words", ["2月30日", "7月20日", "2026年8月1日", "31号", "20号"])
def test_a_day_that_cannot_be_has_no_date(words: str) -> None:
    found = find_dates(f"{words}工人45", WEDNESDAY)
    assert [d.day for d in found] == [None]


@pytest.mark.parametrize(
    "words", ["11-20人", "3号楼", "1.5公里", "K2+035", "12号线", "8栋", "3.2米", "30号人"]
)
def test_what_looks_like_a_date_is_none(words: str) -> None:
    assert find_dates(f"现场{words}", WEDNESDAY) == ()


def test_tomorrow_and_next_week_are_ahead() -> None:
    assert {d.tense for d in find_dates("明天浇筑，下周三封顶，后天验收", WEDNESDAY)} == {Tense.AHEAD}


@given(st.dates(date(2001, 1, 1), date(2090, 12, 31)), st.integers(0, 300))
@settings(deadline=None)  # the machine is shared
def test_a_day_named_by_month_and_day_comes_back(today: date, back: int) -> None:
    day = today - timedelta(days=back)
    if (day.month, day.day) == (2, 29):
        return
    found = find_dates(f"{day.month}月{day.day}日工人45", today)
    assert [d.day for d in found] == [day]


@given(st.text(max_size=200), st.dates())
@settings(deadline=None)  # the machine is shared
def test_no_text_on_no_day_breaks_the_reader(text: str, today: date) -> None:
    for found in find_dates(text, today):
        assert found.day is None or found.tense is Tense.AHEAD or found.day <= today


def test_a_deadline_is_the_next_such_day() -> None:
    assert next_day(7, 20, WEDNESDAY) == date(2026, 7, 20)
    assert next_day(3, 1, WEDNESDAY) == date(2027, 3, 1)
    assert next_day(2, 30, WEDNESDAY) is None


def test_a_day_just_past_is_not_meant_for_next_year() -> None:
    assert next_day(7, 10, WEDNESDAY) == date(2026, 7, 10)
    assert next_day(12, 30, date(2027, 1, 5)) == date(2026, 12, 30)
    assert next_day(3, 1, WEDNESDAY) == date(2027, 3, 1)


@pytest.mark.parametrize(
    "words", ["7月16日", "七月十六日", "16号", "十六号", "本月16日", "2026-7-16", "7.16"]
)
def test_a_report_of_tomorrow_keeps_its_day_and_a_doubt(words: str) -> None:
    (reading,) = read(f"{words} 工人80人", WEDNESDAY)

    assert coming(words, WEDNESDAY) == reading.day == WEDNESDAY + timedelta(days=1)
    assert [doubt.field for doubt in reading.doubts] == ["day"]


def test_a_plan_with_a_day_to_come_is_told_today() -> None:
    (reading,) = read("主体三层封顶，7月16日主体四层封顶", WEDNESDAY)

    assert (reading.day, reading.doubts, reading.progress) == (WEDNESDAY, (), "主体三层封顶")
