"""Planned and actual investment of a project over the months of its plan. All money in 万元, exact.

Planned: a year's annual plan is spread over that year as the plan spreads its work, evenly over its days where no work
is planned; what annual plans leave of the total is spread likewise over the later years without one. Where work was
planned before the first annual plan, nobody knows what is left, and the curve covers the years with annual plans only.
Without any annual plan the total is spread over all the work, and both curves begin with the first year of which
figures were stated: that nobody told of a year does not mean that nothing was invested in it.

Actual: what the site stated, by the rule of `investment`; it stops at the status date.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from backend.domain.earned import month_ends
from backend.domain.investment import Investment, month_of, year_invested

CENT = Decimal("0.01")
Share = Callable[[date], Decimal]


@dataclass(frozen=True, slots=True)
class MoneyPoint:
    """Since 1 January of the first year there is anything to tell of. None: not known, as after the status date.

    invested: at the beginning, at months of which a figure was stated, and on the status date.
    """

    day: date
    planned: Decimal | None
    invested: Decimal | None


def investment_curve(
    share: Share,
    first: date,
    last: date,
    day: date,
    total: Decimal | None,
    annual: Mapping[int, Decimal],
    stated: Mapping[int, Sequence[Investment]],
) -> tuple[MoneyPoint, ...]:
    """Ends of months, and the status date; none when neither a plan nor a figure is there.

    share: planned to be done at the close of a day (`earned.planned_share`), from `first` to `last`. annual, stated:
    by year.
    """
    figures = {year: entries for year, entries in stated.items() if entries and year <= day.year}
    amounts = _amounts(share, first, last, total, annual)
    if amounts and not annual and figures:
        amounts = {year: wan for year, wan in amounts.items() if year >= min(figures)}
    years = sorted(amounts) or sorted(figures)
    if not years:
        return ()
    covers_all = total is not None and years[0] == first.year
    since = min(years[0], *figures) if covers_all and figures else years[0]
    start = max(month_of(first), date(years[0], 1, 1)) - timedelta(days=1)
    told = {entry.month for entries in figures.values() for entry in entries}
    days = {*month_ends(start, max(_month_end(last), day)), day}

    def invested(at: date) -> Decimal | None:
        known = at in (start, day) or month_of(at) in told
        return _invested(figures, since, at) if known and at <= day else None

    return tuple(
        MoneyPoint(at, _planned(share, amounts, at), invested(at)) for at in sorted(days) if at >= start
    )


def _amounts(
    share: Share, first: date, last: date, total: Decimal | None, annual: Mapping[int, Decimal]
) -> dict[int, Decimal]:
    years = range(first.year, last.year + 1)
    known = {year: annual[year] for year in years if year in annual}
    if total is None or (known and share(date(min(known) - 1, 12, 31))):
        return known
    rest = max(total - sum(known.values(), Decimal(0)), Decimal(0))
    work = {year: _work(share, year) for year in years if year not in known}
    all_work = sum(work.values(), Decimal(0))
    return known | {year: rest * part / all_work for year, part in work.items() if all_work}


def _work(share: Share, year: int) -> Decimal:
    """The part of the whole that is planned for the year."""
    return share(date(year, 12, 31)) - share(date(year - 1, 12, 31))


def _planned(share: Share, amounts: Mapping[int, Decimal], at: date) -> Decimal | None:
    """None before the first amount, and in and after a year without one while there are days of work in it."""
    if not amounts:
        return None
    if at.year < min(amounts):
        return Decimal(0)
    value = Decimal(0)
    for year in range(min(amounts), at.year + 1):
        if year in amounts:
            value += amounts[year] * (_gone(share, at) if year == at.year else 1)
        elif _work(share, year):
            return None
    return value.quantize(CENT)


def _gone(share: Share, at: date) -> Decimal:
    """Of the year's amount, at the close of the day."""
    before, work = date(at.year - 1, 12, 31), _work(share, at.year)
    if work:
        return (share(at) - share(before)) / work
    return Decimal((at - before).days) / (date(at.year, 12, 31) - before).days


def _invested(figures: Mapping[int, Sequence[Investment]], since: int, at: date) -> Decimal:
    whole = sum(
        (
            year_invested(entries, date(year, 12, 1))
            for year, entries in figures.items()
            if since <= year < at.year
        ),
        Decimal(0),
    )
    return whole + year_invested(figures.get(at.year, ()), at)


def _month_end(day: date) -> date:
    return next(month_ends(day, day + timedelta(days=31)))
