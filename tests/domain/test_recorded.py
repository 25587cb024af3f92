"""What has happened stays with the step it happened to, whatever its number or name becomes."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from backend.domain.plan import Link, Plan, Step
from backend.domain.recorded import carried, same

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
