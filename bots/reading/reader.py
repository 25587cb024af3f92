"""The one way in: a message becomes one Reading for each project it speaks of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from bots import intents
from bots.intents import Doubt, Invested, Kind, Order, Reading, Span
from bots.reading import kinds
from bots.reading.amends import corrected, no_machines, nobody, stray
from bots.reading.blockers import Found, read_blockers
from bots.reading.commands import read_command
from bots.reading.count import Count, Role, Sort
from bots.reading.dates import Tense
from bots.reading.fold import fold
from bots.reading.judging import judged
from bots.reading.money import read_money
from bots.reading.progress import read_percent, read_progress
from bots.reading.report_day import other_days, report_day
from bots.reading.stops import Stopped, read_stop
from bots.reading.stretch import Stretch, stretches
from bots.reading.tally import Tally, tally

LONGEST = 2000  # characters; WeCom itself cuts a text at 2048 bytes
_QUESTIONS = (
    intents.AskHelp,
    intents.AskMissing,
    intents.AskMine,
    intents.AskOwed,
    intents.AskProgress,
    intents.AskProblems,
    intents.AskSchedule,
    intents.AskDaysLeft,
    intents.AskCritical,
    intents.AskImpact,
)
_REPORTS = re.compile(r"日报|补报|报表|日期")
# 已停工半天: how long it stands, not why; no blocker of its own beside others.
_BARE_STOP = re.compile(
    r"(?:现场|工地|项目|这段|我们|已经?|又|一直|目前|今天|今日|也|都|就)*停(?:工|了|着|下来|机)?(?:了)?.{0,6}"
)
_WEATHER = re.compile(r"雨|雪|台风|大风|高温|(?<!污染)天气|雾")


def read(text: str, today: date, names: Sequence[str] = ()) -> tuple[Reading, ...]:
    """What `text` says, one Reading a project, in the order said; there is always at least one.

    `names`: project names and aliases the sender may mean. A text beyond LONGEST is read up to its last whole
    clause, with a doubt.
    """
    return _readings(text, today, tuple(names))


@lru_cache(maxsize=16)  # whether a message answers a question is asked before what it says
def _readings(text: str, today: date, names: tuple[str, ...]) -> tuple[Reading, ...]:
    kept = _shortened(text)
    order = commanded(kept, today)
    if order is not None:
        return (_ordered(order, kept),)
    first, *others = [_read(stretch) for stretch in stretches(kept, today, names)]
    if len(kept) < len(text):
        first = replace(first, doubts=(*first.doubts, Doubt("text", text[len(kept) : len(kept) + 20])))
    return (first, *others)


@lru_cache(maxsize=16)  # asked for itself first, then as a part of reading
def commanded(text: str, today: date) -> Order | None:
    """The command or question that a whole text is."""
    return read_command(fold(text), text, today)


def _shortened(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    cut = max(text.rfind(mark, 0, LONGEST) for mark in "，,。；;！!？?\n ")
    return text[: cut + 1] if cut > 0 else text[:LONGEST]


def _ordered(order: Order, typed: str) -> Reading:
    kind = Kind.QUESTION if isinstance(order, _QUESTIONS) else Kind.COMMAND
    named = getattr(order, "project", "") or None
    blockers = (order.text,) if isinstance(order, intents.RaiseProblem) and order.text else ()
    return Reading(kind, typed, project_text=named, blockers=blockers, order=order)


@dataclass(frozen=True, slots=True)
class _Figures:
    day: date | None
    counts: list[Count]
    workers: Tally
    machines: Tally
    invested: tuple[Invested, ...]
    doubts: tuple[Doubt, ...]
    spans: tuple[Span, ...]

    @property
    def counted(self) -> bool:
        return any(t.value is not None or t.spans or t.doubts for t in (self.workers, self.machines))


def _figures(stretch: Stretch) -> _Figures:
    day, day_doubts, day_span = report_day(stretch)
    asked = [(c.start, c.end) for c in stretch.clauses if c.asks]
    elsewhere = [*stretch.plans, *asked, *other_days(stretch, day)]
    counts = judged(stretch.text, stretch.counts, elsewhere, kinds.is_correction(stretch.text))
    workers = nobody(stretch.text, tally(counts, Sort.PEOPLE))
    workers, machines = corrected(
        stretch.text, workers, no_machines(stretch.text, tally(counts, Sort.MACHINES))
    )
    workers = stray(stretch.text, workers)
    if not any(
        t.value is not None or t.spans or t.doubts for t in (workers, machines)
    ) and not _REPORTS.search(stretch.text):
        # 7月20号主体封顶: a date to come is no report's day
        day, day_doubts = stretch.today if day_doubts or day is None else day, ()
    money, money_doubts, money_spans = read_money(stretch.text, stretch.today, stretch.plans)
    doubts = (*day_doubts, *workers.doubts, *machines.doubts, *money_doubts)
    spans = (*([day_span] if day_span else []), *workers.spans, *machines.spans, *money_spans)
    return _Figures(day, counts, workers, machines, money, doubts, spans)


def _read(stretch: Stretch) -> Reading:
    figures = _figures(stretch)
    taken = [(c.start, c.end) for c in figures.counts if c.role is not Role.NOT_OURS]
    stop = read_stop(stretch.text, stretch.clauses, stretch.plans)
    trouble = read_blockers(stretch.text, stretch.typed, stretch.clauses, stretch.plans, taken)
    blockers = _with_part_stop(trouble.items, stop, stretch)
    owned = _owned(stretch, figures, stop, trouble)
    built = read_progress(stretch.text, stretch.typed, stretch.clauses, owned, stretch.plans, figures.counted)
    if stop.stopped and built is not None and not re.search(r"\d|完", built):
        built = None  # 初八开工, 等许可证: what stands is not told by what is to come
    kind = kinds.decide(
        stretch.text.strip(),
        small_talk=kinds.is_chatter(fold(stretch.typed)),
        counted=figures.counted,
        stopped=stop.stopped,
        resumed=stop.resumed,
        worked=built is not None,
        invested=bool(figures.invested) or any(d.field == "invested" for d in figures.doubts),
        blocked=bool(blockers),
        asks=any(c.asks for c in stretch.clauses),
        clean=trouble.no_problem,
    )
    reading = Reading(
        kind,
        stretch.typed.strip(),
        day=figures.day,
        project_text=stretch.project,
        workers=figures.workers.value,
        trades=figures.workers.parts,
        machines=figures.machines.value,
        machine_types=figures.machines.parts,
        progress=built,
        percent=read_percent(stretch.text),
        invested=next(iter(figures.invested), None),
        invested_also=figures.invested[1:],
        stopped=stop.stopped,
        stop_reason=(stop.reason or next(iter(blockers), None)) if stop.stopped else None,
        resumed=stop.resumed,
        blockers=blockers,
        no_problem=trouble.no_problem and not blockers,
        same_as_before=kinds.same_span(stretch.text) is not None,
        doubts=figures.doubts,
        spans=_spans(stretch, figures, stop, trouble),
    )
    return _silent(reading) if kind in (Kind.QUESTION, Kind.CHATTER) else reading


def _with_part_stop(items: tuple[str, ...], stop: Stopped, stretch: Stretch) -> tuple[str, ...]:
    """A part that stands while the rest works is a blocker; for weather it is not."""
    at = stretch.text.find(stop.part)
    if not stop.part or stop.stopped or _WEATHER.search(stretch.text[max(0, at - 12) : at] + stop.part):
        return items
    words = stretch.typed[at : at + len(stop.part)].strip(" ，,。")
    known = any(words in i or i in words for i in items) or (items and _BARE_STOP.fullmatch(words))
    return items if known else (*items, words)


def _owned(stretch: Stretch, figures: _Figures, stop: Stopped, trouble: Found) -> list[tuple[int, int]]:
    """What is no progress because another field tells it."""
    same = kinds.same_span(stretch.text)
    money = [s.start for s in figures.spans if s.field == "invested"]
    return [
        (0, stretch.opening),
        *([stretch.name] if stretch.name else []),
        *((c.start, c.end) for c in figures.counts),
        *((s.start, s.end) for s in figures.workers.spans),
        *_of_another_time(stretch),
        *trouble.spans,
        *([stop.span] if stop.span else []),
        *((c.start, c.end) for c in stretch.clauses if any(c.start <= at < c.end for at in money)),
        *([same] if same else []),
    ]


def _of_another_time(stretch: Stretch) -> list[tuple[int, int]]:
    """Clauses with a date to come."""
    ahead = [
        d.start for d in stretch.dates if d.tense is Tense.AHEAD or (d.tense is Tense.NAMED and d.day is None)
    ]
    return [(c.start, c.end) for c in stretch.clauses if any(c.start <= at < c.end for at in ahead)]


def _spans(stretch: Stretch, figures: _Figures, stop: Stopped, trouble: Found) -> tuple[Span, ...]:
    """Where each field was read, in positions of the message."""
    found = [*figures.spans, *(Span("blockers", a, b) for a, b in trouble.spans)]
    found += [Span("stopped", *stop.span)] if stop.span and stop.stopped else []
    found += [Span("project", *stretch.name)] if stretch.name else []
    moved = [replace(s, start=s.start + stretch.offset, end=s.end + stretch.offset) for s in found]
    return tuple(sorted(moved, key=lambda s: (s.start, s.end)))


def _silent(reading: Reading) -> Reading:
    """Questions and small talk report nothing, whatever numbers are in them; a trouble told along stays."""
    return Reading(
        reading.kind,
        reading.text,
        project_text=reading.project_text,
        blockers=reading.blockers,
        spans=tuple(s for s in reading.spans if s.field in ("project", "blockers")),
    )
