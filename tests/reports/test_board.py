"""The board, read back as an office would."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from backend.domain.snapshot import MilestoneFigure, MilestoneState, Snapshot
from backend.domain.standing import Standing
from reports import phrases
from reports.board import board
from reports.board_weeks import Weeks, marks, numbers
from tests.reports.sample import CUTOFF, project, snapshot

FIRST_ROW, FIXED = 5, 10


def pages(found: Snapshot) -> list[Worksheet]:
    return load_workbook(BytesIO(board(found).content)).worksheets


def wall(found: Snapshot) -> Worksheet:
    return pages(found)[0]


def row_of(page: Worksheet, name: str) -> tuple[object, ...]:
    return next(row for row in page.iter_rows(min_row=FIRST_ROW) if row[1].value == name)  # type: ignore[return-value]


def total(page: Worksheet) -> tuple[object, ...]:
    return row_of(page, "合计")


def milestone(seq: int, latest: date, state: MilestoneState = MilestoneState.DONE) -> MilestoneFigure:
    return MilestoneFigure(seq, f"节点{seq}", latest, latest, None, state, 0)


def test_every_project_has_a_row_in_the_order_of_the_offices_numbers() -> None:
    found = snapshot(12)
    shuffled = replace(found, projects=found.projects[::-1])
    page = wall(shuffled)
    assert [page.cell(FIRST_ROW + n, 2).value for n in range(12)] == [p.name for p in found.projects]
    assert [page.cell(FIRST_ROW + n, 1).value for n in range(12)] == list(range(1, 13))


def test_totals_are_the_sums_of_the_rows() -> None:
    page = wall(snapshot(30))
    rows = list(page.iter_rows(min_row=FIRST_ROW, max_row=FIRST_ROW + 29))
    plans = [r[4].value for r in rows if isinstance(r[4].value, int | float)]
    last = total(page)
    assert last[4].value == sum(plans)  # type: ignore[attr-defined]
    nodes = [str(r[6].value).split("/") for r in rows]
    assert last[6].value == f"{sum(int(a) for a, _ in nodes)}/{sum(int(b) for _, b in nodes)}"  # type: ignore[attr-defined]
    with_plan = [p for p in snapshot(30).projects if p.annual_plan_wan]
    rate = sum(p.year_invested_wan for p in with_plan) / sum(p.annual_plan_wan or 0 for p in with_plan)
    assert float(last[5].value) == pytest.approx(float(rate))  # type: ignore[attr-defined]


def test_a_class_is_symbol_word_and_fill() -> None:
    page = wall(snapshot(10))
    for n, p in enumerate(snapshot(10).projects):
        look, cell = phrases.LOOKS[p.light.standing], page.cell(FIRST_ROW + n, FIXED)
        assert cell.value == f"{look.symbol} {look.word}"
        assert cell.fill.fgColor.rgb == f"FF{look.tint[1:]}"


def test_the_week_of_the_cut_off_is_marked_in_head_and_every_row() -> None:
    page = wall(snapshot(3))
    today = FIXED + 1 + Weeks(2026).column(CUTOFF)
    assert page.cell(4, today).fill.fgColor.rgb == "FFC00000"
    for row in range(FIRST_ROW, FIRST_ROW + 3):
        assert page.cell(row, today).border.right.style == "mediumDashed"
        assert page.cell(row, today - 1).border.right.style == "thin"


def test_an_overdue_project_shows_its_days_in_bold_red_and_what_must_be_regained() -> None:
    late = next(p for p in snapshot(10).projects if p.light.standing is Standing.STALLED)
    row = row_of(wall(snapshot(10)), late.name)
    assert row[7].value == max(m.days_late for m in late.milestones if m.state is MilestoneState.OVERDUE)  # type: ignore[attr-defined]
    assert row[7].font.bold  # type: ignore[attr-defined]
    assert row[7].font.color.rgb == "FFB3261E"  # type: ignore[attr-defined]
    assert row[8].value == late.float_days  # type: ignore[attr-defined]
    assert "须抢回" in row[8].number_format  # type: ignore[attr-defined]


def test_two_milestones_in_one_week_are_both_numbered_and_the_worse_gives_the_colour() -> None:
    monday = date(2026, 6, 15)
    steps = (milestone(8, monday), milestone(9, date(2026, 6, 19), MilestoneState.OVERDUE))
    mark = marks(steps, Weeks(2026))[Weeks(2026).column(monday)]
    assert (mark.text, mark.state) == ("8/9", MilestoneState.OVERDUE)


@pytest.mark.parametrize(
    ("seqs", "said"),
    [([8], "8"), ([8, 9], "8/9"), ([1, 2, 3], "1-3"), ([1, 2, 3, 5], "1-3/5"), ([2, 5], "2/5")],
)
def test_numbers_in_one_cell(seqs: list[int], said: str) -> None:
    assert numbers(seqs) == said


@pytest.mark.parametrize("year", range(2020, 2050))
def test_every_day_of_a_year_has_its_week_and_other_years_stand_outside(year: int) -> None:
    weeks = Weeks(year)
    assert weeks.column(date(year, 1, 1)) == 1
    assert weeks.column(date(year, 12, 31)) == weeks.count
    assert weeks.column(date(year - 1, 12, 31)) == 0
    assert weeks.column(date(year + 1, 1, 1)) == weeks.count + 1
    assert [m for m, _, _ in weeks.months()] == list(range(1, 13))
    assert sum(last - first + 1 for _, first, last in weeks.months()) == weeks.count


def test_milestones_of_other_years_stand_before_and_after_the_weeks() -> None:
    steps = (milestone(1, date(2025, 12, 31)), milestone(2, date(2027, 1, 4), MilestoneState.PLANNED))
    page = wall(replace(snapshot(1), projects=(replace(project(0), milestones=steps),)))
    assert page.cell(FIRST_ROW, FIXED + 1).value == "1"
    assert page.cell(FIRST_ROW, FIXED + Weeks(2026).count + 2).value == "2"


def test_a_project_without_a_plan_says_so() -> None:
    page = wall(replace(snapshot(1), projects=(replace(project(0), milestones=(), float_days=None),)))
    assert "未编制倒排工期" in str(page.cell(FIRST_ROW, FIXED + 1).value)
    assert page.cell(FIRST_ROW, 7).value == "—"


def test_print_set_up_and_what_an_office_expects_around_the_table() -> None:
    page = wall(snapshot(30))
    assert (page.page_setup.paperSize, page.page_setup.orientation) == (8, "landscape")
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert page.print_title_rows == "$1:$4"
    assert page.freeze_panes == "C5"
    assert page.auto_filter.ref == "A4:J34"
    assert (page.sheet_view.zoomScale, page.sheet_view.showGridLines) == (85, False)
    assert page.oddFooter.center.text == "第 &P 页 / 共 &N 页"
    assert page.page_margins.bottom == 0.75
    assert "填报单位：" in page["A2"].value
    assert "数据截至：2026年10月31日" in page["A2"].value
    words = [c.value for row in page.iter_rows() for c in row if isinstance(c.value, str)]
    assert {"填报人：", "审核人：", "负责人："} <= set(words)


def test_the_legend_has_the_very_fills_of_the_cells() -> None:
    page = wall(snapshot(30))
    shown = {c.fill.fgColor.rgb for c in page[2] if c.fill.fill_type}
    for state in MilestoneState:
        assert f"FF{phrases.MILESTONE_LOOKS[state].fill[1:]}" in shown


def test_the_second_sheet_has_every_milestone_and_the_third_the_rule() -> None:
    found = snapshot(5)
    _, steps, notes = pages(found)
    assert steps.title == "节点明细"
    rows = [r for r in steps.iter_rows(min_row=4, values_only=True) if isinstance(r[0], int)]
    assert len(rows) == sum(len(p.milestones) for p in found.projects)
    first = found.projects[0].milestones[0]
    assert (rows[0][4], rows[0][6].date(), rows[0][8].date()) == (first.name, first.latest, first.actual)  # type: ignore[union-attr]
    text = "".join(str(v) for r in notes.iter_rows(values_only=True) for v in r if v)
    assert found.rule_text in text
    assert "2027年1月1日起的节假日安排尚未公布" in text


def test_the_second_sheet_has_the_first_plans_days_and_marks_unknown_years_where_there_are_any() -> None:
    steps = (
        replace(milestone(1, date(2026, 11, 9)), original=date(2026, 10, 8)),
        replace(milestone(2, date(2027, 3, 1), MilestoneState.PLANNED), provisional=True),
    )
    _, sheet, notes = pages(replace(snapshot(1), projects=(replace(project(0), milestones=steps),)))
    heads = [c.value for c in sheet[3]]
    assert heads[6:] == ["原定完成", "最晚完成", "预计完成", "实际完成", "状态", "逾期天数", "日历"]
    rows = [dict(zip(heads, r, strict=True)) for r in sheet.iter_rows(min_row=4, max_row=5, values_only=True)]
    assert [r["原定完成"] and r["原定完成"].date() for r in rows] == [date(2026, 10, 8), None]
    assert [r["日历"] or "" for r in rows] == ["", "暂定"]
    covered = {str(rule.sqref): rule.type for rule in sheet.data_validations.dataValidation}
    assert covered == {"K4:K5": "list", "G4:J5": "date"}
    assert "首版倒排计划" in "".join(str(c.value) for row in notes.iter_rows() for c in row)


def test_the_second_sheet_has_no_empty_columns_for_what_nobody_has() -> None:
    _, sheet, notes = pages(snapshot(3))
    assert not {"原定完成", "日历"} & {c.value for c in sheet[3]}
    assert "首版倒排计划" not in "".join(str(c.value) for row in notes.iter_rows() for c in row)


def test_no_project_at_all_makes_a_readable_board() -> None:
    page = wall(snapshot(0))
    assert page.cell(FIRST_ROW, 1).value == "本期没有纳入调度的项目"
    assert total(page)[4].value == 0  # type: ignore[attr-defined]


def test_a_long_name_gets_a_higher_row() -> None:
    named = replace(project(0), name="清溪县" + "某某某某某" * 7 + "工程")
    page = wall(replace(snapshot(1), projects=(named,)))
    assert page.row_dimensions[FIRST_ROW].height > 27


def test_five_hundred_projects_keep_their_sums() -> None:
    found = snapshot(500)
    content = board(found).content
    page = load_workbook(BytesIO(content), read_only=True).worksheets[0]
    rows = list(page.iter_rows(min_row=FIRST_ROW, max_col=FIXED, values_only=True))
    last = next(r for r in rows if r[1] == "合计")
    assert last[2] == "500个项目"
    assert last[4] == sum((p.annual_plan_wan or Decimal(0)) for p in found.projects)
