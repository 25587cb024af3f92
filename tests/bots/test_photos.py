"""Photos are fetched later, one by one; trouble with one or with the database costs none of them."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import select

from backend.application import channels
from backend.domain.errors import Invalid, Unavailable
from backend.main import House
from backend.services.desk import Desk, OpenDesk
from backend.settings import read
from backend.storage.engine import Database
from backend.storage.tables import photos
from bots.photos import Collector, FetchMedia, MediaGone
from tests import builders
from tests.desks import NOON, Clock, desks
from tests.fakes.wecom_server import Wire, wecom_server

Wired = tuple[FetchMedia, OpenDesk, Wire]


def sent(database: Database, *media: str) -> None:
    with builders.open_desk(database, NOON) as desk:
        project, sender = builders.project(desk, "A", "甲"), builders.person(desk, "王小明")
        for one in media:
            desk.unit.photos.add(
                project_id=project.id,
                day=desk.moment.day,
                person_id=sender.id,
                channel="wecom",
                media=one,
                at=NOON,
            )


def kept(database: Database) -> list[tuple[str, str | None, int | None, str | None]]:
    with database.reading() as connection:
        rows = connection.execute(select(photos).order_by(photos.c.id)).all()
    return [(row.media, row.sha256, row.size, row.failed) for row in rows]


def put(content: bytes) -> tuple[str, int]:
    """Stands for the folder of photos: the "digest" shows what came."""
    if content == b"junk":
        raise Invalid("photo_unreadable", reason="UnidentifiedImageError")
    return content.decode(), len(content)


async def fetch(channel: str, media: str) -> bytes:
    if media == "gone":
        raise MediaGone("expired")
    if media == "nameless":
        raise MediaGone
    if media == "later":
        raise TimeoutError
    return b"junk" if media == "junk" else f"{channel}/{media}".encode()


def collector(database: Database, fetch: FetchMedia = fetch) -> Collector:
    return Collector(desks(database, Clock()), put, fetch)


async def test_every_photo_is_settled_in_its_own_way(database: Database) -> None:
    sent(database, "m1", "gone", "junk", "later", "nameless", "m2")

    assert await collector(database).step() == 5

    assert kept(database) == [
        ("m1", "wecom/m1", 8, None),
        ("gone", None, None, "expired"),
        ("junk", None, None, "photo_unreadable"),
        ("later", None, None, None),
        ("nameless", None, None, "gone"),
        ("m2", "wecom/m2", 8, None),
    ]


async def test_what_waits_is_tried_again_and_what_is_settled_is_not(sqlite_database: Database) -> None:
    sent(sqlite_database, "gone", "later")
    asked: list[str] = []

    async def later_there(channel: str, media: str) -> bytes:
        asked.append(media)
        return await fetch(channel, media if len(asked) < 3 else "m")

    collecting = collector(sqlite_database, later_there)

    assert [await collecting.step() for _ in range(3)] == [1, 1, 0]
    assert asked == ["gone", "later", "later"]
    assert kept(sqlite_database)[1] == ("later", "wecom/m", 7, None)


async def test_the_collector_outlives_a_database_that_is_away(
    sqlite_database: Database, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(sqlite_database, "m1")
    monkeypatch.setattr("bots.photos.POLL_SECONDS", 0.01)
    opening, tries = desks(sqlite_database, Clock()), iter([True, False, True])

    @contextmanager
    def shaky() -> Iterator[Desk]:
        """Away at the first look, and again when the outcome is to be written."""
        if next(tries, False):
            raise Unavailable("database_unavailable")
        with opening() as desk:
            yield desk

    task = asyncio.create_task(Collector(shaky, put, fetch).run())
    async with asyncio.timeout(5):
        while kept(sqlite_database) != [("m1", "wecom/m1", 8, None)]:
            await asyncio.sleep(0.01)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task

    assert caplog.text.count("photos wait: Unavailable") == 2


# ---- as the application wires it

JPEG = b"\xff\xd8\xff\xe0 as good as a picture here"


@pytest.fixture
def wired(sqlite_database: Database, tmp_path: Path) -> Iterator[Wired]:
    with wecom_server("s3cret") as wire:
        house = House(
            read(
                {
                    "STEWARD_DATABASE_URL": sqlite_database.url.render_as_string(),
                    "STEWARD_DATA_DIR": str(tmp_path),
                    "STEWARD_WECOM_CORP_ID": "wwcorp",
                    "STEWARD_WECOM_TOKEN": "token",
                    "STEWARD_WECOM_AES_KEY": "k" * 43,
                    "STEWARD_WECOM_AGENT_ID": "1000002",
                    "STEWARD_WECOM_SECRET": "s3cret",
                    "STEWARD_WECOM_API_BASE": f"{wire.base}/cgi-bin/",
                }
            )
        )
        senders, fetching = channels(house)
        assert list(senders) == ["wecom"]
        assert fetching is not None
        yield fetching, house.open_desk, wire
        house.close()


async def test_a_photo_comes_from_wecom_by_its_media_id(wired: Wired) -> None:
    fetching, _, wire = wired
    wire.media["m1"] = ("image/jpeg", JPEG)

    assert await fetching("wecom", "m1") == JPEG


async def test_an_expired_photo_and_one_that_is_none_are_gone_for_good(
    wired: Wired, sqlite_database: Database
) -> None:
    fetching, open_desk, wire = wired
    wire.media["film"] = ("video/mp4", b"....")
    sent(sqlite_database, "never-there", "film")

    await Collector(open_desk, put, fetching).step()

    assert [row[3] for row in kept(sqlite_database)] == ["40007", "video/mp4"]


async def test_a_photo_waits_while_wecom_does_not_answer(wired: Wired, sqlite_database: Database) -> None:
    fetching, open_desk, wire = wired
    wire.token_script.extend([503, {"errcode": 40001, "errmsg": "invalid credential"}])
    wire.media["m1"] = ("image/jpeg", JPEG)
    sent(sqlite_database, "m1")

    assert await Collector(open_desk, put, fetching).step() == 0
    assert await Collector(open_desk, put, fetching).step() == 0

    assert kept(sqlite_database) == [("m1", None, None, None)]


def test_without_wecom_there_is_nobody_to_fetch_from(tmp_path: Path) -> None:
    house = House(read({"STEWARD_DATABASE_URL": f"sqlite:///{tmp_path}/x.db"}))
    assert channels(house) == ({}, None)
