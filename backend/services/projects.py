"""The register: looking at projects within one's scope, and letting them become active."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from backend.domain.errors import Invalid, NotAllowed, NotFound
from backend.domain.people import EVERYTHING, Actor, Duty, Person, Role, Unit, acting
from backend.domain.project import Project, Stage, empty_seats
from backend.services.desk import Desk
from backend.storage.projects import Page

LARGEST_ID = 2**31 - 1
LARGEST_PAGE = 500


@dataclass(frozen=True, slots=True)
class Team:
    """Who holds a project's seats on a day, whether or not they are on leave (M14)."""

    project_id: int
    leaders: tuple[Person, ...]  # the project's own first, then the region's
    secretaries: tuple[Person, ...]
    unit: Unit | None
    duties: tuple[Duty, ...]


def get(desk: Desk, actor: Actor, project_id: int) -> Project:
    """Raises NotFound for a project that is not there and for one the asker may not see."""
    project = None
    if 0 < project_id <= LARGEST_ID:
        project = desk.unit.projects.by_id(project_id, actor.scope)
    if project is None:
        raise NotFound("project_not_found", id=project_id)
    return project


def listing(
    desk: Desk,
    actor: Actor,
    *,
    region: str | None = None,
    stage: Stage | None = None,
    unit_id: int | None = None,
    text: str = "",
    after: int = 0,
    limit: int = 100,
) -> Page:
    check_page(limit)
    return desk.unit.projects.listing(
        actor.scope, region=region, stage=stage, unit_id=unit_id, text=text, after=after, limit=limit
    )


def visible(desk: Desk, actor: Actor) -> list[Project]:
    """Everything the asker may see."""
    return desk.unit.projects.all(actor.scope)


def everything(desk: Desk) -> list[Project]:
    """All there is, for jobs that judge the whole list."""
    return desk.unit.projects.all(EVERYTHING)


def is_any_called(desk: Desk, fits: Callable[[Sequence[str]], bool]) -> bool:
    """Whether some project of anybody's goes by a name that fits: yes or no, whatever the asker may see."""
    return fits([name for one in everything(desk) for name in (one.name, *one.aliases)])


def mine(desk: Desk, actor: Actor) -> list[Project]:
    """Projects the asker holds a duty for, through the project itself, its region or its unit.

    An office that sees everything does not own everything.
    """
    return desk.unit.projects.all(replace(actor.scope, everything=False))


def check_page(limit: int) -> None:
    """How many items any list gives at a time. Raises Invalid("page_limit")."""
    if not 1 <= limit <= LARGEST_PAGE:
        raise Invalid("page_limit", field="limit", limit=LARGEST_PAGE)


def answered_for(desk: Desk, actor: Actor, own: Sequence[Project]) -> list[Project]:
    """Of `own`, those the asker answers for today; a deputy's only while the holder is away. All when none is left."""
    today = desk.moment.day
    held = [duty for duty in desk.unit.people.duties_of(actor.person.id) if duty.holds_on(today)]
    holders = {duty.person_id for duty in held}
    leaves = desk.unit.people.leaves(today, today, holders)
    answered = {duty.project_id for duty in held if acting(duty, today, leaves) == actor.person.id}
    only_deputy = {duty.project_id for duty in held if duty.project_id is not None} - answered
    return [project for project in own if project.id not in only_deputy] or list(own)


def teams(desk: Desk, projects: Sequence[Project], day: date | None = None) -> dict[int, Team]:
    """By project id, on `day` (today when left out), in a constant number of queries."""
    ids = [project.id for project in projects]
    held = [duty for duty in desk.unit.people.duties_for(ids) if duty.holds_on(day or desk.moment.day)]
    people = desk.unit.people.by_ids({duty.person_id for duty in held})
    units = {unit.id: unit for unit in desk.unit.people.units()}
    own: dict[int, list[Duty]] = {}
    regional: dict[str, list[Duty]] = {}
    for duty in held:
        if duty.project_id is not None:
            own.setdefault(duty.project_id, []).append(duty)
        elif duty.region is not None:
            regional.setdefault(duty.region, []).append(duty)
    return {
        project.id: _team(
            project, [*own.get(project.id, ()), *regional.get(project.region, ())], people, units
        )
        for project in projects
    }


def _team(project: Project, duties: list[Duty], people: dict[int, Person], units: dict[int, Unit]) -> Team:
    def holders(role: Role) -> tuple[Person, ...]:
        return tuple(dict.fromkeys(people[duty.person_id] for duty in duties if duty.role is role))

    return Team(
        project_id=project.id,
        leaders=holders(Role.LEADER),
        secretaries=holders(Role.SECRETARY),
        unit=None if project.unit_id is None else units[project.unit_id],
        duties=tuple(duties),
    )


def activate(desk: Desk, actor: Actor, project_id: int) -> Project:
    """Raises Invalid("seats_empty") while leader, secretary, unit or target is missing (M14)."""
    project = get(desk, actor, project_id)
    if not actor.is_office():
        raise NotAllowed("activate_needs_office")
    seats = empty_seats(project, desk.unit.people.duties_for([project.id]), desk.moment.day)
    if seats:
        raise Invalid("seats_empty", project=project.name, seats=seats)
    active = replace(project, stage=Stage.ACTIVE)
    desk.unit.projects.update(active)
    return active
