"""The backward-schedule board (倒排工期推进表): one row a project, one column a week, A3 lying.

Rows stand in the order of the office's own project numbers, without groups: the wall copy is looked up by
number, and the filter groups by unit, leader or class without subtotal rows in its way. Totals are values,
not formulas, since the previews of chat and mail clients compute nothing.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from backend.domain import totals
from backend.domain.snapshot import MilestoneState, ProjectFigures, Snapshot
from backend.domain.standing import Standing
from reports import phrases
from reports.board_notes import notes
from reports.board_steps import steps
from reports.board_weeks import Mark, Weeks, marks
from reports.document import XLSX, Document
from reports.sheet import Cell, Choice, Row, Sheet, Style, blank, letter, xlsx
from reports.sheet_form import (
    BODY,
    CENTRED,
    FIGURE,
    GRID,
    HEADER,
    LATE,
    NOTE,
    about,
    heading,
    row_height,
    signature,
    standing_style,
)
from reports.table import places

HEADS = (
    ("序号", 5), ("项目名称", 34), ("责任单位", 15), ("包保领导", 9.5), ("年度计划\n（万元）", 10.5),
    ("完成率", 8), ("节点\n完成", 7.5), ("逾期\n天数", 6), ("时差\n（工作日）", 11.5), ("状态", 10.5),
)  # fmt: skip
FIXED = len(HEADS)
TODAY = "C00000"
WEEK = Style(font="宋体", size=9, across="center", line="D5DCE3", shrink=True)
FLOAT = replace(CENTRED, format='0;[Red]"须抢回"0"天";0', wrap=False, shrink=True)
SMALL = replace(HEADER, size=8, font="宋体", wrap=False, shrink=True)
NOW = replace(SMALL, fill=TODAY, ink="FFFFFF", bold=True, edge=TODAY)
EMPTY_TODAY = replace(WEEK, edge=TODAY)
HEAD_ROWS = 4


def board(snapshot: Snapshot) -> Document:
    title = f"{phrases.whole(snapshot.county)}重点项目倒排工期推进表"
    sheets = (wall(snapshot, title), steps(snapshot), notes(snapshot))
    content = xlsx(
        sheets, title=f"{title}（{snapshot.key}）", office=snapshot.office, day=snapshot.published_on
    )
    return Document("board.xlsx", XLSX, content)


def wall(snapshot: Snapshot, title: str) -> Sheet:
    weeks = Weeks(snapshot.cutoff.year)
    last = HEAD_ROWS + len(snapshot.projects)
    merges = [f"{letter(c)}3:{letter(c)}4" for c in range(1, FIXED + 2)]
    after = letter(FIXED + weeks.count + 2)
    merges.append(f"{after}3:{after}4")
    return Sheet(
        title="倒排工期推进表",
        widths=widths(weeks),
        rows=wall_rows(snapshot, title, weeks),
        freeze="C5",
        filter=f"A4:{letter(FIXED)}{last}" if snapshot.projects else "",
        repeat="1:4",
        merges=merges,
        paper="A3",
        footer=phrases.line(snapshot.office),
        rules=[status_choice(f"{letter(FIXED)}5:{letter(FIXED)}{last}")] if snapshot.projects else (),
    )


def widths(weeks: Weeks) -> list[float]:
    return [*(w for _, w in HEADS), 5, *[2.7] * weeks.count, 5]


def status_choice(cells: str) -> Choice:
    labels = tuple(phrases.LOOKS[s].label for s in Standing)
    return Choice(cells, labels, "状态只能填写：超前、正常、滞后、无进展")


def wall_rows(snapshot: Snapshot, title: str, weeks: Weeks) -> Iterator[Row]:
    width = FIXED + weeks.count + 2
    today = weeks.column(snapshot.cutoff)
    room = widths(weeks)
    first, second = heading(title, about(snapshot), "", room)
    yield first
    yield replace(
        second, cells=legend(second.cells[0], width, today), spans=[(1, FIXED - 2), *legend_spans()]
    )
    yield from week_heads(weeks, today)
    money = replace(FIGURE, format=money_format(snapshot))
    for number, project in enumerate(totals.ordered(snapshot.projects), 1):
        yield project_row(number, project, weeks, today, money)
    if not snapshot.projects:
        yield Row([("本期没有纳入调度的项目", CENTRED), *blank(width - 1, CENTRED)], 30, [(1, width)])
    yield total_row(snapshot, weeks)
    yield signature(room)


# Row 2, right: what the colours say. The first cells of the row tell who and when.

LEGEND_FROM = FIXED - 1
SAMPLE, WORDS = 1, 4  # columns one entry takes


def legend(left: Cell, width: int, today: int) -> list[Cell]:
    cells = blank(width, NOTE)
    cells[0] = left
    at = LEGEND_FROM
    cells[at - 1] = ("单位：万元、%、天　图例：", replace(NOTE, across="right"))
    at += 2
    for state in (
        MilestoneState.DONE,
        MilestoneState.DONE_LATE,
        MilestoneState.DUE,
        MilestoneState.OVERDUE,
        MilestoneState.PLANNED,
    ):
        cells[at - 1] = ("8", mark_style(state, False))
        cells[at] = (f" {phrases.MILESTONE_LOOKS[state].word}", NOTE)
        at += SAMPLE + WORDS
    cells[at - 1] = (today, NOW)
    cells[at] = (" 数据截至周", NOTE)
    at += SAMPLE + WORDS
    cells[at - 1] = ("8/9", replace(mark_style(MilestoneState.DONE, False), size=7))
    cells[at] = (" 数字为节点序号，同周节点并列，着色从差", NOTE)
    return cells


def legend_spans() -> list[tuple[int, int]]:
    spans = [(LEGEND_FROM, LEGEND_FROM + 1)]
    at = LEGEND_FROM + 2
    for _ in range(6):
        spans.append((at + 1, at + WORDS))
        at += SAMPLE + WORDS
    return [*spans, (at + 1, at + 3 * WORDS)]


# Rows 3 and 4: months above weeks


def week_heads(weeks: Weeks, today: int) -> Iterator[Row]:
    upper: list[Cell] = [(name, HEADER) for name, _ in HEADS]
    upper += [("以前\n年度", HEADER), *blank(weeks.count, HEADER), ("以后\n年度", HEADER)]
    spans = []
    for month, first, last in weeks.months():
        upper[FIXED + first] = (f"{month}月", HEADER)
        spans.append((FIXED + 1 + first, FIXED + 1 + last))
    yield Row(upper, 18, spans)
    lower = [*blank(FIXED + 1, HEADER)]
    lower += [(week, NOW if week == today else SMALL) for week in range(1, weeks.count + 1)]
    yield Row([*lower, (None, HEADER)], 16)


# One project


def project_row(number: int, project: ProjectFigures, weeks: Weeks, today: int, money: Style) -> Row:
    leaders = "、".join(project.leaders)
    late = totals.days_overdue(project)
    cells: list[Cell] = [
        (number, CENTRED),
        (phrases.line(project.name), BODY),
        (phrases.line(project.unit), CENTRED),
        (phrases.line(leaders), CENTRED),
        (project.annual_plan_wan if project.annual_plan_wan is not None else phrases.NOTHING, money),
        (project.rate if project.rate is not None else phrases.NOTHING, replace(FIGURE, format="0.0%")),
        (f"{totals.finished(project)}/{len(project.milestones)}" if project.milestones else phrases.NOTHING, CENTRED),
        (late or None, LATE),
        (project.float_days, FLOAT),
        (phrases.LOOKS[project.light.standing].label, standing_style(project.light.standing)),
    ]  # fmt: skip
    texts = [str(number), project.name, project.unit, leaders]
    height = row_height([phrases.line(t) for t in texts], [w for _, w in HEADS], 27)
    if not project.milestones:
        return unplanned(cells, weeks, height)
    found = marks(project.milestones, weeks)
    cells += [week_cell(found.get(column), column == today) for column in range(weeks.count + 2)]
    return Row(cells, height)


def unplanned(cells: list[Cell], weeks: Weeks, height: float) -> Row:
    rest = blank(weeks.count + 2, replace(WEEK, across="left", ink="6B7785"))
    rest[0] = ("  未编制倒排工期", rest[0][1])
    return Row([*cells, *rest], height, [(FIXED + 1, FIXED + weeks.count + 2)])


def money_format(snapshot: Snapshot) -> str:
    """The same decimals down the column."""
    most = max((places(p.annual_plan_wan) for p in snapshot.projects if p.annual_plan_wan), default=0)
    return "#,##0" + ("." + "0" * most if most else "")


def week_cell(mark: Mark | None, today: bool) -> Cell:
    if mark is None:
        return (None, EMPTY_TODAY if today else WEEK)
    return (mark.text, mark_style(mark.state, today))


@cache
def mark_style(state: MilestoneState, today: bool) -> Style:
    look = phrases.MILESTONE_LOOKS[state]
    light = state not in {MilestoneState.DONE, MilestoneState.OVERDUE}
    return replace(
        WEEK,
        fill=look.fill[1:],
        ink=look.ink[1:] if light else "FFFFFF",
        bold=state in {MilestoneState.OVERDUE, MilestoneState.DUE},
        line=GRID,
        edge=TODAY if today else "",
    )


def total_row(snapshot: Snapshot, weeks: Weeks) -> Row:
    money = totals.investment(snapshot.projects)
    every = [m for p in snapshot.projects for m in p.milestones]
    done = sum(totals.finished(p) for p in snapshot.projects)
    late = sum(bool(totals.overdue(p)) for p in snapshot.projects)
    bold = replace(CENTRED, bold=True, fill="F5F7FA", wrap=False, shrink=True)
    figure = replace(bold, across="right")
    counts = totals.counts(snapshot.projects)
    said = "　".join(f"{phrases.LOOKS[s].label}{counts[s]}个" for s in Standing)
    cells: list[Cell] = [
        (None, bold),
        ("合计", bold),
        (f"{len(snapshot.projects)}个项目", bold),
        (None, bold),
        (money.plan, replace(figure, format=money_format(snapshot))),
        (money.rate if money.rate is not None else phrases.NOTHING, replace(figure, format="0.0%")),
        (f"{done}/{len(every)}", bold),
        (f"{late}个" if late else None, replace(bold, ink="B3261E")),
        (None, bold),
        (None, bold),
        (f"  {said}", replace(bold, across="left")),
    ]
    width = FIXED + weeks.count + 2
    return Row([*cells, *blank(width - len(cells), bold)], 22, [(FIXED + 1, width)])
