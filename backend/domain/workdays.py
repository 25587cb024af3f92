"""The working calendar: which days count."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Workdays:
    """Monday to Friday, less `holidays`, plus `workdays`."""

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()

    def is_workday(self, day: date) -> bool:
        return day in self.workdays or (day.weekday() < 5 and day not in self.holidays)

    def next(self, day: date) -> date:
        """The day itself when it is a working day, else the first one after it."""
        while not self.is_workday(day):
            day += timedelta(days=1)
        return day

    def previous(self, day: date) -> date:
        while not self.is_workday(day):
            day -= timedelta(days=1)
        return day

    def add(self, day: date, n: int) -> date:
        """The n-th working day after `day` (before it when negative); 0 gives `next(day)`."""
        day = self.next(day) if n == 0 else day
        step = timedelta(days=1 if n > 0 else -1)
        for _ in range(abs(n)):
            day += step
            day = self.next(day) if n > 0 else self.previous(day)
        return day

    def count(self, first: date, last: date) -> int:
        """Working days from `first` to `last`, both inclusive; 0 when `last` comes before `first`."""
        return sum(self.is_workday(first + timedelta(days=i)) for i in range((last - first).days + 1))

    def is_provisional(self, day: date) -> bool:
        """Whether the day's year rests on no holiday notice yet."""
        return False
