"""The progress line by hand, as the textbooks draw it, and what must hold of any plan. Weekdays are working days."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.backward import Schedule, schedule
from backend.domain.calendars import Calendars
from backend.domain.plan import Link, Plan, Step
from backend.domain.progress_line import Effect, Point, as_planned, bent, progress_line
from backend.domain.under_way import presumed
from backend.domain.workdays import Workdays
from tests.builders import workdays

WORK = Workdays()
MONDAY = date(2026, 3, 2)


def d(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


# dig 5 days, then two branches that meet again: walls 10, pipes 4 and test 2 (4 days of float); then roof 5.
# Early: dig 2–6 March, walls 9–20, pipes 9–12, test 13–16, roof 23–27. The target leaves 3 days more.
STEPS = (
    Step("dig", "基坑", 5),
    Step("walls", "主体", 10, (Link("dig"),)),
    Step("pipes", "管线", 4, (Link("dig"),)),
    Step("test", "试压", 2, (Link("pipes"),)),
    Step("roof", "封顶", 5, (Link("walls"), Link("test"))),
)
PLAN = Plan(MONDAY, d("04-01"), STEPS)
DUG: dict[str, Any] = {"actual_start": d("03-02"), "actual_finish": d("03-06")}


def line(day: date, given: Workdays | Calendars = WORK, plan: Plan = PLAN, **told: dict[str, Any]) -> dict[str, Point]:  # fmt: skip
    steps = tuple(replace(step, **told.get(step.id, {})) for step in plan.steps)
    current = schedule(replace(plan, steps=steps), given, day)
    points = progress_line(schedule(as_planned(plan), given), current, given, day)
    return {point.step.id: point for point in points}


def test_planned_dates_are_those_of_the_plan_without_what_happened() -> None:
    points = line(d("03-18"), dig={"actual_start": d("03-04"), "actual_finish": d("03-12")})

    assert (points["walls"].planned_start, points["walls"].planned_finish) == (d("03-09"), d("03-20"))
    assert (points["roof"].planned_start, points["roof"].planned_finish) == (d("03-23"), d("03-27"))


def test_within_the_free_float_nothing_follows() -> None:
    # In the morning of the 16th the 2 days of testing have one behind them by plan, and none in truth.
    test = line(d("03-16"), dig=DUG, pipes={"actual_finish": d("03-12")}, test={})["test"]

    assert (test.days, test.stands_at, test.free_float, test.spare) == (-1, d("03-13"), 4, 4)
    assert (test.effect, test.moves_finish, test.past_target) == (Effect.NONE, 0, 0)


def test_within_the_total_float_followers_move_and_the_finish_does_not() -> None:
    # Pipes have no free float: testing follows at once. 4 days planned by the 13th, 1 done.
    pipes = line(d("03-13"), dig=DUG, pipes={"actual_start": d("03-09"), "remaining": 3})["pipes"]

    assert (pipes.days, pipes.stands_at, pipes.done_share) == (-3, d("03-10"), Decimal("0.25"))
    assert (pipes.free_float, pipes.spare, pipes.effect) == (0, 4, Effect.FOLLOWERS)
    assert not pipes.presumed


def test_beyond_the_total_float_the_finish_moves_by_the_rest() -> None:
    # 10 days of walls from the 9th, 9 planned before the 20th; 30 % done leaves 7: 6 behind, float none.
    walls = line(d("03-20"), dig=DUG, walls={"actual_start": d("03-09"), "percent": Decimal(30)})["walls"]

    assert (walls.days, walls.done_share, walls.stands_at) == (-6, Decimal("0.3"), d("03-12"))
    assert (walls.effect, walls.moves_finish, walls.past_target) == (Effect.FINISH, 6, 3)


def test_a_branch_moves_the_finish_only_by_what_is_beyond_its_float() -> None:
    pipes = line(d("03-17"), dig=DUG)["pipes"]  # due since the 9th, not begun: 6 working days

    assert (pipes.days, pipes.spare, pipes.effect, pipes.moves_finish) == (-6, 4, Effect.FINISH, 2)
    assert pipes.past_target == 0  # the target leaves 3


def test_what_is_not_begun_is_behind_from_the_day_after_it_should_have() -> None:
    assert line(d("03-09"), dig=DUG)["walls"].days == 0
    late = line(d("03-10"), dig=DUG)["walls"]
    assert (late.days, late.stands_at, late.done_share) == (-1, d("03-09"), 0)
    assert line(d("03-14"), dig=DUG)["walls"].days == line(d("03-16"), dig=DUG)["walls"].days == -5


def test_what_is_ahead_bends_to_the_right() -> None:
    walls = line(d("03-11"), dig=DUG, walls={"actual_start": d("03-09"), "remaining": 5})["walls"]

    assert (walls.days, walls.stands_at, walls.effect) == (3, d("03-16"), Effect.NONE)


def test_what_began_before_its_turn_is_ahead_by_all_the_days_it_was_early() -> None:
    roof = line(d("03-17"), dig=DUG, roof={"actual_start": d("03-16"), "remaining": 4})["roof"]

    assert (roof.days, roof.stands_at) == (5, d("03-24"))


def test_a_start_of_a_later_day_has_not_happened_yet() -> None:
    walls = line(d("03-04"), walls={"actual_start": d("03-09")})["walls"]
    assert (walls.days, walls.done_share, walls.presumed) == (0, 0, False)


def test_done_early_stands_at_the_end_of_its_bar_and_done_in_time_or_late_on_the_line() -> None:
    early = line(d("03-17"), dig=DUG, walls={"actual_finish": d("03-16")})["walls"]
    assert (early.days, early.stands_at, early.done_share, early.finished_late) == (4, d("03-23"), 1, 0)

    late = line(d("03-30"), dig=DUG, walls={"actual_finish": d("03-25")})["walls"]
    assert (late.days, late.stands_at, late.finished_late, late.effect) == (0, d("03-30"), 3, Effect.NONE)

    on_the_day = line(d("03-20"), dig=DUG, walls={"actual_finish": d("03-20")})["walls"]
    assert (on_the_day.days, on_the_day.finished_late) == (0, 0)


def test_progress_nobody_told_is_taken_as_even_and_never_done() -> None:
    even = line(d("03-16"), dig=DUG, walls={"actual_start": d("03-10")})["walls"]
    assert (even.presumed, even.days, even.done_share) == (True, -1, Decimal("0.4"))

    overrun = line(d("04-10"), dig=DUG, walls={"actual_start": d("03-09")})["walls"]
    assert (overrun.done_share, overrun.stands_at, overrun.days) == (Decimal("0.9"), d("03-20"), -15)


def test_a_day_off_counts_for_nobody() -> None:
    holiday = workdays([d("03-10"), d("03-11")])
    late = line(d("03-12"), holiday, dig=DUG)["walls"]
    assert (late.days, late.planned_finish) == (-1, d("03-24"))


def test_each_step_is_counted_in_its_own_calendar() -> None:
    by = Calendars(WORK, {"week": Workdays.seven_day()})
    plan = replace(PLAN, steps=(STEPS[0], replace(STEPS[1], calendar="week"), *STEPS[2:]))
    points = line(d("03-16"), by, plan, dig=DUG)

    assert points["walls"].planned_start == d("03-07")  # Saturday
    assert (points["walls"].days, points["pipes"].days) == (-9, -5)


def test_an_event_is_due_on_its_day_and_late_on_the_next() -> None:
    plan = Plan(MONDAY, d("03-31"), (Step("dig", "基坑", 5), Step("ok", "验槽", 0, (Link("dig"),))))
    assert line(d("03-06"), plan=plan)["ok"].days == 0
    late = line(d("03-09"), plan=plan, dig=DUG)["ok"]
    assert (late.planned_finish, late.days, late.effect, late.moves_finish) == (d("03-06"), -1, Effect.FINISH, 1)  # fmt: skip
    assert line(d("03-09"), plan=plan, dig=DUG, ok={"actual_finish": d("03-06")})["ok"].days == 0


def test_a_limit_is_past_before_the_finish_moves() -> None:
    plan = replace(PLAN, steps=(*STEPS[:3], replace(STEPS[3], not_after=d("03-17")), STEPS[4]))
    test = line(d("03-17"), plan=plan, dig=DUG, pipes={"actual_finish": d("03-12")})["test"]
    assert (test.days, test.spare, test.effect, test.past_limit) == (-2, 4, Effect.NONE, 1)


def test_a_plan_that_misses_its_target_anyway_blames_a_step_only_for_its_own_days() -> None:
    pipes = line(d("03-17"), plan=replace(PLAN, target=d("03-13")), dig=DUG)["pipes"]
    assert (pipes.days, pipes.moves_finish, pipes.past_target, pipes.past_limit) == (-6, 2, 2, 0)


def test_a_step_only_one_of_both_plans_has_is_left_out() -> None:
    planned = schedule(as_planned(replace(PLAN, steps=STEPS[:4])), WORK)
    current = schedule(replace(PLAN, steps=(*STEPS[:3], replace(STEPS[4], after=(Link("walls"),)))), WORK)
    assert [p.step.id for p in progress_line(planned, current, WORK, d("03-09"))] == ["dig", "walls", "pipes"]


def test_a_plan_without_steps_has_no_line() -> None:
    assert line(MONDAY, plan=replace(PLAN, steps=())) == {}


def test_bent_steps_come_furthest_behind_first() -> None:
    told = {"dig": DUG, "walls": {"actual_start": d("03-09"), "remaining": 2}}
    found = bent(tuple(line(d("03-12"), **told).values()))
    assert [(point.step.id, point.days) for point in found] == [("pipes", -3), ("walls", 5)]


# --- of any plan


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    n = draw(st.integers(1, 7))
    steps = []
    for k in range(n):
        before = draw(st.sets(st.integers(0, k - 1), max_size=2)) if k else set()
        links = tuple(Link(str(b), lag=draw(st.integers(0, 3))) for b in sorted(before))
        weight = Decimal(draw(st.integers(0, 30)))
        steps.append(Step(str(k), str(k), draw(st.integers(0, 8)), links, weight=weight))
    return Plan(MONDAY, MONDAY + timedelta(days=draw(st.integers(5, 80))), tuple(steps))


def on_time(planned: Schedule, day: date) -> Plan:
    """Every step begun and finished on its planned days, as far as `day` has seen them."""

    def seen(at: date) -> date | None:
        return at if at <= day else None

    steps = tuple(
        replace(row.step, actual_start=seen(row.early_start), actual_finish=seen(row.early_finish))
        for row in planned.steps
    )
    return replace(planned.plan, steps=steps)


@settings(max_examples=25, deadline=None)
@given(plans(), st.integers(-3, 90))
def test_a_plan_exactly_on_time_has_a_straight_line(plan: Plan, after: int) -> None:
    day = MONDAY + timedelta(days=after)
    planned = schedule(plan, WORK)
    points = progress_line(planned, schedule(on_time(planned, day), WORK, day), WORK, day)

    assert [(p.days, p.stands_at, p.finished_late) for p in points] == [(0, day, 0)] * len(plan.steps)


@settings(max_examples=25, deadline=None)
@given(plans(), st.integers(1, 60))
def test_the_effect_is_what_a_plan_with_the_days_put_in_comes_to(plan: Plan, after: int) -> None:
    """Nothing told: each open step alone, made longer by the days it is behind, moves the finish by what was said."""
    day = MONDAY + timedelta(days=after)
    planned = schedule(plan, WORK)
    current = schedule(presumed(plan, WORK, day), WORK, day)
    assert planned.finish is not None
    for point in progress_line(planned, current, WORK, day):
        if point.days >= 0 or point.step.days == 0:
            continue
        longer = tuple(replace(s, days=s.days - point.days) if s.id == point.step.id else s for s in plan.steps)  # fmt: skip
        slipped = schedule(replace(plan, steps=longer), WORK)
        assert slipped.finish is not None
        assert point.moves_finish == WORK.index(slipped.finish) - WORK.index(planned.finish)
        moved = [s for s, a, b in zip(plan.steps, slipped.early_finish, planned.early_finish, strict=True) if a != b]  # fmt: skip
        if point.effect is Effect.NONE:
            assert [step.id for step in moved] == [point.step.id]
