"""Investment figures as stated; what they add up to is `backend.domain.investment`'s to say."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, insert, select, update

from backend.domain.investment import Covers, Investment
from backend.storage.tables import investments


class Investments:
    """Figures taken back stay as rows and are in no answer."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, investment: Investment) -> Investment:
        """Store a new figure; its id is given here."""
        values = {
            "project_id": investment.project_id,
            "month": investment.month,
            "covers": investment.covers.value,
            "wan": investment.wan,
            "text": investment.text,
            "person_id": investment.person_id,
            "at": investment.at,
        }
        statement = insert(investments).values(values).returning(investments.c.id)
        return replace(investment, id=self._connection.execute(statement).scalar_one())

    def of_project(self, project_id: int, year: int) -> list[Investment]:
        return self._stated(investments.c.project_id == project_id, _in_year(year))

    def of_year(self, year: int, project_ids: Collection[int] | None = None) -> dict[int, list[Investment]]:
        """By project, in the order they were stated; a project with none is absent. One query."""
        conditions = [_in_year(year)]
        if project_ids is not None:
            conditions.append(investments.c.project_id.in_(project_ids))
        found: dict[int, list[Investment]] = {}
        for entry in self._stated(*conditions):
            found.setdefault(entry.project_id, []).append(entry)
        return found

    def last_at(self, person_id: int, since: datetime) -> datetime | None:
        """When this person last stated a figure that still stands."""
        stated: datetime | None = self._connection.scalar(
            select(func.max(investments.c.at)).where(
                investments.c.person_id == person_id,
                investments.c.at >= since,
                investments.c.undone_at.is_(None),
            )
        )
        return stated

    def take_back(self, person_id: int, at: datetime, now: datetime) -> list[Investment]:
        """The figures this person stated at that instant, which no longer stand."""
        found = self._stated(investments.c.person_id == person_id, investments.c.at == at)
        ids = [entry.id for entry in found]
        self._connection.execute(update(investments).where(investments.c.id.in_(ids)).values(undone_at=now))
        return found

    def _stated(self, *conditions: ColumnElement[bool]) -> list[Investment]:
        query = select(investments).where(investments.c.undone_at.is_(None), *conditions)
        rows = self._connection.execute(query.order_by(investments.c.at, investments.c.id))
        return [_investment(row) for row in rows]


def _in_year(year: int) -> ColumnElement[bool]:
    return investments.c.month.between(date(year, 1, 1), date(year, 12, 31))


def _investment(row: Row[Any]) -> Investment:
    return Investment(
        id=row.id,
        project_id=row.project_id,
        month=row.month,
        covers=Covers(row.covers),
        wan=row.wan,
        person_id=row.person_id,
        at=row.at,
        text=row.text,
    )
