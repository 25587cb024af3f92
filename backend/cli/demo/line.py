"""One thing somebody in the invented county sends."""

from dataclasses import dataclass
from datetime import date, time
from enum import Enum


class Shape(Enum):
    TEXT = "text"
    PHOTO = "photo"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Line:
    """A place is (lat, lon) in `where`; a photo's `text` names its picture. Times are the office's wall clock."""

    day: date
    at: time
    who: str  # the account in WeCom
    shape: Shape
    text: str = ""
    where: tuple[float, float] | None = None


def clock(minute: int) -> time:
    """Minutes since midnight as a time."""
    return time(minute // 60, minute % 60)
