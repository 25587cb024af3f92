"""`steward board`, `briefing` and `digest` as a clerk uses them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from backend.cli import cli
from backend.services import publications
from backend.storage.engine import Database
from tests import month_scene
from tests.cli.houses import door
from tests.month_scene import SEPTEMBER, instant

Steward = Callable[..., Result]


@pytest.fixture
def month(sqlite_database: Database) -> month_scene.Month:
    return month_scene.played(sqlite_database)


@pytest.fixture
def steward(month: month_scene.Month, tmp_path: Path) -> Iterator[Steward]:
    """On 8 October, some time after September's papers were or were not published."""
    with door(month.database, tmp_path, instant("2026-10-08T12:00")) as opened:
        yield lambda *arguments: CliRunner().invoke(cli, arguments, obj=opened)


def publish(month: month_scene.Month) -> None:
    month.do("2026-10-01T07:40", lambda desk, _: publications.publish_month(desk, SEPTEMBER))


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_the_month_before_this_one_is_written_as_it_was_frozen(
    month: month_scene.Month, steward: Steward, tmp_path: Path
) -> None:
    publish(month)
    out = tmp_path / "papers" / "new"

    board, briefing = steward("board", "-o", str(out)), steward("briefing", "-o", str(out))

    assert (board.exit_code, board.stdout) == (0, f"已写出 {out / 'board.xlsx'}\n")
    assert "草稿" not in board.stderr + briefing.stderr
    expected = {"board.xlsx", "briefing.docx", "briefing.xlsx"}
    if publications.machine_fonts() is not None:
        expected.add("briefing.pdf")
    assert files(out) == expected
    assert load_workbook(out / "board.xlsx").sheetnames


def test_before_it_is_frozen_a_month_is_a_draft_and_says_so(steward: Steward, tmp_path: Path) -> None:
    drafted = steward("board", "--month", "2026-10", "-o", str(tmp_path / "out"))

    assert drafted.exit_code == 0
    assert drafted.stderr == "2026-10尚未定稿，以下为草稿，数据截至2026-10-08。\n"
    assert files(tmp_path / "out") == {"board.xlsx"}


def test_a_draft_of_a_month_gone_by_ends_with_that_month(steward: Steward, tmp_path: Path) -> None:
    drafted = steward("board", "--month", "2026-09", "-o", str(tmp_path / "out"))

    assert drafted.stderr == "2026-09尚未定稿，以下为草稿，数据截至2026-09-30。\n"


def test_a_digest_is_shown_as_it_goes_out(month: month_scene.Month, steward: Steward) -> None:
    publish(month)

    shown = steward("digest", "李国强")

    assert (shown.exit_code, shown.stderr) == (0, "")
    assert shown.stdout.startswith("【2026年9月重点项目月报】李国强（副县长）\n")
    assert "9月到现场4次（应到8次）" in shown.stdout


def test_somebody_who_leads_nothing_has_no_digest(month: month_scene.Month, steward: Steward) -> None:
    publish(month)

    for name in ("王小明", "查无此人"):
        refused = steward("digest", name)
        assert refused.exit_code == 1
        assert refused.output.startswith("Error: ")


@pytest.mark.parametrize("key", ["2026-13", "上月", "2026-9", "2026-11"])
def test_a_month_that_is_none_or_not_yet_is_refused(steward: Steward, tmp_path: Path, key: str) -> None:
    refused = steward("briefing", "--month", key, "-o", str(tmp_path / "out"))

    assert refused.exit_code == 2
    assert f"{key} " in refused.output
    assert not (tmp_path / "out").exists()


def test_drafts_are_drawn_while_the_server_writes(
    month: month_scene.Month, steward: Steward, tmp_path: Path
) -> None:
    with month_scene.builders.open_desk(month.database, instant("2026-10-08T11:59")):
        assert steward("board", "-o", str(tmp_path / "out")).exit_code == 0
