"""Outbox away: at least once, in order for each recipient, and nobody waits for somebody else's trouble.

"Sent" is written only after the channel has said so. A crash between the two sends again when the lease runs out; the
parcel's key lets a channel that can recognise the repetition.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol, assert_never

from anyio import CapacityLimiter, create_task_group, move_on_after, to_thread

from backend.domain.letter import Parcel
from backend.services import mailbox
from backend.services.desk import OpenDesk
from bots.message import Outgoing

LEASE = timedelta(seconds=90)  # longer than any one delivery may take
AT_ONCE = 8
POLL_SECONDS = 1.0
LONGEST_WAIT = 900.0  # seconds between two attempts
PATIENCE = timedelta(days=3)  # a long weekend without network loses nothing
PICTURE_ATTEMPTS = 3  # what is said next does not wait long behind a picture
SETTLE_ATTEMPTS = 5
FINISH_SECONDS = 60.0  # for one delivery, also after the pump was told to stop

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sent:
    pass


@dataclass(frozen=True, slots=True)
class Again:
    """Not now. `after` seconds when the channel says so, else backing off; `at_most` attempts, else for `PATIENCE`."""

    reason: str
    after: float | None = None
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class GivenUp:
    """Never: sending the same again cannot help."""

    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """Never, to this address: nobody is there."""

    reason: str


Outcome = Sent | Again | GivenUp | Gone


class Sender(Protocol):
    async def send(self, account: str, outgoing: Outgoing, key: str) -> Outcome: ...


Word = Callable[[str, bytes], Outgoing]
"""(kind, payload) of a parcel → the words."""


class Pump:
    def __init__(
        self,
        open_desk: OpenDesk,
        word: Word,
        senders: Mapping[str, Sender],
        chance: Callable[[], float],
        *,
        lease: timedelta = LEASE,
    ) -> None:
        """`senders` by channel; parcels for other channels wait. `chance` gives 0 ≤ x < 1."""
        self._open_desk = open_desk
        self._word = word
        self._senders = senders
        self._chance = chance
        self._lease = lease
        self._alarm = asyncio.Event()
        self._under_way = 0
        self._limiter = CapacityLimiter(2)

    def wake(self) -> None:
        """There may be parcels. From the event loop."""
        self._alarm.set()

    async def run(self) -> None:
        """Until cancelled."""
        async with create_task_group() as deliveries:
            while True:
                self._alarm.clear()
                parcels = await self._collect(AT_ONCE - self._under_way)
                for parcel in parcels:
                    self._under_way += 1
                    deliveries.start_soon(self._carry, parcel)
                if not parcels:
                    await self._sleep()

    async def drain(self) -> int:
        """Everything that is due now, then return; how many parcels were tried."""
        tried = 0
        while parcels := await self._collect(AT_ONCE):
            async with create_task_group() as deliveries:
                for parcel in parcels:
                    deliveries.start_soon(self._deliver, parcel)
            tried += len(parcels)
        return tried

    async def _collect(self, most: int) -> list[Parcel]:
        if most <= 0:
            return []

        def collect() -> list[Parcel]:
            with self._open_desk() as desk:
                return mailbox.collect(desk, self._senders.keys(), most, self._lease)

        try:
            return await to_thread.run_sync(collect, limiter=self._limiter)
        except Exception as error:  # noqa: BLE001  the parcels are still there
            log.error("outbox not read: %s", type(error).__name__)
            return []

    async def _carry(self, parcel: Parcel) -> None:
        """Even when the pump is stopped meanwhile: what is on the wire should not have to go twice."""
        try:
            with move_on_after(FINISH_SECONDS, shield=True):
                await self._deliver(parcel)
        finally:
            self._under_way -= 1
            self._alarm.set()

    async def _deliver(self, parcel: Parcel) -> None:
        outcome = await self._send(parcel)
        for attempt in range(SETTLE_ATTEMPTS):
            try:
                await to_thread.run_sync(self._settle, parcel, outcome, limiter=self._limiter)
                return
            except Exception as error:  # noqa: BLE001  if it stays so, the lease runs out and the parcel goes again
                log.error("outcome of parcel %d not written: %s", parcel.id, type(error).__name__)
                await asyncio.sleep(attempt + self._chance())

    async def _send(self, parcel: Parcel) -> Outcome:
        try:
            outgoing = self._word(parcel.kind, parcel.payload)
        except Exception as error:  # noqa: BLE001  no words for it today means none tomorrow
            return GivenUp(f"no words: {type(error).__name__}")
        try:
            outcome = await self._senders[parcel.channel].send(parcel.account, outgoing, parcel.key)
        except Exception as error:  # noqa: BLE001  whatever the channel's library throws
            outcome = Again(type(error).__name__)
        if outgoing.picture is not None and isinstance(outcome, Again):
            return replace(outcome, at_most=PICTURE_ATTEMPTS)
        return outcome

    def _settle(self, parcel: Parcel, outcome: Outcome) -> None:
        with self._open_desk() as desk:
            match outcome:
                case Sent():
                    mine = mailbox.sent(desk, parcel)
                case Again() if self._worth_another(parcel, outcome, desk.moment.at - parcel.created_at):
                    mine = mailbox.postpone(desk, parcel, self._wait(parcel, outcome), outcome.reason)
                case Again() | GivenUp():
                    log.error("parcel %d given up: %s", parcel.id, outcome.reason)
                    mine = mailbox.give_up(desk, parcel, outcome.reason)
                case Gone():
                    log.warning("parcel %d: address gone: %s", parcel.id, outcome.reason)
                    mine = mailbox.nobody_there(desk, parcel, outcome.reason)
                case _:
                    assert_never(outcome)
        if not mine:
            log.warning("parcel %d took longer than its lease", parcel.id)

    def _worth_another(self, parcel: Parcel, outcome: Again, age: timedelta) -> bool:
        return age < PATIENCE and (outcome.at_most is None or parcel.attempts < outcome.at_most)

    def _wait(self, parcel: Parcel, outcome: Again) -> timedelta:
        """1–3 s after the first attempt, doubling; or what the channel asked for and up to a tenth more."""
        if outcome.after is not None:
            return timedelta(seconds=outcome.after * (1 + self._chance() / 10))
        seconds = (1 + 2 * self._chance()) * 2 ** min(parcel.attempts - 1, 12)
        return timedelta(seconds=min(seconds, LONGEST_WAIT))

    async def _sleep(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(POLL_SECONDS):
                await self._alarm.wait()
