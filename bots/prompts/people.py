"""Who is here: strangers, newcomers, greetings, leave."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class NotBound:
    """All that a stranger ever gets."""

    office: str


@dataclass(frozen=True, slots=True)
class Welcome:
    name: str
    roles: tuple[str, ...]  # Role values
    projects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Greeting:
    """Once a day, to somebody who opens the conversation."""

    name: str
    reports: bool
    silent: tuple[str, ...]  # own projects that are still to be told of today


@dataclass(frozen=True, slots=True)
class LeaveTaken:
    since: date
    until: date
    deputies: tuple[tuple[str, str], ...]  # project, deputy's name ("" when the seat stays empty)
