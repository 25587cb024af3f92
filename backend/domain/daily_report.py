"""One project's day as the site told it, merged from any number of messages (M03)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from backend.domain.errors import Invalid

MAX_WORKERS = 20_000
MAX_MACHINES = 5_000
MAX_PARTS = 60  # trades or kinds of machine named in one message
MAX_TEXT = 4_000  # characters of one message's progress or reason
JOINT = "；"


class Origin(StrEnum):
    """What made a revision of the day's report."""

    REPORT = "report"
    CORRECTION = "correction"
    SAME_AS_YESTERDAY = "same_as_yesterday"
    API = "api"


@dataclass(frozen=True, slots=True)
class Facts:
    """What one message says about one project and day. None or empty means: not said.

    workers: headcount on site. machines: count, all kinds. trades, machine_types: the parts, by name.
    percent: physical progress of the whole project, 0 to 100, only when said so.
    service: what was done for the project that day (coordination, paperwork), as told.
    """

    workers: int | None = None
    trades: Mapping[str, int] = field(default_factory=dict)
    machines: int | None = None
    machine_types: Mapping[str, int] = field(default_factory=dict)
    progress: str | None = None
    percent: Decimal | None = None
    stopped: bool | None = None
    stop_reason: str | None = None
    service: str | None = None
    copied: frozenset[str] = frozenset()  # names of fields taken over from the day before, not said today

    def is_empty(self) -> bool:
        return self == Facts()


# A field that is copied, replaced or kept always goes with the one that explains it.
_COMPANIONS = {
    "workers": ("trades",),
    "machines": ("machine_types",),
    "progress": (),
    "percent": (),
    "stopped": ("stop_reason",),
    "service": (),
}
_JOINED = ("progress", "service")
TEXTS = ("progress", "stop_reason", "service")
_COPYABLE = tuple(name for name in _COMPANIONS if name != "service")  # a service is of its own day
FIELDS = tuple(name for head, others in _COMPANIONS.items() for name in (head, *others))


@dataclass(frozen=True, slots=True)
class DailyReport:
    """Unique by project and day. `late` when first filed after the deadline of its day.

    `person_id` and `filed_at` are of the first message; the later ones are in the revisions.
    """

    id: int
    project_id: int
    day: date
    facts: Facts
    person_id: int
    filed_at: datetime
    late: bool = False
    photos: int = 0


@dataclass(frozen=True, slots=True)
class Revision:
    """One message about a day: what it said, and the day's facts before it (None: it was the first)."""

    id: int
    report_id: int
    origin: Origin
    text: str
    facts: Facts
    before: Facts | None
    person_id: int
    at: datetime
    undone_at: datetime | None = None


def merged(old: Facts, new: Facts, origin: Origin = Origin.REPORT) -> Facts:
    """The day's facts after another message: what the new one says replaces, what it leaves unsaid stays.

    Texts are joined, since two messages of a day usually tell two things, and no part is doubled;
    a correction replaces them. What was copied from an earlier day gives way to what is said today,
    and never the other way round.
    """
    new = whole(new)
    taken = [
        name
        for name in _COMPANIONS
        if _said(new, name)
        and not (name in new.copied and getattr(old, name) is not None and name not in old.copied)
    ]
    values = {name: getattr(old, name) for name in FIELDS}
    for name in taken:
        for part in (name, *_COMPANIONS[name]):
            values[part] = getattr(new, part)
    for name in _JOINED:
        if name in taken:
            replaces = origin is Origin.CORRECTION or name in old.copied
            values[name] = joined(None if replaces else getattr(old, name), getattr(new, name))
    values["stop_reason"] = _stop_reason(old, new, "stopped" in taken)
    copied = (old.copied - set(taken)) | (new.copied & set(taken))
    return Facts(**values, copied=copied)


def whole(facts: Facts) -> Facts:
    """The same facts as they are kept: sums where only the parts were said, no blank texts, percent to two places."""
    workers = sum(facts.trades.values()) if facts.workers is None and facts.trades else facts.workers
    machines = (
        sum(facts.machine_types.values())
        if facts.machines is None and facts.machine_types
        else facts.machines
    )
    percent = None if facts.percent is None else facts.percent.quantize(Decimal("0.01"))
    texts: dict[str, Any] = {name: (getattr(facts, name) or "").strip() or None for name in TEXTS}
    return replace(facts, workers=workers, machines=machines, percent=percent, **texts)


def joined(old: str | None, new: str | None) -> str | None:
    """Both texts, part by part; a part said before is not doubled."""
    parts = [part.strip() for text in (old, new) if text for part in text.split(JOINT) if part.strip()]
    return JOINT.join(dict.fromkeys(parts)) or None


def filled(facts: Facts, earlier: Facts) -> Facts:
    """What was said today, completed from an earlier day; the names of what was taken over are in `copied`."""
    facts = whole(facts)
    copied = frozenset(name for name in _COPYABLE if not _said(facts, name) and _said(earlier, name))
    values = {part: getattr(earlier, part) for name in copied for part in (name, *_COMPANIONS[name])}
    if "stopped" in copied and facts.stop_reason:
        values["stop_reason"] = facts.stop_reason
    return replace(facts, **values, copied=facts.copied | copied)


def replayed(messages: Iterable[tuple[Facts, Origin]]) -> Facts:
    """The day as these messages tell it, oldest first."""
    day = Facts()
    for facts, origin in messages:
        day = merged(day, facts, origin)
    return day


def changed(before: Facts | None, after: Facts) -> tuple[str, ...]:
    """The names of the fields that differ, in the order of `FIELDS`."""
    old = before or Facts()
    return tuple(name for name in FIELDS if getattr(old, name) != getattr(after, name))


def check(facts: Facts) -> None:
    """Raises `Invalid` for a figure no site can have."""
    for name, value in (("workers", facts.workers), *facts.trades.items()):
        _in_range("workers", name, value, MAX_WORKERS)
    for name, value in (("machines", facts.machines), *facts.machine_types.items()):
        _in_range("machines", name, value, MAX_MACHINES)
    for field_name, parts in (("trades", facts.trades), ("machine_types", facts.machine_types)):
        if len(parts) > MAX_PARTS:
            raise Invalid("too_many_parts", field=field_name, limit=MAX_PARTS)
    if facts.percent is not None and not (facts.percent.is_finite() and 0 <= facts.percent <= 100):
        raise Invalid("percent_out_of_range", field="percent", value=facts.percent, limit=100)
    for field_name in TEXTS:
        text = getattr(facts, field_name)
        if text is not None and len(text) > MAX_TEXT:
            raise Invalid("text_too_long", field=field_name, limit=MAX_TEXT)


def _in_range(field_name: str, words: str, value: int | None, limit: int) -> None:
    if value is not None and not 0 <= value <= limit:
        raise Invalid(f"{field_name}_out_of_range", field=field_name, words=words, value=value, limit=limit)


def _said(facts: Facts, name: str) -> bool:
    return getattr(facts, name) is not None


def _stop_reason(old: Facts, new: Facts, stop_taken: bool) -> str | None:
    """A reason belongs to a stop: it stays while the stop does and goes when work resumes."""
    if (new.stopped if stop_taken else old.stopped) is False:
        return None
    fresh = new.stop_reason if stop_taken or "stopped" not in new.copied else None
    kept = None if stop_taken and "stopped" in old.copied else old.stop_reason
    return fresh or kept
