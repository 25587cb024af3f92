"""Group commit: who waits together, who is told what."""

import asyncio
import threading

import pytest

from backend.storage.engine import Database
from bots.message import Incoming, Kind
from bots.receiving import NotStored, Receiver, into_inbox
from tests.desks import NOON, Clock, desks


def message(key: str, sender: str = "wang") -> Incoming:
    return Incoming("wecom", key, sender, NOON, Kind.TEXT, text=f"text {key}")


class Slow:
    """A store whose first commit waits until it is let go."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.let_go = threading.Event()

    def __call__(self, messages: list[Incoming]) -> list[bool]:
        self.batches.append([message.key for message in messages])
        if len(self.batches) == 1:
            self.let_go.wait(5)
        return [message.key != "bad" for message in messages]


async def started(receiver: Receiver, keys: list[str]) -> list[asyncio.Task[None]]:
    tasks = [asyncio.create_task(receiver.take(message(key))) for key in keys]
    await asyncio.sleep(0.05)
    return tasks


async def test_whoever_comes_during_a_commit_shares_the_next_one() -> None:
    store = Slow()
    receiver = Receiver(store)
    tasks = await started(receiver, ["1"]) + await started(receiver, ["2", "3", "4"])
    assert not any(task.done() for task in tasks)

    store.let_go.set()
    await asyncio.gather(*tasks)

    assert store.batches == [["1"], ["2", "3", "4"]]
    await receiver.close()


async def test_only_the_one_that_was_refused_hears_of_it() -> None:
    store = Slow()
    store.let_go.set()
    receiver = Receiver(store)

    results = await asyncio.gather(*await started(receiver, ["1", "bad", "2"]), return_exceptions=True)

    assert [type(result) for result in results] == [type(None), NotStored, type(None)]
    await receiver.close()


async def test_more_than_may_wait_are_turned_away_at_once() -> None:
    store = Slow()
    receiver = Receiver(store, waiting=3)
    tasks = await started(receiver, ["1", "2", "3"])

    with pytest.raises(NotStored, match="too many"):
        await receiver.take(message("4"))

    store.let_go.set()
    await asyncio.gather(*tasks)
    await receiver.take(message("5"))
    await receiver.close()


async def test_while_a_commit_hangs_everybody_is_told_in_time_also_who_comes_later() -> None:
    store = Slow()
    receiver = Receiver(store, within=0.1)

    for key in ("1", "2", "3"):
        async with asyncio.timeout(1):
            with pytest.raises(NotStored, match="in time"):
                await receiver.take(message(key))
    store.let_go.set()
    await receiver.close()

    assert store.batches == [["1"]]


async def test_one_who_gives_up_waiting_does_not_disturb_the_others() -> None:
    store = Slow()
    receiver = Receiver(store)
    first, impatient, patient = await started(receiver, ["1", "2", "3"])
    impatient.cancel()

    store.let_go.set()
    await asyncio.gather(first, patient)

    assert "3" in store.batches[-1]
    await receiver.close()


async def test_the_worker_is_woken_after_the_commit_and_closing_waits_for_it() -> None:
    woken: list[int] = []
    store = Slow()
    receiver = Receiver(store, stored=lambda: woken.append(len(store.batches)))
    [task] = await started(receiver, ["1"])
    closing = asyncio.create_task(receiver.close())
    await asyncio.sleep(0.02)
    assert not closing.done()
    assert woken == []

    store.let_go.set()
    await closing
    await task

    assert woken == [1]


async def test_a_message_that_the_database_cannot_hold_fails_alone(database: Database) -> None:
    receiver = Receiver(into_inbox(desks(database, Clock())))
    bad = message("2", sender=None)  # type: ignore[arg-type]

    results = await asyncio.gather(
        receiver.take(message("1")), receiver.take(bad), receiver.take(message("3")), return_exceptions=True
    )

    assert [type(result) for result in results] == [type(None), NotStored, type(None)]
    await receiver.close()
