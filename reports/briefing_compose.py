"""Snapshot → briefing: the columns 领导走进项目, 工作动态, 经验交流, 项目简讯 and the annex, in the office's language."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from backend.domain import totals
from backend.domain.problem import State
from backend.domain.snapshot import LeaderFigures, ProjectFigures, Snapshot
from backend.domain.standing import Standing
from reports import briefing_tables, charts, phrases
from reports.briefing import (
    HEAD,
    Block,
    Briefing,
    Editorial,
    Figure,
    Heading,
    Paragraph,
    imprint,
    number,
    numbered,
    title,
)

MOST_NEWS = 15  # projects told one by one; the tables have them all
MOST_BARS = 12
RANK = {s: n for n, s in enumerate(totals.WORST_FIRST)}


def compose(snapshot: Snapshot, editorial: Editorial = Editorial()) -> Briefing:  # noqa: B008 (frozen)
    return Briefing(
        key=snapshot.key,
        day=snapshot.published_on,
        cutoff=snapshot.cutoff,
        head=HEAD,
        number=number(snapshot),
        office=phrases.line(snapshot.office),
        title=title(snapshot),
        blocks=tuple(numbered(blocks(snapshot, editorial))),
        imprint=imprint(snapshot, editorial),
    )


def blocks(snapshot: Snapshot, editorial: Editorial) -> Iterator[Block]:
    yield opening(snapshot)
    if not snapshot.projects:
        return
    yield from leaders_on_site(snapshot)
    yield from work(snapshot)
    yield from experience(snapshot, editorial)
    yield from news(snapshot)
    yield from annex(snapshot)


def opening(snapshot: Snapshot) -> Paragraph:
    if not snapshot.projects:
        return Paragraph(
            f"截至{phrases.day(snapshot.cutoff)}，{phrases.whole(snapshot.county)}没有纳入调度的重点项目。"
        )
    money, counts = totals.investment(snapshot.projects), totals.counts(snapshot.projects)
    said = f"截至{phrases.day(snapshot.cutoff)}，{phrases.whole(snapshot.county)}纳入调度的重点项目{len(snapshot.projects)}个，"
    if money.rate is not None and money.pro_rata is not None:
        said += (
            f"年度计划投资{phrases.money(money.plan)}，累计完成{phrases.money(money.invested)}，"
            f"完成年度计划的{phrases.percent(money.rate)}，{phrases.gap(money.rate, money.pro_rata)}。"
        )
    else:
        said += f"均未下达年度投资计划，累计完成投资{phrases.money(money.unplanned_invested)}。"
    return Paragraph(
        f"{said}综合投资和节点进度评定，{charts.standings_label(counts)}。现将有关情况通报如下："
    )


# 领导走进项目


def leaders_on_site(snapshot: Snapshot) -> Iterator[Block]:
    if not snapshot.leaders:
        return
    done, quota = (
        sum(x.visits for x in snapshot.leaders),
        sum(x.visits_expected for x in snapshot.leaders),
    )
    said = f"{phrases.short_period(snapshot.key)}，{len(snapshot.leaders)}位包保领导到项目现场{done}次"
    if quota:
        said += f"，按规定应到{quota}次，到位率{phrases.percent(Decimal(done) / quota)}"
    said += f"。{visit_groups(snapshot.leaders)}"
    yield Heading(1, "领导走进项目")
    yield Paragraph(said)
    yield briefing_tables.visits(snapshot)


def visit_groups(leaders: Sequence[LeaderFigures]) -> str:
    owing = [x for x in leaders if x.visits_expected]
    met = [x.name for x in owing if x.visits >= x.visits_expected]
    never = [x.name for x in owing if not x.visits]
    said = f"达到规定次数的有{len(met)}位，为{'、'.join(met)}同志。" if met else ""
    said += "各包保领导均未达到规定次数。" if owing and not met else ""
    return said + (f"{'、'.join(never)}同志本期没有到现场记录。" if never else "")


# 工作动态


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
        f"{len(group)}个项目状态{word}：{'、'.join(turn(p) for p in group)}"
        for group, word in ((better, "好转"), (worse, "下滑"))
        if group
    )
    rest = len(known) - len(turned)
    return said + (f"；其余{rest}个项目状态没有变化。" if rest else "。")


def turn(project: ProjectFigures) -> str:
    before = phrases.standing(project.previous_standing or "")
    return f"{phrases.line(project.name)}（{before}转{phrases.LOOKS[project.light.standing].word}）"


def by_unit(snapshot: Snapshot) -> Iterator[Block]:
    groups = [
        (name, money.rate, money.pro_rata)
        for name, projects in briefing_tables.unit_groups(snapshot)
        if (money := totals.investment(projects)).rate is not None
    ]
    yield Heading(2, "责任单位完成情况")
    plan = totals.investment(snapshot.projects).pro_rata
    rows = [charts.Bar(name, rate) for name, rate, _ in groups if rate is not None]
    if rows and plan is not None:
        reached = sum(phrases.rounded(r.share * 100) >= phrases.rounded(plan * 100) for r in rows)
        said = f"下达年度计划的{len(rows)}个责任单位中，{reached}个达到序时进度（{phrases.percent(plan)}）。"
        if len(rows) > 1:
            said += (
                f"{best(rows)}完成率最高，为{phrases.percent(rows[0].share)}；"
                f"{best(rows[::-1])}完成率最低，为{phrases.percent(rows[-1].share)}。"
            )
        yield Paragraph(said)
        shown, which = ends(rows)
        alt = charts.bars_label(shown, plan)
        yield Figure(f"责任单位年度投资完成率{which}", charts.bars(shown, plan), f"责任单位年度投资完成率：{alt}")
    yield briefing_tables.units(snapshot)


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
    said = "；".join(
        f"{phrases.line(unit) or '未明确单位'}{len(found)}个（{phrases.names([phrases.line(p.name) for p in found])}）"
        for unit, found in groups
    )
    counts = totals.counts(behind)
    yield Paragraph(
        f"滞后项目{counts[Standing.BEHIND]}个、无进展项目{counts[Standing.STALLED]}个，涉及{len(groups)}个责任单位：{said}。"
    )
    yield briefing_tables.lagging(snapshot)


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


# 经验交流


def experience(snapshot: Snapshot, editorial: Editorial) -> Iterator[Block]:
    texts = [phrases.line(t) for t in editorial.experience if phrases.line(t)]
    facts = [f for f in (leading_unit(snapshot), closing_unit(snapshot)) if f]
    if not (texts or facts):
        return
    yield Heading(1, "经验交流")
    for said in texts:
        yield Paragraph(said)
    if facts:
        yield Paragraph(f"{''.join(facts)}有关做法供各责任单位借鉴。")


def leading_unit(snapshot: Snapshot) -> str:
    """The unit with the highest share of its plan, if it is on plan and has no lagging project."""
    for name, projects in briefing_tables.unit_groups(snapshot)[:1]:
        money = totals.investment(projects)
        if money.rate is None or money.pro_rata is None or money.rate < money.pro_rata or totals.lagging(projects):
            return ""
        return (
            f"{name}承担{len(projects)}个项目，完成年度计划的{phrases.percent(money.rate)}，"
            f"{phrases.gap(money.rate, money.pro_rata)}，没有滞后和无进展项目。"
        )
    return ""


def closing_unit(snapshot: Snapshot) -> str:
    """Who closed most problems, ties together."""
    closed = Counter(
        phrases.line(i.problem.unit) for i in totals.issues(snapshot).closed if phrases.line(i.problem.unit)
    )
    if not closed:
        return ""
    most = max(closed.values())
    who = [name for name, n in closed.items() if n == most]
    each = "各" if len(who) > 1 else ""
    return f"{phrases.names(who, 3, '单位')}{phrases.short_period(snapshot.key)}{each}销号问题{most}件，为责任单位中最多。"


# 项目简讯


def news(snapshot: Snapshot) -> Iterator[Block]:
    told = [p for p in snapshot.projects if p.breakthroughs or phrases.line(p.progress)]
    if not told:
        return
    first = sorted(totals.ordered(told), key=lambda p: -len(p.breakthroughs))[:MOST_NEWS]
    yield Heading(1, "项目简讯")
    for project in totals.ordered(first):
        yield Paragraph(item(project), lead=f"{phrases.line(project.name)}。")
    if len(told) > len(first):
        yield Paragraph(f"另有{len(told) - len(first)}个项目有新的进展，见随本期印发的电子表格“项目一览”。")


def item(project: ProjectFigures) -> str:
    parts = [phrases.clipped(b, 60).rstrip("。；;") for b in project.breakthroughs[:3]]
    if phrases.line(project.progress):
        parts.append(phrases.clipped(project.progress, 80).rstrip("。；;"))
    if project.average_workers:
        crew = f"日均到岗{project.average_workers}人"
        parts.append(
            crew + (f"、出动机械{project.average_machines}台" if project.average_machines else "")
        )
    return "；".join(parts) + "。"


# 附表


def annex(snapshot: Snapshot) -> Iterator[Block]:
    yield briefing_tables.projects(snapshot)
    money = totals.investment(snapshot.projects)
    apart = f"（合计中有{phrases.money(money.unplanned_invested)}）" if money.unplanned_invested else ""
    said = (
        f"说明：1. 数据截至{phrases.day(snapshot.cutoff)}。2. 完成率为年度累计完成投资占年度计划的比例，没有年度计划的项目{apart}不计入；"
        "节点为已完成数/总数。3. 状态评定规则：" + phrases.line(snapshot.rule_text).rstrip("。") + "。"
    )
    if snapshot.provisional_from:
        said += f"4. {phrases.day(snapshot.provisional_from)}起的节假日安排尚未公布，有关日期为暂定。"
    yield Paragraph(said, small=True)
