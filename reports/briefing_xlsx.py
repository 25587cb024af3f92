"""The briefing's tables as a workbook, with more columns than paper has room for."""

from collections.abc import Iterator
from decimal import Decimal

from backend.domain import totals
from backend.domain.problem import State
from backend.domain.snapshot import ProjectFigures, Snapshot
from backend.domain.standing import Standing
from reports import briefing_tables, phrases
from reports.briefing import number, title
from reports.document import XLSX, Document
from reports.sheet import Choice, DayBound, Sheet, letter, xlsx
from reports.sheet_chart import BarChart
from reports.sheet_form import form
from reports.table import Column, Kind, Table, Value

HEAD_ROWS = 3
FEWEST_FOR_MARKS = 6  # units: with fewer, naming the last three would name most of them


def draw(snapshot: Snapshot) -> Document:
    sheets = (
        overview(snapshot),
        ranking(snapshot),
        form(briefing_tables.sectors(snapshot), snapshot, title="分领域情况"),
        projects(snapshot),
        form(briefing_tables.lagging(snapshot), snapshot, title="滞后和无进展项目"),
        problems(snapshot),
        form(briefing_tables.visits(snapshot), snapshot, title="领导走进项目"),
    )
    name = f"{''.join(title(snapshot))}（{number(snapshot)}）附表"
    content = xlsx(sheets, title=name, office=snapshot.office, day=snapshot.published_on)
    return Document("briefing.xlsx", XLSX, content)


def overview(snapshot: Snapshot) -> Sheet:
    rows = tuple((n, *row) for n, row in enumerate(overview_rows(snapshot), 1))
    columns = (
        Column("序号", Kind.NAME, 12),
        Column("指标", Kind.TEXT, 76),
        Column("数值", Kind.FIGURE, 34),
        Column("单位", Kind.NAME, 22),
    )
    table = Table("重点项目总体情况", "单位：见表", columns, rows)
    return form(table, snapshot, title="总体情况", landscape=False)


def overview_rows(snapshot: Snapshot) -> Iterator[tuple[str, int | Decimal | None, str]]:
    money, nodes = totals.investment(snapshot.projects), totals.nodes(snapshot)
    issues, counts = totals.issues(snapshot), totals.counts(snapshot.projects)
    yield "纳入调度的重点项目", len(snapshot.projects), "个"
    yield "年度计划投资", money.plan, "万元"
    yield "年度累计完成投资（有年度计划的项目）", money.invested, "万元"
    yield "没有年度计划的项目累计完成投资", money.unplanned_invested, "万元"
    yield f"{phrases.short_period(snapshot.key)}完成投资", money.month, "万元"
    yield "年度计划完成率", hundredths(money.rate), "%"
    yield "序时进度", hundredths(money.pro_rata), "%"
    for standing in Standing:
        yield f"{phrases.LOOKS[standing].label}项目", counts[standing], "个"
    yield "截至目前应完成节点", nodes.due, "个"
    yield "其中：已完成节点", nodes.met, "个"
    yield "逾期未完成节点", nodes.overdue, "个"
    yield "新增问题", len(issues.raised), "件"
    yield "销号问题", len(issues.closed), "件"
    yield "期末未销号问题", len(issues.open), "件"
    yield "其中：逾期问题", len(issues.overdue), "件"


def hundredths(share: Decimal | None) -> Decimal | None:
    return None if share is None else phrases.rounded(share * 100)


def ranking(snapshot: Snapshot) -> Sheet:
    table = briefing_tables.units(snapshot)
    last = HEAD_ROWS + sum(row[5] is not None for row in table.rows)
    if last == HEAD_ROWS:
        return form(table, snapshot, title="责任单位排名")
    marked = tuple(range(last - 2, last + 1)) if last - HEAD_ROWS >= FEWEST_FOR_MARKS else ()
    chart = BarChart(
        title="责任单位年度投资完成率",
        anchor=f"{letter(len(table.columns) + 2)}3",
        names=2,
        values=6,
        first=HEAD_ROWS + 1,
        last=last,
        marked=marked,
    )
    return form(table, snapshot, title="责任单位排名", charts=(chart,))


PROJECT_COLUMNS = (
    Column("序号", Kind.NAME, 10),
    Column("项目名称", Kind.TEXT, 46),
    Column("项目编号", Kind.NAME, 20),
    Column("领域", Kind.NAME, 20),
    Column("阶段", Kind.NAME, 12),
    Column("责任单位", Kind.NAME, 26),
    Column("包保领导", Kind.NAME, 18),
    Column("项目秘书", Kind.NAME, 16),
    Column("总投资\n（万元）", Kind.MONEY, 19),
    Column("年度计划\n（万元）", Kind.MONEY, 19),
    Column("本期完成\n（万元）", Kind.MONEY, 18),
    Column("累计完成\n（万元）", Kind.MONEY, 19),
    Column("完成率", Kind.PERCENT, 15),
    Column("节点", Kind.NAME, 14),
    Column("逾期\n天数", Kind.LATE, 12),
    Column("目标竣工", Kind.DAY, 20),
    Column("预计竣工", Kind.DAY, 20),
    Column("日报\n（实/应）", Kind.NAME, 16),
    Column("领导到场\n（实/应）", Kind.NAME, 16),
    Column("日均\n工人", Kind.INTEGER, 12),
    Column("状态", Kind.STANDING, 18),
    Column("评定依据", Kind.TEXT, 56),
    Column("本期形象进度", Kind.TEXT, 50),
)
STATUS, FIRST_DAY, LAST_DAY = "U", "P", "Q"


def projects(snapshot: Snapshot) -> Sheet:
    rows = tuple(project_row(n, p) for n, p in enumerate(totals.ordered(snapshot.projects), 1))
    table = Table(
        "重点项目推进情况一览表",
        "单位：万元、%、天、人、次",
        PROJECT_COLUMNS,
        rows,
        project_total(snapshot) if rows else None,
    )
    last = HEAD_ROWS + len(rows)
    year = snapshot.cutoff.year
    return form(
        table,
        snapshot,
        title="项目一览",
        paper="A3",
        rules=(
            Choice(
                f"{STATUS}4:{STATUS}{last}",
                tuple(phrases.LOOKS[s].label for s in Standing),
                "状态只能填写：超前、正常、滞后、无进展",
            ),
            DayBound(
                f"{FIRST_DAY}4:{LAST_DAY}{last}",
                snapshot.first.replace(year=year - 10, day=1),
                snapshot.first.replace(year=year + 10, day=1),
                "请填写日期，如 2026-10-31，且在前后十年以内",
            ),
        ),
    )


def project_row(n: int, p: ProjectFigures) -> tuple[Value, ...]:
    nodes = f"{totals.finished(p)}/{len(p.milestones)}" if p.milestones else phrases.NOTHING
    return (
        n, p.name, p.code, p.sector, phrases.stage(p.stage), p.unit, "、".join(p.leaders), p.secretary,
        p.total_wan, p.annual_plan_wan, p.month_invested_wan, p.year_invested_wan, p.rate, nodes,
        totals.days_overdue(p) or "", p.target or "", p.finish or "", f"{p.report_days}/{p.expected_days}",
        f"{p.leader_visits}/{p.leader_visits_expected}", p.average_workers,
        p.light.standing, phrases.reasons(p.light.reasons), p.progress,
    )  # fmt: skip


def project_total(snapshot: Snapshot) -> tuple[Value, ...]:
    money = totals.investment(snapshot.projects)
    found = snapshot.projects
    whole = sum((p.total_wan or Decimal(0) for p in found), Decimal(0))
    nodes = f"{sum(totals.finished(p) for p in found)}/{sum(len(p.milestones) for p in found)}"
    reports = f"{sum(p.report_days for p in found)}/{sum(p.expected_days for p in found)}"
    visits = f"{sum(p.leader_visits for p in found)}/{sum(p.leader_visits_expected for p in found)}"
    workers = sum(p.average_workers for p in found)
    total: tuple[Value, ...] = (
        "", "合计", "", "", "", "", "", "", whole, money.plan, money.month,
        money.invested + money.unplanned_invested, money.rate, nodes, "", "", "", reports, visits, workers, "", "", "",
    )  # fmt: skip
    return total


def problems(snapshot: Snapshot) -> Sheet:
    issues = [totals.Issue(p, problem) for p in totals.ordered(snapshot.projects) for problem in p.problems]
    rows = tuple(problem_row(n, issue) for n, issue in enumerate(issues, 1))
    columns = (
        Column("序号", Kind.NAME, 10),
        Column("项目名称", Kind.TEXT, 50),
        Column("交办编号", Kind.NAME, 34),
        Column("类别", Kind.NAME, 20),
        Column("问题", Kind.TEXT, 70),
        Column("承办单位", Kind.NAME, 26),
        Column("提出日期", Kind.DAY, 20),
        Column("办结时限", Kind.DAY, 20),
        Column("销号日期", Kind.DAY, 20),
        Column("当前状态", Kind.NAME, 24),
        Column("逾期天数", Kind.LATE, 16),
    )
    table = Table("重点项目问题交办台账", "单位：天（自然日）", columns, rows)
    states = tuple(phrases.PROBLEM_STATES[s] for s in State)
    rule = Choice(f"J4:J{HEAD_ROWS + len(rows)}", states, "请从下拉列表中选择问题状态")
    return form(table, snapshot, title="问题台账", rules=(rule,))


def problem_row(n: int, issue: totals.Issue) -> tuple[Value, ...]:
    p = issue.problem
    return (
        n, issue.project.name, p.number or "", phrases.category(p.category), p.text, p.unit, p.raised,
        p.deadline or "", p.closed or "", phrases.problem_state(p.state), p.days_overdue or "",
    )  # fmt: skip
