"""Looking at projects within one's scope, and letting them become active."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from backend.domain.errors import Invalid, NotAllowed, NotFound
from backend.domain.people import Person, Role
from backend.domain.project import Project, Seat, Stage
from backend.services import people, projects
from backend.services.desk import Desk
from backend.storage.engine import Database
from tests import builders, cast
from tests.cast import Cast


@pytest.fixture
def desk(sqlite_database: Database) -> Iterator[Desk]:
    with builders.open_desk(sqlite_database) as opened:
        yield opened


@pytest.fixture
def who(desk: Desk) -> Cast:
    return cast.enter(desk)


def seen(desk: Desk, who: Cast, person: Person) -> list[Project]:
    return list(projects.listing(desk, who.actor(desk, person)).items)


def test_each_sees_their_own_and_the_office_sees_all(desk: Desk, who: Cast) -> None:
    for person in (who.secretary, who.deputy, who.leader, who.region_leader, who.contact):
        assert seen(desk, who, person) == [who.hospital]
    for person in (who.office, who.admin):
        assert seen(desk, who, person) == [who.hospital, who.road]
    assert seen(desk, who, who.stranger) == []


def test_a_project_outside_the_scope_is_not_there(desk: Desk, who: Cast) -> None:
    office, stranger = who.actor(desk, who.office), who.actor(desk, who.stranger)
    assert projects.get(desk, office, who.road.id) == who.road

    refusals = []
    for project_id in (who.road.id, 999, 0, -1, 10**30):
        with pytest.raises(NotFound) as caught:
            projects.get(desk, stranger, project_id)
        refusals.append(caught.value.code)
    assert set(refusals) == {"project_not_found"}


def test_that_a_name_belongs_to_somebody_is_told_as_yes_or_no(desk: Desk, who: Cast) -> None:
    assert projects.is_any_called(desk, lambda names: who.road.name in names)
    assert not projects.is_any_called(desk, lambda names: "西山水库" in names)


def test_mine_are_those_of_a_duty_even_for_an_office_that_sees_all(desk: Desk, who: Cast) -> None:
    office = who.actor(desk, who.office)
    assert projects.mine(desk, office) == []
    builders.duty(desk, who.office, Role.SECRETARY, project_id=who.road.id)

    assert projects.mine(desk, who.actor(desk, who.office)) == [who.road]
    assert projects.mine(desk, who.actor(desk, who.region_leader)) == [who.hospital]
    assert projects.mine(desk, who.actor(desk, who.stranger)) == []


def test_a_project_becomes_active_only_with_every_seat_filled(desk: Desk, who: Cast) -> None:
    office = who.actor(desk, who.office)
    bare = builders.project(desk, "QX-003", "空项目", region="东城", target=None)
    with pytest.raises(Invalid) as caught:
        projects.activate(desk, office, bare.id)
    assert caught.value.facts["seats"] == (
        Seat.SECRETARY,
        Seat.UNIT,
        Seat.TARGET,
    )  # the region's leader counts

    builders.duty(desk, who.secretary, Role.SECRETARY, project_id=bare.id)
    desk.unit.projects.update(replace(bare, unit_id=who.bureau.id, target=who.hospital.target))

    assert projects.activate(desk, office, bare.id).stage is Stage.ACTIVE
    assert projects.get(desk, office, bare.id).stage is Stage.ACTIVE


def test_only_the_office_activates_and_strangers_learn_nothing(desk: Desk, who: Cast) -> None:
    with pytest.raises(NotAllowed):
        projects.activate(desk, who.actor(desk, who.secretary), who.hospital.id)
    with pytest.raises(NotFound):
        projects.activate(desk, who.actor(desk, who.stranger), who.hospital.id)


def test_a_team_names_leaders_secretaries_and_unit(desk: Desk, who: Cast) -> None:
    teams = projects.teams(desk, [who.hospital, who.road])

    hospital, road = teams[who.hospital.id], teams[who.road.id]
    assert hospital.leaders == (who.leader, who.region_leader)
    assert hospital.secretaries == (who.secretary,)
    assert hospital.unit == who.bureau
    assert (road.leaders, road.secretaries, road.unit) == ((), (), None)
    assert projects.teams(desk, []) == {}


def test_a_page_has_a_sensible_size(desk: Desk, who: Cast) -> None:
    office = who.actor(desk, who.office)
    first = projects.listing(desk, office, limit=1)
    assert (first.items, first.total) == ((who.hospital,), 2)
    assert projects.listing(desk, office, limit=1, after=first.next or 0).items == (who.road,)
    for limit in (0, 501):
        with pytest.raises(Invalid):
            projects.listing(desk, office, limit=limit)


def test_a_deputys_projects_are_answered_for_only_while_the_holder_is_away(desk: Desk, who: Cast) -> None:
    builders.duty(desk, who.deputy, Role.SECRETARY, project_id=who.road.id)
    actor, today = who.actor(desk, who.deputy), desk.moment.day
    own = projects.mine(desk, actor)

    assert own == [who.hospital, who.road]
    assert projects.answered_for(desk, actor, own) == [who.road]
    people.take_leave(desk, who.actor(desk, who.secretary), today, today)
    assert projects.answered_for(desk, actor, own) == own


def test_who_is_nothing_but_a_deputy_answers_for_that(desk: Desk, who: Cast) -> None:
    actor = who.actor(desk, who.deputy)
    own = projects.mine(desk, actor)

    assert projects.answered_for(desk, actor, own) == own == [who.hospital]
