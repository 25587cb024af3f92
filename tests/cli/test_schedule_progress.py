"""`steward schedule look` and `progress` as an operator types them, on the national calendar."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from backend.cli import Door, cli
from backend.domain.plan import Link, Plan, Step
from backend.domain.project import Stage
from reports.fonts import find_fonts
from tests import builders

Run = Callable[..., Result]
STEPS = (
    Step("dig", "基坑", 5, actual_start=date(2026, 6, 29), actual_finish=date(2026, 7, 10)),
    Step("walls", "主体封顶", 10, (Link("dig"),), actual_start=date(2026, 7, 13), milestone=True),
    Step("roof", "屋面", 5, (Link("walls"),), owner="中建三局"),
)


@pytest.fixture
def run(door: Door) -> Run:
    with door.open_desk() as desk:
        sites = [
            builders.project(desk, "QX-1", "县医院迁建", total_wan=Decimal(9000)),
            builders.project(desk, "QX-2", "环城路", stage=Stage.SUSPENDED),
        ]
        for site in sites:
            plan = Plan(date(2026, 6, 29), date(2026, 8, 7), STEPS)
            desk.unit.plans.add(site.id, plan, source="", reason="", person_id=None, at=desk.moment.at)
        builders.project(desk, "QX-3", "别的")

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(cli, ["schedule", *map(str, arguments)], obj=door)

    return run


def test_progress_tells_the_line_the_curve_and_what_comes_of_it(run: Run) -> None:
    result = run("progress", "QX-1")

    # Wednesday 15 July: 7 of 10 days of walls by plan, 2 in truth.
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0] == "县医院迁建（QX-1）第 1 版，截至 2026-07-15：◆ 预计完工晚5天"
    assert lines[1] == (
        "计划完成60.0%，实际完成35.0%，进度绩效指数（SPI）0.58，落后5个工作日。（未填权重，按步骤工期计算）"
    )
    assert lines[2] == "计划完成投资5,850万元，实际完成投资0万元。"
    assert [line.split() for line in lines[4:8]] == [
        ["步骤", "计划开始", "计划完成", "完成", "现状", "总时差"],
        ["基坑", "2026-06-29", "2026-07-03", "100%", "✓", "晚5天完成", "0"],
        ["主体封顶", "2026-07-06", "2026-07-17", "20%（推算）", "◆", "滞后5天", "0"],
        ["屋面", "2026-07-20", "2026-07-24", "0%", "·", "未到", "0"],
    ]
    assert lines[9:] == [
        "“主体封顶”按天数推算落后5个工作日，处在关键线路上，不赶工则完工推迟5个工作日，仍在目标日期以内。",
        "若“主体封顶”从7月15日起没有进展，5个工作日后（7月22日）整个项目将没有机动时间。",
    ]


def test_look_names_owners_and_when_the_float_is_gone(run: Run) -> None:
    result = run("look", "QX-1", "--days", 30)

    lines = result.stdout.splitlines()
    assert lines[0] == "2026-07-15 起 30 天：2 个步骤，其中逾期 0 个。"
    assert lines[3].split() == ["2026-07-31", "还有12个工作日", "QX-1", "主体封顶", "须完成", "—", "2026-07-24"]  # fmt: skip
    assert lines[4].split()[-2:] == ["2026-07-27", "须等“主体封顶”"]
    assert lines[-1].startswith("若“主体封顶”从7月15日起没有进展，5个工作日后")

    every = run("look", "--days", 30).stdout
    assert "QX-2" not in every  # at rest
    assert every.splitlines()[-1].startswith("县医院迁建（QX-1）：若“主体封顶”")
    soon = run("look", "--days", 6).stdout
    assert soon == "2026-07-15 起 6 天：0 个步骤，其中逾期 0 个。\n"  # the 22nd is one day further


def test_drawings_are_written_as_their_names_say(run: Run, tmp_path: Path) -> None:
    try:
        find_fonts()
    except Exception:  # noqa: BLE001
        pytest.skip("no Chinese font on this machine")
    line, curve = tmp_path / "new" / "line.png", tmp_path / "curve.SVG"
    result = run("progress", "QX-1", "-o", line, "--curve", curve, "--day", "2026-07-10")

    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-2:] == [f"已写出 {line}", f"已写出 {curve}"]
    assert Image.open(BytesIO(line.read_bytes())).size[0] == 1080
    assert curve.read_text("utf-8").startswith("<svg")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("progress", "QX-9"), "没有编号为「QX-9」的项目"),
        (("progress", "QX-3"), "项目 QX-3 还没有倒排计划：用 steward schedule adopt QX-3"),
        (("look", "QX-3"), "项目 QX-3 还没有倒排计划"),
        (("look", "QX-2"), "项目 QX-2 已竣工或停建，不再提示。"),
        (("look", "--days", "0"), "Invalid value for '--days'"),
        (("progress", "QX-1", "--day", "2026-07-16"), "2026-07-16 还没到，只能看今天和以前的进度。"),
        (("progress", "QX-1", "-o", "line.pdf"), "line.pdf 应以 .png 或 .svg 结尾"),
    ],
)
def test_what_cannot_be_shown_is_said(run: Run, arguments: tuple[str, ...], sentence: str) -> None:
    result = run(*arguments)
    assert result.exit_code in (1, 2)
    assert sentence in result.stderr
