"""The milestone templates of `backend/data/templates.toml`."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from backend.domain.errors import Invalid
from backend.domain.flaw import flaws
from backend.domain.plan import Link, LinkType, Nature, Step
from backend.domain.project import Kind
from backend.domain.template import Template


@cache
def load_templates() -> Mapping[Kind, Template]:
    """Every kind of project that has a template. The file is ours: what is wrong in it is an Invalid at once."""
    text = (files("backend.data") / "templates.toml").read_text("utf-8")
    tables = tomllib.loads(text, parse_float=Decimal)
    return MappingProxyType({Kind(id): _template(Kind(id), table) for id, table in tables.items()})


def _template(kind: Kind, table: dict[str, Any]) -> Template:
    steps = tuple(_step(row) for row in table["steps"])
    found = flaws(steps)
    weights = sum(step.weight for step in steps)
    if found or weights != 100:
        raise Invalid("template_flawed", template=kind.value, flaws=found, weights=weights)
    return Template(
        kind.value,
        table["name"],
        table["source"],
        table["effective"],
        steps,
        table["size_unit"],
        Decimal(table["usual_size"]),
        frozenset(row["id"] for row in table["steps"] if row.get("sized", False)),
    )


def _step(row: dict[str, Any]) -> Step:
    return Step(
        row["id"],
        row["name"],
        row["days"],
        tuple(map(_link, row.get("after", ()))),
        milestone=row.get("milestone", False),
        weight=Decimal(row["weight"]),
        owner=row["owner"],
        least=row["least"],
        nature=Nature(row.get("nature", "work")),
        deferrable=row.get("deferrable", False),
    )


def _link(item: str | dict[str, Any]) -> Link:
    if isinstance(item, str):
        return Link(item)
    return Link(item["id"], LinkType(item.get("type", "FS")), item["lag"])
