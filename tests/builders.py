"""Short ways to put things on a desk, with everything that does not matter filled in."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from backend.domain.moment import Moment
from backend.domain.people import Duty, Person, Role
from backend.domain.project import Project
from backend.domain.workdays import Override, Workdays
from backend.intake.policies import read_policy, read_standing_rule
from backend.services.desk import Desk
from backend.storage.engine import Database
from backend.storage.unit import Unit

ZONE = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 7, 15, 1, 0, tzinfo=UTC)  # Wednesday 09:00 in the office


def workdays(holidays: Iterable[date] = (), workdays: Iterable[date] = ()) -> Workdays:
    """Monday to Friday, less and plus these."""
    off = [Override(day, False, "test") for day in holidays]
    return Workdays(overrides=[*off, *(Override(day, True, "test") for day in workdays)])


@contextmanager
def open_desk(database: Database, at: datetime = MORNING) -> Iterator[Desk]:
    """One deed: committed when the block ends well."""
    with database.writing() as connection:
        yield Desk(Unit(connection), Moment(at, ZONE), read_policy(), read_standing_rule(), Workdays())


def person(
    desk: Desk,
    name: str,
    *,
    title: str = "",
    phone: str = "",
    unit_id: int | None = None,
    account: str | None = None,
    channel: str = "console",
) -> Person:
    added = desk.unit.people.add(Person(0, name, title, phone, unit_id))
    if account is not None:
        desk.unit.people.bind(channel, account, added.id, desk.moment.at)
    return added


def duty(desk: Desk, holder: Person, role: Role, **bounds: Any) -> Duty:
    return desk.unit.people.add_duty(
        Duty(0, holder.id, role, **{"since": date(2026, 1, 1), **bounds}),
    )


def project(desk: Desk, code: str, name: str, **rest: Any) -> Project:
    return desk.unit.projects.add(
        Project(0, code, name, **{"start": date(2026, 3, 2), "target": date(2027, 12, 31), **rest})
    )
