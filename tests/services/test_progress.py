"""How far a plan has come, and what comes next, from the database. Weekdays are working days here."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from backend.domain.errors import Invalid, NotFound
from backend.domain.investment import Covers
from backend.domain.moment import Moment
from backend.domain.plan import Link, Plan, Step
from backend.domain.project import Project, Stage
from backend.services import baselines, investments, plans, progress
from backend.services.desk import Desk
from backend.services.progress_charts import curve_chart, line_chart
from backend.storage.engine import Database
from tests import builders, cast
from tests.cast import Cast
from tests.counting import statements

TODAY = date(2026, 7, 15)  # a Wednesday
D = Decimal
PLAN = Plan(
    start=date(2026, 6, 1),
    target=date(2026, 8, 28),
    steps=(
        Step("permit", "施工许可", 10, milestone=True, weight=D(10)),
        Step("pit", "基坑", 10, (Link("permit"),), weight=D(30), owner="中铁十局"),
        Step("ground", "出±0.00", 10, (Link("pit"),), milestone=True, weight=D(30)),
        Step("roof", "封顶", 20, (Link("ground"),), milestone=True, weight=D(30)),
    ),
)
# Planned: permit 1–12 June, pit 15–26 June, ground 29 June–10 July, roof 13 July–7 August; 15 days to spare.


@dataclass
class Office:
    desk: Desk
    cast: Cast

    def adopt(self, plan: Plan = PLAN, project: Project | None = None) -> None:
        clerk = self.cast.actor(self.desk, self.cast.office)
        plans.adopt(
            self.desk,
            clerk,
            project or self.cast.hospital,
            plan,
            source="模板",
            reason="工期调整",
            approver=clerk.person,
        )

    def baseline(self, version: int) -> None:
        clerk = self.cast.actor(self.desk, self.cast.office)
        baselines.baseline(
            self.desk, clerk, self.cast.hospital, version, "年初", self.cast.leader, "年初下达"
        )

    def finish(self, name: str, day: date) -> None:
        secretary = self.cast.actor(self.desk, self.cast.secretary)
        plans.finish(self.desk, secretary, self.cast.hospital, name, day)

    def progress(self, day: date | None = None) -> progress.Progress:
        return progress.progress(self.desk, self.cast.hospital, day)

    def sleep(self, days: int) -> None:
        moment = Moment(self.desk.moment.at + timedelta(days=days), self.desk.moment.zone)
        self.desk = replace(self.desk, moment=moment)


@pytest.fixture
def office(database: Database) -> Iterator[Office]:
    with builders.open_desk(database) as desk:
        yield Office(desk, cast.enter(desk))


def stands(found: progress.Progress) -> dict[str, int]:
    return {point.step.id: point.days for point in found.points}


def test_progress_is_held_against_the_plan_as_if_nothing_had_happened(office: Office) -> None:
    office.adopt()
    office.finish("施工许可", date(2026, 6, 12))
    office.finish("出±0.00", date(2026, 7, 14))  # with the pit, two working days late

    found = office.progress()

    assert stands(found) == {"permit": 0, "pit": 0, "ground": 0, "roof": -2}
    assert [p.finished_late for p in found.points] == [0, 12, 2, 0]
    assert (found.planned.finish, found.current.finish) == (date(2026, 8, 7), date(2026, 8, 11))
    assert (found.curve.planned, found.curve.earned) == (D("0.73"), D("0.7"))
    assert found.still.step is not None
    assert (found.still.step.name, found.still.days) == ("封顶", 13)


def test_a_past_day_does_not_know_what_came_after_it(office: Office) -> None:
    office.adopt()
    office.finish("施工许可", date(2026, 6, 12))
    office.finish("出±0.00", date(2026, 7, 10))

    found = office.progress(date(2026, 6, 17))

    assert stands(found) == {"permit": 0, "pit": 0, "ground": 0, "roof": 0}
    assert found.points[1].done_share == D("0.2")
    assert max(p.day for p in found.curve.points if p.earned is not None) == date(2026, 6, 17)


def test_a_baseline_says_what_was_planned(office: Office) -> None:
    office.adopt()
    office.adopt(replace(PLAN, start=date(2026, 6, 15)))
    office.finish("施工许可", date(2026, 6, 26))
    assert stands(office.progress(date(2026, 6, 29)))["pit"] == 0

    office.baseline(1)

    assert stands(office.progress(date(2026, 6, 29)))["pit"] == -10


def test_money_follows_the_plan_and_what_was_stated(office: Office) -> None:
    project = replace(office.cast.hospital, total_wan=D(1000), start=PLAN.start)
    office.desk.unit.projects.update(project)
    office.cast = replace(office.cast, hospital=project)
    office.adopt()
    secretary = office.cast.actor(office.desk, office.cast.secretary)
    investments.invest(
        office.desk, secretary, project.id, D(120), Covers.YEAR_TO_DATE, date(2026, 6, 1), confirmed=True
    )

    money = {point.day: point for point in office.progress().money}

    assert (money[date(2026, 6, 30)].planned, money[date(2026, 6, 30)].invested) == (D("460.00"), D(120))
    assert (money[date(2026, 8, 31)].planned, money[date(2026, 8, 31)].invested) == (D("1000.00"), None)
    panels = curve_chart(office.progress()).panels
    assert [panel.in_wan for panel in panels] == [False, True]
    assert panels[1].done_now == D(120)


def test_without_money_there_is_one_curve(office: Office) -> None:
    office.adopt()
    found = office.progress()
    assert found.money == ()
    assert len(curve_chart(found).panels) == 1
    assert line_chart(found).title.source == "计划第1版，目标2026年8月28日"


def test_no_plan_and_days_to_come_are_refused(office: Office) -> None:
    with pytest.raises(NotFound) as missing:
        office.progress()
    office.adopt()
    with pytest.raises(Invalid) as early:
        office.progress(TODAY + timedelta(days=1))
    assert (missing.value.code, early.value.code) == ("plan_missing", "day_in_future")


# --- the look ahead


def test_the_office_looks_ahead_over_all_projects_overdue_first_with_owners(office: Office) -> None:
    office.adopt()
    office.adopt(replace(PLAN, start=TODAY, target=date(2026, 9, 30)), office.cast.road)

    found = progress.looked_ahead(office.desk, [office.cast.hospital, office.cast.road], 7)

    said = [(row.project.code, row.coming.row.step.name, row.coming.days, row.owner) for row in found.rows]
    # The hospital's permit should have been finished by 3 July and nobody told; the road's begins
    # today by the forecast and has six days to spare.
    assert said == [
        ("QX-001", "施工许可", -8, "区卫健局"),
        ("QX-001", "基坑", -7, "中铁十局"),
        ("QX-001", "出±0.00", 3, "区卫健局"),
        ("QX-002", "施工许可", 6, ""),
    ]
    assert set(found.stills) == {office.cast.hospital.id, office.cast.road.id}
    assert found.stills[office.cast.road.id].days == 6


def test_projects_at_rest_or_finished_are_left_in_peace(office: Office) -> None:
    office.adopt()
    for stage in (Stage.SUSPENDED, Stage.COMPLETED):
        assert progress.looked_ahead(office.desk, [replace(office.cast.hospital, stage=stage)], 30).rows == ()


@pytest.mark.parametrize("days", [0, 367])
def test_nobody_looks_ahead_for_no_day_or_for_years(office: Office, days: int) -> None:
    with pytest.raises(Invalid) as refused:
        progress.looked_ahead(office.desk, [office.cast.hospital], days)
    assert (refused.value.code, refused.value.facts["limit"]) == ("days_out_of_range", 366)


def test_pages_follow_one_another(office: Office) -> None:
    office.adopt()
    found = progress.looked_ahead(office.desk, [office.cast.hospital], 60)
    first, then = progress.page_of(found, 0, 3)
    rest, end = progress.page_of(found, then or 0, 3)
    assert (len(first), then, len(rest), end) == (3, 3, 1, None)
    assert first + rest == found.rows
    assert progress.page_of(found, 400, 3) == ((), None)


def test_a_hundred_plans_cost_as_many_statements_as_one(sqlite_database: Database) -> None:
    with builders.open_desk(sqlite_database) as desk:
        people = cast.enter(desk)
        many = [builders.project(desk, f"P{n}", f"项目{n}") for n in range(100)]
        clerk = people.actor(desk, people.office)
        for project in many:
            plans.adopt(desk, clerk, project, PLAN, source="模板")
        with statements(sqlite_database) as one:
            progress.looked_ahead(desk, many[:1], 30)
        with statements(sqlite_database) as hundred:
            assert len(progress.looked_ahead(desk, many, 30).stills) == 100

    assert len(one) == len(hundred)


def test_next_year_begins_another_page_of_money(office: Office) -> None:
    office.desk = replace(
        office.desk, moment=Moment(datetime(2027, 2, 1, 4, tzinfo=UTC), office.desk.moment.zone)
    )
    office.desk.unit.projects.set_annual_plan(office.cast.hospital.id, 2026, D(600))
    office.adopt()
    money = office.progress().money
    assert (money[-1].planned, money[-1].invested) == (D("600.00"), D(0))
