"""The chain that decides the finish: what happens when one of its steps takes a day longer."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.backward import schedule
from backend.domain.calendars import Calendars
from backend.domain.chains import deciding
from backend.domain.plan import Link, Plan, Step
from backend.domain.workdays import Workdays

BY = Calendars(Workdays(), {"seven": Workdays.seven_day()})
MONDAY = date(2026, 10, 19)


def names(plan: Plan, today: date = MONDAY) -> list[str]:
    return [row.step.id for row in deciding(schedule(plan, BY, today), BY, today)]


def plan(*steps: Step, target: date = date(2026, 12, 31)) -> Plan:
    return Plan(MONDAY, target, steps)


def step(id: str, days: int, *before: str, **rest: object) -> Step:
    return Step(id, id, days, tuple(Link(one) for one in before), **rest)  # type: ignore[arg-type]


def test_the_longest_way_decides_and_the_shorter_does_not() -> None:
    assert names(
        plan(step("a", 5), step("long", 10, "a"), step("short", 9, "a"), step("end", 0, "long", "short"))
    ) == [
        "a",
        "long",
        "end",
    ]


def test_two_ways_of_one_length_both_decide() -> None:
    assert names(plan(step("a", 5), step("b", 10, "a"), step("c", 10, "a"))) == ["a", "b", "c"]


def test_a_missed_target_makes_more_critical_but_decides_nothing_else() -> None:
    late = plan(step("long", 40), step("short", 30), target=date(2026, 10, 30))

    computed = schedule(late, BY, MONDAY)
    assert all(computed.critical)
    assert names(late) == ["long"]


def test_what_is_done_decides_no_more() -> None:
    done = replace(step("a", 5), actual_start=MONDAY, actual_finish=date(2026, 10, 23))

    assert names(plan(done, step("b", 5, "a")), date(2026, 10, 26)) == ["b"]
    assert names(plan(done), date(2026, 10, 26)) == []


def test_calendars_of_their_own_are_counted() -> None:
    assert names(plan(step("a", 8, calendar="seven"), step("b", 5), step("c", 1, "a", "b"))) == ["a", "c"]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=7), st.data())
def test_a_day_more_in_any_of_its_steps_moves_the_finish_where_it_is_the_only_way(
    days: list[int], data: st.DataObject
) -> None:
    steps = []
    for n, length in enumerate(days):
        before = data.draw(st.sets(st.integers(0, n - 1), max_size=2)) if n else set()
        steps.append(step(str(n), length, *(str(i) for i in sorted(before))))
    whole = plan(*steps)
    finish, chain = schedule(whole, BY, MONDAY).finish, set(names(whole))

    for one in steps:
        longer = plan(*(replace(s, days=s.days + 1) if s is one else s for s in steps))
        moved = schedule(longer, BY, MONDAY).finish != finish
        assert moved == (one.id in chain)
