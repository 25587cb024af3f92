"""Photos find their project, and their content is fetched later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backend.domain.errors import NotFound
from backend.domain.people import Actor
from backend.domain.project import Project
from backend.domain.visit import Photo
from backend.services import projects
from backend.services.desk import Desk
from backend.services.visits import MOST_CANDIDATES, own_projects


@dataclass(frozen=True, slots=True)
class Attached:
    """`project` None: stored, but which of the candidates it shows must be asked (then `settle_photo`)."""

    photo_id: int
    project: Project | None
    candidates: tuple[Project, ...] = ()


def attach_photo(
    desk: Desk, actor: Actor, project_id: int | None, channel: str, media: str, at: datetime
) -> Attached:
    """Belongs to the project named, or to the one last told of or visited a short while before, or to the only own one."""
    candidates = _likely(desk, actor, at) if project_id is None else (projects.get(desk, actor, project_id),)
    project = candidates[0] if len(candidates) == 1 else None
    photo_id = desk.unit.photos.add(
        project_id=None if project is None else project.id,
        day=desk.moment.day_of(at),
        person_id=actor.person.id,
        channel=channel,
        media=media,
        at=at,
    )
    return Attached(photo_id, project, () if project else tuple(candidates[:MOST_CANDIDATES]))


def settle_photo(desk: Desk, actor: Actor, photo_id: int, project_id: int) -> Project:
    """Say which project one's own photo shows."""
    photo = desk.unit.photos.by_id(photo_id) if 0 < photo_id <= projects.LARGEST_ID else None
    if photo is None or photo.person_id != actor.person.id:
        raise NotFound("photo_not_found", id=photo_id)
    project = projects.get(desk, actor, project_id)
    desk.unit.photos.settle(photo_id, project.id)
    return project


def sent_on(desk: Desk, project: Project, day: date) -> int:
    """How many photos of the day the project has, fetched or not."""
    return desk.unit.photos.counts(day, day).get(project.id, 0)


def photos_of(desk: Desk, actor: Actor, project_id: int, first: date, last: date) -> Sequence[Photo]:
    """Those whose content is there, oldest first."""
    project = projects.get(desk, actor, project_id)
    return desk.unit.photos.between(first, last, [project.id]).get(project.id, ())


def photos_to_fetch(desk: Desk, limit: int) -> Sequence[Photo]:
    return desk.unit.photos.to_fetch(limit)


def photo_fetched(desk: Desk, photo_id: int, sha256: str, size: int) -> Photo | None:
    """The content is stored; returns the oldest other photo with the very same content, if there is one."""
    desk.unit.photos.fetched(photo_id, sha256, size)
    return desk.unit.photos.first_use(sha256, besides=photo_id)


def photo_failed(desk: Desk, photo_id: int, reason: str) -> None:
    """It will never be there: do not try again."""
    desk.unit.photos.failed(photo_id, reason)


def _likely(desk: Desk, actor: Actor, at: datetime) -> Sequence[Project]:
    """One project where it is clear, several where it must be asked."""
    since = at - timedelta(minutes=desk.policy.photo_window_minutes)
    # What was sent before the photo may have been worked off after the photo was sent.
    until = max(at, desk.moment.at)
    told = desk.unit.daily_reports.projects_told(actor.person.id, since, until)
    visit = desk.unit.visits.last_of(actor.person.id, desk.moment.day_of(at), since)
    ids = set[int]()
    if visit is not None and (told is None or visit.at >= told[0]):
        ids = {visit.project_id}
    elif told is not None:
        ids = told[1]
    return list(desk.unit.projects.by_ids(ids, actor.scope).values()) or own_projects(desk, actor)
