"""`steward schedule export` and the way back through `steward intake plans`, as an operator types them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from backend.cli.intake import intake
from backend.cli.schedule import schedule
from backend.domain.people import EVERYTHING, Role
from backend.domain.plan import Link, Plan, Step
from backend.services import plans
from backend.storage.engine import Database
from tests import builders, cast
from tests.cli.houses import Doorway
from tests.intake import msp

Run = Callable[..., Result]
COMMANDS = {"export": schedule, "plans": intake, "template": intake}


@pytest.fixture
def run(sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    with builders.open_desk(sqlite_database) as desk:
        clerk = builders.person(desk, "陈晓")
        builders.duty(desk, clerk, Role.OFFICE)
        actor = cast.actor_of(clerk, desk.unit.people.duties_of(clerk.id), desk.moment.day)
        days = {"start": date(2026, 3, 2), "target": date(2027, 8, 31)}
        for code, name in (("QX-1", "县医院迁建"), ("QX-2", "环城路")):
            project = builders.project(desk, code, name, **days)
            steps = (Step("1", "桩基", 40), Step("2", "封顶", 90, (Link("1", lag=5),), milestone=True))
            plans.adopt(desk, actor, project, Plan(days["start"], days["target"], steps), source="test")
        builders.project(desk, "QX-3", "新厂", **days)

    def run(command: str, *arguments: str) -> Result:
        return CliRunner().invoke(COMMANDS[command], [command, *arguments], obj=Doorway(sqlite_database))

    return run


def test_a_workbook_of_all_plans_comes_back_unchanged(run: Run, tmp_path: Path) -> None:
    out = run("export", "--all", "-o", "all.xlsx")
    assert (out.exit_code, out.output) == (0, "已导出 2 个项目的计划：all.xlsx\n")
    assert load_workbook(tmp_path / "all.xlsx").sheetnames == ["县医院迁建", "环城路", "填表说明"]
    back = run("plans", "all.xlsx")
    assert (back.exit_code, back.stderr) == (0, "")
    assert back.stdout.splitlines()[-1] == "新增 0，更新 0，未变 2。"


def test_one_plan_goes_to_ms_project_and_back(run: Run, sqlite_database: Database) -> None:
    assert run("export", "QX-1", "-o", "one.xml").output == "已导出 1 个项目的计划：one.xml\n"
    assert run("plans", "one.xml").stderr == (
        "Error: 这是 MS Project 文件，请用 --project 写明是哪个项目（项目编号）的计划。\n"
    )
    back = run("plans", "one.xml", "--project", "QX-1")
    assert back.stdout.splitlines()[-1] == "新增 0，更新 0，未变 1。"
    new = run("plans", "one.xml", "--project", "QX-3", "--dry-run")
    assert new.stdout.splitlines()[-1] == "新增 1，更新 0，未变 0。（试运行，没有保存）"
    assert run("plans", "one.xml", "--project", "QX-3", "--reason", "沿用").exit_code == 0
    with builders.open_desk(sqlite_database) as desk:
        project = desk.unit.projects.by_code("QX-3", EVERYTHING)
        assert project is not None
        stored = plans.stored_plan(desk, project)
    assert (stored.source, stored.reason) == ("MS Project", "沿用")
    assert stored.plan.steps[1].after == (Link("1", lag=5),)


def test_what_ms_project_says_otherwise_is_told_and_what_is_wrong_stops_all(run: Run, tmp_path: Path) -> None:
    good = msp.file(
        msp.task(1, "甲", 4), msp.task(2, "乙", 0, 1, msp.link(1), Deadline="2026-12-31T17:00:00")
    )
    (tmp_path / "a.xml").write_bytes(good)
    assert (
        "注意 第 1 行「工期」：0.5 个工作日，进为 1 个工作日\n"
        in run("plans", "a.xml", "--project", "QX-3").stderr
    )
    (tmp_path / "b.xml").write_bytes(good[:-20])
    broken = run("plans", "b.xml", "--project", "QX-3")
    assert broken.exit_code == 2
    assert broken.stderr.startswith("共 1 处需要改，什么都没有保存：\n  文件不是完整的 XML：第 2 行")
    (tmp_path / "old.xls").write_bytes(b"<html><table><tr><td>1</td></tr></table></html>")
    assert "这是网页或 XML 文件，请用 Excel 或 WPS 打开后" in run("plans", "old.xls").stderr
    (tmp_path / "c.mpp").write_bytes(b"\xd0\xcf\x11\xe0")
    assert "这是 .mpp 文件" in run("plans", "c.mpp", "--project", "QX-3").stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-o", "a.xlsx"), "请写项目编号，或用 --all 导出全部（两者选一）。"),
        (("QX-1", "--all", "-o", "a.xlsx"), "请写项目编号，或用 --all 导出全部（两者选一）。"),
        (("QX-1", "-o", "a.mpp"), "文件名要以 .xlsx 或 .xml 结尾。"),
        (("QX-1", "QX-2", "-o", "a.xml"), "MS Project 文件一次只能导出一个项目；多个项目请导出 .xlsx。"),
        (("QX-9", "-o", "a.xlsx"), "没有编号为「QX-9」的项目。"),
        (("QX-3", "-o", "a.xlsx"), "项目 QX-3 还没有倒排计划"),
        (("QX-3", "-o", "a.xml"), "项目 QX-3 还没有倒排计划"),
        (("QX-1", "-o", "no/such/a.xlsx"), "写不了 no/such/a.xlsx"),
    ],
)
def test_what_cannot_be_exported_is_said(run: Run, arguments: tuple[str, ...], said: str) -> None:
    result = run("export", *arguments)
    assert result.exit_code == 1
    assert said in result.stderr


def test_a_project_without_a_plan_is_named_beside_the_others(run: Run) -> None:
    result = run("export", "QX-1", "QX-3", "QX-1", "-o", "a.xlsx")
    assert result.stdout == "已导出 1 个项目的计划：a.xlsx\n"
    assert result.stderr.startswith("注意 项目 QX-3 还没有倒排计划")
    assert "--project 只用于 MS Project 的 XML 文件" in run("plans", "a.xlsx", "--project", "QX-1").stderr
