"""`steward schedule` as an operator types it, on the national calendar."""

from collections.abc import Callable
from datetime import date

import pytest
from click.testing import CliRunner, Result

from backend.cli import Door, cli
from backend.domain.people import EVERYTHING
from backend.domain.plan import Plan, Step
from backend.domain.project import Kind
from tests import builders

Run = Callable[..., Result]


@pytest.fixture
def run(door: Door) -> Run:
    with door.open_desk() as desk:
        builders.project(
            desk, "QX-1", "县医院迁建", kind=Kind.BUILDING, start=date(2026, 3, 2), target=date(2030, 12, 31)
        )
        builders.project(desk, "QX-2", "环城路", kind=Kind.ROAD, start=None, target=date(2026, 12, 31))
        builders.project(desk, "QX-3", "别的", start=None, target=None)

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(cli, ["schedule", *map(str, arguments)], obj=door)

    return run


def test_a_project_without_a_plan_is_told_how_to_get_one(run: Run) -> None:
    result = run("show", "QX-1")
    assert result.exit_code == 1
    assert "项目 QX-1 还没有倒排计划：用 steward schedule adopt QX-1 套模板" in result.stderr
    assert run("finish", "QX-1", "filing").exit_code == 1
    assert "没有编号为「QX-9」的项目" in run("show", "QX-9").stderr


def test_adopt_show_and_finish(run: Run) -> None:
    adopted = run("adopt", "QX-1", "--reason", "首次编制")
    assert (adopted.exit_code, adopted.stderr) == (0, "")
    assert adopted.stdout.startswith("新增　县医院迁建（QX-1）第 1 版，")
    assert "时差 " in adopted.stdout
    assert "数据暂定" in adopted.stdout  # 2030 has no notice yet
    assert "模板）" in adopted.stdout

    again = run("adopt", "QX-1")
    assert again.stdout.startswith("未变　县医院迁建（QX-1）第 1 版")

    shown = run("show", "QX-1").stdout.splitlines()
    assert shown[0] == "县医院迁建（QX-1）：第 1 版，模板 building，首次编制"
    assert shown[1].startswith("开工 2026-03-02，目标 2030-12-31，预计 ")
    assert shown[3].split() == ["编号", "步骤", "最晚完成", "预计完成", "实际完成", "时差", "关键", "状态"]
    first = shown[4].split()
    assert "（暂定）" in "".join(shown)
    assert shown[-1].startswith("暂定：有日期落在放假通知尚未公布的年份")

    done = run("finish", "QX-1", first[0], "--day", "2026-07-14")
    assert done.exit_code == 0
    assert done.stdout.startswith(f"“{first[1]}”已记为 2026-07-14 完成，在最晚完成日 ")
    assert "2026-07-14" in run("show", "QX-1").stdout
    twice = run("finish", "QX-1", first[1])
    assert (twice.exit_code, twice.stderr) == (1, f"Error: “{first[1]}”已于 2026-07-14 完成。\n")

    later = ("adopt", "QX-1", "--target", "2031-06-30")
    why = ("--reason", "设计变更", "--approver", "陈晓")
    assert run(*later).stderr == (
        "Error: “县医院迁建”已有计划，请写明调整或定基线的原因。用 --reason 给出。\n"
    )
    assert run(*later, *why[:2]).stderr == (
        "Error: “县医院迁建”已有计划，请写明由谁批准。用 --approver 给出。\n"
    )
    assert "没有登记叫「无名」的人" in run(*later, *why[:3], "无名").stderr
    anew = run(*later, *why)
    assert anew.stdout.startswith("更新　县医院迁建（QX-1）第 2 版")
    assert "2026-07-14" in run("show", "QX-1").stdout
    other = run("adopt", "QX-1", "--template", "road", *why)
    assert f"新计划里没有这些步骤，已报的实际日期留在上一版：{first[1]}" in other.stderr


def test_a_plan_too_late_says_what_must_be_gained(run: Run) -> None:
    adopted = run("adopt", "QX-2", "--template", "auto")
    assert adopted.stdout.startswith("没有开工日期，按最晚须 ")
    assert "须抢回" in adopted.stdout  # the latest first day has long passed
    assert "须抢回" in run("show", "QX-2").stdout.splitlines()[1]


def test_finishing_a_milestone_finishes_what_it_rests_on(run: Run) -> None:
    run("adopt", "QX-2")
    rows = [line.split() for line in run("show", "QX-2").stdout.splitlines()[4:]]
    last = [row for row in rows if len(row) > 5][-1]
    done = run("finish", "QX-2", last[0], "--day", "2026-07-15")
    assert done.exit_code == 0
    assert f"“{last[1]}”已记为 2026-07-15 完成" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("adopt", "QX-3"), "项目类型为“其他”，没有对应的模板，请用 --template 指定。"),
        (("adopt", "QX-3", "--template", "road"), "项目没有目标完成日期，请用 --target 给出"),
        (
            ("adopt", "QX-1", "--target", "2026-01-01"),
            "目标完成日期 2026-01-01 早于开工日期 2026-03-02。",
        ),
        (("adopt", "QX-1", "--as", "路人"), "没有登记叫「路人」的人"),
        (("adopt", "QX-1", "--target", "以后"), "以后 不是日期，请写成 2026-12-18"),
        (("adopt", "QX-1", "--target", "2101-01-01"), "2101-01-01 超出日历范围（1950–2100 年）"),
        (
            ("adopt", "QX-1", "--start", "2100-01-01", "--target", "2100-01-02"),
            "日期超出日历范围（1950至2100年），请核对。",
        ),
        (
            ("adopt", "QX-1", "--template", "hospital"),
            "没有叫“hospital”的模板；有：industrial；building；road；",
        ),
        (("adopt", "QX-1", "--size", "101"), "规模应大于0、不超过100万㎡。"),
        (("adopt", "QX-1", "--size", "nan"), "规模应大于0、不超过100万㎡。"),
        (("adopt", "QX-1", "--size", "大"), "Invalid value for '--size'"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_and_nothing_is_kept(
    run: Run, door: Door, arguments: tuple[str, ...], sentence: str
) -> None:
    result = run(*arguments)
    assert result.exit_code in (1, 2)
    assert sentence in result.stderr
    with door.open_desk() as desk:
        ids = [project.id for project in desk.unit.projects.all(EVERYTHING)]
        assert desk.unit.plans.newest(ids) == {}


def test_a_step_that_is_not_there_or_a_day_to_come_is_refused(run: Run) -> None:
    run("adopt", "QX-1")
    first = run("show", "QX-1").stdout.splitlines()[4].split()[0]
    assert "计划里没有编号或名称为「月球」的步骤。" in run("finish", "QX-1", "月球").stderr
    assert "2026-07-16 还没到" in run("finish", "QX-1", first, "--day", "2026-07-16").stderr


def test_a_finish_before_the_start_that_is_known_is_refused(run: Run, door: Door) -> None:
    with door.open_desk() as desk:
        [project] = [one for one in desk.unit.projects.all(EVERYTHING) if one.code == "QX-3"]
        begun = Step("a", "桩基", 5, actual_start=date(2026, 7, 10))
        plan = Plan(date(2026, 7, 1), date(2026, 12, 31), (begun,))
        desk.unit.plans.add(project.id, plan, source="", reason="", person_id=None, at=desk.moment.at)
    refused = run("finish", "QX-3", "a", "--day", "2026-07-09")
    assert (refused.exit_code, refused.stderr) == (
        1,
        "Error: “桩基”7月10日才开始，完成日期7月9日不对。\n",
    )


WHY = ("--reason", "设计变更", "--approver", "陈晓")


def test_versions_a_baseline_and_what_became_of_them(run: Run) -> None:
    for command in ("versions", "compare"):
        assert "项目 QX-1 还没有倒排计划" in run(command, "QX-1").stderr
    run("adopt", "QX-1", "--reason", "首次编制")
    compared = run("compare", "QX-1").stdout.splitlines()
    assert compared[0] == "县医院迁建（QX-1）：还没有基线，现行第 1 版与原定计划（第 1 版）相比"
    assert compared[1].startswith("原定目标 2030-12-31，原定预计 ")
    assert compared[1].endswith("，一致")

    set_ = run("baseline", "QX-1", "--name", "年初下达", *WHY)
    assert (set_.exit_code, set_.stdout) == (0, "县医院迁建（QX-1）：第 1 版定为基线“年初下达”。\n")
    again = run("baseline", "QX-1", "--name", "年初下达", *WHY)
    assert again.stderr == "Error: 这个项目已有叫“年初下达”的基线，请换个名称。\n"
    assert "用 --approver 给出" in run("baseline", "QX-1", "--name", "二", *WHY[:2]).stderr
    assert "计划没有第9版" in run("baseline", "QX-1", "--name", "二", "--version", 9, *WHY).stderr

    run("adopt", "QX-1", "--start", "2026-09-01", *WHY)
    listed = run("versions", "QX-1").stdout.splitlines()
    assert listed[0] == "县医院迁建（QX-1）共 2 版，最末一行是原定计划。"
    assert listed[2].split() == [
        "版本",
        "日期",
        "目标完成",
        "当时预计",
        "来源",
        "申请",
        "批准",
        "原因",
        "基线",
    ]
    assert listed[3].split()[:4] == ["第", "2", "版", "2026-07-15"]
    assert listed[3].split()[-4:] == ["陈晓", "陈晓", "设计变更", "—"]
    assert listed[4].split()[-4:] == ["陈晓", "—", "首次编制", "年初下达"]

    compared = run("compare", "QX-1").stdout.splitlines()
    assert compared[0] == "县医院迁建（QX-1）：现行第 2 版与基线“年初下达”（第 1 版）相比"
    assert compared[3].split() == ["编号", "步骤", "原定完成", "基线完成", "现预计", "实际完成", "相差"]
    assert compared[4].split()[-3:] == ["晚", "43", "个工作日"]  # 16 July to 14 September


def test_a_plan_becomes_a_template_for_others(run: Run) -> None:
    run("adopt", "QX-1", "--size", 8)
    assert run("show", "QX-1").stdout.splitlines()[0].endswith("第 1 版，模板 building（8万㎡）")
    saved = run("template", "save", "QX-1", "--name", "县医院做法")
    assert (saved.exit_code, saved.stdout) == (
        0,
        "县医院迁建（QX-1）第 1 版已存为模板“县医院做法”，16 个步骤；用 --template 县医院做法 套用。\n",
    )
    again = run("template", "save", "QX-1", "--name", "县医院做法")
    assert again.stderr == "Error: 已有叫“县医院做法”的模板，请换个名称。\n"
    assert "还没有倒排计划" in run("template", "save", "QX-2", "--name", "二").stderr

    listed = run("template", "list").stdout.splitlines()
    assert listed[0].split() == ["名称", "适用", "步骤", "通常规模", "自", "来源"]
    assert listed[1].split()[:5] == ["industrial", "工业项目", "15", "3", "万㎡"]
    assert listed[-1].split() == [
        "县医院做法", "政府房建", "16", "—", "2026-07-15", "县医院迁建（QX-1）第", "1", "版",
    ]  # fmt: skip
    adopted = run("adopt", "QX-2", "--template", "县医院做法")
    assert adopted.stdout.splitlines()[-1].endswith("（县医院做法模板）")
