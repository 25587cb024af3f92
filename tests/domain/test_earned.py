"""Planned and earned value: by hand, and what must hold of any plan. Weekdays are working days."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.backward import schedule
from backend.domain.earned import Basis, Curve, curve, weights
from backend.domain.plan import Link, Plan, Step
from backend.domain.progress_line import as_planned
from backend.domain.under_way import presumed
from backend.domain.workdays import Workdays
from tests.domain.test_progress_line import on_time, plans

WORK = Workdays()
MONDAY = date(2026, 3, 2)
D = Decimal


def d(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


# Four weeks: 5 + 10 + 5 days, worth 20, 60 and 20.
STEPS = (
    Step("dig", "基坑", 5, weight=D(20)),
    Step("walls", "主体", 10, (Link("dig"),), weight=D(60)),
    Step("roof", "封顶", 5, (Link("walls"),), weight=D(20)),
)
PLAN = Plan(MONDAY, d("03-31"), STEPS)
DUG = replace(STEPS[0], actual_start=d("03-02"), actual_finish=d("03-06"))


def of(day: date, *steps: Step, planned: Plan = PLAN) -> Curve:
    current = schedule(replace(planned, steps=steps or planned.steps), WORK, day)
    return curve(schedule(as_planned(planned), WORK), current, WORK, day)


def test_work_is_worth_its_weight_evenly_over_its_days() -> None:
    found = of(MONDAY)
    assert {p.day.isoformat()[5:]: p.planned for p in found.points} == {
        "03-01": D(0), "03-02": D("0.04"), "03-08": D("0.2"), "03-15": D("0.5"), "03-22": D("0.8"),
        "03-27": D(1), "03-29": D(1), "03-31": D(1),
    }  # fmt: skip
    assert [p.latest for p in found.points if p.day == d("03-27")] == [D("0.92")]  # two days to spare


def test_an_event_is_worth_its_weight_on_its_day() -> None:
    plan = Plan(MONDAY, d("03-31"), (STEPS[0], Step("ok", "验槽", 0, (Link("dig"),), weight=D(80))))
    found = of(MONDAY, planned=plan)
    assert [p.planned for p in found.points if p.day == d("03-06")] == [D(1)]
    assert of(d("03-06"), planned=plan).planned == D("0.16")  # its morning: four days of digging


def test_behind_by_working_days_of_the_plan() -> None:
    # In the morning of Monday the 16th: 20 + 30 planned; dig done and 4 of 10 days of walls: 20 + 24.
    found = of(d("03-16"), DUG, replace(STEPS[1], actual_start=d("03-09"), remaining=6), STEPS[2])

    assert (found.planned, found.earned, found.spi) == (D("0.5"), D("0.44"), D("0.880"))
    assert found.days == D("-1.0")


def test_ahead_by_a_part_of_a_day() -> None:
    # 57 of 100, walls give 6 a day: one day and a sixth beyond the 50 that are planned.
    found = of(
        d("03-16"), DUG, replace(STEPS[1], actual_start=d("03-09"), percent=D(60) + D(5) / 3), STEPS[2]
    )
    assert (found.earned, found.days) == (D("0.57"), D("1.2"))


def test_past_the_planned_finish_every_day_counts() -> None:
    late = replace(STEPS[1], actual_start=d("03-09"), actual_finish=d("03-20"))
    found = of(d("04-06"), DUG, late, replace(STEPS[2], actual_start=d("03-23"), remaining=1))
    # Worth what the plan was worth in the morning of 27 March, six working days before 6 April.
    assert (found.planned, found.earned, found.days) == (D(1), D("0.96"), D("-6.0"))


def test_a_plan_all_done_is_judged_by_its_last_day_for_ever() -> None:
    done = [
        replace(step, actual_finish=day)
        for step, day in zip(STEPS, (d("03-06"), d("03-20"), d("04-01")), strict=True)
    ]
    for day in (d("04-01"), d("06-30")):
        found = of(day, *done)
        assert (found.earned, found.spi, found.days) == (D(1), D(1), D(-3))


def test_a_gap_in_the_plan_is_nobodys_delay() -> None:
    steps = (STEPS[0], replace(STEPS[1], after=(Link("dig", lag=10),)), STEPS[2])
    found = of(d("03-12"), DUG, *steps[1:], planned=replace(PLAN, steps=steps))
    assert (found.planned, found.earned, found.days) == (D("0.2"), D("0.2"), D(0))


def test_before_the_plan_begins_there_is_nothing_to_compare() -> None:
    found = of(d("02-20"))
    assert (found.planned, found.earned, found.spi, found.days) == (D(0), D(0), None, D(0))
    assert [p.earned for p in found.points if p.earned is not None] == []


def test_a_plan_without_steps_has_no_curve() -> None:
    found = of(MONDAY, planned=replace(PLAN, steps=()))
    assert (found.points, found.spi, found.days) == ((), None, D(0))


@pytest.mark.parametrize(
    ("told", "basis", "total", "shares"),
    [
        ((20, 60, 20), Basis.WEIGHTS, 100, ("0.2", "0.6", "0.2")),
        ((10, 30, 10), Basis.NORMALISED, 50, ("0.2", "0.6", "0.2")),
        ((0, 0, 0), Basis.DURATIONS, 20, ("0.25", "0.5", "0.25")),
        ((0, 50, 0), Basis.NORMALISED, 50, ("0", "1", "0")),
    ],
)
def test_weights_are_as_told_made_whole_or_the_durations(
    told: tuple[int, ...], basis: Basis, total: int, shares: tuple[str, ...]
) -> None:
    found = weights([replace(s, weight=D(w)) for s, w in zip(STEPS, told, strict=True)])
    assert (found.basis, found.total) == (basis, total)
    assert [found.of[s.id] / found.total for s in STEPS] == [D(share) for share in shares]


def test_events_without_weights_count_alike() -> None:
    found = weights([Step("a", "甲", 0), Step("b", "乙", 0)])
    assert (found.basis, found.total) == (Basis.EQUAL, 2)


def test_a_plan_longer_than_eighteen_months_is_told_by_the_month() -> None:
    found = of(d("06-10"), planned=Plan(MONDAY, date(2027, 12, 31), (Step("a", "甲", 400),)))
    days = [p.day for p in found.points]
    assert len(days) < 30
    assert {d("03-31"), d("06-10"), d("06-30"), date(2027, 12, 31)} <= set(days)


# --- of any plan


@settings(max_examples=25, deadline=None)
@given(plans(), st.integers(-3, 90))
def test_a_plan_exactly_on_time_earns_what_is_planned(plan: Plan, after: int) -> None:
    day = MONDAY + timedelta(days=after)
    planned = schedule(plan, WORK)
    found = curve(planned, schedule(on_time(planned, day), WORK, day), WORK, day)

    assert (found.earned, found.days) == (found.planned, 0)
    assert found.spi in (None, 1)


@settings(max_examples=25, deadline=None)
@given(plans(), st.integers(-3, 90))
def test_curves_only_rise_end_whole_and_earned_stops_at_the_status_date(plan: Plan, after: int) -> None:
    day = MONDAY + timedelta(days=after)
    planned = schedule(plan, WORK)
    found = curve(planned, schedule(presumed(plan, WORK, day), WORK, day), WORK, day)

    earned = [p.earned for p in found.points if p.earned is not None]
    for values in ([p.planned for p in found.points], [p.latest for p in found.points], earned):
        assert values == sorted(values)
        assert all(0 <= value <= 1 for value in values)
    assert [p.planned for p in found.points if p.day == planned.finish] == [1]
    assert found.points[-1].latest == 1
    assert all((p.earned is None) == (p.day > day) for p in found.points)
    if earned:
        assert (earned[-1], found.points[len(earned) - 1].day) == (found.earned, day)
