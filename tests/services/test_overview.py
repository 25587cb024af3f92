"""What somebody sees of the projects at a glance."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pytest

from backend.domain.daily_report import Facts
from backend.domain.errors import NotFound
from backend.domain.investment import Covers
from backend.domain.people import Person, Role
from backend.domain.period import Span, period_named
from backend.domain.project import Stage
from backend.domain.standing import Standing
from backend.services import overview, plans
from backend.services.desk import Desk
from backend.storage.engine import Database
from tests import builders, cast, month_scene
from tests.counting import statements
from tests.month_scene import OPEN, PLAN, Month

NOW = "2026-09-30T12:00"


@pytest.fixture
def month(sqlite_database: Database) -> Month:
    return month_scene.played(sqlite_database)


@dataclass
class Asked:
    desk: Desk
    month: Month

    def mine(self, person: Person) -> list[overview.MineRow]:
        return overview.mine(self.desk, self.month.cast.actor(self.desk, person))

    def owed(self, person: Person) -> list[tuple[str, date, str, str]]:
        rows = overview.owed(self.desk, self.month.cast.actor(self.desk, person))
        return [(row.project, row.day, row.what, row.detail) for row in rows]


@pytest.fixture
def asked(month: Month) -> Iterator[Asked]:
    with builders.open_desk(month.database, month_scene.instant(NOW)) as desk:
        yield Asked(desk, month)


def test_a_project_with_all_there_is_to_know_of_it(month: Month) -> None:
    month.do(
        "2026-09-30T06:10", lambda desk, _: month_scene.grade(desk, period_named("2026-09-30", Span.DAY))
    )

    view = month.do(
        "2026-10-01T12:00", lambda desk, as_: overview.project(desk, as_(month.cast.office), month.hospital)
    )

    assert view.project == month.cast.hospital
    assert [person.name for person in view.team.leaders] == ["李国强", "孙东"]
    assert (view.light.standing, view.since) == (
        Standing.AHEAD,
        None,
    )  # 85 % since this morning, not graded yet
    assert (view.annual_plan_wan, view.invested_wan) == (Decimal(1000), Decimal(850))
    assert view.planned is not None
    assert view.planned.done == 2
    assert view.last is not None
    assert (view.last.day, view.last.facts.workers) == (date(2026, 10, 1), 999)
    assert view.problems == ()


def test_the_class_has_been_kept_since_the_day_it_was_given(month: Month) -> None:
    month.do(
        "2026-09-30T06:10", lambda desk, _: month_scene.grade(desk, period_named("2026-09-30", Span.DAY))
    )

    view = month.do(
        "2026-09-30T12:00", lambda desk, as_: overview.project(desk, as_(month.cast.leader), month.hospital)
    )

    assert (view.light.standing, view.since) == (Standing.ON_TRACK, date(2026, 9, 30))


def test_a_project_with_nothing_to_know_of_it(asked: Asked) -> None:
    who = asked.month.cast
    view = overview.project(asked.desk, who.actor(asked.desk, who.office), who.road.id)

    assert (view.planned, view.last, view.annual_plan_wan, view.invested_wan, view.problems) == (
        None,
        None,
        None,
        Decimal(0),
        (),
    )


def test_outside_ones_scope_there_is_no_project(asked: Asked) -> None:
    who = asked.month.cast
    for person, project in ((who.secretary, who.road), (who.stranger, who.hospital)):
        with pytest.raises(NotFound):
            overview.project(asked.desk, who.actor(asked.desk, person), project.id)


def test_ones_own_projects_come_worst_first(asked: Asked) -> None:
    who, desk = asked.month.cast, asked.desk
    for code, name, invested in (("A", "超前的", 1000), ("B", "滞后的", 100), ("C", "正常的", 750)):
        project = builders.project(desk, code, name, stage=Stage.ACTIVE)
        desk.unit.projects.set_annual_plan(project.id, 2026, Decimal(1000))
        builders.duty(desk, who.leader, Role.LEADER, project_id=project.id)
        builders.duty(desk, who.secretary, Role.SECRETARY, project_id=project.id)
        actor = who.actor(desk, who.secretary)
        month_scene.investments.invest(
            desk, actor, project.id, Decimal(invested), Covers.YEAR_TO_DATE, confirmed=True
        )

    rows = asked.mine(who.leader)

    assert [(row.project.name, row.light.standing) for row in rows] == [
        ("滞后的", Standing.BEHIND),
        (who.hospital.name, Standing.ON_TRACK),
        ("正常的", Standing.ON_TRACK),
        ("超前的", Standing.AHEAD),
    ]
    assert [(row.float_days, row.open_problems) for row in rows] == [(None, 0), (12, 0), (None, 0), (None, 0)]
    assert asked.mine(who.office) == asked.mine(who.stranger) == []


def test_reported_says_whether_today_was_told_of_and_nothing_when_nothing_is_expected(month: Month) -> None:
    def reported(at: str) -> bool | None:
        rows = month.do(at, lambda desk, as_: overview.mine(desk, as_(month.cast.secretary)))
        return rows[0].reported

    assert reported("2026-09-29T16:00") is True  # dated, not timed: that day's report is there
    assert reported("2026-09-30T16:00") is False
    assert reported("2026-10-03T16:00") is None  # a Saturday


def test_open_problems_are_counted_for_those_who_see_them(sqlite_database: Database) -> None:
    month = month_scene.opened(sqlite_database)
    month.problem("2026-09-20T17:00", "2026-09-21T09:00", OPEN, 3)

    rows = month.do(NOW, lambda desk, as_: overview.mine(desk, as_(month.cast.leader)))

    assert [row.open_problems for row in rows] == [1]


def test_what_is_owed_reports_first_then_milestones(sqlite_database: Database) -> None:
    month = month_scene.opened(sqlite_database)
    month.report("2026-10-05T17:00", date(2026, 10, 5), Facts(workers=5))

    rows = month.do("2026-10-06T12:00", lambda desk, as_: overview.owed(desk, as_(month.cast.secretary)))

    name = month.cast.hospital.name
    assert [(row.project, row.day, row.what, row.detail) for row in rows] == [
        (name, date(2026, 10, 6), "report", ""),
        (name, date(2026, 10, 2), "report", ""),
        (name, date(2026, 10, 1), "report", ""),
        (name, date(2026, 10, 2), "milestone", "施工许可"),
    ]
    leader = month.do("2026-10-06T12:00", lambda desk, as_: overview.owed(desk, as_(month.cast.leader)))
    assert leader == []


def test_a_unit_owes_what_was_issued_to_it_until_it_answers(sqlite_database: Database) -> None:
    month = month_scene.opened(sqlite_database)
    id_ = month.problem("2026-09-20T17:00", "2026-09-21T09:00", OPEN, 3)
    who, name = month.cast, month.cast.hospital.name

    def owed() -> list[overview.OwedRow]:
        return month.do(NOW, lambda desk, as_: overview.owed(desk, as_(who.contact)))

    assert owed() == [overview.OwedRow(name, date(2026, 9, 24), "problem", f"清交办〔2026〕1号 {OPEN}")]
    month.do(NOW, lambda desk, as_: month_scene.problems.acknowledge(desk, as_(who.contact), id_))
    assert len(owed()) == 1
    month.do(NOW, lambda desk, as_: month_scene.problems.answer(desk, as_(who.contact), id_, "已签约"))
    assert owed() == []


def test_a_hundred_projects_cost_as_many_statements_as_one(sqlite_database: Database) -> None:
    with builders.open_desk(sqlite_database) as desk:
        people = cast.enter(desk)
        clerk = people.actor(desk, people.office)
        plans.adopt(desk, clerk, people.hospital, PLAN, source="x")
        few = _costs(sqlite_database, desk, people)
        for n in range(100):
            project = builders.project(desk, f"P{n}", f"项目{n}", stage=Stage.ACTIVE)
            builders.duty(desk, people.secretary, Role.SECRETARY, project_id=project.id)
            plans.adopt(desk, clerk, replace(project), PLAN, source="x")

        assert _costs(sqlite_database, desk, people) == few


def _costs(database: Database, desk: Desk, people: cast.Cast) -> tuple[int, int, int]:
    secretary, office = people.actor(desk, people.secretary), people.actor(desk, people.office)
    counts = []
    for ask in (
        lambda: overview.mine(desk, secretary),
        lambda: overview.owed(desk, secretary),
        lambda: overview.views(desk, office, desk.unit.projects.all(office.scope)),
    ):
        with statements(database) as seen:
            ask()
        counts.append(len(seen))
    mine, owed, views = counts
    return mine, owed, views
