"""What a wait or a change does: by hand around the holidays, and whatever the plan."""

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.alteration import Alteration, altered
from backend.domain.backward import schedule
from backend.domain.calendars import Calendars
from backend.domain.errors import Conflict, Invalid, NotFound
from backend.domain.impact import difference, wait
from backend.domain.plan import Link, LinkType, Plan, Step
from backend.domain.workdays import Workdays
from backend.intake.calendars import national_calendar

NATIONAL = national_calendar()
SITES = Calendars(NATIONAL, {"site": Workdays.seven_day()})


def d(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def step(id: str, days: int, *after: str | Link, **more: Any) -> Step:
    return Step(id, id, days, tuple(Link(a) if isinstance(a, str) else a for a in after), **more)


def plan(start: str, target: str, *steps: Step) -> Plan:
    return Plan(d(start), d(target), steps)


ROAD = plan(
    "09-28",
    "10-16",
    step("dig", 5),  # 28, 29, 30 September, 8 and 9 October
    step("line", 2),  # 28 and 29 September
    step("lay", 5, "dig", "line", milestone=True),  # make-up Saturday 10, 12 to 15
)


def test_a_wait_within_the_float_leaves_the_finish_where_it_is() -> None:
    found = wait(ROAD, NATIONAL, None, "line", 3)
    assert (found.float_before, found.float_after, found.eaten, found.waited) == (4, 1, 3, 3)
    assert (found.before.finish, found.after.finish) == (d("10-15"), d("10-15"))
    assert (found.moved, found.finish_moves, found.milestones) == (0, False, ())


def test_a_wait_beyond_it_moves_the_finish_over_the_holiday() -> None:
    found = wait(ROAD, NATIONAL, None, "line", 5)
    assert (found.float_before, found.float_after) == (4, -1)
    assert (found.before.finish, found.after.finish, found.moved) == (d("10-15"), d("10-19"), 2)
    assert (found.before.spare, found.after.spare) == (1, -1)
    [moved] = found.milestones
    assert (moved.name, moved.before, moved.after, moved.days) == ("lay", d("10-15"), d("10-19"), 2)


def test_work_under_way_goes_on_for_so_much_longer() -> None:
    begun = replace(ROAD, steps=(replace(ROAD.steps[0], actual_start=d("09-28")), *ROAD.steps[1:]))
    found = wait(begun, NATIONAL, d("09-30"), "dig", 2)
    assert (found.after.finish, found.moved) == (d("10-19"), 2)
    told = replace(begun, steps=(replace(begun.steps[0], remaining=1), *begun.steps[1:]))
    # Held by the line alone until the 8th, which takes a day of the two.
    assert wait(told, NATIONAL, d("09-30"), "dig", 2).moved == 1


def test_a_plan_already_late_and_one_that_has_ended_are_told_as_they_are() -> None:
    late = replace(ROAD, target=d("10-12"))
    found = wait(late, NATIONAL, None, "line", 5)
    assert (found.before.spare, found.after.spare) == (-3, -5)
    assert (found.float_before, found.eaten) == (0, 5)
    ended = [replace(s, actual_finish=d("10-15")) for s in ROAD.steps]
    done = schedule(replace(ROAD, steps=tuple(ended)), NATIONAL)
    assert difference(done, done, NATIONAL).before.done
    with pytest.raises(Conflict, match="step_done"):
        wait(done.plan, NATIONAL, None, "dig", 1)


def test_a_wait_for_what_is_not_there_and_a_wait_backwards_are_refused() -> None:
    with pytest.raises(NotFound):
        wait(ROAD, NATIONAL, None, "bridge", 1)
    with pytest.raises(Invalid, match="wait_negative"):
        wait(ROAD, NATIONAL, None, "dig", -1)


def test_a_finish_that_moves_over_days_off_only_moves_by_no_working_day() -> None:
    site = plan("09-28", "10-16", step("dig", 3, calendar="site"))  # to Wednesday the 30th
    found = wait(site, SITES, None, "dig", 2)
    assert (found.after.finish, found.finish_moves, found.moved) == (d("10-02"), True, 0)
    assert found.milestones[0].days == 2  # by the site's own count


def test_a_day_of_a_step_s_own_that_is_newly_missed_is_named() -> None:
    limited = replace(
        ROAD, steps=(ROAD.steps[0], replace(ROAD.steps[1], not_after=d("09-30")), ROAD.steps[2])
    )
    assert wait(limited, NATIONAL, None, "line", 1).missed == ()
    assert wait(limited, NATIONAL, None, "line", 2).missed == ("line",)


# ---- altered plans


def test_steps_come_and_go_and_what_waited_for_them_waits_for_theirs() -> None:
    gone = altered(ROAD, Alteration(removed=frozenset({"dig"}), added=(step("paint", 2, "lay"),)))
    before, after = schedule(ROAD, NATIONAL), schedule(gone, NATIONAL)
    found = difference(before, after, NATIONAL)
    assert (found.removed, found.added) == (("dig",), ("paint",))
    chain = plan("09-28", "10-16", step("a", 2), step("b", 2, Link("a", lag=3)), step("c", 2, "b"))
    short = altered(chain, Alteration(removed=frozenset({"b"})))
    assert short.steps[1].after == (Link("a", lag=3),)
    held = plan("09-28", "10-16", step("a", 2), step("b", 2, Link("a", LinkType.FF)), step("c", 2, "b"))
    assert altered(held, Alteration(removed=frozenset({"b"}))).steps[1].after == (Link("a"),)


def test_an_alteration_changes_what_it_names() -> None:
    how = Alteration(target=d("12-31"), steps={"dig": {"days": 9, "not_before": d("10-08")}})
    after = altered(ROAD, how)
    assert (after.target, after.steps[0].days, after.steps[0].not_before) == (d("12-31"), 9, d("10-08"))
    assert after.steps[1:] == ROAD.steps[1:]
    with pytest.raises(NotFound):
        altered(ROAD, Alteration(removed=frozenset({"bridge"})))


# ---- whatever the plan


def drawn(seed: int) -> Plan:
    chance = Random(seed)
    steps = []
    for j in range(chance.randint(1, 7)):
        names = chance.sample(range(j), min(j, chance.choice((0, 1, 2))))
        after = [Link(str(n), chance.choice(tuple(LinkType)), chance.randint(-2, 3)) for n in names]
        steps.append(step(str(j), chance.choice((0, 1, 3, 6)), *after, milestone=chance.random() < 0.3))
    return Plan(d("09-14"), d("09-14").replace(month=chance.choice((9, 10, 11))), tuple(steps))


def begun(p: Plan, seed: int) -> Plan:
    chance = Random(seed)
    free = [s.id for s in p.steps if not s.after and s.days]
    return replace(
        p,
        steps=tuple(
            replace(s, actual_start=p.start, remaining=chance.choice((None, 2))) if s.id in free[:2] else s
            for s in p.steps
        ),
    )


plans = st.builds(drawn, st.integers(0, 2**32))


@settings(max_examples=25, deadline=None)
@given(plans, st.booleans(), st.integers(0, 9), st.integers(0, 2**32))
def test_a_wait_eats_its_days_and_moves_what_goes_beyond_the_float(
    p: Plan, is_begun: bool, days: int, seed: int
) -> None:
    today = d("09-18") if is_begun else None
    p = begun(p, seed) if is_begun else p
    waits = Random(seed).choice(p.steps).id
    found = wait(p, NATIONAL, today, waits, days)
    assert (found.eaten, found.waited) == (days, days)
    room = found.float_before
    assert room is not None
    assert found.after.spare <= min(found.before.spare, room - days)
    if days <= room - found.before.spare:  # as far as the finish of the plan has room, it stays
        assert not found.finish_moves
    if days <= room:
        assert not found.before.spare >= 0 > found.after.spare
    assert found.moved == found.before.spare - found.after.spare >= 0


@settings(max_examples=25, deadline=None)
@given(plans, st.integers(0, 2**32))
def test_the_longer_the_wait_the_later_and_none_is_nothing(p: Plan, seed: int) -> None:
    waits = Random(seed).choice(p.steps).id
    assert wait(p, NATIONAL, None, waits, 0).is_nothing
    finishes = [wait(p, NATIONAL, None, waits, days).after.finish for days in range(8)]
    assert finishes == sorted(finishes, key=str)


@settings(max_examples=25, deadline=None)
@given(plans, plans)
def test_back_and_forth_is_nothing(p: Plan, q: Plan) -> None:
    a, b = schedule(p, NATIONAL), schedule(q, NATIONAL)
    there, back = difference(a, b, NATIONAL), difference(b, a, NATIONAL)
    assert (there.moved, there.added, there.before) == (-back.moved, back.removed, back.after)
    assert difference(a, a, NATIONAL).is_nothing
