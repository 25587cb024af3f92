"""How the house itself is doing: counts and ages, nothing about people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from backend.domain.people import EVERYTHING
from backend.domain.timetable import RunState
from backend.services import runs
from backend.services.desk import Desk
from backend.services.runs import Job

LATE = timedelta(minutes=30)  # the waker looks every few minutes: a run that waits longer has nobody to do it


@dataclass(frozen=True, slots=True)
class Health:
    """`runs` by state; `overdue_runs` have been due for more than half an hour and wait still. Ages in seconds."""

    schema_current: bool
    inbox_open: int
    inbox_oldest_seconds: int
    inbox_dead: int
    outbox_open: int
    outbox_dead: int
    runs: Mapping[str, int]
    overdue_runs: int
    reports_today: int


def look(desk: Desk, timetable: Sequence[Job] = ()) -> Health:
    """Raises `Unavailable` when the database does not answer; with tables missing only the schema is judged."""
    if not desk.unit.schema_is_current():
        return Health(False, 0, 0, 0, 0, 0, {}, 0, 0)
    post, now, today = desk.unit.mailbox.counts(), desk.moment.at, desk.moment.day
    waiting = [run for run in runs.unfinished(desk, timetable) if run.state is not RunState.FAILED]
    return Health(
        schema_current=True,
        inbox_open=post.inbox_open,
        inbox_oldest_seconds=int((now - (post.inbox_oldest or now)).total_seconds()),
        inbox_dead=post.inbox_dead,
        outbox_open=post.outbox_open,
        outbox_dead=post.outbox_dead,
        runs=desk.unit.runs.counts(),
        overdue_runs=sum(run.due_at < now - LATE for run in waiting),
        reports_today=desk.unit.daily_reports.listing(EVERYTHING, first=today, last=today, limit=1).total,
    )
