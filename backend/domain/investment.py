"""Investment as stated: figures for a month or for the year to date, and what they add up to.

A site says "this month 800" one time and "4,800 so far" the next. The rule that turns both into one number:

- the year to date at a month is the newest year-to-date figure at or before it (by the month it is about,
  then by when it was stated), plus the month figures of the months after that one;
- the same kind of figure for the same month stated again replaces the earlier one;
- the amount of a single day is not kept: it is inside the next figure anyway and cannot be told from it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

MAX_WAN = Decimal(100_000_000)  # a trillion yuan; more is a slip of units


class Covers(StrEnum):
    MONTH = "month"  # 本月完成
    YEAR_TO_DATE = "year_to_date"  # 累计完成, since 1 January


@dataclass(frozen=True, slots=True)
class Investment:
    """`month` is the first day of the month the figure is about or ends in; `wan` is 万元."""

    id: int
    project_id: int
    month: date
    covers: Covers
    wan: Decimal
    person_id: int
    at: datetime
    text: str = ""


class Doubt(StrEnum):
    """Why a figure is asked about before it is believed."""

    BELOW_EARLIER = "below_earlier"  # less than what was already done by then
    ABOVE_LATER = "above_later"  # more than a later month's year-to-date
    OVER_PLAN = "over_plan"  # more than the year's plan (month) or three times it (year to date)


def month_of(day: date) -> date:
    return day.replace(day=1)


def year_invested(entries: Iterable[Investment], month: date) -> Decimal:
    """万元 since 1 January to the end of that month, by the rule above; 0 when nothing was stated."""
    stated = _latest(e for e in entries if e.month.year == month.year and e.month <= month_of(month))
    anchor = max((m for m, covers in stated if covers is Covers.YEAR_TO_DATE), default=None)
    base = stated[anchor, Covers.YEAR_TO_DATE] if anchor else Decimal(0)
    return base + sum(
        (
            wan
            for (m, covers), wan in stated.items()
            if covers is Covers.MONTH and (anchor is None or m > anchor)
        ),
        Decimal(0),
    )


def month_invested(entries: Sequence[Investment], month: date) -> Decimal:
    """万元 of that month: the year to date less the year to date a month before.

    Negative when a figure corrects an earlier month's downwards. Where nothing is known of the months before,
    the difference would put the whole year so far into one month: then the stated month figure counts.
    """
    month = month_of(month)
    so_far = year_invested(entries, month)
    if month.month == 1:
        return so_far
    earlier = [e for e in entries if e.month.year == month.year and e.month < month]
    stated = _latest(e for e in entries if e.month == month).get((month, Covers.MONTH))
    if not earlier and stated is not None:
        return stated
    return so_far - year_invested(earlier, month - timedelta(days=1))


def doubts(
    entries: Iterable[Investment], month: date, covers: Covers, wan: Decimal, plan_wan: Decimal | None
) -> tuple[Doubt, ...]:
    """What speaks against a new figure, given what was stated before and the year's plan."""
    known = [e for e in entries if e.month.year == month.year]
    found = []
    if covers is Covers.YEAR_TO_DATE:
        if wan < year_invested(known, month):
            found.append(Doubt.BELOW_EARLIER)
        later = [e.wan for e in known if e.covers is Covers.YEAR_TO_DATE and e.month > month_of(month)]
        if later and wan > min(later):
            found.append(Doubt.ABOVE_LATER)
    times = 3 if covers is Covers.YEAR_TO_DATE else 1
    if plan_wan is not None and wan > times * plan_wan:
        found.append(Doubt.OVER_PLAN)
    return tuple(found)


def _latest(entries: Iterable[Investment]) -> dict[tuple[date, Covers], Decimal]:
    """The newest statement of each kind for each month."""
    return {(e.month, e.covers): e.wan for e in sorted(entries, key=lambda e: (e.at, e.id))}
