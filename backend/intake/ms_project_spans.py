"""Durations, lags and days of MS Project's XML in whole days."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import ceil
from xml.etree.ElementTree import Element

from backend.domain.plan import LagUnit
from backend.intake.complaint import BadCell
from backend.intake.ms_project_xml import number, text

# DurationFormat and LagFormat; the same plus 32 is an estimate.
ELAPSED = frozenset({4, 6, 8, 10, 12})
PERCENT, ELAPSED_PERCENT = 19, 20
ESTIMATED = 32
_DURATION = re.compile(
    r"(-)?P(?:(\d{1,6})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:\.\d+)?S)?)?", re.ASCII
)
_DAY = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:T(\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?)?(?:Z|[+-]\d{2}:\d{2})?", re.ASCII
)
EVENING_HOUR = 17
MINUTES_OF_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Span:
    """`days` of work, or of the week when `elapsed`; a fraction when the file counts in hours or minutes."""

    days: Fraction
    elapsed: bool = False

    @property
    def whole(self) -> int:
        """Rounded up: a plan that is a little too long is late less often than one too short."""
        return ceil(self.days)

    @property
    def is_whole(self) -> bool:
        return self.days.denominator == 1

    @property
    def shown(self) -> str:
        return f"{float(self.days):.4g} 个{'日历天' if self.elapsed else '工作日'}"


def duration(task: Element, tag: str, format: int, minutes_per_day: int) -> Span | None:
    """None when it is not there. Raises BadCell for what is no duration."""
    said = text(task, tag)
    if not said:
        return None
    found = _DURATION.fullmatch(said)
    if found is None or said.rstrip("T").endswith("P"):
        raise BadCell(f"「{said[:20]}」不是工期（应如 PT40H0M0S）")
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    elapsed = _plain(format) in ELAPSED
    size = MINUTES_OF_DAY if elapsed else minutes_per_day
    span = Fraction(hours * 60 + minutes, size) + Fraction(seconds, 60 * size) + days
    return Span(-span if found[1] else span, elapsed)


def lag(link: Element, minutes_per_day: int) -> tuple[Span, LagUnit]:
    """Raises BadCell for a share of the step before."""
    format = _plain(number(link, "LagFormat", 7))
    if format in (PERCENT, ELAPSED_PERCENT):
        raise BadCell("间隔不能用百分比，请在 MS Project 里改成天数")
    elapsed = format in ELAPSED
    size = MINUTES_OF_DAY if elapsed else minutes_per_day
    span = Span(Fraction(number(link, "LinkLag"), size * 10), elapsed)
    return span, LagUnit.CALENDAR if elapsed and span.whole else LagUnit.WORK


def _plain(format: int) -> int:
    return format - ESTIMATED if format > ESTIMATED else format


def day(element: Element, tag: str, *, begins: bool = False) -> date | None:
    """None for nothing or NA. begins: a start at the end of a day means the day after. Raises BadCell."""
    said = text(element, tag)
    if not said or said.upper() == "NA":
        return None
    found = _DAY.fullmatch(said)
    try:
        if found is None:
            raise ValueError
        parsed = datetime.fromisoformat(found[1]).date()
    except ValueError:
        raise BadCell(f"「{said[:25]}」不是日期") from None
    if not 1990 <= parsed.year <= 2100:
        raise BadCell(f"「{parsed}」的年份不在 1990–2100 之间")
    return parsed + timedelta(days=1) if begins and int(found[2] or 0) >= EVENING_HOUR else parsed
