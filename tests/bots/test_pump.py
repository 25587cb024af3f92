"""Outbox away: each outcome, the order, and that one's trouble is nobody else's."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from backend.services import mailbox
from backend.storage.engine import Database
from backend.storage.tables import accounts, outbox
from bots.console.sender import ConsoleSender
from bots.message import Button, Outgoing, pack, unpack_outgoing
from bots.pump import Again, GivenUp, Gone, Outcome, Pump, Sent
from tests import builders
from tests.desks import Clock, desks


def word(kind: str, payload: bytes) -> Outgoing:
    if kind != "reply":
        raise KeyError(kind)
    return unpack_outgoing(payload)


class Channel:
    """Shows what arrives; answers what it was told to, for an account or for everybody."""

    def __init__(self) -> None:
        self.shown: list[tuple[str, str]] = []
        self.answers: defaultdict[str, list[Outcome | Exception]] = defaultdict(list)
        self.hold: dict[str, asyncio.Event] = {}
        self.begun: set[str] = set()

    async def send(self, account: str, outgoing: Outgoing, key: str) -> Outcome:
        self.begun.add(account)
        if account in self.hold:
            await self.hold[account].wait()
        answer = self.answers[account].pop(0) if self.answers[account] else Sent()
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Sent):
            self.shown.append((account, outgoing.text))
        return answer


class Post:
    def __init__(self, database: Database) -> None:
        self.database, self.clock, self.channel = database, Clock(), Channel()
        self.open_desk = desks(database, self.clock)
        self.pump = Pump(self.open_desk, word, {"wecom": self.channel}, lambda: 0.5)

    def put(self, account: str, *texts: str) -> None:
        with self.open_desk() as desk:
            for text in texts:
                mailbox.reply(desk, "wecom", account, pack(Outgoing(text)), f"{account}:{text}")

    def rows(self) -> list[Any]:
        with self.database.reading() as connection:
            return list(connection.execute(select(outbox).order_by(outbox.c.id)))


@pytest.fixture
def post(database: Database) -> Post:
    return Post(database)


async def test_everything_that_is_due_goes_in_order_and_is_marked_as_sent(post: Post) -> None:
    post.put("wang", "一", "二", "三")
    post.put("li", "四")

    assert await post.pump.drain() == 4
    assert [text for account, text in post.channel.shown if account == "wang"] == ["一", "二", "三"]
    assert {row.state for row in post.rows()} == {"sent"}
    assert await post.pump.drain() == 0


async def test_what_must_wait_waits_longer_each_time_and_holds_only_its_own_recipient(post: Post) -> None:
    post.put("wang", "一", "二")
    post.put("li", "三")
    post.channel.answers["wang"] = [Again("busy"), Again("busy"), Again("busy")]
    waits = []
    for _ in range(3):
        await post.pump.drain()
        waits.append((post.rows()[0].due_at - post.clock.now).total_seconds())
        post.clock.now = post.rows()[0].due_at

    await post.pump.drain()

    assert waits == [2.0, 4.0, 8.0]
    assert post.channel.shown == [("li", "三"), ("wang", "一"), ("wang", "二")]


async def test_the_channels_own_waiting_time_is_kept(post: Post) -> None:
    post.put("wang", "一")
    post.channel.answers["wang"] = [Again("errcode 45009", after=60)]

    await post.pump.drain()

    [row] = post.rows()
    assert (row.due_at - post.clock.now, row.error) == (timedelta(seconds=63), "errcode 45009")


async def test_waiting_never_grows_beyond_a_quarter_of_an_hour_and_ends_after_three_days(post: Post) -> None:
    post.put("wang", "一")
    post.channel.answers["wang"] = [Again("no network")] * 20
    for _ in range(14):
        await post.pump.drain()
        [row] = post.rows()
        wait = row.due_at - post.clock.now
        post.clock.now = row.due_at
    assert wait == timedelta(minutes=15)

    post.clock.now = row.created_at + timedelta(days=3)
    await post.pump.drain()

    assert post.rows()[0].state == "dead"


async def test_a_limited_number_of_attempts_is_kept(post: Post) -> None:
    post.put("wang", "一")
    post.channel.answers["wang"] = [Again("errcode 86999", at_most=2)] * 9
    for _ in range(5):
        await post.pump.drain()
        post.clock.pass_(hours=1)

    [row] = post.rows()
    assert (row.state, row.attempts, row.error) == ("dead", 2, "errcode 86999")


async def test_what_is_given_up_does_not_hold_up_the_next(post: Post) -> None:
    post.put("wang", "一", "二")
    post.channel.answers["wang"] = [GivenUp("errcode 45002")]

    await post.pump.drain()

    assert [(row.state, row.error) for row in post.rows()] == [("dead", "errcode 45002"), ("sent", None)]


async def test_an_address_where_nobody_is_gets_no_more_notices(post: Post) -> None:
    with post.open_desk() as desk:
        builders.person(desk, "王小明", channel="wecom", account="wang")
    post.put("wang", "一")
    post.channel.answers["wang"] = [Gone("errcode 60111")]

    await post.pump.drain()

    assert post.rows()[0].state == "dead"
    with post.database.reading() as connection:
        assert connection.execute(select(accounts.c.gone)).scalar_one() is True


async def test_no_words_for_it_is_for_ever_and_an_exception_is_for_later(post: Post) -> None:
    post.put("wang", "一")
    post.channel.answers["wang"] = [RuntimeError("https://x?access_token=canary")]
    with post.open_desk() as desk:
        at = desk.moment.at
        desk.unit.mailbox.put(
            key="n", channel="wecom", account="li", kind="NoSuchNotice", payload=b"{}", at=at, due_at=at
        )

    await post.pump.drain()

    assert [(row.state, row.error) for row in post.rows()] == [
        ("open", "RuntimeError"),
        ("dead", "no words: KeyError"),
    ]


async def running(pump: Pump, until: Callable[[], bool]) -> None:
    task = asyncio.create_task(pump.run())
    try:
        async with asyncio.timeout(5):
            while not until():
                await asyncio.sleep(0.01)
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_somebody_who_does_not_answer_is_not_waited_for(post: Post) -> None:
    post.channel.hold["slow"] = asyncio.Event()
    post.put("slow", "一", "二")
    for number in range(20):
        post.put(f"p{number}", "三")

    def others_served() -> bool:
        served = len(post.channel.shown) == 20
        if served:
            post.channel.hold["slow"].set()
        return served

    await running(post.pump, others_served)

    assert [text for account, text in post.channel.shown[:20] if account == "slow"] == []


async def test_a_pump_that_is_stopped_finishes_what_is_on_the_wire(post: Post) -> None:
    post.channel.hold["wang"] = asyncio.Event()
    post.put("wang", "一")
    task = asyncio.create_task(post.pump.run())
    while not post.channel.begun:
        await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.sleep(0.05)
    assert not task.done()

    post.channel.hold["wang"].set()
    with suppress(asyncio.CancelledError):
        await task

    assert post.rows()[0].state == "sent"


async def test_a_wake_up_call_is_answered_at_once(post: Post) -> None:
    async def later() -> None:
        await asyncio.sleep(0.1)
        post.put("wang", "一")
        post.pump.wake()

    caller = asyncio.create_task(later())
    started = asyncio.get_running_loop().time()
    await running(post.pump, lambda: bool(post.channel.shown))
    await caller

    assert asyncio.get_running_loop().time() - started < 0.9


async def test_a_parcel_whose_outcome_was_lost_is_sent_again_with_the_same_key(post: Post) -> None:
    """As after a crash between the sending and the writing."""
    post.put("wang", "一")
    with post.open_desk() as desk:
        mailbox.collect(desk, ["wecom"], 1, timedelta(seconds=90))

    assert await post.pump.drain() == 0
    post.clock.pass_(seconds=90)
    assert await post.pump.drain() == 1
    assert post.rows()[0].attempts == 2


async def test_the_terminal_shows_buttons_as_numbers() -> None:
    lines: list[str] = []

    outcome = await ConsoleSender(lines.append).send(
        "wang", Outgoing("对吗？", (Button("对", "y"), Button("不对", "n"))), "k"
    )

    assert (outcome, lines) == (Sent(), ["对吗？\n回复 1 对\n回复 2 不对"])
