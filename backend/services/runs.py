"""The book of job runs: what has fallen due, who is at it, what became of it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.domain.errors import Conflict, Invalid
from backend.domain.period import Period
from backend.domain.timetable import CatchUp, Due, Rule, Run, RunState, due, due_of, next_due
from backend.services.desk import Desk

Work = Callable[[Desk, Period], None]

MAX_ATTEMPTS = 5
FIRST_PAUSE = timedelta(minutes=2)  # doubled after each further fault: given up after about half an hour
BEGIN = "begin"  # the row that marks from when on a job counts; no period is called so


@dataclass(frozen=True, slots=True)
class Job:
    """One row of the timetable. `work` must say nothing new when done twice."""

    name: str
    title: str
    when: Rule
    work: Work
    catch_up: CatchUp


def note_due(desk: Desk, jobs: Sequence[Job]) -> None:
    """Write down every period that has come due since the newest one written.

    A job seen for the first time begins now: what would have been due before it was there is nobody's wish.
    """
    known = desk.unit.runs.known_until()
    begun = [Run(job.name, BEGIN, desk.moment.at, RunState.BEGUN) for job in jobs if job.name not in known]
    desk.unit.runs.put([*begun, *_unnoted(desk, jobs, known)])


def claim(desk: Desk, jobs: Collection[str], lease: timedelta) -> Run | None:
    """Take the oldest run that waits. One whose workers have died again and again is given up instead."""
    now = desk.moment.at
    while run := desk.unit.runs.claim(jobs, now, now + lease):
        if run.attempts <= MAX_ATTEMPTS:
            return run
        desk.unit.runs.settle(run, RunState.FAILED, error=run.error or "worker_died")
    return None


def claim_period(desk: Desk, job: Job, period: Period, lease: timedelta) -> Run:
    """Take this run now, also when it was skipped or given up.

    Raises `Invalid("period_without_job")`, `Conflict("run_not_due" | "run_done" | "run_running")`.
    """
    now, runs = desk.moment.at, desk.unit.runs
    one = due_of(job.when, period, desk.moment.zone, desk.calendar)
    if one is None:
        raise Invalid("period_without_job", field="period", job=job.name, key=period.key)
    if one.at > now:
        raise Conflict("run_not_due", job=job.name, key=period.key, at=one.at)
    note_due(desk, [job])
    runs.put([Run(job.name, period.key, one.at, RunState.DUE)])
    found = runs.held(job.name, period.key)
    if found.state is RunState.DONE:
        raise Conflict("run_done", job=job.name, key=period.key, at=found.done_at)
    if found.state is RunState.RUNNING and found.lease_until is not None and found.lease_until > now:
        raise Conflict("run_running", job=job.name, key=period.key, until=found.lease_until)
    runs.renew(found)
    claimed = runs.claim([job.name], now, now + lease, period.key)
    assert claimed is not None, "its row is held by this transaction"  # noqa: S101
    return claimed


def finish(desk: Desk, run: Run) -> None:
    """Done, in the same unit of work as what the job did. Raises `Conflict("run_taken_over")`: roll back then."""
    if not desk.unit.runs.settle(run, RunState.DONE, done_at=desk.moment.at):
        raise Conflict("run_taken_over", job=run.job, key=run.period)


def set_back(desk: Desk, run: Run, error: str) -> RunState | None:
    """Again later, or given up; None when another has taken the run over meanwhile."""
    if run.attempts >= MAX_ATTEMPTS:
        state, again_at = RunState.FAILED, None
    else:
        state = RunState.DUE
        again_at = desk.moment.at + FIRST_PAUSE * 2 ** (run.attempts - 1)
    settled = desk.unit.runs.settle(run, state, lease_until=again_at, error=error)
    return state if settled else None


def unfinished(desk: Desk, jobs: Sequence[Job]) -> list[Run]:
    """What is due and not done: waiting, running, given up, or not even written down yet; oldest first."""
    noted = desk.unit.runs.unfinished([job.name for job in jobs])
    unnoted = _unnoted(desk, jobs, desk.unit.runs.known_until())
    waiting = [run for run in unnoted if run.state is RunState.DUE]
    return sorted([*noted, *waiting], key=lambda run: (run.due_at, run.job))


@dataclass(frozen=True, slots=True)
class Overview:
    job: Job
    last: Run | None
    next: Due


def overview(desk: Desk, jobs: Sequence[Job]) -> list[Overview]:
    last = desk.unit.runs.last_done()
    now, zone = desk.moment.at, desk.moment.zone
    return [Overview(job, last.get(job.name), next_due(job.when, now, zone, desk.calendar)) for job in jobs]


def _unnoted(desk: Desk, jobs: Sequence[Job], known: Mapping[str, datetime]) -> list[Run]:
    """The periods since the newest one written, each either due or, by the job's catch-up, skipped."""
    now, found = desk.moment.at, []
    for job in jobs:
        if job.name not in known:
            continue
        missed = due(job.when, known[job.name], now, desk.moment.zone, desk.calendar)
        wanted = job.catch_up.wanted(missed, now)
        for one in missed:
            state = RunState.DUE if one.period in wanted else RunState.SKIPPED
            found.append(Run(job.name, one.period.key, one.at, state))
    return found
