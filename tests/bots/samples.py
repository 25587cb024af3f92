"""Every prompt and notice, made from its types: with nothing in it, with one of everything, with five hundred."""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal, get_args, get_origin, get_type_hints

from backend.domain.people import Role
from backend.domain.problem import Act, Category, State
from backend.domain.standing import Standing

DAY = date(2026, 10, 26)

# What a text means where it is no free text.
VALUES: Mapping[str, tuple[str, ...]] = {
    "standing": tuple(Standing),
    "before": tuple(Standing),
    "after": tuple(Standing),
    "act": tuple(Act),
    "state": tuple(State),
    "category": tuple(Category),
    "covers": ("month", "year_to_date"),
    "period": ("2026-10",),
    "key": ("2026-10",),
    "number": ("清交办〔2026〕12号",),
    "field": ("workers", "machines"),
    "missing": ("workers", "machines", "progress"),
    "doubts": ("below_earlier", "above_later", "over_plan"),
    "roles": tuple(Role),
    "what": ("report", "photo", "location", "problem", "order", "investment", "milestone", "checkin"),
    "kind": ("voice", "video", "link", "file"),
    "reported": (),
    "candidates": ("40", "50"),
    "deadline": ("18:30",),
    "copied": ("workers", "progress"),
}


MOST = {"roles": 5, "missing": 3, "doubts": 3, "candidates": 5, "names": 5}
"""How many there can be of some."""


def sample(kind: type, size: int, text: str, turn: int = 0, *, bare: bool = False) -> Any:
    """One `kind`: collections have `size` items, free texts are `text`, what may be None is when `bare`.

    `turn` goes round the values of what is no free text.
    """
    hints = get_type_hints(kind)
    return kind(
        **{
            field.name: _value(hints[field.name], field.name, size, text, turn, bare)
            for field in fields(kind)
        }
    )


def _value(hint: Any, name: str, size: int, text: str, turn: int, bare: bool) -> Any:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (types.UnionType, Literal) or str(origin) == "typing.Union":
        given = [one for one in arguments if one is not type(None)]
        return None if bare else _value(given[0], name, size, text, turn, bare)
    if name == "changed":  # field, before, after
        return (("workers", 84, 48), ("progress", text, text))[: size or 0]
    if name == "facts" and origin is Mapping:
        return {"project": text, "name": text, "day": DAY, "limit": 31, "value": 5} if size else {}
    if hint is Any:
        return text
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        size = min(size, MOST.get(name, size))
        return tuple(_value(arguments[0], name, size, text, turn + n, bare) for n in range(size))
    if origin is tuple:
        return tuple(_value(one, name, size, text, turn + n, bare) for n, one in enumerate(arguments))
    if origin is frozenset:
        return frozenset(_value(arguments[0], name, size, text, turn + n, bare) for n in range(min(size, 5)))
    if origin is not None and issubclass(origin, Mapping):
        if isinstance(arguments[0], type) and issubclass(arguments[0], StrEnum):
            keys: list[Any] = list(arguments[0])
        else:
            keys = [f"{text[:10]}{n}" for n in range(min(size, 60))]
        return {key: _value(arguments[1], name, size, text, turn, bare) for key in keys}
    return _plain(hint, name, size, text, turn, bare)


def _plain(hint: Any, name: str, size: int, text: str, turn: int, bare: bool) -> Any:
    if is_dataclass(hint):
        return sample(hint, min(size, 3), text, turn, bare=bare)  # type: ignore[arg-type]
    if issubclass(hint, StrEnum):
        return list(hint)[turn % len(hint)]
    if hint is str:
        values = VALUES.get(name)
        return values[turn % len(values)] if values else text
    if hint is bool:
        return turn % 2 == 0
    if hint is int:
        return size + turn % 3
    if hint is Decimal:
        return Decimal(size * 37) + Decimal("0.5")
    if hint is date:
        return DAY
    if hint is datetime:
        return datetime(2026, 10, 26, 8, tzinfo=UTC)
    raise AssertionError(f"no sample of {hint} for {name}")
