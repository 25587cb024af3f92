"""What a problem costs by hand, and the step it is proposed to be tied to."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from backend.domain.backward import schedule
from backend.domain.calendars import Calendars
from backend.domain.plan import Link, Plan, Step
from backend.domain.problem_price import Price, price
from backend.domain.step_proposal import Ground, proposal, shared
from backend.domain.workdays import Workdays

BY = Calendars(Workdays(), {"seven": Workdays.seven_day()})


def d(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def step(id: str, days: int, *after: str, **more: Any) -> Step:
    return Step(id, id, days, tuple(map(Link, after)), **more)


# Monday 2 November to Friday 27 November, target the Tuesday after; the road has eight days to spare.
PLAN = Plan(
    d("11-02"),
    d("12-01"),
    (step("pit", 5), step("piles", 5, "pit"), step("road", 2), step("frame", 10, "piles", "road")),
)


def cost(step_id: str, raised: str, until: str, plan: Plan = PLAN) -> Price:
    found = price(plan, {}, BY, step_id, d(raised), d(until), d("11-30"))
    assert found is not None
    return found


def test_a_step_that_stands_still_on_the_longest_chain_moves_the_finish_day_by_day() -> None:
    """Raised on Tuesday the 3rd, today is Monday the 9th: 4, 5, 6 and 9 are four working days."""
    found = cost("pit", "11-03", "11-09")
    assert (found.open, found.stopped, found.eaten) == (4, 4, 4)
    assert (found.impact.float_before, found.impact.float_after) == (2, -2)
    assert (found.impact.before.finish, found.impact.after.finish, found.moved, found.impact.after.spare) == (
        d("11-27"),
        d("12-03"),
        4,
        -2,
    )


def test_a_step_with_float_eats_it_first() -> None:
    """The road (2 and 3 November) has eight days to the frame and ten to the target."""
    found = cost("road", "11-02", "11-10")
    assert (found.stopped, found.impact.float_before, found.impact.float_after, found.moved) == (6, 10, 4, 0)
    assert (cost("road", "11-02", "11-13").moved, cost("road", "11-02", "11-16").moved) == (1, 2)


def test_what_was_not_to_begin_yet_has_not_been_stopped() -> None:
    assert (cost("piles", "11-03", "11-06").open, cost("piles", "11-03", "11-06").stopped) == (3, 0)
    assert cost("piles", "11-03", "11-06").impact.after.finish == d("11-27")
    assert cost("piles", "11-03", "11-10").stopped == 2, "from Monday the 9th, when the pit is done"


def test_the_day_it_was_raised_costs_nothing_yet() -> None:
    assert (cost("pit", "11-03", "11-03").open, cost("pit", "11-03", "11-03").eaten) == (0, 0)
    assert cost("pit", "11-06", "11-08").stopped == 0, "a weekend"


def test_a_step_of_its_own_calendar_is_stopped_on_its_own_days() -> None:
    seven = replace(PLAN, steps=(replace(PLAN.steps[0], calendar="seven"), *PLAN.steps[1:]))
    found = cost("pit", "11-05", "11-09", seven)
    assert (found.open, found.stopped) == (2, 4)


def test_what_is_done_meanwhile_was_stopped_by_what_it_was_late() -> None:
    late = replace(PLAN, steps=(replace(PLAN.steps[0], actual_finish=d("11-10")), *PLAN.steps[1:]))
    on_time = replace(PLAN, steps=(replace(PLAN.steps[0], actual_finish=d("11-06")), *PLAN.steps[1:]))
    assert (cost("pit", "11-03", "11-20", late).stopped, cost("pit", "11-03", "11-20", late).open) == (2, 13)
    assert cost("pit", "11-03", "11-20", on_time).stopped == 0
    assert price(on_time, {}, BY, "pit", d("11-09"), d("11-20"), d("11-20")) is None, (
        "done before it was raised"
    )
    assert price(PLAN, {}, BY, "gone", d("11-09"), d("11-20"), d("11-20")) is None


def test_an_event_waits_like_work() -> None:
    plan = Plan(
        d("11-02"), d("11-20"), (step("pit", 5), step("permit", 0, "pit"), step("frame", 5, "permit"))
    )
    found = cost("permit", "11-03", "11-10", plan)
    assert (found.stopped, found.eaten, found.moved) == (3, 3, 3)


@pytest.mark.parametrize("id", ["pit", "piles", "road", "frame"])
def test_a_step_can_eat_only_what_it_has_and_the_finish_moves_by_the_rest(id: str) -> None:
    for until in ("11-10", "11-20", "11-30"):
        found = cost(id, "11-03", until)
        slack = found.impact.float_before - 2  # the plan itself has two days to its target
        assert found.eaten == found.stopped
        assert found.moved == max(0, found.stopped - slack)


NAMED = Plan(
    d("11-02"),
    d("12-31"),
    (
        Step("1", "施工许可", 5, actual_finish=d("11-04")),
        Step("2", "10千伏杆线迁改", 5),
        Step("3", "基坑支护施工", 5, (Link("1"),), actual_start=d("11-05")),
        Step("4", "主体封顶", 20, (Link("3"),)),
    ),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("东侧10千伏线路没有迁改，影响塔吊", ("2", Ground.WORDS)),
        ("基坑渗水", ("3", Ground.WORDS)),
        ("施工图没到，施工队停工", ("3", Ground.UNDER_WAY)),
        ("施工许可还没有办下来", ("3", Ground.UNDER_WAY)),  # that step is done
        ("x", ("3", Ground.UNDER_WAY)),
        ("", ("3", Ground.UNDER_WAY)),
    ],
)
def test_the_step_proposed_shares_words_or_is_under_way(text: str, expected: tuple[str, Ground]) -> None:
    found = proposal(text, schedule(NAMED, BY, d("11-09")).steps)
    assert found
    assert (found.step, found.ground) == expected


def test_without_anything_under_way_it_is_the_next_and_without_anything_none() -> None:
    rows = schedule(PLAN, BY, d("11-02")).steps
    assert proposal("等资金", rows) is not None
    ahead = proposal("等资金", [row for row in rows if row.step.id != "pit"])
    assert ahead
    assert (ahead.step, ahead.ground) == ("road", Ground.NEXT)
    assert proposal("等资金", ()) is None
    assert proposal("等资金", [row for row in schedule(NAMED, BY).steps if row.step.is_done]) is None


def test_general_words_tell_nothing() -> None:
    assert shared("施工手续没有办理", "施工许可办理") == 0
    assert shared("征地，拆迁", "征地拆迁") == 2, "征地 and 拆迁; 地拆 is no word of the text"
