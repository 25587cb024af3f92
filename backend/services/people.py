"""Who is who, who may see what, and who answers for it today."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from hashlib import sha256
from unicodedata import normalize

from backend.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from backend.domain.people import Actor, Duty, Leave, Person, Role, Token, Unit, acting, actor_of
from backend.domain.project import Project
from backend.services.desk import Desk

LONGEST_LEAVE_DAYS = 366
CASELESS = frozenset({"wecom"})  # where Wang and wang are one account, and forms are typed by hand
ANY_PROJECT = frozenset({Role.OFFICE, Role.ADMIN})


# ---- who is asking


def actor_at(desk: Desk, channel: str, account: str) -> Actor | None:
    """Who writes from this chat account, with what today's duties allow; None for a stranger."""
    person = desk.unit.people.person_at(channel, account, any_case=channel in CASELESS)
    return None if person is None else _actor(desk, person)


def back_again(desk: Desk, channel: str, account: str) -> Actor | None:
    """Who writes from an account that the channel had declared gone: what writes is there."""
    return actor_at(desk, channel, account) if desk.unit.people.revive(channel, account) else None


def actor_of_token(desk: Desk, token: str) -> Actor | None:
    """None for a token that is unknown, expired or revoked."""
    found = desk.unit.people.token_by_digest(_digest(token))
    if found is None or not found.works_at(desk.moment.at):
        return None
    person = desk.unit.people.by_id(found.person_id)
    return None if person is None else _actor(desk, person)


def actor_named(desk: Desk, name: str) -> Actor:
    """For the operator at the machine, who names people. Raises NotFound, or Conflict when two share the name."""
    found = desk.unit.people.by_name(name)
    if not found:
        raise NotFound("person_not_found", name=name)
    if len(found) > 1:
        raise Conflict("person_ambiguous", name=name, phones=[person.phone for person in found])
    return _actor(desk, found[0])


def _actor(desk: Desk, person: Person) -> Actor:
    return actor_of(person, desk.unit.people.duties_of(person.id), desk.moment.day)


# ---- tokens and bindings


def create_token(desk: Desk, person_id: int, name: str, secret: str, days: int | None = None) -> str:
    """The token in full, shown this once; only its digest is kept. `days` None never expires."""
    _known(desk, person_id)
    if not 1 <= len(name) <= 60:
        raise Invalid("token_name_length", field="name", limit=60)
    if days is not None and not 1 <= days <= 3660:
        raise Invalid("token_days", field="days", limit=3660)
    prefix = sha256(secret.encode()).hexdigest()[:8]
    text = f"st_{prefix}_{secret}"
    now = desk.moment.at
    expires = None if days is None else now + timedelta(days=days)
    desk.unit.people.add_token(Token(0, person_id, name, prefix, now, expires), _digest(text))
    return text


def revoke_token(desk: Desk, token_id: int) -> None:
    if not desk.unit.people.revoke_token(token_id, desk.moment.at):
        raise NotFound("token_not_found", id=token_id)


def issue_code(desk: Desk, person_id: int, code: str) -> None:
    """Let the person bind an account with this code for some minutes; earlier codes die.

    Raises Conflict when somebody else holds the same code just now: draw another.
    """
    _known(desk, person_id)
    now = desk.moment.at
    expires = now + timedelta(minutes=desk.policy.binding_minutes)
    if not desk.unit.people.put_code(_code_digest(code), person_id, expires, now):
        raise Conflict("code_taken")


def bind(desk: Desk, channel: str, account: str, code: str) -> Person | None:
    """The person the account now belongs to. None for a code that is wrong, late or used: not told apart.

    A refusal is returned and not raised, because the failed try must be stored with it: an error would take
    the count back and leave the guesser unlimited. Raises Refused("binding_paused") after too many tries.
    """
    now = desk.moment.at
    tries = desk.unit.people.tries_since(channel, account, now - timedelta(hours=1))
    if tries >= desk.policy.binding_tries_per_hour:
        raise Refused("binding_paused", tries=tries, minutes=60)
    desk.unit.people.add_try(channel, account, now)
    person_id = desk.unit.people.take_code(_code_digest(code), now)
    if person_id is None:
        return None
    desk.unit.people.bind(channel, account, person_id, now)
    return desk.unit.people.by_id(person_id)


def seat(desk: Desk, person_id: int, channel: str, account: str) -> None:
    """Give the account to the person without a code: for the operator at the machine."""
    _known(desk, person_id)
    known = desk.unit.people.person_at(channel, account)
    if known is None or known.id != person_id:
        desk.unit.people.bind(channel, account, person_id, desk.moment.at)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _code_digest(code: str) -> str:
    # Phones type full-width digits, stray spaces and small letters.
    return _digest("binding:" + "".join(normalize("NFKC", code).split()).upper())


# ---- duties and leave


def add_duty(desk: Desk, duty: Duty) -> Duty:
    """Raises Invalid when the duty is bound to nothing, or backwards; NotFound for unknown people."""
    _known(desk, duty.person_id)
    if duty.deputy_id is not None:
        _known(desk, duty.deputy_id)
    if duty.deputy_id == duty.person_id:
        raise Invalid("deputy_is_holder", field="deputy_id")
    if duty.until is not None and duty.until < duty.since:
        raise Invalid("duty_backwards", field="until", since=duty.since, until=duty.until)
    bounds = [duty.project_id, duty.region, duty.unit_id]
    if duty.role not in ANY_PROJECT and not any(bounds):
        raise Invalid("duty_unbounded", field="project_id", role=duty.role)
    return desk.unit.people.add_duty(duty)


def end_duty(desk: Desk, duty_id: int, last_day: date) -> None:
    duty = desk.unit.people.duty_by_id(duty_id)
    if duty is None:
        raise NotFound("duty_not_found", id=duty_id)
    desk.unit.people.end_duty(duty_id, last_day)


def take_leave(
    desk: Desk, actor: Actor, since: date, until: date, reason: str = "", person_id: int | None = None
) -> Leave:
    """Own leave; the office may enter anybody's. The same leave told twice is one leave."""
    whose = actor.person.id if person_id is None else person_id
    if whose != actor.person.id and not actor.is_office():
        raise NotAllowed("leave_of_another")
    _known(desk, whose)
    if until < since:
        raise Invalid("leave_backwards", field="until", since=since, until=until)
    if until < desk.moment.day:
        raise Invalid("leave_in_past", field="until", until=until)
    if (until - since).days >= LONGEST_LEAVE_DAYS:
        raise Invalid("leave_too_long", field="until", limit=LONGEST_LEAVE_DAYS)
    leave = Leave(whose, since, until, reason.strip())
    known = desk.unit.people.leaves(since, until, [whose])
    if not any((other.since, other.until) == (since, until) for other in known):
        desk.unit.people.add_leave(leave)
    return leave


def deputies(desk: Desk, actor: Actor) -> list[tuple[int, str]]:
    """By project of the asker's own: who stands in during a leave, "" when nobody does."""
    today = desk.moment.day
    held = [
        duty
        for duty in desk.unit.people.duties_of(actor.person.id)
        if duty.person_id == actor.person.id and duty.project_id is not None and duty.holds_on(today)
    ]
    names = desk.unit.people.by_ids({duty.deputy_id for duty in held if duty.deputy_id is not None})
    return [
        (duty.project_id, names[duty.deputy_id].name if duty.deputy_id is not None else "")
        for duty in held
        if duty.project_id is not None
    ]


def unit_called(desk: Desk, name: str) -> Unit:
    """By its name, or by a part that only one unit's name has.

    Raises Invalid("unit_missing"), NotFound("unit_not_found", name) or NotFound("unit_ambiguous", name, several).
    """
    words = "".join(normalize("NFKC", name).split())
    if not words:
        raise Invalid("unit_missing", field="unit")
    units = desk.unit.people.units()
    fits = [unit for unit in units if unit.name == words] or [unit for unit in units if words in unit.name]
    if not fits:
        raise NotFound("unit_not_found", name=name)
    if len(fits) > 1:
        raise NotFound("unit_ambiguous", name=name, several=[unit.name for unit in fits])
    return fits[0]


def tokens(desk: Desk) -> list[tuple[Token, str]]:
    """Every token with its person's name."""
    found = desk.unit.people.tokens()
    names = desk.unit.people.by_ids({token.person_id for token in found})
    return [(token, names[token.person_id].name) for token in found]


def _known(desk: Desk, person_id: int) -> Person:
    person = desk.unit.people.by_id(person_id)
    if person is None:
        raise NotFound("person_not_found", id=person_id)
    return person


# ---- who answers today


def office(desk: Desk, region: str = "") -> list[Person]:
    """Who is told what concerns the office; a clerk for one region only what concerns that region."""
    duties = [*desk.unit.people.duties_on(desk.moment.day, Role.OFFICE)]
    duties += desk.unit.people.duties_on(desk.moment.day, Role.ADMIN)
    return answering(desk, [duty for duty in duties if duty.region in (None, region)])


def leaders(desk: Desk) -> list[Person]:
    """Everybody who leads a project or a region today, on leave or not."""
    duties = desk.unit.people.duties_on(desk.moment.day, Role.LEADER)
    return _in_order(desk, [duty.person_id for duty in duties])


def leaders_of(desk: Desk, project: Project) -> list[Person]:
    """The holders, not their deputies: it is the leader who is named on papers and counted."""
    return _in_order(desk, [duty.person_id for duty in _of_project(desk, project, Role.LEADER)])


def secretaries_of(desk: Desk, project: Project) -> list[Person]:
    """Who reports for the project today: the deputy while the secretary is on leave."""
    return answering(desk, _of_project(desk, project, Role.SECRETARY))


def unit_contacts(desk: Desk, unit_id: int) -> list[Person]:
    duties = desk.unit.people.duties_on(desk.moment.day, Role.UNIT)
    return answering(desk, [duty for duty in duties if duty.unit_id == unit_id])


def answering(desk: Desk, duties: Collection[Duty]) -> list[Person]:
    """Who answers today for these duties, deputies in for holders on leave; the holders when nobody is there at all."""
    day = desk.moment.day
    held = [duty for duty in duties if duty.holds_on(day)]
    away = desk.unit.people.leaves(day, day, _everyone_in(held))
    there = [person_id for duty in held if (person_id := acting(duty, day, away)) is not None]
    return _in_order(desk, there or [duty.person_id for duty in held])


def _of_project(desk: Desk, project: Project, role: Role) -> list[Duty]:
    duties = desk.unit.people.duties_for([project.id])
    return [duty for duty in duties if duty.role is role and duty.holds_on(desk.moment.day)]


def _everyone_in(duties: Iterable[Duty]) -> set[int]:
    return {
        person_id
        for duty in duties
        for person_id in (duty.person_id, duty.deputy_id)
        if person_id is not None
    }


def _in_order(desk: Desk, person_ids: Iterable[int]) -> list[Person]:
    wanted = list(dict.fromkeys(person_ids))
    found = desk.unit.people.by_ids(wanted)
    return [found[person_id] for person_id in wanted]
