"""The plan form: what a row says, what the rows of a project make together, and every complaint at once."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from backend.domain.plan import Link, LinkType, Step
from backend.intake.complaint import Reading
from backend.intake.plan_form import RARE
from backend.intake.plan_sheet import NOT_HAPPENED, PlanRow, read_plan_sheet
from backend.intake.plan_steps import assemble
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
