"""The door for WeCom: over real HTTP where it matters, and straight through ASGI for the rest."""

import asyncio
import http.client
import logging
import sqlite3
import threading
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar import Litestar
from sqlalchemy import func, select

from backend.services import mailbox
from backend.services.desk import Desk
from backend.storage.engine import Database
from backend.storage.tables import inbox, outbox
from bots.message import Incoming, Outgoing, pack
from bots.receiving import Receiver, into_inbox
from bots.wecom.codec import LARGEST_BODY
from bots.wecom.seal import seal_echo
from bots.wecom.webhook import Webhook, make_webhook
from bots.worker import Worker
from tests.bots.wecom.app import CONFIG, RANDOM16, sealed_text
from tests.desks import NOON, Clock, desks
from tests.serving import post, served

Answer = tuple[int, dict[bytes, bytes], bytes]


async def ask(app: Any, method: str, query: str, *chunks: bytes, hang_up: bool = False) -> Answer | None:
    """One request straight into the application; None when nothing was answered."""
    events = [
        {"type": "http.request", "body": chunk, "more_body": hang_up or number < len(chunks)}
        for number, chunk in enumerate(chunks, 1)
    ]
    events.append({"type": "http.disconnect"})
    sent: list[Any] = []

    async def receive() -> Any:
        return events.pop(0)

    async def send(event: Any) -> None:
        sent.append(event)

    scope = {
        "type": "http",
        "method": method,
        "path": "/hooks/wecom",
        "query_string": query.encode(),
        "headers": [],
    }
    await app(scope, receive, send)
    if not sent:
        return None
    return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"]


class Post:
    """A store in memory that can be told to fail."""

    def __init__(self) -> None:
        self.stored: list[Incoming] = []
        self.fails = False

    def __call__(self, messages: list[Incoming]) -> list[bool]:
        if self.fails:
            raise RuntimeError("disk full")
        self.stored += messages
        return [True] * len(messages)


@asynccontextmanager
async def door(store: Any) -> AsyncIterator[Webhook]:
    receiver = Receiver(store, within=0.5)
    yield Webhook(CONFIG, receiver, lambda: NOON)
    await receiver.close()


# ---- straight in


async def test_the_url_check_is_answered_with_the_plain_echo() -> None:
    async with door(Post()) as app:
        query = seal_echo(CONFIG, "5927782489442352469", int(NOON.timestamp()), "n", RANDOM16)

        answer = await ask(app, "GET", query, b"")

        assert answer is not None
        assert (answer[0], answer[2]) == (200, b"5927782489442352469")
        assert (await ask(app, "GET", query.replace("nonce=n", "nonce=x"), b"")) == (
            403,
            {b"content-length": b"0"},
            b"",
        )


async def test_a_callback_is_stored_then_answered_with_nothing() -> None:
    post_ = Post()
    async with door(post_) as app:
        query, body = sealed_text("到岗52人", NOON)

        assert await ask(app, "POST", query, body) == (200, {b"content-length": b"0"}, b"")
        assert [message.text for message in post_.stored] == ["到岗52人"]
        assert await ask(app, "POST", query, body[:100], body[100:]) == (200, {b"content-length": b"0"}, b"")


async def test_refusals_all_look_the_same_and_store_nothing(caplog: pytest.LogCaptureFixture) -> None:
    post_ = Post()
    query, body = sealed_text("canary-text-77", NOON)
    stale_query, stale_body = sealed_text("hello", NOON.replace(hour=1))
    bad = [
        (query, body[:-40]),
        (query, b""),
        (query, b"\xff\xfe"),
        (query.replace("nonce=n1", "nonce=n2"), body),
        ("", body),
        (stale_query, stale_body),
        (query, b"<!DOCTYPE x>" + body),
    ]
    async with door(post_) as app:
        answers = [await ask(app, "POST", *request) for request in bad]

    assert answers == [(403, {b"content-length": b"0"}, b"")] * len(bad)
    assert post_.stored == []
    assert "canary" not in caplog.text
    assert len(caplog.records) == 1  # nobody can fill the disk with knocking


async def test_more_than_64_kb_is_refused_without_reading_on() -> None:
    async with door(Post()) as app:
        query, _ = sealed_text("hello", NOON)
        for chunks in ([b"x" * (LARGEST_BODY + 1)], [b"x" * LARGEST_BODY, b"x", b"never read"]):
            answer = await ask(app, "POST", query, *chunks)
            assert answer is not None
            assert (answer[0], answer[1][b"connection"]) == (413, b"close")


async def test_other_methods_are_told_which_there_are() -> None:
    async with door(Post()) as app:
        for method in ("PUT", "DELETE", "HEAD", "OPTIONS"):
            answer = await ask(app, method, "", b"")
            assert answer is not None
            assert (answer[0], answer[1][b"allow"]) == (405, b"GET, POST")


async def test_a_caller_who_hangs_up_in_the_middle_leaves_no_trace() -> None:
    post_ = Post()
    async with door(post_) as app:
        query, body = sealed_text("hello", NOON)

        assert await ask(app, "POST", query, body[:50], hang_up=True) is None
        assert post_.stored == []


async def test_what_could_not_be_stored_is_503_for_everybody_who_waited() -> None:
    post_ = Post()
    post_.fails = True
    async with door(post_) as app:
        requests = [sealed_text(f"m{n}", NOON, msg_id=n) for n in range(5)]
        answers = await asyncio.gather(*(ask(app, "POST", *request) for request in requests))
        assert [answer and answer[0] for answer in answers] == [503] * 5

        post_.fails = False
        answer = await ask(app, "POST", *requests[0])
        assert answer is not None
        assert answer[0] == 200


async def test_a_commit_that_takes_too_long_is_503_and_the_retry_is_the_same_letter() -> None:
    hold = threading.Event()
    stored: list[Incoming] = []

    def slow(messages: list[Incoming]) -> list[bool]:
        hold.wait(5)
        stored.extend(messages)
        return [True] * len(messages)

    async with door(slow) as app:
        request = sealed_text("hello", NOON)
        first = await ask(app, "POST", *request)
        hold.set()
        second = await ask(app, "POST", *request)

    assert (first and first[0], second and second[0]) == (503, 200)
    assert len({message.key for message in stored}) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.text(max_size=80), st.lists(st.binary(max_size=200), min_size=1, max_size=4))
def test_random_requests_get_403_or_413(query: str, chunks: list[bytes]) -> None:
    async def one() -> None:
        post_ = Post()
        async with door(post_) as app:
            answer = await ask(app, "POST", query, *chunks)
        assert answer is not None
        assert answer[0] in (403, 413)
        assert post_.stored == []

    asyncio.run(one())


# ---- over HTTP, on a database


def handle(desk: Desk, message: Incoming) -> None:
    mailbox.reply(desk, message.channel, message.sender, pack(Outgoing(message.text)), f"re:{message.key}")


@contextmanager
def serving(database: Database, *, within: float = 4.0) -> Iterator[int]:
    """The whole way in: Litestar route, group commit, worker. Yields the port."""
    open_desk = desks(database, Clock())

    @asynccontextmanager
    async def running(_app: Litestar) -> AsyncIterator[None]:
        task = asyncio.create_task(worker.run())
        yield
        await receiver.close()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    worker = Worker(open_desk, handle, lambda message: Outgoing("抱歉"))
    receiver = Receiver(into_inbox(open_desk), stored=worker.wake, within=within)
    route = make_webhook(CONFIG, receiver, lambda: NOON, body_within=within)
    with served(Litestar([route], lifespan=[running], openapi_config=None)) as port:
        yield port


def count(database: Database, table: Any, *where: Any) -> int:
    with database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(table).where(*where)) or 0


def test_the_same_message_a_hundred_times_at_once_is_a_hundred_times_200_and_one_letter(
    database: Database,
) -> None:
    with serving(database) as port:
        requests = [sealed_text("到岗52人", NOON, msg_id=7412345678901234561)] * 100
        with ThreadPoolExecutor(25) as threads:
            statuses = list(threads.map(lambda request: post(port, *request), requests))
        wait_until(lambda: count(database, inbox, inbox.c.done_at.is_not(None)) == 1)

    assert statuses == [200] * 100
    assert count(database, inbox) == 1
    assert count(database, outbox) == 1


def wait_until(condition: Any, seconds: float = 5) -> None:
    alarm = threading.Event()
    for _ in range(int(seconds * 50)):
        if condition():
            return
        alarm.wait(0.02)
    raise AssertionError("it never came true")


def test_bad_callbacks_over_http_change_nothing(database: Database) -> None:
    query, body = sealed_text("hello", NOON)
    stale = sealed_text("hello", NOON.replace(hour=1))
    with serving(database) as port:
        assert post(port, query.replace("nonce=n1", "nonce=n2"), body) == 403
        assert post(port, *stale) == 403
        assert post(port, query, body[:-20]) == 403
        assert post(port, query, "<xml><a>中</a></xml>".encode("gbk")) == 403
        assert post(port, query, b"x" * (LARGEST_BODY + 1)) == 413
        assert post(port, query, b"<a>" * 500_000) == 413
        assert post(port, query, body) == 200

    assert count(database, inbox) == 1


def test_a_slow_body_is_not_waited_for_longer_than_wecom_would(sqlite_database: Database) -> None:
    query, body = sealed_text("hello", NOON)
    with serving(sqlite_database, within=0.3) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.putrequest("POST", f"/hooks/wecom?{query}")
        connection.putheader("content-length", str(len(body)))
        connection.endheaders(body[:10])
        assert connection.getresponse().status == 408
        connection.close()


def test_a_locked_database_is_503_and_nothing_is_lost_by_it(
    sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    other = sqlite3.connect(str(sqlite_database.url.database), isolation_level=None)
    with serving(sqlite_database, within=0.3) as port:
        other.execute("BEGIN IMMEDIATE")
        with caplog.at_level(logging.CRITICAL):
            assert post(port, *sealed_text("hello", NOON)) == 503
        other.execute("ROLLBACK")
        other.close()

        wait_until(lambda: post(port, *sealed_text("hello", NOON)) == 200)

    assert count(sqlite_database, inbox) == 1


def test_a_full_database_is_503_until_there_is_room(sqlite_database: Database) -> None:
    def limit(more: int) -> None:
        with sqlite_database.writing() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages + more}")

    with serving(sqlite_database) as port:
        limit(0)
        statuses = [post(port, *sealed_text("x" * 1500, NOON, msg_id=n)) for n in range(30)]
        kept = statuses.count(200)
        assert statuses[-1] == 503
        assert count(sqlite_database, inbox) == kept
        limit(1000)
        assert post(port, *sealed_text("x" * 1500, NOON, msg_id=99)) == 200
