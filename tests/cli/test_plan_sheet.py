"""`steward intake plans` as an operator types it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from backend.cli.intake import intake
from backend.domain.people import EVERYTHING, Role
from backend.domain.plan import Link, LinkType, Nature, Plan, Step
from backend.services import plans
from backend.storage.engine import Database
from backend.storage.plans import StoredPlan
from tests import builders, cast
from tests.cli.houses import Doorway
from tests.intake import sheets

Run = Callable[..., Result]

HEADER = ["项目编号", "步骤编号", "步骤名称", "工期", "前置步骤", "是否节点"]
HOSPITAL = [  # 2026-07-15 to 2026-08-31 has 34 working days, of which it takes 25
    ["QX-1", 1, "桩基", 10, None, "是"],
    ["QX-1", 2, "正负零", 12, "1+2", "是"],
    ["QX-1", 3, "验收", 1, "2；1SS+3", None],
]
WHY = ("--reason", "设计变更", "--approver", "陈晓")
ROAD = [["QX-2", "a", "路基", 40, None, None], ["QX-2", "b", "路面", 10, "a-5", None]]
HOSPITAL_LINE = "县医院迁建（QX-1）第 1 版，3 个步骤，目标 2026-08-31，预计 2026-08-18 完成：时差 9 个工作日"
ROAD_LINE = "环城路（QX-2）第 1 版，2 个步骤，目标 2026-08-31，预计 2026-09-15 完成：须抢回 11 个工作日"


@pytest.fixture
def run(sqlite_database: Database, tmp_path: Path) -> Run:
    with builders.open_desk(sqlite_database) as desk:
        builders.duty(desk, builders.person(desk, "陈晓", phone="1"), Role.OFFICE)
        days = {"start": date(2026, 7, 15), "target": date(2026, 8, 31)}
        builders.project(desk, "QX-1", "县医院迁建", aliases=("县医院",), **days)
        builders.project(desk, "QX-2", "环城路", **days)
        builders.project(desk, "QX-3", "新厂", start=None, target=None)

    def run(*arguments: object, rows: list[list[object]] | None = None, header: list[str] = HEADER) -> Result:
        given = [str(argument) for argument in arguments]
        if rows is not None:
            path = tmp_path / "in.xlsx"
            path.write_bytes(sheets.xlsx([header, *rows]))
            given.append(str(path))
        return CliRunner().invoke(intake, given, obj=Doorway(sqlite_database))

    return run


def stored(database: Database, code: str) -> StoredPlan | None:
    with builders.open_desk(database) as desk:
        project = desk.unit.projects.by_code(code, EVERYTHING)
        assert project is not None
        return desk.unit.plans.newest([project.id]).get(project.id)


def test_plans_of_two_projects_come_in_and_say_how_they_stand(run: Run, sqlite_database: Database) -> None:
    result = run("plans", "--reason", "县政府专题会议", rows=[*HOSPITAL, *ROAD])

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        f"  新增　{HOSPITAL_LINE}",
        f"  新增　{ROAD_LINE}",
        "新增 2，更新 0，未变 0。",
    ]
    hospital = stored(sqlite_database, "QX-1")
    assert hospital is not None
    assert (hospital.version, hospital.source, hospital.reason) == (1, "计划表", "县政府专题会议")
    assert [step.milestone for step in hospital.plan.steps] == [True, True, False]
    assert hospital.plan.steps[2].after == (Link("2"), Link("1", LinkType.SS, 3))


def test_the_same_file_again_in_any_order_changes_nothing(run: Run, sqlite_database: Database) -> None:
    run("plans", rows=[*HOSPITAL, *ROAD])
    mixed = [ROAD[1], HOSPITAL[2], ROAD[0], HOSPITAL[1], HOSPITAL[0]]
    assert run("plans", rows=mixed).stdout.splitlines()[-1] == "新增 0，更新 0，未变 2。"
    again = stored(sqlite_database, "QX-1")
    assert again is not None
    assert again.version == 1


def test_only_the_project_that_changed_gets_a_new_version(run: Run, sqlite_database: Database) -> None:
    run("plans", rows=[*HOSPITAL, *ROAD])
    longer = [["QX-2", "a", "路基", 41, None, None], ROAD[1]]
    result = run("plans", *WHY, rows=[*HOSPITAL, *longer])
    assert result.stdout.splitlines() == [
        f"  未变　{HOSPITAL_LINE}",
        "  更新　环城路（QX-2）第 2 版，2 个步骤，目标 2026-08-31，预计 2026-09-16 完成：须抢回 12 个工作日",
        "新增 0，更新 1，未变 1。",
    ]


def test_projects_whose_plan_changes_are_named_when_nobody_answers_for_it(
    run: Run, sqlite_database: Database
) -> None:
    with builders.open_desk(sqlite_database) as desk:
        builders.person(desk, "路人")
    run("plans", rows=[*HOSPITAL, *ROAD])
    longer = [[*row[:3], 99, *row[4:]] for row in (*HOSPITAL, *ROAD)]

    refused = run("plans", rows=longer)
    assert refused.exit_code == 2
    assert refused.stderr.splitlines() == [
        "共 2 处需要改，什么都没有保存：",
        "  第 2 行「项目编号」：“县医院迁建”的计划有改动，要写明原因、要写明批准人",
        "  第 5 行「项目编号」：“环城路”的计划有改动，要写明原因、要写明批准人",
        "  用 --reason 写明原因，用 --approver 写明批准人。",
    ]
    unknown = run("plans", *WHY[:3], "路人", rows=[*HOSPITAL, *longer[3:]])
    assert unknown.stderr.splitlines() == [
        "共 1 处需要改，什么都没有保存：",
        "  第 5 行「项目编号」：“环城路”的计划有改动，路人不能批准（不是它的包保领导，也不是管它的重点办人员）",
    ]
    held = stored(sqlite_database, "QX-1")
    assert held is not None
    assert held.version == 1
    assert "更新 2" in run("plans", *WHY, rows=longer).stdout


def test_a_sheet_takes_nothing_away_that_it_has_no_column_for(run: Run, sqlite_database: Database) -> None:
    whole = Plan(
        date(2026, 7, 15), date(2026, 8, 31), (Step("1", "桩基", 10, least=7, nature=Nature.APPROVAL),)
    )
    with builders.open_desk(sqlite_database) as desk:
        project = desk.unit.projects.by_code("QX-1", EVERYTHING)
        assert project is not None
        at = desk.moment.at
        desk.unit.plans.add(project.id, whole, source="模板", reason="", person_id=None, at=at)
    assert "未变 1" in run("plans", rows=[["QX-1", 1, "桩基", 10, None, None]]).stdout
    assert "更新 1" in run("plans", *WHY, rows=[["QX-1", 1, "桩基", 12, None, None]]).stdout
    held = stored(sqlite_database, "QX-1")
    assert held is not None
    assert held.plan.steps == (Step("1", "桩基", 12, least=7, nature=Nature.APPROVAL),)


def test_what_was_reported_between_two_imports_is_kept(run: Run, sqlite_database: Database) -> None:
    run("plans", rows=HOSPITAL)
    with builders.open_desk(sqlite_database) as desk:
        project = desk.unit.projects.by_code("QX-1", EVERYTHING)
        assert project is not None
        [clerk] = desk.unit.people.by_name("陈晓")
        actor = cast.actor_of(clerk, desk.unit.people.duties_of(clerk.id), desk.moment.day)
        plans.finish(desk, actor, project, "桩基", date(2026, 7, 15))

    assert "未变 1" in run("plans", rows=HOSPITAL).stdout
    # A step put in before it moves every number up; the finish stays with the work it was.
    shifted = [["QX-1", 1, "清表", 2, None, None], *[[c, n + 1, *rest] for c, n, *rest in HOSPITAL[:1]]]
    result = run("plans", *WHY, rows=shifted)
    assert "更新 1" in result.stdout
    kept = stored(sqlite_database, "QX-1")
    assert kept is not None
    assert [(step.name, step.actual_finish) for step in kept.plan.steps] == [
        ("清表", None),
        ("桩基", date(2026, 7, 15)),
    ]
    gone = run("plans", *WHY, rows=[["QX-1", "x", "全新", 2, None, None]])
    assert gone.stderr == "注意 县医院迁建：新计划里没有这些步骤，已报的实际日期留在上一版：桩基\n"


def test_everything_wrong_is_said_at_once_and_nothing_is_saved(run: Run, sqlite_database: Database) -> None:
    header = [*HEADER, "项目名称", "开工日期", "目标完成日期", "实际完成"]
    pad = [None] * 4
    result = run(
        "plans",
        header=header,
        rows=[
            *([*row, *pad] for row in ROAD),  # good, and yet not saved
            ["QX-9", 1, "桩基", 10, None, None, *pad],
            ["QX-1", 1, "桩基", -1, "3", None, *pad],
            ["QX-1", 2, "封顶", 10, "1；7", "也许", "环城路", "2026-07-01", None, "2026-07-16"],
            ["QX-1", 2, "验收", 10, "2", None, None, "2026-07-02", "2026-06-01", None],
            ["QX-1", 3, "装修", 10, "1", None, *pad],
            ["QX-3", 1, "筹建", 10, None, None, *pad],
            [None, 1, "筹建", 10, None, None, "新", *[None] * 3],
            [None, 1, "筹建", 10, None, None, *pad],
        ],
    )
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        "共 14 处需要改，什么都没有保存：",
        "  第 4 行「项目编号」：没有编号为「QX-9」的项目",
        "  第 5 行「工期」：「-1」不在 0–5000 之间",
        "  第 5 行「前置步骤」：步骤互为前提，排不出先后：1 → 3 → 1",
        "  第 6 行「是否节点」：「也许」不在可选范围，请填：是、否",
        "  第 6 行「项目名称」：编号 QX-1 的项目叫「县医院迁建」，不是「环城路」",
        "  第 6 行「前置步骤」：本项目没有步骤「7」",
        "  第 6 行「实际完成」：2026-07-16 还没到，实际日期不能晚于今天",
        "  第 6 行「目标完成日期」：2026-06-01 早于开工日期 2026-07-01",
        "  第 7 行「步骤编号」：本项目的步骤「2」与第 6 行重复",
        "  第 7 行「开工日期」：2026-07-02 与第 6 行的 2026-07-01 不一致，一个项目只能有一个",
        "  第 9 行「开工日期」：项目没有开工日期，请在这一列填，或先补到项目表",
        "  第 9 行「目标完成日期」：项目没有目标完成日期，请在这一列填，或先补到项目表",
        "  第 10 行「项目名称」：没有叫「新」的项目，是不是「新厂」？",
        "  第 11 行「项目编号」：没有填（编号、名称至少填一个，每一行都要填）",
    ]
    assert stored(sqlite_database, "QX-2") is None


def test_a_project_is_found_by_name_or_alias_and_takes_its_days_from_the_sheet(
    run: Run, sqlite_database: Database
) -> None:
    header = ["项目名称", "步骤编号", "步骤名称", "工期", "开工日期", "目标完成日期"]
    rows: list[list[object]] = [
        ["县医院", 1, "桩基", 3, None, None],
        ["新厂", 1, "厂房", 3, date(2026, 8, 3), "2026年8月"],
        ["县医院迁建", 2, "封顶", 3, None, None],
    ]
    assert run("plans", header=header, rows=rows).exit_code == 0
    hospital, works = stored(sqlite_database, "QX-1"), stored(sqlite_database, "QX-3")
    assert hospital is not None
    assert works is not None
    assert len(hospital.plan.steps) == 2
    assert (works.plan.start, works.plan.target) == (date(2026, 8, 3), date(2026, 8, 31))


def test_a_dry_run_says_the_same_and_saves_nothing(run: Run, sqlite_database: Database) -> None:
    result = run("plans", "--dry-run", rows=HOSPITAL)
    assert result.stdout.splitlines() == [
        f"  新增　{HOSPITAL_LINE}",
        "新增 1，更新 0，未变 0。（试运行，没有保存）",
    ]
    assert stored(sqlite_database, "QX-1") is None


@pytest.mark.parametrize(("count", "code"), [(500, 0), (501, 2)])
def test_five_hundred_steps_are_the_most(run: Run, sqlite_database: Database, count: int, code: int) -> None:
    rows = [["QX-1", n, f"步骤{n}", 1, n - 1 if n else None, None] for n in range(count)]
    result = run("plans", rows=rows)
    assert result.exit_code == code
    if code:
        assert "第 502 行「步骤编号」：本项目有 501 个步骤，最多 500 个" in result.stderr
    else:
        assert "500 个步骤" in result.stdout
        assert "须抢回 466 个工作日" in result.stdout


def test_a_plan_that_leaves_the_calendar_is_a_complaint(run: Run, sqlite_database: Database) -> None:
    rows = [["QX-1", n, f"步骤{n}", 5000, n - 1 if n else None, None] for n in range(9)]
    result = run("plans", rows=rows)
    assert result.exit_code == 2
    assert "第 2 行「步骤编号」：排出的日期超出日历（1950–2100 年）" in result.stderr


def test_weights_that_do_not_add_up_are_mentioned_and_stop_nothing(run: Run) -> None:
    header = ["项目编号", "步骤编号", "步骤名称", "工期", "权重"]
    rows: list[list[object]] = [["QX-1", 1, "桩基", 3, 40], ["QX-1", 2, "封顶", 3, 50]]
    result = run("plans", header=header, rows=rows)
    assert (result.exit_code, result.stderr) == (0, "注意 第 2 行「权重」：本项目合计 90，不是 100\n")


def test_a_text_file_and_an_empty_form_are_read(run: Run, tmp_path: Path) -> None:
    text = tmp_path / "p.csv"
    text.write_bytes(sheets.text([HEADER, *HOSPITAL], encoding="gb18030"))
    assert f"新增　{HOSPITAL_LINE}" in run("plans", text).stdout
    form = tmp_path / "form.xlsx"
    assert run("template", "plans", "-o", form).stdout == f"已生成 倒排工期计划表：{form}\n"
    assert run("plans", form).stdout == "表里没有可以导入的行，什么都没有改。\n"
    words = {cell for row in load_workbook(form)["选项"].iter_rows(values_only=True) for cell in row}
    assert {"QX-1", "QX-2", "县医院迁建", "是", "否"} <= words


def test_only_the_office_brings_plans_in(run: Run, sqlite_database: Database) -> None:
    with builders.open_desk(sqlite_database) as desk:
        builders.person(desk, "路人")
    refused = run("plans", "--as", "路人", rows=HOSPITAL)
    assert (refused.exit_code, refused.stderr) == (1, "Error: 路人不是重点办人员或管理员，不能这样做。\n")
    assert "没有登记叫「无名」的人" in run("plans", "--as", "无名", rows=HOSPITAL).stderr
    with builders.open_desk(sqlite_database) as desk:
        builders.duty(desk, builders.person(desk, "李四"), Role.ADMIN)
    assert "请用 --as 写明由谁办理：陈晓、李四" in run("plans", rows=HOSPITAL).stderr
    assert run("plans", "--as", "李四", rows=HOSPITAL).exit_code == 0


def test_a_clerk_of_one_region_has_no_other_region_s_projects(run: Run, sqlite_database: Database) -> None:
    with builders.open_desk(sqlite_database) as desk:
        builders.project(desk, "QX-5", "西城学校", region="西城")
        builders.duty(desk, builders.person(desk, "西城干事"), Role.OFFICE, region="西城")
    refused = run("plans", "--as", "西城干事", rows=HOSPITAL)
    assert refused.exit_code == 2
    assert "没有编号为「QX-1」的项目" in refused.stderr
    own = [["QX-5", *row[1:]] for row in HOSPITAL]
    assert run("plans", "--as", "西城干事", rows=own).exit_code == 0


def test_an_actual_day_stays_while_its_cell_is_blank_and_goes_when_it_says_none(
    run: Run, sqlite_database: Database
) -> None:
    header = ["项目编号", "步骤编号", "步骤名称", "工期", "实际完成"]
    said: list[tuple[object, date | None, int]] = [
        ("2026-07-14", date(2026, 7, 14), 1),
        (None, date(2026, 7, 14), 1),
        ("无", None, 2),
        (None, None, 2),
    ]
    for cell, finish, version in said:
        assert run("plans", header=header, rows=[["QX-1", 1, "桩基", 3, cell]]).exit_code == 0
        held = stored(sqlite_database, "QX-1")
        assert held is not None
        assert (held.plan.steps[0].actual_finish, held.version) == (finish, version)
