"""Group commit: callbacks that arrive together wait together for one durable commit, and are answered after it.

A commit that is on disk costs the same for one message as for two hundred, so durability is nearly free this way.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from backend.domain.letter import Letter
from backend.services import mailbox
from backend.services.desk import OpenDesk
from bots.message import Incoming, pack

Store = Callable[[list[Incoming]], list[bool]]
"""Makes the messages durable in one transaction. One answer each: is it in the inbox now (new, or known before)?
Raises when none of them is."""

MOST_AT_ONCE = 256
MOST_WAITING = 4096


class NotStored(Exception):
    """The message is not in the inbox: whoever sent it must send it again."""


class Receiver:
    """Used from one event loop; `store` runs on a thread of the receiver's own, one batch at a time."""

    def __init__(
        self, store: Store, *, stored: Callable[[], None] = lambda: None, waiting: int = MOST_WAITING
    ) -> None:
        """`stored` is called in the loop after every commit: the worker's alarm clock."""
        self._store = store
        self._stored = stored
        self._most_waiting = waiting
        self._waiting: list[tuple[Incoming, asyncio.Future[None]]] = []
        self._in_hand = 0
        self._running: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="inbox")

    async def take(self, message: Incoming) -> None:
        """Returns when the message is on disk; raises `NotStored`."""
        if len(self._waiting) + self._in_hand >= self._most_waiting:
            raise NotStored("too many waiting")
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[None] = loop.create_future()
        self._waiting.append((message, answer))
        if self._running is None:
            self._running = loop.create_task(self._drain())
        await answer

    async def close(self) -> None:
        """Waits for what is under way."""
        if self._running is not None:
            await self._running
        self._thread.shutdown()

    async def _drain(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
            self._in_hand = len(batch)
            outcomes = await self._commit([message for message, _ in batch])
            self._in_hand = 0
            for (_, answer), error in zip(batch, outcomes, strict=True):
                if answer.done():  # whoever waited has hung up; the message is stored all the same
                    continue
                if error is None:
                    answer.set_result(None)
                else:
                    answer.set_exception(error)
        self._running = None

    async def _commit(self, messages: list[Incoming]) -> list[NotStored | None]:
        loop = asyncio.get_running_loop()
        try:
            stored = await loop.run_in_executor(self._thread, self._store, messages)
        except Exception as error:  # noqa: BLE001  whatever it was, nothing is on disk and every sender must hear it
            return [NotStored(type(error).__name__) for _ in messages]
        self._stored()
        return [None if kept else NotStored("refused by the database") for kept in stored]


def into_inbox(open_desk: OpenDesk) -> Store:
    """A `Store` that writes to the inbox, one unit of work a batch."""

    def store(messages: list[Incoming]) -> list[bool]:
        letters = [
            Letter(message.channel, message.key, message.sender, pack(message)) for message in messages
        ]
        with open_desk() as desk:
            return mailbox.receive(desk, letters)

    return store
