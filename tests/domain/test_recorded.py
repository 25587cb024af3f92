"""What has happened stays with the step it happened to, whatever its number or name becomes."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.plan import LagUnit, Link, Nature, Plan, Step
from backend.domain.recorded import carried, replans, same

DAY = date(2026, 5, 1)
OLD = (Step("1", "桩基", 5, actual_finish=DAY), Step("2", "封顶", 9, (Link("1"),)))


def finished(steps: tuple[Step, ...]) -> list[str]:
    return [step.id for step in steps if step.actual_finish]


def test_a_step_put_in_between_does_not_inherit_the_number_s_past() -> None:
    new = (Step("1", "清表", 3), Step("2", "桩基", 5, (Link("1"),)), Step("3", "封顶", 9, (Link("2"),)))
    steps, lost = carried(new, OLD)
    assert (finished(steps), lost) == (["2"], ())


def test_a_step_renamed_keeps_its_past_by_its_number() -> None:
    steps, lost = carried((Step("1", "桩基工程", 5), Step("2", "封顶", 9)), OLD)
    assert (finished(steps), lost) == (["1"], ())


def test_steps_of_one_name_are_told_apart_by_their_number_only() -> None:
    old = (Step("1", "验收", 1, actual_finish=DAY), Step("2", "验收", 1))
    assert finished(carried((Step("2", "验收", 1), Step("1", "验收", 1)), old)[0]) == ["1"]
    steps, lost = carried((Step("3", "验收", 1), Step("4", "验收", 1)), old)
    assert (finished(steps), [step.id for step in lost]) == ([], ["1"])


def test_a_new_word_on_a_day_stands_and_what_finds_no_step_is_told() -> None:
    later = date(2026, 6, 1)
    steps, lost = carried((Step("1", "桩基", 5, actual_finish=later),), OLD)
    assert steps[0].actual_finish == later
    assert lost == ()  # nothing had happened to the other
    assert [step.name for step in carried((Step("a", "别的", 1),), OLD)[1]] == ["桩基"]


@given(st.permutations(range(6)), st.sets(st.integers(0, 5)))
def test_numbering_anew_and_reordering_lose_nothing(order: list[int], done: set[int]) -> None:
    old = tuple(Step(str(n), f"步骤{n}", 1, actual_finish=DAY if n in done else None) for n in range(6))
    new = tuple(Step(str(place), f"步骤{n}", 1) for place, n in enumerate(order))
    steps, lost = carried(new, old)
    assert {step.name for step in steps if step.actual_finish} == {f"步骤{n}" for n in done}
    assert lost == ()


def test_the_same_steps_in_another_order_are_the_same_plan() -> None:
    plan = Plan(DAY, date(2026, 12, 31), (*OLD, Step("3", "验收", 0, (Link("1"), Link("2")))))
    turned = replace(plan, steps=(replace(plan.steps[2], after=(Link("2"), Link("1"))), *OLD[::-1]))
    assert same(plan, turned)
    assert not same(plan, replace(plan, target=date(2027, 1, 1)))
    assert not same(plan, replace(plan, steps=OLD))
    assert not same(plan, replace(plan, steps=(replace(plan.steps[0], days=6), *plan.steps[1:])))


def test_the_first_version_has_nothing_to_carry() -> None:
    assert carried(OLD, ()) == (OLD, ())
    assert carried((), OLD) == ((), (OLD[0],))


UNDER_WAY = Step("1", "桩基", 5, actual_start=DAY, remaining=3, percent=Decimal(40))


def test_what_is_left_stays_told_until_something_else_is_said_or_the_step_is_done() -> None:
    silent, said = Step("1", "桩基", 8), Step("1", "桩基", 8, percent=Decimal(70))
    done = Step("1", "桩基", 8, actual_finish=DAY)

    def left(step: Step) -> tuple[int | None, Decimal | None]:
        [found] = carried((step,), (UNDER_WAY,))[0]
        return found.remaining, found.percent

    assert left(silent) == (3, Decimal(40))
    assert left(said) == (None, Decimal(70))  # not the 3 days of before, which would outrank it
    assert left(done) == (None, None)
    assert [step.name for step in carried((), (UNDER_WAY,))[1]] == ["桩基"]


CHANGES: list[dict[str, Any]] = [
    {"name": "桩"},
    {"days": 6},
    {"after": (Link("1", unit=LagUnit.CALENDAR),)},
    {"milestone": True},
    {"weight": Decimal(1)},
    {"owner": "住建局"},
    {"calendar": "冬休"},
    {"not_before": DAY},
    {"not_after": DAY},
    {"finish_on": DAY},
    {"least": 2},
    {"nature": Nature.APPROVAL},
    {"deferrable": True},
]
HAPPENINGS: list[dict[str, Any]] = [
    {"actual_start": DAY},
    {"actual_finish": DAY},
    {"remaining": 4},
    {"percent": Decimal(20)},
]


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_saying_anything_else_of_a_step_is_planning_anew(change: dict[str, Any]) -> None:
    old = Plan(DAY, date(2026, 12, 31), OLD)
    new = replace(old, steps=(OLD[0], replace(OLD[1], **change)))
    assert not same(old, new)
    assert replans(old, new)


@pytest.mark.parametrize("change", HAPPENINGS, ids=str)
def test_saying_what_has_happened_is_not(change: dict[str, Any]) -> None:
    old = Plan(DAY, date(2026, 12, 31), OLD)
    new = replace(old, steps=(OLD[0], replace(OLD[1], **change)))
    assert not same(old, new)
    assert not replans(old, new)
    assert replans(old, replace(new, target=date(2027, 1, 1)))
