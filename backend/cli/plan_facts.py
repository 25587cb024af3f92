"""A computed plan as JSON, for other programs. Days are ISO, floats working days, a finish is the last day worked."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from backend.domain.backward import Schedule, ScheduledStep, latest_start
from backend.domain.calendars import Calendars
from backend.domain.chains import Chain, chains, near_chains
from backend.domain.diagnosis import Finding, findings
from reports import plan_findings


def facts(result: Schedule, by: Calendars, today: date | None) -> dict[str, Any]:
    near = near_chains(result, by, today)
    close = {id for chain in near for id in chain.steps}
    names = {step.id: step.name for step in result.plan.steps}
    return {
        "start": iso(result.plan.start),
        "target": iso(result.plan.target),
        "status_date": iso(today),
        "finish": iso(result.finish),
        "latest_start": iso(latest_start(result.plan, by)),
        "project_float": result.project_float,
        "provisional": result.provisional,
        "critical_chains": _chains(chains(result, by, today)),
        "near_critical_chains": _chains(near),
        "diagnostics": [_finding(found, names) for found in findings(result, by, today)],
        "steps": [_step(row, row.step.id in close and not row.critical) for row in result.steps],
    }


def iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _chains(found: Iterable[Chain]) -> list[dict[str, Any]]:
    return [{"float": chain.float, "steps": list(chain.steps)} for chain in found]


def _finding(found: Finding, names: dict[str, str]) -> dict[str, Any]:
    return {
        "code": found.code.value,
        "steps": list(found.steps),
        "day": iso(found.day),
        "text": plan_findings.finding(found, names),
    }


def _step(row: ScheduledStep, near: bool) -> dict[str, Any]:
    step = row.step
    return {
        "id": step.id,
        "name": step.name,
        "days": step.days,
        "calendar": step.calendar or None,
        "early_start": iso(row.early_start),
        "early_finish": iso(row.early_finish),
        "late_start": iso(row.late_start),
        "late_finish": iso(row.late_finish),
        "total_float": row.total_float,
        "free_float": row.free_float,
        "critical": row.critical,
        "near_critical": near,
        "provisional": row.provisional,
        "provisional_early": row.provisional_early,
        "provisional_late": row.provisional_late,
        "not_before": iso(step.not_before),
        "not_after": iso(step.not_after),
        "finish_on": iso(step.finish_on),
        "actual_start": iso(step.actual_start),
        "actual_finish": iso(step.actual_finish),
        "remaining": step.days_left,
        "percent": _number(step.percent),
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
