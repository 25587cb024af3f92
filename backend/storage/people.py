"""People, units, duties, leaves, chat accounts, binding codes and API tokens."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    Table,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from backend.domain.people import Duty, Leave, Person, Role, Token, Unit
from backend.storage.prepared import Prepared
from backend.storage.tables import (
    accounts,
    binding_codes,
    binding_tries,
    duties,
    leaves,
    people,
    projects,
    tokens,
    units,
)

# What every message asks is built once: building a statement costs more than running it.

PERSON_AT = Prepared(
    select(people)
    .join(accounts, accounts.c.person_id == people.c.id)
    .where(
        accounts.c.channel == bindparam("channel"),
        accounts.c.account == bindparam("account"),
        accounts.c.gone.is_(False),
    )
)
_person: BindParameter[Any] = bindparam("person")
_ids: BindParameter[Any] = bindparam("ids", expanding=True)
DUTIES_OF = Prepared(
    select(duties)
    .where(or_(duties.c.person_id == _person, duties.c.deputy_id == _person))
    .order_by(duties.c.id)
)
_regions = select(projects.c.region).where(projects.c.id.in_(_ids), projects.c.region != "")
DUTIES_FOR = (
    select(duties)
    .where(or_(duties.c.project_id.in_(_ids), duties.c.region.in_(_regions)))
    .order_by(duties.c.id)
)
_on = select(duties).where(
    duties.c.since <= bindparam("on"), or_(duties.c.until.is_(None), duties.c.until >= bindparam("on"))
)
ALL_ON = Prepared(_on.order_by(duties.c.id))
ROLE_ON = Prepared(_on.where(duties.c.role == bindparam("role")).order_by(duties.c.id))


class People:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # ---- people

    def add(self, person: Person) -> Person:
        """Store a new person; its id is given here."""
        return replace(person, id=self._insert(people, _values(person)))

    def update(self, person: Person) -> None:
        self._connection.execute(update(people).where(people.c.id == person.id).values(_values(person)))

    def by_id(self, person_id: int) -> Person | None:
        return self.by_ids([person_id]).get(person_id)

    def by_ids(self, ids: Collection[int]) -> dict[int, Person]:
        return {person.id: person for person in self._people(people.c.id.in_(ids))}

    def by_name(self, name: str) -> list[Person]:
        return self._people(people.c.name == name)

    def all(self) -> list[Person]:
        return self._people()

    def _people(self, *conditions: ColumnElement[bool]) -> list[Person]:
        rows = self._connection.execute(select(people).where(*conditions).order_by(people.c.id))
        return [Person(**row._asdict()) for row in rows]

    # ---- units

    def add_unit(self, name: str) -> Unit:
        """The unit of that name, which is stored if it is new."""
        return self.unit_named(name) or Unit(self._insert(units, {"name": name}), name)

    def unit_named(self, name: str) -> Unit | None:
        return next(iter(self._units(units.c.name == name)), None)

    def unit_by_id(self, unit_id: int) -> Unit | None:
        return next(iter(self._units(units.c.id == unit_id)), None)

    def units(self) -> list[Unit]:
        return self._units()

    def _units(self, *conditions: ColumnElement[bool]) -> list[Unit]:
        rows = self._connection.execute(select(units).where(*conditions).order_by(units.c.id))
        return [Unit(**row._asdict()) for row in rows]

    # ---- duties

    def add_duty(self, duty: Duty) -> Duty:
        return replace(duty, id=self._insert(duties, _values(duty)))

    def duty_by_id(self, duty_id: int) -> Duty | None:
        return next(iter(self._duties(duties.c.id == duty_id)), None)

    def end_duty(self, duty_id: int, last_day: date) -> None:
        self._connection.execute(update(duties).where(duties.c.id == duty_id).values(until=last_day))

    def set_deputy(self, duty_id: int, deputy_id: int | None) -> None:
        self._connection.execute(update(duties).where(duties.c.id == duty_id).values(deputy_id=deputy_id))

    def duties_of(self, person_id: int) -> list[Duty]:
        """Own duties, and those the person is deputy for, of all times."""
        return [_duty(row) for row in DUTIES_OF.all(self._connection, {"person": person_id})]

    def duties_for(self, project_ids: Collection[int]) -> list[Duty]:
        """Of all times: duties for these projects, and for the regions they lie in."""
        return [_duty(row) for row in self._connection.execute(DUTIES_FOR, {"ids": list(project_ids)})]

    def duties_on(self, day: date, role: Role | None = None) -> list[Duty]:
        """Every duty that holds on that day."""
        if role is None:
            rows = ALL_ON.all(self._connection, {"on": day})
        else:
            rows = ROLE_ON.all(self._connection, {"on": day, "role": role.value})
        return [_duty(row) for row in rows]

    def _duties(self, *conditions: ColumnElement[bool]) -> list[Duty]:
        rows = self._connection.execute(select(duties).where(*conditions).order_by(duties.c.id))
        return [_duty(row) for row in rows]

    # ---- leaves

    def add_leave(self, leave: Leave) -> None:
        self._connection.execute(insert(leaves).values(asdict(leave)))

    def leaves(self, since: date, until: date, person_ids: Collection[int] | None = None) -> list[Leave]:
        """Leaves that touch the days `since` to `until`, of these people or of everybody."""
        query = select(leaves.c.person_id, leaves.c.since, leaves.c.until, leaves.c.reason).where(
            leaves.c.since <= until, leaves.c.until >= since
        )
        if person_ids is not None:
            query = query.where(leaves.c.person_id.in_(person_ids))
        return [Leave(**row._asdict()) for row in self._connection.execute(query.order_by(leaves.c.id))]

    # ---- chat accounts

    def bind(self, channel: str, account: str, person_id: int, at: datetime) -> None:
        """Give the account to the person; whoever had it before loses it."""
        self.unbind(channel, account)
        self._connection.execute(
            insert(accounts).values(
                channel=channel, account=account, person_id=person_id, bound_at=at, gone=False
            )
        )

    def unbind(self, channel: str, account: str) -> bool:
        """False when nobody had it."""
        statement = delete(accounts).where(accounts.c.channel == channel, accounts.c.account == account)
        return self._connection.execute(statement).rowcount > 0

    def revive(self, channel: str, account: str) -> bool:
        """The channel knows the account after all; False when it was not gone."""
        statement = update(accounts).where(
            accounts.c.channel == channel, accounts.c.account == account, accounts.c.gone.is_(True)
        )
        return self._connection.execute(statement.values(gone=False)).rowcount > 0

    def person_at(self, channel: str, account: str, *, any_case: bool = False) -> Person | None:
        """Nobody at an account the channel has declared gone."""
        row = PERSON_AT.first(self._connection, {"channel": channel, "account": account})
        if row is not None or not any_case:
            return None if row is None else Person(**row._asdict())
        # Only when the name is not found as written: this looks at every account.
        at = select(accounts.c.person_id).where(
            accounts.c.channel == channel,
            func.lower(accounts.c.account) == account.lower(),
            accounts.c.gone.is_(False),
        )
        return next(iter(self._people(people.c.id.in_(at))), None)

    def accounts_at(self, channel: str) -> dict[str, int]:
        """account → person id, of everyone who can be reached on that channel."""
        query = select(accounts.c.account, accounts.c.person_id).where(
            accounts.c.channel == channel, accounts.c.gone.is_(False)
        )
        return {row.account: row.person_id for row in self._connection.execute(query)}

    def accounts_of(self, person_id: int) -> list[tuple[str, str]]:
        """(channel, account), oldest binding first, whether or not the channel still knows them."""
        query = select(accounts.c.channel, accounts.c.account).where(accounts.c.person_id == person_id)
        rows = self._connection.execute(query.order_by(accounts.c.bound_at, accounts.c.channel))
        return [(row.channel, row.account) for row in rows]

    # ---- binding codes

    def put_code(self, digest: str, person_id: int, expires_at: datetime, now: datetime) -> bool:
        """Replace the person's earlier codes by this one; False when somebody else's live code has this digest."""
        dead = or_(binding_codes.c.used_at.is_not(None), binding_codes.c.expires_at <= now)
        self._connection.execute(delete(binding_codes).where(binding_codes.c.digest == digest, dead))
        self._connection.execute(delete(binding_codes).where(binding_codes.c.person_id == person_id))
        if self._connection.scalar(select(binding_codes.c.person_id).where(binding_codes.c.digest == digest)):
            return False
        self._connection.execute(
            insert(binding_codes).values(digest=digest, person_id=person_id, expires_at=expires_at)
        )
        return True

    def take_code(self, digest: str, now: datetime) -> int | None:
        """The person the code was made for; a second taker, a late one and a guesser all get None."""
        taken = self._connection.execute(
            update(binding_codes)
            .where(
                binding_codes.c.digest == digest,
                binding_codes.c.used_at.is_(None),
                binding_codes.c.expires_at > now,
            )
            .values(used_at=now)
        )
        if taken.rowcount != 1:
            return None
        return self._connection.scalar(
            select(binding_codes.c.person_id).where(binding_codes.c.digest == digest)
        )

    def add_try(self, channel: str, account: str, at: datetime) -> None:
        self._connection.execute(insert(binding_tries).values(channel=channel, account=account, at=at))

    def tries_since(self, channel: str, account: str, at: datetime) -> int:
        query = select(func.count()).where(
            binding_tries.c.channel == channel, binding_tries.c.account == account, binding_tries.c.at > at
        )
        return self._connection.scalar(query) or 0

    # ---- API tokens

    def add_token(self, token: Token, digest: str) -> Token:
        return replace(token, id=self._insert(tokens, {**_values(token), "digest": digest}))

    def token_by_digest(self, digest: str) -> Token | None:
        return next(iter(self._tokens(tokens.c.digest == digest)), None)

    def tokens(self) -> Sequence[Token]:
        return self._tokens()

    def revoke_token(self, token_id: int, at: datetime) -> bool:
        """False when there is no such token or it was revoked before."""
        statement = update(tokens).where(tokens.c.id == token_id, tokens.c.revoked_at.is_(None))
        return self._connection.execute(statement.values(revoked_at=at)).rowcount == 1

    def _tokens(self, *conditions: ColumnElement[bool]) -> list[Token]:
        shown = [column for column in tokens.c if column.name != "digest"]
        rows = self._connection.execute(select(*shown).where(*conditions).order_by(tokens.c.id))
        return [_token(row) for row in rows]

    def _insert(self, table: Table, values: dict[str, Any]) -> int:
        return int(self._connection.scalars(insert(table).values(values).returning(table.c.id)).one())


def _values(row: Person | Duty | Token) -> dict[str, Any]:
    """Columns of a dataclass, without the id that the database gives."""
    return {name: value for name, value in asdict(row).items() if name != "id"}


def _duty(row: Row[Any]) -> Duty:
    return Duty(**{**row._asdict(), "role": Role(row.role)})


def _token(row: Row[Any]) -> Token:
    return Token(**row._asdict())
