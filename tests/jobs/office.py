"""An office with a clock one can set, over a real database."""

import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from backend.domain.moment import Moment
from backend.domain.period import Period
from backend.domain.timetable import ALL, CatchUp, Rule, each_day
from backend.domain.workdays import Override, Workdays
from backend.intake.policies import read_policy, read_standing_rule
from backend.services.desk import Desk
from backend.services.runs import Job, Work
from backend.storage.engine import Database
from backend.storage.tables import outbox
from backend.storage.unit import Unit

ZONE = ZoneInfo("Asia/Shanghai")


def calendar(off: Iterable[date] = (), worked: Iterable[date] = ()) -> Workdays:
    """Weekends off, but for these days."""
    return Workdays(
        overrides=[
            Override(day, works, "test") for works, days in ((False, off), (True, worked)) for day in days
        ]
    )


class Office:
    def __init__(self, database: Database, now: str = "2026-11-02T09:00") -> None:
        self.database = database
        self.calendar = Workdays()
        self.policy = read_policy()
        self.rule = read_standing_rule()
        self.clock: Callable[[], datetime] = lambda: self.now
        self.set(now)

    def set(self, local: str) -> None:
        self.now = datetime.fromisoformat(local).replace(tzinfo=ZONE).astimezone(UTC)

    def sleep(self, **units: float) -> None:
        self.now += timedelta(**units)

    @contextmanager
    def open_desk(self) -> Iterator[Desk]:
        with self.database.writing() as connection:
            yield Desk(Unit(connection), Moment(self.clock(), ZONE), self.policy, self.rule, self.calendar)

    def said(self, about: str = "") -> int:
        """How many outbox rows there are whose key begins so."""
        with self.database.reading() as connection:
            rows = (
                select(func.count())
                .select_from(outbox)
                .where(outbox.c.key.startswith(about, autoescape=True))
            )
            return connection.execute(rows).scalar_one()


def say_blindly(name: str) -> Callable[[Desk, Period], None]:
    """A job that says something new every time it is done, so that doing it twice shows."""

    def work(desk: Desk, period: Period) -> None:
        desk.unit.mailbox.put(
            key=f"{name}:{period.key}:{uuid.uuid4()}",
            channel="console",
            account="office",
            kind="reply",
            payload=b"{}",
            at=desk.moment.at,
            due_at=desk.moment.at,
        )

    return work


def broken(_desk: Desk, _period: Period) -> None:
    raise RuntimeError("out of paper")


NOON = each_day(time(12))


def job(name: str, work: Work | None = None, when: Rule = NOON, catch_up: CatchUp = ALL) -> Job:
    return Job(name, name, when, work or say_blindly(name), catch_up)


class Stall:
    """Opens desks for one runner and, before its third one (the work's), lets something happen."""

    def __init__(self, office: Office, meanwhile: Callable[[], None]) -> None:
        self.office, self.meanwhile, self.opened = office, meanwhile, 0

    def __call__(self) -> AbstractContextManager[Desk]:
        self.opened += 1
        if self.opened == 3:
            self.meanwhile()
        return self.office.open_desk()
