"""Classes of projects: a change is a row."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, func, select
from sqlalchemy.dialects import postgresql, sqlite

from backend.domain.standing import Light, Reason, Standing
from backend.storage.tables import standings


@dataclass(frozen=True, slots=True)
class Graded:
    """The class a project got on `day` and has kept since."""

    project_id: int
    day: date
    light: Light


class Standings:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, day: date, lights: Mapping[int, Light]) -> None:
        """One row a project; graded again on the same day, the day's row is the newer one."""
        if not lights:
            return
        dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        statement = dialect.insert(standings)
        statement = statement.on_conflict_do_update(
            index_elements=["project_id", "day"],
            set_={name: statement.excluded[name] for name in ("standing", "reasons", "rule")},
        )
        rows = [{"project_id": key, "day": day, **_values(light)} for key, light in lights.items()]
        self._connection.execute(statement, rows)

    def latest(self, project_ids: Collection[int], day: date) -> dict[int, Graded]:
        """By project id: the newest row of that day or before it. A project never graded is absent."""
        newest = (
            select(standings.c.project_id, func.max(standings.c.day).label("day"))
            .where(standings.c.project_id.in_(project_ids), standings.c.day <= day)
            .group_by(standings.c.project_id)
            .subquery()
        )
        query = select(standings).join(
            newest,
            (newest.c.project_id == standings.c.project_id) & (newest.c.day == standings.c.day),
        )
        return {row.project_id: _graded(row) for row in self._connection.execute(query)}

    def first_days(self, project_ids: Collection[int]) -> dict[int, date]:
        """By project id: the day it was first graded; absent when it never was."""
        query = (
            select(standings.c.project_id, func.min(standings.c.day).label("day"))
            .where(standings.c.project_id.in_(project_ids))
            .group_by(standings.c.project_id)
        )
        return {row.project_id: row.day for row in self._connection.execute(query)}

    def of_project(self, project_id: int) -> list[Graded]:
        """Every change, oldest first."""
        query = select(standings).where(standings.c.project_id == project_id).order_by(standings.c.day)
        return [_graded(row) for row in self._connection.execute(query)]


def _values(light: Light) -> dict[str, Any]:
    return {
        "standing": light.standing.value,
        "reasons": [[reason.code, [list(fact) for fact in reason.facts]] for reason in light.reasons],
        "rule": light.rule,
    }


def _graded(row: Row[Any]) -> Graded:
    reasons = tuple(
        Reason(code, tuple((name, value) for name, value in facts)) for code, facts in row.reasons
    )
    return Graded(row.project_id, row.day, Light(Standing(row.standing), reasons, row.rule))
