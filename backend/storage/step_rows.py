"""Steps and links as rows of their tables, and back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row

from backend.domain.plan import LagUnit, Link, LinkType, Nature, Step
from backend.domain.promise import Promised

# What a row has under the step's own name for it.
PLAIN = (
    "name",
    "days",
    "actual_start",
    "actual_finish",
    "milestone",
    "weight",
    "owner",
    "calendar",
    "not_before",
    "not_after",
    "finish_on",
    "remaining",
    "percent",
    "least",
    "deferrable",
)

# Looked up and not called: there are a hundred rows a project.
NATURES = {nature.value: nature for nature in Nature}
TYPES = {type.value: type for type in LinkType}
UNITS = {unit.value: unit for unit in LagUnit}


def step_rows(
    plan_id: int, steps: Sequence[Step], promised: Mapping[str, Promised], told: Mapping[str, date]
) -> list[dict[str, Any]]:
    return [
        {
            "plan_id": plan_id,
            "seq": seq,
            "key": step.id,
            "nature": step.nature.value,
            "told_on": told.get(step.id),
            **{name: getattr(step, name) for name in PLAIN},
            **_promised_columns(promised.get(step.id)),
        }
        for seq, step in enumerate(steps, 1)
    ]


def _promised_columns(days: Promised | None) -> dict[str, date | None]:
    if days is None:
        return {"planned_start": None, "planned_finish": None, "latest_finish": None}
    return {"planned_start": days.start, "planned_finish": days.finish, "latest_finish": days.latest}


def link_rows(plan_id: int, steps: Iterable[Step]) -> list[dict[str, Any]]:
    return [
        {
            "plan_id": plan_id,
            "before": link.before,
            "after": step.id,
            "type": link.type.value,
            "lag": link.lag,
            "unit": link.unit.value,
        }
        for step in steps
        for link in step.after
    ]


def step_of(row: Row[Any], after: Iterable[Link]) -> Step:
    """Spelled out and not looped over names: boards read the steps of all projects."""
    return Step(
        row.key,
        row.name,
        row.days,
        tuple(after),
        row.actual_start,
        row.actual_finish,
        row.milestone,
        row.weight,
        row.owner,
        row.calendar,
        row.not_before,
        row.not_after,
        row.finish_on,
        row.remaining,
        row.percent,
        row.least,
        NATURES[row.nature],
        row.deferrable,
    )


def link_of(row: Row[Any]) -> Link:
    return Link(row.before, TYPES[row.type], row.lag, UNITS[row.unit])


def promised_of(row: Row[Any]) -> Promised | None:
    """None of a version from before such days were kept."""
    if row.planned_finish is None:
        return None
    return Promised(row.planned_start, row.planned_finish, row.latest_finish)
