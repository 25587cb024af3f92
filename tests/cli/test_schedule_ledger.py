"""`steward schedule ledger|impact|tie` as an operator types it."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from click.testing import CliRunner, Result

from backend.cli import Door, cli
from backend.domain.plan import Link, Plan, Step
from backend.services import people, plans, problems
from tests import builders

Run = Callable[..., Result]
PLAN = Plan(
    date(2026, 7, 6),  # a Monday; today is Wednesday the 15th
    date(2026, 8, 31),
    (
        Step("1", "基坑支护", 5, owner="县住建局"),
        Step("2", "桩基", 5, (Link("1"),)),
        Step("3", "主体", 10, (Link("2"),)),
    ),
)


@pytest.fixture
def run(door: Door) -> Run:
    with door.open_desk() as desk:
        project = builders.project(desk, "QX-1", "县医院迁建", start=PLAN.start, target=PLAN.target)
        builders.project(desk, "QX-2", "环城路")
        clerk = people.actor_named(desk, "陈晓")
        plans.adopt(desk, clerk, project, PLAN, source="test")
        power = desk.unit.people.add_unit("县供电公司")
        problems.raise_and_issue(desk, clerk, project.id, "基坑东侧杆线未迁改", power.id)

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(cli, ["schedule", *map(str, arguments)], obj=door)

    return run


def test_the_ledger_shows_stretches_totals_and_the_sum(run: Run) -> None:
    shown = run("ledger", "QX-1")
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert shown.stdout.splitlines() == [
        "县医院迁建（QX-1）",
        "7月6日至15日，预计完成日由2026年7月31日推迟到2026年8月5日，共推迟3个工作日（耽误3天，抢回0天）。",
        "",
        "日期           工作日  步骤      责任单位  原因",
        "7月13日至15日  3天     基坑支护  县住建局  自身",
        "",
        "按步骤：基坑支护 3天",
        "按责任单位：县住建局 3天",
        "按问题：无未决问题 3天",
        "合计：3＝3个工作日，与预计完成日的变动一致。",
    ]


def test_a_tie_brings_the_problem_in_and_can_be_taken_back(run: Run) -> None:
    first = run("impact", "1")
    assert first.stdout.splitlines() == [
        "清交办〔2026〕1号　基坑东侧杆线未迁改",
        "还没有关联计划步骤，暂按名称与问题相近的“基坑支护”估算：今天刚上报，尚未耽误“基坑支护”。",
        "确认关联：steward schedule tie 清交办〔2026〕1号 1",
    ]
    tied = run("tie", "1", "基坑支护")
    assert tied.stdout == "清交办〔2026〕1号已关联“基坑支护”。\n今天刚上报，尚未耽误“基坑支护”。\n"
    told = run("ledger", "QX-1", "--from", "2026-07-13", "--to", "2026-07-15").stdout
    assert "7月15日  1天     基坑支护  县住建局  清交办〔2026〕1号（县供电公司）基坑东侧杆线未迁改" in told
    assert "按责任单位：县住建局 2天（其中因问题1天）" in told
    facts = json.loads(run("ledger", "QX-1", "--json").stdout)
    assert (facts["slip"], sum(one["days"] for one in facts["entries"])) == (3, 3)
    assert facts["entries"][-1]["problem"] == "清交办〔2026〕1号"
    price = json.loads(run("impact", "1", "--json").stdout)
    assert (price["step"], price["open"], price["eaten"]) == ("1", 0, 0)
    assert run("tie", "1").stdout == "清交办〔2026〕1号没有关联步骤。\n"


def test_a_new_version_without_the_step_says_which_problems_lost_theirs(run: Run) -> None:
    run("tie", "1", "1")
    adopted = run("adopt", "QX-1", "--template", "road", "--reason", "改建道路", "--approver", "陈晓")
    assert adopted.exit_code == 0
    assert adopted.stderr == (
        "注意 县医院迁建：这些问题关联的步骤已不在计划里，请重新关联：清交办〔2026〕1号\n"
    )
    assert "还没有关联计划步骤" in run("impact", "1").stdout
    assert "7月15日起执行第2版计划：" in run("ledger", "QX-1").stdout


def test_what_is_not_there_is_said(run: Run) -> None:
    assert "还没有倒排计划" in run("ledger", "QX-2").stderr
    assert "没有编号为「QX-9」的项目" in run("ledger", "QX-9").stderr
    assert run("tie", "1", "装修").stderr == "Error: 计划里没有编号或名称为“装修”的步骤。\n"
    assert run("tie", "7", "1").stderr == "Error: 没找到这个问题。\n"
    assert "只能追溯到今天" in run("ledger", "QX-1", "--to", "2026-07-16").stderr
    assert "早于起始日期" in run("ledger", "QX-1", "--from", "2026-07-10", "--to", "2026-07-09").stderr
