"""The book of runs as rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from backend.domain.timetable import Run, RunState
from backend.storage.engine import Database
from backend.storage.runs import Runs

NOON = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@contextmanager
def book(database: Database) -> Iterator[Runs]:
    with database.writing() as connection:
        yield Runs(connection)


def due(job: str, period: str, at: datetime = NOON, state: RunState = RunState.DUE) -> Run:
    return Run(job, period, at, state)


def test_a_row_that_is_there_stays_as_it_is(database: Database) -> None:
    with book(database) as runs:
        runs.put([])
        runs.put([due("list", "a"), due("list", "b")])
        claimed = runs.claim(["list"], NOON, NOON + HOUR)
        runs.put([due("list", "a", NOON + HOUR), due("list", "c")])

        assert runs.held("list", "a") == claimed
        assert [run.period for run in runs.unfinished(["list"])] == ["a", "b", "c"]


def test_the_oldest_free_run_is_taken_with_a_new_token_each_time(database: Database) -> None:
    with book(database) as runs:
        runs.put([due("list", "b"), due("list", "a", NOON - HOUR), due("list", "late", NOON + HOUR)])
        runs.put([due("list", "x", NOON - HOUR, RunState.SKIPPED), due("other", "y")])
        taken = [runs.claim(["list"], NOON, NOON + HOUR) for _ in range(3)]
        again = runs.claim(["list"], NOON + HOUR, NOON + 2 * HOUR)

    assert [run and (run.period, run.token, run.attempts) for run in taken] == [
        ("a", 1, 1),
        ("b", 1, 1),
        None,
    ]
    assert again is not None
    assert (again.period, again.token, again.attempts, again.lease_until) == ("a", 2, 2, NOON + 2 * HOUR)


def test_only_the_newest_claim_can_be_settled_and_only_once(database: Database) -> None:
    with book(database) as runs:
        runs.put([due("list", "a")])
        old = runs.claim(["list"], NOON, NOON)
        new = runs.claim(["list"], NOON, NOON)
        assert old is not None
        assert new is not None

        assert not runs.settle(old, RunState.DONE, done_at=NOON)
        assert runs.settle(new, RunState.DONE, done_at=NOON)
        assert not runs.settle(new, RunState.FAILED, error="late")
        assert runs.held("list", "a").state is RunState.DONE


def test_a_claim_asked_afresh_fences_off_the_old_one(database: Database) -> None:
    with book(database) as runs:
        runs.put([due("list", "a")])
        old = runs.claim(["list"], NOON, NOON)
        assert old is not None
        runs.renew(old)

        assert not runs.settle(old, RunState.DONE, done_at=NOON)
        assert runs.held("list", "a").attempts == 0


def test_the_last_one_done_and_how_far_the_book_reaches(database: Database) -> None:
    with book(database) as runs:
        runs.put([due("list", "a"), due("list", "b", NOON + HOUR), due("paper", "c")])
        for finished in (NOON + HOUR, NOON + 2 * HOUR):
            run = runs.claim(["list"], NOON + HOUR, NOON + HOUR)
            assert run is not None
            runs.settle(run, RunState.DONE, done_at=finished)

        assert {job: run.period for job, run in runs.last_done().items()} == {"list": "b"}
        assert runs.known_until() == {"list": NOON + HOUR, "paper": NOON}


def test_postgresql_passes_over_a_row_that_another_is_taking(database: Database) -> None:
    with book(database) as runs:
        runs.put([due("list", "a"), due("list", "b")])
    if database.is_sqlite:
        return  # its writers take turns: there is no other while one is taking

    with book(database) as first, book(database) as second:
        taken = [runs.claim(["list"], NOON, NOON + HOUR) for runs in (first, second, second)]

    assert [run and run.period for run in taken] == ["a", "b", None]
