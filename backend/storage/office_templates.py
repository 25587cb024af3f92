"""Templates that an office saved from its own plans, by their names."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from backend.domain.plan import LagUnit, Link, LinkType, Nature, Step
from backend.domain.project import Kind
from backend.domain.template import Template
from backend.storage.tables import office_templates


class OfficeTemplates:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, template: Template, kind: Kind, person_id: int, at: datetime) -> None:
        """Raises IntegrityError when there is one of that name."""
        self._connection.execute(
            insert(office_templates).values(
                name=template.name,
                kind=kind.value,
                source=template.source,
                effective=template.effective,
                body=[_written(step) for step in template.steps],
                person_id=person_id,
                at=at,
            )
        )

    def named(self, name: str) -> Template | None:
        query = select(office_templates).where(office_templates.c.name == name)
        row = self._connection.execute(query).first()
        return None if row is None else _template(row)

    def all(self) -> list[tuple[Template, Kind]]:
        """Newest first."""
        query = select(office_templates).order_by(office_templates.c.id.desc())
        return [(_template(row), Kind(row.kind)) for row in self._connection.execute(query)]


def _template(row: Row[Any]) -> Template:
    return Template(row.name, row.name, row.source, row.effective, tuple(map(_read, row.body)))


def _written(step: Step) -> dict[str, Any]:
    return {
        "id": step.id,
        "name": step.name,
        "days": step.days,
        "after": [
            {"before": link.before, "type": link.type.value, "lag": link.lag, "unit": link.unit.value}
            for link in step.after
        ],
        "milestone": step.milestone,
        "weight": str(step.weight),
        "owner": step.owner,
        "least": step.least,
        "nature": step.nature.value,
        "deferrable": step.deferrable,
    }


def _read(body: dict[str, Any]) -> Step:
    links = (
        Link(link["before"], LinkType(link["type"]), link["lag"], LagUnit(link["unit"]))
        for link in body["after"]
    )
    told = {"after": tuple(links), "weight": Decimal(body["weight"]), "nature": Nature(body["nature"])}
    return Step(**{**body, **told})
