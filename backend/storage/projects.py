"""Projects and their annual plans; every query that answers somebody takes a scope."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Text,
    bindparam,
    cast,
    delete,
    false,
    func,
    insert,
    or_,
    select,
    true,
    update,
)

from backend.domain.people import Scope
from backend.domain.project import Kind, Project, Site, Stage
from backend.storage.prepared import Prepared
from backend.storage.tables import annual_plans, projects


@dataclass(frozen=True, slots=True)
class Page:
    """Some of `total` projects, by id; `next` is the `after` of the next page, None on the last."""

    items: tuple[Project, ...]
    total: int
    next: int | None = None


def within(scope: Scope) -> ColumnElement[bool]:
    """The scope as a condition on `projects`, for every query that joins it."""
    if scope.everything:
        return true()
    seen = (
        (projects.c.id, scope.project_ids),
        (projects.c.region, scope.regions),
        (projects.c.unit_id, scope.unit_ids),
    )
    return or_(false(), *(column.in_(values) for column, values in seen if values))


# What every message asks is built once: building a statement costs more than running it.

ALL = select(projects).order_by(projects.c.id)
EVERY = Prepared(ALL)
_SEEN = or_(
    projects.c.id.in_(bindparam("project_ids", expanding=True)),
    projects.c.region.in_(bindparam("regions", expanding=True)),
    projects.c.unit_id.in_(bindparam("unit_ids", expanding=True)),
)
BY_ID = Prepared(select(projects).where(projects.c.id == bindparam("id")))
BY_IDS = ALL.where(projects.c.id.in_(bindparam("ids", expanding=True)))
BY_IDS_SEEN = BY_IDS.where(_SEEN)


def _seen_by(scope: Scope) -> dict[str, list[Any]]:
    """The values of `_SEEN`."""
    return {
        "project_ids": list(scope.project_ids),
        "regions": list(scope.regions),
        "unit_ids": list(scope.unit_ids),
    }


@lru_cache(maxsize=64)
def _all_seen(ids: int, regions: int, units: int) -> Prepared:
    """With a place for each value of the scope."""
    places = (
        (projects.c.id, "id", ids),
        (projects.c.region, "region", regions),
        (projects.c.unit_id, "unit", units),
    )
    return Prepared(
        ALL.where(
            or_(
                false(),
                *(
                    column.in_([bindparam(f"{name}_{n}", type_=column.type) for n in range(count)])
                    for column, name, count in places
                    if count
                ),
            )
        )
    )


class Projects:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, project: Project) -> Project:
        """Store a new project; its id is given here."""
        statement = insert(projects).values(_values(project)).returning(projects.c.id)
        return replace(project, id=self._connection.scalars(statement).one())

    def update(self, project: Project) -> None:
        self._connection.execute(update(projects).where(projects.c.id == project.id).values(_values(project)))

    def by_id(self, project_id: int, scope: Scope) -> Project | None:
        row = BY_ID.first(self._connection, {"id": project_id})
        if row is None or not scope.sees(row.id, row.region, row.unit_id):
            return None
        return _project(row)

    def by_code(self, code: str, scope: Scope) -> Project | None:
        return next(iter(self._projects(scope, projects.c.code == code)), None)

    def by_ids(self, ids: Collection[int], scope: Scope) -> dict[int, Project]:
        statement, seen = (BY_IDS, {}) if scope.everything else (BY_IDS_SEEN, _seen_by(scope))
        rows = self._connection.execute(statement, {**seen, "ids": list(ids)})
        return {row.id: _project(row) for row in rows}

    def all(self, scope: Scope) -> list[Project]:
        if scope.everything:
            return [_project(row) for row in EVERY.all(self._connection, {})]
        lists = (("id", scope.project_ids), ("region", scope.regions), ("unit", scope.unit_ids))
        values = {f"{name}_{n}": value for name, of in lists for n, value in enumerate(of)}
        statement = _all_seen(*(len(of) for _, of in lists))
        return [_project(row) for row in statement.all(self._connection, values)]

    def active(self, scope: Scope) -> list[Project]:
        return self._projects(scope, projects.c.stage == Stage.ACTIVE.value)

    def listing(
        self,
        scope: Scope,
        *,
        region: str | None = None,
        stage: Stage | None = None,
        unit_id: int | None = None,
        text: str = "",
        after: int = 0,
        limit: int = 100,
    ) -> Page:
        """Projects by id, beginning after `after`; `text` is looked for in code, name and aliases."""
        conditions = [within(scope)]
        if region is not None:
            conditions.append(projects.c.region == region)
        if stage is not None:
            conditions.append(projects.c.stage == stage.value)
        if unit_id is not None:
            conditions.append(projects.c.unit_id == unit_id)
        if text:
            conditions.append(_contains(text))
        total = self._connection.scalar(select(func.count()).select_from(projects).where(*conditions)) or 0
        query = select(projects).where(*conditions, projects.c.id > after).order_by(projects.c.id)
        found = [_project(row) for row in self._connection.execute(query.limit(limit + 1))]
        shown = tuple(found[:limit])
        return Page(shown, total, shown[-1].id if len(found) > limit else None)

    def named(self, scope: Scope) -> dict[int, tuple[str, ...]]:
        """Project id → its name, then its aliases: what a text may call it."""
        query = select(projects.c.id, projects.c.name, projects.c.aliases).where(within(scope))
        rows = self._connection.execute(query.order_by(projects.c.id))
        return {row.id: (row.name, *row.aliases) for row in rows}

    def regions(self, scope: Scope) -> list[str]:
        query = select(projects.c.region).where(within(scope), projects.c.region != "").distinct()
        return sorted(self._connection.scalars(query))

    def annual_plan(self, project_ids: Collection[int], year: int) -> dict[int, Decimal]:
        """万元 by project id; a project without a plan for the year is absent."""
        query = select(annual_plans.c.project_id, annual_plans.c.plan_wan).where(
            annual_plans.c.project_id.in_(project_ids), annual_plans.c.year == year
        )
        return {row.project_id: row.plan_wan for row in self._connection.execute(query)}

    def set_annual_plan(self, project_id: int, year: int, plan_wan: Decimal | None) -> None:
        """None takes the year's plan away."""
        key: Mapping[str, int] = {"project_id": project_id, "year": year}
        self._connection.execute(
            delete(annual_plans).where(annual_plans.c.project_id == project_id, annual_plans.c.year == year)
        )
        if plan_wan is not None:
            self._connection.execute(insert(annual_plans).values(**key, plan_wan=plan_wan))

    def _projects(self, scope: Scope, *conditions: ColumnElement[bool]) -> list[Project]:
        query = select(projects).where(within(scope), *conditions).order_by(projects.c.id)
        return [_project(row) for row in self._connection.execute(query)]


def _contains(text: str) -> ColumnElement[bool]:
    # Aliases are JSON text, in which Chinese characters are escaped.
    escaped = json.dumps(text)[1:-1]
    return or_(
        projects.c.name.icontains(text, autoescape=True),
        projects.c.code.icontains(text, autoescape=True),
        cast(projects.c.aliases, Text).icontains(escaped, autoescape=True),
    )


def _values(project: Project) -> dict[str, Any]:
    site = project.site
    return {
        "code": project.code,
        "name": project.name,
        "aliases": list(project.aliases),
        "region": project.region,
        "sector": project.sector,
        "kind": project.kind.value,
        "stage": project.stage.value,
        "unit_id": project.unit_id,
        "start": project.start,
        "target": project.target,
        "total_wan": project.total_wan,
        "lat": site and site.lat,
        "lon": site and site.lon,
        "radius_m": site and site.radius_m,
        "seven_day": project.seven_day,
    }


def _project(row: Row[Any]) -> Project:
    values = row._asdict()
    lat, lon, radius_m = values.pop("lat"), values.pop("lon"), values.pop("radius_m")
    return Project(
        **{
            **values,
            "aliases": tuple(row.aliases),
            "kind": Kind(row.kind),
            "stage": Stage(row.stage),
            "site": None if lat is None or lon is None else Site(lat, lon, radius_m),
        }
    )
