"""The board's second sheet: every milestone with its days."""

from collections.abc import Iterator
from datetime import timedelta

from backend.domain import totals
from backend.domain.snapshot import MilestoneState, Snapshot
from reports import phrases
from reports.sheet import Choice, DayBound, Sheet
from reports.sheet_form import form
from reports.table import Column, Kind, Table, Value

COLUMNS = (
    Column("序号", Kind.NAME, 10),
    Column("项目名称", Kind.TEXT, 58),
    Column("责任单位", Kind.NAME, 26),
    Column("节点序号", Kind.NAME, 14),
    Column("节点名称", Kind.TEXT, 40),
    Column("关键节点", Kind.NAME, 14),
    Column("最晚完成", Kind.DAY, 22),
    Column("预计完成", Kind.DAY, 22),
    Column("实际完成", Kind.DAY, 22),
    Column("状态", Kind.MILESTONE, 20),
    Column("逾期天数", Kind.LATE, 16),
)


def steps(snapshot: Snapshot) -> Sheet:
    rows = tuple(step_rows(snapshot))
    last = 3 + len(rows)
    words = tuple(phrases.MILESTONE_LOOKS[s].word for s in MilestoneState)
    return form(
        Table("重点项目倒排工期节点明细表", "单位：天（自然日）", COLUMNS, rows),
        snapshot,
        title="节点明细",
        rules=(
            Choice(f"J4:J{last}", words, "请从下拉列表中选择节点状态"),
            DayBound(
                f"G4:I{last}",
                snapshot.first - timedelta(days=3660),
                snapshot.cutoff + timedelta(days=3660),
                "请填写日期，如 2026-10-31，且在前后十年以内",
            ),
        ),
    )


def step_rows(snapshot: Snapshot) -> Iterator[tuple[Value, ...]]:
    for number, project in enumerate(totals.ordered(snapshot.projects), 1):
        for m in sorted(project.milestones, key=lambda m: m.seq):
            yield (
                number,
                project.name,
                project.unit,
                m.seq,
                m.name,
                "是" if m.critical else "",
                m.latest,
                m.expected,
                m.actual or "",
                m.state,
                m.days_late or "",
            )
