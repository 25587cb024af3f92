"""Baselines of plans: set one with an approver, and hold what is expected now against it (M23)."""

from dataclasses import dataclass
from datetime import date

from backend.domain.baseline import Baseline
from backend.domain.calendars import Calendars
from backend.domain.comparison import Adopted, Compared, apart
from backend.domain.comparison import compared as compare
from backend.domain.errors import Conflict, Invalid, NotAllowed
from backend.domain.people import Actor, Person
from backend.domain.project import Project
from backend.services import plan_versions, plans, replanning
from backend.services.desk import Desk
from backend.services.site_calendars import calendars_of
from backend.storage.plans import StoredPlan

LONGEST_NAME = 60


def baseline(
    desk: Desk,
    actor: Actor,
    project: Project,
    version: int | None,
    name: str,
    approver: Person | None,
    reason: str,
) -> Baseline:
    """Compare from now on with this version; None is the one that holds. Earlier baselines stay.

    Raises NotAllowed (only the office), NotFound("plan_missing"), ("version_not_found", version=…),
    Invalid("baseline_name_length"), Conflict("baseline_name_taken", name=…), and what `replanning.objections` has.
    """
    if not actor.is_office():
        raise NotAllowed("not_allowed")
    stored = plan_versions.stored(desk, project, version)
    name, reason = name.strip(), reason.strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Invalid("baseline_name_length", field="name", limit=LONGEST_NAME)
    if any(one.name == name for one in desk.unit.baselines.of(project.id)):
        raise Conflict("baseline_name_taken", name=name)
    for objection in replanning.objections(desk, project, reason, approver):
        raise objection
    assert approver is not None  # noqa: S101  nobody objected to there being none
    added = Baseline(
        0, project.id, stored.version, name, reason, actor.person.id, approver.id, desk.moment.at
    )
    return desk.unit.baselines.add(added)


@dataclass(frozen=True, slots=True)
class Comparison:
    """`baseline` None: compared with the original, the first version. The finishes are of the whole plan.

    difference: working days from the baseline's (or original) finish to the one expected now, more than 0 = later.
    """

    original: StoredPlan
    baseline: Baseline | None
    now: plans.Planned
    original_finish: date | None
    baseline_finish: date | None
    baseline_target: date | None
    difference: int | None
    rows: tuple[Compared, ...]


def compared(desk: Desk, project: Project) -> Comparison:
    """Every step's finish: originally, in the newest baseline, now expected, actual. Raises NotFound("plan_missing")."""
    now, by = plans.current(desk, project), calendars_of(desk)(project)
    newest = next(iter(desk.unit.baselines.of(project.id)), None)
    first = plan_versions.stored(desk, project, 1)
    base = plan_versions.stored(desk, project, newest.version) if newest else None
    original, meant = _adopted(desk, by, first), _adopted(desk, by, base) if base else None
    since, finish = (meant or original).promise.finish, now.schedule.finish
    return Comparison(
        first,
        newest,
        now,
        original.promise.finish,
        meant.promise.finish if meant else None,
        base.plan.target if base else None,
        apart(by.standard, since, finish) if since and finish else None,
        compare(now.schedule, original, meant, by),
    )


def _adopted(desk: Desk, by: Calendars, stored: StoredPlan) -> Adopted:
    return Adopted(stored.plan.steps, plans.as_planned(stored, by, desk.moment.zone))
