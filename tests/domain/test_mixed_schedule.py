"""Plans across calendars, with limits and with what has happened: against trying one day after the other."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.backward import Schedule, schedule
from backend.domain.calendars import Calendars
from backend.domain.plan import LinkType, Plan, Step
from backend.domain.workdays import Override, Spell, Workdays
from backend.intake.calendars import national_calendar
from tests.domain.stepping import Days, Stepper, Works, random_plan

NATIONAL = national_calendar()
STOP = Spell(date(2026, 10, 12), date(2026, 10, 16), works=False, source="exam")
SITE = Workdays.seven_day([Override(date(2026, 9, 25), False, "rain")])
NAMED = {
    "site": SITE,
    "six": Workdays(weekend=frozenset({6})),
    "stop": Workdays(NATIONAL.notice, spells=[STOP]),
    "standby": Workdays(
        NATIONAL.notice, spells=[Spell(date(2026, 10, 1), date(2026, 10, 4), True, "on duty")]
    ),
}
ALL = Calendars(NATIONAL, NAMED)
WORKS: dict[str, Works] = {"": NATIONAL.is_workday, **{n: w.is_workday for n, w in NAMED.items()}}
NAMES = ("", "", *NAMED)


def agree(plan: Plan, today: date | None) -> None:
    result, told = schedule(plan, ALL, today), Stepper(plan, WORKS, today)
    for row in result.steps:
        assert (row.early_start, row.early_finish) == told.early[row.step.id], row.step
        assert (row.late_start, row.late_finish) == told.late[row.step.id], row.step
        days = told.own(row.step)
        early, late = told.early[row.step.id][1], told.late[row.step.id][1]
        later = days.count(early + timedelta(days=1), late) - days.count(late + timedelta(days=1), early)
        assert row.total_float == later


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32), st.booleans())
def test_all_dates_are_those_of_trying_day_after_day(seed: int, progress: bool) -> None:
    agree(*random_plan(Random(seed), NAMES, progress=progress))


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32), st.booleans())
def test_free_float_is_how_far_a_step_slips_before_anything_else_moves(seed: int, progress: bool) -> None:
    chance = Random(seed)
    plan, today = random_plan(chance, NAMES, progress=progress)
    result = schedule(plan, ALL, today)
    row = chance.choice(result.steps)
    if row.step.actual_start or row.step.actual_finish or row.step.finish_on:
        return

    def rest(slip: int) -> tuple[date | None, dict[str, tuple[date, date]]]:
        begins = ALL.of(row.step.calendar).add(row.early_start, slip)
        held = replace(row.step, not_before=begins, not_after=None)
        steps = tuple(held if step.id == held.id else step for step in plan.steps)
        moved = schedule(replace(plan, steps=steps), ALL, today)
        return moved.finish, {
            r.step.id: (r.early_start, r.early_finish) for r in moved.steps if r.step.id != held.id
        }

    assert row.free_float >= 0
    assert rest(row.free_float) == rest(0)
    assert rest(row.free_float + 1) != rest(0)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32), st.booleans(), st.integers(-40, 40))
def test_early_dates_know_no_target_and_late_ones_no_start(seed: int, progress: bool, moved: int) -> None:
    plan, today = random_plan(Random(seed), NAMES, progress=progress)
    by = timedelta(days=moved)
    a = schedule(plan, ALL, today)
    b = schedule(replace(plan, target=plan.target + by), ALL, today)
    assert (a.early_start, a.early_finish, a.free_float) == (b.early_start, b.early_finish, b.free_float)
    c = schedule(replace(plan, start=plan.start + by), ALL, None)
    assert (a.late_start, a.late_finish) == (c.late_start, c.late_finish)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32), st.integers(-15, 15))
def test_a_target_moved_by_k_working_days_moves_late_dates_by_k(seed: int, k: int) -> None:
    plan, _ = random_plan(Random(seed), ("",), progress=False)
    steps = tuple(
        replace(
            s, not_after=None, finish_on=None, after=tuple(replace(link, unit="work") for link in s.after)
        )  # type: ignore[arg-type]
        for s in plan.steps
    )
    plan = replace(plan, target=NATIONAL.next(plan.target), steps=steps)
    a, b = schedule(plan, NATIONAL), schedule(replace(plan, target=NATIONAL.add(plan.target, k)), NATIONAL)
    assert [NATIONAL.add(day, k) for day in a.late_start] == list(b.late_start)


def counted_forwards(step: Step) -> Step:
    """A date that is counted from the other end of its step, or back to the working day before, rightly gives way."""
    after = tuple(replace(link, lag=abs(link.lag)) for link in step.after if link.type is LinkType.FS)
    return replace(step, after=after, finish_on=None, remaining=step.remaining or None)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32), st.booleans(), st.integers(0, 40))
def test_a_holiday_more_makes_no_early_date_earlier_and_no_late_date_later(
    seed: int, progress: bool, at: int
) -> None:
    plan, today = random_plan(Random(seed), NAMES, progress=progress)
    steps = tuple(map(counted_forwards, plan.steps))
    plan, off = replace(plan, steps=steps), plan.start + timedelta(days=at)
    holiday = [Spell(off, off, works=False, source="new")]
    named = {
        "site": Workdays.seven_day([Override(date(2026, 9, 25), False, "rain")], holiday),
        "six": Workdays(weekend=frozenset({6}), spells=holiday),
        "stop": Workdays(NATIONAL.notice, spells=[STOP, *holiday]),
        "standby": Workdays(
            NATIONAL.notice, spells=[Spell(date(2026, 10, 1), date(2026, 10, 4), True, "on duty"), *holiday]
        ),
    }
    before = schedule(plan, ALL, today)
    after = schedule(plan, Calendars(Workdays(NATIONAL.notice, spells=holiday), named), today)
    for a, b in zip(before.steps, after.steps, strict=True):
        assert b.early_start >= a.early_start
        assert b.early_finish >= a.early_finish
        assert b.late_start <= a.late_start
        assert b.late_finish <= a.late_finish


def even_plan(chance: Random) -> Plan:
    """Nothing but links decides, all of it by one calendar."""
    plan, _ = random_plan(chance, ("",), progress=False)
    steps = tuple(
        replace(
            step,
            not_before=None,
            not_after=None,
            finish_on=None,
            after=tuple(link for link in step.after if link.unit == "work"),
        )
        for step in plan.steps
    )
    return replace(plan, steps=steps)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32))
def test_the_short_path_and_the_long_one_find_the_same(seed: int) -> None:
    """A limit that limits nothing sends a plan down the long path."""
    even = even_plan(Random(seed))
    mixed = replace(even, steps=tuple(replace(s, not_before=date(2026, 1, 5)) for s in even.steps))

    def columns(result: Schedule) -> tuple[object, ...]:
        return (
            result.early_start, result.early_finish, result.late_start, result.late_finish,
            result.total_float, result.free_float, result.critical, result.project_float, result.finish,
        )  # fmt: skip

    assert columns(schedule(even, NATIONAL)) == columns(schedule(mixed, NATIONAL))


@pytest.mark.parametrize("works", WORKS.values(), ids=WORKS)
def test_the_stepper_counts_as_people_do(works: Works) -> None:
    days = Days(works, date(2026, 9, 1), date(2026, 10, 31))
    assert days.count(date(2026, 9, 1), date(2026, 10, 31)) == sum(
        works(date(2026, 9, 1) + timedelta(days=k)) for k in range(61)
    )
