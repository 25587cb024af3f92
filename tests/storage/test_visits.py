"""Visits and photos as rows, the same on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import pytest

from backend.domain.people import EVERYTHING, Role, Scope
from backend.domain.visit import SiteVisit
from backend.services.desk import Desk
from backend.storage.engine import Database
from tests import builders

AT = datetime(2026, 10, 23, 2, 0, tzinfo=UTC)
DAY = date(2026, 10, 23)


class Ids(NamedTuple):
    one: int
    two: int
    leader: int
    secretary: int


@pytest.fixture
def ids(database: Database) -> Ids:
    with builders.open_desk(database) as desk:
        one = builders.project(desk, "P1", "一号", region="东城")
        two = builders.project(desk, "P2", "二号", region="西城")
        return Ids(one.id, two.id, builders.person(desk, "李国强").id, builders.person(desk, "王小明").id)


def visit(ids: Ids, **values: object) -> SiteVisit:
    plain = SiteVisit(0, ids.one, ids.leader, Role.LEADER, DAY, AT, 31.5, 112.25, 20, True, "看基础")
    return replace(plain, **values)  # type: ignore[arg-type]


def photo(desk: Desk, ids: Ids, project: int | None, day: date = DAY, at: datetime = AT) -> int:
    return desk.unit.photos.add(project, day, ids.secretary, "wecom", "media-1", at)


def test_a_visit_comes_back_as_stored_and_can_be_told_again(database: Database, ids: Ids) -> None:
    with builders.open_desk(database) as desk:
        stored = desk.unit.visits.add(visit(ids))
        bare = desk.unit.visits.add(
            visit(ids, lat=None, lon=None, distance_m=None, inside=None, at=AT - timedelta(hours=1))
        )
        desk.unit.visits.update(replace(stored, note="看基础；看屋面"))

    with builders.open_desk(database) as desk:
        assert desk.unit.visits.last_of(ids.leader, DAY, AT, ids.one) == replace(
            stored, note="看基础；看屋面"
        )
        assert desk.unit.visits.listing(EVERYTHING).items == (replace(stored, note="看基础；看屋面"), bare)
        assert desk.unit.visits.last_of(ids.leader, DAY, AT, ids.two) is None
        assert desk.unit.visits.last_of(ids.secretary, DAY, AT) is None
        assert desk.unit.visits.last_of(ids.leader, DAY, AT + timedelta(minutes=1)) is None


def test_days_on_site_count_a_day_once_and_only_there(database: Database, ids: Ids) -> None:
    with builders.open_desk(database) as desk:
        for told in (
            visit(ids),
            visit(ids, at=AT + timedelta(hours=5)),
            visit(ids, day=DAY - timedelta(1), inside=None),
            visit(ids, day=DAY - timedelta(2), inside=False),
            visit(ids, day=DAY - timedelta(9)),
            visit(ids, person_id=ids.secretary, role=Role.SECRETARY),
            visit(ids, project_id=ids.two),
        ):
            desk.unit.visits.add(told)

        assert desk.unit.visits.days_on_site(DAY - timedelta(6), DAY) == {
            (ids.one, Role.LEADER, ids.leader): 2,
            (ids.one, Role.SECRETARY, ids.secretary): 1,
            (ids.two, Role.LEADER, ids.leader): 1,
        }


def test_a_list_of_visits_stays_inside_the_scope(database: Database, ids: Ids) -> None:
    with builders.open_desk(database) as desk:
        mine = desk.unit.visits.add(visit(ids))
        other = desk.unit.visits.add(
            visit(ids, project_id=ids.two, person_id=ids.secretary, day=DAY - timedelta(1))
        )
        books = desk.unit.visits

        assert books.listing(Scope(project_ids=frozenset({ids.one}))).items == (mine,)
        assert books.listing(Scope(regions=frozenset({"西城"}))).items == (other,)
        assert books.listing(Scope()).total == 0
        assert books.listing(EVERYTHING, person_id=ids.secretary).items == (other,)
        assert books.listing(EVERYTHING, project_id=ids.one).items == (mine,)
        assert books.listing(EVERYTHING, first=DAY).items == (mine,)
        assert books.listing(EVERYTHING, last=DAY - timedelta(1)).items == (other,)
        assert books.listing(EVERYTHING, limit=1).next == mine.id


def test_a_photo_waits_until_it_is_fetched_or_given_up(database: Database, ids: Ids) -> None:
    with builders.open_desk(database) as desk:
        books = desk.unit.photos
        first, second, third = (photo(desk, ids, ids.one) for _ in range(3))
        books.fetched(first, "a" * 64, 1000)
        books.failed(second, "expired")

        assert [p.id for p in books.to_fetch(10)] == [third]
        assert books.to_fetch(0) == []
        found = books.by_id(first)
        assert found is not None
        assert (found.sha256, found.size, found.media, found.at) == ("a" * 64, 1000, "media-1", AT)
        assert [p.id for p in books.between(DAY, DAY)[ids.one]] == [first]
        assert books.counts(DAY, DAY) == {ids.one: 3}


def test_the_first_use_of_the_same_picture_is_found(database: Database, ids: Ids) -> None:
    with builders.open_desk(database) as desk:
        books = desk.unit.photos
        newer, older = (
            photo(desk, ids, ids.one),
            photo(desk, ids, ids.two, DAY - timedelta(9), AT - timedelta(9)),
        )
        for photo_id in (newer, older):
            books.fetched(photo_id, "b" * 64, 10)
        found = books.first_use("b" * 64, besides=newer)

        assert found is not None
        assert found.id == older
        assert books.first_use("c" * 64, besides=newer) is None


def test_a_photo_of_nothing_yet_is_in_no_projects_list(database: Database, ids: Ids) -> None:
    with builders.open_desk(database) as desk:
        books = desk.unit.photos
        homeless = photo(desk, ids, None)
        books.fetched(homeless, "d" * 64, 10)

        assert books.between(DAY, DAY) == {}
        books.settle(homeless, ids.two)
        assert [p.id for p in books.between(DAY, DAY, [ids.two])[ids.two]] == [homeless]
        assert books.between(DAY, DAY, [ids.one]) == {}
