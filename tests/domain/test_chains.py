"""Which chains decide the finish, and which nearly do."""

from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.backward import schedule
from backend.domain.calendars import Calendars
from backend.domain.chains import Chain, chains, near_chains
from backend.domain.plan import Link, LinkType, Plan, Step
from backend.domain.workdays import Workdays
from tests.domain.stepping import random_plan
from tests.domain.test_mixed_schedule import ALL, NAMES

WEEK = Workdays()


def step(id: str, days: int, *after: str, **more: object) -> Step:
    return Step(id, id, days, tuple(Link(a) for a in after), **more)  # type: ignore[arg-type]


def found(*steps: Step, near: int = 0, target: date = date(2026, 3, 31)) -> tuple[Chain, ...]:
    result = schedule(Plan(date(2026, 3, 2), target, steps), WEEK)
    return near_chains(result, WEEK, None, near) if near else chains(result, WEEK, None)


def test_the_longest_way_is_the_chain_and_a_shorter_one_is_near_it() -> None:
    steps = (step("a", 2), step("long", 6, "a"), step("short", 3, "a"), step("z", 2, "long", "short"))
    (critical,) = found(*steps)
    assert critical.steps == ("a", "long", "z")
    assert found(*steps, near=2) == ()
    (near,) = found(*steps, near=3)
    assert near.steps == ("a", "short")
    assert near.float == critical.float + 3


def test_two_ways_as_long_are_both_told_and_meet_in_what_they_share() -> None:
    steps = (step("a", 2), step("b", 5, "a"), step("c", 5, "a"), step("z", 1, "b", "c"))
    assert [chain.steps for chain in found(*steps)] == [("a", "b", "z"), ("a", "c", "z")]


def test_parts_that_touch_nowhere_have_chains_of_their_own_when_they_are_as_late() -> None:
    steps = (step("a", 5), step("b", 5, "a"), step("x", 9), step("y", 1, "x"), step("free", 3))
    assert [chain.steps for chain in found(*steps, target=date(2026, 3, 6))] == [("a", "b"), ("x", "y")]


def test_what_is_done_is_in_no_chain() -> None:
    done = step("a", 2, actual_start=date(2026, 3, 2), actual_finish=date(2026, 3, 3))
    assert [chain.steps for chain in found(done, step("b", 5, "a"))] == [("b",)]


def test_with_two_calendars_the_deciding_chain_is_critical_though_its_float_is_larger() -> None:
    by = Calendars(WEEK, {"site": Workdays.seven_day()})
    steps = (step("dig", 12, calendar="site"), step("pour", 3, "dig"), step("fence", 2))
    result = schedule(Plan(date(2026, 3, 2), date(2026, 3, 18), steps), by)
    # Digging ends on Friday the 13th, pouring on Wednesday the 18th; digging may go on to the Sunday.
    assert (result.project_float, result.total_float[:2]) == (0, (2, 0))
    assert result.critical == (True, True, False)
    assert [chain.steps for chain in chains(result, by, None)] == [("dig", "pour")]


def test_a_chain_begins_where_only_the_calendar_or_a_day_decides() -> None:
    waits = step("b", 3, "a", not_before=date(2026, 3, 16))
    assert [chain.steps for chain in found(step("a", 2), waits, step("c", 2, "b"))] == [("b", "c")]


def test_a_network_of_ways_that_part_and_meet_stays_short() -> None:
    steps = [step("0", 1)]
    for n in range(30):
        steps += [step(f"l{n}", 1, str(n)), step(f"r{n}", 1, str(n)), step(str(n + 1), 1, f"l{n}", f"r{n}")]
    told = found(*steps, target=date(2026, 12, 31))
    assert len(told) <= 20
    assert len(told[0].steps) == 61


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32), st.booleans())
def test_every_critical_step_is_in_a_chain_and_every_chain_follows_links(seed: int, progress: bool) -> None:
    plan, today = random_plan(Random(seed), NAMES, progress=progress)
    result = schedule(plan, ALL, today)
    told = chains(result, ALL, today)
    named = {id for chain in told for id in chain.steps}
    assert {row.step.id for row in result.steps if row.critical} <= named
    links = {(link.before, step.id) for step in plan.steps for link in step.after}
    for chain in told:
        assert set(zip(chain.steps, chain.steps[1:], strict=False)) <= links


def test_an_ss_link_decides_as_well_as_any() -> None:
    b = Step("b", "b", 9, (Link("a", LinkType.SS, 3),))
    assert [chain.steps for chain in found(step("a", 5), b)] == [("a", "b")]


def test_who_waited_for_a_start_that_has_happened_begins_a_chain() -> None:
    under_way = Step("a", "a", 20, actual_start=date(2026, 3, 2))
    result = schedule(
        Plan(
            date(2026, 3, 2), date(2026, 4, 30), (under_way, Step("b", "b", 30, (Link("a", LinkType.SS, 5),)))
        ),
        WEEK,
    )
    assert [chain.steps for chain in chains(result, WEEK, None)] == [("b",)]
