"""Work that nothing holds back is taken to have begun."""

from datetime import date

from backend.domain.backward import schedule
from backend.domain.plan import Link, LinkType, Plan, Step
from backend.domain.under_way import presumed
from backend.domain.workdays import Workdays

WORKDAYS = Workdays()
MONDAY = date(2026, 6, 1)


def plan(*steps: Step) -> Plan:
    return Plan(MONDAY, date(2026, 12, 18), steps)


def starts(found: Plan) -> list[date | None]:
    return [step.actual_start for step in found.steps]


def test_the_first_step_began_with_the_plan() -> None:
    assert starts(presumed(plan(Step("a", "桩基", 10)), WORKDAYS, date(2026, 6, 3))) == [MONDAY]


def test_nothing_has_begun_before_the_plan_does() -> None:
    assert starts(presumed(plan(Step("a", "桩基", 10)), WORKDAYS, date(2026, 5, 29))) == [None]


def test_the_next_step_began_on_the_working_day_after_the_one_before_was_done() -> None:
    done = Step("a", "桩基", 10, actual_finish=date(2026, 6, 12))  # a Friday
    found = presumed(plan(done, Step("b", "主体", 20, (Link("a"),))), WORKDAYS, date(2026, 6, 24))

    assert starts(found)[1] == date(2026, 6, 15)


def test_a_lag_is_waited_for() -> None:
    done = Step("a", "浇筑", 10, actual_finish=date(2026, 6, 12))
    step = Step("b", "拆模", 2, (Link("a", lag=3),))

    assert starts(presumed(plan(done, step), WORKDAYS, date(2026, 6, 17)))[1] is None
    assert starts(presumed(plan(done, step), WORKDAYS, date(2026, 6, 18)))[1] == date(2026, 6, 18)


def test_a_step_held_by_something_unfinished_has_not_begun() -> None:
    found = presumed(
        plan(Step("a", "桩基", 10), Step("b", "主体", 20, (Link("a"),))), WORKDAYS, date(2026, 9, 1)
    )

    assert starts(found)[1] is None


def test_other_links_say_nothing_about_a_start() -> None:
    done = Step("a", "土建", 10, actual_finish=date(2026, 6, 12))
    step = Step("b", "安装", 20, (Link("a", LinkType.FF),))

    assert starts(presumed(plan(done, step), WORKDAYS, date(2026, 7, 1)))[1] is None


def test_a_site_on_time_forecasts_its_planned_finish_in_the_middle_of_a_step() -> None:
    steps = plan(Step("a", "桩基", 10, actual_finish=date(2026, 6, 12)), Step("b", "主体", 20, (Link("a"),)))
    today = date(2026, 6, 24)

    assert schedule(presumed(steps, WORKDAYS, today), WORKDAYS, today).finish == date(2026, 7, 10)
    assert schedule(steps, WORKDAYS, today).finish == date(2026, 7, 21)
