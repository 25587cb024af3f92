"""The board's second sheet: every milestone with its days."""

from collections.abc import Iterator
from datetime import timedelta

from backend.domain import totals
from backend.domain.snapshot import MilestoneFigure, MilestoneState, ProjectFigures, Snapshot
from reports import phrases
from reports.sheet import Choice, DayBound, Sheet, letter
from reports.sheet_form import form
from reports.table import Column, Kind, Table, Value

PROJECT = (
    Column("序号", Kind.NAME, 10),
    Column("项目名称", Kind.TEXT, 58),
    Column("责任单位", Kind.NAME, 26),
    Column("节点序号", Kind.NAME, 14),
    Column("节点名称", Kind.TEXT, 40),
    Column("关键节点", Kind.NAME, 14),
)
ORIGINAL = Column("原定完成", Kind.DAY, 22)
DAYS = (
    Column("最晚完成", Kind.DAY, 22),
    Column("预计完成", Kind.DAY, 22),
    Column("实际完成", Kind.DAY, 22),
)
STATE = (Column("状态", Kind.MILESTONE, 20), Column("逾期天数", Kind.LATE, 16))
PROVISIONAL = Column("日历", Kind.NAME, 14)


def steps(snapshot: Snapshot) -> Sheet:
    """Columns for what nobody has, the first plan's days or days of an unknown year, are left out."""
    every = [m for p in snapshot.projects for m in p.milestones]
    original, provisional = any(m.original for m in every), any(m.provisional for m in every)
    columns = (*PROJECT, *[ORIGINAL] * original, *DAYS, *STATE, *[PROVISIONAL] * provisional)
    rows = tuple(step_rows(snapshot, original, provisional))
    return form(
        Table("重点项目倒排工期节点明细表", "单位：天（自然日）", columns, rows),
        snapshot,
        title="节点明细",
        rules=rules(snapshot, original, 3 + len(rows)),
    )


def rules(snapshot: Snapshot, original: bool, last: int) -> tuple[Choice | DayBound, ...]:
    words = tuple(phrases.MILESTONE_LOOKS[s].word for s in MilestoneState)
    first = letter(len(PROJECT) + 1)
    final, state = (letter(len(PROJECT) + len(DAYS) + original + n) for n in (0, 1))
    return (
        Choice(f"{state}4:{state}{last}", words, "请从下拉列表中选择节点状态"),
        DayBound(
            f"{first}4:{final}{last}",
            snapshot.first - timedelta(days=3660),
            snapshot.cutoff + timedelta(days=3660),
            "请填写日期，如 2026-10-31，且在前后十年以内",
        ),
    )


def step_rows(snapshot: Snapshot, original: bool, provisional: bool) -> Iterator[tuple[Value, ...]]:
    for number, project in enumerate(totals.ordered(snapshot.projects), 1):
        for m in sorted(project.milestones, key=lambda m: m.seq):
            yield (
                *named(number, project, m),
                *[m.original or ""] * original,
                m.latest,
                m.expected,
                m.actual or "",
                m.state,
                m.days_late or "",
                *["暂定" if m.provisional else ""] * provisional,
            )


def named(number: int, project: ProjectFigures, m: MilestoneFigure) -> tuple[Value, ...]:
    return (number, project.name, project.unit, m.seq, m.name, "是" if m.critical else "")
