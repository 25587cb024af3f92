"""New messages: text, a place, a photo, an entrance."""

from dataclasses import replace

from backend.domain.people import Role
from backend.services import expectations, photos, visits
from bots.dialogs.conversation import Asked, Held, Question
from bots.handlers import lookup, orders, site
from bots.handlers.talk import Answers, Talk
from bots.intents import Kind as Sort
from bots.intents import Order
from bots.message import Incoming
from bots.prompts import CheckedIn, Greeting, Help, NotUnderstood, PhotoKept, Unsupported
from bots.reading import read


def text(talk: Talk, order: Order | None) -> Answers:
    if order is not None:
        return orders.carry_out(talk, order)
    typed = talk.incoming.text
    if not any(char.isalnum() for char in typed):
        return []  # a thumb, three dots: nothing was said
    readings = read(typed, talk.today, talk.names)
    if all(reading.kind is Sort.UNKNOWN for reading in readings):
        return [NotUnderstood(talk.reports)]
    return site.tell(talk, readings)


# ---- a place


def location(talk: Talk) -> Answers:
    return location_of(talk, _held(talk.incoming), None)


def location_of(talk: Talk, here: Held, project_id: int | None) -> Answers:
    """A place is a visit to the project it is at."""
    done = visits.check_in(talk.desk, talk.actor, project_id, here.lat, here.lon, here.place)
    if isinstance(done, visits.Choice):
        return [lookup.ask(talk, "location", lookup.Unclear("", done.candidates), here)]
    return [_checked_in(talk, done)]


def _checked_in(talk: Talk, done: visits.CheckedIn) -> CheckedIn:
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


# ---- a photo


def photo(talk: Talk) -> Answers:
    """Stored at once; when it is not clear what it shows, that is asked once for all that are sent together."""
    seen = talk.incoming
    kept = photos.attach_photo(talk.desk, talk.actor, None, seen.channel, seen.media, seen.at)
    if kept.project is not None:
        return [_kept(talk, kept.project.id, 1)]
    if (waiting := _waiting(talk)) is not None:
        talk.asked = replace(waiting, photos=(*waiting.photos, kept.photo_id))
        return []
    unclear = lookup.Unclear("", kept.candidates)
    return [lookup.ask(talk, "photo", unclear, _held(seen), (kept.photo_id,))]


def _waiting(talk: Talk) -> Asked | None:
    asked = talk.open
    photos_wait = asked is not None and asked.question is Question.PROJECT and asked.field == "photo"
    return asked if photos_wait else None


def photos_of(talk: Talk, photo_ids: tuple[int, ...], project_id: int) -> Answers:
    for photo_id in photo_ids:
        photos.settle_photo(talk.desk, talk.actor, photo_id, project_id)
    return [_kept(talk, project_id, len(photo_ids))]


def _kept(talk: Talk, project_id: int, added: int) -> PhotoKept:
    project = talk.named(project_id)
    return PhotoKept(project.name, talk.today, added, photos.sent_on(talk.desk, project, talk.today))


# ---- the rest


def entered(talk: Talk) -> Answers:
    reports = Role.SECRETARY in talk.actor.roles
    silent = expectations.silent(talk.desk, talk.actor) if reports else []
    names = tuple(one.name for one in sorted(silent, key=lambda one: one.id))
    return [Greeting(talk.actor.person.name, reports, names)]


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
