"""People, units, and who answers for what from when to when (M01, M10, M14)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Role(StrEnum):
    OFFICE = "office"  # 重点办
    LEADER = "leader"  # 包保领导 / 首席服务人
    SECRETARY = "secretary"  # 项目秘书
    UNIT = "unit"  # 责任单位经办人
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Unit:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    name: str
    title: str = ""
    phone: str = ""
    unit_id: int | None = None
    deputy_id: int | None = None  # the usual AB 岗; a duty may name another


@dataclass(frozen=True, slots=True)
class Duty:
    """One person answers in one role for one project, one region, one unit, or (all three None) everything.

    `since` and `until` are inclusive days. The deputy (AB 岗) takes over on days of the person's leave.
    """

    id: int
    person_id: int
    role: Role
    project_id: int | None = None
    region: str | None = None
    unit_id: int | None = None
    since: date = date.min
    until: date | None = None
    deputy_id: int | None = None

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Leave:
    """Days off, inclusive."""

    person_id: int
    since: date
    until: date
    reason: str = ""

    def covers(self, day: date) -> bool:
        return self.since <= day <= self.until


@dataclass(frozen=True, slots=True)
class Token:
    """Lets a program ask in a person's name. Only the digest is kept; `prefix` tells tokens apart in a list."""

    id: int
    person_id: int
    name: str
    prefix: str
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None

    def works_at(self, at: datetime) -> bool:
        return self.revoked_at is None and (self.expires_at is None or at < self.expires_at)


def acting(duty: Duty, day: date, leaves: list[Leave]) -> int | None:
    """The person id who answers for this duty on that day: the holder, the deputy on leave, or nobody."""
    if not duty.holds_on(day):
        return None

    def away(person_id: int) -> bool:
        return any(leave.person_id == person_id and leave.covers(day) for leave in leaves)

    if not away(duty.person_id):
        return duty.person_id
    if duty.deputy_id is not None and not away(duty.deputy_id):
        return duty.deputy_id
    return None


@dataclass(frozen=True, slots=True)
class Scope:
    """What someone may see: everything, or the union of projects, regions and units.

    Every query takes a scope; a row outside it does not exist for the asker (404, never 403).
    """

    everything: bool = False
    project_ids: frozenset[int] = frozenset()
    regions: frozenset[str] = frozenset()
    unit_ids: frozenset[int] = frozenset()

    def sees(self, project_id: int, region: str, unit_id: int | None) -> bool:
        return (
            self.everything
            or project_id in self.project_ids
            or region in self.regions
            or (unit_id is not None and unit_id in self.unit_ids)
        )


EVERYTHING = Scope(everything=True)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is asking, with the roles and the scope that the duties of that day give."""

    person: Person
    roles: frozenset[Role]
    scope: Scope

    def is_office(self) -> bool:
        return bool(self.roles & {Role.OFFICE, Role.ADMIN})


def actor_of(person: Person, duties: list[Duty], day: date) -> Actor:
    """The person with the duties that hold on `day`, own and (as deputy) others'.

    A deputy sees what the duty holder sees for as long as the duty lasts, so that a leave announced
    late does not find the deputy locked out.
    """
    held = [d for d in duties if d.holds_on(day) and person.id in (d.person_id, d.deputy_id)]
    wide = {Role.OFFICE, Role.ADMIN}
    return Actor(
        person=person,
        roles=frozenset(d.role for d in held),
        scope=Scope(
            everything=any(
                d.role in wide and d.region is None and d.project_id is None and d.unit_id is None
                for d in held
            ),
            project_ids=frozenset(d.project_id for d in held if d.project_id is not None),
            regions=frozenset(d.region for d in held if d.region is not None),
            unit_ids=frozenset(d.unit_id for d in held if d.unit_id is not None),
        ),
    )
