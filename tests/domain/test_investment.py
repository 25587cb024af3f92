"""Month figures and year-to-date figures add up to one number."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.investment import (
    Covers,
    Doubt,
    Investment,
    doubts,
    month_invested,
    year_invested,
)

START = datetime(2026, 1, 5, tzinfo=UTC)
MONTH, SO_FAR = Covers.MONTH, Covers.YEAR_TO_DATE


def stated(*figures: tuple[int, Covers, int]) -> list[Investment]:
    """(month, covers, wan) in the order they were stated."""
    return [
        Investment(n, 1, date(2026, month, 1), covers, Decimal(wan), 1, START + timedelta(days=n))
        for n, (month, covers, wan) in enumerate(figures, 1)
    ]


FIGURES = st.lists(st.tuples(st.integers(1, 12), st.sampled_from(Covers), st.integers(0, 9000)), max_size=12)


def m(month: int) -> date:
    return date(2026, month, 1)


@settings(max_examples=20)
@given(st.lists(st.integers(0, 900), min_size=12, max_size=12))
def test_month_figures_alone_add_up(wans: list[int]) -> None:
    entries = stated(*[(n, MONTH, wan) for n, wan in enumerate(wans, 1)])

    assert year_invested(entries, m(12)) == sum(wans)
    assert [month_invested(entries, m(n)) for n in range(1, 13)] == wans


@settings(max_examples=20)
@given(
    st.lists(st.integers(0, 900), min_size=12, max_size=12), st.lists(st.booleans(), min_size=12, max_size=12)
)
def test_either_kind_of_figure_tells_the_same_story(wans: list[int], as_sum: list[bool]) -> None:
    sums = [sum(wans[: n + 1]) for n in range(12)]
    entries = stated(*[(n + 1, SO_FAR, sums[n]) if as_sum[n] else (n + 1, MONTH, wans[n]) for n in range(12)])

    assert [year_invested(entries, m(n)) for n in range(1, 13)] == sums
    assert [month_invested(entries, m(n)) for n in range(1, 13)] == wans


@settings(max_examples=20)
@given(FIGURES, st.integers(1, 12))
def test_months_after_the_first_told_add_up_to_the_year(
    figures: list[tuple[int, Covers, int]], month: int
) -> None:
    entries = stated(*figures)
    first = min((e.month.month for e in entries), default=1)
    known = year_invested(entries, m(first))

    later = sum((month_invested(entries, m(n)) for n in range(first + 1, month + 1)), Decimal(0))
    if month >= first:
        assert known + later == year_invested(entries, m(month))


@settings(max_examples=20)
@given(FIGURES, st.integers(1, 12))
def test_the_order_in_which_rows_come_back_does_not_matter(
    figures: list[tuple[int, Covers, int]], month: int
) -> None:
    entries = stated(*figures)

    assert year_invested(entries[::-1], m(month)) == year_invested(entries, m(month))
    assert month_invested(entries[::-1], m(month)) == month_invested(entries, m(month))


@settings(max_examples=20)
@given(FIGURES, st.integers(1, 11))
def test_what_is_told_of_later_months_does_not_reach_back(
    figures: list[tuple[int, Covers, int]], month: int
) -> None:
    entries = stated(*figures)

    assert year_invested(entries, m(month)) == year_invested(
        [e for e in entries if e.month <= m(month)], date(2026, month, 28)
    )


def test_nothing_stated_is_nothing_done() -> None:
    assert year_invested([], m(7)) == 0
    assert month_invested([], m(7)) == 0


def test_the_newest_statement_of_a_month_wins() -> None:
    entries = stated((6, SO_FAR, 4000), (7, MONTH, 800), (7, MONTH, 820))

    assert year_invested(entries, m(7)) == 4820
    assert month_invested(entries, m(7)) == 820


def test_a_year_to_date_swallows_the_months_before_it_and_its_own() -> None:
    entries = stated((5, MONTH, 700), (7, MONTH, 800), (7, SO_FAR, 4800), (8, MONTH, 100))

    assert year_invested(entries, m(8)) == 4900


def test_a_figure_corrected_downwards_makes_a_negative_month() -> None:
    assert month_invested(stated((6, SO_FAR, 5000), (7, SO_FAR, 4800)), m(7)) == -200


def test_the_first_month_ever_told_is_not_taken_for_the_whole_year() -> None:
    assert month_invested(stated((7, SO_FAR, 4800), (7, MONTH, 800)), m(7)) == 800


def test_the_year_before_is_another_year() -> None:
    entries = stated((1, MONTH, 100))
    last_year = Investment(9, 1, date(2025, 12, 1), SO_FAR, Decimal(9000), 1, START)

    assert year_invested([last_year, *entries], m(1)) == 100
    assert month_invested([last_year, *entries], m(1)) == 100


def test_figures_that_cannot_be_are_doubted_and_plain_ones_are_not() -> None:
    told = stated((6, SO_FAR, 4000), (8, SO_FAR, 5000))

    def asked(month: int, covers: Covers, wan: int, plan: int | None = 6000) -> tuple[Doubt, ...]:
        return doubts(told, m(month), covers, Decimal(wan), None if plan is None else Decimal(plan))

    assert asked(7, SO_FAR, 4500) == ()
    assert asked(7, SO_FAR, 3999) == (Doubt.BELOW_EARLIER,)
    assert asked(7, SO_FAR, 5001) == (Doubt.ABOVE_LATER,)
    assert asked(9, SO_FAR, 18_001) == (Doubt.OVER_PLAN,)
    assert asked(9, MONTH, 6001) == (Doubt.OVER_PLAN,)
    assert asked(9, MONTH, 6000) == ()
    assert asked(9, MONTH, 60_000, plan=None) == ()
