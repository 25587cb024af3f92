"""Money over the months of a plan: annual plans, what they leave of the total, and what was stated."""

from datetime import UTC, date, datetime
from decimal import Decimal

from backend.domain.investment import Covers, Investment
from backend.domain.investment_curve import MoneyPoint, investment_curve

D = Decimal
FIRST, LAST = date(2026, 3, 2), date(2027, 6, 30)


def share(day: date) -> Decimal:
    """Evenly over the days, for easy sums: 485 of them, 305 in 2026."""
    done = (min(day, date(2027, 6, 29)) - date(2026, 3, 1)).days
    return D(max(done, 0)) / 485


def stated(month: date, wan: int, covers: Covers = Covers.YEAR_TO_DATE) -> Investment:
    return Investment(0, 1, month, covers, D(wan), 1, datetime(2026, month.month, 28, tzinfo=UTC))


def at(points: tuple[MoneyPoint, ...], day: date) -> MoneyPoint:
    return next(point for point in points if point.day == day)


def test_a_total_alone_follows_the_work() -> None:
    points = investment_curve(share, FIRST, LAST, date(2026, 7, 15), D(4850), {}, {})

    assert points[0] == MoneyPoint(date(2026, 2, 28), D(0), D(0))
    assert at(points, date(2026, 3, 31)).planned == D("300.00")
    assert at(points, date(2026, 12, 31)).planned == D("3050.00")
    assert points[-1] == MoneyPoint(date(2027, 6, 30), D("4850.00"), None)


def test_a_year_gets_its_annual_plan_and_the_others_the_rest() -> None:
    points = investment_curve(share, FIRST, LAST, date(2026, 7, 15), D(5000), {2026: D(1000)}, {})

    assert at(points, date(2026, 12, 31)).planned == D("1000.00")
    assert points[-1].planned == D("5000.00")
    planned = [p.planned for p in points if p.planned is not None]
    assert planned == sorted(planned)


def test_a_year_nobody_planned_money_for_before_makes_the_rest_unknown() -> None:
    points = investment_curve(share, FIRST, LAST, date(2027, 2, 15), D(9000), {2027: D(1800)}, {})

    assert points[0] == MoneyPoint(date(2026, 12, 31), D(0), D(0))
    assert points[-1].planned == D("1800.00")


def test_a_total_alone_is_held_against_the_years_that_were_told_of() -> None:
    january = Investment(0, 1, date(2027, 1, 1), Covers.MONTH, D(90), 1, datetime(2027, 2, 1, tzinfo=UTC))
    points = investment_curve(share, FIRST, LAST, date(2027, 2, 15), D(4850), {}, {2026: [], 2027: [january]})

    assert points[0] == MoneyPoint(date(2026, 12, 31), D(0), D(0))
    assert at(points, date(2027, 1, 31)) == MoneyPoint(date(2027, 1, 31), D("310.00"), D(90))
    assert points[-1].planned == D("1800.00")  # of 180 days of work in 2027


def test_without_a_total_the_curve_is_known_as_far_as_annual_plans_go() -> None:
    points = investment_curve(share, FIRST, LAST, date(2026, 7, 15), None, {2026: D(3050)}, {})
    assert at(points, date(2026, 3, 31)).planned == D("300.00")
    assert at(points, date(2027, 1, 31)).planned is None

    later = investment_curve(share, FIRST, LAST, date(2027, 2, 15), None, {2027: D(1800)}, {})
    assert later[0] == MoneyPoint(date(2026, 12, 31), D(0), D(0))
    assert later[-1].planned == D("1800.00")


def test_a_year_without_work_is_spread_by_its_days() -> None:
    points = investment_curve(
        lambda day: D(day >= date(2026, 3, 31)),
        FIRST,
        date(2027, 1, 31),
        date(2026, 5, 1),
        None,
        {2026: D(100), 2027: D(365)},
        {},
    )
    assert at(points, date(2026, 12, 31)).planned == D(100)
    assert at(points, date(2027, 1, 31)).planned == D("131.00")


def test_what_was_stated_adds_up_over_the_years_and_stops_at_the_day() -> None:
    figures = {
        2025: [stated(date(2025, 11, 1), 200)],
        2026: [stated(date(2026, 5, 1), 700), stated(date(2026, 7, 1), 50, Covers.MONTH)],
    }
    points = investment_curve(share, FIRST, LAST, date(2026, 7, 15), D(4850), {}, figures)

    assert [at(points, date(2026, m, d)).invested for m, d in ((4, 30), (5, 31), (6, 30), (7, 15))] == [
        None, D(900), None, D(950),
    ]  # fmt: skip
    assert points[0].invested == D(200)  # before the plan began; of April and June nobody told
    assert [p.invested for p in points if p.day > date(2026, 7, 15)] == [None] * 12


def test_figures_without_any_plan_are_still_a_curve_and_nothing_is_none() -> None:
    figures = {2026: [stated(date(2026, 5, 1), 700)]}
    points = investment_curve(share, FIRST, LAST, date(2026, 7, 15), None, {}, figures)
    assert at(points, date(2026, 7, 15)) == MoneyPoint(date(2026, 7, 15), None, D(700))
    assert investment_curve(share, FIRST, LAST, date(2026, 7, 15), None, {}, {}) == ()
