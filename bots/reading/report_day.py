"""Which day a report is of, and which of its clauses speak of another."""

import re
from datetime import date

from bots.intents import Doubt, Span
from bots.reading.clauses import inside
from bots.reading.dates import Dated, Tense, coming
from bots.reading.stretch import Stretch

# 比昨天, 跟昨天一样, 昨天是7栋, 7月20日前: the date measures something, it does not say when the report is of.
_MEASURED_BEFORE = re.compile(r"[比较跟和同与照按]$")
_MEASURED_AFTER = re.compile(
    r"是|才|只|的(?!:|日报|数|人数|工人|机械|忘|漏|没报|补)|说|那|报的|一样|要?(?:之?前|底|完成|封顶|竣工|开工|通车|交付|投产|到位|进场)|以?前|至|到|-|~"
)
_ASKED_FOR = re.compile(r"补报?.{0,4}$|日期\s?:\s?$|日报.{0,3}$")


def report_day(stretch: Stretch) -> tuple[date | None, tuple[Doubt, ...], Span | None]:
    """The date that stands with the counts, or that opens the report, or that opened the message; else today.

    A date still to come stays the day that was said, with a doubt; None with a doubt when no calendar has it.
    """
    here = [d for d in stretch.dates if _tells_day(stretch, d)]
    own = _with_counts(stretch, here) or _opening(stretch, here)
    told = own or stretch.lead
    if told is None:
        return stretch.today, (), None
    span = Span("day", told.start, told.end) if own else None
    if told.day is not None:
        return told.day, (), span
    return coming(told.words, stretch.today), (Doubt("day", told.words),), span


def other_days(stretch: Stretch, day: date | None) -> list[tuple[int, int]]:
    """What is said of a day that is not the report's: 昨天38人 beside 今天45人."""
    found: list[tuple[int, int]] = []
    for clause in stretch.clauses:
        days = [
            d
            for d in stretch.dates
            if clause.start <= d.start < clause.end and _is_day(d) and not _is_yardstick(stretch, d)
        ]
        ends = [d.start for d in days[1:]] + [clause.end]
        found += [
            (d.start, end)
            for d, end in zip(days, ends, strict=False)
            if d.day is not None and day is not None and d.day != day
        ]
    return found


def _is_yardstick(stretch: Stretch, d: Dated) -> bool:
    """比昨天少5人 is told of today."""
    return bool(_MEASURED_BEFORE.search(stretch.text[max(0, d.start - 6) : d.start]))


def _is_day(d: Dated) -> bool:
    return d.tense in (Tense.SPOKEN, Tense.NAMED)


def _tells_day(stretch: Stretch, d: Dated) -> bool:
    if not _is_day(d) or inside(d.start, stretch.plans):
        return False
    before, after = stretch.text[max(0, d.start - 6) : d.start], stretch.text[d.end : d.end + 8]
    measures = _MEASURED_BEFORE.search(before) or _MEASURED_AFTER.match(after)
    return not measures or "补报" in before


def _with_counts(stretch: Stretch, here: list[Dated]) -> Dated | None:
    """The date in a clause that has a count, before that count; today's wins when several do."""
    found: list[Dated] = []
    for clause in stretch.clauses:
        counts = [c for c in stretch.counts if clause.start <= c.start < clause.end]
        found += [d for d in here if counts and clause.start <= d.start < min(counts[-1].end, clause.end)]
    today = [d for d in found if d.day == stretch.today]
    return next(iter(today or found), None)


def _opening(stretch: Stretch, here: list[Dated]) -> Dated | None:
    first = stretch.clauses[0] if stretch.clauses else None
    for d in here:
        asked_for = _ASKED_FOR.search(stretch.text[max(0, d.start - 8) : d.start])
        if asked_for or (first and first.start <= d.start < first.end):
            return d
    return None
