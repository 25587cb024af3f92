"""Each job once in each period, however often this is called, wherever it is killed, however many call it.

Three units of work: what is due is written down; a run is claimed for a while, with a token; what the job does,
what it says (outbox) and "done" are committed together, and only while the token is still the newest. A runner
that dies is succeeded when its claim runs out; one that wakes from a stall too late finds its token old and
everything it did is rolled back. There is no leader.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import structlog

from backend.domain.errors import Invalid, Refused
from backend.domain.period import period_named
from backend.domain.timetable import Run, RunState, latest_due
from backend.services import runs
from backend.services.desk import OpenDesk
from backend.services.runs import Job

# Longer than the longest job: work that outlives its claim is done again by the next and its own is lost.
LEASE = timedelta(minutes=10)

log = structlog.get_logger()


class Outcome(StrEnum):
    DONE = "done"
    AGAIN = "again"  # a fault; tried again later
    FAILED = "failed"  # a fault; given up
    TAKEN_OVER = "taken_over"  # too slow: another has it, and nothing of ours was kept


@dataclass(frozen=True, slots=True)
class Ran:
    job: str
    period: str
    outcome: Outcome
    error: str | None = None


def tick(open_desk: OpenDesk, jobs: Sequence[Job], *, lease: timedelta = LEASE) -> list[Ran]:
    """Do whatever is due and not yet done."""
    with open_desk() as desk:
        runs.note_due(desk, jobs)
    named = {job.name: job for job in jobs}
    ran = []
    while run := _claimed(open_desk, named.keys(), lease):
        ran.append(_carry_out(open_desk, named[run.job], run))
    return ran


def run_one(
    open_desk: OpenDesk, jobs: Sequence[Job], name: str, key: str | None = None, *, lease: timedelta = LEASE
) -> Ran:
    """Do one job for the period called `key`, or for the last one that has come due.

    Raises `Invalid("job_unknown" | "period_unknown" | "period_without_job")` and what `claim_period` raises.
    """
    job = next((job for job in jobs if job.name == name), None)
    if job is None:
        raise Invalid("job_unknown", field="job", name=name, known=tuple(job.name for job in jobs))
    with open_desk() as desk:
        if key is None:
            period = latest_due(job.when, desk.moment.at, desk.moment.zone, desk.calendar).period
        else:
            period = period_named(key, job.when.span)
        run = runs.claim_period(desk, job, period, lease)
    return _carry_out(open_desk, job, run)


def _claimed(open_desk: OpenDesk, names: Collection[str], lease: timedelta) -> Run | None:
    with open_desk() as desk:
        return runs.claim(desk, names, lease)


def _carry_out(open_desk: OpenDesk, job: Job, run: Run) -> Ran:
    try:
        with open_desk() as desk:
            job.work(desk, period_named(run.period, job.when.span))
            runs.finish(desk, run)
    except Exception as error:  # noqa: BLE001  one job's fault must not keep the others from their turn
        return _set_back(open_desk, run, error)
    log.info("job_done", job=run.job, period=run.period, attempts=run.attempts)
    return Ran(run.job, run.period, Outcome.DONE)


def _set_back(open_desk: OpenDesk, run: Run, error: Exception) -> Ran:
    code = error.code if isinstance(error, Refused) else type(error).__name__
    with open_desk() as desk:
        state = runs.set_back(desk, run, code)
    outcome = _outcome(state)
    report = log.error if outcome is Outcome.FAILED else log.warning
    report("job_not_done", job=run.job, period=run.period, outcome=outcome.value, error=code, exc_info=error)
    return Ran(run.job, run.period, outcome, code)


def _outcome(state: RunState | None) -> Outcome:
    if state is None:
        return Outcome.TAKEN_OVER
    return Outcome.FAILED if state is RunState.FAILED else Outcome.AGAIN
