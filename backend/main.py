"""The composition root: settings → database, calendar, channels, jobs, application. The only reader of the clock."""

import logging
import random
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

from backend.domain.moment import Moment
from backend.domain.policy import Policy, StandingRule
from backend.domain.workdays import Workdays
from backend.intake.calendars import national_calendar
from backend.intake.policies import read_policy, read_standing_rule
from backend.services.desk import Desk
from backend.services.runs import Job
from backend.settings import Settings
from backend.storage import schema
from backend.storage.calendars import Stamp
from backend.storage.engine import Database
from backend.storage.files import Files
from backend.storage.unit import Unit

Clock = Callable[[], datetime]
log = logging.getLogger(__name__)


def now() -> datetime:
    return datetime.now(UTC)


class SchemaTooOld(Exception):
    """The database must be upgraded before it is served from."""


class House:
    """Everything wired once. Parts are made when first asked for, so that a command pays only for what it uses."""

    def __init__(self, settings: Settings, clock: Clock = now) -> None:
        self.settings = settings
        self.clock = clock
        self.chance = random.Random(secrets.randbits(64)).random

    @cached_property
    def database(self) -> Database:
        return Database(self.settings.database_url)

    @cached_property
    def policy(self) -> Policy:
        return read_policy(self.settings.policy)

    @cached_property
    def rule(self) -> StandingRule:
        return read_standing_rule(self.settings.standing_rule)

    @cached_property
    def files(self) -> Files:
        return Files(self.settings.data_dir)

    @cached_property
    def calendar(self) -> Workdays:
        return national_calendar()

    def font_dirs(self) -> list[Path]:
        return [self.settings.fonts_dir] if self.settings.fonts_dir else []

    def moment(self) -> Moment:
        return Moment(self.clock(), self.settings.timezone)

    def today(self) -> date:
        return self.moment().day

    @contextmanager
    def open_desk(self) -> Iterator[Desk]:
        """One unit of work for a deed: committed when the block ends well."""
        with self.database.writing() as connection:
            yield self._desk(Unit(connection))

    @contextmanager
    def post_room(self) -> Iterator[Desk]:
        """For letters only, which have no use for the office's own days off: one query less a batch."""
        with self.database.writing() as connection:
            yield Desk(Unit(connection), self.moment(), self.policy, self.rule, self.calendar)

    @contextmanager
    def read_desk(self) -> Iterator[Desk]:
        """For questions: nothing can be written at it."""
        with self.database.reading() as connection:
            yield self._desk(Unit(connection))

    def _desk(self, unit: Unit) -> Desk:
        return Desk(unit, self.moment(), self.policy, self.rule, self._calendar(unit))

    def _calendar(self, unit: Unit) -> Workdays:
        """The national calendar with the notices the office loaded and its own days; one statement while they stand."""
        stamp = unit.calendars.stamp()
        if not any(stamp):
            return self.calendar
        known: tuple[Stamp, Workdays] | None = self.__dict__.get("_own_calendar")
        if known is None or known[0] != stamp:
            own = national_calendar(unit.calendars.overrides(), unit.calendars.notices())
            known = (stamp, own)
            self.__dict__["_own_calendar"] = known
        return known[1]

    @cached_property
    def timetable(self) -> tuple[Job, ...]:
        from backend.jobs.timetable import timetable
        from backend.jobs.works import works

        return timetable(self.policy, works(self.font_dirs()))

    def secrets(self) -> list[str]:
        """What must never be in a log line."""
        wecom = self.settings.wecom
        password = self.database.url.password
        known = [wecom.token, wecom.aes_key, wecom.secret] if wecom else []
        return [*known, *([str(password)] if password else [])]

    def check_schema(self) -> None:
        """Raises `SchemaTooOld` unless the database is at the newest shape."""
        current, head = schema.current(self.database), schema.head()
        if current != head:
            state = "is empty" if current is None else f"is at {current}"
            raise SchemaTooOld(f"The database {state}, this program needs {head}. Run: steward db upgrade")

    def close(self) -> None:
        if "database" in self.__dict__:
            self.database.close()
