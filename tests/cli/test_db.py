"""`steward db` as an operator uses it."""

from pathlib import Path

from click.testing import CliRunner, Result

from backend.cli import cli
from backend.storage import schema


def steward(folder: Path, *arguments: str) -> Result:
    env = {"STEWARD_DATABASE_URL": f"sqlite:///{folder / 'steward.db'}"}
    return CliRunner(env=env).invoke(cli, arguments)


def test_an_empty_database_is_brought_to_the_newest_shape_once(tmp_path: Path) -> None:
    head = schema.head()

    first, second = steward(tmp_path, "db", "upgrade"), steward(tmp_path, "db", "upgrade")

    assert (first.exit_code, first.output) == (0, f"数据库已由空库升级到{head}。\n")
    assert (second.exit_code, second.output) == (0, f"数据库已是最新（{head}）。\n")


def test_status_tells_both_shapes(tmp_path: Path) -> None:
    before = steward(tmp_path, "db", "status")
    steward(tmp_path, "db", "upgrade")
    after = steward(tmp_path, "db", "status")

    assert before.output == f"database empty\nprogram  {schema.head()}\n"
    assert after.output == f"database {schema.head()}\nprogram  {schema.head()}\n"


def test_a_command_that_needs_the_newest_shape_names_the_way_to_it(tmp_path: Path) -> None:
    refused = steward(tmp_path, "token", "list")

    assert refused.exit_code == 1
    assert "steward db upgrade" in refused.output
    assert "Traceback" not in refused.output


def test_settings_that_cannot_be_are_named_before_anything_is_opened() -> None:
    refused = CliRunner(env={"STEWARD_DATABASE_URL": "", "STEWARD_TIMEZONE": "Mars/Base"}).invoke(
        cli, ["db", "upgrade"]
    )

    assert refused.exit_code == 1
    assert "STEWARD_TIMEZONE" in refused.output
