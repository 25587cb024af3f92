"""Planning anew is answered for: a reason, somebody who approved it, and the people who lead are told (M23).

Offices keep of every shift the reason, who asked and who approved, and never touch the original dates.
"""

from collections.abc import Iterator
from datetime import date

from backend.domain.backward import Schedule
from backend.domain.errors import Invalid, NotFound
from backend.domain.notice import PlanRevised
from backend.domain.people import Actor, Person, Role, actor_of
from backend.domain.project import Project
from backend.services import expectations, people
from backend.services.desk import Desk
from backend.services.notices import tell as tell_person


def approver(desk: Desk, person_id: int | None) -> Person | None:
    """Raises NotFound("person_not_found")."""
    if person_id is None:
        return None
    person = desk.unit.people.by_id(person_id)
    if person is None:
        raise NotFound("person_not_found", id=person_id)
    return person


def objections(
    desk: Desk, project: Project, reason: str, approver: Person | None, *, anew: bool = True
) -> Iterator[Invalid]:
    """Everything that is missing of a reason and an approver. `anew` False: neither is needed, a wrong approver is wrong."""
    if anew and not reason.strip():
        yield Invalid("reason_missing", field="reason", name=project.name)
    if anew and approver is None:
        yield Invalid("approver_missing", field="approved_by", name=project.name)
    if approver is not None and not entitled(desk, project, approver):
        yield Invalid("approver_not_entitled", field="approved_by", name=approver.name)


def entitled(desk: Desk, project: Project, person: Person) -> bool:
    """Who leads the project or its region today, or is of the office with this project in scope."""
    actor = actor_of(person, desk.unit.people.duties_of(person.id), desk.moment.day)
    if actor.is_office() and actor.scope.sees(project.id, project.region, project.unit_id):
        return True
    return Role.LEADER in expectations.seats(desk, actor, project)


def tell(
    desk: Desk,
    actor: Actor,
    project: Project,
    approver: Person,
    version: int,
    reason: str,
    before: tuple[date, date | None],
    after: Schedule,
) -> None:
    """The approver and the project's leaders, that a version holds which bears their names; not whoever asked for it.

    before: the target and the finish that would have been.
    """
    notice = PlanRevised(
        project=project.name,
        version=version,
        reason=reason,
        by=actor.person.name,
        approved_by=approver.name,
        target_before=before[0],
        target=after.plan.target,
        finish_before=before[1],
        finish=after.finish,
    )
    told = {person.id for person in (approver, *people.leaders_of(desk, project))} - {actor.person.id}
    for person_id in sorted(told):
        tell_person(desk, person_id, notice, f"plan:{project.id}:{version}")
