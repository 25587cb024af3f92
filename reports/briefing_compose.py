"""Snapshot → briefing: the columns 领导走进项目, 工作动态, 经验交流, 项目简讯 and the annex, in the office's language."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from backend.domain import totals
from backend.domain.snapshot import LeaderFigures, ProjectFigures, Snapshot
from reports import briefing_tables, charts, phrases
from reports.briefing import (
    HEAD,
    NO_EDITORIAL,
    Block,
    Briefing,
    Editorial,
    Heading,
    Paragraph,
    imprint,
    number,
    numbered,
    title,
)
from reports.briefing_work import work

MOST_NEWS = 15  # projects told one by one; the tables have them all


def compose(snapshot: Snapshot, editorial: Editorial = NO_EDITORIAL) -> Briefing:
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
        if (
            money.rate is None
            or money.pro_rata is None
            or money.rate < money.pro_rata
            or totals.lagging(projects)
        ):
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
        parts.append(crew + (f"、出动机械{project.average_machines}台" if project.average_machines else ""))
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
