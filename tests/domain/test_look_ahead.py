"""What must be begun and finished soon, and when a plan that stands still is late. Weekdays are working days."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.backward import schedule
from backend.domain.calendars import Calendars
from backend.domain.look_ahead import Coming, Outlook, days_until, look_ahead, stand_still
from backend.domain.plan import Link, Plan, Step
from backend.domain.progress_line import days_left
from backend.domain.under_way import presumed
from backend.domain.workdays import Workdays
from tests.domain.test_progress_line import plans

WORK = Workdays()
TODAY = date(2026, 11, 25)  # a Wednesday


def d(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


# Late dates back from Friday 25 December: roof 14–25 December (10 days), walls 7–11 (5), pipes 10–11 (2), dig 2–4 (3).
STEPS = (
    Step("dig", "基坑", 3),
    Step("walls", "主体", 5, (Link("dig"),)),
    Step("pipes", "管线", 2),
    Step("roof", "封顶", 10, (Link("walls"), Link("pipes"))),
)
PLAN = Plan(d("11-25"), d("12-25"), STEPS)  # begins today: nothing has begun yet, nor is presumed to


def outlook(day: date = TODAY, plan: Plan = PLAN, key: int = 1, **told: dict[str, Any]) -> Outlook:
    known = replace(plan, steps=tuple(replace(s, **told.get(s.id, {})) for s in plan.steps))
    forecast = schedule(presumed(known, WORK, day), WORK, day)
    return Outlook(key, known, forecast, Calendars(WORK))


def ids(found: tuple[Coming, ...]) -> list[str]:
    return [one.row.step.id for one in found]


def test_what_must_begin_within_the_days_with_the_days_that_are_left() -> None:
    found = look_ahead([outlook()], TODAY, 12)

    assert [(c.row.step.id, c.starts, c.finishes, c.days) for c in found] == [
        ("dig", True, True, 5),
        ("walls", True, False, 8),
        ("pipes", False, False, 11),  # not due; the forecast has these two begun by then
        ("roof", False, False, 13),
    ]
    assert (found[0].latest, found[0].begun) == (d("12-02"), False)
    assert [one.expected for one in found] == [False, False, True, True]
    assert [one.starts for one in look_ahead([outlook()], TODAY, 11)] == [True, False, False]


@pytest.mark.parametrize("told", [True, False])
def test_what_has_begun_must_only_finish_and_is_said_to_be_presumed(told: bool) -> None:
    plan = PLAN if told else replace(PLAN, start=d("11-24"))
    [dig, *_] = look_ahead([outlook(plan=plan, dig={"actual_start": d("11-24")} if told else {})], TODAY, 12)

    assert (dig.starts, dig.finishes, dig.begun, dig.presumed) == (False, True, True, not told)
    assert (dig.latest, dig.days) == (d("12-04"), 7)


def test_what_is_done_is_not_looked_for() -> None:
    assert "dig" not in ids(look_ahead([outlook(dig={"actual_finish": d("11-24")})], TODAY, 400))


def test_overdue_comes_first_the_longest_before_all_projects() -> None:
    day = d("12-09")
    one = outlook(day, replace(PLAN, start=day))
    other = outlook(day, replace(PLAN, start=day, target=d("12-18")), key=2)
    found = look_ahead([one, other], day, 3)

    assert [(c.key, c.row.step.id, c.days) for c in found][:4] == [
        (2, "dig", -10), (2, "walls", -7), (1, "dig", -5), (2, "pipes", -4),
    ]  # fmt: skip
    assert [c.overdue for c in found] == sorted((c.overdue for c in found), reverse=True)


def test_it_says_what_a_start_waits_for() -> None:
    found = {c.row.step.id: c.waits_for for c in look_ahead([outlook()], TODAY, 60)}
    assert found == {"dig": (), "walls": ("dig",), "pipes": (), "roof": ("walls", "pipes")}


def test_days_until_are_none_for_the_day_itself_and_negative_once_it_has_passed() -> None:
    friday = d("11-27")
    assert [days_until(friday, friday + timedelta(days=n), WORK) for n in (-2, -1, 0, 1, 2, 3, 4)] == [
        2, 1, 0, -1, -1, -1, -2,
    ]  # fmt: skip


def test_a_plan_that_stands_still_is_late_when_the_float_of_its_first_step_is_gone() -> None:
    found = stand_still(outlook(), TODAY)

    assert found.step is not None
    assert (found.step.id, found.begun, found.days, found.on) == ("dig", False, 5, d("12-02"))


def test_what_is_under_way_may_stand_still_as_long_as_what_is_left_of_it_can_wait() -> None:
    told = stand_still(outlook(dig={"actual_start": d("11-16"), "remaining": 1}), TODAY)
    presumed = stand_still(outlook(plan=replace(PLAN, start=d("11-20"))), TODAY)

    for found in (told, presumed):
        assert found.step is not None
        assert (found.step.id, found.begun, found.days, found.on) == ("dig", True, 7, d("12-04"))
    assert (told.presumed, presumed.presumed) == (False, True)


def test_the_step_that_waits_for_no_other_is_the_one_to_move() -> None:
    done = {"actual_start": d("11-16"), "actual_finish": d("11-24")}
    found = stand_still(outlook(dig=done), TODAY)
    assert found.step is not None
    assert (found.step.id, found.begun, found.days, found.on) == ("walls", False, 8, d("12-07"))


def test_none_left_and_already_late() -> None:
    none, late = (
        stand_still(outlook(day, replace(PLAN, start=day)), day) for day in (d("12-02"), d("12-04"))
    )
    assert (none.days, none.on) == (0, d("12-02"))
    assert (late.days, late.on) == (-2, d("12-04"))


def test_with_everything_done_nothing_can_stand_still() -> None:
    done = {step.id: {"actual_finish": d("11-20")} for step in STEPS}
    assert stand_still(outlook(**done), TODAY).step is None
    assert look_ahead([outlook(**done)], TODAY, 30) == ()
    assert stand_still(outlook(plan=replace(PLAN, steps=())), TODAY).step is None


@settings(max_examples=25, deadline=None)
@given(plans(), st.integers(0, 60))
def test_on_the_day_that_is_named_nothing_is_left_if_nothing_moved(plan: Plan, after: int) -> None:
    day = plan.start + timedelta(days=after)
    known = {
        row.step.id: {"actual_start": row.step.actual_start, "remaining": days_left(row.step, WORK, day)}
        for row in outlook(day, plan).forecast.steps
        if row.step.is_under_way
    }
    found = stand_still(outlook(day, plan, **known), day)
    if found.days > 0:
        next_day = WORK.add(found.on, 1)
        assert stand_still(outlook(found.on, plan, **known), found.on).days == 0
        assert stand_still(outlook(next_day, plan, **known), next_day).days == -1
