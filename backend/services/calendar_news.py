"""Who must hear that dates have moved, and telling them once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from backend.domain.calendar_diff import CalendarChange, PlanMoved
from backend.domain.notice import CalendarMoved, CalendarMovedEntry
from backend.domain.people import Duty, Person, Role, acting
from backend.domain.project import Project
from backend.services.desk import Desk
from backend.services.notices import tell


@dataclass(frozen=True, slots=True)
class Concerned:
    """Of one project, as it is today: leaders are the holders, the others stand in for each other on leave."""

    leaders: tuple[Person, ...] = ()
    secretaries: tuple[Person, ...] = ()
    contacts: tuple[Person, ...] = ()


def concerned_with(desk: Desk) -> Callable[[Project], Concerned]:
    """Three statements however many projects are asked for."""
    day = desk.moment.day
    duties = desk.unit.people.duties_on(day)
    away = desk.unit.people.leaves(day, day)
    people = {person.id: person for person in desk.unit.people.all()}

    def there(found: list[Duty]) -> tuple[Person, ...]:
        present = [one for duty in found if (one := acting(duty, day, away)) is not None]
        return named(present or [duty.person_id for duty in found])

    def named(ids: Iterable[int]) -> tuple[Person, ...]:
        return tuple(people[id_] for id_ in dict.fromkeys(ids))

    def of(project: Project) -> Concerned:
        def held(role: Role) -> list[Duty]:
            return [duty for duty in by_role.get(role, ()) if _is_for(duty, project)]

        leaders = named(duty.person_id for duty in held(Role.LEADER))
        return Concerned(leaders, there(held(Role.SECRETARY)), there(held(Role.UNIT)))

    by_role: dict[Role, list[Duty]] = {}
    for duty in duties:
        by_role.setdefault(duty.role, []).append(duty)
    return of


def _is_for(duty: Duty, project: Project) -> bool:
    """A leader or secretary of the project or its region; a contact of its unit."""
    if duty.role is Role.UNIT:
        return duty.unit_id is not None and duty.unit_id == project.unit_id
    return duty.project_id == project.id or (duty.region is not None and duty.region == project.region)


def spread(desk: Desk, change: CalendarChange, concerned: Mapping[int, Concerned]) -> int:
    """One notice a person with all own projects whose dates moved; returns how many people it was queued for."""
    told: dict[int, list[CalendarMovedEntry]] = {}
    for one in change.projects:
        if not one.moved.dates_moved:
            continue
        who = concerned[one.project_id]
        for person in dict.fromkeys((*who.leaders, *who.secretaries)):
            told.setdefault(person.id, []).append(_entry(one.name, one.moved))
    key = f"calendar:{change.subject}:{change.key}:{change.version}"
    notices = {id_: CalendarMoved(change.title, change.source, tuple(rows)) for id_, rows in told.items()}
    return sum(tell(desk, person_id, notice, key) for person_id, notice in notices.items())


def _entry(project: str, moved: PlanMoved) -> CalendarMovedEntry:
    finish = moved.finish
    nearest = min(
        ((node.latest.after, node.name) for node in moved.milestones if node.latest is not None),
        default=(None, ""),
    )
    return CalendarMovedEntry(
        project=project,
        finish_before=finish.before if finish else None,
        finish_after=finish.after if finish else None,
        days=finish.days if finish else 0,
        spare=moved.float_after,
        milestones=len(moved.milestones),
        nearest=nearest[1],
        latest=nearest[0],
    )
