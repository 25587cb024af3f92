"""The office's own days, on both kinds of database."""

from datetime import date

from backend.domain.workdays import Override
from backend.storage.engine import Database
from tests import builders

DAY, OTHER = date(2026, 7, 20), date(2026, 7, 21)


def test_a_day_is_set_over_what_was_set_and_taken_back_alone(database: Database) -> None:
    with builders.open_desk(database) as desk:
        for override in (
            Override(OTHER, True, "别的"),
            Override(DAY, False, "先"),
            Override(DAY, True, "后"),
        ):
            desk.unit.calendars.set_override(override)
    with builders.open_desk(database) as desk:
        assert desk.unit.calendars.overrides() == [Override(DAY, True, "后"), Override(OTHER, True, "别的")]
        desk.unit.calendars.remove_override(DAY)
        desk.unit.calendars.remove_override(DAY)
    with builders.open_desk(database) as desk:
        assert desk.unit.calendars.overrides() == [Override(OTHER, True, "别的")]
