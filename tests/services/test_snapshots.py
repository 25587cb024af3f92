"""The month's figures against figures worked out by hand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from backend.domain.people import Actor, Person, Role
from backend.domain.period import Period, Span, period_named
from backend.domain.project import Stage
from backend.domain.snapshot import (
    LeaderFigures,
    MilestoneFigure,
    MilestoneState,
    PhotoFigure,
    ProblemFigure,
    ProjectFigures,
    Snapshot,
)
from backend.domain.workdays import Workdays, YearNotice
from backend.services import plans, snapshots
from backend.services.desk import Desk
from backend.storage.engine import Database
from tests import builders, cast, month_scene
from tests.counting import statements
from tests.month_scene import FIRST_PHOTO, LAST_PHOTO, OPEN, PLAN, SEPTEMBER, SOLVED, Month


@pytest.fixture
def month(sqlite_database: Database) -> Month:
    return month_scene.played(sqlite_database)


def composed(month: Month, at: str = "2026-10-01T07:40", period: Period = SEPTEMBER) -> Snapshot:
    return month.do(at, lambda desk, _: snapshots.compose(desk, period, 9, 21))


def september(day: int) -> date:
    return date(2026, 9, day)


def test_every_figure_of_the_month(month: Month) -> None:
    hospital, road = composed(month).projects

    assert hospital == ProjectFigures(
        id=month.hospital,
        code="QX-001",
        name="清溪县人民医院迁建项目",
        region="东城",
        sector="社会事业",
        stage="active",
        unit="区卫健局",
        leaders=("李国强", "孙东"),
        secretary="王小明",
        total_wan=Decimal(68000),
        annual_plan_wan=Decimal(1000),
        month_invested_wan=Decimal(150),
        year_invested_wan=Decimal(750),
        rate=Decimal("0.75"),
        pro_rata=Decimal("0.75"),
        light=hospital.light,
        previous_standing="behind",
        target=date(2027, 12, 31),
        # The pit, begun on the 16th, needs to the end of the month; then 10 and 20 working days.
        finish=date(2026, 11, 11),
        float_days=12,
        milestones=(
            MilestoneFigure(
                1, "施工许可", date(2026, 10, 2), september(15), september(15), MilestoneState.DONE
            ),
            MilestoneFigure(
                2,
                "出±0.00",
                date(2026, 10, 30),
                date(2026, 10, 14),
                None,
                MilestoneState.PLANNED,
                critical=True,
            ),
            MilestoneFigure(
                3, "封顶", date(2026, 11, 27), date(2026, 11, 11), None, MilestoneState.PLANNED, critical=True
            ),
        ),
        report_days=3,
        expected_days=21,  # 22 working days, nobody there on one
        late_reports=1,
        worker_days=180,  # 50 + 70 + 60
        average_workers=60,
        average_machines=6,  # 4 and 7, the day without a number left out
        leader_visits=4,  # the leader's 3 days (two check-ins on one), the region's leader's one
        leader_visits_expected=8,  # twice a week, four weeks end in September
        secretary_visits=1,
        progress="主体三层",
        percent=Decimal(45),
        breakthroughs=("“施工许可”节点按期完成", f"“{SOLVED}”问题办结销号"),
        problems=(
            ProblemFigure(
                "清交办〔2026〕1号",
                SOLVED,
                "utilities",
                "区卫健局",
                "closed",
                september(2),
                september(10),
                september(9),
            ),
            ProblemFigure(
                "清交办〔2026〕2号",
                OPEN,
                "utilities",
                "区卫健局",
                "issued",
                september(20),
                september(24),
                None,
                6,
            ),
        ),
        photos=(PhotoFigure(FIRST_PHOTO, september(1)), PhotoFigure(LAST_PHOTO, september(29))),
        seats_empty=(),
    )
    assert hospital.light.standing.value == "on_track"
    assert [(reason.code, dict(reason.facts)) for reason in hospital.light.reasons] == [
        ("on_plan", {"plan": "75.0%", "done": "75.0%", "points": "0.0"}),
        ("milestones_on_time", {"done": "1", "total": "3"}),
    ]
    assert road == ProjectFigures(
        id=month.cast.road.id,
        code="QX-002",
        name="环城东路改造工程",
        region="西城",
        sector="",
        stage="preparing",
        unit="",
        leaders=(),
        secretary="",
        total_wan=None,
        annual_plan_wan=None,
        month_invested_wan=Decimal(0),
        year_invested_wan=Decimal(0),
        rate=None,
        pro_rata=Decimal("0.75"),
        light=road.light,
        previous_standing="on_track",
        target=date(2027, 12, 31),
        finish=None,
        float_days=None,
        milestones=(),
        report_days=0,
        expected_days=0,
        late_reports=0,
        worker_days=0,
        average_workers=0,
        average_machines=0,
        leader_visits=0,
        leader_visits_expected=0,
        secretary_visits=0,
        progress="",
        percent=None,
        breakthroughs=(),
        problems=(),
        seats_empty=("leader", "secretary", "unit"),
    )


def test_the_head_of_the_month_and_its_leaders(month: Month) -> None:
    found = composed(month)

    assert replace(found, projects=(), leaders=(), rule_text="") == Snapshot(
        key="2026-09",
        first=september(1),
        cutoff=september(30),
        office="清溪县重点项目建设办公室",
        county="清溪县",
        issue=9,
        total_issue=21,
        rule="four-classes@2026.1",
        rule_text="",
        provisional_from=None,
        projects=(),
        leaders=(),
        published=date(2026, 10, 1),
    )
    assert "序时进度" in found.rule_text
    ids = (month.hospital,)
    assert found.leaders == (
        LeaderFigures(month.cast.leader.id, "李国强", "副县长", ids, 4, 8),
        LeaderFigures(month.cast.region_leader.id, "孙东", "区长", ids, 4, 8),
    )


def test_composed_weeks_later_it_says_the_same(month: Month) -> None:
    late = composed(month, "2026-11-20T12:00")

    assert replace(late, published=date(2026, 10, 1)) == composed(month)


def test_the_seats_are_those_of_the_months_last_day(month: Month) -> None:
    def hand_over(desk: Desk, _: object) -> None:
        [duty] = [d for d in desk.unit.people.duties_for([month.hospital]) if d.role is Role.SECRETARY]
        desk.unit.people.end_duty(duty.id, september(30))
        after = builders.person(desk, "新秘书")
        builders.duty(desk, after, Role.SECRETARY, project_id=month.hospital, since=date(2026, 10, 1))

    month.do("2026-10-01T07:00", hand_over)

    hospital = composed(month).projects[0]
    assert (hospital.secretary, hospital.seats_empty) == ("王小明", ())


@pytest.mark.parametrize(
    ("key", "weeks"),
    [("2026-09", 4), ("2026-08", 5), ("2026-11", 5), ("2027-02", 4)],
)
def test_a_week_belongs_to_the_month_its_sunday_lies_in(
    sqlite_database: Database, key: str, weeks: int
) -> None:
    month = month_scene.opened(sqlite_database)

    found = composed(month, "2027-03-01T07:40", period_named(key, Span.MONTH))

    assert found.projects[0].leader_visits_expected == 2 * weeks


def test_dates_in_a_year_without_a_notice_are_marked_from_its_first_day(month: Month) -> None:
    calendar = Workdays(lambda year: YearNotice(year, "test", provisional=year > 2026))

    def deed(desk: Desk, as_: Callable[[Person], Actor]) -> Snapshot:
        plan = replace(PLAN, target=date(2027, 6, 30))
        office, leader = as_(month.cast.office), month.cast.leader
        plans.adopt(desk, office, month.cast.hospital, plan, source="x", reason="跨年", approver=leader)
        return snapshots.compose(replace(desk, calendar=calendar), SEPTEMBER, 1, 1)

    assert month.do("2026-10-01T07:40", deed).provisional_from == date(2027, 1, 1)


def test_an_office_without_projects_has_empty_papers(sqlite_database: Database) -> None:
    with builders.open_desk(sqlite_database) as desk:
        found = snapshots.compose(desk, SEPTEMBER, 1, 1)

    assert (found.projects, found.leaders, found.provisional_from) == ((), (), None)


def test_a_hundred_projects_cost_as_many_statements_as_one(sqlite_database: Database) -> None:
    with builders.open_desk(sqlite_database) as desk:
        people = cast.enter(desk)
        with statements(sqlite_database) as few:
            snapshots.compose(desk, SEPTEMBER, 1, 1)
        clerk = people.actor(desk, people.office)
        for n in range(100):
            project = builders.project(desk, f"P{n}", f"项目{n}", stage=Stage.ACTIVE, region="东城")
            builders.duty(desk, people.leader, Role.LEADER, project_id=project.id)
            plans.adopt(desk, clerk, project, PLAN, source="x")
        with statements(sqlite_database) as many:
            assert len(snapshots.compose(desk, SEPTEMBER, 1, 1).projects) == 102

    assert len(many) - len(few) <= 2  # the steps and links of plans, which nobody had before
