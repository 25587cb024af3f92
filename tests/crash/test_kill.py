"""Killed at any moment, nothing acknowledged is lost and nothing is done twice."""

import random
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, text

from backend.storage.engine import Database
from backend.storage.tables import inbox, outbox
from bots.message import unpack_incoming, unpack_outgoing
from tests.bots.wecom.app import CONFIG, sealed_text
from tests.fakes.wecom_server import Wire, wecom_server
from tests.serving import post

KILLS = 10
MEMBERS = 4
MOST_EACH = 28  # a member gets no more than thirty messages a minute


class Member(threading.Thread):
    """Sends one message after the other, each again until it is acknowledged, as WeCom would."""

    def __init__(self, name: str, port: int) -> None:
        super().__init__()
        self.account, self._port = name, port
        self.begun: list[str] = []
        self.acknowledged: list[str] = []
        self.stop = threading.Event()

    def run(self) -> None:
        for number in range(MOST_EACH):
            words = f"{self.account} {number:03}"
            self.begun.append(words)
            while not self.stop.is_set():
                msg_id = int(self.account[1:]) * 1000 + number
                request = sealed_text(words, datetime.now(UTC), msg_id=msg_id, sender=self.account)
                with suppress(OSError, EOFError):
                    if post(self._port, *request, timeout=5) == 200:
                        self.acknowledged.append(words)
                        break
                self.stop.wait(0.02)
            self.stop.wait(random.uniform(0.02, 0.1))


class Office:
    def __init__(self, url: str, wecom: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._command = [sys.executable, "-m", "tests.crash.office", url, str(self.port), wecom]
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(self._command)
        while process.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return process
            time.sleep(0.02)
        raise AssertionError("the office did not open")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def restart(self) -> None:
        self.kill()
        self.process = self._start()


@pytest.fixture
def wire() -> Iterator[Wire]:
    with wecom_server(CONFIG.secret) as wire:
        yield wire


def test_killed_again_and_again_nothing_acknowledged_is_lost_or_done_twice(
    database: Database, database_url: str, wire: Wire
) -> None:
    office = Office(database_url, wire.base)
    members = [Member(f"m{number}", office.port) for number in range(1, 1 + MEMBERS)]
    hit = 0
    try:
        for member in members:
            member.start()
        for _ in range(KILLS):
            time.sleep(random.uniform(0.05, 0.5))
            hit += any(member.is_alive() for member in members)
            office.restart()
        for member in members:
            member.join(20)
        settle(database)
    finally:
        for member in members:
            member.stop.set()
        for member in members:
            member.join()
        office.kill()

    assert hit >= KILLS // 2  # otherwise there was no traffic to be killed in
    check(database, members, wire)


def settle(database: Database, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with database.reading() as connection:
            open_letters = connection.scalar(select(func.count()).where(inbox.c.done_at.is_(None)))
            open_parcels = connection.scalar(select(func.count()).where(outbox.c.state == "open"))
        if open_letters == open_parcels == 0:
            return
        time.sleep(0.05)
    raise AssertionError(f"{open_letters} letters and {open_parcels} parcels were left")


def check(database: Database, members: list[Member], wire: Wire) -> None:
    acknowledged = [words for member in members for words in member.acknowledged]
    begun = {words for member in members for words in member.begun}
    with database.reading() as connection:
        letters = [unpack_incoming(body).text for body in connection.scalars(select(inbox.c.body))]
        answers = [unpack_outgoing(payload).text for payload in connection.scalars(select(outbox.c.payload))]
        if database.is_sqlite:
            assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
    assert len(acknowledged) == MEMBERS * MOST_EACH
    assert not [words for words, times in Counter(letters).items() if times > 1]
    assert set(acknowledged) <= set(letters) <= begun
    assert sorted(answers) == sorted(letters)
    # Sent at least once, and what was sent again was recognisable as such: each is on the screen once, in order.
    assert sorted(wire.texts()) == sorted(letters)
    for member in members:
        mine = [words for words in wire.texts() if words.startswith(f"{member.account} ")]
        assert mine == sorted(mine)
