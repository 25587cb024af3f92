"""Days, revisions and investments as rows, the same on both databases."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

import pytest
from sqlalchemy import event

from backend.domain.daily_report import Facts, Origin
from backend.domain.investment import Covers, Investment
from backend.domain.people import EVERYTHING, Scope
from backend.domain.project import Stage
from backend.services.desk import Desk
from backend.storage.engine import Database
from backend.storage.site_figures import Activity, MonthFigures
from tests import builders

AT = datetime(2026, 10, 23, 9, 30, 15, 250_000, tzinfo=UTC)
DAY = date(2026, 10, 23)
FULL = Facts(
    workers=86,
    trades={"钢筋工": 50, "木工": 36},
    machines=4,
    machine_types={"挖机": 3, "吊车": 1},
    progress="屋面板吊装完成60%",
    percent=Decimal("33.35"),
    stopped=False,
    service="协调供电",
    copied=frozenset({"machines"}),
)


class Ids(NamedTuple):
    one: int
    two: int
    person: int


@pytest.fixture
def ids(database: Database) -> Ids:
    with builders.open_desk(database) as desk:
        one = builders.project(desk, "P1", "一号", region="东城", stage=Stage.ACTIVE)
        two = builders.project(desk, "P2", "二号", region="西城", stage=Stage.ACTIVE)
        return Ids(one.id, two.id, builders.person(desk, "王小明").id)


def told(desk: Desk, ids: Ids, facts: Facts, day: date = DAY, project: int | None = None) -> int:
    report_id = desk.unit.daily_reports.add(project or ids.one, day, facts, ids.person, AT, False)
    assert report_id is not None
    return report_id


def test_a_day_comes_back_as_it_was_told(database: Database, ids: Ids) -> None:
    with builders.open_desk(database) as desk:
        report_id = told(desk, ids, FULL)

    with builders.open_desk(database) as desk:
        report = desk.unit.daily_reports.of_day(ids.one, DAY, locked=True)

        assert report is not None
        assert report == desk.unit.daily_reports.by_id(report_id)
        assert (report.facts, report.filed_at, report.person_id, report.photos) == (FULL, AT, ids.person, 0)


def test_a_second_report_of_a_day_is_not_made(database: Database, ids: Ids) -> None:
    with builders.open_desk(database) as desk:
        told(desk, ids, Facts(workers=1))

        assert desk.unit.daily_reports.add(ids.one, DAY, Facts(workers=2), ids.person, AT, True) is None
        assert desk.unit.daily_reports.told(DAY, DAY) == {(ids.one, DAY)}


def test_photos_of_the_project_and_day_are_counted(database: Database, ids: Ids) -> None:
    with builders.open_desk(database) as desk:
        told(desk, ids, FULL)
        for project, day in (
            (ids.one, DAY),
            (ids.one, DAY),
            (ids.two, DAY),
            (ids.one, DAY - timedelta(1)),
            (None, DAY),
        ):
            desk.unit.photos.add(project, day, ids.person, "console", "m", AT)
        report = desk.unit.daily_reports.of_day(ids.one, DAY)

        assert report is not None
        assert report.photos == 2


def test_revisions_keep_what_was_said_and_what_was_there_before(database: Database, ids: Ids) -> None:
    with builders.open_desk(database) as desk:
        books = desk.unit.daily_reports
        report_id = told(desk, ids, FULL)
        books.add_revision(report_id, Origin.REPORT, "工人86", FULL, None, ids.person, AT)
        books.add_revision(report_id, Origin.CORRECTION, "更正", Facts(workers=85), FULL, ids.person, AT)
        first, second = books.revisions(report_id)

        assert (first.facts, first.before, first.text) == (FULL, None, "工人86")
        assert (second.origin, second.facts, second.before) == (Origin.CORRECTION, Facts(workers=85), FULL)


def test_what_is_taken_back_is_of_one_person_and_one_instant(database: Database, ids: Ids) -> None:
    later = AT + timedelta(minutes=5)
    with builders.open_desk(database) as desk:
        books = desk.unit.daily_reports
        other = builders.person(desk, "赵阳").id
        one, two = told(desk, ids, Facts(workers=1)), told(desk, ids, Facts(workers=2), project=ids.two)
        for report_id, person, at in (
            (one, ids.person, AT),
            (one, ids.person, later),
            (two, ids.person, later),
            (two, other, later),
        ):
            books.add_revision(report_id, Origin.REPORT, "", Facts(workers=1), None, person, at)

        assert books.projects_told(ids.person, AT, AT) == (AT, {ids.one})
        assert books.projects_told(ids.person, AT, later) == (later, {ids.one, ids.two})
        assert books.last_at(ids.person, AT) == later
        assert [r.report_id for r in books.take_back(ids.person, later, later)] == [one, two]
        assert books.take_back(ids.person, later, later) == []
        assert books.last_at(ids.person, AT) == AT
        assert books.last_at(ids.person, later) is None
        assert books.projects_told(other, later, later) == (later, {ids.two})
        assert books.projects_told(other, AT, AT) is None


def test_a_removed_day_leaves_nothing(database: Database, ids: Ids) -> None:
    with builders.open_desk(database) as desk:
        books = desk.unit.daily_reports
        report_id = told(desk, ids, FULL)
        books.add_revision(report_id, Origin.REPORT, "", FULL, None, ids.person, AT)
        books.remove(report_id)

        assert books.of_day(ids.one, DAY) is None
        assert books.revisions(report_id) == []


def test_the_last_report_before_a_day_is_looked_for_only_so_far_back(database: Database, ids: Ids) -> None:
    with builders.open_desk(database) as desk:
        told(desk, ids, Facts(workers=1), DAY - timedelta(8))
        told(desk, ids, Facts(workers=2), DAY - timedelta(3))
        told(desk, ids, Facts(workers=3), DAY)
        found = desk.unit.daily_reports.last_before(ids.one, DAY, DAY - timedelta(7))

        assert found is not None
        assert found.facts.workers == 2
        assert desk.unit.daily_reports.last_before(ids.one, DAY - timedelta(3), DAY - timedelta(7)) is None


def test_a_list_stays_inside_the_scope_and_comes_in_pages(database: Database, ids: Ids) -> None:
    with builders.open_desk(database) as desk:
        books = desk.unit.daily_reports
        mine = [told(desk, ids, FULL, DAY - timedelta(n)) for n in range(5)]
        told(desk, ids, FULL, project=ids.two)
        east = Scope(regions=frozenset({"东城"}))
        page = books.listing(east, limit=3)
        rest = books.listing(east, after=page.next or 0, limit=3)

        assert [r.id for r in page.items] + [r.id for r in rest.items] == mine
        assert (page.total, rest.total, rest.next) == (5, 5, None)
        assert books.listing(Scope()).items == ()
        assert books.listing(EVERYTHING).total == 6
        assert books.listing(east, project_id=ids.two).total == 0
        assert books.listing(EVERYTHING, first=DAY - timedelta(1), last=DAY - timedelta(1)).total == 1


def test_the_last_day_of_every_project_up_to_a_day(database: Database, ids: Ids) -> None:
    with builders.open_desk(database) as desk:
        for day in (DAY - timedelta(9), DAY - timedelta(2), DAY + timedelta(1)):
            told(desk, ids, FULL, day)

        assert desk.unit.daily_reports.last_days(DAY) == {ids.one: DAY - timedelta(2)}


def test_the_month_adds_up_for_every_project(database: Database, ids: Ids) -> None:
    first, last = date(2026, 10, 1), date(2026, 10, 31)
    with builders.open_desk(database) as desk:
        books = desk.unit.daily_reports
        told(desk, ids, Facts(workers=99, progress="九月", percent=Decimal(9)), date(2026, 9, 30))
        told(
            desk,
            ids,
            Facts(workers=10, machines=3, progress="基础完成", percent=Decimal("20.5")),
            date(2026, 10, 2),
        )
        told(desk, ids, Facts(workers=11, progress="一层浇筑"), date(2026, 10, 8))
        books.add(ids.one, date(2026, 10, 9), Facts(machines=4), ids.person, AT, True)
        told(desk, ids, Facts(workers=99, progress="十一月"), date(2026, 11, 1))
        told(desk, ids, Facts(stopped=True), last, project=ids.two)

        assert books.month_figures(first, last) == {
            ids.one: MonthFigures(3, 1, 21, 11, 4, "一层浇筑", date(2026, 10, 8), Decimal("20.5")),
            ids.two: MonthFigures(1, 0, 0, 0, 0, "", None, None),
        }
        assert books.month_figures(date(2025, 1, 1), date(2025, 1, 31)) == {}


def test_signs_of_life_are_workers_new_texts_and_figures(database: Database, ids: Ids) -> None:
    def day(n: int) -> date:
        return date(2026, 10, n)

    with builders.open_desk(database) as desk:
        told(desk, ids, Facts(workers=5, progress="基础完成"), day(1))
        told(desk, ids, Facts(workers=0, progress="一层浇筑"), day(2))
        told(desk, ids, Facts(progress="一层浇筑"), day(3))  # the same again is not news
        told(desk, ids, Facts(progress="旧话", copied=frozenset({"progress"})), day(4))
        told(desk, ids, Facts(progress="停工", stopped=True), day(5))
        told(desk, ids, Facts(workers=5, progress="二层浇筑"), day(20))
        stated = Investment(0, ids.two, date(2026, 10, 1), Covers.MONTH, Decimal(5), ids.person, AT)
        desk.unit.investments.add(stated)
        found = desk.unit.daily_reports.activity(day(10), AT + timedelta(1))

        assert found == {ids.one: Activity(day(1), day(2), None), ids.two: Activity(None, None, AT)}
        assert desk.unit.daily_reports.activity(day(10), AT)[ids.two] == Activity(None, None, None)


def test_figures_come_back_exact_and_by_project(database: Database, ids: Ids) -> None:
    def entry(project: int, month: date, wan: str) -> Investment:
        return Investment(0, project, month, Covers.MONTH, Decimal(wan), ids.person, AT, "原话")

    with builders.open_desk(database) as desk:
        books = desk.unit.investments
        one = books.add(entry(ids.one, date(2026, 1, 1), "1234.567891"))
        two = books.add(entry(ids.two, date(2026, 12, 1), "0"))
        books.add(entry(ids.one, date(2025, 12, 1), "7"))

        assert books.of_year(2026) == {ids.one: [one], ids.two: [two]}
        assert books.of_year(2026, [ids.two]) == {ids.two: [two]}
        assert books.of_project(ids.one, 2026) == [one]
        assert books.last_at(ids.person, AT) == AT
        assert len(books.take_back(ids.person, AT, AT)) == 3
        assert books.of_year(2026) == {}
        assert books.last_at(ids.person, AT) is None


def test_the_number_of_statements_does_not_grow_with_the_projects(database: Database, ids: Ids) -> None:
    with builders.open_desk(database) as desk:
        for n in range(60):
            project = builders.project(desk, f"N{n}", f"项目{n}")
            told(desk, ids, FULL, project=project.id)
        seen: list[str] = []
        event.listen(database.engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
        desk.unit.daily_reports.month_figures(DAY, DAY)
        desk.unit.daily_reports.activity(DAY, AT)
        desk.unit.daily_reports.last_days(DAY)
        desk.unit.investments.of_year(2026)

    assert len(seen) == 4
