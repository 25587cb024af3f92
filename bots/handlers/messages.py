"""New messages: text, a place, a photo, an entrance."""

from dataclasses import replace
from datetime import date

from backend.domain.people import Role
from backend.domain.project import Project
from backend.services import photos, visits
from bots.dialogs.conversation import Held
from bots.handlers import lookup, orders, site
from bots.handlers.binding import welcome
from bots.handlers.talk import Answers, Talk
from bots.intents import Kind as Sort
from bots.intents import Order
from bots.message import Incoming
from bots.prompts import CheckedIn, Help, NotUnderstood, PhotoKept, Unsupported
from bots.reading import read


def text(talk: Talk, order: Order | None, today: date) -> Answers:
    if order is not None:
        return orders.carry_out(talk, order)
    names = [name for one in talk.own for name in (one.name, *one.aliases)]
    readings = read(talk.incoming.text, today, names)
    if not readings or all(reading.kind is Sort.UNKNOWN for reading in readings):
        return [NotUnderstood(talk.incoming.text)]
    return site.tell(talk, readings, today)


def location(talk: Talk, project_id: int | None = None) -> Answers:
    """A place is a visit to the project it is at."""
    here = talk.incoming
    done = visits.check_in(talk.desk, talk.actor, project_id, here.lat, here.lon, here.place)
    if isinstance(done, visits.Choice):
        unclear = lookup.Unclear("", tuple(done.candidates))
        return [lookup.ask(talk, "location", unclear, _held(here))]
    return [checked_in(talk, done)]


def checked_in(talk: Talk, done: visits.CheckedIn) -> CheckedIn:
    """A leader also hears how the week stands."""
    leads = done.visit.role is Role.LEADER
    return CheckedIn(
        project=done.project.name,
        inside=done.inside,
        distance_m=done.distance_m,
        radius_m=done.project.site.radius_m if done.project.site else None,
        again=done.again,
        week_done=visits.days_this_week(talk.desk, talk.actor, done.project) if leads else None,
        week_quota=talk.desk.policy.leader_visits_per_week if leads else None,
    )


def photo(talk: Talk) -> Answers:
    """Stored at once; when it is not clear what it shows, that is asked afterwards."""
    seen = talk.incoming
    kept = photos.attach_photo(talk.desk, talk.actor, None, seen.channel, seen.media, seen.at)
    if kept.project is None:
        asked = lookup.ask(talk, "photo", lookup.Unclear("", kept.candidates), _held(seen))
        if talk.asked is not None:
            talk.asked = replace(talk.asked, photo_id=kept.photo_id)
        return [asked]
    return [_kept(talk, kept.project)]


def photo_of(talk: Talk, photo_id: int, project_id: int) -> Answers:
    return [_kept(talk, photos.settle_photo(talk.desk, talk.actor, photo_id, project_id))]


def _kept(talk: Talk, project: Project) -> PhotoKept:
    day = talk.desk.moment.day_of(talk.incoming.at)
    return PhotoKept(project.name, day, photos.sent_on(talk.desk, project, day))


def entered(talk: Talk) -> Answers:
    """Opening the conversation is greeted once a day; people open it many times."""
    return [welcome(talk.desk, talk.incoming)]


def unsupported(talk: Talk) -> Answers:
    return [Unsupported(talk.incoming.text)]


def help_(talk: Talk) -> Answers:
    return [Help(frozenset(talk.actor.roles))]


def _held(incoming: Incoming) -> Held:
    return Held(
        kind=incoming.kind,
        text=incoming.text,
        media=incoming.media,
        lat=incoming.lat,
        lon=incoming.lon,
        place=incoming.place,
    )
