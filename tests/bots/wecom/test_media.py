"""Pictures to WeCom: uploaded once, sent as messages of their own, never in the way of words."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from backend.services import mailbox
from backend.storage.engine import Database
from backend.storage.tables import outbox
from bots.message import Drawing, Outgoing, Picture, pack, separate, unpack_outgoing
from bots.pump import Again, GivenUp, Gone, Outcome, Pump, Sent
from bots.wecom.client import Client
from bots.wecom.media import LARGEST, LASTS
from bots.wecom.sender import MOST_A_MINUTE, TokenRows, WecomSender
from tests.bots.wecom.app import CONFIG
from tests.desks import Clock, desks
from tests.fakes.wecom_server import Wire, wecom_server

MAP = Picture(Drawing.ROUTE_MAP, 1, datetime(2026, 11, 18, 4, tzinfo=UTC), "县医院路径图")
PICTURE = Outgoing("", picture=MAP)
OLD_ID = {"errcode": 40007, "errmsg": "invalid media_id"}


def png(colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), colour).save(out, "PNG")
    return out.getvalue()


class Line:
    def __init__(self, wire: Wire, database: Database) -> None:
        self.wire, self.clock, self.content = wire, Clock(), png()
        self.drawn: list[Picture] = []
        self.open_desk = desks(database, self.clock)
        self.client = Client(replace(CONFIG, api_base=wire.base), TokenRows(self.open_desk), self.clock)
        self.sender = WecomSender(CONFIG, self.client, self.clock, self.show)
        self.pump = Pump(
            self.open_desk, lambda _, body: unpack_outgoing(body), {"wecom": self.sender}, lambda: 0.5
        )

    def show(self, picture: Picture) -> Any:
        self.drawn.append(picture)
        return self.content

    async def send(
        self, outgoing: Outgoing = PICTURE, *, account: str = "ZhangSan", key: str = "k1"
    ) -> Outcome:
        return await self.sender.send(account, outgoing, key)

    def put(self, *parts: Outgoing) -> None:
        with self.open_desk() as desk:
            for n, part in enumerate(parts):
                mailbox.reply(desk, "wecom", "ZhangSan", pack(part), f"re:{n}")

    async def pumped(self, database: Database) -> list[str]:
        """The rows' states after everything has had its chances."""
        for _ in range(8):
            await self.pump.drain()
            self.clock.pass_(seconds=90)
        with database.reading() as connection:
            return list(connection.scalars(select(outbox.c.state).order_by(outbox.c.id)))


@pytest.fixture
def wire() -> Iterator[Wire]:
    with wecom_server(CONFIG.secret) as wire:
        yield wire


@pytest.fixture
def line(wire: Wire, sqlite_database: Database) -> Iterator[Line]:
    line = Line(wire, sqlite_database)
    yield line
    line.client.close()


async def test_a_picture_is_uploaded_and_sent_by_its_media_id(line: Line) -> None:
    assert await line.send() == Sent()

    [body] = line.wire.sent
    assert (body["msgtype"], body["touser"], body["enable_duplicate_check"]) == ("image", "ZhangSan", 1)
    assert line.wire.pictures() == [png()]
    assert line.drawn == [MAP]


async def test_the_same_picture_is_uploaded_once_in_three_days(line: Line) -> None:
    for n in range(3):
        await line.send(account=f"u{n}", key=f"k{n}")
    assert line.wire.uploaded == 1

    line.content = png("blue")
    await line.send(key="other")
    assert line.wire.uploaded == 2

    line.clock.pass_(days=3)
    await line.send(key="later")
    assert line.wire.uploaded == 3


async def test_a_media_id_that_wecom_has_forgotten_is_uploaded_again_once(line: Line) -> None:
    await line.send(key="k1")
    line.wire.uploads.clear()

    assert await line.send(key="k2") == Sent()
    assert line.wire.uploaded == 2

    line.wire.script.extend([OLD_ID, OLD_ID])
    assert await line.send(key="k3") == GivenUp("errcode 40007")


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a and so on", b"\x89PNG\r\n\x1a\n" + bytes(LARGEST)], ids=["empty", "gif", "big"]
)
async def test_what_wecom_would_not_take_is_not_uploaded(line: Line, content: bytes) -> None:
    line.content = content

    assert isinstance(await line.send(), GivenUp)
    assert line.wire.uploaded == 0
    assert line.wire.sent == []


async def test_where_nothing_can_be_drawn_nothing_is_sent(line: Line) -> None:
    line.content = None  # type: ignore[assignment]

    assert await line.send() == Sent()
    assert line.wire.calls == []


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ({"errcode": -1, "errmsg": "busy"}, Again("errcode -1")),
        ({"errcode": 45009, "errmsg": "too often"}, Again("errcode 45009", after=60)),
        ({"errcode": 40005, "errmsg": "type"}, GivenUp("errcode 40005")),
        ("hang up", Again("no answer: ConnectionError")),
        (502, Again("no answer: HTTP error")),
        ({"errcode": 0, "errmsg": "ok"}, Again("no answer: no media id")),
    ],
)
async def test_an_upload_that_fails_is_judged_as_a_message_is(
    line: Line, answer: Any, outcome: Outcome
) -> None:
    line.wire.upload_script.append(answer)

    assert await line.send() == outcome
    assert line.wire.sent == []


async def test_a_recipient_that_is_gone_is_gone_for_pictures_too(line: Line) -> None:
    line.wire.script.append({"errcode": 0, "errmsg": "ok", "invaliduser": "zhangsan"})

    assert await line.send() == Gone("invaliduser")


async def test_words_and_picture_count_as_two_against_the_members_minute(line: Line) -> None:
    for n in range(MOST_A_MINUTE - 1):
        await line.send(Outgoing(f"第{n}条"), key=f"t{n}")

    assert await line.send(Outgoing("倒排", picture=MAP), key="both") == Again("member rate", after=60.0)
    assert line.wire.texts()[-1] == "倒排"
    assert line.wire.pictures() == []


async def test_words_go_first_and_once_however_often_the_picture_is_tried(
    line: Line, sqlite_database: Database
) -> None:
    line.put(*separate(Outgoing("倒排工期", picture=MAP)), Outgoing("下一条"))
    line.wire.upload_script.extend([{"errcode": -1, "errmsg": "busy"}] * 2)

    assert await line.pumped(sqlite_database) == ["sent", "sent", "sent"]

    kinds = [body["msgtype"] for body in line.wire.sent]
    assert kinds == ["text", "image", "text"]
    assert line.wire.texts() == ["倒排工期", "下一条"]


async def test_a_picture_that_never_goes_is_given_up_and_the_next_words_follow(
    line: Line, sqlite_database: Database
) -> None:
    line.put(*separate(Outgoing("倒排工期", picture=MAP)), Outgoing("下一条"))
    line.wire.upload_script.extend(["hang up"] * 20)

    assert await line.pumped(sqlite_database) == ["sent", "dead", "sent"]
    assert line.wire.texts() == ["倒排工期", "下一条"]
    assert len(line.wire.upload_script) == 17  # three attempts


async def test_a_drawing_that_fails_is_given_up_too(line: Line, sqlite_database: Database) -> None:
    def broken(_picture: Picture) -> bytes:
        raise ZeroDivisionError

    line.sender._show = broken
    line.put(PICTURE, Outgoing("下一条"))

    assert await line.pumped(sqlite_database) == ["dead", "sent"]


async def test_after_a_crash_the_picture_goes_again_without_its_words(
    line: Line, sqlite_database: Database
) -> None:
    """The lease runs out between the channel's yes and our note of it."""
    line.put(*separate(Outgoing("倒排工期", picture=MAP)))
    await line.pump.drain()
    with sqlite_database.writing() as connection:
        row = connection.execute(select(outbox.c.id).order_by(outbox.c.id.desc())).first()
        assert row is not None
        connection.execute(outbox.update().where(outbox.c.id == row.id).values(state="open"))
    line.clock.pass_(minutes=2)

    await line.pump.drain()

    assert [body["msgtype"] for body in line.wire.sent] == ["text", "image", "image"]
    assert len(line.wire.pictures()) == 1  # the same media id: recognised as a repetition
    assert line.wire.uploaded == 1


def test_a_picture_is_a_message_of_its_own() -> None:
    assert separate(Outgoing("倒排", picture=MAP)) == (Outgoing("倒排"), PICTURE)
    assert separate(PICTURE) == (PICTURE,)
    assert separate(Outgoing("倒排")) == (Outgoing("倒排"),)


def test_it_comes_back_from_the_outbox_as_it_was_put() -> None:
    assert unpack_outgoing(pack(PICTURE)) == PICTURE
    assert unpack_outgoing(b'{"text":"\xe5\x8e\x9f\xe6\x9d\xa5","buttons":[]}') == Outgoing("原来")


def test_three_days_are_counted_short() -> None:
    assert timedelta(days=3) > LASTS
