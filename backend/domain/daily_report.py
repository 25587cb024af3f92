"""One project's day as the site told it, merged from any number of messages (M03)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class Origin(StrEnum):
    """What made a revision of the day's report."""

    REPORT = "report"
    CORRECTION = "correction"
    SAME_AS_YESTERDAY = "same_as_yesterday"
    UNDO = "undo"
    API = "api"


@dataclass(frozen=True, slots=True)
class Facts:
    """What one message says about one project and day. None or empty means: not said.

    workers: headcount on site. machines: count, all kinds. trades, machine_types: the parts, by name.
    percent: physical progress of the whole project, 0 to 100, only when said so.
    """

    workers: int | None = None
    trades: Mapping[str, int] = field(default_factory=dict)
    machines: int | None = None
    machine_types: Mapping[str, int] = field(default_factory=dict)
    progress: str | None = None
    percent: Decimal | None = None
    stopped: bool | None = None
    stop_reason: str | None = None
    copied: frozenset[str] = frozenset()  # names of fields taken over from the day before, not said today

    def is_empty(self) -> bool:
        return self == Facts()


@dataclass(frozen=True, slots=True)
class DailyReport:
    """Unique by project and day. `late` when first filed after the deadline of its day."""

    id: int
    project_id: int
    day: date
    facts: Facts
    person_id: int
    filed_at: datetime
    late: bool = False
    photos: int = 0


def merged(old: Facts, new: Facts) -> Facts:
    """The day's facts after another message: what the new one says replaces, what it leaves unsaid stays.

    Progress texts are joined, since two messages of a day usually tell two things; the same text is not doubled.
    """

    def pick(name: str) -> object:
        said = getattr(new, name)
        return getattr(old, name) if said is None or said == {} else said

    progress = new.progress or old.progress
    if new.progress and old.progress:
        progress = (
            old.progress
            if new.progress in old.progress
            else new.progress
            if old.progress in new.progress
            else f"{old.progress}；{new.progress}"
        )
    said = {
        n for n in ("workers", "machines", "progress", "percent", "stopped") if getattr(new, n) is not None
    }
    return Facts(
        workers=pick("workers"),  # type: ignore[arg-type]
        trades=new.trades if new.workers is not None else old.trades,
        machines=pick("machines"),  # type: ignore[arg-type]
        machine_types=new.machine_types if new.machines is not None else old.machine_types,
        progress=progress,
        percent=pick("percent"),  # type: ignore[arg-type]
        stopped=pick("stopped"),  # type: ignore[arg-type]
        stop_reason=new.stop_reason or (old.stop_reason if new.stopped is None else None),
        copied=(old.copied - said) | new.copied,
    )
