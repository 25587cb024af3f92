"""`steward chat` as a person at the terminal uses it, on a database in a file."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image
from sqlalchemy import select

from backend.cli import Door, cli
from backend.domain.people import Person
from backend.domain.plan import Plan, Step
from backend.services import people, plans, projects
from backend.storage.engine import Database
from backend.storage.tables import accounts, daily_reports, outbox, photos
from tests import builders, cast

AFTERNOON = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)  # 16:30 in the office, before the reports' deadline


class Terminal:
    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.folder = folder

    def __call__(self, name: str, *lines: str) -> Result:
        env = {
            "STEWARD_DATABASE_URL": self.database.url.render_as_string(hide_password=False),
            "STEWARD_DATA_DIR": str(self.folder / "data"),
        }
        return CliRunner().invoke(
            cli, ["chat", "--as", name], input="\n".join(lines), env=env, obj=Door(lambda: AFTERNOON)
        )

    def rows(self, table) -> list:  # type: ignore[no-untyped-def, type-arg]
        with self.database.reading() as connection:
            return list(connection.execute(select(table)))


@pytest.fixture
def terminal(sqlite_database: Database, tmp_path: Path) -> Terminal:
    with builders.open_desk(sqlite_database) as desk:
        cast.enter(desk)
    return Terminal(sqlite_database, tmp_path)


def test_a_line_is_a_report_and_the_answer_shows_its_buttons_by_number(terminal: Terminal) -> None:
    said = terminal("王小明", "工人86人，挖机3台，主体三层封顶，无问题", "2", "工人88人")

    assert said.exit_code == 0, said.output
    assert "日报已记" in said.output
    assert "回复 2 改" in said.output
    assert "工人88人（原86人）" in said.output
    assert [row.workers for row in terminal.rows(daily_reports)] == [88]


def test_the_conversation_goes_on_in_the_next_session(terminal: Terminal) -> None:
    terminal("王小明", "工人86人", "2")

    assert "已更正" in terminal("王小明", "工人90人").output
    bound = [row.account for row in terminal.rows(accounts) if row.account.startswith("console:")]
    assert len(bound) == 1


def test_a_place_and_a_photo_are_sent_in_brackets(terminal: Terminal, tmp_path: Path) -> None:
    picture = tmp_path / "三层 封顶.png"
    Image.new("RGB", (8, 8), "red").save(picture)

    said = terminal(
        "王小明", "[place 29.61,106.84]", f"[photo {picture}]", "[photo nowhere.jpg]", "[place 上面]"
    )

    assert "到现场已记录" in said.output
    assert "照片已归入" in said.output
    assert "没有这个文件：nowhere.jpg" in said.output
    assert "[place 29.61,106.84]" in said.output
    (row,) = terminal.rows(photos)
    assert list((tmp_path / "data").rglob(f"{row.sha256}.jpg"))


def test_the_schedule_is_told_in_words_where_nobody_can_draw_it(terminal: Terminal) -> None:
    with builders.open_desk(terminal.database) as desk:
        office = people.actor_named(desk, "陈晓")
        hospital = next(one for one in projects.everything(desk) if one.code == "QX-001")
        step = Step("a", "主体封顶", 20, milestone=True)
        plan = Plan(date(2026, 11, 2), date(2027, 12, 31), (step,))
        plans.adopt(desk, office, hospital, plan, source="模板")

    said = terminal("王小明", "倒排", "还差几天")

    assert said.exit_code == 0, said.output
    assert "【清溪县人民医院迁建项目】倒排工期" in said.output
    assert "决定工期的是“主体封顶”" in said.output


def test_a_notice_waits_for_the_terminal_of_the_one_it_is_for(terminal: Terminal) -> None:
    with terminal.database.writing() as connection:
        connection.execute(accounts.delete())  # nobody has another account than the terminal's
    terminal("陈晓")
    told = terminal("王小明", "上报问题 县医院 电力线路未迁改")
    with terminal.database.writing() as connection:  # it may be night, and the other terminal was just asked
        connection.execute(outbox.update().values(due_at=datetime(2026, 1, 1, tzinfo=UTC)))

    assert "新报问题" not in told.output
    assert "新报问题" in terminal("陈晓").output
    assert "新报问题" not in terminal("陈晓").output


def test_quit_ends_and_blank_lines_say_nothing(terminal: Terminal) -> None:
    assert terminal("王小明", "", "   ", "/quit", "工人86人").output == ""
    assert terminal.rows(daily_reports) == []


def test_an_unknown_name_is_refused_in_plain_words(terminal: Terminal) -> None:
    said = terminal("没有这个人", "你好")

    assert said.exit_code == 2
    assert "没有叫“没有这个人”的人" in said.output


def test_a_name_that_two_people_share_is_refused_with_their_phones(terminal: Terminal) -> None:
    with builders.open_desk(terminal.database) as desk:
        desk.unit.people.add(Person(0, "王小明", phone="13900000009"))

    said = terminal("王小明", "你好")

    assert said.exit_code == 2
    assert "13800000001、13900000009" in said.output


def test_a_database_of_an_older_shape_is_refused_with_the_command(tmp_path: Path) -> None:
    env = {"STEWARD_DATABASE_URL": f"sqlite:///{tmp_path / 'new.db'}"}

    said = CliRunner().invoke(cli, ["chat", "--as", "王小明"], env=env)

    assert said.exit_code == 1
    assert "steward db upgrade" in said.output
