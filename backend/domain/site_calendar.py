"""Calendars of sites by name: what a step may be worked by, apart from the calendar of its plan."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from unicodedata import normalize

from backend.domain.errors import Invalid, NotFound
from backend.domain.workdays import Override, Spell, Workdays, YearNotice

LONGEST_TITLE = 30
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_ANY_DAY = date(2026, 1, 5)  # from which a calendar that has no working day at all is found out

NATIONAL, SEVEN_DAY = "national", "seven_day"
FIXED = frozenset({NATIONAL})
"""Follows the notices and the office's own days; nothing else may change it."""


class Base(StrEnum):
    """What the spells are laid over."""

    NATIONAL = "national"  # the working days of offices and five-day sites
    SEVEN_DAY = "seven_day"  # every day of the year


@dataclass(frozen=True, slots=True)
class SiteCalendar:
    """`spells`: a later one outweighs an earlier one, and all of them the notices and the office's single days.

    through_holidays: a site on the national base that goes on through the days off of the notices, weekend days
    among them, and in turn makes no day up.
    """

    name: str
    title: str
    base: Base
    spells: tuple[Spell, ...] = ()
    source: str = ""
    through_holidays: bool = False
    own: bool = False  # the office's, not as shipped


def worked_by(site: SiteCalendar, national: Workdays, overrides: Iterable[Override]) -> Workdays:
    """The working days of the site; of the plain national calendar, that calendar itself."""
    if site.base is Base.SEVEN_DAY:
        return Workdays.seven_day(overrides, site.spells)
    if not site.spells and not site.through_holidays:
        return national

    def through(year: int) -> YearNotice:
        notice = national.notice(year)
        return YearNotice(year, notice.source, notice.provisional, frozenset(), notice.holidays)

    notice_of = through if site.through_holidays else national.notice
    return Workdays(notice_of, overrides, national.weekend, site.spells)


def found(said: str, known: Iterable[SiteCalendar]) -> SiteCalendar:
    """By its name or its title. Raises NotFound("calendar_not_found", name, known: titles)."""
    words, sites = folded(said), tuple(known)
    for site in sites:
        if words in (folded(site.name), folded(site.title)):
            return site
    raise NotFound("calendar_not_found", name=said, known=[site.title for site in sites])


def folded(said: str) -> str:
    return "".join(normalize("NFKC", said).split()).casefold()


def check(site: SiteCalendar, known: Iterable[SiteCalendar]) -> None:
    """Raises Invalid: ("calendar_name_shape"), ("calendar_fixed"), ("source_missing"), ("calendar_title_missing", limit),
    ("calendar_title_taken", title, name), ("calendar_without_workday").
    """
    if not _NAME.fullmatch(site.name):
        raise Invalid("calendar_name_shape", field="name", name=site.name)
    if site.name in FIXED:
        raise Invalid("calendar_fixed", field="name", name=site.name)
    if not site.source.strip():
        raise Invalid("source_missing", field="source")
    if not 1 <= len(site.title.strip()) <= LONGEST_TITLE:
        raise Invalid("calendar_title_missing", field="title", limit=LONGEST_TITLE)
    for other in known:
        if other.name != site.name and {folded(site.title), folded(site.name)} & {
            folded(other.title),
            folded(other.name),
        }:
            raise Invalid("calendar_title_taken", field="title", title=site.title, name=other.name)
    worked_by(site, Workdays(), ()).next(_ANY_DAY)
