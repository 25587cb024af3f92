"""What is told of a schedule, and what a problem costs it, on both databases."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from backend.domain.errors import NotFound
from backend.domain.plan import Link, Plan, Step
from backend.services import plans, problem_prices, problems
from backend.services.desk import Desk
from backend.services.schedule_talk import outlook
from backend.storage.engine import Database
from tests import builders, cast
from tests.cast import Cast

START, TARGET = date(2026, 7, 13), date(2026, 9, 30)  # builders.MORNING is Wednesday 15 July
STEPS = (
    Step("a", "征地", 5, milestone=True, owner="自然资源局"),
    Step("b", "路基", 10, (Link("a"),), milestone=True, owner="城投公司"),
    Step("c", "绿化", 2, (Link("a"),), milestone=True),
)


@pytest.fixture
def desk(database: Database) -> Iterator[Desk]:
    with builders.open_desk(database) as desk:
        yield desk


@pytest.fixture
def people(desk: Desk) -> Cast:
    return cast.enter(desk)


def adopt(desk: Desk, people: Cast, target: date = TARGET) -> None:
    office = people.actor(desk, people.office)
    plans.adopt(desk, office, people.hospital, Plan(START, target, STEPS), source="模板")


def test_days_owners_and_the_chain(desk: Desk, people: Cast) -> None:
    adopt(desk, people)

    view = outlook(desk, people.actor(desk, people.secretary), people.hospital.id)

    assert (view.target, view.days, view.working_days) == (TARGET, 77, 55)
    assert view.planned is not None
    assert [view.owners[one.seq] for one in view.planned.milestones] == ["自然资源局", "", "城投公司"]
    assert [(one.row.step.name, one.left) for one in view.chain] == [("征地", 3), ("路基", 10)]


@pytest.mark.parametrize(("ahead", "days", "worked"), [(0, 0, 0), (-20, -20, 0), (5, 5, 3)])
def test_a_target_that_is_near_today_or_past(
    desk: Desk, people: Cast, ahead: int, days: int, worked: int
) -> None:
    adopt(desk, people, desk.moment.day + timedelta(days=ahead))

    view = outlook(desk, people.actor(desk, people.leader), people.hospital.id)

    assert (view.days, view.working_days) == (days, worked)


def test_without_a_plan_the_projects_own_target_is_counted_to(desk: Desk, people: Cast) -> None:
    view = outlook(desk, people.actor(desk, people.office), people.road.id)

    assert (view.planned, view.chain, view.target) == (None, (), people.road.target)
    assert view.days is not None


def test_without_a_target_nothing_is_counted(desk: Desk, people: Cast) -> None:
    bare = builders.project(desk, "QX-9", "无目标项目", target=None)

    view = outlook(desk, people.actor(desk, people.office), bare.id)

    assert (view.target, view.days, view.working_days) == (None, None, 0)


def test_outside_ones_scope_there_is_no_schedule(desk: Desk, people: Cast) -> None:
    with pytest.raises(NotFound):
        outlook(desk, people.actor(desk, people.secretary), people.road.id)


# ---- what a problem costs


def raised(desk: Desk, people: Cast) -> int:
    actor = people.actor(desk, people.secretary)
    return problems.raise_(desk, actor, people.hospital.id, "村民阻工").problem.id


def later(desk: Desk, days: int) -> Desk:
    return replace(desk, moment=replace(desk.moment, at=desk.moment.at + timedelta(days=days)))


def test_a_problem_tied_to_no_step_is_reckoned_by_the_one_it_most_likely_stops(
    desk: Desk, people: Cast
) -> None:
    adopt(desk, people)
    problem = raised(desk, people)

    found = problem_prices.quoted(later(desk, 2), people.actor(desk, people.secretary), problem)

    assert found.price is not None
    assert found.guessed is not None
    assert (found.price.name, found.guessed.name, found.price.open) == ("征地", "征地", 2)
    assert (found.price.impact.before.finish, found.price.impact.after.finish) == (
        date(2026, 7, 31),
        date(2026, 8, 4),
    )
    assert (found.price.impact.float_before, found.price.eaten, found.price.moved) == (43, 2, 2)


def test_without_a_plan_there_is_no_price(desk: Desk, people: Cast) -> None:
    problem = raised(desk, people)

    found = problem_prices.quoted(later(desk, 7), people.actor(desk, people.secretary), problem)

    assert (found.price, found.guessed) == (None, None)


def test_whoever_may_not_see_the_problem_does_not_see_its_price(desk: Desk, people: Cast) -> None:
    problem = raised(desk, people)

    with pytest.raises(NotFound):
        problem_prices.quoted(desk, people.actor(desk, people.stranger), problem)
