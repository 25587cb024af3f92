"""The project form: rows that say what to change, each with the line it came from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from backend.intake import cells
from backend.intake.cells import Named
from backend.intake.complaint import Complaint, Reading
from backend.intake.forms import KINDS, PROJECTS, STAGES, YES_NO, offered
from backend.intake.ledger import Record, read_ledger, reading, repeated

T = TypeVar("T")

NOBODY: tuple[Named, ...] = ()
NO_WORDS: tuple[str, ...] = ()

CHINESE_DEGREES_DIGITS = 3  # fewer decimals and the point is a hundred metres off and more


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """What a row asks for. `changes` are fields of `Project`; what is absent or None stays as it is.

    `unit` "" and empty tuples take away; `plans` are 万元 by year, None standing for the year of the import.
    """

    line: int
    code: str
    name: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    unit: str | None = None
    leaders: tuple[Named, ...] | None = None
    secretaries: tuple[Named, ...] | None = None
    position: tuple[float, float] | None = None  # lat, lon
    radius_m: int | None = None
    plans: Mapping[int | None, Decimal] = field(default_factory=dict)


def read_projects(source: Path | bytes) -> Reading[ProjectRow]:
    """Rows of the sheet that looks like the project form, with every complaint at once."""
    ledger = read_ledger(source, PROJECTS)
    keyed = [(record, _row(record)) for record in ledger.records]
    found: list[Complaint] = []
    codes = [(record, row.code) for record, row in keyed]
    names = [(record, row.name) for record, row in keyed]
    for key, said in (("code", codes), ("name", names)):
        found += repeated(said, PROJECTS.column(key), "「{}」".format)
    warned = [warning for record, row in keyed for warning in _doubts(record, row)]
    return reading(ledger, keyed, found, warned)


def _row(record: Record) -> ProjectRow:
    record.require()
    changes = {
        "aliases": record.read("aliases", partial(cells.parts, limit=40), NO_WORDS),
        "region": record.read("region", _text(60), ""),
        "sector": record.read("sector", _text(60), ""),
        "kind": record.read("kind", _choice(KINDS)),
        "stage": record.read("stage", _choice(STAGES)),
        "start": record.read("start", partial(cells.day, last=False)),
        "target": record.read("target", partial(cells.day, last=True)),
        "total_wan": _money(record, "total").get(None),
        "seven_day": record.read("seven_day", _choice(YES_NO)),
    }
    row = ProjectRow(
        line=record.line,
        code=record.read("code", partial(cells.text, limit=40, half_width=True)) or "",
        name=record.read("name", _text(120)) or "",
        changes={name: value for name, value in changes.items() if value is not None},
        unit=record.read("unit", _text(120), ""),
        leaders=record.read("leaders", cells.people, NOBODY),
        secretaries=record.read("secretaries", cells.people, NOBODY),
        position=record.read("position", cells.position),
        radius_m=record.read("radius", cells.metres),
        plans=_money(record, "plan"),
    )
    _check_dates(record, changes["start"], changes["target"])
    return row


def _money(record: Record, key: str) -> dict[int | None, Decimal]:
    """万元 by the year in the heading; cells that say "none" are left out."""
    found = {}
    for heading, value in record.each(key):
        amount = record.cell(heading, value, partial(cells.money, unit=heading.unit or "万"), None)
        if amount is not None:
            found[heading.year] = amount
    return found


def _check_dates(record: Record, start: Any, target: Any) -> None:
    if isinstance(start, date) and isinstance(target, date) and target < start:
        record.complain(PROJECTS.column("target").title, f"{target} 早于开工日期 {start}")


def _doubts(record: Record, row: ProjectRow) -> list[Complaint]:
    """What may be right, but should be looked at."""
    found = []
    total = row.changes.get("total_wan")
    for plan in row.plans.values():
        if total is not None and plan > total:
            found.append(Complaint(record.line, "年度计划投资", f"{plan} 万元，大于总投资 {total} 万元"))
    if row.position and any(_decimals(degrees) < CHINESE_DEGREES_DIGITS for degrees in row.position):
        found.append(Complaint(record.line, "经纬度", "小数位太少，差一位就偏几百米以上，请取到四位以上"))
    return found


def _decimals(degrees: float) -> int:
    return len(f"{degrees:.10g}".partition(".")[2])


def _text(limit: int) -> Callable[[Any], str]:
    return partial(cells.text, limit=limit)


def _choice(options: Mapping[T, tuple[str, ...]]) -> Callable[[Any], T]:
    words = {word: option for option, spellings in options.items() for word in spellings}
    return partial(cells.choice, words=words, shown_as="、".join(offered(options)))
