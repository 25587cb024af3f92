"""The working calendar: which days are worked, counted by whole numbers.

Working days carry consecutive numbers (`index`), so that every calculation on a calendar is integer
arithmetic on one pair of arrays, built a year at a time when a year is first asked for. Numbers mean
something only inside one `Workdays`: two calendars count differently.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from threading import Lock

from backend.domain.errors import Invalid

SATURDAY_SUNDAY = frozenset({5, 6})  # date.weekday() numbers

# The years the lunar tables behind the statutory days reach; also far beyond any plan of an office.
FIRST_YEAR, LAST_YEAR = 1950, 2100
_FIRST, _LAST = date(FIRST_YEAR, 1, 1).toordinal(), date(LAST_YEAR, 12, 31).toordinal()


@dataclass(frozen=True, slots=True)
class YearNotice:
    """One year's holiday notice: days off that may fall in a week, and make-up days worked at weekends.

    `provisional` marks a year whose notice has not been published: its days off are the statutory ones only.
    A notice may also move days of the December before; those go with the earlier year. Invalid("notice_outside_year").
    """

    year: int
    source: str
    provisional: bool = False
    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        astray = sorted(day for day in self.holidays | self.workdays if day.year != self.year)
        if astray:
            raise Invalid("notice_outside_year", year=self.year, days=astray)


@dataclass(frozen=True, slots=True)
class Override:
    """The office's own word on one day; it outweighs the notice and the weekend. `source` says whose word it is."""

    day: date
    works: bool
    source: str


@dataclass(frozen=True, slots=True)
class Spell:
    """Days that one word decides together, over anything said of single days: a winter stop, a stand-by in the holidays.

    yearly: the same days every year, `last` in the year after when it comes before `first` in the year; the years
    of the two dates say nothing then, and 29 February stands for the last of the month.
    """

    first: date
    last: date
    works: bool
    source: str
    yearly: bool = False

    def __post_init__(self) -> None:
        if not self.yearly and self.last < self.first:
            raise Invalid("spell_reversed", first=self.first, last=self.last)

    def days_in(self, year: int) -> Iterator[date]:
        """Those of its days that lie in the year."""
        spans = [(self.first, self.last)]
        if self.yearly:
            first, last = _in_year(self.first, year), _in_year(self.last, year)
            begin, end = date(year, 1, 1), date(year, 12, 31)
            spans = [(first, last)] if first <= last else [(begin, last), (first, end)]
        for first, last in spans:
            day, until = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
            while day <= until:
                yield day
                day += timedelta(days=1)


def _in_year(day: date, year: int) -> date:
    if (day.month, day.day) == (2, 29):
        return date(year, 3, 1) - timedelta(days=1)
    return day.replace(year=year)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Whole years. `before[k]`: number of the first working day on or after day `first + k`; `days[i - base]`: day number i."""

    first: int  # ordinal of 1 January of the first year
    last: int  # ordinal of 31 December of the last year
    before: list[int]  # one longer than the days covered
    days: list[date]
    ordinals: list[int]  # of `days`
    base: int


def no_notice(year: int) -> YearNotice:
    """A year with nothing but its weekends, and final: for calendars that are complete without any notice."""
    return YearNotice(year, "weekends")


class Workdays:
    """Answers about working days; grows by whole years when asked beyond what it has built.

    notice_of: the notice of any year, asked once a year. weekend: weekday numbers that are off by default.
    spells: in order, a later one outweighs an earlier one and all of them outweigh the overrides.
    Safe to share between threads: grids are built one at a time, never changed, and keep all numbers.
    """

    __slots__ = (
        "_anchor",
        "_building",
        "_grid",
        "_notice_of",
        "_notices",
        "_overrides",
        "_spells",
        "weekend",
    )

    def __init__(
        self,
        notice_of: Callable[[int], YearNotice] = no_notice,
        overrides: Iterable[Override] = (),
        weekend: frozenset[int] = SATURDAY_SUNDAY,
        spells: Iterable[Spell] = (),
    ) -> None:
        self._notice_of = notice_of
        self._notices: dict[int, YearNotice] = {}
        self._overrides: dict[int, dict[date, Override]] = {}
        for override in overrides:
            self._overrides.setdefault(override.day.year, {})[override.day] = override
        self._spells = tuple(spells)
        self.weekend = weekend
        self._anchor: int | None = None  # ordinal of the day that numbers are counted from
        self._grid: _Grid | None = None
        self._building = Lock()

    @classmethod
    def seven_day(cls, overrides: Iterable[Override] = (), spells: Iterable[Spell] = ()) -> "Workdays":
        """A site that works every day of the year but those the office calls off."""
        return cls(no_notice, overrides, weekend=frozenset(), spells=spells)

    def with_spell(self, spell: Spell) -> "Workdays":
        """Another calendar, the same but for the spell. Numbers of the two mean nothing to one another."""
        overrides = [one for year in self._overrides.values() for one in year.values()]
        return Workdays(self._notice_of, overrides, self.weekend, (*self._spells, spell))

    def is_workday(self, day: date) -> bool:
        return self._before(day) < self._after(day)

    def next(self, day: date) -> date:
        """The day itself when it is worked, else the first working day after it."""
        return self.day_at(self._before(day))

    def previous(self, day: date) -> date:
        """The day itself when it is worked, else the last working day before it."""
        return self.day_at(self._after(day) - 1)

    def add(self, day: date, n: int) -> date:
        """The n-th working day after `day`, which itself does not count; before it for n < 0; `next(day)` for 0.

        So five working days from a Friday is the next Friday, and from the Saturday after it too. A step
        of d days that begins on a working day s ends on `add(s, d - 1)`, the last day worked.
        """
        if n > 0:
            return self.day_at(self._after(day) + n - 1)
        return self.day_at(self._before(day) + n)

    def count(self, first: date, last: date) -> int:
        """Working days from first to last, both counted; 0 when last is before first."""
        return max(0, self._after(last) - self._before(first))

    def index(self, day: date) -> int:
        """The number of `next(day)`."""
        return self._before(day)

    def index_after(self, day: date) -> int:
        """The number of the first working day later than `day`; one more than that of `previous(day)`."""
        return self._after(day)

    def day_at(self, index: int) -> date:
        days, base = self.days_between(index, index)
        return days[index - base]

    def days_between(self, low: int, high: int) -> tuple[list[date], int]:
        """A list and its base such that `list[i - base]` is working day i for every i from low to high."""
        grid = self._grid
        while grid is None or low < grid.base or high - grid.base >= len(grid.days):
            grid = self._grown_to(low, high, grid)
        return grid.days, grid.base

    def index_on(self, ordinal: int) -> int:
        """`index` of the day with that ordinal."""
        grid = self._grid
        if grid is None or not grid.first <= ordinal <= grid.last:
            grid = self._grown(ordinal)
        return grid.before[ordinal - grid.first]

    def ordinal_at(self, index: int) -> int:
        """The ordinal of `day_at`."""
        grid = self._grid
        while grid is None or not 0 <= index - grid.base < len(grid.ordinals):
            grid = self._grown_to(index, index, grid)
        return grid.ordinals[index - grid.base]

    def is_provisional(self, day: date) -> bool:
        """True when the day's year has no published notice yet."""
        return self.notice(day.year).provisional

    def notice(self, year: int) -> YearNotice:
        found = self._notices.get(year)
        if found is None:
            found = self._notices[year] = self._notice_of(year)
        return found

    def _grown(self, ordinal: int) -> _Grid:
        if not _FIRST <= ordinal <= _LAST:
            raise Invalid("date_out_of_range", first=FIRST_YEAR, last=LAST_YEAR)
        year = date.fromordinal(ordinal).year
        return self._built(year, year)

    def _before(self, day: date) -> int:
        grid, ordinal = self._grid, day.toordinal()
        if grid is None or not grid.first <= ordinal <= grid.last:
            grid = self._built(day.year, day.year)
        return grid.before[ordinal - grid.first]

    def _after(self, day: date) -> int:
        grid, ordinal = self._grid, day.toordinal()
        if grid is None or not grid.first <= ordinal <= grid.last:
            grid = self._built(day.year, day.year)
        return grid.before[ordinal - grid.first + 1]

    def _grown_to(self, low: int, high: int, grid: _Grid | None) -> _Grid:
        if grid is None:
            raise ValueError("a number of a working day comes from the calendar it is asked of")
        if not grid.days:  # whole years off: look at all years at once, since each alone may be as empty
            grid = self._built(FIRST_YEAR, LAST_YEAR)
            if not grid.days:
                raise Invalid("calendar_without_workday")
            return grid
        first, last = date.fromordinal(grid.first).year, date.fromordinal(grid.last).year
        down = ceil(max(0, grid.base - low) / 366)  # at most 366 working days a year: never a year too many
        up = ceil(max(0, high - grid.base - len(grid.days) + 1) / 366)
        if first - down < FIRST_YEAR or last + up > LAST_YEAR:
            raise Invalid("date_out_of_range", first=FIRST_YEAR, last=LAST_YEAR)
        return self._built(first - down, last + up)

    def _built(self, first_year: int, last_year: int) -> _Grid:
        """A grid of these years and all that was there before, with the same numbers for the same days."""
        if first_year < FIRST_YEAR or last_year > LAST_YEAR:
            raise Invalid("date_out_of_range", first=FIRST_YEAR, last=LAST_YEAR)
        with self._building:
            old = self._grid
            if old is not None:
                first_year = min(first_year, date.fromordinal(old.first).year)
                last_year = max(last_year, date.fromordinal(old.last).year)
            self._grid = self._counted(first_year, last_year)
            return self._grid

    def _counted(self, first_year: int, last_year: int) -> _Grid:
        first = date(first_year, 1, 1).toordinal()
        if self._anchor is None:
            self._anchor = first
        worked = [works for year in range(first_year, last_year + 1) for works in self._year(year)]
        count = base = -sum(worked[: self._anchor - first])
        before, ordinals = [count], []
        for ordinal, works in enumerate(worked, first):
            if works:
                ordinals.append(ordinal)
                count += 1
            before.append(count)
        days = list(map(date.fromordinal, ordinals))
        return _Grid(first, first + len(worked) - 1, before, days, ordinals, base)

    def _year(self, year: int) -> list[bool]:
        """For each day of the year, whether it is worked."""
        first, after = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1
        worked = [(o + 6) % 7 not in self.weekend for o in range(first, after)]
        notice = self.notice(year)
        verdicts = (
            *((day, False) for day in notice.holidays),
            *((day, True) for day in notice.workdays),
            *((o.day, o.works) for o in self._overrides.get(year, {}).values()),
            *((day, spell.works) for spell in self._spells for day in spell.days_in(year)),
        )
        for day, works in verdicts:
            worked[day.toordinal() - first] = works
        return worked
