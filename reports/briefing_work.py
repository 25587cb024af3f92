"""The briefing's column 工作动态: money, milestones, units, lagging projects, problems, daily reports."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from backend.domain import totals
from backend.domain.problem import State
from backend.domain.snapshot import ProjectFigures, Snapshot
from backend.domain.standing import WORST_FIRST, Standing
from reports import briefing_tables, charts, phrases
from reports.briefing import Block, Figure, Heading, Paragraph

MOST_BARS = 12
MOST_NAMES = 6  # of projects whose class has changed
NAMED = 12  # lagging projects: more of them are named in the table only
RANK = {s: n for n, s in enumerate(WORST_FIRST)}


def work(snapshot: Snapshot) -> Iterator[Block]:
    yield Heading(1, "工作动态")
    yield Heading(2, "总体进展")
    yield Paragraph(investment(snapshot))
    yield Paragraph(nodes(snapshot))
    counts = totals.counts(snapshot.projects)
    yield Figure(
        "项目推进状态分布", charts.standings(counts), f"项目推进状态分布：{charts.standings_label(counts)}"
    )
    changed = changes(snapshot)
    if changed:
        yield Paragraph(changed)
    yield briefing_tables.sectors(snapshot)
    yield from by_unit(snapshot)
    yield from lagging(snapshot)
    yield from problems(snapshot)
    yield from reporting(snapshot)


def investment(snapshot: Snapshot) -> str:
    money = totals.investment(snapshot.projects)
    when = phrases.short_period(snapshot.key)
    said = f"{when}完成投资{phrases.money(money.month)}。"
    without = [p for p in snapshot.projects if not p.annual_plan_wan]
    if without and money.planned:
        said += (
            f"{phrases.names([p.name for p in without])}没有下达年度投资计划，"
            f"累计完成{phrases.money(money.unplanned_invested)}，不计入完成率。"
        )
    over = [p for p in snapshot.projects if p.rate is not None and p.rate >= p.pro_rata]
    if money.planned:
        said += f"下达年度计划的{money.planned}个项目中，{len(over)}个达到或超过序时进度，{money.planned - len(over)}个低于序时进度。"
    return said


def nodes(snapshot: Snapshot) -> str:
    found = totals.nodes(snapshot)
    if not any(p.milestones for p in snapshot.projects):
        return "各项目尚未编制倒排工期。"
    when = phrases.short_day(snapshot.cutoff)
    said = f"按照倒排工期，截至{when}应完成节点{found.due}个，已完成{found.met}个"
    said += f"，完成率{phrases.percent(Decimal(found.met) / found.due)}" if found.due else ""
    said += f"；{phrases.short_period(snapshot.key)}完成节点{found.this_period}个。"
    if not found.overdue:
        return f"{said}没有逾期未完成节点。"
    longest = found.late_projects[0]
    worst = totals.overdue(longest)[0]
    return (
        f"{said}{len(found.late_projects)}个项目的{found.overdue}个节点逾期未完成，其中{phrases.line(longest.name)}"
        f"“{phrases.line(worst.name)}”节点逾期最久，为{worst.days_late}天。"
    )


def changes(snapshot: Snapshot) -> str:
    """Which projects turned, better and worse; all others in one clause. Empty when nothing is known of before."""
    known = [p for p in snapshot.projects if p.previous_standing in set(Standing)]
    turned = [p for p in totals.ordered(known) if p.previous_standing != p.light.standing]
    if not known:
        return ""
    if not turned:
        return "与上期相比，各项目推进状态没有变化。"
    better = [p for p in turned if RANK[p.light.standing] > RANK[Standing(p.previous_standing or "")]]
    worse = [p for p in turned if p not in better]
    said = "与上期相比，" + "；".join(
        f"{len(group)}个项目状态{word}：{phrases.names([turn(p) for p in group], MOST_NAMES)}"
        for group, word in ((better, "好转"), (worse, "下滑"))
        if group
    )
    rest = len(known) - len(turned)
    return said + (f"；其余{rest}个项目状态没有变化。" if rest else "。")


def turn(project: ProjectFigures) -> str:
    before = phrases.standing(project.previous_standing or "")
    return f"{phrases.line(project.name)}（{before}转{phrases.LOOKS[project.light.standing].word}）"


def by_unit(snapshot: Snapshot) -> Iterator[Block]:
    yield Heading(2, "责任单位完成情况")
    plan = totals.investment(snapshot.projects).pro_rata
    rows = [bar for name, found in briefing_tables.unit_groups(snapshot) if (bar := unit_bar(name, found))]
    if rows and plan is not None:
        yield Paragraph(units_said(rows, plan))
        shown, which = ends(rows)
        alt = charts.bars_label(shown, plan)
        yield Figure(
            f"责任单位年度投资完成率{which}", charts.bars(shown, plan), f"责任单位年度投资完成率：{alt}"
        )
    yield briefing_tables.units(snapshot)


def unit_bar(name: str, projects: Sequence[ProjectFigures]) -> charts.Bar | None:
    """None for a unit without a plan. Reached is against the unit's own plan, as the ranking table has it."""
    money = totals.investment(projects)
    over = briefing_tables.points(money)
    return None if money.rate is None or over is None else charts.Bar(name, money.rate, over >= 0)


def units_said(rows: Sequence[charts.Bar], plan: Decimal) -> str:
    reached = sum(r.reached for r in rows)
    said = f"下达年度计划的{len(rows)}个责任单位中，{reached}个达到序时进度（平均{phrases.percent(plan)}）。"
    if len(rows) == 1:
        return said
    return (
        f"{said}{best(rows)}完成率最高，为{phrases.percent(rows[0].share)}；"
        f"{best(rows[::-1])}完成率最低，为{phrases.percent(rows[-1].share)}。"
    )


def best(rows: Sequence[charts.Bar]) -> str:
    """All who share the first row's figure, as shown."""
    same = [r.name for r in rows if phrases.percent(r.share) == phrases.percent(rows[0].share)]
    return phrases.names(same, 3, "单位")


def ends(rows: list[charts.Bar]) -> tuple[list[charts.Bar], str]:
    """All units, or the first and last of them when there are many."""
    if len(rows) <= MOST_BARS:
        return rows, ""
    half = MOST_BARS // 2
    return [*rows[:half], *rows[-half:]], f"（前{half}名、后{half}名）"


def lagging(snapshot: Snapshot) -> Iterator[Block]:
    behind = totals.lagging(snapshot.projects)
    yield Heading(2, "滞后和无进展项目")
    if not behind:
        yield Paragraph("本期没有滞后和无进展项目。")
        return
    groups = sorted(totals.by_unit(behind).items(), key=lambda g: -len(g[1]))
    said = "；".join(unit_lagging(unit, found, named=len(behind) <= NAMED) for unit, found in groups)
    counts = totals.counts(behind)
    yield Paragraph(
        f"滞后项目{counts[Standing.BEHIND]}个、无进展项目{counts[Standing.STALLED]}个，涉及{len(groups)}个责任单位：{said}。"
    )
    yield briefing_tables.lagging(snapshot)


def unit_lagging(unit: str, found: Sequence[ProjectFigures], *, named: bool) -> str:
    said = f"{phrases.line(unit) or '未明确单位'}{len(found)}个"
    return f"{said}（{'、'.join(phrases.line(p.name) for p in found)}）" if named else said


def problems(snapshot: Snapshot) -> Iterator[Block]:
    found = totals.issues(snapshot)
    yield Heading(2, "问题交办和督办")
    when = phrases.short_period(snapshot.key)
    if not (found.raised or found.closed or found.open):
        yield Paragraph(f"{when}没有新增问题，也没有未销号问题。")
        return
    said = f"{when}新增问题{len(found.raised)}件，销号{len(found.closed)}件；期末未销号{len(found.open)}件"
    said += f"，其中逾期{len(found.overdue)}件。" if found.overdue else "，没有逾期。"
    kinds = Counter(phrases.category(i.problem.category) for i in found.open)
    if kinds:
        said += "未销号问题中，" + "、".join(f"{name}{n}件" for name, n in kinds.most_common()) + "。"
    waiting = sum(i.problem.state == State.RAISED for i in found.open)
    yield Paragraph(said + (f"另有{waiting}件已上报待交办，包含在未销号数内。" if waiting else ""))
    if found.overdue:
        yield briefing_tables.overdue_problems(found.overdue)


def reporting(snapshot: Snapshot) -> Iterator[Block]:
    expected = sum(p.expected_days for p in snapshot.projects)
    if not expected:
        return
    received = sum(p.report_days for p in snapshot.projects)
    late = sum(p.late_reports for p in snapshot.projects)
    silent = [
        phrases.line(p.name)
        for p in totals.ordered(snapshot.projects)
        if p.expected_days and not p.report_days
    ]
    yield Heading(2, "日报报送情况")
    said = f"{phrases.short_period(snapshot.key)}应报日报{expected}项次，实报{received}项次，报送率{phrases.percent(Decimal(received) / expected)}"
    said += f"，其中逾时报送{late}项次。" if late else "。"
    yield Paragraph(said + (f"{phrases.names(silent)}均未报送。" if silent else ""))
