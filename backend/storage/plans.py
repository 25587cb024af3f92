"""Backward schedules by version, with steps and links; office overrides of the calendar."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, func, insert, select, update

from backend.domain.plan import Link, LinkType, Plan, Step
from backend.domain.workdays import Override
from backend.storage.tables import calendar_overrides, links, plans, steps


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A plan as adopted: the version counts from 1 and the newest holds."""

    id: int
    project_id: int
    version: int
    source: str
    reason: str
    created_at: datetime
    plan: Plan


class Plans:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self, project_id: int, plan: Plan, *, source: str, reason: str, person_id: int | None, at: datetime
    ) -> int:
        """A new version; returns its number."""
        newest = select(func.coalesce(func.max(plans.c.version), 0)).where(plans.c.project_id == project_id)
        version: int = self._connection.execute(newest).scalar_one() + 1
        row = insert(plans).values(
            project_id=project_id,
            version=version,
            start=plan.start,
            target=plan.target,
            source=source,
            reason=reason,
            person_id=person_id,
            created_at=at,
        )
        plan_id = self._connection.execute(row.returning(plans.c.id)).scalar_one()
        self._add_steps(plan_id, plan.steps)
        return version

    def _add_steps(self, plan_id: int, added: Sequence[Step]) -> None:
        rows = [
            {
                "plan_id": plan_id,
                "seq": seq,
                "key": step.id,
                "name": step.name,
                "days": step.days,
                "weight": step.weight,
                "milestone": step.milestone,
                "owner": step.owner,
                "actual_start": step.actual_start,
                "actual_finish": step.actual_finish,
            }
            for seq, step in enumerate(added, 1)
        ]
        held = [
            {
                "plan_id": plan_id,
                "before": link.before,
                "after": step.id,
                "type": link.type.value,
                "lag": link.lag,
            }
            for step in added
            for link in step.after
        ]
        if rows:
            self._connection.execute(insert(steps), rows)
        if held:
            self._connection.execute(insert(links), held)

    def newest(self, project_ids: Collection[int]) -> dict[int, StoredPlan]:
        """The plan that holds for each project that has one; three statements however many projects."""
        top = (
            select(plans.c.project_id, func.max(plans.c.version).label("version"))
            .where(plans.c.project_id.in_(project_ids))
            .group_by(plans.c.project_id)
            .subquery()
        )
        query = select(plans).join(
            top, and_(plans.c.project_id == top.c.project_id, plans.c.version == top.c.version)
        )
        found = self._connection.execute(query).all()
        after, rows = self._links([row.id for row in found]), self._steps([row.id for row in found])
        return {row.project_id: _stored(row, rows[row.id], after[row.id]) for row in found}

    def all_of(self, project_id: int) -> list[StoredPlan]:
        """Every version of a project's plan, the oldest first; three statements."""
        query = select(plans).where(plans.c.project_id == project_id).order_by(plans.c.version)
        found = self._connection.execute(query).all()
        after, rows = self._links([row.id for row in found]), self._steps([row.id for row in found])
        return [_stored(row, rows[row.id], after[row.id]) for row in found]

    def versions(self, project_id: int) -> list[tuple[int, str, str, datetime]]:
        """(version, source, reason, when), newest first."""
        query = (
            select(plans.c.version, plans.c.source, plans.c.reason, plans.c.created_at)
            .where(plans.c.project_id == project_id)
            .order_by(plans.c.version.desc())
        )
        return [tuple(row) for row in self._connection.execute(query)]

    def finish_step(self, plan_id: int, key: str, day: date | None) -> None:
        """`day` None takes an actual finish back."""
        statement = update(steps).where(steps.c.plan_id == plan_id, steps.c.key == key)
        self._connection.execute(statement.values(actual_finish=day))

    def overrides(self) -> list[Override]:
        query = select(calendar_overrides).order_by(calendar_overrides.c.day)
        return [Override(row.day, row.works, row.source) for row in self._connection.execute(query)]

    def set_override(self, override: Override) -> None:
        table = calendar_overrides
        values: dict[str, Any] = {"works": override.works, "source": override.source}
        done = self._connection.execute(update(table).where(table.c.day == override.day).values(**values))
        if done.rowcount == 0:
            self._connection.execute(insert(table).values(day=override.day, **values))

    def remove_override(self, day: date) -> None:
        self._connection.execute(delete(calendar_overrides).where(calendar_overrides.c.day == day))

    def _steps(self, plan_ids: Collection[int]) -> dict[int, list[Row[Any]]]:
        query = select(steps).where(steps.c.plan_id.in_(plan_ids)).order_by(steps.c.plan_id, steps.c.seq)
        found: dict[int, list[Row[Any]]] = defaultdict(list)
        for row in self._connection.execute(query):
            found[row.plan_id].append(row)
        return found

    def _links(self, plan_ids: Collection[int]) -> dict[int, dict[str, list[Link]]]:
        query = select(links).where(links.c.plan_id.in_(plan_ids)).order_by(links.c.id)
        found: dict[int, dict[str, list[Link]]] = defaultdict(lambda: defaultdict(list))
        for row in self._connection.execute(query):
            found[row.plan_id][row.after].append(Link(row.before, LinkType(row.type), row.lag))
        return found


def _stored(row: Row[Any], found: list[Row[Any]], after: dict[str, list[Link]]) -> StoredPlan:
    built = tuple(
        Step(
            id=step.key,
            name=step.name,
            days=step.days,
            after=tuple(after[step.key]),
            actual_start=step.actual_start,
            actual_finish=step.actual_finish,
            milestone=step.milestone,
            weight=step.weight,
            owner=step.owner,
        )
        for step in found
    )
    plan = Plan(start=row.start, target=row.target, steps=built)
    return StoredPlan(row.id, row.project_id, row.version, row.source, row.reason, row.created_at, plan)
