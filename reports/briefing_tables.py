"""The briefing's tables. Widths add up to the 156 mm of an A4 paper's text."""

from collections.abc import Sequence
from decimal import Decimal

from backend.domain import totals
from backend.domain.snapshot import LeaderFigures, ProjectFigures, Snapshot
from reports import phrases
from reports.table import Column, Kind, Table, Value, ranked

MONEY = "单位：万元"


def visits(snapshot: Snapshot) -> Table:
    """In the order the office keeps its leaders, which is protocol and not ours to change."""
    rows = tuple(visit_row(n, leader) for n, leader in enumerate(snapshot.leaders, 1))
    done = sum(leader.visits for leader in snapshot.leaders)
    quota = sum(leader.visits_expected for leader in snapshot.leaders)
    return Table(
        "包保领导到现场情况",
        "单位：个、次",
        (
            Column("序号", Kind.NAME, 12),
            Column("姓名", Kind.NAME, 22),
            Column("职务", Kind.TEXT, 50),
            Column("包保项目", Kind.INTEGER, 18),
            Column("应到次数", Kind.INTEGER, 18),
            Column("实到次数", Kind.INTEGER, 18),
            Column("到位率", Kind.PERCENT, 18),
        ),
        rows,
        ("", "合计", "", None, quota, done, share(done, quota)) if rows else None,
    )


def visit_row(number: int, leader: LeaderFigures) -> tuple[Value, ...]:
    rate = share(leader.visits, leader.visits_expected)
    return (
        number,
        leader.name,
        leader.title,
        len(leader.project_ids),
        leader.visits_expected,
        leader.visits,
        rate,
    )


def share(part: int, whole: int) -> Decimal | None:
    return Decimal(part) / whole if whole else None


def group_row(name: str, projects: Sequence[ProjectFigures]) -> tuple[Value, ...]:
    money = totals.investment(projects)
    return (
        name,
        len(projects),
        money.plan,
        money.invested,
        money.rate,
        points(money),
        len(totals.lagging(projects)),
    )


def points(money: totals.Investment) -> Decimal | None:
    """Percentage points over (+) or under (-) the time-proportional plan, as the shown figures differ."""
    if money.rate is None or money.pro_rata is None:
        return None
    return phrases.rounded(money.rate * 100) - phrases.rounded(money.pro_rata * 100)


GROUP_COLUMNS = (
    Column("项目数", Kind.INTEGER, 15),
    Column("年度计划", Kind.MONEY, 24),
    Column("累计完成", Kind.MONEY, 24),
    Column("完成率", Kind.PERCENT, 17),
    Column("较序时进度", Kind.POINTS, 21),
    Column("滞后和无进展", Kind.INTEGER, 17),
)
GROUP_NOTE = "单位：个、万元、百分点"


def sectors(snapshot: Snapshot) -> Table:
    found: dict[str, list[ProjectFigures]] = {}
    for project in totals.ordered(snapshot.projects):
        found.setdefault(phrases.line(project.sector) or "未分类", []).append(project)
    return Table(
        "分领域投资完成情况",
        GROUP_NOTE,
        (Column("领域", Kind.TEXT, 38), *GROUP_COLUMNS),
        tuple(group_row(name, projects) for name, projects in found.items()),
        group_row("合计", snapshot.projects) if found else None,
    )


def unit_groups(snapshot: Snapshot) -> list[tuple[str, list[ProjectFigures]]]:
    """Units by their share of the year's plan, best first; units without a plan last."""
    found = totals.by_unit(totals.ordered(snapshot.projects))

    def key(item: tuple[str, list[ProjectFigures]]) -> tuple[bool, Decimal]:
        rate = totals.investment(item[1]).rate
        return (rate is None, -phrases.rounded(rate * 100) if rate is not None else Decimal(0))

    return sorted(((phrases.line(u) or "未明确单位", p) for u, p in found.items()), key=key)


def units(snapshot: Snapshot) -> Table:
    groups = unit_groups(snapshot)
    ranks = ranked([totals.investment(p).rate for _, p in groups])
    return Table(
        "责任单位年度投资完成情况排名",
        GROUP_NOTE,
        (Column("名次", Kind.NAME, 11), Column("责任单位", Kind.TEXT, 35), *narrower()),
        tuple(
            (rank or phrases.NOTHING, *group_row(name, p))
            for rank, (name, p) in zip(ranks, groups, strict=True)
        ),
        ("", *group_row("合计", snapshot.projects)) if groups else None,
    )


def narrower() -> tuple[Column, ...]:
    widths = (14, 21, 21, 16, 20, 18)
    return tuple(Column(c.title, c.kind, w) for c, w in zip(GROUP_COLUMNS, widths, strict=True))


def lagging(snapshot: Snapshot) -> Table:
    """Worst first, each with the reasons its class was given for."""
    return Table(
        "滞后和无进展项目清单",
        "按状态和逾期天数排序",
        (
            Column("序号", Kind.NAME, 10),
            Column("项目名称", Kind.TEXT, 40),
            Column("责任单位", Kind.NAME, 22),
            Column("包保领导", Kind.NAME, 17),
            Column("评定依据", Kind.TEXT, 47),
            Column("状态", Kind.STANDING, 20),
        ),
        tuple(
            (n, p.name, p.unit, "、".join(p.leaders), phrases.reasons(p.light.reasons), p.light.standing)
            for n, p in enumerate(totals.lagging(snapshot.projects), 1)
        ),
    )


def overdue_problems(found: Sequence[totals.Issue]) -> Table:
    return Table(
        "逾期未销号问题清单",
        "单位：天",
        (
            Column("交办编号", Kind.TEXT, 31),
            Column("项目名称", Kind.TEXT, 34),
            Column("问题", Kind.TEXT, 37),
            Column("承办单位", Kind.NAME, 22),
            Column("办结时限", Kind.DAY, 19),
            Column("逾期", Kind.LATE, 13),
        ),
        tuple(
            (
                i.problem.number or "",
                i.project.name,
                i.problem.text,
                i.problem.unit,
                i.problem.deadline,
                i.problem.days_overdue,
            )
            for i in found
        ),
    )


def projects(snapshot: Snapshot) -> Table:
    """The annex: every project in the office's order, and the sums of these rows."""
    money = totals.investment(snapshot.projects)
    rows = tuple(project_row(n, p) for n, p in enumerate(totals.ordered(snapshot.projects), 1))
    done = sum(totals.finished(p) for p in snapshot.projects)
    every = sum(len(p.milestones) for p in snapshot.projects)
    invested = money.invested + money.unplanned_invested
    total: tuple[Value, ...] = ("", "合计", "", "", money.plan, invested, money.rate, f"{done}/{every}", "")
    return Table(
        "重点项目推进情况一览表",
        MONEY,
        (
            Column("序号", Kind.NAME, 9),
            Column("项目名称", Kind.TEXT, 31),
            Column("责任单位", Kind.NAME, 20),
            Column("包保领导", Kind.NAME, 16.5),
            Column("年度计划", Kind.MONEY, 16.5),
            Column("累计完成", Kind.MONEY, 16.5),
            Column("完成率", Kind.PERCENT, 13),
            Column("节点", Kind.NAME, 16.5),
            Column("状态", Kind.STANDING, 17),
        ),
        rows,
        total if rows else None,
    )


def project_row(number: int, p: ProjectFigures) -> tuple[Value, ...]:
    nodes = f"{totals.finished(p)}/{len(p.milestones)}" if p.milestones else phrases.NOTHING
    return (
        number,
        p.name,
        p.unit,
        "、".join(p.leaders),
        p.annual_plan_wan,
        p.year_invested_wan,
        p.rate,
        nodes,
        p.light.standing,
    )
