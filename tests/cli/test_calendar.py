"""`steward calendar` as an operator types it, on the national calendar."""

from collections.abc import Callable
from datetime import date

import pytest
from click.testing import CliRunner, Result

from backend.cli import Door, cli
from backend.domain.people import EVERYTHING
from backend.domain.plan import Link, Plan, Step
from tests import builders

Run = Callable[..., Result]

START, TARGET = date(2026, 7, 15), date(2026, 12, 31)


@pytest.fixture
def run(door: Door) -> Run:
    """Three plans of ten working days from Wednesday 15 July: two in a five-day week, one without days off."""
    with door.open_desk() as desk:
        for code, name, seven in (("1", "县医院", False), ("2", "老厂", False), ("3", "环城路", True)):
            project = builders.project(desk, code, name, start=START, target=TARGET, seven_day=seven)
            steps = (Step("a", "桩基", 6), Step("b", "封顶", 4, (Link("a"),)))
            if name == "老厂":
                steps = (Step("a", "桩基", 6, actual_finish=START),)
            plan = Plan(START, TARGET, steps)
            desk.unit.plans.add(project.id, plan, source="", reason="", person_id=None, at=desk.moment.at)
        builders.project(desk, "4", "没有计划")

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(cli, ["calendar", *map(str, arguments)], obj=door)

    return run


def test_a_published_year_tells_its_days_and_their_source(run: Run) -> None:
    assert run("show", "2026").stdout.splitlines() == [
        "2026 年：国务院办公厅2026年节假日安排",
        "工作日共 248 天",
        "周一至周五放假：1月1日至2日、2月16日至20日、2月23日、4月6日、5月1日、5月4日至5日、6月19日、9月25日、10月1日至2日、10月5日至7日",
        "周末调休上班：1月4日、2月14日、2月28日、5月9日、9月20日、10月10日",
        "本办自定：无",
    ]


def test_a_year_without_a_notice_is_provisional_and_no_crash(run: Run) -> None:
    shown = run("show", "2027").stdout.splitlines()
    assert shown[0] == "2027 年（暂定）：法定节假日（当年放假通知尚未公布）"
    assert shown[3] == "周末调休上班：无"
    assert run("show", "2101").exit_code == 2
    assert run("show", "去年").exit_code == 2


def test_a_day_called_off_moves_the_forecasts_it_lies_in(run: Run, door: Door) -> None:
    result = run("set", "2026-07-20", "--off", "--source", "区防汛办〔2026〕3号")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "2026-07-20（周一）定为休息，依据：区防汛办〔2026〕3号。",
        "已重算 3 个倒排计划，2 个项目有变动：",
        "【预计完成推后】2 个",
        "  县医院（1）：预计完成 2026-07-28 → 2026-07-29（推后 1 个工作日、1 天），时差 108 个工作日 → 时差 107 个工作日",
        "    桩基：预计完成 2026-07-22 → 2026-07-23（推后 1 个工作日、1 天）",
        "    封顶：预计完成 2026-07-28 → 2026-07-29（推后 1 个工作日、1 天）",
        "  环城路（3）：预计完成 2026-07-24 → 2026-07-25（推后 1 个工作日、1 天），时差 160 个工作日 → 时差 159 个工作日",
        "    桩基：预计完成 2026-07-20 → 2026-07-21（推后 1 个工作日、1 天）",
        "    封顶：预计完成 2026-07-24 → 2026-07-25（推后 1 个工作日、1 天）",
    ]
    assert run("show", "2026").stdout.splitlines()[-2:] == [
        "本办自定：",
        "  2026-07-20（周一）　休息　区防汛办〔2026〕3号",
    ]
    with door.open_desk() as desk:  # the next command counts with it
        assert not desk.calendar.is_workday(date(2026, 7, 20))

    back = run("unset", "2026-07-20")
    assert back.stdout.splitlines()[:4] == [
        "已撤销2026-07-20（周一）的自定安排，恢复为上班。",
        "已重算 3 个倒排计划，2 个项目有变动：",
        "【预计完成提前】2 个",
        "  县医院（1）：预计完成 2026-07-29 → 2026-07-28（提前 1 个工作日、1 天），时差 107 个工作日 → 时差 108 个工作日",
    ]
    again = run("unset", "2026-07-20")
    assert (again.exit_code, again.stderr) == (1, "Error: 2026-07-20（周一）没有本办自定的安排。\n")


def test_a_weekend_called_on_brings_forecasts_forward(run: Run) -> None:
    result = run("set", "2026-07-18", "--on", "--source", "专题会议纪要")
    assert result.stdout.splitlines()[1:4] == [
        "已重算 3 个倒排计划，1 个项目有变动：",
        "【预计完成提前】1 个",
        "  县医院（1）：预计完成 2026-07-28 → 2026-07-27（提前 1 个工作日、1 天），时差 108 个工作日 → 时差 109 个工作日",
    ]


def test_a_day_that_is_so_already_or_lies_after_every_finish_moves_nothing(run: Run) -> None:
    sunday = run("set", "2026-07-19", "--off", "--source", "通知")
    assert sunday.stdout.splitlines()[1] == "这一天原来就是休息。"
    assert "环城路（3）：预计完成 2026-07-24 → 2026-07-25" in sunday.stdout  # whose week has no days off
    late = run("set", "2026-11-02", "--off", "--source", "通知")
    assert late.stdout.splitlines()[1] == "已重算 3 个倒排计划，没有变动。"


def test_the_last_word_on_a_day_holds(run: Run, door: Door) -> None:
    run("set", "2026-07-20", "--off", "--source", "先")
    result = run("set", "2026-07-20", "--on", "--source", "后")
    assert "县医院（1）：预计完成 2026-07-29 → 2026-07-28" in result.stdout
    assert run("set", "2026-07-20", "--on", "--source", "后").stdout.splitlines()[1:] == [
        "原来就是这样定的，没有改动。"
    ]
    with door.open_desk() as desk:
        assert [(o.works, o.source) for o in desk.unit.calendars.overrides()] == [(True, "后")]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("2026-07-20", "--off"), "请用 --source 写明依据"),
        (("2026-07-20", "--off", "--source", "  "), "请用 --source 写明依据"),
        (("2026-07-20", "--source", "通知"), "请用 --on（上班）或 --off（休息）写明"),
        (("7月20日", "--off", "--source", "通知"), "7月20日 不是日期"),
        (("2026-02-30", "--off", "--source", "通知"), "2026-02-30 不是日期"),
    ],
)
def test_a_day_without_a_word_or_a_source_is_refused(
    run: Run, door: Door, arguments: tuple[str, ...], sentence: str
) -> None:
    result = run("set", *arguments)
    assert result.exit_code == 2
    assert sentence in result.stderr
    with door.open_desk() as desk:
        assert desk.unit.calendars.overrides() == []
        assert len(desk.unit.projects.all(EVERYTHING)) == 4
