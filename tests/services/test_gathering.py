"""What is known of all projects on a day, seen from that day."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from backend.domain.investment import Covers
from backend.domain.project import Stage
from backend.domain.standing import MilestoneDates
from backend.services.gathering import Gathered, gather
from backend.services.projects import everything
from backend.storage.engine import Database
from tests import builders, month_scene
from tests.counting import statements
from tests.month_scene import Month

CUTOFF = date(2026, 9, 30)


@pytest.fixture
def month(sqlite_database: Database) -> Month:
    return month_scene.played(sqlite_database)


def gathered(month: Month, at: str, day: date) -> Gathered:
    return month.do(at, lambda desk, _: gather(desk, everything(desk), day))


def test_the_days_figures_by_project_with_nothing_for_a_project_that_has_nothing(month: Month) -> None:
    found = gathered(month, "2026-10-01T07:40", CUTOFF)

    assert found.year_invested == {month.hospital: Decimal(750)}
    assert found.month_invested == {month.hospital: Decimal(150)}
    assert found.last_progress == {month.hospital: date(2026, 9, 29)}
    assert set(found.planned) == {month.hospital}
    first_look = date(2026, 8, 31)
    assert found.watched == {month.hospital: first_look, month.cast.road.id: first_look}
    assert found.evidence.milestones[month.hospital] == [
        MilestoneDates("施工许可", date(2026, 10, 2), date(2026, 9, 15)),
        MilestoneDates("出±0.00", date(2026, 10, 30), None),
        MilestoneDates("封顶", date(2026, 11, 27), None),
    ]


def test_seen_later_a_past_day_looks_the_same(month: Month) -> None:
    then = gathered(month, "2026-10-01T07:40", CUTOFF)

    assert gathered(month, "2026-11-20T12:00", CUTOFF) == then


def test_today_knows_what_has_come_since(month: Month) -> None:
    found = gathered(month, "2026-10-01T12:00", date(2026, 10, 1))

    assert found.year_invested == {month.hospital: Decimal(850)}
    assert found.month_invested == {month.hospital: Decimal(0)}
    assert found.last_progress == {month.hospital: date(2026, 10, 1)}
    assert [m.actual for m in found.planned[month.hospital].milestones] == [
        date(2026, 9, 15),
        date(2026, 10, 1),
        None,
    ]


def test_a_milestone_or_money_is_progress_too(sqlite_database: Database) -> None:
    month = month_scene.opened(sqlite_database)
    assert gathered(month, "2026-09-30T20:00", CUTOFF).last_progress == {}

    month.invest("2026-09-03T09:00", 100, Covers.MONTH, date(2026, 9, 1))
    assert gathered(month, "2026-09-30T20:00", CUTOFF).last_progress == {month.hospital: date(2026, 9, 3)}

    month.finish("2026-09-30T16:00", "施工许可", date(2026, 9, 15))
    assert gathered(month, "2026-09-30T20:00", CUTOFF).last_progress == {month.hospital: date(2026, 9, 15)}


def test_in_january_the_year_begins_anew(month: Month) -> None:
    found = gathered(month, "2027-01-05T08:00", date(2027, 1, 5))

    assert found.year_invested.get(month.hospital, Decimal(0)) == 0


def test_no_projects_and_a_hundred(sqlite_database: Database) -> None:
    with builders.open_desk(sqlite_database) as desk:
        assert gather(desk, [], CUTOFF).watched == {}
        many = [builders.project(desk, f"P{n}", f"项目{n}", stage=Stage.ACTIVE) for n in range(100)]
        many[0] = replace(many[0], seven_day=True)
        with statements(sqlite_database) as one:
            gather(desk, many[:1], CUTOFF)
        with statements(sqlite_database) as hundred:
            gather(desk, many, CUTOFF)

    assert len(one) == len(hundred)
