"""`steward people` as an operator uses it."""

import re
from datetime import timedelta
from pathlib import Path

from click.testing import CliRunner

from backend.cli import cli
from backend.services import people as services
from backend.storage.engine import Database
from tests.cli.houses import NOON, door


def test_a_code_binds_an_account_once(sqlite_database: Database, tmp_path: Path) -> None:
    with door(sqlite_database, tmp_path) as opened:
        said = CliRunner().invoke(cli, ["people", "code", "陈晓"], obj=opened)
        found = re.search(r"陈晓的绑定码：([2-9A-Z]{8})（10分钟内有效，用一次即失效）", said.output)
        assert found is not None
        assert said.output.endswith(f"请对方在聊天里发：绑定 {found[1]}\n")

        with opened.open_desk() as desk:
            bound = services.bind(desk, "wecom", "chenxiao", found[1].lower())
            again = services.bind(desk, "wecom", "other", found[1])
        assert bound is not None
        assert (bound.name, again) == ("陈晓", None)


def test_codes_differ_and_run_out(sqlite_database: Database, tmp_path: Path) -> None:
    with door(sqlite_database, tmp_path) as opened:
        codes = [
            re.findall(r"绑定 (\w+)", CliRunner().invoke(cli, ["people", "code", "陈晓"], obj=opened).output)[
                0
            ]
            for _ in range(5)
        ]
        assert len(set(codes)) == 5

        opened.house.clock = lambda: NOON + timedelta(minutes=11)
        with opened.open_desk() as desk:
            assert services.bind(desk, "wecom", "chenxiao", codes[-1]) is None


def test_nobody_of_that_name_gets_no_code(sqlite_database: Database, tmp_path: Path) -> None:
    with door(sqlite_database, tmp_path) as opened:
        refused = CliRunner().invoke(cli, ["people", "code", "查无此人"], obj=opened)

    assert refused.exit_code == 1
    assert "绑定" not in refused.output
