"""Holiday notices, the office's own days, site calendars, and what changing them moved. Rows are only ever added."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, Row, Select, Table, func, insert, select

from backend.domain.calendar_diff import CalendarChange, Subject
from backend.domain.holiday_notice import HolidayNotice, NoticeState
from backend.domain.site_calendar import Base, SiteCalendar
from backend.domain.workdays import Override, Spell
from backend.storage.prepared import Prepared
from backend.storage.tables import calendar_changes, calendar_days, holiday_notices, people, site_calendars

T = TypeVar("T")
Stamp = tuple[int, ...]

HOLDS, REMOVED = "holds", "removed"


def _count(table: Table) -> Any:
    return select(func.count()).select_from(table).scalar_subquery().label(table.name)


STAMP = Prepared(select(_count(holiday_notices), _count(calendar_days)))


class Calendars:
    """What is read of days and sites is kept for as long as the transaction, until something is written."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._kept: dict[str, Any] = {}

    def stamp(self) -> Stamp:
        """Different whenever a notice or a day of the office's own was added since; one statement."""
        return tuple(STAMP.all(self._connection, {})[0])

    def forget(self) -> None:
        """After a savepoint was taken back."""
        self._kept.clear()

    # ---- holiday notices

    def notices(self) -> list[HolidayNotice]:
        """The one that holds of each year that has any, by year."""
        query = _notices().where(holiday_notices.c.id.in_(_newest(holiday_notices, "year")))
        return [_notice(row) for row in self._connection.execute(query.order_by(holiday_notices.c.year))]

    def notices_of(self, year: int) -> list[HolidayNotice]:
        """All that were loaded, newest first."""
        query = _notices().where(holiday_notices.c.year == year)
        return [_notice(row) for row in self._connection.execute(query.order_by(holiday_notices.c.id.desc()))]

    def add_notice(self, notice: HolidayNotice, person_id: int | None, at: datetime) -> int:
        """In place of the year's notice before; returns the version."""
        table = holiday_notices
        version = self._next_version(select(func.max(table.c.version)).where(table.c.year == notice.year))
        self._add(
            table,
            year=notice.year,
            version=version,
            source=notice.source,
            published=notice.published,
            state=notice.state.value,
            off=_iso(notice.off),
            make_up=_iso(notice.make_up),
            person_id=person_id,
            at=at,
        )
        return version

    # ---- the office's own days

    def overrides(self) -> list[Override]:
        """Those that hold, by day."""
        if "days" not in self._kept:
            table = calendar_days
            query = select(table).where(table.c.id.in_(_newest(table, "day")), table.c.works.is_not(None))
            rows = self._connection.execute(query.order_by(table.c.day))
            self._kept["days"] = tuple(Override(row.day, row.works, row.source) for row in rows)
        return list(self._kept["days"])

    def set_override(
        self, override: Override, person_id: int | None = None, at: datetime | None = None
    ) -> None:
        self._add(
            calendar_days,
            day=override.day,
            works=override.works,
            source=override.source,
            person_id=person_id,
            at=at,
        )

    def remove_override(self, day: date, person_id: int | None = None, at: datetime | None = None) -> None:
        self._add(calendar_days, day=day, works=None, source="", person_id=person_id, at=at)

    # ---- site calendars

    def sites(self) -> list[SiteCalendar]:
        """The office's own that hold, by name."""
        if "sites" not in self._kept:
            table = site_calendars
            query = select(table).where(table.c.id.in_(_newest(table, "name")), table.c.state == HOLDS)
            rows = self._connection.execute(query.order_by(table.c.name))
            self._kept["sites"] = tuple(_site(row) for row in rows)
        return list(self._kept["sites"])

    def set_site(self, site: SiteCalendar, person_id: int | None, at: datetime) -> None:
        self._add(site_calendars, **_values(site), state=HOLDS, person_id=person_id, at=at)

    def remove_site(self, site: SiteCalendar, person_id: int | None, at: datetime) -> None:
        self._add(site_calendars, **_values(site), state=REMOVED, person_id=person_id, at=at)

    # ---- what a change moved

    def add_change(self, change: CalendarChange, person_id: int | None) -> None:
        self._add(
            calendar_changes,
            subject=change.subject.value,
            key=change.key,
            version=change.version,
            person_id=person_id,
            at=change.at,
            body=msgspec.json.encode(change),
        )

    def next_change(self, subject: Subject, key: str) -> int:
        table = calendar_changes
        query = select(func.max(table.c.version)).where(table.c.subject == subject.value, table.c.key == key)
        return self._next_version(query)

    def last_change(self, subject: Subject, key: str) -> CalendarChange | None:
        table = calendar_changes
        query = select(table.c.body).where(table.c.subject == subject.value, table.c.key == key)
        body = self._connection.scalar(query.order_by(table.c.version.desc()).limit(1))
        return None if body is None else msgspec.json.decode(body, type=CalendarChange)

    def _next_version(self, newest: Select[Any]) -> int:
        return (self._connection.scalar(newest) or 0) + 1

    def _add(self, table: Table, **values: Any) -> None:
        self._kept.clear()
        self._connection.execute(insert(table).values(**values))


def _newest(table: Table, key: str) -> Select[Any]:
    """Ids of the rows that hold."""
    return select(func.max(table.c.id)).group_by(table.c[key])


def _notices() -> Select[Any]:
    joined = holiday_notices.outerjoin(people, people.c.id == holiday_notices.c.person_id)
    return select(holiday_notices, people.c.name.label("loaded_by")).select_from(joined)


def _notice(row: Row[Any]) -> HolidayNotice:
    return HolidayNotice(
        year=row.year,
        source=row.source,
        off=_days(row.off),
        make_up=_days(row.make_up),
        published=row.published,
        state=NoticeState(row.state),
        version=row.version,
        loaded_at=row.at,
        loaded_by=row.loaded_by or "",
    )


def _values(site: SiteCalendar) -> dict[str, Any]:
    return {
        "name": site.name,
        "title": site.title,
        "base": site.base.value,
        "spells": [
            {
                "first": spell.first.isoformat(),
                "last": spell.last.isoformat(),
                "works": spell.works,
                "yearly": spell.yearly,
                "source": spell.source,
            }
            for spell in site.spells
        ],
        "through_holidays": site.through_holidays,
        "source": site.source,
    }


def _site(row: Row[Any]) -> SiteCalendar:
    return SiteCalendar(
        row.name,
        row.title,
        Base(row.base),
        tuple(msgspec.convert(spell, Spell) for spell in row.spells),
        row.source,
        row.through_holidays,
        own=True,
    )


def _iso(days: Iterable[date]) -> list[str]:
    return [day.isoformat() for day in sorted(days)]


def _days(found: Iterable[str]) -> frozenset[date]:
    return frozenset(map(date.fromisoformat, found))
