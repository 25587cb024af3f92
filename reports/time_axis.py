"""Days along the width of a drawing, with months or weeks written at its head or foot."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from reports.charts import GRID, QUIET, rule, text

MONTHS = (1, 2, 3, 6, 12, 24, 60, 120)
MONTH_ROOM, WEEK_ROOM, YEAR_ROOM = 34.0, 68.0, 56.0
SIZE = 14


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """From the morning of `first` at `left` to the close of `last` at `right`, in units of the drawing."""

    first: date
    last: date
    left: float
    right: float

    def x(self, day: date) -> float:
        """Of the morning of the day, kept within the axis."""
        return round(min(max(self.left + (day - self.first).days * self.scale, self.left), self.right), 1)

    def after(self, day: date) -> float:
        """Of the close of the day."""
        return self.x(day + timedelta(days=1))

    @property
    def scale(self) -> float:
        return (self.right - self.left) / ((self.last - self.first).days + 1)

    def labels(self, years_y: float, y: float) -> list[str]:
        """Months by their number with the year above the first and each January; short spans by their Mondays."""
        ticks = list(self.ticks())
        found = [text(self.x(at), y, self._words(at), SIZE, "middle", QUIET) for at in ticks]
        for at in self._years(ticks) if self.by_month else ():
            found.append(text(self.x(at) - 10, years_y, f"{at.year}年", SIZE, "start", QUIET))
        return found

    def _words(self, at: date) -> str:
        return f"{at.month}月" if self.by_month else f"{at.month}月{at.day}日"

    def _years(self, ticks: Sequence[date]) -> list[date]:
        """Where a year is written: at every January there is room for, and at the first tick where none comes soon."""
        shown: list[date] = []
        for at in (at for at in ticks if at.month == 1):
            if not shown or self.x(at) - self.x(shown[-1]) >= YEAR_ROOM:
                shown.append(at)
        if ticks and (not shown or self.x(shown[0]) - self.x(ticks[0]) >= YEAR_ROOM):
            shown.insert(0, ticks[0])
        return shown

    def lines(self, top: float, foot: float) -> list[str]:
        return [rule(self.x(at), top, self.x(at), foot, GRID) for at in self.ticks()]

    @property
    def by_month(self) -> bool:
        return (self.last - self.first).days > 75

    def ticks(self) -> Iterator[date]:
        """Each with room for its label inside the axis."""
        every = self._months() if self.by_month else self._mondays()
        return (at for at in every if self.left + 8 <= self.x(at) <= self.right - 16)

    def _months(self) -> Iterator[date]:
        step = next((n for n in MONTHS if n * 30 * self.scale >= MONTH_ROOM), MONTHS[-1])
        number = self.first.year * 12 + self.first.month - 1
        number += -number % step
        while (at := date(number // 12, number % 12 + 1, 1)) <= self.last:
            yield at
            number += step

    def _mondays(self) -> Iterator[date]:
        step = next((n for n in (7, 14, 28) if n * self.scale >= WEEK_ROOM), 56)
        at = self.first + timedelta(days=-self.first.weekday() % 7)
        while at <= self.last:
            yield at
            at += timedelta(days=step)
