"""The people form into the register: insert or update, all rows or none."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from backend.domain.people import Duty, Person, Role
from backend.intake.complaint import Reading
from backend.intake.people import REGIONAL, PersonRow
from backend.services.desk import Desk
from backend.services.outcome import Complaints, Outcome, all_or_nothing, happened
from backend.services.roster import Roster, sync_duties

CHANNEL = "wecom"


def register(desk: Desk, reading: Reading[PersonRow], *, dry_run: bool = False) -> Outcome:
    """A row is the person of that name and phone; the same form a second time changes nothing.

    Raises Invalid("register_refused", complaints=…) with the reading's complaints and all of its own; nothing
    is saved then.
    """
    intake = _Intake(desk, Complaints(list(reading.complaints)))
    with all_or_nothing(desk, intake.complaints, dry_run=dry_run):
        outcome = intake.run([*reading.rows, *reading.partial])
    return outcome


class _Intake:
    """Two rounds, since a deputy may stand further down in the file."""

    def __init__(self, desk: Desk, complaints: Complaints) -> None:
        self.complaints = complaints
        self._desk = desk
        self._people = desk.unit.people
        self._roster = Roster(desk, complaints)
        bound = self._people.accounts_at(CHANNEL)
        self._accounts = {owner: account for account, owner in bound.items()}
        self._owners = {account.lower(): owner for account, owner in bound.items()}  # ids know no case

    def run(self, rows: Sequence[PersonRow]) -> Outcome:
        often = Counter(row.name for row in rows)
        matched = []
        for row in rows:
            known = self._match(row, alone=often[row.name] == 1)
            if known is not None:
                matched.append((row, known, self._save(row, known)))
        done = []
        for row, known, person in matched:
            deputised = self._deputise(row, person)
            changes = [
                deputised != known,
                self._assign(row, deputised),
                self._give_account(row, deputised),
            ]
            done.append((row.name, happened(known.id > 0, any(changes))))
        return Outcome(tuple(done))

    def _match(self, row: PersonRow, *, alone: bool) -> Person | None:
        """The person meant, a new one with id 0, or None when it cannot be told."""
        same = self._roster.named(row.name)
        new = Person(0, row.name)
        if not row.phone:
            if len(same) > 1:
                self.complaints.add(row.line, "姓名", f"人员库里有 {len(same)} 个「{row.name}」，请填电话")
                return None
            return same[0] if same else new
        exact = [person for person in same if person.phone == row.phone]
        # Someone with a new phone is still the same person when the account or the unit says so,
        # or when no phone was known; but not where the file itself tells two of the name apart.
        close = [person for person in same if self._is_close(row, person)] if alone else []
        return next(iter(exact), close[0] if len(close) == 1 else new)

    def _is_close(self, row: PersonRow, person: Person) -> bool:
        unit = self._roster.unit_name(person.unit_id)
        return (
            person.phone == ""
            or (row.account is not None and self._owners.get(row.account.lower()) == person.id)
            or (unit != "" and unit == row.unit)
        )

    def _save(self, row: PersonRow, known: Person) -> Person:
        person = replace(
            known,
            title=known.title if row.title is None else row.title,
            phone=known.phone if row.phone is None else row.phone,
            unit_id=known.unit_id if row.unit is None else self._roster.unit_id(row.unit),
        )
        if not person.id:
            person = self._people.add(person)
        elif person != known:
            self._people.update(person)
        self._roster.put(person)
        return person

    def _deputise(self, row: PersonRow, person: Person) -> Person:
        if row.deputy is None:
            return person
        deputy = self._roster.find(row.line, "B岗", row.deputy) if row.deputy.name else None
        if row.deputy.name and deputy is None:
            return person
        deputy_id = None if deputy is None else deputy.id
        if deputy_id == person.id:
            self.complaints.add(row.line, "B岗", "不能由本人顶自己的岗")
            return person
        changed = replace(person, deputy_id=deputy_id)
        if changed != person:
            self._people.update(changed)
            self._roster.put(changed)
            for duty in self._roster.duties_of(person.id):
                self._people.set_deputy(duty.id, deputy_id)
        return changed

    def _assign(self, row: PersonRow, person: Person) -> bool:
        """Bring the duties this form can say (those for no project) into line; whether any changed."""
        if row.roles is None and row.regions is None and row.unit is None:
            return False
        held = [duty for duty in self._roster.duties_of(person.id) if duty.project_id is None]
        roles = dict.fromkeys(duty.role for duty in held) if row.roles is None else row.roles
        regions = row.regions
        if regions is None:
            regions = tuple(dict.fromkeys(duty.region for duty in held if duty.region))
        if row.regions and not REGIONAL.intersection(roles):
            self.complaints.add(row.line, "负责地区", "请在“角色”里填包保领导或重点办")
        if Role.UNIT in roles and person.unit_id is None:
            self.complaints.add(row.line, "单位", "角色是责任单位的，单位必须填")
            return False
        wanted = [duty for role in roles for duty in _duties_of(role, person, regions)]
        return sync_duties(self._desk, held, wanted)

    def _give_account(self, row: PersonRow, person: Person) -> bool:
        if row.account is None:
            return False
        mine = self._accounts.get(person.id)
        owner = self._owners.get(row.account.lower())
        if owner == person.id or (not row.account and mine is None):
            return False
        if owner is not None:
            name = self._roster.by_id(owner).name
            self.complaints.add(
                row.line, "企业微信账号", f"「{row.account}」已是{name}的账号，请先在{name}那一行改掉"
            )
            return False
        if mine is not None:
            self._people.unbind(CHANNEL, self._accounts.pop(person.id))
            del self._owners[mine.lower()]
        if row.account:
            self._people.bind(CHANNEL, row.account, person.id, self._desk.moment.at)
            self._accounts[person.id] = row.account
            self._owners[row.account.lower()] = person.id
        return True


def _duties_of(role: Role, person: Person, regions: tuple[str, ...]) -> list[Duty]:
    """What a role in this form means. Leaders without a region, and secretaries, get their duty from a project."""
    plain = Duty(0, person.id, role, deputy_id=person.deputy_id)
    match role:
        case Role.ADMIN:
            return [plain]
        case Role.OFFICE:
            return [replace(plain, region=region) for region in regions] or [plain]
        case Role.LEADER:
            return [replace(plain, region=region) for region in regions]
        case Role.UNIT:
            return [replace(plain, unit_id=person.unit_id)]
        case Role.SECRETARY:
            return []
