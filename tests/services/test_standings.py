"""Standings over days: a change is a row, a turn is told, and everything says why."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from backend.domain.errors import NotFound
from backend.domain.moment import Moment
from backend.domain.notice import StandingTurned
from backend.domain.people import Actor, Person, Role
from backend.domain.project import Project, Stage
from backend.domain.standing import MilestoneDates, Standing
from backend.services import standings
from backend.services.desk import Desk
from backend.services.standings import Evidence
from backend.storage.engine import Database
from backend.storage.mailbox import decode_notice
from backend.storage.tables import outbox
from tests import builders, cast
from tests.cast import Cast

DAY = date(2026, 7, 15)  # six months gone by: 50.0 % of the year


@dataclass
class Year:
    """The hospital has a plan of 1000 万元; the road, in preparation, has none."""

    desk: Desk
    cast: Cast

    @property
    def hospital(self) -> Project:
        return self.cast.hospital

    def as_(self, person: Person) -> Actor:
        return self.cast.actor(self.desk, person)

    def evidence(self, done: int = 500, idle: int = 0, day: date = DAY, **rest: Any) -> Evidence:
        return Evidence(
            invested={self.hospital.id: Decimal(done)},
            last_progress={self.hospital.id: day - timedelta(days=idle)},
            **rest,
        )

    def refresh(self, day: date, evidence: Evidence) -> list[tuple[str, Standing | None, Standing]]:
        changes = standings.refresh(self.desk, day, evidence)
        return [(c.project.code, c.before, c.light.standing) for c in changes]

    def heard(self, person: Person) -> list[StandingTurned]:
        rows = self.desk.unit.mailbox._connection.execute(
            select(outbox.c.kind, outbox.c.payload)
            .where(outbox.c.person_id == person.id)
            .order_by(outbox.c.id)
        )
        return [decode_notice(row.kind, row.payload) for row in rows]  # type: ignore[misc]


@pytest.fixture
def year(sqlite_database: Database) -> Iterator[Year]:
    with builders.open_desk(sqlite_database) as desk:
        who = cast.enter(desk)
        desk.unit.projects.set_annual_plan(who.hospital.id, 2026, Decimal(1000))
        yield Year(desk, who)


def test_the_first_grading_stores_everybody_and_tells_nobody(year: Year) -> None:
    assert year.refresh(DAY, year.evidence(done=100)) == [
        ("QX-001", None, Standing.BEHIND),
        ("QX-002", None, Standing.ON_TRACK),
    ]
    assert year.heard(year.cast.office) == []
    graded = standings.current(year.desk, year.as_(year.cast.secretary), year.hospital.id)
    assert graded is not None
    assert graded.light.rule == "four-classes@2026.1"
    assert dict(graded.light.reasons[0].facts) == {"plan": "50.0%", "done": "10.0%", "points": "40.0"}


def test_a_turn_is_told_to_office_and_leaders_with_its_reasons_once(year: Year) -> None:
    year.refresh(DAY, year.evidence())
    tomorrow = DAY + timedelta(days=1)

    assert year.refresh(tomorrow, year.evidence(idle=31)) == [("QX-001", Standing.ON_TRACK, Standing.STALLED)]
    assert year.refresh(tomorrow, year.evidence(idle=31)) == []

    who = year.cast
    [told] = year.heard(who.leader)
    assert (told.project, told.before, told.after) == (who.hospital.name, "on_track", "stalled")
    assert (told.reasons[0].code, dict(told.reasons[0].facts)) == ("no_progress", {"days": "32"})
    assert year.heard(who.office) == year.heard(who.region_leader) == year.heard(who.admin) == [told]
    assert year.heard(who.secretary) == year.heard(who.contact) == []


def test_other_numbers_alone_are_no_row_and_other_reasons_are_one_that_is_not_told(year: Year) -> None:
    year.refresh(DAY, year.evidence(done=500))
    assert year.refresh(DAY + timedelta(days=1), year.evidence(done=510)) == []

    late = {year.hospital.id: [MilestoneDates("封顶", DAY)]}
    day = DAY + timedelta(days=2)
    assert year.refresh(day, year.evidence(milestones=late)) == [
        ("QX-001", Standing.ON_TRACK, Standing.ON_TRACK)
    ]

    assert year.heard(year.cast.office) == []
    rows = standings.changes_of(year.desk, year.as_(year.cast.leader), year.hospital.id)
    assert [(row.day, sorted(row.light.codes)) for row in rows] == [
        (DAY, ["on_plan"]),
        (day, ["milestone_late", "on_plan"]),
    ]


def test_lights_tell_of_today_without_a_trace(year: Year) -> None:
    year.refresh(DAY, year.evidence(done=500))
    found = standings.lights(year.desk, DAY, year.evidence(done=510))

    assert dict(found[year.hospital.id].reasons[0].facts)["done"] == "51.0%"
    [stored] = standings.changes_of(year.desk, year.as_(year.cast.office), year.hospital.id)
    assert dict(stored.light.reasons[0].facts)["done"] == "50.0%"


def test_a_milestone_done_is_progress(year: Year) -> None:
    done = {year.hospital.id: [MilestoneDates("封顶", DAY, DAY - timedelta(days=3))]}

    found = standings.lights(year.desk, DAY, year.evidence(idle=60, milestones=done))

    assert found[year.hospital.id].standing is Standing.ON_TRACK


def test_a_site_that_never_told_anything_is_idle_since_its_start(year: Year) -> None:
    found = standings.lights(year.desk, DAY, Evidence(invested={year.hospital.id: Decimal(500)}))

    reason = found[year.hospital.id].reasons[0]
    assert (reason.code, dict(reason.facts)) == ("no_progress", {"days": str((DAY - date(2026, 3, 2)).days)})


def test_a_completed_project_is_graded_once_more_and_then_left_alone(year: Year) -> None:
    year.refresh(DAY, year.evidence(done=0, idle=40))
    year.desk.unit.projects.update(replace(year.hospital, stage=Stage.COMPLETED))

    day = DAY + timedelta(days=1)
    assert year.refresh(day, year.evidence(done=600)) == [("QX-001", Standing.STALLED, Standing.AHEAD)]
    assert year.refresh(date(2027, 1, 4), Evidence()) == []


def test_suspended_projects_are_graded_like_active_ones(year: Year) -> None:
    year.desk.unit.projects.update(replace(year.hospital, stage=Stage.SUSPENDED))
    assert year.refresh(DAY, year.evidence(idle=30))[0] == ("QX-001", None, Standing.STALLED)


def test_last_months_class_can_still_be_told(year: Year) -> None:
    year.refresh(date(2026, 6, 30), year.evidence(done=100, day=date(2026, 6, 30)))
    year.refresh(DAY, year.evidence(done=600))
    ids = [year.hospital.id]

    assert standings.latest(year.desk, ids, date(2026, 6, 30))[ids[0]].light.standing is Standing.BEHIND
    assert standings.latest(year.desk, ids, DAY)[ids[0]].light.standing is Standing.AHEAD
    assert standings.latest(year.desk, ids, date(2026, 6, 29)) == {}


def test_a_standing_outside_ones_scope_does_not_exist(year: Year) -> None:
    year.refresh(DAY, year.evidence())
    stranger = year.as_(year.cast.stranger)
    with pytest.raises(NotFound):
        standings.current(year.desk, stranger, year.hospital.id)
    with pytest.raises(NotFound):
        standings.changes_of(year.desk, stranger, year.hospital.id)
    assert standings.current(year.desk, year.as_(year.cast.secretary), year.hospital.id) is not None


def test_a_clerk_of_another_region_is_not_told(year: Year) -> None:
    west = builders.person(year.desk, "西城专干", account="west")
    builders.duty(year.desk, west, Role.OFFICE, region="西城")
    year.refresh(DAY, year.evidence())
    year.refresh(DAY + timedelta(days=1), year.evidence(done=100))

    assert year.heard(west) == []
    assert len(year.heard(year.cast.office)) == 1


def test_no_projects_and_five_hundred(sqlite_database: Database) -> None:
    with builders.open_desk(sqlite_database) as desk:
        assert standings.refresh(desk, DAY, Evidence()) == []
        clerk = builders.person(desk, "陈晓", account="chen")
        builders.duty(desk, clerk, Role.OFFICE)
        for n in range(500):
            builders.project(desk, f"P{n}", f"项目{n}", stage=Stage.ACTIVE, region=f"乡镇{n % 20}", start=DAY)
        assert len(standings.refresh(desk, DAY, Evidence())) == 500

        later = Moment(desk.moment.at + timedelta(days=30), desk.moment.zone)
        changes = standings.refresh(replace(desk, moment=later), later.day, Evidence())

        assert {(c.before, c.light.standing) for c in changes} == {(Standing.ON_TRACK, Standing.STALLED)}
        assert len(changes) == 500
