"""What is due and overdue, who is reminded, and what a month's papers say of problems."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from backend.domain.moment import Moment
from backend.domain.notice import OverdueEntry, OverdueList, ProblemDue
from backend.domain.people import Role
from backend.domain.snapshot import ProblemFigure
from backend.services import problem_deadlines, problems
from backend.storage.engine import Database
from tests import builders
from tests.problem_scene import TEXT, Scene, enter

FRIDAY = date(2026, 7, 17)
MONDAY = date(2026, 7, 20)


@pytest.fixture
def scene(sqlite_database: Database) -> Iterator[Scene]:
    with builders.open_desk(sqlite_database) as desk:
        yield enter(desk)


def test_due_soon_counts_working_days_and_overdue_the_calendars(scene: Scene) -> None:
    problem = scene.issued(working_days=3)  # until Monday
    desk = scene.desk

    assert problem_deadlines.due_soon(desk, date(2026, 7, 15)) == []
    [due] = problem_deadlines.due_soon(desk, date(2026, 7, 16))
    assert (due.problem, due.project, due.unit, due.days) == (
        problem,
        scene.cast.hospital,
        scene.cast.bureau,
        4,
    )
    assert [d.days for d in problem_deadlines.due_soon(desk, MONDAY)] == [0]
    assert problem_deadlines.overdue(desk, MONDAY) == []
    [late] = problem_deadlines.overdue(desk, MONDAY + timedelta(days=3))
    assert late.days == -3
    assert problem_deadlines.due_soon(desk, MONDAY + timedelta(days=3)) == []


def test_the_longest_overdue_comes_first_and_what_waits_for_the_office_is_not_overdue(scene: Scene) -> None:
    short = scene.issued("甲问题甲", working_days=5)
    long = scene.issued("乙问题乙", working_days=1)
    returned = scene.issued("丙问题丙", working_days=1)
    problems.return_(scene.desk, scene.contact, returned.id, "不属我局")

    late = problem_deadlines.overdue(scene.desk, date(2026, 8, 31))

    assert [due.problem for due in late] == [long, short]


def test_reminders_reach_the_unit_and_the_office_once_a_day(scene: Scene) -> None:
    problem = scene.issued(working_days=3)
    who, number = scene.cast, "清交办〔2026〕1号"
    assert problem_deadlines.remind(scene.desk, FRIDAY) == 1
    assert problem_deadlines.remind(scene.desk, FRIDAY) == 0
    assert scene.heard(who.contact)[-1] == ProblemDue(number, who.hospital.name, TEXT, MONDAY, 3)

    tuesday = MONDAY + timedelta(days=1)
    assert problem_deadlines.remind(scene.desk, tuesday) == 3, "the unit, the office, the administrator"

    assert scene.heard(who.contact)[-1].days == -1
    entry = OverdueEntry(number, who.hospital.name, "区卫健局", problem.text, MONDAY, 1)
    assert scene.heard(who.office)[-1] == OverdueList(tuesday, (entry,))
    assert problem_deadlines.remind(scene.desk, tuesday) == 0


def test_a_clerk_for_one_region_hears_of_that_regions_only(scene: Scene) -> None:
    desk, who = scene.desk, scene.cast
    east, west = (builders.person(desk, name, account=name) for name in ("东城专干", "西城专干"))
    builders.duty(desk, east, Role.OFFICE, region="东城")
    builders.duty(desk, west, Role.OFFICE, region="西城")
    scene.issued(working_days=1)
    problems.raise_and_issue(desk, scene.office, who.road.id, "管线未探明", who.bureau.id, 1)

    problem_deadlines.remind(desk, MONDAY)

    [heard_east] = [n for n in scene.heard(east) if isinstance(n, OverdueList)]
    [heard_west] = [n for n in scene.heard(west) if isinstance(n, OverdueList)]
    [heard_all] = [n for n in scene.heard(who.office) if isinstance(n, OverdueList)]
    assert [e.project for e in heard_east.entries] == [who.hospital.name]
    assert [e.project for e in heard_west.entries] == [who.road.name]
    assert len(heard_all.entries) == 2


def test_nothing_due_tells_nobody(scene: Scene) -> None:
    assert problem_deadlines.remind(scene.desk, MONDAY) == 0
    assert problem_deadlines.of_projects(scene.desk, [], MONDAY, MONDAY) == {}


def test_a_months_figures_are_as_of_its_last_minute_here(scene: Scene) -> None:
    closed = scene.answered()
    problems.close(scene.desk, scene.office, closed.id)
    open_ = scene.issued("施工便道被堵", working_days=5)  # until 22 July
    problems.withdraw(scene.desk, scene.secretary, scene.raised("误报的问题").id, "误报")
    scene.desk = replace(
        scene.desk,
        moment=Moment(
            scene.desk.moment.on(date(2026, 8, 1), scene.desk.moment.local.time()), scene.desk.moment.zone
        ),
    )
    problems.acknowledge(scene.desk, scene.contact, open_.id)
    scene.raised("八月的问题")

    def month(first: date, last: date) -> tuple[ProblemFigure, ...]:
        ids = [scene.cast.hospital.id, scene.cast.road.id]
        return problem_deadlines.of_projects(scene.desk, ids, first, last).get(ids[0], ())

    july = month(date(2026, 7, 1), date(2026, 7, 31))
    raised, deadline = date(2026, 7, 15), date(2026, 7, 22)
    assert july == (
        ProblemFigure("清交办〔2026〕1号", TEXT, "utilities", "区卫健局", "closed", raised, deadline, raised),
        ProblemFigure(
            "清交办〔2026〕2号", "施工便道被堵", "utilities", "区卫健局", "issued", raised, deadline, None, 9
        ),
    )
    assert month(date(2026, 6, 1), date(2026, 6, 30)) == ()
    assert [f.text for f in month(date(2026, 8, 1), date(2026, 8, 31))] == ["施工便道被堵", "八月的问题"]
