"""The people, units and today's duties while a form is read into the register: looked up once, kept up to date."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import timedelta

from backend.domain.people import Duty, Person
from backend.intake.cells import Named
from backend.services.desk import Desk
from backend.services.outcome import Complaints


class Roster:
    def __init__(self, desk: Desk, complaints: Complaints) -> None:
        self._desk = desk
        self._complaints = complaints
        self._people = {person.id: person for person in desk.unit.people.all()}
        self._by_name: dict[str, dict[int, None]] = {}
        for person in self._people.values():
            self._by_name.setdefault(person.name, {})[person.id] = None
        self._units = {unit.name: unit.id for unit in desk.unit.people.units()}
        self._unit_names = {unit_id: name for name, unit_id in self._units.items()}
        self.duties = desk.unit.people.duties_on(desk.moment.day)
        self._duties_of: dict[int, list[Duty]] = {}
        for duty in self.duties:
            self._duties_of.setdefault(duty.person_id, []).append(duty)

    def put(self, person: Person) -> None:
        self._people[person.id] = person
        self._by_name.setdefault(person.name, {})[person.id] = None

    def by_id(self, person_id: int) -> Person:
        return self._people[person_id]

    def duties_of(self, person_id: int) -> list[Duty]:
        """As they were before the form was read."""
        return self._duties_of.get(person_id, [])

    def named(self, name: str) -> list[Person]:
        return [self._people[person_id] for person_id in self._by_name.get(name, ())]

    def find(self, line: int, column: str, named: Named) -> Person | None:
        """The one person meant; with a complaint, None when there is none or more than one."""
        same = self.named(named.name)
        fitting = [person for person in same if not named.phone or person.phone == named.phone]
        if len(fitting) == 1:
            return fitting[0]
        if len(fitting) > 1:
            phones = "、".join(person.phone or "无电话" for person in fitting)
            reason = f"有 {len(fitting)} 个「{named.name}」（{phones}），请在姓名后写电话"
            self._complaints.add(line, column, reason)
        elif same:
            self._complaints.add(line, column, f"「{named.name}」的电话不是 {named.phone}")
        else:
            reason = f"还没有登记「{named.name}」这个人"
            self._complaints.unknown(line, column, reason, named.name, self._by_name)
        return None

    def find_unit(self, line: int, column: str, name: str) -> int | None:
        if name not in self._units:
            reason = f"没有哪个人员的单位是「{name}」"
            self._complaints.unknown(line, column, reason, name, self._units)
        return self._units.get(name)

    def unit_id(self, name: str) -> int | None:
        """The unit of that name, new if need be; none for no name."""
        if not name:
            return None
        if name not in self._units:
            self._units[name] = self._desk.unit.people.add_unit(name).id
            self._unit_names[self._units[name]] = name
        return self._units[name]

    def unit_name(self, unit_id: int | None) -> str:
        return "" if unit_id is None else self._unit_names[unit_id]


def sync_duties(desk: Desk, held: Iterable[Duty], wanted: Collection[Duty]) -> bool:
    """End the duties that are not wanted any more, begin today those that are new; whether anything changed."""
    today = desk.moment.day
    asked = {_meaning(duty) for duty in wanted}
    there = {_meaning(duty): duty for duty in held}
    gone = [duty for duty in held if _meaning(duty) not in asked]
    new = {_meaning(duty): duty for duty in wanted if _meaning(duty) not in there}
    for duty in gone:
        # Yesterday, also for one that began today: it was a slip of the pen and never held.
        desk.unit.people.end_duty(duty.id, today - timedelta(days=1))
    for duty in new.values():
        desk.unit.people.add_duty(replace(duty, since=today))
    return bool(gone or new)


def _meaning(duty: Duty) -> tuple[object, ...]:
    return (duty.person_id, duty.role, duty.project_id, duty.region, duty.unit_id)
