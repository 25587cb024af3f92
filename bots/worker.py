"""Draining the inbox: a batch is one unit of work, a letter one savepoint in it.

What a letter causes (rows, outbox) and its being done are committed together, so a crash at any point means that the
whole batch is done again from the start and nothing was half done.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from traceback import format_tb

from anyio import CapacityLimiter, to_thread

from backend.domain.letter import OpenLetter
from backend.services import mailbox
from backend.services.desk import Desk, OpenDesk
from bots.message import Incoming, Outgoing, pack, unpack_incoming

Handle = Callable[[Desk, Incoming], None]
"""Does what the message asks for and queues the answers; raising takes back all of it."""

BATCH = 32  # the writer is held for a batch, and callbacks wait for the writer
POLL_SECONDS = 1.0

log = logging.getLogger(__name__)


class Worker:
    def __init__(
        self,
        open_desk: OpenDesk,
        handle: Handle,
        apology: Callable[[Incoming], Outgoing],
        *,
        handled: Callable[[], None] = lambda: None,
        batch: int = BATCH,
    ) -> None:
        """`apology` answers a message that could not be dealt with; `handled` is the pump's alarm clock."""
        self._open_desk = open_desk
        self._handle = handle
        self._apology = apology
        self._handled = handled
        self._batch = batch
        self._alarm = asyncio.Event()
        self._limiter = CapacityLimiter(1)

    def wake(self) -> None:
        """There may be letters. From the event loop."""
        self._alarm.set()

    async def run(self) -> None:
        """Until cancelled. On a thread, a batch at a time, so that callbacks get their turn at the writer between."""
        while True:
            self._alarm.clear()
            if not await self._turn():
                await self._sleep()

    def step(self) -> int:
        """One unit of work; returns how many letters it brought to an end, well or badly."""
        done: list[int] = []
        given_up = 0
        with self._open_desk() as desk:
            for letter in mailbox.claim(desk, self._batch):
                error = self._deal_with(desk, letter)
                if error is None:
                    done.append(letter.id)
                else:
                    given_up += self._count(desk, letter, error)
            mailbox.done(desk, done)
        return len(done) + given_up

    def _deal_with(self, desk: Desk, letter: OpenLetter) -> Exception | None:
        try:
            with desk.unit.attempt():
                self._handle(desk, _in_order(letter))
        except Exception as error:  # noqa: BLE001  one letter's fault must not become the next one's
            return error
        return None

    def _count(self, desk: Desk, letter: OpenLetter, error: Exception) -> bool:
        # Where it broke, without the values: they are what people wrote.
        where = "".join(format_tb(error.__traceback__)[-6:])
        log.error(
            "letter %d failed, attempt %d: %s\n%s",
            letter.id,
            letter.attempts + 1,
            type(error).__name__,
            where,
        )
        last = mailbox.failed(desk, letter, type(error).__name__)
        if last:
            self._apologise(desk, letter)
        return last

    def _apologise(self, desk: Desk, letter: OpenLetter) -> None:
        try:
            with desk.unit.attempt():
                payload = pack(self._apology(unpack_incoming(letter.body)))
                mailbox.reply(
                    desk, letter.channel, letter.sender, payload, f"sorry:{letter.channel}:{letter.key}"
                )
        except Exception as error:  # noqa: BLE001  the letter is put aside all the same
            log.error("no apology for letter %d: %s", letter.id, type(error).__name__)

    async def _turn(self) -> int:
        try:
            ended = await to_thread.run_sync(self.step, limiter=self._limiter)
        except Exception as error:  # noqa: BLE001  nothing was committed; the letters are still there
            log.error("inbox not drained: %s", type(error).__name__)
            return 0
        if ended:
            self._handled()
        return ended

    async def _sleep(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(POLL_SECONDS):
                await self._alarm.wait()


def _in_order(letter: OpenLetter) -> Incoming:
    """Two messages of one second are told apart by the order they came in: undo takes back the last, not both."""
    incoming = unpack_incoming(letter.body)
    if incoming.at.microsecond:
        return incoming  # the channel's own clock is fine enough
    return replace(incoming, at=incoming.at + timedelta(microseconds=letter.id % 1_000_000))
