"""Visits to sites."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, or_, select, update

from backend.domain.people import Role, Scope
from backend.domain.visit import SiteVisit
from backend.storage.page import Page, paged
from backend.storage.prepared import Prepared
from backend.storage.projects import within
from backend.storage.tables import projects, visits

# What every photo and place asks is built once: building a statement costs more than running it.

_LAST = (
    select(visits)
    .where(
        visits.c.person_id == bindparam("person"),
        visits.c.day == bindparam("on"),
        visits.c.at >= bindparam("since"),
    )
    .order_by(visits.c.at.desc(), visits.c.id.desc())
    .limit(1)
)
LAST, LAST_THERE = Prepared(_LAST), Prepared(_LAST.where(visits.c.project_id == bindparam("project")))


class Visits:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, visit: SiteVisit) -> SiteVisit:
        """Store a new visit; its id is given here."""
        statement = insert(visits).values(_values(visit)).returning(visits.c.id)
        return replace(visit, id=self._connection.execute(statement).scalar_one())

    def update(self, visit: SiteVisit) -> None:
        self._connection.execute(update(visits).where(visits.c.id == visit.id).values(_values(visit)))

    def last_of(
        self, person_id: int, day: date, since: datetime, project_id: int | None = None
    ) -> SiteVisit | None:
        """This person's newest visit of the day that was not before `since`."""
        values = {"person": person_id, "on": day, "since": since}
        if project_id is None:
            row = LAST.first(self._connection, values)
        else:
            row = LAST_THERE.first(self._connection, {**values, "project": project_id})
        return None if row is None else _visit(row)

    def days_on_site(self, first: date, last: date) -> dict[tuple[int, Role, int], int]:
        """(project, seat, person) → days with at least one check-in there.

        One from outside the site does not count, nor a visit only told of; where the site is not known, any place does.
        """
        days = (
            select(visits.c.project_id, visits.c.role, visits.c.person_id, visits.c.day)
            .where(
                visits.c.day.between(first, last),
                visits.c.lat.is_not(None),
                or_(visits.c.inside.is_(None), visits.c.inside),
            )
            .distinct()
            .subquery()
        )
        keys = (days.c.project_id, days.c.role, days.c.person_id)
        rows = self._connection.execute(select(*keys, func.count().label("days")).group_by(*keys))
        return {(row.project_id, Role(row.role), row.person_id): row.days for row in rows}

    def listing(
        self,
        scope: Scope,
        *,
        project_id: int | None = None,
        person_id: int | None = None,
        first: date | None = None,
        last: date | None = None,
        after: int = 0,
        limit: int = 100,
    ) -> Page[SiteVisit]:
        query = select(visits).join(projects, projects.c.id == visits.c.project_id).where(within(scope))
        if project_id is not None:
            query = query.where(visits.c.project_id == project_id)
        if person_id is not None:
            query = query.where(visits.c.person_id == person_id)
        if first is not None:
            query = query.where(visits.c.day >= first)
        if last is not None:
            query = query.where(visits.c.day <= last)
        return paged(self._connection, query, visits.c.id, _visit, after=after, limit=limit)


def _values(visit: SiteVisit) -> dict[str, Any]:
    return {
        "project_id": visit.project_id,
        "person_id": visit.person_id,
        "role": visit.role.value,
        "day": visit.day,
        "at": visit.at,
        "lat": visit.lat,
        "lon": visit.lon,
        "distance_m": visit.distance_m,
        "inside": visit.inside,
        "note": visit.note,
    }


def _visit(row: Row[Any]) -> SiteVisit:
    return SiteVisit(**{**row._asdict(), "role": Role(row.role)})
