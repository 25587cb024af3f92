"""Policy from TOML: the shipped defaults, overlaid by the office's own file."""

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, time
from decimal import Decimal, InvalidOperation
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from backend.domain.errors import Invalid
from backend.domain.policy import Policy, StandingRule

T = TypeVar("T")


def read_policy(path: Path | None = None) -> Policy:
    """Raises `Invalid("policy_invalid", complaints=[…])` with every complaint at once."""
    return _build(Policy, {**_shipped("policy.toml"), **(_own(path) if path else {})})


def read_standing_rule(path: Path | None = None) -> StandingRule:
    return _build(StandingRule, {**_shipped("standing_rule.toml"), **(_own(path) if path else {})})


def _shipped(name: str) -> dict[str, Any]:
    return tomllib.loads((files("backend.data") / name).read_text("utf-8"))


def _own(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Invalid("policy_invalid", complaints=[f"{path.name}: {error}"]) from error


def _build(shape: type[T], values: Mapping[str, Any]) -> T:
    known = {field.name: field.type for field in fields(shape)}  # type: ignore[arg-type]
    complaints = [f"{name}: unknown setting" for name in values if name not in known]
    built: dict[str, Any] = {}
    for name, kind in known.items():
        try:
            built[name] = _typed(values[name], kind)
        except (KeyError, TypeError, ValueError, InvalidOperation):
            complaints.append(f"{name}: {values.get(name)!r} is not a {getattr(kind, '__name__', kind)}")
    if complaints:
        raise Invalid("policy_invalid", complaints=complaints)
    return shape(**built)


def _typed(value: Any, kind: Any) -> Any:
    if kind is Decimal:
        return Decimal(str(value))
    if kind is int and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
        raise ValueError(value)
    if kind in (int, str, date, time) and not isinstance(value, kind):
        raise TypeError(value)
    return value
