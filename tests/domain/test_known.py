"""What was known on a day, and what of it is left on a later one."""

from datetime import date
from decimal import Decimal

import pytest

from backend.domain.calendars import Calendars
from backend.domain.known import known_on
from backend.domain.plan import Plan, Step
from backend.domain.workdays import Workdays

BY = Calendars(Workdays(), {"七天": Workdays.seven_day()})
MONDAY = date(2026, 6, 1)


def known(step: Step, day: date, told: date | None = None) -> Step:
    plan = Plan(MONDAY, date(2026, 12, 18), (step,))
    return known_on(plan, day, {step.id: told} if told else {}, BY).steps[0]


def test_what_happened_after_the_day_is_unknown() -> None:
    step = Step("a", "桩基", 10, actual_start=MONDAY, actual_finish=date(2026, 6, 12))
    assert known(step, date(2026, 6, 12)) == step
    assert known(step, date(2026, 6, 11)).actual_finish is None
    assert known(step, date(2026, 6, 11)).actual_start == MONDAY
    assert known(step, date(2026, 5, 31)).actual_start is None


def test_what_was_told_after_the_day_or_of_a_start_after_it_is_unknown() -> None:
    step = Step("a", "桩基", 10, actual_start=MONDAY, percent=Decimal(30))
    assert known(step, date(2026, 6, 3), told=date(2026, 6, 4)).percent is None
    assert known(step, date(2026, 6, 4), told=date(2026, 6, 4)).percent == Decimal(30)
    assert known(step, date(2026, 5, 29)) == Step("a", "桩基", 10)


@pytest.mark.parametrize(
    ("calendar", "day", "left"),
    [
        ("", date(2026, 6, 5), 6),  # the Friday it was told on
        ("", date(2026, 6, 8), 5),  # only the Friday has been worked since
        ("七天", date(2026, 6, 8), 3),
        ("", date(2026, 6, 12), 1),
        ("", date(2026, 7, 31), 1),  # nobody has said that it is done
        ("没有", date(2026, 6, 8), 6),  # for the schedule to refuse
    ],
)
def test_what_is_left_is_counted_down(calendar: str, day: date, left: int) -> None:
    step = Step("a", "桩基", 10, actual_start=MONDAY, remaining=6, calendar=calendar)
    assert known(step, day, told=date(2026, 6, 5)).days_left == left


def test_a_percentage_is_counted_down_too_and_nothing_left_stays_nothing() -> None:
    step = Step("a", "桩基", 10, actual_start=MONDAY, percent=Decimal(40))
    assert known(step, date(2026, 6, 8), told=date(2026, 6, 5)).days_left == 5
    full = Step("a", "桩基", 10, actual_start=MONDAY, percent=Decimal(100))
    assert known(full, date(2026, 6, 8), told=date(2026, 6, 5)).days_left == 0


def test_a_plan_of_which_nothing_was_told_is_the_very_same() -> None:
    plan = Plan(MONDAY, date(2026, 12, 18), (Step("a", "桩基", 10), Step("b", "封顶", 5)))
    assert known_on(plan, MONDAY, {}, BY) is plan
