"""Being there: check-ins at the site, and who has been there too seldom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from backend.domain.errors import Invalid, NotFound
from backend.domain.people import EVERYTHING, Actor, Duty, Leave, Role, Scope, acting
from backend.domain.period import Period, Span, period_of
from backend.domain.project import Project
from backend.domain.visit import MAX_NOTE, SAME_VISIT, SiteVisit, seen_from, told_again
from backend.services import expectations, projects
from backend.services.desk import Desk
from backend.services.projects import check_page
from backend.storage.page import Page

MOST_CANDIDATES = 5  # more buttons than that are not read on a phone
SEATS = (Role.LEADER, Role.SECRETARY, Role.UNIT)  # which seat a visit counts for, when several are held


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """`inside`, `distance_m` are of this check-in; None when the site or the place is not known.

    `again`: it was the same visit as a moment ago, told twice.
    """

    visit: SiteVisit
    project: Project
    inside: bool | None
    distance_m: int | None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """Which project is meant must be asked: these, the nearest first."""

    candidates: tuple[Project, ...]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A leader (or the deputy in place) who was on site on `done` days of the week instead of `quota`."""

    project: Project
    person_id: int
    done: int
    quota: int


def check_in(
    desk: Desk,
    actor: Actor,
    project_id: int | None = None,
    lat: float | None = None,
    lon: float | None = None,
    place: str = "",
    note: str = "",
) -> CheckedIn | Choice:
    """A visit now. Without a project: the nearest own site the place lies in, or the only own project there is.

    Degrees are GCJ-02, as chat apps send them; `place` is what the app calls the spot. Raises NotFound
    for a project out of scope and for those who have none of their own, Invalid for a place that cannot be.
    """
    _check(lat, lon, note)
    project = _meant(desk, actor, lat, lon) if project_id is None else projects.get(desk, actor, project_id)
    if isinstance(project, Choice):
        return project
    return _checked_in(desk, actor, project, lat, lon, "，".join(part for part in (place, note) if part))


def listing(
    desk: Desk,
    actor: Actor,
    *,
    project_id: int | None = None,
    person_id: int | None = None,
    first: date | None = None,
    last: date | None = None,
    after: int = 0,
    limit: int = 100,
) -> Page[SiteVisit]:
    check_page(limit)
    if project_id is not None:
        projects.get(desk, actor, project_id)
    return desk.unit.visits.listing(
        actor.scope,
        project_id=project_id,
        person_id=person_id,
        first=first,
        last=last,
        after=after,
        limit=limit,
    )


def counts(desk: Desk, first: date, last: date) -> dict[tuple[int, Role], int]:
    """By project and seat, person-days on site; two check-ins of one person on one day are one."""
    found: dict[tuple[int, Role], int] = {}
    for (project_id, role, _), days in desk.unit.visits.days_on_site(first, last).items():
        found[project_id, role] = found.get((project_id, role), 0) + days
    return found


def days_this_week(desk: Desk, actor: Actor, project: Project) -> int:
    """On how many days of this week the asker was at the site as a leader."""
    week = period_of(desk.moment.day, Span.WEEK)
    done = desk.unit.visits.days_on_site(week.first, week.last)
    return done.get((project.id, Role.LEADER, actor.person.id), 0)


def shortfall(desk: Desk, week: Period, scope: Scope = EVERYTHING) -> list[Shortfall]:
    """Leaders below the week's quota, by project (M02); in a short week no more is asked than it has working days.

    Judged by who answers today, or on the last day of a week gone by. A project's own leader comes before
    the region's, and a deputy's days count for the leader.
    """
    day = max(week.first, min(week.last, desk.moment.day))
    quota = min(desk.policy.leader_visits_per_week, desk.calendar.count(week.first, week.last))
    active = desk.unit.projects.active(scope)
    duties: dict[int | str | None, list[Duty]] = {}
    for duty in desk.unit.people.duties_on(day, Role.LEADER):
        duties.setdefault(duty.region if duty.project_id is None else duty.project_id, []).append(duty)
    leaves = desk.unit.people.leaves(day, day)
    done = desk.unit.visits.days_on_site(week.first, week.last)
    found = []
    for project in active:
        for person_id, team in _leading(
            duties.get(project.id) or duties.get(project.region, []), leaves, day
        ).items():
            days = sum(done.get((project.id, Role.LEADER, member), 0) for member in team)
            if days < quota:
                found.append(Shortfall(project, person_id, days, quota))
    return found


def own_projects(desk: Desk, actor: Actor) -> Sequence[Project]:
    """Those the asker holds a duty for; for an office without any, all it sees. Raises NotFound when there is none."""
    own = projects.mine(desk, actor) or desk.unit.projects.all(actor.scope)
    if not own:
        raise NotFound("no_own_project")
    return own


def _check(lat: float | None, lon: float | None, note: str) -> None:
    if (lat is None) != (lon is None):
        raise Invalid("place_half_given", field="lon" if lon is None else "lat")
    # Written so that a NaN fails too.
    if lat is not None and lon is not None and not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise Invalid("place_out_of_range", field="lat", lat=lat, lon=lon)
    if len(note) > MAX_NOTE:
        raise Invalid("text_too_long", field="note", limit=MAX_NOTE)


def _meant(desk: Desk, actor: Actor, lat: float | None, lon: float | None) -> Project | Choice:
    own = own_projects(desk, actor)
    if len(own) == 1:
        return own[0]
    seen = [(seen_from(project.site, lat, lon), project) for project in own]
    known = sorted(
        ((metres, inside, project) for (metres, inside), project in seen if metres is not None),
        key=lambda found: (found[0], found[2].id),
    )
    # Sites have radii of their own: the nearest one may be small and the next one hold the place.
    for _, inside, project in known:
        if inside:
            return project
    unknown = [project for (metres, _), project in seen if metres is None]
    return Choice((*(project for _, _, project in known), *unknown)[:MOST_CANDIDATES])


def _checked_in(
    desk: Desk, actor: Actor, project: Project, lat: float | None, lon: float | None, note: str
) -> CheckedIn:
    metres, inside = seen_from(project.site, lat, lon)
    at, day, books = desk.moment.at, desk.moment.day, desk.unit.visits
    visit = SiteVisit(
        id=0,
        project_id=project.id,
        person_id=actor.person.id,
        role=_seat(desk, actor, project),
        day=day,
        at=at,
        lat=lat,
        lon=lon,
        distance_m=metres,
        inside=inside,
        note=note[:MAX_NOTE],
    )
    earlier = books.last_of(actor.person.id, day, at - SAME_VISIT, project.id)
    if earlier is None:
        return CheckedIn(books.add(visit), project, inside, metres)
    visit = told_again(earlier, visit)
    books.update(visit)
    return CheckedIn(visit, project, inside, metres, again=True)


def _seat(desk: Desk, actor: Actor, project: Project) -> Role:
    held = expectations.seats(desk, actor, project)
    for role in SEATS:
        if role in held or (role is Role.UNIT and project.unit_id in actor.scope.unit_ids):
            return role
    return Role.OFFICE


def _leading(duties: Iterable[Duty], leaves: list[Leave], day: date) -> dict[int, set[int]]:
    """Who answers as leader → everybody whose days count for that."""
    found: dict[int, set[int]] = {}
    for duty in duties:
        person_id = acting(duty, day, leaves)
        if person_id is not None:
            team = {duty.person_id} | ({duty.deputy_id} if duty.deputy_id is not None else set())
            found.setdefault(person_id, set()).update(team)
    return found
