"""Group commit: callbacks that arrive together wait together for one durable commit, and are answered after it.

A commit that is on disk costs the same for one message as for two hundred, so durability is nearly free this way.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from backend.domain.errors import Unavailable
from backend.domain.letter import Letter
from backend.services import mailbox
from backend.services.desk import OpenDesk
from bots.message import Incoming, pack

Store = Callable[[list[Incoming]], list[bool]]
"""Makes the messages durable in one transaction. One answer each: is it in the inbox now (new, or known before)?
Raises when none of them is."""

MOST_AT_ONCE = 256
MOST_WAITING = 4096
LINGER = 0.001  # seconds before the next commit when the last one was shared: half as many commits under load
WITHIN = 4.0  # seconds; WeCom cuts the connection after five

Waiting = tuple[Incoming, asyncio.Future[None]]


class NotStored(Exception):
    """The message is not in the inbox: whoever sent it must send it again."""


class Receiver:
    """Used from one event loop; `store` runs on a thread of the receiver's own, one batch at a time."""

    def __init__(
        self,
        store: Store,
        *,
        stored: Callable[[], None] = lambda: None,
        waiting: int = MOST_WAITING,
        within: float = WITHIN,
    ) -> None:
        """`stored` is called in the loop after every commit: the worker's alarm clock."""
        self._store = store
        self._stored = stored
        self._most_waiting = waiting
        self._within = within
        self._waiting: list[Waiting] = []
        self._in_hand = 0
        self._lately = 0
        self._running: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="inbox")

    async def take(self, message: Incoming) -> None:
        """Returns when the message is on disk; raises `NotStored`, at the latest after about `within` seconds."""
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
        loop = asyncio.get_running_loop()
        while self._waiting:
            if self._lately > 1:
                await asyncio.sleep(LINGER)
            batch, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
            self._in_hand = self._lately = len(batch)
            # One timer a batch, not one a request: who came later is only told a little early.
            self._timer = loop.call_later(self._within, self._too_late, batch)
            outcomes = await self._commit([message for message, _ in batch])
            self._timer.cancel()
            self._in_hand = 0
            for (_, answer), error in zip(batch, outcomes, strict=True):
                _tell(answer, error)
        self._running = None

    def _too_late(self, batch: list[Waiting]) -> None:
        """The commit hangs: whoever waits for it or behind it hears so in time to send again. It may still succeed."""
        behind, self._waiting = self._waiting, []
        for _, answer in batch + behind:
            _tell(answer, NotStored("no commit in time"))
        self._timer = asyncio.get_running_loop().call_later(self._within, self._too_late, [])

    async def _commit(self, messages: list[Incoming]) -> list[NotStored | None]:
        loop = asyncio.get_running_loop()
        try:
            stored = await loop.run_in_executor(self._thread, self._store, messages)
        except Exception as error:  # noqa: BLE001  whatever it was, nothing is on disk and every sender must hear it
            return [NotStored(type(error).__name__) for _ in messages]
        self._stored()
        return [None if kept else NotStored("refused by the database") for kept in stored]


def _tell(answer: asyncio.Future[None], error: NotStored | None) -> None:
    if answer.done():  # whoever waited has hung up or was told before; the message is stored all the same
        return
    if error is None:
        answer.set_result(None)
    else:
        answer.set_exception(error)


def into_inbox(open_desk: OpenDesk) -> Store:
    """A `Store` that writes to the inbox, one unit of work a batch; a letter that spoils it is found and left out."""

    def store(messages: list[Incoming]) -> list[bool]:
        letters = [
            Letter(message.channel, message.key, message.sender, pack(message)) for message in messages
        ]
        try:
            with open_desk() as desk:
                mailbox.receive(desk, letters)
        except Unavailable:
            raise
        except Exception:  # noqa: BLE001  whatever it was, the savepoints show whose it is
            with open_desk() as desk:
                return mailbox.receive_each(desk, letters)
        return [True] * len(letters)

    return store
