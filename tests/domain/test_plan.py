"""What is wrong with a plan is said all at once, naming the steps."""

from datetime import date

import pytest

from backend.domain.flaw import Flaw, FlawCode, flaws
from backend.domain.plan import Link, LinkType, Step


def step(id: str, *before: str, days: int = 1) -> Step:
    return Step(id, f"step {id}", days, tuple(Link(b) for b in before))


def test_a_sound_plan_and_an_empty_one_have_no_flaws():
    assert flaws([]) == ()
    assert flaws([step("c", "a", "b"), step("a"), step("b", "a", days=0)]) == ()


def test_a_cycle_is_told_in_working_order():
    # b after a, c after b, a after c
    assert flaws([step("a", "c"), step("b", "a"), step("c", "b")]) == (Flaw(FlawCode.CYCLE, ("a", "b", "c")),)


def test_a_step_that_waits_for_itself_is_a_cycle_of_one():
    assert flaws([step("a", "a")]) == (Flaw(FlawCode.CYCLE, ("a",)),)


def test_only_the_knot_itself_is_named_not_what_hangs_on_it():
    found = flaws([step("before"), step("a", "b", "before"), step("b", "a"), step("behind", "b")])
    assert found == (Flaw(FlawCode.CYCLE, ("a", "b")),)


def test_two_knots_are_two_complaints_and_one_knot_is_one():
    two = flaws([step("a", "b"), step("b", "a"), step("c", "d"), step("d", "c")])
    assert [f.steps for f in two] == [("a", "b"), ("c", "d")]
    figure_of_eight = flaws([step("a", "b", "c"), step("b", "a"), step("c", "a")])
    assert len(figure_of_eight) == 1


def test_every_type_of_link_can_close_a_cycle():
    for kind in LinkType:
        assert flaws([Step("a", "", 1, (Link("b", kind),)), step("b", "a")])[0].code is FlawCode.CYCLE


def test_everything_wrong_is_said_at_once():
    found = flaws(
        [
            step("a", "nowhere", "nowhere"),
            step("a"),
            step("b", days=-1),
            Step("c", "", 1, actual_start=date(2026, 3, 3), actual_finish=date(2026, 3, 2)),
            step("d", "e"),
            step("e", "d"),
        ]
    )
    assert [(f.code.value, f.steps) for f in found] == [
        ("duplicate_step", ("a",)),
        ("unknown_step", ("a", "nowhere")),
        ("negative_duration", ("b",)),
        ("actuals_reversed", ("c",)),
        ("cycle", ("d", "e")),
    ]


@pytest.mark.parametrize("n", [1, 5_000])
def test_a_long_chain_and_a_long_cycle_are_walked_without_trouble(n: int):
    chain = [step("0"), *(step(str(k), str(k - 1)) for k in range(1, n))]
    assert flaws(chain) == ()
    ring = [step("0", str(n - 1)), *chain[1:]]
    assert len(flaws(ring)[0].steps) == n
