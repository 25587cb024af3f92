"""Draining the inbox: everything of a letter or nothing of it, each once, in order for each sender."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress

import pytest
from sqlalchemy import event, select

from backend.services import mailbox
from backend.services.desk import Desk, OpenDesk
from backend.storage.engine import Database
from backend.storage.tables import inbox, outbox
from bots.message import Incoming, Kind, Outgoing, pack, unpack_outgoing
from bots.receiving import into_inbox
from bots.worker import Worker
from tests.desks import NOON, Clock, desks


def message(key: str, text: str = "", sender: str = "wang") -> Incoming:
    return Incoming("wecom", key, sender, NOON, Kind.TEXT, text=text or key)


def echo(desk: Desk, incoming: Incoming) -> None:
    """Answers; texts with 坏 break afterwards."""
    mailbox.reply(desk, "wecom", incoming.sender, pack(Outgoing(incoming.text)), f"re:{incoming.key}")
    if "坏" in incoming.text:
        raise KeyError(incoming.text)


def sorry(incoming: Incoming) -> Outgoing:
    return Outgoing(f"没能处理：{incoming.text}")


def worker(open_desk: OpenDesk, handle: Callable[[Desk, Incoming], None] = echo, batch: int = 32) -> Worker:
    return Worker(open_desk, handle, sorry, batch=batch)


def said(database: Database) -> list[str]:
    with database.reading() as connection:
        return [
            unpack_outgoing(row.payload).text
            for row in connection.execute(select(outbox).order_by(outbox.c.id))
        ]


def test_a_letter_is_dealt_with_once_however_often_one_looks(database: Database) -> None:
    open_desk = desks(database, Clock())
    into_inbox(open_desk)([message("1", "到岗52人"), message("2", sender="li")])
    draining = worker(open_desk)

    assert [draining.step(), draining.step()] == [2, 0]
    assert said(database) == ["到岗52人", "2"]


def test_the_letter_arrives_as_it_was_received(sqlite_database: Database) -> None:
    open_desk = desks(sqlite_database, Clock())
    at = NOON.replace(microsecond=250_000)
    whole = Incoming("wecom", "1", "wang", at, Kind.LOCATION, " 有 空格 ", "m", 32.1, 112.7, "工地", "VISIT")
    seen: list[Incoming] = []
    into_inbox(open_desk)([whole])

    worker(open_desk, lambda _, incoming: seen.append(incoming)).step()

    assert seen == [whole]


def test_letters_of_one_second_keep_their_order_in_time(sqlite_database: Database) -> None:
    open_desk = desks(sqlite_database, Clock())
    seen: list[Incoming] = []
    into_inbox(open_desk)([message("1"), message("2"), message("3")])
    draining = worker(open_desk, lambda _, incoming: seen.append(incoming))

    while draining.step():
        pass

    assert [one.key for one in sorted(seen, key=lambda one: one.at)] == ["1", "2", "3"]
    assert len({one.at for one in seen}) == 3
    assert {one.at.replace(microsecond=0) for one in seen} == {NOON}


def test_a_failing_letter_leaves_nothing_and_its_neighbours_everything(database: Database) -> None:
    open_desk = desks(database, Clock())
    into_inbox(open_desk)([message("1", "好", "a"), message("2", "坏", "b"), message("3", "也好", "c")])

    assert worker(open_desk).step() == 2
    assert said(database) == ["好", "也好"]


def test_after_three_attempts_it_is_put_aside_and_the_sender_is_told(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    open_desk = desks(database, Clock())
    into_inbox(open_desk)([message("1", "坏"), message("2", "后面的")])
    draining = worker(open_desk)

    assert [draining.step() for _ in range(5)] == [0, 0, 1, 1, 0]

    assert said(database) == ["没能处理：坏", "后面的"]
    with database.reading() as connection:
        rows = connection.execute(select(inbox).order_by(inbox.c.id)).all()
    assert [(row.attempts, row.failed) for row in rows] == [(3, "KeyError"), (0, None)]
    assert "KeyError" in caplog.text
    assert "坏" not in caplog.text.replace('if "坏" in incoming.text', "")


def test_an_apology_that_fails_too_still_ends_the_letter(sqlite_database: Database) -> None:
    open_desk = desks(sqlite_database, Clock())
    into_inbox(open_desk)([message("1", "坏")])

    def speechless(_: Incoming) -> Outgoing:
        raise ValueError

    draining = Worker(open_desk, echo, speechless)

    assert [draining.step() for _ in range(4)] == [0, 0, 1, 0]


def test_a_senders_letters_keep_their_order(database: Database) -> None:
    open_desk = desks(database, Clock())
    into_inbox(open_desk)([message(f"{who}{n}", sender=who) for n in range(5) for who in "abc"])
    draining = worker(open_desk, batch=2)

    while draining.step():
        pass

    for who in "abc":
        assert [text for text in said(database) if text[0] == who] == [f"{who}{n}" for n in range(5)]


def test_two_processes_deal_with_each_letter_once_and_in_order(database_url: str) -> None:
    """Two engines on one database, as two processes would have."""
    databases = [Database(database_url), Database(database_url)]
    desks_ = [desks(database, Clock()) for database in databases]
    into_inbox(desks_[0])([message(f"{n % 7}-{n:03}", sender=f"s{n % 7}") for n in range(140)])
    seen: list[str] = []

    def note(_: Desk, incoming: Incoming) -> None:
        seen.append(incoming.key)

    def drain(open_desk: OpenDesk) -> None:
        draining = worker(open_desk, note, batch=4)
        for _ in range(200):
            draining.step()
            if len(seen) >= 140:
                break

    threads = [threading.Thread(target=drain, args=[open_desk]) for open_desk in desks_]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for database in databases:
        database.close()

    assert sorted(seen) == sorted(f"{n % 7}-{n:03}" for n in range(140))
    for sender in range(7):
        mine = [key for key in seen if key.startswith(f"{sender}-")]
        assert mine == sorted(mine)


def test_the_number_of_statements_a_letter_is_constant(sqlite_database: Database) -> None:
    open_desk = desks(sqlite_database, Clock())
    statements: list[str] = []
    event.listen(sqlite_database.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))

    def cost(letters: int) -> int:
        into_inbox(open_desk)([message(f"{letters}/{n}", sender=f"s{n}") for n in range(letters)])
        statements.clear()
        while worker(open_desk, lambda *_: None, batch=100).step():
            pass
        return len(statements)

    one, ten, fifty = cost(1), cost(10), cost(50)

    assert (ten - one) / 9 == (fifty - ten) / 40 <= 2


async def test_a_wake_up_call_is_answered_at_once_and_an_error_does_not_end_it(
    sqlite_database: Database,
) -> None:
    open_desk = desks(sqlite_database, Clock())
    done = asyncio.Event()
    loop = asyncio.get_running_loop()
    broken = [True]

    def handle(desk: Desk, incoming: Incoming) -> None:
        if broken:
            broken.clear()
            desk.unit._connection.close()  # the whole unit of work comes to nothing
        loop.call_soon_threadsafe(done.set)

    draining = worker(open_desk, handle)
    task = asyncio.create_task(draining.run())
    await asyncio.sleep(0.05)
    into_inbox(open_desk)([message("1")])
    draining.wake()
    async with asyncio.timeout(3):
        await done.wait()
    done.clear()
    draining.wake()
    async with asyncio.timeout(3):
        await done.wait()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
