"""Which job has run for which period."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from backend.domain.timetable import Run, RunState
from backend.storage.tables import runs

WAITING = (RunState.DUE, RunState.RUNNING)


class Runs:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, new: Sequence[Run]) -> None:
        """Rows that are there already stay as they are."""
        if not new:
            return
        dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        statement = dialect.insert(runs).on_conflict_do_nothing(index_elements=["job", "period"])
        self._connection.execute(
            statement,
            [{"job": r.job, "period": r.period, "due_at": r.due_at, "state": r.state.value} for r in new],
        )

    def known_until(self) -> dict[str, datetime]:
        """Job name to the due time of its newest row."""
        query = select(runs.c.job, func.max(runs.c.due_at).label("until")).group_by(runs.c.job)
        return {row.job: row.until for row in self._connection.execute(query)}

    def held(self, job: str, period: str) -> Run:
        """The row, which nobody else can change until this transaction ends."""
        query = select(runs).where(runs.c.job == job, runs.c.period == period).with_for_update()
        return _run(self._connection.execute(query).one())

    def unfinished(self, jobs: Collection[str]) -> list[Run]:
        """Due, running and given up, oldest first."""
        query = (
            select(runs)
            .where(runs.c.job.in_(jobs), runs.c.state.in_((*WAITING, RunState.FAILED)))
            .order_by(runs.c.due_at, runs.c.job)
        )
        return [_run(row) for row in self._connection.execute(query)]

    def last_done(self) -> dict[str, Run]:
        """Job name to the run that was finished last."""
        done = runs.c.state == RunState.DONE
        newest = (
            select(runs.c.job, func.max(runs.c.done_at).label("at"))
            .where(done)
            .group_by(runs.c.job)
            .subquery()
        )
        query = (
            select(runs)
            .join(newest, (runs.c.job == newest.c.job) & (runs.c.done_at == newest.c.at))
            .where(done)
            .order_by(runs.c.due_at)
        )
        return {row.job: _run(row) for row in self._connection.execute(query)}

    def counts(self) -> dict[str, int]:
        """How many by state."""
        query = select(runs.c.state, func.count().label("n")).group_by(runs.c.state)
        return {row.state: row.n for row in self._connection.execute(query)}

    def claim(
        self, jobs: Collection[str], now: datetime, lease_until: datetime, period: str | None = None
    ) -> Run | None:
        """Take the oldest run that waits and that nobody holds; the claim has a token of its own.

        PostgreSQL passes over rows another is just taking; on SQLite the writer is alone anyway.
        """
        free = or_(runs.c.lease_until.is_(None), runs.c.lease_until <= now)
        query = select(runs.c.job, runs.c.period).where(
            runs.c.job.in_(jobs), runs.c.state.in_(WAITING), runs.c.due_at <= now, free
        )
        if period is not None:
            query = query.where(runs.c.period == period)
        query = query.order_by(runs.c.due_at, runs.c.job).limit(1).with_for_update(skip_locked=True)
        chosen = self._connection.execute(query).one_or_none()
        if chosen is None:
            return None
        claimed = (
            update(runs)
            .where(runs.c.job == chosen.job, runs.c.period == chosen.period)
            .values(
                state=RunState.RUNNING.value,
                token=runs.c.token + 1,
                attempts=runs.c.attempts + 1,
                lease_until=lease_until,
            )
            .returning(runs)
        )
        return _run(self._connection.execute(claimed).one())

    def settle(
        self,
        run: Run,
        state: RunState,
        *,
        done_at: datetime | None = None,
        lease_until: datetime | None = None,
        error: str | None = None,
    ) -> bool:
        """End this claim; False when it is no longer the newest, and then nothing is changed."""
        statement = (
            update(runs)
            .where(
                runs.c.job == run.job,
                runs.c.period == run.period,
                runs.c.token == run.token,
                runs.c.state == RunState.RUNNING.value,
            )
            .values(state=state.value, done_at=done_at, lease_until=lease_until, error=error)
        )
        return self._connection.execute(statement).rowcount == 1

    def renew(self, run: Run) -> None:
        """Wait again from the first attempt on, as if it had just come due; an older claim is fenced off."""
        statement = (
            update(runs)
            .where(runs.c.job == run.job, runs.c.period == run.period)
            .values(
                state=RunState.DUE.value, attempts=0, token=runs.c.token + 1, lease_until=None, error=None
            )
        )
        self._connection.execute(statement)


def _run(row: Row[Any]) -> Run:
    return Run(
        job=row.job,
        period=row.period,
        due_at=row.due_at,
        state=RunState(row.state),
        token=row.token,
        attempts=row.attempts,
        lease_until=row.lease_until,
        done_at=row.done_at,
        error=row.error,
    )
