"""Both passes: by hand around the holidays, and against a reference that walks day by day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from backend.domain.backward import Schedule, latest_start, schedule
from backend.domain.errors import Invalid
from backend.domain.plan import Link, LinkType, Plan, Step
from backend.domain.workdays import Override, Workdays
from backend.intake.calendars import national_calendar

NATIONAL = national_calendar()


def d(text: str) -> date:
    """Month and day of 2026, or a whole date."""
    return date.fromisoformat(text if len(text) > 5 else f"2026-{text}")


def step(id: str, days: int, *after: str | Link, **more: Any) -> Step:
    return Step(id, id, days, tuple(Link(a) if isinstance(a, str) else a for a in after), **more)


def plan(start: str, target: str, *steps: Step) -> Plan:
    return Plan(d(start), d(target), steps)


def row(result: Schedule, id: str) -> tuple[str, str, str, str, int, int, bool]:
    r = next(r for r in result.steps if r.step.id == id)
    days = [day.isoformat()[5:] for day in (r.early_start, r.early_finish, r.late_start, r.late_finish)]
    return (*days, r.total_float, r.free_float, r.critical)  # type: ignore[return-value]


# --- by hand ---


def test_work_stops_for_national_day_and_goes_on_on_the_make_up_saturday():
    result = schedule(plan("09-28", "10-12", step("a", 3), step("b", 2, "a"), step("c", 1, "b")), NATIONAL)
    assert row(result, "a") == ("09-28", "09-30", "09-29", "10-08", 1, 0, True)
    assert row(result, "b") == ("10-08", "10-09", "10-09", "10-10", 1, 0, True)
    assert row(result, "c") == ("10-10", "10-10", "10-12", "10-12", 1, 0, True)
    assert (result.project_float, result.finish, result.provisional) == (1, d("10-10"), False)


def test_spring_festival_with_a_lag_an_event_and_a_missed_target():
    result = schedule(
        plan(
            "02-11",
            "02-27",
            step("a", 5),  # 11, 12, 13, Saturday 14 | 24
            step("b", 2, Link("a", lag=2)),  # after 25 and 26: Friday 27 and the make-up Saturday 28
            step("done", 0, "b"),
            step("c", 1, "done"),
        ),
        NATIONAL,
    )
    assert row(result, "a")[:2] == ("02-11", "02-24")
    assert row(result, "b")[:2] == ("02-27", "02-28")
    assert row(result, "done")[:2] == ("02-28", "02-28")
    assert row(result, "c") == ("03-02", "03-02", "02-27", "02-27", -2, 0, True)
    assert row(result, "done")[2:5] == ("02-26", "02-26", -2)
    assert result.project_float == -2


def test_an_event_after_fridays_work_is_on_friday_and_its_follower_starts_on_monday():
    result = schedule(
        plan("03-02", "03-20", step("a", 5), step("event", 0, "a"), step("b", 5, "event")), NATIONAL
    )
    assert row(result, "event") == ("03-06", "03-06", "03-13", "03-13", 5, 0, True)
    assert row(result, "b")[:2] == ("03-09", "03-13")


def test_the_event_that_begins_the_works_is_on_the_first_day_itself():
    result = schedule(
        plan("03-02", "03-06", step("begin", 0), step("a", 5, "begin"), step("end", 0, "a")), NATIONAL
    )
    assert row(result, "begin") == ("03-02", "03-02", "03-02", "03-02", 0, 0, True)
    assert row(result, "a") == ("03-02", "03-06", "03-02", "03-06", 0, 0, True)
    assert row(result, "end") == ("03-06", "03-06", "03-06", "03-06", 0, 0, True)


def test_events_that_follow_one_another_share_the_evening():
    result = schedule(
        plan(
            "03-02",
            "03-13",
            step("a", 5),
            step("checked", 0, "a"),
            step("signed", 0, "checked"),
            step("b", 5, "signed"),
        ),
        NATIONAL,
    )
    assert row(result, "checked") == row(result, "signed") == ("03-06", "03-06", "03-06", "03-06", 0, 0, True)
    assert row(result, "b")[0] == "03-09"


def test_an_event_may_end_a_plan_on_the_last_day_of_a_year():
    result = schedule(plan("10-19", "12-31", step("a", 5), step("end", 0, "a")), Workdays())
    assert row(result, "end") == ("10-23", "10-23", "12-31", "12-31", 49, 0, True)


def test_no_overlap_pulls_an_event_before_the_first_day():
    result = schedule(plan("03-02", "03-06", step("a", 1), step("event", 0, Link("a", lag=-5))), NATIONAL)
    assert row(result, "event")[:2] == ("03-02", "03-02")


@pytest.mark.parametrize("calendar", [Workdays(), Workdays.seven_day()])
def test_an_event_may_be_on_the_last_day_of_the_years_that_were_looked_at(calendar: Workdays):
    result = schedule(plan("12-01", "12-31", step("a", 5), step("end", 0, "a")), calendar)
    assert row(result, "end")[2:4] == ("12-31", "12-31")


def test_a_lone_event_may_be_on_any_day_from_start_to_target():
    result = schedule(plan("03-02", "03-06", step("event", 0)), NATIONAL)
    assert row(result, "event") == ("03-02", "03-02", "03-06", "03-06", 4, 0, True)
    assert result.project_float == 4


def test_a_side_branch_has_float_and_is_not_critical():
    result = schedule(
        plan(
            "03-02",
            "03-13",
            step("a", 2),
            step("long", 6, "a"),
            step("short", 2, "a"),
            step("z", 2, "long", "short"),
        ),
        NATIONAL,
    )
    assert result.project_float == 0
    assert row(result, "short") == ("03-04", "03-05", "03-10", "03-11", 4, 4, False)
    assert [r.step.id for r in result.steps if r.critical] == ["a", "long", "z"]


def test_with_time_to_spare_the_longest_chain_is_still_the_critical_one():
    result = schedule(plan("03-02", "04-30", step("long", 6), step("short", 2)), NATIONAL)
    assert result.project_float > 0
    assert result.critical == (True, False)
    assert result.free_float == (0, 4)


def test_when_late_everything_that_is_already_too_late_is_critical():
    steps = (step("long", 10), step("shorter", 8), step("exact", 5), step("short", 2))
    result = schedule(plan("03-02", "03-06", *steps), NATIONAL)
    assert result.total_float == (-5, -3, 0, 3)
    assert result.critical == (True, True, True, False)


def test_start_and_target_on_days_off_move_inwards():
    result = schedule(plan("10-01", "10-18", step("a", 1)), NATIONAL)
    assert row(result, "a")[:4] == ("10-08", "10-08", "10-16", "10-16")


def test_a_plan_across_new_year_is_provisional_there_and_only_there():
    result = schedule(plan("12-29", "12-31", step("a", 2), step("b", 3, "a")), NATIONAL)
    assert (result.early_finish[1], result.provisional) == (
        date(2027, 1, 5),
        True,
    )  # 31 December, 4 and 5 January
    assert (result.provisional_early, result.provisional_late) == ((False, True), (False, False))
    assert not schedule(plan("12-01", "12-31", step("a", 2)), NATIONAL).provisional


def test_spring_festival_2027_is_counted_by_statutory_days():
    result = schedule(plan("2027-02-04", "2027-03-01", step("a", 3)), NATIONAL)
    assert result.early_finish[0] == date(2027, 2, 12)  # the 4th, 11th and 12th
    assert result.provisional


def test_an_empty_plan_has_the_days_there_are():
    result = schedule(plan("09-28", "10-10"), NATIONAL)
    assert (result.steps, result.finish, result.project_float) == ((), None, 6)


def test_a_target_before_the_start_is_answered_with_the_days_to_gain():
    result = schedule(plan("03-16", "03-06", step("a", 1)), NATIONAL)
    assert row(result, "a")[:5] == ("03-16", "03-16", "03-06", "03-06", -6)


@pytest.mark.parametrize(
    ("kind", "lag", "early"),
    [
        (LinkType.FS, 0, ("03-09", "03-10")),
        (LinkType.FS, -2, ("03-05", "03-06")),
        (LinkType.SS, 1, ("03-03", "03-04")),
        (LinkType.FF, 0, ("03-05", "03-06")),
        (LinkType.FF, 3, ("03-10", "03-11")),
        (LinkType.SF, 4, ("03-04", "03-05")),
        (LinkType.SF, 0, ("03-02", "03-03")),  # would be before the start of the plan
    ],
)
def test_each_type_of_link_holds_its_own_end(kind: LinkType, lag: int, early: tuple[str, str]):
    result = schedule(plan("03-02", "03-31", step("a", 5), step("b", 2, Link("a", kind, lag))), NATIONAL)
    assert row(result, "b")[:2] == early


def test_a_step_held_only_at_its_start_may_end_the_plan():
    result = schedule(plan("03-02", "03-13", step("a", 10), step("b", 2, Link("a", LinkType.SS))), NATIONAL)
    assert row(result, "a") == ("03-02", "03-13", "03-02", "03-13", 0, 0, True)
    assert row(result, "b")[2:] == ("03-12", "03-13", 8, 8, False)


def test_a_seven_day_site_works_through_the_holiday():
    result = schedule(plan("09-28", "10-07", step("a", 10)), Workdays.seven_day())
    assert row(result, "a")[:2] == ("09-28", "10-07")
    assert result.project_float == 0


# --- what has happened ---

BUILD = (step("dig", 5), step("pour", 5, "dig"), step("roof", 5, "pour"), step("open", 0, "roof"))


def happened(**actuals: tuple[str | None, str | None]) -> Plan:
    steps = [
        replace(s, actual_start=a and d(a), actual_finish=b and d(b))
        for s in BUILD
        for a, b in [actuals.get(s.id, (None, None))]
    ]
    return plan("03-02", "03-20", *steps)


def test_what_finished_late_moves_the_forecast_and_not_the_late_dates():
    before, after = schedule(happened(), NATIONAL), schedule(happened(dig=("03-03", "03-10")), NATIONAL)
    assert row(after, "dig")[:2] == ("03-03", "03-10")
    assert row(after, "pour")[:2] == ("03-11", "03-17")
    assert (before.project_float, after.project_float) == (0, -2)
    assert before.late_finish == after.late_finish
    assert before.late_start == after.late_start
    assert after.total_float == (-2, -2, -2, -2)
    assert after.critical == (False, True, True, True)  # what is done decides nothing any more


def test_what_finished_early_pulls_the_rest_forward():
    after = schedule(happened(dig=("03-02", "03-04")), NATIONAL)
    assert row(after, "pour")[0] == "03-05"
    assert after.project_float == 2


def test_work_under_way_goes_on_at_least_to_today():
    late = schedule(happened(dig=("03-02", None)), NATIONAL, today=d("03-11"))
    assert row(late, "dig")[:2] == ("03-02", "03-11")
    assert row(late, "pour")[0] == "03-12"
    on_time = schedule(happened(dig=("03-03", None)), NATIONAL, today=d("03-04"))
    assert row(on_time, "dig")[:2] == ("03-03", "03-09")


def test_what_has_not_begun_is_not_expected_before_today():
    result = schedule(happened(), NATIONAL, today=d("03-07"))  # a Saturday
    assert row(result, "dig")[:2] == ("03-09", "03-13")
    assert result.project_float == -5
    assert schedule(happened(), NATIONAL, today=d("02-02")) == schedule(happened(), NATIONAL)


def test_work_done_on_days_off_shows_its_own_days():
    result = schedule(happened(dig=("02-28", "03-08")), NATIONAL)  # from a make-up Saturday to a Sunday
    assert row(result, "dig")[:2] == ("02-28", "03-08")
    assert row(result, "pour")[0] == "03-09"


def test_work_done_on_a_day_off_past_the_target_is_past_it():
    calendar = Workdays(overrides=[Override(d("12-31"), works=False, source="closed")])
    done = step("a", 1, actual_start=d("12-31"), actual_finish=d("12-31"))
    result = schedule(plan("12-01", "12-30", done), calendar)
    assert row(result, "a")[:2] == ("12-31", "12-31")
    assert result.project_float == -1


def test_a_finish_without_a_start_is_enough():
    result = schedule(happened(dig=(None, "03-06")), NATIONAL)
    assert row(result, "dig")[:2] == ("03-02", "03-06")


def test_what_began_out_of_turn_is_not_held_back():
    result = schedule(happened(roof=("03-04", None)), NATIONAL)
    assert row(result, "roof")[:2] == ("03-04", "03-10")
    assert row(result, "open")[:2] == ("03-10", "03-10")
    assert result.finish == d("03-13")  # when pouring ends, which the roof did not wait for


def test_a_step_that_only_holds_what_has_begun_may_slip_to_the_finish_of_the_plan():
    p = plan("03-02", "03-20", step("a", 2), step("b", 2, "a", actual_start=d("03-02")), step("c", 8))
    assert schedule(p, NATIONAL).free_float == (6, 8 - 2, 0)


def test_an_event_that_happened_is_done():
    all_done = {"dig": ("03-02", "03-06"), "pour": ("03-09", "03-13"), "roof": ("03-16", "03-20")}
    result = schedule(happened(**all_done, open=("03-22", None)), NATIONAL, today=d("04-01"))
    assert row(result, "open")[:2] == ("03-22", "03-22")
    assert result.finish == d("03-22")
    assert result.critical == (False, False, False, False)


def test_actuals_in_the_wrong_order_are_refused():
    with pytest.raises(Invalid) as refused:
        schedule(happened(dig=("03-06", "03-02")), NATIONAL)
    assert refused.value.facts["flaws"][0].steps == ("dig",)


# --- refusals and size ---


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ([step("a", 1, "x")], "unknown_step"),
        ([step("a", 1, "b"), step("b", 1, "a")], "cycle"),
        ([step("a", 1), step("a", 1)], "duplicate_step"),
        ([step("a", -1)], "negative_duration"),
    ],
)
def test_a_flawed_plan_is_refused_with_its_flaws(steps: list[Step], code: str):
    with pytest.raises(Invalid) as refused:
        schedule(plan("03-02", "03-20", *steps), NATIONAL)
    assert [f.code for f in refused.value.facts["flaws"]] == [code]


def test_a_plan_longer_than_the_calendar_is_refused():
    chain = [step("0", 5000), *(step(str(k), 5000, str(k - 1)) for k in range(1, 9))]
    with pytest.raises(Invalid, match="date_out_of_range"):
        schedule(plan("03-02", "12-18", *chain), NATIONAL)


def test_five_hundred_steps_in_a_chain_listed_last_first():
    chain = [step(str(k), 1, *([str(k - 1)] if k else [])) for k in range(500)]
    result = schedule(plan("2024-01-02", "2026-01-05", *reversed(chain)), NATIONAL)
    assert result.critical == (True,) * 500
    assert len(set(result.early_start)) == 500
    assert result.early_start[0] == NATIONAL.add(d("2024-01-02"), 499)


def test_the_latest_start_leaves_no_float():
    p = plan("01-05", "10-12", step("a", 3), step("b", 2, "a"), step("c", 1, "b"))
    start = latest_start(p, NATIONAL)
    assert start == d("09-29")
    assert schedule(replace(p, start=start), NATIONAL).project_float == 0
    assert latest_start(plan("01-05", "10-12"), NATIONAL) == d("10-12")


# --- the reference: dates only, one day at a time ---


@dataclass
class Walk:
    """A boundary between working days is the working day after it."""

    calendar: Workdays

    def on(self, boundary: date, days: int) -> date:
        one = timedelta(days=1 if days > 0 else -1)
        while days:
            boundary += one
            if self.calendar.is_workday(boundary):
                days -= one.days
        return boundary

    def after(self, day: date) -> date:
        return self.on(day, 1)

    def from_(self, day: date) -> date:
        return day if self.calendar.is_workday(day) else self.on(day, 1)

    def between(self, a: date, b: date) -> int:
        if b < a:
            return -self.between(b, a)
        return sum(self.calendar.is_workday(a + timedelta(days=k)) for k in range((b - a).days))


def evenings(p: Plan) -> set[str]:
    by_id = {s.id: s for s in p.steps}
    found: set[str] = set()
    for _ in p.steps:
        for s in p.steps:
            for link in s.after:
                before = by_id[link.before]
                worked = before.days > 0 and link.type in (LinkType.FS, LinkType.FF)
                if s.days == 0 and (worked or before.id in found):
                    found.add(s.id)
    return found


def naive_early(p: Plan, walk: Walk, slipped: dict[str, int]) -> dict[str, tuple[date, date]]:
    """Boundaries of start and finish, relaxed until nothing moves; `slipped` steps start that much later."""
    late_events = evenings(p)
    first = walk.from_(p.start)
    at = {s.id: (first, first) for s in p.steps}
    for _ in range(len(p.steps) + 1):
        for s in p.steps:
            start = walk.after(first) if s.id in late_events else first
            for link in s.after:
                held = at[link.before][link.type in (LinkType.FS, LinkType.FF)]
                held = walk.on(held, link.lag)
                start = max(
                    start, walk.on(held, -s.days) if link.type in (LinkType.FF, LinkType.SF) else held
                )
            start = walk.on(start, slipped.get(s.id, 0))
            at[s.id] = (start, walk.on(start, s.days))
    return at


def naive_late(p: Plan, walk: Walk) -> dict[str, tuple[date, date]]:
    late_events = evenings(p)
    end = walk.after(p.target)
    at = {s.id: (end, end) for s in p.steps}
    for _ in range(len(p.steps) + 1):
        for s in p.steps:
            morning = s.days == 0 and s.id not in late_events
            finish = walk.on(end, -1) if morning else end
            for after in p.steps:
                for link in after.after:
                    if link.before == s.id:
                        held = at[after.id][link.type in (LinkType.FF, LinkType.SF)]
                        held = walk.on(held, -link.lag)
                        held = held if link.type in (LinkType.FS, LinkType.FF) else walk.on(held, s.days)
                        finish = min(finish, held)
            at[s.id] = (walk.on(finish, -s.days), finish)
    return at


def shown(p: Plan, walk: Walk, at: dict[str, tuple[date, date]]) -> list[tuple[date, date]]:
    late_events = evenings(p)

    def days(s: Step) -> tuple[date, date]:
        start, finish = at[s.id]
        if s.days == 0:
            day = walk.on(start, -1) if s.id in late_events else start
            return day, day
        return start, walk.on(finish, -1)

    return [days(s) for s in p.steps]


def finish_of(shown_days: Iterable[tuple[date, date]]) -> date:
    return max(finish for _, finish in shown_days)


def random_plan(chance: Random, types: tuple[LinkType, ...], most: int) -> Plan:
    def link(j: int) -> Link:
        return Link(str(chance.randrange(j)), chance.choice(types), chance.randint(-3, 3))

    steps = [
        step(
            str(j),
            chance.choice((0, 0, 1, 1, 2, 5)),
            *(link(j) for _ in range(chance.randint(0, 3) if j else 0)),
        )
        for j in range(chance.randint(1, most))
    ]
    start = d("09-10") + timedelta(days=chance.randrange(32))
    chance.shuffle(steps)
    return Plan(start, start + timedelta(days=chance.randint(-10, 40)), tuple(steps))


def plans(types: tuple[LinkType, ...] = tuple(LinkType), most: int = 7) -> st.SearchStrategy[Plan]:
    """From a seed: a plan drawn part by part takes longer than everything that is asked of it."""
    return st.integers(0, 2**32).map(lambda seed: random_plan(Random(seed), types, most))


calendars = st.sampled_from(
    [
        NATIONAL,
        Workdays.seven_day([Override(d("09-24"), False, "rain")]),
        Workdays(weekend=frozenset({6}), overrides=[Override(d("09-20"), True, "rush")]),
    ]
)


@settings(max_examples=25, deadline=None)
@given(plans(), calendars)
def test_all_dates_and_floats_are_those_of_walking_day_by_day(p: Plan, calendar: Workdays):
    walk, result = Walk(calendar), schedule(p, calendar)
    early, late = naive_early(p, walk, {}), naive_late(p, walk)
    assert list(zip(result.early_start, result.early_finish, strict=True)) == shown(p, walk, early)
    assert list(zip(result.late_start, result.late_finish, strict=True)) == shown(p, walk, late)
    for r in result.steps:
        assert r.total_float == walk.between(early[r.step.id][0], late[r.step.id][0])
        assert r.total_float == walk.between(r.early_finish, r.late_finish)
        assert r.total_float == walk.between(r.early_start, r.late_start)
    finish = finish_of(shown(p, walk, early))
    assert result.finish == finish
    assert result.project_float == walk.between(finish, calendar.previous(p.target))


@settings(max_examples=25, deadline=None)
@given(plans(most=5), calendars, st.data())
def test_free_float_is_how_far_a_step_slips_before_anything_else_moves(
    p: Plan, calendar: Workdays, data: st.DataObject
):
    walk, result = Walk(calendar), schedule(p, calendar)
    r = data.draw(st.sampled_from(result.steps))

    def rest(slip: int) -> tuple[date, dict[str, tuple[date, date]]]:
        at = naive_early(p, walk, {r.step.id: slip})
        return finish_of(shown(p, walk, at)), {k: v for k, v in at.items() if k != r.step.id}

    assert r.free_float >= 0
    assert rest(r.free_float) == rest(0)
    assert rest(r.free_float + 1) != rest(0)


@settings(max_examples=25, deadline=None)
@given(plans(), calendars)
def test_the_critical_chain_and_the_least_float_are_the_projects(p: Plan, calendar: Workdays):
    result = schedule(p, calendar)
    assert min(result.total_float) == result.project_float
    assert any(r.critical and r.early_finish == result.finish for r in result.steps)
    for r in result.steps:
        assert r.critical == (r.total_float <= max(0, result.project_float))
        assert (
            r.free_float <= r.total_float - result.project_float
        )  # so no more than the total one when in time


@settings(max_examples=25, deadline=None)
@given(plans(), calendars, st.integers(-60, 60))
def test_early_dates_and_free_floats_do_not_know_the_target(p: Plan, calendar: Workdays, moved: int):
    a, b = schedule(p, calendar), schedule(replace(p, target=p.target + timedelta(days=moved)), calendar)
    assert (a.early_start, a.early_finish, a.free_float) == (b.early_start, b.early_finish, b.free_float)
    shift = {after - before for before, after in zip(a.total_float, b.total_float, strict=True)}
    assert shift == {b.project_float - a.project_float}  # all floats move as one


@settings(max_examples=25, deadline=None)
@given(plans(), calendars, st.integers(-60, 60))
def test_late_dates_do_not_know_the_start(p: Plan, calendar: Workdays, moved: int):
    a, b = schedule(p, calendar), schedule(replace(p, start=p.start + timedelta(days=moved)), calendar)
    assert (a.late_start, a.late_finish) == (b.late_start, b.late_finish)


@settings(max_examples=25, deadline=None)
@given(plans(), calendars)
def test_the_order_of_the_list_changes_nothing(p: Plan, calendar: Workdays):
    def by_id(result: Schedule) -> dict[str, object]:
        return {r.step.id: r for r in result.steps}

    turned = replace(p, steps=tuple(reversed(p.steps)))
    assert by_id(schedule(p, calendar)) == by_id(schedule(turned, calendar))


@settings(max_examples=25, deadline=None)
@given(plans(types=(LinkType.FS,)), st.dates(d("09-10"), d("11-20")))
def test_a_plan_that_runs_as_expected_so_far_is_still_expected_the_same(p: Plan, today: date):
    """What should be finished by today is, what should be under way is: the forecast stays as it was."""
    result = schedule(p, NATIONAL)
    assume(today >= p.start)
    steps = tuple(
        replace(
            r.step,
            actual_start=r.early_start if r.early_start <= today else None,
            actual_finish=r.early_finish if r.early_finish <= today else None,
        )
        for r in result.steps
    )
    again = schedule(replace(p, steps=steps), NATIONAL, today)
    assert (again.early_start, again.early_finish, again.finish) == (
        result.early_start,
        result.early_finish,
        result.finish,
    )
    assert again.total_float == result.total_float
    assert again.project_float == result.project_float
