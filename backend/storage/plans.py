"""Backward schedules by version, with steps and links."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, insert, select, update

from backend.domain.plan import Link, Plan, Step
from backend.domain.promise import Promise
from backend.storage.step_rows import link_of, link_rows, promised_of, step_of, step_rows
from backend.storage.tables import links, plans, steps

NOTHING: Mapping[str, date] = {}


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A plan as adopted: the version counts from 1 and the newest holds.

    promise: what it said on the day it was adopted; empty of a version from before that was kept. told: by step id,
    the day from which what is left of it counts.
    """

    id: int
    project_id: int
    version: int
    source: str
    reason: str
    created_at: datetime
    plan: Plan
    person_id: int | None = None
    approver_id: int | None = None
    promise: Promise = field(default_factory=Promise)
    told: Mapping[str, date] = field(default_factory=dict)


class Plans:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        project_id: int,
        plan: Plan,
        *,
        source: str,
        reason: str,
        person_id: int | None,
        at: datetime,
        approver_id: int | None = None,
        promise: Promise | None = None,
        told: Mapping[str, date] = NOTHING,
    ) -> int:
        """A new version; returns its number."""
        newest = select(func.coalesce(func.max(plans.c.version), 0)).where(plans.c.project_id == project_id)
        version: int = self._connection.execute(newest).scalar_one() + 1
        promise = promise or Promise()
        row = insert(plans).values(
            project_id=project_id,
            version=version,
            start=plan.start,
            target=plan.target,
            source=source,
            reason=reason,
            person_id=person_id,
            approver_id=approver_id,
            created_at=at,
            finish=promise.finish,
        )
        plan_id = self._connection.execute(row.returning(plans.c.id)).scalar_one()
        if rows := step_rows(plan_id, plan.steps, promise.steps, told):
            self._connection.execute(insert(steps), rows)
        if held := link_rows(plan_id, plan.steps):
            self._connection.execute(insert(links), held)
        return version

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
        return {stored.project_id: stored for stored in self._whole(found)}

    def originals(self, project_ids: Collection[int]) -> dict[int, dict[str, date]]:
        """What the first version of each plan promised as the last day of its steps, by their names then."""
        query = (
            select(plans.c.project_id, steps.c.name, steps.c.latest_finish)
            .join(steps, steps.c.plan_id == plans.c.id)
            .where(
                plans.c.project_id.in_(project_ids), plans.c.version == 1, steps.c.latest_finish.is_not(None)
            )
        )
        found: dict[int, dict[str, date]] = {}
        for row in self._connection.execute(query):
            found.setdefault(row.project_id, {})[row.name] = row.latest_finish
        return found

    def version(self, project_id: int, number: int) -> StoredPlan | None:
        return next(iter(self._of(project_id, plans.c.version == number)), None)

    def versions(self, project_id: int) -> list[StoredPlan]:
        """All there are, newest first; three statements however many."""
        return self._of(project_id)

    def _of(self, project_id: int, *conditions: ColumnElement[bool]) -> list[StoredPlan]:
        query = select(plans).where(plans.c.project_id == project_id, *conditions)
        return self._whole(self._connection.execute(query.order_by(plans.c.version.desc())).all())

    def finish_step(self, plan_id: int, key: str, day: date | None) -> None:
        """`day` None takes an actual finish back. Nothing is left of what is done."""
        nothing_left = {"remaining": None, "percent": None, "told_on": None} if day is not None else {}
        self._tell(plan_id, key, {"actual_finish": day, **nothing_left})

    def tell_step(self, plan_id: int, step: Step, told_on: date | None) -> None:
        """What has happened to this step, and the day from which what is left of it counts."""
        names = ("actual_start", "actual_finish", "remaining", "percent")
        self._tell(plan_id, step.id, {"told_on": told_on, **{name: getattr(step, name) for name in names}})

    def _tell(self, plan_id: int, key: str, values: Mapping[str, date | int | Decimal | None]) -> None:
        statement = update(steps).where(steps.c.plan_id == plan_id, steps.c.key == key)
        self._connection.execute(statement.values(**values))

    def _whole(self, found: Collection[Row[Any]]) -> list[StoredPlan]:
        """With their steps and links; two statements however many."""
        ids = [row.id for row in found]
        after, rows = self._links(ids), self._steps(ids)
        return [_stored(row, rows[row.id], after[row.id]) for row in found]

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
            found[row.plan_id][row.after].append(link_of(row))
        return found


def _stored(row: Row[Any], rows: list[Row[Any]], after: dict[str, list[Link]]) -> StoredPlan:
    steps_of = tuple(step_of(one, after[one.key]) for one in rows)
    promised = {one.key: days for one in rows if (days := promised_of(one)) is not None}
    return StoredPlan(
        row.id,
        row.project_id,
        row.version,
        row.source,
        row.reason,
        row.created_at,
        Plan(start=row.start, target=row.target, steps=steps_of),
        row.person_id,
        row.approver_id,
        Promise(row.finish, promised),
        {one.key: one.told_on for one in rows if one.told_on is not None},
    )
