"""Who is to report, who has not, and what somebody still owes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event

from backend.domain.daily_report import Facts
from backend.domain.expectation import Expected
from backend.domain.people import Leave, Person, Role, Scope
from backend.domain.project import Stage
from backend.services import daily_reports, expectations
from backend.services.desk import Desk
from backend.services.expectations import Missing, Owed
from backend.storage.engine import Database
from tests import builders, cast
from tests.cast import Cast

WEDNESDAY = date(2026, 7, 15)
NOON = datetime(2026, 7, 15, 4, 0, tzinfo=UTC)
NIGHT = datetime(2026, 7, 15, 12, 0, tzinfo=UTC)  # 20:00, past the deadline


@pytest.fixture
def who(sqlite_database: Database) -> Cast:
    with builders.open_desk(sqlite_database) as desk:
        return cast.enter(desk)


def told(desk: Desk, who: Cast, *days: date) -> None:
    for day in days:
        actor = who.actor(desk, who.secretary)
        daily_reports.file(desk, actor, who.hospital.id, day, Facts(workers=1), "")


def away(desk: Desk, *people: Person, since: date = WEDNESDAY, until: date = WEDNESDAY) -> None:
    for person in people:
        desk.unit.people.add_leave(Leave(person.id, since, until))


def test_only_active_projects_are_expected_and_of_their_secretary(
    sqlite_database: Database, who: Cast
) -> None:
    with builders.open_desk(sqlite_database, NOON) as desk:
        assert expectations.expected(desk, WEDNESDAY) == [Expected(who.hospital.id, who.secretary.id)]
        assert expectations.expected(desk, WEDNESDAY + timedelta(3)) == []


def test_what_is_told_is_not_missing(sqlite_database: Database, who: Cast) -> None:
    with builders.open_desk(sqlite_database, NOON) as desk:
        told(desk, who, WEDNESDAY)

        assert expectations.missing(desk, WEDNESDAY) == []


def test_silence_is_counted_in_working_days(sqlite_database: Database, who: Cast) -> None:
    friday = date(2026, 7, 10)
    with builders.open_desk(sqlite_database, NOON) as desk:
        told(desk, who, friday)

        assert expectations.missing(desk, WEDNESDAY) == [Missing(who.hospital, who.secretary, 3)]
        assert expectations.missing(desk, friday) == []


def test_a_report_of_a_later_day_does_not_fill_an_earlier_one(sqlite_database: Database, who: Cast) -> None:
    with builders.open_desk(sqlite_database, NOON) as desk:
        told(desk, who, WEDNESDAY, WEDNESDAY - timedelta(2))

        assert expectations.missing(desk, WEDNESDAY - timedelta(1)) == [
            Missing(who.hospital, who.secretary, 1)
        ]


def test_silence_from_the_very_beginning_starts_with_the_duty(sqlite_database: Database, who: Cast) -> None:
    with builders.open_desk(sqlite_database, NOON) as desk:
        fresh = builders.project(desk, "QX-003", "新项目", stage=Stage.ACTIVE, region="北城")
        builders.duty(desk, who.stranger, Role.SECRETARY, project_id=fresh.id, since=date(2026, 7, 13))

        assert expectations.missing(desk, WEDNESDAY, Scope(regions=frozenset({"北城"}))) == [
            Missing(fresh, who.stranger, 3)
        ]


@pytest.mark.parametrize(
    ("start", "days"), [(date(2026, 7, 14), 2), (date(2026, 7, 15), 1), (date(2026, 8, 1), 1), (None, 3)]
)
def test_before_its_start_a_project_is_not_silent(
    sqlite_database: Database, who: Cast, start: date | None, days: int
) -> None:
    with builders.open_desk(sqlite_database, NOON) as desk:
        fresh = builders.project(desk, "QX-003", "新项目", stage=Stage.ACTIVE, region="北城", start=start)
        builders.duty(desk, who.stranger, Role.SECRETARY, project_id=fresh.id, since=date(2026, 7, 13))

        (gap,) = expectations.missing(desk, WEDNESDAY, Scope(regions=frozenset({"北城"})))
        owed = expectations.owed(desk, who.actor(desk, who.stranger), WEDNESDAY)

        assert gap.days_silent == len(owed) == days


def test_the_deputy_is_named_while_the_secretary_is_away(sqlite_database: Database, who: Cast) -> None:
    with builders.open_desk(sqlite_database, NOON) as desk:
        told(desk, who, WEDNESDAY - timedelta(1))
        away(desk, who.secretary)

        assert expectations.missing(desk, WEDNESDAY) == [Missing(who.hospital, who.deputy, 1)]


def test_with_both_away_the_project_is_listed_without_a_person(sqlite_database: Database, who: Cast) -> None:
    with builders.open_desk(sqlite_database, NOON) as desk:
        told(desk, who, WEDNESDAY - timedelta(1))
        away(desk, who.secretary, who.deputy)

        assert expectations.missing(desk, WEDNESDAY) == [Missing(who.hospital, None, 0)]


def test_missing_stays_inside_the_scope(sqlite_database: Database, who: Cast) -> None:
    with builders.open_desk(sqlite_database, NOON) as desk:
        for person, count in (
            (who.office, 1),
            (who.leader, 1),
            (who.region_leader, 1),
            (who.contact, 1),
            (who.secretary, 1),
            (who.stranger, 0),
        ):
            scope = who.actor(desk, person).scope
            assert len(expectations.missing(desk, WEDNESDAY, scope)) == count, person.name
        assert expectations.missing(desk, WEDNESDAY, Scope(regions=frozenset({"西城"}))) == []


def test_expected_days_of_a_month_leave_out_days_without_anybody(
    sqlite_database: Database, who: Cast
) -> None:
    first, last = date(2026, 7, 1), date(2026, 7, 31)
    with builders.open_desk(sqlite_database, NOON) as desk:
        assert expectations.expected_days(desk, first, last) == {who.hospital.id: 23}
        away(desk, who.secretary, who.deputy, until=WEDNESDAY + timedelta(1))
        assert expectations.expected_days(desk, first, last) == {who.hospital.id: 21}


def test_what_is_owed_is_today_and_the_last_three_expected_days(sqlite_database: Database, who: Cast) -> None:
    monday, friday = date(2026, 7, 13), date(2026, 7, 10)
    with builders.open_desk(sqlite_database, NOON) as desk:
        told(desk, who, WEDNESDAY - timedelta(1))
        mine = who.actor(desk, who.secretary)

        assert expectations.owed(desk, mine, WEDNESDAY) == [
            Owed(who.hospital, WEDNESDAY, late=False),
            Owed(who.hospital, monday, late=True),
            Owed(who.hospital, friday, late=True),
        ]
        for person in (who.leader, who.region_leader, who.office, who.deputy, who.stranger):
            assert expectations.owed(desk, who.actor(desk, person), WEDNESDAY) == []

    with builders.open_desk(sqlite_database, NIGHT) as desk:
        assert expectations.owed(desk, mine, WEDNESDAY)[0].late


def test_a_deputy_owes_only_the_days_of_the_leave(sqlite_database: Database, who: Cast) -> None:
    with builders.open_desk(sqlite_database, NOON) as desk:
        away(desk, who.secretary, since=WEDNESDAY - timedelta(1))

        def days(person: Person) -> list[date]:
            return [o.day for o in expectations.owed(desk, who.actor(desk, person), WEDNESDAY)]

        assert days(who.deputy) == [WEDNESDAY, WEDNESDAY - timedelta(1)]
        assert days(who.secretary) == [date(2026, 7, 13), date(2026, 7, 10)]


def test_five_hundred_projects_take_as_many_statements_as_one(sqlite_database: Database, who: Cast) -> None:
    def statements(desk: Desk) -> int:
        seen: list[str] = []

        def note(*args: object) -> None:
            seen.append(str(args[2]))

        event.listen(sqlite_database.engine, "before_cursor_execute", note)
        expectations.expected(desk, WEDNESDAY)
        expectations.expected_days(desk, WEDNESDAY - timedelta(30), WEDNESDAY)
        expectations.missing(desk, WEDNESDAY)
        expectations.owed(desk, who.actor(desk, who.secretary), WEDNESDAY)
        event.remove(sqlite_database.engine, "before_cursor_execute", note)
        return len(seen)

    with builders.open_desk(sqlite_database, NOON) as desk:
        for_one = statements(desk)
        for n in range(500):
            project = builders.project(desk, f"N{n}", f"项目{n}", stage=Stage.ACTIVE, region="东城")
            builders.duty(desk, who.secretary, Role.SECRETARY, project_id=project.id)

        assert statements(desk) == for_one
        assert len(expectations.missing(desk, WEDNESDAY)) == 501
