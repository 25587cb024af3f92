"""The hall's board and the front door, as text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from backend.api.application import application
from backend.domain.people import Role
from backend.domain.pro_rata import pro_rata
from backend.domain.project import Stage
from backend.services.desk import OpenDesk
from backend.storage.engine import Database
from backend.web.routes import pages
from reports import phrases
from tests import builders, cast
from tests.desks import NOON, Clock, desks
from tests.web import hall_scene


@dataclass
class Hall:
    client: TestClient[Litestar]
    open_desk: OpenDesk

    def board(self, page: int = 1) -> str:
        answer = self.client.get(f"/board?page={page}")
        assert answer.status_code == 200
        return answer.text


@pytest.fixture
def hall(sqlite_database: Database) -> Iterator[Hall]:
    open_desk = desks(sqlite_database, Clock())
    with TestClient(application(open_desk, open_desk, pages=pages(open_desk))) as client:
        yield Hall(client, open_desk)


def names(page: str) -> list[str]:
    return re.findall(r'<th scope="row"[^>]*><span>(.*?)</span>', page)


def chips(page: str) -> list[str]:
    return re.findall(r'<span class="chip \w+">(.*?)</span>', page)


def test_an_empty_house_says_so(hall: Hall) -> None:
    page = hall.board()
    assert "还没有登记项目" in page
    assert "<table>" not in page


def test_the_worst_come_first_with_symbol_and_word(hall: Hall) -> None:
    with hall.open_desk() as desk:
        hall_scene.fill(desk, 30)
    found = chips(hall.board())
    order = ["■ 无进展", "◆ 滞后", "● 正常", "▲ 超前"]
    assert found == sorted(found, key=order.index)
    assert set(found) == set(order)
    assert len(found) == 30
    for word in order:
        assert re.search(rf'{word}</span><span class="number">{found.count(word)}<', hall.board())


def test_a_page_holds_thirty_and_the_next_follows_until_the_first_comes_again(hall: Hall) -> None:
    with hall.open_desk() as desk:
        hall_scene.fill(desk, 65)
    shown = [names(hall.board(page)) for page in (1, 2, 3)]
    assert [len(page) for page in shown] == [30, 30, 5]
    assert len({name for page in shown for name in page}) == 65
    assert 'data-next="/board?page=2"' in hall.board(1)
    assert 'data-next="/board?page=1"' in hall.board(3)
    assert names(hall.board(99)) == shown[0], "a page that is not there any more is the first one"


def test_it_says_until_when_it_is_true_and_what_time_alone_asks_for(hall: Hall) -> None:
    with hall.open_desk() as desk:
        hall_scene.fill(desk, 4)
    page = hall.board()
    assert "数据截至 <strong>2026年11月18日 12:00</strong>" in page
    assert f"序时进度{phrases.percent(pro_rata(NOON.date()))}" in page
    assert "逾期152天" in page
    assert "2027-01-15前" in page


def test_it_tells_nothing_about_people_but_the_leader(hall: Hall) -> None:
    with hall.open_desk() as desk:
        known = cast.enter(desk)
    page = hall.board()
    assert known.hospital.name in page
    assert known.leader.name in page
    for hidden in (known.secretary, known.deputy, known.contact, known.office, known.admin):
        assert hidden.name not in page
    assert not re.search(r"1[0-9]{10}", page)
    assert "QX-00" not in page


def test_what_people_typed_is_shown_as_they_typed_it(hall: Hall) -> None:
    with hall.open_desk() as desk:
        project = builders.project(desk, "X", '<script>alert("1")</script>&工程', stage=Stage.ACTIVE)
        leader = builders.person(desk, "<b>张三</b>")
        builders.duty(desk, leader, Role.LEADER, project_id=project.id)
    page = hall.board()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert "<b>张三" not in page


def test_completed_projects_leave_the_board_and_are_counted(hall: Hall) -> None:
    with hall.open_desk() as desk:
        builders.project(desk, "A", "在建工程", stage=Stage.ACTIVE)
        builders.project(desk, "B", "完成的工程", stage=Stage.COMPLETED)
        builders.project(desk, "C", "前期工程", stage=Stage.PREPARING)
    page = hall.board()
    assert sorted(names(page)) == ["前期工程", "在建工程"]
    assert "另有1个已竣工" in page


@pytest.mark.parametrize("path", ["/", "/board"])
def test_a_page_asks_nobody_else_for_anything(hall: Hall, path: str) -> None:
    answer = hall.client.get(path)
    assert "//" not in answer.text.replace("<!doctype", "")
    assert not re.search(r"\sstyle=|<style|<script>", answer.text), (
        "the policy forbids what stands in the line"
    )
    for file in re.findall(r'(?:src|href)="(/static/[^"]+)"', answer.text):
        asset = hall.client.get(file)
        assert asset.status_code == 200
        assert "immutable" in asset.headers["cache-control"]
    assert answer.headers["cache-control"] == "no-store"


def test_the_front_door_leads_to_pages_that_are_there(hall: Hall) -> None:
    links = re.findall(r'<a href="([^"]+)"', hall.client.get("/").text)
    assert links == ["/board", "/schema", "/healthz"]
    assert [hall.client.get(link).status_code for link in links] == [200, 200, 200]


@pytest.mark.parametrize("name", ["nothing.css", "..%2fboard.py", "board.html"])
def test_only_the_files_of_the_pages_are_handed_out(hall: Hall, name: str) -> None:
    assert hall.client.get(f"/static/{name}").status_code == 404


def test_the_number_of_statements_does_not_grow_with_the_projects(
    hall: Hall, sqlite_database: Database
) -> None:
    from sqlalchemy import event

    counted: list[str] = []
    event.listen(sqlite_database.engine, "before_cursor_execute", lambda *args: counted.append(args[2]))
    sizes = []
    for more in (2, 40):
        with hall.open_desk() as desk:
            for n in range(more):
                builders.project(desk, f"P{more}-{n}", f"工程{more}-{n}", stage=Stage.ACTIVE)
        counted.clear()
        hall.board()
        sizes.append(len(counted))
    assert sizes[0] == sizes[1]
