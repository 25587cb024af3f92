"""The gallery: drawn once, as of when it was asked, out of the deed's transaction; and what a console makes of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from backend.domain.plan import Plan, Step
from backend.domain.project import Project
from backend.services import plans
from backend.services.desk import Desk
from backend.storage.engine import Database
from backend.storage.tables import outbox
from bots.console.sender import ConsoleSender
from bots.dispatch import handle
from bots.message import Drawing, Incoming, Kind, Outgoing, Picture, unpack_outgoing
from bots.pictures import KEPT, Gallery
from bots.pump import Sent
from tests import builders, cast
from tests.desks import NOON, Clock, desks

MAP = Picture(Drawing.ROUTE_MAP, 1, NOON, "清溪县人民医院迁建项目路径图")


class Artist:
    """Remembers for what and for when it drew."""

    def __init__(self) -> None:
        self.drawn: list[tuple[str, date]] = []
        self.content: bytes | None = b"\x89PNG\r\n\x1a\n" + bytes(126_000)

    def __call__(self, desk: Desk, project: Project) -> bytes | None:
        self.drawn.append((project.name, desk.moment.day))
        return self.content


@pytest.fixture
def artist() -> Artist:
    return Artist()


@pytest.fixture
def gallery(database: Database, artist: Artist) -> Gallery:
    with builders.open_desk(database) as desk:
        cast.enter(desk)
    return Gallery(desks(database, Clock(NOON + timedelta(days=2))), artist)


def test_a_picture_is_drawn_once_for_the_day_that_was_asked_about(gallery: Gallery, artist: Artist) -> None:
    assert gallery.show(MAP) == gallery.show(MAP) == artist.content

    assert artist.drawn == [("清溪县人民医院迁建项目", NOON.date())]


def test_a_later_question_is_drawn_anew_and_old_drawings_are_let_go(gallery: Gallery, artist: Artist) -> None:
    asked = [replace(MAP, at=NOON + timedelta(seconds=n)) for n in range(KEPT + 1)]
    for one in (*asked, asked[-1], asked[0]):
        gallery.show(one)

    assert len(artist.drawn) == KEPT + 2


def test_a_project_that_is_gone_has_no_picture(gallery: Gallery, artist: Artist) -> None:
    assert gallery.show(replace(MAP, project_id=999)) is None
    assert artist.drawn == []


async def test_the_console_says_where_the_picture_lies(
    gallery: Gallery, artist: Artist, tmp_path: Path
) -> None:
    lines: list[str] = []
    sender = ConsoleSender(lines.append, show=gallery.show, folder=tmp_path / "pictures")

    assert await sender.send("wang", Outgoing("", picture=MAP), "k") == Sent()

    path = tmp_path / "pictures" / "清溪县人民医院迁建项目路径图.png"
    assert lines == [f"[图片 清溪县人民医院迁建项目路径图.png 123 KB]\n已存到 {path}"]
    assert path.read_bytes() == artist.content


async def test_a_title_never_leads_out_of_the_folder(gallery: Gallery, tmp_path: Path) -> None:
    sender = ConsoleSender(lambda _: None, show=gallery.show, folder=tmp_path / "pictures")

    await sender.send("wang", Outgoing("", picture=replace(MAP, title="../../一/二\n" + "长" * 200)), "k")

    [path] = list(tmp_path.rglob("*.png"))
    assert path.parent == tmp_path / "pictures"


async def test_the_console_without_a_drawing_shows_the_words_alone(
    gallery: Gallery, artist: Artist, tmp_path: Path
) -> None:
    artist.content = None
    lines: list[str] = []
    sender = ConsoleSender(lines.append, show=gallery.show, folder=tmp_path / "pictures")

    assert await sender.send("wang", Outgoing("倒排", picture=MAP), "k") == Sent()

    assert lines == ["倒排"]
    assert not (tmp_path / "pictures").exists()


def test_the_answer_lies_in_the_outbox_as_words_and_a_named_picture(database: Database) -> None:
    """No picture is drawn, nor are its bytes kept, in the transaction of the answer."""
    with builders.open_desk(database, NOON) as desk:
        people = cast.enter(desk)
        plan = Plan(date(2026, 10, 19), date(2027, 12, 31), (Step("a", "主体封顶", 20, milestone=True),))
        plans.adopt(desk, people.actor(desk, people.office), people.hospital, plan, source="模板")
    asked = Incoming("console", "m1", "wang", datetime(2026, 11, 18, 3, tzinfo=UTC), Kind.TEXT, text="倒排")
    with builders.open_desk(database, NOON) as desk:
        handle(desk, asked)
        handle(desk, asked)  # the second time

    with database.reading() as connection:
        rows = list(connection.execute(select(outbox.c.key, outbox.c.payload).order_by(outbox.c.id)))
    words, picture = (unpack_outgoing(row.payload) for row in rows)
    assert [row.key for row in rows] == ["re:console:m1:1", "re:console:m1:2"]
    assert words.text.startswith("【清溪县人民医院迁建项目】倒排工期")
    assert words.picture is None
    assert (picture.text, picture.picture) == ("", replace(MAP, at=asked.at))
