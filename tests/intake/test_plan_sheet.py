"""The plan form: what a row says, what the rows of a project make together, and every complaint at once."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook

from backend.domain.plan import LagUnit, Link, LinkType, Nature, Step
from backend.intake.complaint import Reading
from backend.intake.plan_form import RARE
from backend.intake.plan_sheet import NOT_HAPPENED, PlanRow, read_plan_sheet
from backend.intake.plan_steps import assemble, out_of_plan
from tests.intake import sheets

HEADER = ["项目编号", "步骤编号", "步骤名称", "工期（工作日）", "前置步骤"]


def read(header: list[str], *rows: list[Any]) -> Reading[PlanRow]:
    return read_plan_sheet(sheets.xlsx([header, *rows]))


def said(found: Reading[PlanRow]) -> list[str]:
    return [str(complaint) for complaint in found.complaints]


def row(step: str, *after: str, line: int = 0, **rest: Any) -> PlanRow:
    return PlanRow(line or int(step), "A", "", step, f"步骤{step}", 5, after, **rest)


def test_a_full_row_is_a_step_of_a_project() -> None:
    found = read(
        ["序号", "项目编号", "项目名称", "步骤编号 *", "步骤名称", "工期（工作日）", "前置步骤", "是否节点", "权重（%）", "责任单位", "责任人", "实际开始", "实际完成", "开工日期", "目标完成日期"],
        [1, "QX-001", "县医院迁建", 2, "主体封顶", "20天", "1；1SS+5", "是", "7.5%", "卫健局", "王小明", "2026-03-02", "无", "2026年3月", date(2027, 12, 31)],
    )  # fmt: skip

    assert said(found) == []
    assert found.rows == (
        PlanRow(
            line=2,
            code="QX-001",
            name="县医院迁建",
            step="2",
            title="主体封顶",
            days=20,
            after=("1", "1SS+5"),
            milestone=True,
            weight=Decimal("7.5"),
            owner="卫健局 王小明",
            actual_start=date(2026, 3, 2),
            actual_finish=NOT_HAPPENED,
            start=date(2026, 3, 1),
            target=date(2027, 12, 31),
            absent=RARE,
        ),
    )


def test_every_bad_cell_is_complained_of_at_once() -> None:
    found = read(
        [*HEADER, "是否节点", "权重", "实际开始", "目标日期"],
        [None, None, None, None, None, None, None, None, None],
        [None, "1", "桩基", 5, None, None, None, None, None],
        ["A", None, "桩基", 5, None, None, None, None, None],
        ["A", "1 2", None, -3, "1", "也许", "一半", "下周", "以后"],
        ["A", "3", "封顶", 99999, None, None, 130, None, None],
        ["A", "4", "装修", 2.5, None, None, "1.234", None, None],
        ["A", "5", "验收", None, None, "√", 33.33, None, None],
    )

    assert said(found) == [
        "第 3 行「项目编号」：没有填（编号、名称至少填一个，每一行都要填）",
        "第 4 行「步骤编号」：没有填",
        "第 5 行「步骤名称」：没有填",
        "第 5 行「步骤编号」：编号里不能有空格、逗号、顿号、分号",
        "第 5 行「工期（工作日）」：「-3」不在 0–5000 之间",
        "第 5 行「是否节点」：「也许」不在可选范围，请填：是、否",
        "第 5 行「权重」：「一半」不是数值，请写成 15 或 7.5",
        "第 5 行「实际开始」：「下周」不是日期，请写成 2026-12-18 或 2026年12月",
        "第 5 行「目标日期」：「以后」不是日期，请写成 2026-12-18 或 2026年12月",
        "第 6 行「工期（工作日）」：「99999」不在 0–5000 之间",
        "第 6 行「权重」：「130」不在 0–100 之间",
        "第 7 行「工期（工作日）」：「2.5」不是整数，请写成 20",
        "第 7 行「权重」：「1.234」最多两位小数",
        "第 8 行「工期」：没有填",
    ]
    assert found.rows == ()
    assert [partial.step for partial in found.partial] == [
        "1",
        "3",
        "4",
        "5",
    ]  # links to them are no mistakes


@pytest.mark.parametrize("unit", ["日历天", "月", "周"])
def test_days_that_are_no_working_days_are_refused(unit: str) -> None:
    found = read(["项目编号", "步骤编号", "步骤名称", f"工期（{unit}）"], ["A", "1", "桩基", 3])
    assert said(found) == [
        f"「工期（{unit}）」：工期要按工作日填，请换算后把表头改为“工期（工作日）”",
    ]


def test_text_with_commas_is_read_as_well_as_a_workbook() -> None:
    rows = [HEADER, ["A", "1", "桩基", "5", ""], ["A", "2", "封顶", "9", "1+2，1SS"]]
    for encoding in ("utf-8-sig", "gb18030"):
        found = read_plan_sheet(sheets.text(rows, encoding=encoding))
        assert [(step.step, step.days, step.after) for step in found.rows] == [
            ("1", 5, ()),
            ("2", 9, ("1+2", "1SS")),
        ]


@pytest.mark.parametrize("count", [0, 1, 500])
def test_any_number_of_steps_is_read_and_put_together(count: int) -> None:
    rows = [["A", n, f"步骤{n}", 1, n - 1 if n else None] for n in range(count)]
    found = read(HEADER, *rows)
    assert said(found) == []
    whole = assemble(found.rows)
    assert (len(whole.steps), whole.complaints) == (count, ())
    assert sum(len(step.after) for step in whole.steps) == max(0, count - 1)


def test_the_order_of_rows_makes_no_difference_to_links() -> None:
    rows = [row("1"), row("2", "1"), row("3", "2SS+4", "1-2")]
    forth, back = assemble(rows), assemble(rows[::-1])
    assert forth.complaints == back.complaints == ()
    assert forth.steps == back.steps[::-1]
    assert forth.steps[2].after == (Link("2", LinkType.SS, 4), Link("1", lag=-2))


def test_what_is_wrong_between_steps_is_said_with_the_row() -> None:
    whole = assemble(
        [
            row("1", "3", line=2),
            row("2", "1", "8", line=3),
            row("3", "2", line=4),
            row("4", "4", line=5),
            row("4", "3+x", line=6),
            row("5", actual_start=date(2026, 5, 2), actual_finish=date(2026, 5, 1), line=7),
        ]
    )
    assert [str(complaint) for complaint in whole.complaints] == [
        "第 6 行「步骤编号」：本项目的步骤「4」与第 5 行重复",
        "第 3 行「前置步骤」：本项目没有步骤「8」",
        "第 6 行「前置步骤」：本项目没有步骤「3+x」，请写成 2；3+5；4SS+2 的样子",
        "第 7 行「实际完成」：早于实际开始",
        "第 2 行「前置步骤」：步骤互为前提，排不出先后：1 → 2 → 3 → 1",
    ]


def test_days_that_the_sheet_leaves_open_stay_and_none_takes_them_away() -> None:
    day, later = date(2026, 5, 1), date(2026, 6, 1)
    old = [Step(n, f"步骤{n}", 5, actual_finish=day) for n in "1239"]
    whole = assemble([row("1"), row("2", actual_finish=NOT_HAPPENED), row("3", actual_finish=later)], old)
    assert [step.actual_finish for step in whole.steps] == [day, None, later]
    assert [step.id for step in whole.lost] == ["9"]
    reversed_ = assemble([row("1", actual_start=later)], old[:1])
    assert [complaint.reason for complaint in reversed_.complaints] == ["早于实际开始"]


FULL = [
    *HEADER, "日历", "类型", "不早于", "不晚于", "必须完成于", "最短工期", "已完成%", "剩余工期（工作日）", "可容缺", "实际开始",
]  # fmt: skip


def test_what_few_steps_need_stands_at_the_right() -> None:
    found = read(
        FULL,
        ["A", 1, "桩基", 20, None, "七天施工", "审批", "2026-03-02", "2026年6月", "2026-06-20", "15天", "40%", 12, "是", "2026-03-05"],
        ["A", 2, "封顶", 20, "1+7日历天", "seven_day", None, None, None, None, None, None, "无", "否", None],
    )  # fmt: skip
    assert said(found) == []
    first, second = assemble(found.rows).steps
    assert first == Step(
        "1", "桩基", 20, actual_start=date(2026, 3, 5), calendar="seven_day", not_before=date(2026, 3, 2),
        not_after=date(2026, 6, 30), finish_on=date(2026, 6, 20), remaining=12, percent=Decimal(40), least=15,
        nature=Nature.APPROVAL, deferrable=True,
    )  # fmt: skip
    assert second == Step("2", "封顶", 20, (Link("1", lag=7, unit=LagUnit.CALENDAR),), calendar="seven_day")


def test_everything_wrong_with_what_few_steps_need_is_said_at_once() -> None:
    found = read(
        FULL,
        ["A", 1, "桩基", 20, None, "三班倒", "闲事", "以后", "上月", "某日", "-1", 130, 6000, "也许", "2026-03-05"],
        ["A", 2, "封顶", 20, None, "七天施", None, "2026-06-02", "2026-06-01", None, 21, 40, 5, None, None],
        ["A", 3, "装修", 20, None, "五班", None, "2026-06-02", None, "2026-06-01", None, 0.4, None, None, "2026-03-05"],
        ["A", 4, "验收", "?", None, None, None, None, None, None, 21, 0, None, None, None],
    )  # fmt: skip
    assert said(found) == [
        "第 2 行「不早于」：「以后」不是日期，请写成 2026-12-18 或 2026年12月",
        "第 2 行「不晚于」：「上月」不是日期，请写成 2026-12-18 或 2026年12月",
        "第 2 行「必须完成于」：「某日」不是日期，请写成 2026-12-18 或 2026年12月",
        "第 2 行「剩余工期（工作日）」：「6000」不在 0–5000 之间",
        "第 2 行「已完成%」：「130」不在 0–100 之间",
        "第 2 行「最短工期」：「-1」不在 0–5000 之间",
        "第 2 行「类型」：「闲事」不在可选范围，请填：施工、审批",
        "第 2 行「可容缺」：「也许」不在可选范围，请填：是、否",
        "第 4 行「已完成%」：「0.4」分不清是百分之几，请按百分数填，如 40",
        "第 5 行「工期（工作日）」：「?」不是整数，请写成 20",
    ]
    whole = assemble(sorted((*found.rows, *found.partial), key=lambda row: row.line))
    assert [str(complaint) for complaint in whole.complaints] == [
        "第 2 行「日历」：没有叫「三班倒」的日历，现有：国家工作日、七天施工",
        "第 3 行「日历」：没有叫「七天施」的日历，是不是「七天施工」？",
        "第 4 行「日历」：没有叫「五班」的日历，现有：国家工作日、七天施工",
        "第 3 行「剩余工期」：步骤还没有开始，请先填实际开始，或把这一格空着",
        "第 3 行「已完成」：步骤还没有开始，请先填实际开始，或把这一格空着",
        "第 3 行「不早于」：晚于“不晚于”或“必须完成于”的日期",
        "第 3 行「最短工期」：大于工期",
        "第 4 行「不早于」：晚于“不晚于”或“必须完成于”的日期",
    ]


@pytest.mark.parametrize("column", ["最短工期（日历天）", "剩余工期（周）"])
def test_spans_in_other_units_are_refused_by_their_heading(column: str) -> None:
    [complaint] = read([*HEADER, column], ["A", 1, "桩基", 20, None, 3]).complaints
    assert str(complaint).endswith(f"请换算后把表头改为“{column[:4]}（工作日）”")


def test_settings_stay_where_the_sheet_has_no_column_for_them_and_go_where_the_cell_is_blank() -> None:
    kept = Step("1", "桩基", 20, calendar="seven_day", not_after=date(2026, 6, 1), least=12, deferrable=True)
    narrow = assemble(read(HEADER, ["A", 1, "桩基", 20, None]).rows, [kept])
    assert narrow.steps == (kept,)
    shorter = assemble(read(HEADER, ["A", 1, "桩基", 10, None]).rows, [kept])
    assert (shorter.steps[0].least, shorter.complaints) == (None, ())
    wide = assemble(read([*HEADER, "不晚于"], ["A", 1, "桩基", 20, None, None]).rows, [kept])
    assert wide.steps == (replace(kept, not_after=None),)
    other = assemble(read(HEADER, ["A", 1, "绿化", 20, None]).rows, [kept])
    assert other.steps == (Step("1", "绿化", 20),)


def test_limits_outside_the_plan_s_own_days_are_told() -> None:
    limits = {"not_before": date(2027, 1, 1), "not_after": date(2026, 1, 1), "finish_on": date(2026, 2, 1)}
    wrong, warned = out_of_plan([row("1", **limits)], date(2026, 3, 2), date(2026, 12, 31))
    assert [str(one) for one in wrong] == [
        "第 1 行「不晚于」：2026-01-01 早于开工日期 2026-03-02",
        "第 1 行「必须完成于」：2026-02-01 早于开工日期 2026-03-02",
    ]
    assert [str(one) for one in warned] == [
        "第 1 行「不早于」：2027-01-01 晚于目标完成日期 2026-12-31，目标会被突破"
    ]
    fine = replace(row("1"), not_before=date(2026, 3, 2), not_after=date(2026, 3, 2))
    assert out_of_plan([fine], date(2026, 3, 2), date(2026, 12, 31)) == ([], [])


def test_all_plan_sheets_of_a_workbook_are_read_and_complained_of_by_name() -> None:
    book = Workbook()
    book.active.title = "封面"
    book.active.append(["清溪县重点项目"])
    for title, rows in (
        ("医院", [["A", 1, "桩基", 20, None], ["A", 2, "封顶", -1, None]]),
        ("道路", [["B", 1, "路基", 20, None], ["A", 1, "路面", 20, "9"]]),
    ):
        sheet = book.create_sheet(title)
        for values in (HEADER, *rows):
            sheet.append(values)
    book.create_sheet("节点").append(["项目编号", "步骤名称", "责任单位"])
    found = read_plan_sheet(sheets.saved(book))
    assert [(row.code, row.title) for row in found.rows] == [("A", "桩基"), ("B", "路基"), ("A", "路面")]
    assert said(found) == ["工作表「医院」第 3 行「工期（工作日）」：「-1」不在 0–5000 之间"]
    assert [str(one) for one in found.warnings] == ["「工作表 节点」：缺少这些列，没有导入：步骤编号、工期"]
    whole = assemble([one for one in found.rows if one.code == "A"])
    assert [str(one) for one in whole.complaints] == [
        "工作表「道路」第 3 行「步骤编号」：本项目的步骤「1」与工作表「医院」第 2 行重复",
        "工作表「道路」第 3 行「前置步骤」：本项目没有步骤「9」",
    ]


def test_columns_that_were_computed_are_left_alone_without_a_word() -> None:
    found = read(
        [*HEADER, "最早开始（推算）", "总时差(推算)", "备用"], ["A", 1, "桩基", 20, None, "x", "y", "z"]
    )
    assert (said(found), [one.column for one in found.warnings]) == ([], ["备用"])
