"""`steward calendar` as an operator types it, on the national calendar."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from backend.cli import Door, cli
from backend.domain.people import EVERYTHING
from backend.domain.plan import Link, Plan, Step
from tests import builders
from tests.intake.notices import NOTICE_2026, NOTICE_2027

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


# ---- notices and site calendars


@pytest.fixture
def notice(door: Door, tmp_path: Path) -> Callable[..., Result]:
    """`steward intake holidays` on a text."""

    def notice(text: str, *options: str) -> Result:
        (tmp_path / "通知.txt").write_text(text)
        arguments = ["intake", "holidays", str(tmp_path / "通知.txt"), *options]
        return CliRunner().invoke(cli, arguments, obj=door)

    return notice


def test_a_notice_loaded_lists_what_moved_and_makes_the_year_final(run: Run, door: Door, notice: Run) -> None:
    with door.open_desk() as desk:
        project = builders.project(desk, "5", "新厂", start=START, target=date(2027, 3, 5))
        first = Step("a", "桩基", 5, not_before=date(2027, 2, 1), milestone=True)
        plan = Plan(date(2027, 2, 1), date(2027, 3, 5), (first, Step("b", "封顶", 10, (Link("a"),))))
        desk.unit.plans.add(project.id, plan, source="", reason="", person_id=None, at=desk.moment.at)
    shown = [
        "2027年放假安排第 1 版：国务院办公厅关于2027年部分节假日安排的通知（国办发明电〔2026〕8号），放假 29 天，调休上班 6 天。",
        "已重算 4 个倒排计划，1 个项目有变动：",
        "【预计完成推后】1 个",
        "  新厂（5）：预计完成 2027-02-25 → 2027-02-26（推后 1 个工作日、1 天），时差 6 个工作日 → 时差 5 个工作日，不再暂定",
        "    桩基：预计完成 2027-02-11 → 2027-02-14（推后 1 个工作日、3 天）",
    ]
    tried = notice(NOTICE_2027, "--dry-run").stdout.splitlines()
    assert tried == [f"{shown[0]}（试运行，没有保存）", *shown[1:]]
    assert run("show", "2027").stdout.startswith("2027 年（暂定）")
    assert run("changes", "2027").exit_code == 1

    assert notice(NOTICE_2027).stdout.splitlines() == shown
    year = run("show", "2027").stdout.splitlines()
    assert year[:2] == [
        "2027 年：国务院办公厅关于2027年部分节假日安排的通知（国办发明电〔2026〕8号）",
        "2026年11月10日发布，2026年7月15日由陈晓导入，第 1 版",
    ]
    assert year[4] == "周末调休上班：1月31日、2月14日、4月25日、5月8日、9月26日、10月9日"
    assert run("changes", "2027").stdout.splitlines()[1:] == shown[1:]
    assert notice(NOTICE_2027).stdout.splitlines() == [
        "2027年的放假安排与已有的（国务院办公厅关于2027年部分节假日安排的通知（国办发明电〔2026〕8号））一致，没有改动。"
    ]


def test_a_provisional_year_marks_each_of_its_days(run: Run) -> None:
    assert (
        run("show", "2027")
        .stdout.splitlines()[2]
        .startswith("周一至周五放假：1月1日（暂定）、2月5日（暂定）、2月8日至10日（暂定）、")
    )


def test_a_notice_that_differs_is_shown_and_waits_for_the_word(run: Run, notice: Run) -> None:
    other = NOTICE_2026.replace("1月4日（周日）上班。", "")
    refused = notice(other)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.splitlines() == [
        "Error: 2026年已有放假安排（国务院办公厅2026年节假日安排），与这个文件不同，什么都没有保存：",
        "  改为放假：2026-01-04（周日）",
        "  改为上班：无",
        "核对无误要更正的，请加 --replace 重新导入。",
    ]
    assert "正式导入时须加 --replace。" in notice(other, "--dry-run").stdout
    assert notice(other, "--replace", "--source", "本地通知").exit_code == 0
    assert run("show", "2026").stdout.startswith("2026 年：本地通知\n")


def test_a_bad_notice_lists_every_line_and_saves_nothing(run: Run, notice: Run) -> None:
    bad = NOTICE_2027.replace("共9天", "共8天").replace("1月1日（周五）", "1月1日（周四）")
    refused = notice(bad)
    assert refused.exit_code == 2
    assert refused.stderr.splitlines() == [
        "共 2 处需要改，什么都没有保存：",
        "  第 3 行：2027年1月1日是周五，写的是周四",
        "  第 4 行：2027年2月5日至2027年2月13日是 9 天，写的是共 8 天",
    ]
    assert run("show", "2027").stdout.startswith("2027 年（暂定）")


def test_december_days_of_next_years_notice_are_said_to_be_kept_with_this_year(notice: Run) -> None:
    text = "关于2027年部分节假日安排的通知\n元旦：12月31日（周四）至1月2日（周六）放假调休，共3天。"
    result = notice(text)
    assert result.stdout.splitlines()[1] == "其中记到上一年的：2026-12-31（周四）"
    assert (
        result.stderr
        == "注意 7 个法定节日里没有春节、清明节、劳动节、端午节、中秋节、国庆节，请核对是否漏了\n"
    )


def test_site_calendars_are_listed_changed_and_taken_back(run: Run) -> None:
    assert [line.split()[0] for line in run("sites").stdout.splitlines()] == [
        "名称",
        "national",
        "seven_day",
        "winter_stop",
        "dust_control",
        "exam_quiet",
        "holiday_standby",
    ]
    closed = run("sites", "set", "seven_day", "--off", "2026-07-20..2026-07-21", "--source", "停电通知")
    assert closed.stdout.splitlines() == [
        "七天施工（seven_day）：以全年每天为底，时段：2026-07-20至2026-07-21 停工",
        "已重算 1 个倒排计划，1 个项目有变动：",
        "【预计完成推后】1 个",
        "  环城路（3）：预计完成 2026-07-24 → 2026-07-26（推后 2 个工作日、2 天），时差 160 个工作日 → 时差 158 个工作日",
        "    桩基：预计完成 2026-07-20 → 2026-07-22（推后 2 个工作日、2 天）",
        "    封顶：预计完成 2026-07-24 → 2026-07-26（推后 2 个工作日、2 天）",
    ]
    kept = run("sites", "set", "seven_day", "--title", "连续施工", "--source", "停电通知")
    assert "时段：2026-07-20至2026-07-21 停工" in kept.stdout
    assert "在用项目：环城路" in run("sites", "show", "连续施工").stdout
    assert (
        run("sites", "remove", "连续施工").stdout.splitlines()[0]
        == "已撤销连续施工（seven_day），恢复为自带的：无。"
    )
    assert "自带" in run("sites", "show", "七天施工").stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("set", "night", "--title", "夜间", "--off", "冬天", "--source", "本办"), "「冬天」不是时段"),
        (("set", "night", "--title", "夜间"), "请写明依据"),
        (("set", "night", "--title", "冬季停工", "--source", "本办"), "与日历winter_stop重名"),
        (("set", "night", "--source", "本办"), "日历的中文名称应为1至30个字"),
        (("set", "national", "--off", "02-01", "--source", "本办"), "不能改成别的"),
        (("show", "雨季停工"), "没有叫“雨季停工”的日历"),
        (("remove", "节日值守"), "是自带的日历"),
    ],
)
def test_a_site_calendar_that_cannot_be_is_refused(
    run: Run, arguments: tuple[str, ...], sentence: str
) -> None:
    result = run("sites", *arguments)
    assert result.exit_code in (1, 2)
    assert sentence in result.stderr
