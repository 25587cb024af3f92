"""Desks for tests: the given database, a clock that the test moves, the shipped rules, a plain calendar."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from backend.domain.moment import Moment
from backend.domain.workdays import Workdays
from backend.intake.policies import read_policy, read_standing_rule
from backend.services.desk import Desk, OpenDesk
from backend.storage.engine import Database
from backend.storage.unit import Unit

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)  # a Wednesday, noon at the office


class Clock:
    """Stands still until moved."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **kwargs: float) -> None:
        self.now += timedelta(**kwargs)


def desks(database: Database, clock: Clock) -> OpenDesk:
    policy, rule, calendar = read_policy(), read_standing_rule(), Workdays()

    @contextmanager
    def open_desk() -> Iterator[Desk]:
        with database.writing() as connection:
            yield Desk(Unit(connection), Moment(clock(), ZONE), policy, rule, calendar)

    return open_desk
