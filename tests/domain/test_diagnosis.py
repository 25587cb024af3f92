"""What a planner is pointed at, with the steps named; none of it stops the schedule."""

from datetime import date
from typing import Any

import pytest

from backend.domain.backward import schedule
from backend.domain.calendars import Calendars
from backend.domain.diagnosis import Finding, FindingCode, findings
from backend.domain.errors import Invalid
from backend.domain.flaw import FlawCode
from backend.domain.plan import Link, Plan, Step
from backend.domain.workdays import Workdays

WEEK = Workdays()


def d(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def step(id: str, days: int, *after: str | Link, **more: Any) -> Step:
    return Step(id, id, days, tuple(Link(a) if isinstance(a, str) else a for a in after), **more)


def told(
    *steps: Step, start: str = "03-02", target: str = "03-31", today: str | None = None
) -> list[Finding]:
    plan, day = Plan(d(start), d(target), steps), d(today) if today else None
    return list(findings(schedule(plan, WEEK, day), WEEK, day))


def test_a_sound_plan_has_nothing_to_say() -> None:
    assert told(step("a", 2), step("b", 3, "a")) == []


def test_a_target_gone_by_names_what_is_not_done() -> None:
    done = step("a", 2, actual_start=d("03-02"), actual_finish=d("03-03"))
    first, second = told(done, step("b", 3, "a"), target="03-06", today="03-10")
    assert first == Finding(FindingCode.TARGET_PASSED, ("b",), d("03-06"))
    assert second.code is FindingCode.START_PASSED


def test_a_target_on_a_sunday_is_said() -> None:
    assert told(step("a", 2), target="03-29") == [Finding(FindingCode.TARGET_ON_DAY_OFF, day=d("03-29"))]


def test_the_last_day_to_begin_is_told_when_it_has_passed() -> None:
    (found,) = told(step("a", 10), target="03-06")
    assert found == Finding(FindingCode.START_PASSED, day=d("02-23"), spare=-5)


def test_a_limit_that_a_link_forbids_names_both_steps_and_the_days() -> None:
    (found,) = told(step("a", 5), step("b", 3, "a", not_after=d("03-09")))
    # The earliest finish is Wednesday the 11th.
    assert found == Finding(FindingCode.LIMIT_AGAINST_LINK, ("b", "a"), d("03-09"), -2)


def test_a_limit_that_only_the_start_forbids_names_one() -> None:
    (found,) = told(step("a", 5, finish_on=d("03-05")))
    assert found == Finding(FindingCode.LIMIT_MISSED, ("a",), d("03-05"), -1)


def test_a_limit_on_a_day_off_is_said() -> None:
    (found,) = told(step("a", 2, not_after=d("03-14")))
    assert found == Finding(FindingCode.LIMIT_ON_DAY_OFF, ("a",), d("03-14"))


def test_work_begun_before_what_it_waits_for_is_done_is_said() -> None:
    found = told(step("a", 5), step("b", 3, "a", actual_start=d("03-03")), today="03-04")
    assert found == [Finding(FindingCode.OUT_OF_TURN, ("b", "a"))]


def test_an_actual_day_to_come_is_said() -> None:
    found = told(
        step("a", 2, actual_start=d("03-02"), actual_finish=d("03-06")), step("b", 1, "a"), today="03-04"
    )
    assert found == [Finding(FindingCode.ACTUAL_AFTER_TODAY, ("a",), d("03-06"))]


def test_a_step_that_is_linked_to_nothing_is_said_once_for_all() -> None:
    found = told(step("a", 2), step("b", 1, "a"), step("x", 1), step("y", 1))
    assert found == [Finding(FindingCode.LOOSE, ("x", "y"))]
    assert told(step("only", 2)) == []


@pytest.mark.parametrize(
    ("step_", "code", "steps"),
    [
        (step("a", 2, not_before=d("03-20"), not_after=d("03-10")), FlawCode.LIMITS_REVERSED, ("a",)),
        (step("a", 2, not_before=d("03-20"), finish_on=d("03-10")), FlawCode.LIMITS_REVERSED, ("a",)),
        (step("a", 2, calendar="moon"), FlawCode.UNKNOWN_CALENDAR, ("a",)),
        (step("a", 2, calendar="never"), FlawCode.CALENDAR_WITHOUT_WORKDAY, ("a",)),
        (step("a", 2, actual_start=d("03-02"), remaining=-1), FlawCode.NEGATIVE_DURATION, ("a",)),
        (step("a", 2, actual_start=d("03-02"), percent=101), FlawCode.PERCENT_OUT_OF_RANGE, ("a",)),
    ],
)
def test_what_contradicts_itself_is_refused_by_name(
    step_: Step, code: FlawCode, steps: tuple[str, ...]
) -> None:
    by = Calendars(WEEK, {"never": Workdays(weekend=frozenset(range(7)))})
    with pytest.raises(Invalid) as refused:
        schedule(Plan(d("03-02"), d("03-31"), (step_, step("z", 1))), by)
    assert [(flaw.code, flaw.steps) for flaw in refused.value.facts["flaws"]] == [(code, steps)]


def test_a_plan_whose_own_calendar_has_no_working_day_names_all_its_steps() -> None:
    plan = Plan(d("03-02"), d("03-31"), (step("a", 1), step("b", 1, "a")))
    with pytest.raises(Invalid) as refused:
        schedule(plan, Workdays(weekend=frozenset(range(7))))
    (flaw,) = refused.value.facts["flaws"]
    assert (flaw.code, flaw.steps) == (FlawCode.CALENDAR_WITHOUT_WORKDAY, ("a", "b"))
