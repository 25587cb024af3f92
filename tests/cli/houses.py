"""The real house on a test's database, with the national calendar and a clock that stands still."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from backend.cli import Door
from backend.domain.people import Role
from backend.main import House
from backend.services.desk import Desk
from backend.settings import Settings, read
from backend.storage.engine import Database
from tests import builders

NOON = datetime(2026, 7, 15, 4, 0, tzinfo=UTC)  # a Wednesday


def _settings(database: Database, folder: Path) -> Settings:
    url = database.url.render_as_string(hide_password=False)
    return read({"STEWARD_DATABASE_URL": url, "STEWARD_DATA_DIR": str(folder)})


@contextmanager
def door(database: Database, folder: Path, now: datetime = NOON) -> Iterator[Door]:
    """What a command gets as its object; one clerk, 陈晓, is in the office."""
    house = House(_settings(database, folder), lambda: now)
    opened = Door()
    opened.__dict__["house"] = house
    with house.open_desk() as desk:
        builders.duty(desk, builders.person(desk, "陈晓", phone="1"), Role.OFFICE)
    yield opened
    house.close()


class Doorway:
    """Nothing but desks on a test's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open_desk(self) -> AbstractContextManager[Desk]:
        return builders.open_desk(self._database)
