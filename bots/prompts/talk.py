"""The conversation itself: what was not understood, not done, not waited for, or dropped."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Help:
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class HowTo:
    """A menu entry for something that is done by typing or sending: report, checkin, photo, progress, raise_problem."""

    what: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A deed that was refused: the code and facts of the error.

    `about`: the project, when the rest of the message was done all the same.
    """

    code: str
    facts: Mapping[str, Any]
    about: str = ""


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    reports: bool  # whether an example of a report helps


@dataclass(frozen=True, slots=True)
class Noted:
    """Chatter from somebody we know: a short word, so that nobody wonders."""


@dataclass(frozen=True, slots=True)
class NothingOpen:
    """Yes, no or a number, and nothing had been asked."""


@dataclass(frozen=True, slots=True)
class TooLate:
    """A button of a question that is no longer open."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A message that waited for an answer, and something else came: it was not recorded, and that is said."""

    what: str  # report, problem, investment
    text: str


@dataclass(frozen=True, slots=True)
class Unsupported:
    kind: str  # voice, video, link, file


@dataclass(frozen=True, slots=True)
class Dropped:
    """The open question was answered with no."""

    what: str = ""  # what waited, as in WhichProject
