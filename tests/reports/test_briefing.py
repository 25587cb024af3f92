"""What the briefing says: every figure from the snapshot, nothing of our own."""

from dataclasses import replace
from decimal import Decimal

from backend.domain import totals
from backend.domain.standing import Standing
from reports.briefing import Briefing, Editorial, Figure, Heading, Paragraph
from reports.briefing_compose import MOST_NEWS, compose
from reports.table import Table, ranked
from tests.reports.sample import project, snapshot


def said(paper: Briefing) -> str:
    return "\n".join(b.lead + b.text for b in paper.blocks if isinstance(b, Paragraph))


def headings(paper: Briefing) -> list[str]:
    return [b.text for b in paper.blocks if isinstance(b, Heading)]


def tables(paper: Briefing) -> dict[str, Table]:
    return {b.caption.split("　")[1]: b for b in paper.blocks if isinstance(b, Table)}


def test_the_columns_stand_in_their_order_and_are_numbered() -> None:
    assert headings(compose(snapshot())) == [
        "一、领导走进项目",
        "二、工作动态",
        "（一）总体进展",
        "（二）责任单位完成情况",
        "（三）滞后和无进展项目",
        "（四）问题交办和督办",
        "（五）日报报送情况",
        "三、经验交流",
        "四、项目简讯",
    ]


def test_the_issue_has_its_number_in_the_year_and_its_running_number() -> None:
    assert compose(snapshot(1)).number == "2026年第10期（总第34期）"
    assert compose(snapshot(1, issue=1, total_issue=35)).number == "2026年第1期（总第35期）"


def test_the_opening_tells_the_sums_and_the_classes() -> None:
    found = snapshot()
    money, counts = totals.investment(found.projects), totals.counts(found.projects)
    text = said(compose(found)).splitlines()[0]
    assert text.startswith(
        "截至2026年10月31日，全县纳入调度的重点项目30个，年度计划投资80.03亿元，累计完成60.48亿元"
    )
    assert money.rate is not None
    assert f"{round(money.rate * 100, 1)}%，低于序时进度7.7个百分点" in text
    assert f"超前{counts[Standing.AHEAD]}个、正常{counts[Standing.ON_TRACK]}个" in text


def test_the_total_of_every_table_is_the_sum_of_its_rows() -> None:
    for count in (1, 2, 30, 90):
        for table in tables(compose(snapshot(count))).values():
            if not table.total:
                continue
            for index, value in enumerate(table.total):
                column = table.columns[index].title
                if column in {"年度计划", "累计完成", "项目数", "滞后和无进展", "应到次数", "实到次数"}:
                    rows = [row[index] for row in table.rows]
                    assert value == sum(v for v in rows if isinstance(v, int | Decimal)), (
                        table.caption,
                        column,
                    )


def test_tables_and_figures_are_counted_and_tables_fill_the_text_width() -> None:
    paper = compose(snapshot())
    assert [b.caption[:2] for b in paper.blocks if isinstance(b, Table)] == [f"表{n}" for n in range(1, 7)]
    assert [b.caption[:2] for b in paper.blocks if isinstance(b, Figure)] == ["图1", "图2"]
    for table in tables(paper).values():
        assert abs(sum(c.width for c in table.columns) - 156) < 0.6


def test_equal_figures_share_a_rank() -> None:
    shares = [Decimal("0.8115"), Decimal("0.81146"), Decimal("0.7"), None]
    assert ranked(shares) == [1, 2, 3, None]
    assert ranked([Decimal("0.8111"), Decimal("0.8114"), Decimal("0.7")]) == [1, 1, 3]


def test_a_lagging_project_is_listed_with_its_unit_and_reasons() -> None:
    table = tables(compose(snapshot()))["滞后和无进展项目清单"]
    assert len(table.rows) == 9
    assert all(row[5] in {Standing.BEHIND, Standing.STALLED} for row in table.rows)
    assert [row[5] for row in table.rows] == sorted(
        (row[5] for row in table.rows), key=lambda s: s != "stalled"
    )
    assert "连续46天无进展" in str(table.rows[0][4])


def test_unchanged_projects_are_folded_into_one_clause() -> None:
    text = said(compose(snapshot()))
    assert "3个项目状态好转" in text
    assert "其余27个项目状态没有变化" in text
    still = replace(
        snapshot(3),
        projects=tuple(replace(p, previous_standing=p.light.standing.value) for p in snapshot(3).projects),
    )
    assert "各项目推进状态没有变化" in said(compose(still))


def test_a_first_period_says_nothing_of_changes() -> None:
    first = replace(
        snapshot(3), projects=tuple(replace(p, previous_standing=None) for p in snapshot(3).projects)
    )
    assert "与上期相比" not in said(compose(first))


def test_experience_is_the_offices_text_and_facts_only() -> None:
    paper = compose(snapshot(), Editorial(experience=("县工信局实行“周调度、旬通报”。",)))
    assert "县工信局实行“周调度、旬通报”。" in said(paper)
    bare = replace(project(3), problems=())
    assert "三、经验交流" not in headings(compose(replace(snapshot(1), projects=(bare,))))


def test_news_tells_the_liveliest_projects_and_counts_the_rest() -> None:
    paper = compose(snapshot(60))
    news = [b for b in paper.blocks if isinstance(b, Paragraph) and b.lead]
    told = [p for p in snapshot(60).projects if p.breakthroughs or p.progress]
    assert len(news) == MOST_NEWS
    assert f"另有{len(told) - MOST_NEWS}个项目有新的进展" in said(paper)


def test_a_month_without_projects_is_one_sentence() -> None:
    paper = compose(snapshot(0))
    assert said(paper) == "截至2026年10月31日，全县没有纳入调度的重点项目。"
    assert len(paper.blocks) == 1


def test_without_any_plan_no_rate_is_claimed() -> None:
    bare = tuple(replace(p, annual_plan_wan=None, rate=None) for p in snapshot(4).projects)
    text = said(compose(replace(snapshot(4), projects=bare)))
    assert "均未下达年度投资计划" in text
    assert "完成年度计划的" not in text


def test_the_foot_leaves_room_for_names_and_takes_those_given() -> None:
    empty = compose(snapshot(1)).imprint
    assert empty.people.startswith("编辑：　")
    filled = compose(
        snapshot(1), Editorial(editor="甲某", reviewer="乙某", signer="丙某", copies=81, report_to="县委。")
    ).imprint
    assert filled.people == "编辑：甲某　审核：乙某　签发：丙某"
    assert (filled.copies, filled.report_to) == ("（共印81份）", "报：县委。")


def test_a_title_too_long_for_a_line_breaks_between_words() -> None:
    assert compose(snapshot(1)).title == ("清溪县重点工程建设2026年10月进展情况",)
    assert compose(snapshot(1, county="清溪高新技术产业开发区")).title == (
        "清溪高新技术产业开发区重点工程建设",
        "2026年10月进展情况",
    )
