"""Checking in at a site, who has been there too seldom, and where photos belong."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from backend.domain.daily_report import Facts
from backend.domain.errors import Invalid, NotFound, Refused
from backend.domain.people import Leave, Person, Role
from backend.domain.period import Span, period_of
from backend.domain.project import Project, Site, Stage
from backend.services import daily_reports, photos, visits
from backend.services.photos import Attached
from backend.services.visits import CheckedIn, Choice, Shortfall
from backend.storage.engine import Database
from tests import builders, cast
from tests.cast import Cast

DAY = date(2026, 7, 15)
NOON = datetime(2026, 7, 15, 4, 0, tzinfo=UTC)
WEEK = period_of(DAY, Span.WEEK)
HERE = (31.5, 112.25)
NEAR = (31.503, 112.25)  # 334 m north
FAR = (31.6, 112.25)  # 11.1 km north


class Ground:
    """The cast on a database; each call is a deed of its own."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with builders.open_desk(database) as desk:
            self.who: Cast = cast.enter(desk)
        self.hospital = self.place(self.who.hospital, Site(*HERE))

    def place(self, project: Project, site: Site | None, stage: Stage = Stage.ACTIVE) -> Project:
        with builders.open_desk(self.database) as desk:
            placed = replace(project, site=site, stage=stage)
            desk.unit.projects.update(placed)
            return placed

    def another(self, name: str, site: Site | None, holder: Person, role: Role = Role.SECRETARY) -> Project:
        with builders.open_desk(self.database) as desk:
            project = builders.project(desk, name, name, site=site, stage=Stage.ACTIVE, region="北城")
            builders.duty(desk, holder, role, project_id=project.id)
            return project

    def check_in(
        self,
        person: Person,
        place: tuple[float, float] | tuple[None, None] = HERE,
        *,
        project_id: int | None = None,
        at: datetime = NOON,
        note: str = "",
    ) -> CheckedIn | Choice:
        with builders.open_desk(self.database, at) as desk:
            actor = self.who.actor(desk, person)
            return visits.check_in(desk, actor, project_id, *place, note=note)

    def seen(self, person: Person, *args: object, **more: object) -> CheckedIn:
        found = self.check_in(person, *args, **more)  # type: ignore[arg-type]
        assert isinstance(found, CheckedIn)
        return found

    def shortfall(self, at: datetime = NOON) -> list[Shortfall]:
        with builders.open_desk(self.database, at) as desk:
            return visits.shortfall(desk, WEEK)

    def photo(self, person: Person, project_id: int | None = None, at: datetime = NOON) -> Attached:
        with builders.open_desk(self.database, at) as desk:
            actor = self.who.actor(desk, person)
            return photos.attach_photo(desk, actor, project_id, "console", "m1", at)

    def file(self, person: Person, *project_ids: int, at: datetime = NOON) -> None:
        with builders.open_desk(self.database, at) as desk:
            for project_id in project_ids:
                actor = self.who.actor(desk, person)
                daily_reports.file(desk, actor, project_id, DAY, Facts(workers=1), "")


@pytest.fixture
def site(sqlite_database: Database) -> Ground:
    return Ground(sqlite_database)


def refused(kind: type[Refused], code: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(kind, match=f"^\\('{code}'")


# ---- checking in


def test_the_only_own_project_is_taken_and_said_to_be_inside_or_outside(site: Ground) -> None:
    near = site.seen(site.who.secretary, NEAR)
    far = site.seen(site.who.leader, FAR)

    assert (near.project, near.inside, near.distance_m) == (site.hospital, True, 334)
    assert (far.project, far.inside, far.distance_m) == (site.hospital, False, 11_120)


def test_the_nearest_own_site_that_holds_the_place_is_taken(site: Ground) -> None:
    small = site.another("小工地", Site(31.5035, 112.25, 30), site.who.secretary)

    # The small site is nearer by its middle, yet the place lies only in the wide one.
    assert site.seen(site.who.secretary, NEAR).project == site.hospital
    assert site.seen(site.who.secretary, (31.5036, 112.25)).project == small


def test_several_and_none_near_is_asked_nearest_first(site: Ground) -> None:
    unknown = site.another("无坐标", None, site.who.secretary)
    nearer = site.another("近些", Site(31.58, 112.25), site.who.secretary)

    assert site.check_in(site.who.secretary, FAR) == Choice((nearer, site.hospital, unknown))
    assert isinstance(site.check_in(site.who.secretary, (None, None)), Choice)
    with builders.open_desk(site.database) as desk:
        assert desk.unit.visits.listing(site.who.actor(desk, site.who.office).scope).total == 0


def test_at_most_a_handful_is_offered(site: Ground) -> None:
    for n in range(8):
        site.another(f"P{n}", None, site.who.secretary)

    choice = site.check_in(site.who.secretary, FAR)

    assert isinstance(choice, Choice)
    assert len(choice.candidates) == 5
    assert choice.candidates[0] == site.hospital


def test_a_named_project_is_taken_however_far(site: Ground) -> None:
    site.another("另一处", Site(*FAR), site.who.secretary)

    found = site.seen(site.who.secretary, FAR, project_id=site.hospital.id)

    assert (found.project, found.inside) == (site.hospital, False)


def test_an_unknown_place_or_site_is_neither_inside_nor_outside(site: Ground) -> None:
    assert site.seen(site.who.secretary, (None, None)).inside is None
    site.place(site.hospital, None)
    found = site.seen(site.who.leader, HERE)
    assert (found.inside, found.distance_m, found.visit.lat) == (None, None, HERE[0])


def test_a_visit_counts_for_the_seat_that_is_held(site: Ground) -> None:
    who = site.who
    with builders.open_desk(site.database) as desk:
        builders.duty(desk, who.secretary, Role.LEADER, project_id=site.hospital.id)

    for person, role in (
        (who.secretary, Role.LEADER),  # of two seats the leader's
        (who.leader, Role.LEADER),
        (who.region_leader, Role.LEADER),
        (who.deputy, Role.SECRETARY),
        (who.contact, Role.UNIT),
        (who.office, Role.OFFICE),
        (who.admin, Role.OFFICE),
    ):
        assert site.seen(person, HERE, project_id=site.hospital.id).visit.role is role, person.name


def test_the_office_without_projects_of_its_own_is_found_by_the_place(site: Ground) -> None:
    assert site.seen(site.who.office, NEAR).project == site.hospital
    assert isinstance(site.check_in(site.who.office, FAR), Choice)


def test_who_has_no_project_or_names_anothers_is_refused(site: Ground) -> None:
    with refused(NotFound, "no_own_project"):
        site.check_in(site.who.stranger)
    for person in (site.who.stranger, site.who.secretary, site.who.region_leader):
        with refused(NotFound, "project_not_found"):
            site.check_in(person, project_id=site.who.road.id)


def test_checking_in_again_within_half_an_hour_is_the_same_visit(site: Ground) -> None:
    first = site.seen(site.who.leader, HERE, note="看基础")
    again = site.seen(site.who.leader, FAR, at=NOON + timedelta(minutes=30), note="看屋面")
    later = site.seen(site.who.leader, HERE, at=NOON + timedelta(minutes=31))

    assert (again.again, again.visit.id, again.inside) == (True, first.visit.id, False)
    assert (again.visit.inside, again.visit.note, again.visit.at) == (True, "看基础；看屋面", NOON)
    assert (later.again, later.visit.id != first.visit.id) == (False, True)


def test_a_place_told_afterwards_proves_the_same_visit(site: Ground) -> None:
    site.seen(site.who.leader, (None, None))

    assert site.seen(site.who.leader, NEAR, at=NOON + timedelta(minutes=5)).visit.inside


def test_another_person_or_project_is_another_visit(site: Ground) -> None:
    other = site.another("另一处", Site(*HERE), site.who.leader, Role.LEADER)
    ids = {
        site.seen(site.who.leader, project_id=site.hospital.id).visit.id,
        site.seen(site.who.leader, project_id=other.id).visit.id,
        site.seen(site.who.secretary).visit.id,
    }

    assert len(ids) == 3


@pytest.mark.parametrize("place", [(91.0, 0.0), (0.0, 181.0), (float("nan"), 0.0), (0.0, float("inf"))])
def test_a_place_that_is_not_on_earth_is_refused(site: Ground, place: tuple[float, float]) -> None:
    with refused(Invalid, "place_out_of_range"):
        site.check_in(site.who.leader, place)


def test_half_a_place_and_a_note_without_end_are_refused(site: Ground) -> None:
    with refused(Invalid, "place_half_given"):
        site.check_in(site.who.leader, (31.5, None))  # type: ignore[arg-type]
    with refused(Invalid, "text_too_long"):
        site.check_in(site.who.leader, note="看" * 2001)


def test_a_list_shows_each_asker_their_own_scope(site: Ground) -> None:
    site.seen(site.who.leader)
    with builders.open_desk(site.database) as desk:

        def total(person: Person) -> int:
            return visits.listing(desk, site.who.actor(desk, person)).total

        who = site.who
        assert [total(p) for p in (who.secretary, who.region_leader, who.contact, who.office)] == [1, 1, 1, 1]
        assert total(who.stranger) == 0
        with refused(NotFound, "project_not_found"):
            visits.listing(desk, who.actor(desk, who.stranger), project_id=site.hospital.id)


# ---- quotas


def test_a_week_is_counted_by_project_and_seat(site: Ground) -> None:
    site.seen(site.who.leader)
    site.seen(site.who.region_leader, project_id=site.hospital.id)
    site.seen(site.who.leader, at=NOON + timedelta(hours=3))
    site.seen(site.who.secretary, FAR)

    with builders.open_desk(site.database) as desk:
        assert visits.counts(desk, WEEK.first, WEEK.last) == {(site.hospital.id, Role.LEADER): 2}


def test_a_leader_below_the_quota_is_short_until_it_is_met(site: Ground) -> None:
    leader = site.who.leader
    assert site.shortfall() == [Shortfall(site.hospital, leader.id, 0, 2)]
    site.seen(leader)
    site.seen(leader, at=NOON + timedelta(hours=2))
    assert site.shortfall() == [Shortfall(site.hospital, leader.id, 1, 2)]
    site.seen(leader, at=NOON - timedelta(days=1))
    assert site.shortfall() == []


def test_check_ins_from_elsewhere_do_not_fill_the_quota(site: Ground) -> None:
    site.seen(site.who.leader, FAR)
    site.seen(site.who.leader, FAR, at=NOON - timedelta(days=1))

    assert [s.done for s in site.shortfall()] == [0]


def test_the_regions_leader_answers_where_the_project_has_none(site: Ground) -> None:
    with builders.open_desk(site.database) as desk:
        for duty in desk.unit.people.duties_of(site.who.leader.id):
            desk.unit.people.end_duty(duty.id, DAY - timedelta(10))

    assert site.shortfall() == [Shortfall(site.hospital, site.who.region_leader.id, 0, 2)]


def test_a_leader_on_leave_without_a_deputy_is_not_short(site: Ground) -> None:
    with builders.open_desk(site.database) as desk:
        desk.unit.people.add_leave(Leave(site.who.leader.id, DAY, DAY))

    assert site.shortfall() == []


def test_a_deputys_days_count_for_the_leader(site: Ground) -> None:
    with builders.open_desk(site.database) as desk:
        (duty,) = desk.unit.people.duties_of(site.who.leader.id)
        desk.unit.people.set_deputy(duty.id, site.who.stranger.id)
    site.seen(site.who.stranger)
    site.seen(site.who.leader)

    assert site.shortfall() == []


def test_projects_that_are_not_active_ask_for_no_visits(site: Ground) -> None:
    site.place(site.hospital, Site(*HERE), Stage.SUSPENDED)

    assert site.shortfall() == []


# ---- photos


def test_a_photo_belongs_to_the_only_own_project(site: Ground) -> None:
    attached = site.photo(site.who.secretary)

    assert (attached.project, attached.candidates) == (site.hospital, ())
    with builders.open_desk(site.database) as desk:
        stored = desk.unit.photos.by_id(attached.photo_id)
        assert stored is not None
        assert (stored.project_id, stored.day, stored.media) == (site.hospital.id, DAY, "m1")


@pytest.mark.parametrize("how", ["report", "visit"])
def test_a_photo_follows_the_last_report_or_visit(site: Ground, how: str) -> None:
    secretary = site.who.secretary
    other = site.another("另一处", None, secretary)
    site.file(secretary, site.hospital.id, at=NOON - timedelta(minutes=30))
    deeds: dict[str, Callable[[], object]] = {
        "report": lambda: site.file(secretary, other.id, at=NOON - timedelta(minutes=20)),
        "visit": lambda: site.seen(secretary, project_id=other.id, at=NOON - timedelta(minutes=20)),
    }
    deeds[how]()

    assert site.photo(secretary).project == other
    site.file(secretary, site.hospital.id, at=NOON - timedelta(minutes=10))
    assert site.photo(secretary).project == site.hospital


def test_a_photo_long_after_is_asked_about_and_then_settled(site: Ground) -> None:
    secretary = site.who.secretary
    other = site.another("另一处", None, secretary)
    site.file(secretary, other.id, at=NOON - timedelta(minutes=241))
    attached = site.photo(secretary)

    assert (attached.project, set(attached.candidates)) == (None, {site.hospital, other})
    with builders.open_desk(site.database) as desk:
        for person, code in ((site.who.office, "photo_not_found"), (site.who.leader, "photo_not_found")):
            with refused(NotFound, code):
                photos.settle_photo(desk, site.who.actor(desk, person), attached.photo_id, other.id)
        mine = site.who.actor(desk, secretary)
        with refused(NotFound, "project_not_found"):
            photos.settle_photo(desk, mine, attached.photo_id, site.who.road.id)
        assert photos.settle_photo(desk, mine, attached.photo_id, other.id) == other
        assert daily_reports.listing(desk, mine, project_id=other.id).items[0].photos == 1


def test_after_a_message_about_two_projects_the_two_are_offered(site: Ground) -> None:
    secretary = site.who.secretary
    other = site.another("另一处", None, secretary)
    site.another("第三处", None, secretary)
    site.file(secretary, site.hospital.id, other.id)

    assert set(site.photo(secretary).candidates) == {site.hospital, other}


def test_a_photo_sent_before_its_report_was_worked_off_still_finds_it(site: Ground) -> None:
    secretary = site.who.secretary
    other = site.another("另一处", None, secretary)
    site.file(secretary, other.id, at=NOON)
    with builders.open_desk(site.database, NOON + timedelta(seconds=3)) as desk:
        mine = site.who.actor(desk, secretary)
        attached = photos.attach_photo(desk, mine, None, "console", "m1", NOON - timedelta(seconds=2))

    assert attached.project == other


def test_photos_stay_inside_the_scope(site: Ground) -> None:
    attached = site.photo(site.who.leader, site.hospital.id)
    with refused(NotFound, "project_not_found"):
        site.photo(site.who.secretary, site.who.road.id)
    with refused(NotFound, "no_own_project"):
        site.photo(site.who.stranger)
    with builders.open_desk(site.database) as desk:
        assert photos.photo_fetched(desk, attached.photo_id, "a" * 64, 9) is None
        contact, stranger = (site.who.actor(desk, p) for p in (site.who.contact, site.who.stranger))
        assert [p.id for p in photos.photos_of(desk, contact, site.hospital.id, DAY, DAY)] == [
            attached.photo_id
        ]
        with refused(NotFound, "project_not_found"):
            photos.photos_of(desk, stranger, site.hospital.id, DAY, DAY)


def test_an_old_picture_sent_again_is_recognised(site: Ground) -> None:
    old = site.photo(site.who.secretary, at=NOON - timedelta(days=3)).photo_id
    new = site.photo(site.who.secretary).photo_id
    lost = site.photo(site.who.secretary).photo_id
    with builders.open_desk(site.database) as desk:
        assert [p.id for p in photos.photos_to_fetch(desk, 10)] == [old, new, lost]
        assert photos.photo_fetched(desk, old, "a" * 64, 9) is None
        seen = photos.photo_fetched(desk, new, "a" * 64, 9)
        photos.photo_failed(desk, lost, "expired")
        assert seen is not None
        assert (seen.id, seen.day) == (old, DAY - timedelta(3))
        assert photos.photos_to_fetch(desk, 10) == []
