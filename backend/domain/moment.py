"""A moment as an office sees it: an instant, and the day it falls on here."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo


@dataclass(frozen=True, slots=True)
class Moment:
    """`at` is UTC-aware; `zone` is the office's; `day` is the office's local day."""

    at: datetime
    zone: tzinfo

    @property
    def local(self) -> datetime:
        return self.at.astimezone(self.zone)

    @property
    def day(self) -> date:
        return self.local.date()

    def on(self, day: date, clock: time) -> datetime:
        """The instant at which a wall clock here shows `clock` on `day`, in UTC."""
        return datetime.combine(day, clock, self.zone).astimezone(UTC)

    def day_of(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()
