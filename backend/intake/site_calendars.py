"""The site calendars that are shipped, and spells as people write them: 11-15..03-15 or 2027-02-04..2027-02-10."""

import re
import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any
from unicodedata import normalize

from backend.domain.site_calendar import Base, SiteCalendar
from backend.domain.workdays import FIRST_YEAR, LAST_YEAR, Spell
from backend.intake.complaint import BadCell

ANY_YEAR = 2000  # a leap year, for spells that come every year
_DAY = r"(?:(\d{4})[-/.])?(\d{1,2})[-/.](\d{1,2})"
_SPAN = re.compile(rf"{_DAY}(?:(?:\.\.|~|至|到){_DAY})?")


@cache
def shipped_calendars() -> tuple[SiteCalendar, ...]:
    tables = tomllib.loads((files("backend.data") / "calendars.toml").read_text("utf-8"))
    return tuple(_site(name, table) for name, table in tables.items())


def _site(name: str, table: dict[str, Any]) -> SiteCalendar:
    return SiteCalendar(
        name,
        table["title"],
        Base(table["base"]),
        spells(table.get("off", ()), table.get("on", ()), table["source"]),
        table["source"],
        table.get("through_holidays", False),
    )


def spells(off: Iterable[str], on: Iterable[str], source: str, *, yearly: bool = False) -> tuple[Spell, ...]:
    """Those without work, then those with it, which outweigh them. Raises BadCell."""
    return tuple(
        [spell(words, False, source, yearly=yearly) for words in off]
        + [spell(words, True, source, yearly=yearly) for words in on]
    )


def spell(words: str, works: bool, source: str, *, yearly: bool = False) -> Spell:
    """Days without a year come every year, and days with one when `yearly`. Raises BadCell."""
    found = _SPAN.fullmatch("".join(normalize("NFKC", words).split()))
    if found is None:
        raise BadCell(f"「{words}」不是时段，请写成 11-15..03-15（每年）或 2027-02-04..2027-02-10")
    first_year, month, day, last_year, last_month, last_day = found.groups()
    if last_month is None:
        last_year, last_month, last_day = first_year, month, day
    if (first_year is None) != (last_year is None):
        raise BadCell(f"「{words}」起止日期要么都写年份，要么都不写")
    every = yearly or first_year is None
    first = _day(words, first_year, month, day)
    last = _day(words, last_year, last_month, last_day)
    if last < first and not every:
        raise BadCell(f"「{words}」结束早于开始")
    return Spell(first, last, works, source, every)


def _day(words: str, year: str | None, month: str, day: str) -> date:
    try:
        found = date(ANY_YEAR if year is None else int(year), int(month), int(day))
    except ValueError as error:
        raise BadCell(f"「{words}」没有这一天") from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise BadCell(f"「{words}」超出日历范围（{FIRST_YEAR}–{LAST_YEAR} 年）")
    return found


def shown(spell: Spell) -> str:
    """As `spell` reads it."""
    pattern = "%m-%d" if spell.yearly else "%Y-%m-%d"
    days = (spell.first,) if spell.first == spell.last else (spell.first, spell.last)
    return "..".join(day.strftime(pattern) for day in days)
