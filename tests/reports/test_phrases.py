"""Names and figures as an office writes them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.people import Role
from backend.domain.problem import Category, State
from backend.domain.project import Seat, Stage
from backend.domain.snapshot import MilestoneState
from backend.domain.standing import Reason, Standing
from reports import phrases


def test_every_value_of_every_closed_set_has_a_chinese_name() -> None:
    for name, values in (
        (phrases.standing, Standing),
        (phrases.problem_state, State),
        (phrases.category, Category),
        (phrases.stage, Stage),
        (phrases.seat, Seat),
        (phrases.role, Role),
        (phrases.milestone_state, MilestoneState),
    ):
        for value in values:
            assert name(value.value) not in {value.value, ""}
            assert not name(value.value).isascii()


def test_an_unknown_value_is_shown_as_it_is() -> None:
    assert phrases.standing("暂缓") == "暂缓"
    assert phrases.category("weather") == "weather"


@pytest.mark.parametrize(
    ("wan", "said"),
    [
        ("0", "0万元"),
        ("8600", "8,600万元"),
        ("8600.50", "8,600.5万元"),
        ("9999.99", "9,999.99万元"),
        ("10000", "1亿元"),
        ("1776300", "177.63亿元"),
        ("12345678.9", "1,234.57亿元"),
        ("-20000", "-2亿元"),
    ],
)
def test_money_is_wan_below_one_yi_and_yi_above(wan: str, said: str) -> None:
    assert phrases.money(Decimal(wan)) == said


def test_money_not_known_is_a_dash() -> None:
    assert phrases.money(None) == "—"


@pytest.mark.parametrize(
    ("share", "said"), [("0.766", "76.6%"), ("0.7665", "76.7%"), ("0.76649", "76.6%"), ("1.011", "101.1%")]
)
def test_a_share_is_rounded_half_up(share: str, said: str) -> None:
    assert phrases.percent(Decimal(share)) == said


def test_the_gap_is_what_a_reader_gets_by_subtracting_the_shown_figures() -> None:
    assert phrases.gap(Decimal("0.766"), Decimal(10) / 12) == "低于序时进度6.7个百分点"
    assert phrases.gap(Decimal("0.9"), Decimal("0.833")) == "高于序时进度6.7个百分点"
    assert phrases.gap(Decimal("0.83333"), Decimal(10) / 12) == "与序时进度持平"


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("2026-10", "2026年10月"),
        ("2026Q4", "2026年第四季度"),
        ("2026H1", "2026年上半年"),
        ("2026", "2026年"),
        ("2026-W43", "2026年10月1日至10月31日"),
        ("2026-10C", "2026年10月1日至10月31日"),
    ],
)
def test_a_period_is_named_by_its_kind(key: str, said: str) -> None:
    assert phrases.period(key, date(2026, 10, 1), date(2026, 10, 31)) == said


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (Reason("behind_plan", (("plan", "83.3%"), ("done", "76.6%"), ("points", "6.7"))), "年度投资完成76.6%，低于序时进度6.7个百分点"),
        (Reason("behind_plan", (("done", "76.6%"), ("points", "-6.7"))), "年度投资完成76.6%，低于序时进度6.7个百分点"),
        (Reason("milestone_late", (("name", "主体封顶"), ("days", "12"))), "“主体封顶”节点逾期12天"),
        (Reason("no_progress", (("days", "46"),)), "连续46天无进展"),
        (Reason("milestone_late"), "有节点逾期"),
        (Reason("moon_phase", (("x", "{y}"),)), "按评定规则综合判定"),
    ],
)  # fmt: skip
def test_a_reason_becomes_a_sentence(reason: Reason, said: str) -> None:
    assert phrases.reason(reason) == said


@given(st.text(max_size=20), st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), max_size=4))
def test_no_reason_can_break_the_wording(code: str, facts: list[tuple[str, str]]) -> None:
    for name in (code, *phrases.REASONS):
        assert phrases.reason(Reason(name, tuple(facts)))


@given(st.text(), st.integers(1, 40))
def test_clipped_text_is_one_line_and_never_longer_than_asked(text: str, limit: int) -> None:
    short = phrases.clipped(text, limit)
    assert len(short) <= limit
    assert len(short.splitlines()) <= 1


def test_names_are_counted_when_there_are_more_than_shown() -> None:
    assert phrases.names(["甲", "乙"]) == "甲、乙"
    assert phrases.names(["甲", "乙", "丙", "丁"]) == "甲、乙、丙等4个项目"


def test_a_place_is_called_by_its_kind() -> None:
    assert [phrases.whole(p) for p in ("清溪县", "某某市", "东城区", "高新技术开发园", "")] == [
        "全县",
        "全市",
        "全区",
        "高新技术开发园",
        "",
    ]
