"""`steward schedule what-if` and `compress` as an operator types them, on the national calendar."""

from collections.abc import Callable
from datetime import date

import pytest
from click.testing import CliRunner, Result

from backend.cli import Door, cli
from backend.domain.people import EVERYTHING, Role
from backend.domain.plan import Link, LinkType, Plan, Step
from backend.services import plans
from backend.services.desk import Desk
from backend.storage.plans import StoredPlan
from tests import builders

Run = Callable[..., Result]
# On 15 July the pit, begun on the 6th, has 13 days left: to the 31st. The pipes to 28 August, the road to 24 September,
# the make-up Sunday counted: six working days more than to the 17th.
LATE = Plan(
    date(2026, 7, 6),
    date(2026, 9, 17),
    (
        Step("pit", "沟槽开挖", 20),
        Step("pipes", "管线敷设", 20, (Link("pit"),), milestone=True),
        Step("road", "路面恢复", 20, (Link("pipes"),), milestone=True),
    ),
)


def stored(desk: Desk) -> StoredPlan:
    [project] = [one for one in desk.unit.projects.all(EVERYTHING) if one.code == "QX-1"]
    return plans.stored_plan(desk, project)


@pytest.fixture
def run(door: Door) -> Run:
    with door.open_desk() as desk:
        project = builders.project(desk, "QX-1", "环城路管网")
        builders.project(desk, "QX-2", "没有计划")
        leader = builders.person(desk, "李国强", phone="2")
        builders.duty(desk, leader, Role.LEADER, project_id=project.id)
        desk.unit.plans.add(project.id, LATE, source="模板", reason="", person_id=None, at=desk.moment.at)

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(cli, ["schedule", *map(str, arguments)], obj=door)

    return run


def test_a_proposal_is_shown_and_nothing_is_kept(run: Run, door: Door) -> None:
    shown = run("compress", "QX-1")
    assert (shown.exit_code, shown.stdout.splitlines()) == (
        0,
        [
            "预计9月24日完工，晚于目标日期9月17日，须抢回6个工作日。采取以下1项措施，可于9月17日完工：",
            "1. 搭接：“管线敷设”在“沟槽开挖”开工14个工作日后开工，不等其完工，抢回6个工作日。",
        ],
    )
    with door.open_desk() as desk:
        assert stored(desk).version == 1


def test_a_proposal_is_adopted_with_its_reason_and_who_approved_it(run: Run, door: Door) -> None:
    done = run("compress", "QX-1", "--apply", "all", "--reason", "赶汛期", "--approver", "李国强")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1].startswith(
        "已采取1项，环城路管网第 2 版：目标 2026-09-17，预计 2026-09-17 完成"
    )
    with door.open_desk() as desk:
        now = stored(desk)
        assert now.plan.steps[1].after[0] == Link("pit", LinkType.SS, 14)
        assert "赶汛期" in now.reason
    assert "不需要压缩" in run("compress", "QX-1").stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("compress", "QX-2"), "项目 QX-2 还没有倒排计划"),
        (("compress", "QX-1", "--apply", "all"), "请写明调整或定基线的原因"),
        (("compress", "QX-1", "--apply", "2", "--reason", "急"), "没有第2项措施，共1项。"),
        (("compress", "QX-1", "--apply", "一", "--reason", "急"), "--apply 应为 all 或序号，如 1,3，实为“一”。"),
        (("compress", "QX-1", "--apply", "1", "--reason", "急", "--approver", "路人"), "没有登记叫「路人」的人。"),
        (("what-if", "QX-1"), "请写明变动，如 --step 编号 --wait 5 或 --target 2026-12-18。"),
        (("what-if", "QX-1", "--wait", "5"), "--wait 要与 --step 一起使用，写明是哪道工序。"),
        (("what-if", "QX-1", "--step", "pit"), "--step 之外请写明变动，如 --wait 5 或 --days 20。"),
        (("what-if", "QX-1", "--step", "月球", "--wait", "5"), "计划里没有编号或名称为「月球」的步骤。"),
        (("what-if", "QX-1", "--step", "pit", "--wait", "-5"), "-5 is not in the range"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said(run: Run, door: Door, arguments: tuple[str, ...], sentence: str) -> None:
    result = run(*arguments)
    assert result.exit_code in (1, 2)
    assert sentence in result.stderr
    with door.open_desk() as desk:
        assert stored(desk).version == 1


def test_a_change_is_tried(run: Run, door: Door) -> None:
    tried = run("what-if", "QX-1", "--step", "管线敷设", "--days", 10, "--target", "2026-09-10")
    assert tried.exit_code == 0
    assert tried.stdout.splitlines() == [
        "目标日期由9月17日调整为9月10日，“管线敷设”机动时间增加5天，完工由9月24日提前到9月11日（早10个工作日），"
        "须抢回的工作日由6天减至1天，“管线敷设”由8月28日提前到8月14日。",
        "现在：目标 2026-09-17，预计 2026-09-24 完成：须抢回 6 个工作日",
        "变动后：目标 2026-09-10，预计 2026-09-11 完成：须抢回 1 个工作日",
        "以上只是测算，没有保存。",
    ]
    assert "取消“路面恢复”" in run("what-if", "QX-1", "--remove", "road").stdout
    with door.open_desk() as desk:
        assert stored(desk).version == 1
