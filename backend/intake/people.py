"""The people form: who, in which unit, in which roles, reachable where, stood in for by whom."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from backend.domain.people import Role
from backend.intake import cells
from backend.intake.cells import Named
from backend.intake.complaint import BadCell, Complaint, Reading
from backend.intake.forms import PEOPLE, ROLES, offered
from backend.intake.ledger import Record, read_ledger, reading, repeated

NO_ROLES: tuple[Role, ...] = ()
NO_WORDS: tuple[str, ...] = ()
REGIONAL = frozenset({Role.LEADER, Role.OFFICE})


@dataclass(frozen=True, slots=True)
class PersonRow:
    """What a row asks for. None leaves things as they are; an empty text, tuple or name takes them away."""

    line: int
    name: str
    phone: str | None = None
    unit: str | None = None
    title: str | None = None
    roles: tuple[Role, ...] | None = None
    regions: tuple[str, ...] | None = None
    account: str | None = None  # WeCom user id
    deputy: Named | None = None


def read_people(source: Path | bytes) -> Reading[PersonRow]:
    """Rows of the sheet that looks like the people form, with every complaint at once."""
    ledger = read_ledger(source, PEOPLE)
    keyed = [(record, _row(record)) for record in ledger.records]
    found: list[Complaint] = []
    identities = [(record, f"{row.name} {row.phone or ''}".strip()) for record, row in keyed]
    found += repeated(identities, PEOPLE.column("name"), "「{}」".format)
    found += _namesakes([row for _, row in keyed])
    accounts = [(record, (row.account or "").lower()) for record, row in keyed]
    found += repeated(accounts, PEOPLE.column("account"), "「{}」".format)
    return reading(ledger, keyed, found, [])


def _namesakes(rows: list[PersonRow]) -> list[Complaint]:
    """Where the file has two of a name, only phones tell them apart."""
    often = Counter(row.name for row in rows)
    return [
        Complaint(
            row.line, PEOPLE.column("phone").title, f"表里有 {often[row.name]} 个「{row.name}」，请填电话"
        )
        for row in rows
        if row.name and often[row.name] > 1 and not row.phone
    ]


def _row(record: Record) -> PersonRow:
    record.require()
    row = PersonRow(
        line=record.line,
        name=record.read("name", _name) or "",
        phone=record.read("phone", cells.phone, ""),
        unit=record.read("unit", partial(cells.text, limit=120), ""),
        title=record.read("title", partial(cells.text, limit=60), ""),
        roles=record.read("roles", _roles, NO_ROLES),
        regions=record.read("regions", partial(cells.parts, limit=60), NO_WORDS),
        account=record.read("account", _account, ""),
        deputy=record.read("deputy", _one_person, Named("")),
    )
    _check(record, row)
    return row


def _check(record: Record, row: PersonRow) -> None:
    roles = frozenset(row.roles or ())
    if row.regions and row.roles is not None and not roles & REGIONAL:
        record.complain(PEOPLE.column("regions").title, "只有包保领导、重点办人员可以按地区负责")
    if row.deputy is not None and row.deputy.name == row.name and row.deputy.phone in ("", row.phone):
        record.complain(PEOPLE.column("deputy").title, "不能由本人顶自己的岗")


def _name(value: Any) -> str:
    named = _one_person(value)
    if named.phone:
        raise BadCell("姓名里有电话，请填到“电话”列")
    return named.name


def _one_person(value: Any) -> Named:
    found = cells.people(value)
    if len(found) != 1:
        raise BadCell("只能填一个人")
    return found[0]


def _roles(value: Any) -> tuple[Role, ...]:
    words = {word: role for role, spellings in ROLES.items() for word in spellings}
    choose: Callable[[Any], Role] = partial(cells.choice, words=words, shown_as="、".join(offered(ROLES)))
    return tuple(dict.fromkeys(choose(part) for part in cells.parts(value, 20)))


def _account(value: Any) -> str:
    account = cells.text(value, 64, half_width=True)
    if not account.isascii() or not account.isprintable() or " " in account:
        raise BadCell("企业微信账号只有字母、数字和 . _ - @，请从通讯录复制")
    return account
