"""The part of a message that one project owns, with what is found in it once and used by every field's reader."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from bots.reading.clauses import Clause, clauses, plans
from bots.reading.count import Count, Role
from bots.reading.counts import find_counts
from bots.reading.dates import Dated, Tense, find_dates
from bots.reading.fold import fold
from bots.reading.masks import masked
from bots.reading.projects import Segment, split
from bots.reading.tokens import lex


@dataclass(frozen=True, slots=True)
class Stretch:
    """Every position is one of `text`; add `offset` for the place in the message.

    text: folded, the project's name blanked. typed: the same stretch as the person wrote it.
    opening: end of greetings, dates and marks of forwarding. lead: a date that opened the message for all its projects.
    """

    text: str
    typed: str
    today: date
    dates: tuple[Dated, ...]
    counts: tuple[Count, ...]
    clauses: tuple[Clause, ...]
    plans: tuple[tuple[int, int], ...]
    offset: int = 0
    opening: int = 0
    name: tuple[int, int] | None = None
    lead: Dated | None = None

    @property
    def project(self) -> str | None:
        return None if self.name is None else self.typed[self.name[0] : self.name[1]].strip()


def stretches(typed: str, today: date, names: Sequence[str]) -> list[Stretch]:
    """The message as one stretch a project; one without a project when none is named."""
    text = fold(typed)
    dates = find_dates(text, today)
    spans = [(d.start, d.end) for d in dates]
    counts = find_counts(text, lex(text, masked(text, spans), spans))
    segments = split(text, names, [(c.start, c.end) for c in counts if c.role is not Role.WRONG])
    lead = _lead(dates, counts, segments)
    return [_part(text, typed, today, dates, counts, segment, lead) for segment in segments]


def _lead(dates: Sequence[Dated], counts: Sequence[Count], segments: Sequence[Segment]) -> Dated | None:
    """A date above the first project and before any count: 7月11日日报：…"""
    first = segments[0].name[0] if segments[0].name else segments[0].end
    ceiling = min([first, *(c.start for c in counts[:1])])
    return next((d for d in dates if d.end <= ceiling and d.tense in (Tense.NAMED, Tense.SPOKEN)), None)


def _part(
    text: str,
    typed: str,
    today: date,
    dates: Sequence[Dated],
    counts: Sequence[Count],
    segment: Segment,
    lead: Dated | None,
) -> Stretch:
    start, end = segment.start, segment.end
    name = (segment.name[0] - start, segment.name[1] - start) if segment.name else None
    own = text[start:end]
    if name:
        own = own[: name[0]] + " " * (name[1] - name[0]) + own[name[1] :]
    return Stretch(
        own,
        typed[start:end],
        today,
        tuple(_moved(d, start) for d in dates if start <= d.start < end),
        tuple(_moved(c, start) for c in counts if start <= c.start < end and not _in_name(c, segment)),
        clauses(own),
        plans(own),
        start,
        segment.opening - start if segment.opening else 0,
        name,
        lead if start else None,
    )


_Placed = TypeVar("_Placed", Dated, Count)


def _moved(found: _Placed, by: int) -> _Placed:
    return replace(found, start=found.start - by, end=found.end - by)


def _in_name(count: Count, segment: Segment) -> bool:
    return segment.name is not None and segment.name[0] <= count.start < segment.name[1]
