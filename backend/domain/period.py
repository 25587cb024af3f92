"""Reporting periods: ten-day (旬), month, quarter, half, year (M25)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from backend.domain.errors import Invalid


class Span(StrEnum):
    DAY = "day"
    WEEK = "week"
    TEN_DAYS = "ten_days"  # 1–10, 11–20, 21–end
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Inclusive local days. `key` is stable text that sorts inside one span: 2026-10-21, 2026-W43, 2026-10C, 2026-10, 2026Q4, 2026H2, 2026."""

    first: date
    last: date
    span: Span

    @property
    def key(self) -> str:
        y, m = self.first.year, self.first.month
        match self.span:
            case Span.DAY:
                return self.first.isoformat()
            case Span.WEEK:
                iso = self.first.isocalendar()
                return f"{iso.year}-W{iso.week:02d}"
            case Span.TEN_DAYS:
                return f"{y}-{m:02d}{'ABC'[min((self.first.day - 1) // 10, 2)]}"
            case Span.MONTH:
                return f"{y}-{m:02d}"
            case Span.QUARTER:
                return f"{y}Q{(m + 2) // 3}"
            case Span.HALF:
                return f"{y}H{1 if m <= 6 else 2}"
            case Span.YEAR:
                return f"{y}"

    def previous(self) -> "Period":
        return period_of(self.first - timedelta(days=1), self.span)

    def next(self) -> "Period":
        return period_of(self.last + timedelta(days=1), self.span)


def period_of(day: date, span: Span) -> Period:
    """The period of that span that holds `day`."""

    def month(first: int, last: int) -> Period:
        return Period(date(day.year, first, 1), date(day.year, last, monthrange(day.year, last)[1]), span)

    match span:
        case Span.DAY:
            return Period(day, day, span)
        case Span.WEEK:
            monday = day - timedelta(days=day.weekday())
            return Period(monday, monday + timedelta(days=6), span)
        case Span.TEN_DAYS:
            part = min((day.day - 1) // 10, 2)
            end = monthrange(day.year, day.month)[1] if part == 2 else part * 10 + 10
            return Period(day.replace(day=part * 10 + 1), day.replace(day=end), span)
        case Span.MONTH:
            return month(day.month, day.month)
        case Span.QUARTER:
            return month((day.month - 1) // 3 * 3 + 1, (day.month - 1) // 3 * 3 + 3)
        case Span.HALF:
            return month(1, 6) if day.month <= 6 else month(7, 12)
        case Span.YEAR:
            return month(1, 12)


def period_named(key: str, span: Span) -> Period:
    """The inverse of `Period.key`. Raises `Invalid("period_unknown")`."""
    try:
        period = period_of(_first_day(key, span), span)
    except ValueError as error:
        raise Invalid("period_unknown", field="period", key=key, span=span.value) from error
    if period.key != key:  # readable, but not the one spelling that is the key
        raise Invalid("period_unknown", field="period", key=key, span=span.value)
    return period


def _first_day(key: str, span: Span) -> date:
    match span:
        case Span.DAY:
            return date.fromisoformat(key)
        case Span.WEEK:
            return date.fromisocalendar(int(key[:4]), int(key[6:]), 1)
        case Span.TEN_DAYS:
            return date(int(key[:4]), int(key[5:7]), "ABC".index(key[7:]) * 10 + 1)
        case Span.MONTH:
            return date(int(key[:4]), int(key[5:]), 1)
        case Span.QUARTER:
            return date(int(key[:4]), int(key[5:]) * 3 - 2, 1)
        case Span.HALF:
            return date(int(key[:4]), int(key[5:]) * 6 - 5, 1)
        case Span.YEAR:
            return date(int(key), 1, 1)
