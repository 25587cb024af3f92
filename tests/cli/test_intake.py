"""`steward intake` as an operator types it."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from backend.cli.intake import intake
from backend.domain.people import EVERYTHING
from backend.services.desk import Desk
from backend.storage.engine import Database, Unavailable
from tests import builders, cast
from tests.cli.houses import Doorway
from tests.intake import sheets

PEOPLE = [
    ["姓名", "电话", "单位", "角色", "负责地区", "B岗"],
    ["李国强", "13800000001", "县政府", "包保领导", "东城", None],
    ["王小明", "13800000002", "卫健局", "项目秘书", None, "赵阳"],
    ["赵阳", "13800000003", "卫健局", "责任单位", None, None],
]
PROJECTS = [
    [
        "项目编号",
        "项目名称",
        "所属地区",
        "建设阶段",
        "责任单位",
        "项目秘书",
        "目标完成日期",
        "总投资(亿元)",
        "备注",
    ],
    ["QX-1", "县医院迁建", "东城", "在建", "卫健局", "王小明", "2027年12月", 3.2, "快"],
    ["QX-2", "环城路", "西城", "前期", None, None, None, None, None],
]


@pytest.fixture
def run(sqlite_database: Database, tmp_path: Path) -> Iterator[object]:
    def run(*arguments: object, rows: list[list[object]] | None = None) -> Result:
        given = [str(argument) for argument in arguments]
        if rows is not None:
            path = tmp_path / "in.xlsx"
            path.write_bytes(sheets.xlsx(rows))
            given.append(str(path))
        return CliRunner().invoke(intake, given, obj=Doorway(sqlite_database))

    return run


def stored(database: Database) -> int:
    with builders.open_desk(database) as desk:
        return desk.unit.projects.listing(EVERYTHING).total


def test_people_then_projects_come_in_and_a_second_time_change_nothing(run, sqlite_database) -> None:  # type: ignore[no-untyped-def]
    assert run("people", rows=PEOPLE).output == "新增 3，更新 0，未变 0。\n"
    first = run("projects", rows=PROJECTS)
    assert first.exit_code == 0
    assert first.stdout == "新增 2，更新 0，未变 0。\n"
    assert first.stderr == "注意 第 1 行「备注」：不认识这一列，没有导入\n"
    assert run("projects", rows=PROJECTS).stdout == "新增 0，更新 0，未变 2。\n"
    assert run("people", rows=PEOPLE).output == "新增 0，更新 0，未变 3。\n"
    assert stored(sqlite_database) == 2


def test_a_half_bad_file_saves_nothing_and_lists_everything(run, sqlite_database) -> None:  # type: ignore[no-untyped-def]
    bad = [*PROJECTS, ["QX-3", "新厂", None, "在建", "没有局", None, None, "很多", None]]
    result = run("projects", rows=bad)

    assert result.exit_code == 2
    assert "共 4 处需要改，什么都没有保存：" in result.stderr
    assert "第 2 行「责任单位」" in result.stderr
    assert "第 2 行「项目秘书」" in result.stderr
    assert "第 4 行「责任单位」" in result.stderr
    assert "第 4 行「总投资(亿元)」：「很多」不是金额" in result.stderr
    assert stored(sqlite_database) == 0


def test_a_code_used_twice_in_a_file_saves_nothing(run, sqlite_database) -> None:  # type: ignore[no-untyped-def]
    result = run("projects", rows=[["编号", "名称"], ["1", "甲"], ["1", "乙"]])
    assert result.exit_code == 2
    assert "第 3 行「项目编号」：「1」 与第 2 行重复" in result.stderr
    assert stored(sqlite_database) == 0


def test_a_dry_run_says_what_would_happen_and_saves_nothing(run, sqlite_database) -> None:  # type: ignore[no-untyped-def]
    run("people", rows=PEOPLE)
    result = run("projects", "--dry-run", rows=PROJECTS)

    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "  新增　县医院迁建",
        "  新增　环城路",
        "新增 2，更新 0，未变 0。（试运行，没有保存）",
    ]
    assert stored(sqlite_database) == 0


def test_five_hundred_projects_come_in_at_once(run, sqlite_database) -> None:  # type: ignore[no-untyped-def]
    rows = [["编号", "名称", "总投资"], *[[f"C{n}", "长" * 36 + f"{n:04}", n] for n in range(500)]]
    assert run("projects", rows=rows).output == "新增 500，更新 0，未变 0。\n"
    assert run("projects", rows=rows).output == "新增 0，更新 0，未变 500。\n"
    assert stored(sqlite_database) == 500


def test_a_file_that_is_no_table_or_has_no_rows_is_said(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    word = tmp_path / "a.xlsx"
    word.write_bytes(b"%PDF-1.4")
    assert run("people", word).exit_code == 2
    assert "PDF" in run("people", word).stderr
    assert run("people", tmp_path / "none.xlsx").exit_code == 2
    empty = run("people", rows=PEOPLE[:1])
    assert (empty.exit_code, empty.stdout) == (0, "表里没有可以导入的行，什么都没有改。\n")


@pytest.mark.parametrize("form", ["projects", "people"])
def test_a_form_is_written_and_comes_back_as_nothing(run, tmp_path: Path, form: str) -> None:  # type: ignore[no-untyped-def]
    out = tmp_path / "form.xlsx"
    assert run("template", form, "-o", out).exit_code == 0
    assert run(form, out).stdout == "表里没有可以导入的行，什么都没有改。\n"
    assert run("template", form, "-o", tmp_path / "no" / "such" / "x.xlsx").exit_code == 1


def test_a_form_offers_what_the_register_knows(run, sqlite_database, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with builders.open_desk(sqlite_database) as desk:
        cast.enter(desk)
    out = tmp_path / "form.xlsx"
    run("template", "projects", "-o", out)

    words = {cell for row in load_workbook(out)["选项"].iter_rows(values_only=True) for cell in row}
    assert {"东城", "西城", "区卫健局", "李国强", "王小明"} <= words
    assert "路人" not in words


def test_a_form_needs_no_database(tmp_path: Path) -> None:
    class Closed:
        def open_desk(self) -> AbstractContextManager[Desk]:
            raise Unavailable("database_unavailable")

    out = tmp_path / "form.xlsx"
    result = CliRunner().invoke(intake, ["template", "projects", "-o", str(out)], obj=Closed())
    assert result.exit_code == 0
    assert out.exists()
