"""The versions of a project's plan: each with why, by whom, approved by whom, and what it promised then."""

from dataclasses import dataclass

from backend.domain.baseline import Baseline
from backend.domain.errors import NotFound
from backend.domain.project import Project
from backend.domain.promise import Promise
from backend.services import plans
from backend.services.desk import Desk
from backend.services.site_calendars import calendars_of
from backend.storage.plans import StoredPlan


@dataclass(frozen=True, slots=True)
class Version:
    """`by` and `approved_by` are names, "" when nobody was kept. `baselines` set on this version, newest first."""

    stored: StoredPlan
    promise: Promise
    by: str
    approved_by: str
    baselines: tuple[Baseline, ...]


def versions(desk: Desk, project: Project) -> list[Version]:
    """Newest first; the last is the original. Raises NotFound("plan_missing")."""
    found = desk.unit.plans.versions(project.id)
    if not found:
        raise NotFound("plan_missing", name=project.name)
    return _shown(desk, project, found)


def version(desk: Desk, project: Project, number: int) -> Version:
    """Raises NotFound("plan_missing"), ("version_not_found", version=…)."""
    return _shown(desk, project, [stored(desk, project, number)])[0]


def stored(desk: Desk, project: Project, number: int | None) -> StoredPlan:
    """`number` None: the one that holds. Raises NotFound like `version`."""
    newest = plans.stored_plan(desk, project)
    if number in (None, newest.version):
        return newest
    # Versions are counted without a gap: what is no number between is not worth asking for.
    known = number is not None and 0 < number < newest.version
    found = desk.unit.plans.version(project.id, number) if known and number else None
    if found is None:
        raise NotFound("version_not_found", version=number)
    return found


def _shown(desk: Desk, project: Project, found: list[StoredPlan]) -> list[Version]:
    ids = {id for one in found for id in (one.person_id, one.approver_id) if id is not None}
    people = desk.unit.people.by_ids(ids)
    names = {id: person.name for id, person in people.items()}
    baselines, by = desk.unit.baselines.of(project.id), calendars_of(desk)(project)
    return [
        Version(
            one,
            plans.as_planned(one, by, desk.moment.zone),
            names.get(one.person_id or 0, ""),
            names.get(one.approver_id or 0, ""),
            tuple(base for base in baselines if base.version == one.version),
        )
        for one in found
    ]
