"""Standings: a change is a row, and the latest one of any day can be told."""

from datetime import date, timedelta

from backend.domain.standing import Light, Reason, Standing
from backend.storage.engine import Database
from backend.storage.standings import Graded
from tests import builders, cast

DAY = date(2026, 7, 15)
BEHIND = Light(
    Standing.BEHIND,
    (Reason("behind_plan", (("plan", "54.0%"), ("done", "20.0%"), ("points", "34.0"))), Reason("preparing")),
    "four-classes@2026.1",
)
ON_TRACK = Light(Standing.ON_TRACK, (Reason("on_plan", (("plan", "54.0%"),)),), "four-classes@2026.1")


def test_the_latest_standing_of_any_day_is_the_newest_row_up_to_it(database: Database) -> None:
    with builders.open_desk(database) as desk:
        people, rows = cast.enter(desk), desk.unit.standings
        hospital, road = people.hospital.id, people.road.id
        rows.put(DAY, {hospital: BEHIND, road: ON_TRACK})
        rows.put(DAY + timedelta(days=9), {hospital: ON_TRACK})

        ids = [hospital, road]
        assert rows.latest(ids, DAY - timedelta(days=1)) == {}
        assert rows.latest(ids, DAY) == {
            hospital: Graded(hospital, DAY, BEHIND),
            road: Graded(road, DAY, ON_TRACK),
        }
        assert rows.latest(ids, DAY + timedelta(days=8))[hospital].light == BEHIND
        assert rows.latest(ids, date.max)[hospital] == Graded(hospital, DAY + timedelta(days=9), ON_TRACK)
        assert rows.latest([road], date.max) == {road: Graded(road, DAY, ON_TRACK)}
        assert rows.latest([], date.max) == {}
        assert [g.light for g in rows.of_project(hospital)] == [BEHIND, ON_TRACK]


def test_graded_again_on_the_same_day_the_newer_light_counts(database: Database) -> None:
    with builders.open_desk(database) as desk:
        hospital = cast.enter(desk).hospital.id
        desk.unit.standings.put(DAY, {})
        desk.unit.standings.put(DAY, {hospital: BEHIND})
        desk.unit.standings.put(DAY, {hospital: ON_TRACK})

        assert desk.unit.standings.of_project(hospital) == [Graded(hospital, DAY, ON_TRACK)]
