"""What else a planner asks of a plan, as JSON: how to gain days, where it stands, what comes, what a change does."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from backend.cli.plan_facts import iso
from backend.domain import earned, progress_line
from backend.domain.backward import Schedule, schedule
from backend.domain.calendars import Calendars
from backend.domain.compression import Change, Proposal
from backend.domain.delay import Entry, Ledger
from backend.domain.impact import Impact, Standing
from backend.domain.look_ahead import Coming, Outlook, look_ahead, stand_still
from backend.domain.plan import Step
from backend.domain.progress_line import Point
from reports import delay_words, plan_phrases, progress_phrases

LOOKS = (7, 30)  # days ahead


def compression_facts(found: Proposal, today: date) -> dict[str, Any]:
    steps = {step.id: step for step in found.before.plan.steps}
    return {
        "changes": [_change(n, one, steps, today) for n, one in enumerate(found.changes, 1)],
        "project_float": found.after.project_float,
        "finish": iso(found.after.finish),
        "short_of": found.short_of,
        "fewest": found.fewest,
        "lines": plan_phrases.proposal(found, today),
    }


def _change(number: int, one: Change, steps: Mapping[str, Step], today: date) -> dict[str, Any]:
    return {
        "number": number,
        "measure": one.measure.value,
        "step": one.step,
        "before": one.before or None,
        "through": list(one.through),
        "from": one.old,
        "to": one.new,
        "gained": one.gained,
        "make_up": iso(one.make_up),
        "text": plan_phrases.change(one, steps, today),
    }


def standing_facts(result: Schedule, by: Calendars, today: date) -> dict[str, Any]:
    """Progress line, curve, look-ahead and standstill of a plan on its status date."""
    planned = schedule(progress_line.as_planned(result.plan), by)
    outlook = Outlook(0, result.plan, result, by)
    curve, still = earned.curve(planned, result, by, today), stand_still(outlook, today)
    return {
        "progress_line": [
            _point(point, today) for point in progress_line.progress_line(planned, result, by, today)
        ],
        "s_curve": {
            "planned": float(curve.planned),
            "earned": float(curve.earned),
            "spi": None if curve.spi is None else float(curve.spi),
            "days": float(curve.days),
            "points": [
                {
                    "day": iso(point.day),
                    "planned": float(point.planned),
                    "earned": None if point.earned is None else float(point.earned),
                }
                for point in curve.points
            ],
        },
        "look_ahead": {
            str(days): [_coming(one) for one in look_ahead([outlook], today, days)] for days in LOOKS
        },
        "stand_still": {
            "step": still.step.id if still.step else None,
            "days": still.days,
            "on": iso(still.on),
            "text": progress_phrases.stand_still(still, today),
        },
    }


def _point(point: Point, today: date) -> dict[str, Any]:
    return {
        "step": point.step.id,
        "planned_start": iso(point.planned_start),
        "planned_finish": iso(point.planned_finish),
        "stands_at": iso(point.stands_at),
        "days": point.days,
        "effect": point.effect.value,
        "moves_finish": point.moves_finish,
        "text": progress_phrases.stand(point, today),
    }


def _coming(one: Coming) -> dict[str, Any]:
    return {
        "step": one.row.step.id,
        "starts": one.starts,
        "finishes": one.finishes,
        "latest": iso(one.latest),
        "days": one.days,
        "waits_for": list(one.waits_for),
    }


def impact_facts(one: Impact, today: date) -> dict[str, Any]:
    return {
        "step": one.step or None,
        "waited": one.waited,
        "float_before": one.float_before,
        "float_after": one.float_after,
        "eaten": one.eaten,
        "before": _side(one.before),
        "after": _side(one.after),
        "moved": one.moved,
        "milestones": [
            {"step": node.step, "before": iso(node.before), "after": iso(node.after), "days": node.days}
            for node in one.milestones
        ],
        "sentence": plan_phrases.impact(one, today),
    }


def _side(one: Standing) -> dict[str, Any]:
    return {"target": iso(one.target), "finish": iso(one.finish), "project_float": one.spare}


def ledger_facts(one: Ledger, numbers: Mapping[int, str]) -> dict[str, Any]:
    """`numbers`: of problems, by their ids."""
    return {
        "first": iso(one.first),
        "last": iso(one.last),
        "finish_before": iso(one.before),
        "finish_after": iso(one.after),
        "slip": one.slip,
        "lost": one.lost,
        "recovered": one.recovered,
        "entries": [_entry(entry, numbers) for entry in one.entries],
        "sentence": delay_words.sentence(one),
    }


def _entry(entry: Entry, numbers: Mapping[int, str]) -> dict[str, Any]:
    return {
        "day": iso(entry.day),
        "days": entry.days,
        "cause": entry.cause.value,
        "step": entry.step and entry.step.id,
        "name": entry.step and entry.step.name,
        "owner": entry.owner,
        "problem": numbers[entry.problem] if entry.problem else None,
        "also": [numbers[id_] for id_ in entry.also],
        "sharing": [step.name for step in entry.sharing],
        "finish": iso(entry.finish),
    }
