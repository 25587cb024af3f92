"""What the bot asks back before it records."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class WhichProject:
    """Several fit, or none was named.

    `count` candidates, 0 when none fits and the message does not wait; `names` of them when they are few.
    """

    what: str  # report, photo, location, problem, order
    words: str
    names: tuple[str, ...]
    count: int
    text: str = ""  # the message that waits, or is lost


@dataclass(frozen=True, slots=True)
class WhichValue:
    field: str  # workers, machines
    project: str
    words: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SureAboutInvestment:
    project: str
    wan: Decimal
    covers: str
    month: date
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhatToCorrect:
    project: str
    day: date
    today: date


@dataclass(frozen=True, slots=True)
class WhatToReport:
    day: date
    today: date


@dataclass(frozen=True, slots=True)
class WhatIsSaid:
    """An act on a problem that needs words: answer, return, send_back."""

    act: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class WhichMilestone:
    """`fits`: the names are like the words; else they are what comes next."""

    project: str
    words: str
    names: tuple[str, ...]
    fits: bool
