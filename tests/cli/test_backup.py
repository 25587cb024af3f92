"""`steward backup` as an operator uses it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from backend.cli import cli
from backend.storage.engine import Database
from tests import builders
from tests.cli.houses import door


def backup(database: Database, folder: Path, file: Path) -> Result:
    with door(database, folder) as opened:
        return CliRunner().invoke(cli, ["backup", str(file)], obj=opened)


def people(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as copy:
        return [name for (name,) in copy.execute("SELECT name FROM people ORDER BY id")]


def test_a_copy_holds_what_was_committed_and_can_be_served_from(
    sqlite_database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "copy.db"
    with builders.open_desk(sqlite_database) as desk:
        builders.person(desk, "王小明")

    done = backup(sqlite_database, tmp_path, file)

    assert (done.exit_code, done.output) == (0, f"已备份到 {file}，校验通过。\n")
    assert people(file) == ["王小明", "陈晓"]
    assert not file.with_name("copy.db.part").exists()
    again = Database(f"sqlite:///{file}")
    with builders.open_desk(again) as desk:
        builders.person(desk, "恢复后新增")
    again.close()


def test_it_is_taken_while_somebody_writes(sqlite_database: Database, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    with door(sqlite_database, tmp_path) as opened, builders.open_desk(sqlite_database) as desk:
        builders.person(desk, "没提交")
        done = CliRunner().invoke(cli, ["backup", str(file)], obj=opened)

    assert done.exit_code == 0
    assert people(file) == ["陈晓"]


def test_no_file_is_overwritten(sqlite_database: Database, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    file.write_text("somebody else's")

    refused = backup(sqlite_database, tmp_path, file)

    assert (refused.exit_code, refused.output) == (1, f"Error: {file} 已存在，不覆盖。\n")
    assert file.read_text() == "somebody else's"


def test_a_place_that_cannot_be_written_is_said_and_nothing_is_left(
    sqlite_database: Database, tmp_path: Path
) -> None:
    refused = backup(sqlite_database, tmp_path, tmp_path / "nowhere" / "copy.db")

    assert refused.exit_code == 1
    assert refused.output.startswith("Error: 备份没有做成：")
    assert not (tmp_path / "nowhere").exists()


def test_what_an_interrupted_backup_left_is_replaced(sqlite_database: Database, tmp_path: Path) -> None:
    (tmp_path / "copy.db.part").write_bytes(b"half")

    assert backup(sqlite_database, tmp_path, tmp_path / "copy.db").exit_code == 0


def test_postgresql_has_a_tool_of_its_own(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    url: str = request.getfixturevalue("postgres_server")
    database = Database(url.replace("/postgres?", "/steward_empty?"))

    refused = CliRunner(
        env={"STEWARD_DATABASE_URL": database.url.render_as_string(hide_password=False)}
    ).invoke(cli, ["backup", str(tmp_path / "copy.db")])
    database.close()

    assert (refused.exit_code, refused.output) == (1, "Error: PostgreSQL 请用 pg_dump 备份。\n")
    assert not (tmp_path / "copy.db").exists()
