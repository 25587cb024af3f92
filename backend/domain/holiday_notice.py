"""A published holiday notice as the office loaded it, and the years it makes of what was known before."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from backend.domain.workdays import SATURDAY_SUNDAY, YearNotice

DECEMBER = 12
FESTIVALS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
"""全国年节及纪念日放假办法, article 2: what every notice arranges."""


class NoticeState(StrEnum):
    """`PROVISIONAL`: the office's own guess, for as long as nothing is published."""

    PUBLISHED = "published"
    PROVISIONAL = "provisional"


@dataclass(frozen=True, slots=True)
class HolidayNotice:
    """Days off and make-up days of `year`; a notice may also move days of the December before.

    source: title and number (文号). published: the day it is dated, when it says. version counts the notices loaded
    for the year from 1, the newest holds; 0 is not loaded yet.
    """

    year: int
    source: str
    off: frozenset[date]
    make_up: frozenset[date] = frozenset()
    published: date | None = None
    state: NoticeState = NoticeState.PUBLISHED
    version: int = 0
    loaded_at: datetime | None = field(default=None, compare=False)
    loaded_by: str = field(default="", compare=False)

    def belongs(self, day: date) -> bool:
        return belongs(day, self.year)

    @property
    def years(self) -> frozenset[int]:
        """The years that have a day in it, and its own."""
        return frozenset({self.year, *(day.year for day in self.off | self.make_up)})


def belongs(day: date, year: int) -> bool:
    """In the year itself, or in the December before, when New Year takes days from it."""
    return day.year == year or (day.year == year - 1 and day.month == DECEMBER)


YearNotices = Callable[[int], YearNotice]
Published = Callable[[int], YearNotice | None]


def noticed(published: Published, guess: YearNotices, loaded: Iterable[HolidayNotice]) -> YearNotices:
    """The years as published, guessed where nothing is, with the loaded notices in place of either.

    A notice replaces all that an earlier one said of its year; days that it moves in the December before are kept
    with that year, whatever notice that one has. `guess` is asked only of years that nothing else is known of.
    """
    own = {notice.year: notice for notice in loaded}

    def of(year: int) -> YearNotice:
        notice, following, known = own.get(year), own.get(year + 1), published(year)
        if notice is None and following is None:
            return known or guess(year)
        return _year(year, notice, following, known or (guess(year) if notice is None else None))

    return of


def _year(
    year: int, notice: HolidayNotice | None, following: HolidayNotice | None, base: YearNotice | None
) -> YearNotice:
    base = base or YearNotice(year, "")
    off = _before_december(base.holidays) if notice is None else notice.off
    make_up = _before_december(base.workdays) if notice is None else notice.make_up
    later_off = _december(base.holidays) if following is None else following.off
    later_worked = _december(base.workdays) if following is None else following.make_up
    source, provisional = base.source, base.provisional
    if notice is not None:
        source, provisional = notice.source, notice.state is NoticeState.PROVISIONAL
    return YearNotice(
        year,
        source,
        provisional,
        _in((off - later_worked) | later_off, year),
        _in((make_up - later_off) | later_worked, year),
    )


def _before_december(days: frozenset[date]) -> frozenset[date]:
    return frozenset(day for day in days if day.month < DECEMBER)


def _december(days: frozenset[date]) -> frozenset[date]:
    """Of a year that is known: no festival by law lies in it, so these were moved by the next year's notice."""
    return frozenset(day for day in days if day.month == DECEMBER)


def _in(days: frozenset[date], year: int) -> frozenset[date]:
    return frozenset(day for day in days if day.year == year)


def shipped(published: Published, year: int) -> HolidayNotice | None:
    """The notice of the year that is known without loading any; None when there is none."""
    notice, before = published(year), published(year - 1) or YearNotice(year - 1, "")
    if notice is None:
        return None
    off = _before_december(notice.holidays) | _december(before.holidays)
    make_up = _before_december(notice.workdays) | _december(before.workdays)
    return HolidayNotice(year, notice.source, off, make_up)


@dataclass(frozen=True, slots=True)
class Differences:
    """Days on which two notices disagree, by what the newer one says; in order."""

    off: tuple[date, ...] = ()  # newly off
    worked: tuple[date, ...] = ()  # newly worked

    def __bool__(self) -> bool:
        return bool(self.off or self.worked)


def differences(
    old: HolidayNotice, new: HolidayNotice, weekend: frozenset[int] = SATURDAY_SUNDAY
) -> Differences:
    """By what is worked in the end: whether a free Saturday is listed as free or not is no difference."""
    days = sorted(old.off | old.make_up | new.off | new.make_up)
    turned = [day for day in days if _works(old, day, weekend) != _works(new, day, weekend)]
    return Differences(
        tuple(day for day in turned if not _works(new, day, weekend)),
        tuple(day for day in turned if _works(new, day, weekend)),
    )


def _works(notice: HolidayNotice, day: date, weekend: frozenset[int]) -> bool:
    return day in notice.make_up or (day not in notice.off and day.weekday() not in weekend)
