"""A project's route map from the plan that holds."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from backend.domain.errors import NotFound
from backend.domain.people import Role
from backend.domain.plan import Link, Plan, Step
from backend.domain.snapshot import MilestoneState
from backend.domain.standing import Light, Standing
from backend.services import plans, route_maps
from backend.services.desk import Desk
from backend.storage.engine import Database
from tests import builders, cast
from tests.cast import Cast
from tests.counting import statements

PLAN = Plan(
    start=date(2026, 6, 1),
    target=date(2026, 8, 28),
    steps=(
        Step("permit", "施工许可", 10, milestone=True, owner="县住建局"),
        Step("pit", "基坑", 10, (Link("permit"),)),
        Step("ground", "出±0.00", 10, (Link("pit"),), milestone=True),
        Step("roof", "封顶", 20, (Link("ground"),), milestone=True),
    ),
)


@pytest.fixture
def desk(database: Database) -> Iterator[Desk]:
    with builders.open_desk(database) as opened:  # 15 July 2026
        yield opened


@pytest.fixture
def known(desk: Desk) -> Cast:
    found = cast.enter(desk)
    plans.adopt(desk, found.actor(desk, found.office), found.hospital, PLAN, source="模板")
    return found


def anew(desk: Desk, known: Cast, plan: Plan) -> None:
    clerk = known.actor(desk, known.office)
    plans.adopt(desk, clerk, known.hospital, plan, source="api", reason="设计变更", approver=clerk.person)


def test_a_plan_made_anew_keeps_the_days_it_was_first_made_with(desk: Desk, known: Cast) -> None:
    first = route_maps.route_map(desk, known.hospital)
    anew(desk, known, replace(PLAN, target=PLAN.target + timedelta(days=28)))
    then = route_maps.route_map(desk, known.hospital)

    assert [station.original for station in first.stations] == [None] * 3
    assert [station.original for station in then.stations] == [station.latest for station in first.stations]
    assert all(a.latest > b.latest for a, b in zip(then.stations, first.stations, strict=True))


def test_stations_are_the_milestones_with_owner_state_and_the_next_one(desk: Desk, known: Cast) -> None:
    plans.finish(desk, known.actor(desk, known.secretary), known.hospital, "施工许可", date(2026, 7, 6))

    found = route_maps.route_map(desk, known.hospital)

    assert [(s.seq, s.name, s.owner, s.state, s.days_late, s.current) for s in found.stations] == [
        (1, "施工许可", "县住建局", MilestoneState.DONE_LATE, 3, False),
        (2, "出±0.00", "", MilestoneState.PLANNED, 0, True),
        (3, "封顶", "", MilestoneState.PLANNED, 0, False),
    ]
    assert [s.latest for s in found.stations] == [date(2026, 7, 3), date(2026, 7, 31), date(2026, 8, 28)]
    assert [s.original for s in found.stations] == [None] * 3
    assert (found.target, found.day, found.done, found.due) == (date(2026, 8, 28), date(2026, 7, 15), 1, 1)
    planned = plans.current(desk, known.hospital).schedule
    assert (found.finish, found.project_float) == (planned.finish, planned.project_float)


def test_it_says_whose_it_is(desk: Desk, known: Cast) -> None:
    desk.unit.standings.put(desk.moment.day, {known.hospital.id: Light(Standing.BEHIND, (), "r@1")})

    found = route_maps.route_map(desk, known.hospital)

    assert (found.project, found.code) == (known.hospital.name, known.hospital.code)
    assert found.unit == known.bureau.name
    assert known.leader.name in found.leader
    assert (found.office, found.county) == (desk.policy.office, desk.policy.county)
    assert found.standing is Standing.BEHIND


def test_a_past_day_does_not_know_what_came_after_it(desk: Desk, known: Cast) -> None:
    plans.finish(desk, known.actor(desk, known.secretary), known.hospital, "施工许可", date(2026, 7, 6))

    before = route_maps.route_map(desk, known.hospital, date(2026, 7, 5))

    assert (before.stations[0].state, before.stations[0].actual) == (MilestoneState.OVERDUE, None)
    assert before.stations[0].current
    assert before.day == date(2026, 7, 5)
    assert before.standing is None


def test_when_all_is_done_nothing_is_current(desk: Desk, known: Cast) -> None:
    for name in ("施工许可", "出±0.00", "封顶"):
        plans.finish(desk, known.actor(desk, known.secretary), known.hospital, name, date(2026, 7, 10))
    found = route_maps.route_map(desk, known.hospital)
    assert found.is_complete
    assert not any(s.current for s in found.stations)


def test_days_in_a_year_nobody_has_announced_are_provisional(desk: Desk, known: Cast) -> None:
    assert not route_maps.route_map(desk, known.hospital).provisional
    far = replace(PLAN, target=date(2031, 3, 3))
    anew(desk, known, far)
    found = route_maps.route_map(desk, known.hospital)
    provisional = desk.calendar.is_provisional(date(2031, 1, 6))
    assert found.provisional is provisional
    assert [s.provisional for s in found.stations] == [provisional] * 3


def test_a_project_without_a_plan_or_a_leader(desk: Desk, known: Cast) -> None:
    with pytest.raises(NotFound) as refused:
        route_maps.route_map(desk, known.road)
    assert refused.value.code == "plan_missing"
    alone = builders.project(desk, "P-9", "没人管的项目")
    plans.adopt(desk, known.actor(desk, known.office), alone, PLAN, source="模板")
    held = {duty.role for duty in desk.unit.people.duties_for([alone.id])}
    found = route_maps.route_map(desk, alone)
    assert (found.leader == "") is (Role.LEADER not in held)
    assert found.unit == ""


def test_a_long_plan_costs_as_many_statements_as_a_short_one(sqlite_database: Database) -> None:
    with builders.open_desk(sqlite_database) as desk:
        known = cast.enter(desk)
        clerk = known.actor(desk, known.office)
        plans.adopt(desk, clerk, known.hospital, PLAN, source="")
        many = tuple(Step(str(n), f"第{n}步", 1, milestone=True) for n in range(60))
        plans.adopt(desk, clerk, known.road, replace(PLAN, steps=many), source="")
        with statements(sqlite_database) as short:
            route_maps.route_map(desk, known.hospital)
        with statements(sqlite_database) as long:
            assert len(route_maps.route_map(desk, known.road).stations) == 60
    assert len(short) == len(long) <= 10
