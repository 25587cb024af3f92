"""The one way in: a message becomes one Reading for each project it speaks of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bots import intents
from bots.intents import Doubt, Kind, Order, Reading, Span
from bots.reading import kinds, projects
from bots.reading.blockers import read_blockers
from bots.reading.clauses import Clause, clauses, inside, plans
from bots.reading.commands import read_command
from bots.reading.counts import Count, Role, Sort, find_counts
from bots.reading.dates import Dated, Tense, find_dates
from bots.reading.fold import fold
from bots.reading.masks import masked
from bots.reading.money import read_money
from bots.reading.progress import read_percent, read_progress
from bots.reading.stops import Stopped, read_stop
from bots.reading.tally import Tally, judged, tally
from bots.reading.tokens import lex

LONGEST = 2000  # characters; WeCom itself cuts a text at 2048 bytes
_QUESTIONS = (
    intents.AskHelp,
    intents.AskMissing,
    intents.AskMine,
    intents.AskOwed,
    intents.AskProgress,
    intents.AskProblems,
)


def read(text: str, today: date, names: Sequence[str] = ()) -> tuple[Reading, ...]:
    """What `text` says, one Reading a project, in the order said; () never comes back.

    `names`: project names and aliases the sender may mean. A text beyond LONGEST is read up to its last whole clause, with a doubt.
    """
    kept = _shortened(text)
    folded = fold(kept)
    order = read_command(folded, kept, today)
    if order is not None:
        return (_ordered(order, kept),)
    message = _Message.of(folded, kept, today)
    found = [_read_segment(message, s) for s in projects.split(folded, names, _count_spans(message))]
    if len(kept) < len(text):
        found[0] = replace(
            found[0], doubts=(*found[0].doubts, Doubt("text", text[len(kept) : len(kept) + 20]))
        )
    return tuple(found)


def _shortened(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    cut = max(text.rfind(mark, 0, LONGEST) for mark in "，,。；;！!？?\n ")
    return text[: cut + 1] if cut > 0 else text[:LONGEST]


def _ordered(order: Order, kept: str) -> Reading:
    kind = Kind.QUESTION if isinstance(order, _QUESTIONS) else Kind.COMMAND
    named = getattr(order, "project", "") or None
    blockers = (order.text,) if isinstance(order, intents.RaiseProblem) and order.text else ()
    return Reading(kind, kept, project_text=named, blockers=blockers, order=order)


@dataclass(frozen=True, slots=True)
class _Message:
    """The whole text with what is found in it once, in positions of the whole."""

    folded: str
    typed: str
    today: date
    dates: tuple[Dated, ...]
    counts: tuple[Count, ...]

    @classmethod
    def of(cls, folded: str, typed: str, today: date) -> "_Message":
        dates = find_dates(folded, today)
        spans = [(d.start, d.end) for d in dates]
        return cls(
            folded, typed, today, dates, tuple(find_counts(folded, lex(folded, masked(folded, spans), spans)))
        )


def _count_spans(message: _Message) -> list[tuple[int, int]]:
    return [(c.start, c.end) for c in message.counts if c.role is not Role.WRONG]


def _read_segment(message: _Message, segment: projects.Segment) -> Reading:
    """Positions inside are those of the whole message: what lies outside the segment is blanked, not cut."""
    text = _only(message.folded, segment)
    cut = clauses(text)
    ahead = plans(text)
    day, day_doubts, day_span = _day(message, segment, cut, ahead)
    counts = _counts(message, segment, text, cut, ahead, day)
    workers, machines = tally(counts, Sort.PEOPLE), tally(counts, Sort.MACHINES)
    stop = read_stop(text, cut, ahead)
    money, money_doubts, money_spans = read_money(text, message.today, ahead)
    workers = _nobody(text, workers)
    workers, machines = _corrected(text, workers, machines)
    taken = [(c.start, c.end) for c in counts if c.role is not Role.NOT_OURS]
    trouble = read_blockers(text, message.typed, cut, ahead, taken)
    blockers = _with_part_stop(trouble.items, stop, message, text)
    same = kinds.same_span(text)
    built = read_progress(
        text,
        message.typed,
        cut,
        [
            (segment.start, segment.opening),
            *([segment.name] if segment.name else []),
            *taken,
            *trouble.spans,
            *_spans(stop),
            *_clause_of(cut, money_spans),
            *([same] if same else []),
        ],
        ahead,
    )
    kind = kinds.decide(
        text.strip(),
        counted=bool(workers.spans or machines.spans or workers.doubts or machines.doubts)
        or workers.value is not None,
        stopped=stop.stopped,
        resumed=stop.resumed,
        worked=built is not None,
        invested=bool(money or money_doubts),
        blocked=bool(blockers),
        asks=any(c.asks for c in cut),
        clean=trouble.no_problem,
    )
    reading = Reading(
        kind,
        message.typed[segment.start : segment.end].strip(),
        day=day,
        project_text=_project(message, segment),
        workers=workers.value,
        trades=workers.parts,
        machines=machines.value,
        machine_types=machines.parts,
        progress=built,
        percent=read_percent(text),
        invested=money[0] if money else None,
        invested_also=money[1:],
        stopped=stop.stopped,
        stop_reason=stop.reason if stop.stopped else None,
        resumed=stop.resumed,
        blockers=blockers,
        no_problem=trouble.no_problem and not blockers,
        same_as_before=same is not None,
        doubts=(*day_doubts, *workers.doubts, *machines.doubts, *money_doubts),
        spans=_all_spans(segment, day_span, workers, machines, money_spans, stop, trouble.spans),
    )
    return _silent(reading) if kind in (Kind.QUESTION, Kind.CHATTER) else reading


def _only(text: str, segment: projects.Segment) -> str:
    name = segment.name or (segment.start, segment.start)
    return (
        " " * segment.start
        + text[segment.start : name[0]]
        + " " * (name[1] - name[0])
        + text[max(name[1], segment.start) : segment.end]
    )


def _project(message: _Message, segment: projects.Segment) -> str | None:
    return None if segment.name is None else message.typed[segment.name[0] : segment.name[1]].strip()


def _counts(
    message: _Message,
    segment: projects.Segment,
    text: str,
    cut: Sequence[Clause],
    ahead: Sequence[tuple[int, int]],
    day: date | None,
) -> list[Count]:
    """The segment's counts, without those asked about, planned, or of another day."""
    ours = [c for c in message.counts if segment.start <= c.start < segment.end and not _in_name(c, segment)]
    elsewhere = [*ahead, *((c.start, c.end) for c in cut if c.asks), *_other_days(message, cut, day)]
    return judged(text, ours, elsewhere, kinds.is_correction(text))


def _in_name(count: Count, segment: projects.Segment) -> bool:
    return segment.name is not None and segment.name[0] <= count.start < segment.name[1]


def _other_days(message: _Message, cut: Sequence[Clause], day: date | None) -> list[tuple[int, int]]:
    """Clauses of a day that is not the report's: 昨天38人 beside 今天45人."""
    found: list[tuple[int, int]] = []
    for clause in cut:
        days = [
            d
            for d in message.dates
            if clause.start <= d.start < clause.end and d.tense in (Tense.SPOKEN, Tense.NAMED)
        ]
        ends = [d.start for d in days[1:]] + [clause.end]
        found += [
            (d.start, end)
            for d, end in zip(days, ends, strict=False)
            if None not in (d.day, day) and d.day != day
        ]
    return found


def _day(
    message: _Message, segment: projects.Segment, cut: Sequence[Clause], ahead: Sequence[tuple[int, int]]
) -> tuple[date | None, tuple[Doubt, ...], Span | None]:
    """The day the report is of: the date that stands with its counts, or that opens it; today when none does."""
    here = [
        d for d in message.dates if segment.start <= d.start < segment.end and _tells_day(message, d, ahead)
    ]
    lead = [
        d
        for d in message.dates
        if d.end <= segment.start
        and _tells_day(message, d, ahead)
        and segment.start
        and not _before_count(message, d)
    ]
    chosen = _with_counts(message, here, cut) or _opening(message, here, cut) or (lead[0] if lead else None)
    if chosen is None:
        return message.today, (), None
    span = Span("day", chosen.start, chosen.end)
    if chosen.day is None:
        return None, (Doubt("day", chosen.words),), span
    return chosen.day, (), span


def _before_count(message: _Message, d: Dated) -> bool:
    return any(c.start < d.start for c in message.counts)


def _tells_day(message: _Message, d: Dated, ahead: Sequence[tuple[int, int]]) -> bool:
    if d.tense in (Tense.AHEAD, Tense.VAGUE) or inside(d.start, ahead):
        return False
    before, after = message.folded[max(0, d.start - 3) : d.start], message.folded[d.end : d.end + 8]
    compared = re.search(r"[比较跟和同与照按]$", before) or re.match(
        r"(?:是|才|只|的(?!日报|数|人数|工人|机械|忘|漏|没报|补)|说|那|报的|一样|要?(?:之?前|底|完成|封顶|竣工|开工|通车|交付|投产|到位|进场)|以?前|至|到|-|~)",
        after,
    )
    return not compared or "补报" in before + message.folded[: d.start][-6:]


def _with_counts(message: _Message, here: Sequence[Dated], cut: Sequence[Clause]) -> Dated | None:
    """The date in a clause that has a count, before that count; today's wins when several do."""
    found = []
    for clause in cut:
        counts = [c for c in message.counts if clause.start <= c.start < clause.end]
        found += [
            d for d in here if counts and clause.start <= d.start < counts[-1].end and d.start < clause.end
        ]
    today = [d for d in found if d.day == message.today]
    return next(iter(today or found), None)


def _opening(message: _Message, here: Sequence[Dated], cut: Sequence[Clause]) -> Dated | None:
    first = cut[0] if cut else None
    for d in here:
        asked_for = re.search(
            r"补报?.{0,4}$|日期\s?:\s?$|日报.{0,3}$", message.folded[max(0, d.start - 8) : d.start]
        )
        if asked_for or (first and first.start <= d.start < first.end):
            return d
    return None


_NOBODY = re.compile(
    r"(?:现场|工地|今天|今日)?(?:无|没有?|没得)(?:施工)?(?:工人|人员)(?!受伤|伤亡|员伤亡|感染|缺勤|请假|闹|反映|离|工|投诉|聚集)(?:在场|施工|上岗|到岗|在岗|干活|作业|进场)?|(?:无|没)人(?:施工|干活|上班|在岗|上岗|作业|到岗)|(?:现场|工地)(?:上)?(?:无|没|没有)人(?=$|[，,。;\s])"
)


def _nobody(text: str, workers: Tally) -> Tally:
    """没有工人, 无人施工: nought, said in words."""
    match = _NOBODY.search(text)
    if match is None or workers.value is not None or workers.doubts:
        return workers
    return Tally(0, {}, (), (Span("workers", match.start(), match.end()),))


_BARE = re.compile(r"(?:是|为|成|改|:|，|,|\s)\s?(\d{1,4})(?=$|[，,。;\s人!不])")
_PEOPLE_SAID = re.compile(r"工人|人数|人员|人[，,]|人报|[泥木工]工")
_MACHINES_SAID = re.compile(r"机械|挖机|台数|设备数|机子")


def _corrected(text: str, workers: Tally, machines: Tally) -> tuple[Tally, Tally]:
    """人数报错了，是54: the one number left in a correction belongs to the one field it names; with no field named, ask."""
    if not kinds.is_correction(text) or any(t.value is not None or t.doubts for t in (workers, machines)):
        return workers, machines
    numbers = [m for m in _BARE.finditer(text) if not text[: m.start()].endswith(("不", "不 "))]
    if len(numbers) != 1:
        return workers, machines
    m, people, kit = numbers[0], bool(_PEOPLE_SAID.search(text)), bool(_MACHINES_SAID.search(text))
    if people == kit:
        doubt = Doubt("workers", m[1], (f"工人{m[1]}", f"机械{m[1]}"))
        return replace(workers, doubts=(doubt,)), machines
    found = Tally(int(m[1]), {}, (), (Span("workers" if people else "machines", m.start(1), m.end(1)),))
    return (found, machines) if people else (workers, found)


def _with_part_stop(items: tuple[str, ...], stop: Stopped, message: _Message, text: str) -> tuple[str, ...]:
    """A part that stands while the rest works is a blocker; for weather it is not."""
    if not stop.part or stop.stopped or re.search(r"雨|雪|风|高温|天气|雾", stop.part):
        return items
    at = text.find(stop.part)
    words = message.typed[at : at + len(stop.part)]
    return items if any(words in i or i in words for i in items) else (*items, words)


def _spans(stop: Stopped) -> list[tuple[int, int]]:
    return [stop.span] if stop.span else []


def _clause_of(cut: Sequence[Clause], spans: Sequence[Span]) -> list[tuple[int, int]]:
    return [(c.start, c.end) for c in cut if any(c.start <= s.start < c.end for s in spans)]


def _all_spans(
    segment: projects.Segment,
    day: Span | None,
    workers: Tally,
    machines: Tally,
    money: Sequence[Span],
    stop: Stopped,
    trouble: Sequence[tuple[int, int]],
) -> tuple[Span, ...]:
    found = [*workers.spans, *machines.spans, *money, *(Span("blockers", a, b) for a, b in trouble)]
    found += [Span("stopped", *stop.span)] if stop.span and stop.stopped else []
    found += [day] if day else []
    found += [Span("project", *segment.name)] if segment.name else []
    return tuple(sorted(found, key=lambda s: (s.start, s.end)))


def _silent(reading: Reading) -> Reading:
    """Questions and small talk report nothing, whatever numbers are in them; a trouble told along stays."""
    return replace(
        reading,
        day=None,
        workers=None,
        trades={},
        machines=None,
        machine_types={},
        progress=None,
        percent=None,
        invested=None,
        invested_also=(),
        stopped=False,
        stop_reason=None,
        doubts=(),
    )
