"""What the clock makes the office say, and that it is said once."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from backend.domain.daily_report import Facts
from backend.domain.notice import (
    DispatchEntry,
    MissingList,
    MissingReminder,
    Notice,
    ProblemDue,
    TenDayDispatch,
    VisitShortfall,
    VisitShortfallEntry,
)
from backend.domain.people import Leave, Person, Role
from backend.domain.period import Period, Span, period_of
from backend.domain.plan import Plan, Step
from backend.domain.project import Project, Stage
from backend.domain.standing import Light, Standing
from backend.domain.visit import SiteVisit
from backend.services import daily_reports, plans, problems, reminders
from backend.services.runs import Work
from backend.storage.engine import Database
from backend.storage.mailbox import decode_notice
from backend.storage.tables import outbox
from tests import builders, cast
from tests.cast import Cast
from tests.jobs.office import Office

FRIDAY = date(2026, 11, 20)
WEEK = period_of(FRIDAY, Span.WEEK)


@pytest.fixture
def office(sqlite_database: Database) -> Office:
    """Friday, 20 November 2026, half past five."""
    return Office(sqlite_database, "2026-11-20T17:30")


@pytest.fixture
def who(office: Office) -> Cast:
    with office.open_desk() as desk:
        return cast.enter(desk)


class Told:
    """Does a job and reads what it queued; twice, since the second time must say nothing new."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def __call__(self, work: Work, period: Period) -> list[tuple[str, Notice]]:
        before = self.rows()
        self.do(work, period)
        after = self.rows()
        self.do(work, period)
        assert self.rows() == after
        return after[len(before) :]

    def do(self, work: Work, period: Period) -> None:
        with self.office.open_desk() as desk:
            work(desk, period)

    def rows(self) -> list[tuple[str, Notice]]:
        with self.office.database.reading() as connection:
            rows = connection.execute(select(outbox).order_by(outbox.c.id)).all()
        return [(row.account, decode_notice(row.kind, row.payload)) for row in rows]


@pytest.fixture
def told(office: Office) -> Told:
    return Told(office)


def day(day: date = FRIDAY) -> Period:
    return period_of(day, Span.DAY)


def report(office: Office, who: Cast, project: Project, day: date = FRIDAY) -> None:
    with office.open_desk() as desk:
        actor = who.actor(desk, who.office)
        daily_reports.file(desk, actor, project.id, day, Facts(workers=5), "5人")


def another(office: Office, code: str, name: str, secretary: Person | None = None, **rest: Any) -> Project:
    with office.open_desk() as desk:
        project = builders.project(desk, code, name, stage=Stage.ACTIVE, **rest)
        if secretary is not None:
            builders.duty(desk, secretary, Role.SECRETARY, project_id=project.id)
    return project


# ---- reminding the silent


def test_a_silent_secretary_is_reminded_once_with_all_own_projects(
    office: Office, who: Cast, told: Told
) -> None:
    another(office, "QX-009", "城北小学扩建项目", who.secretary, region="东城")

    assert told(reminders.remind_missing, day()) == [
        ("wang", MissingReminder(FRIDAY, ("清溪县人民医院迁建项目", "城北小学扩建项目"), "18:30"))
    ]


def test_who_has_reported_is_left_in_peace(office: Office, who: Cast, told: Told) -> None:
    report(office, who, who.hospital)

    assert told(reminders.remind_missing, day()) == []


def test_the_deputy_is_reminded_while_the_secretary_is_away(office: Office, who: Cast, told: Told) -> None:
    with office.open_desk() as desk:
        desk.unit.people.add_leave(Leave(who.secretary.id, FRIDAY, FRIDAY))

    assert [account for account, _ in told(reminders.remind_missing, day())] == ["zhao"]


def test_nobody_is_reminded_on_a_day_off_but_of_a_site_that_works_on(
    office: Office, who: Cast, told: Told
) -> None:
    saturday = FRIDAY + timedelta(days=1)
    office.set("2026-11-21T17:30")
    assert told(reminders.remind_missing, day(saturday)) == []

    another(office, "QX-009", "跨河大桥工程", who.secretary, seven_day=True)
    assert told(reminders.remind_missing, day(saturday)) == [
        ("wang", MissingReminder(saturday, ("跨河大桥工程",), "18:30"))
    ]


@pytest.mark.parametrize("now", ["2026-11-20T18:30", "2026-11-21T08:00"])
def test_after_the_deadline_a_reminder_comes_too_late(
    office: Office, who: Cast, told: Told, now: str
) -> None:
    office.set(now)

    assert told(reminders.remind_missing, day()) == []


# ---- telling the office


def test_the_office_hears_who_is_missing(office: Office, who: Cast, told: Told) -> None:
    school = another(office, "QX-009", "城北小学扩建项目", region="东城")
    report(office, who, another(office, "QX-010", "污水厂提标改造工程", who.stranger))
    office.set("2026-11-20T18:40")

    lists = dict(told(reminders.list_missing, day()))

    assert lists.keys() == {"chen", "admin"}
    assert lists["chen"] == lists["admin"]
    assert isinstance(lists["chen"], MissingList)
    assert (lists["chen"].expected, lists["chen"].received) == (3, 1)
    assert {(entry.project, entry.secretary) for entry in lists["chen"].missing} == {
        ("清溪县人民医院迁建项目", "王小明"),
        (school.name, ""),
    }


def test_the_office_hears_that_all_have_reported(office: Office, who: Cast, told: Told) -> None:
    report(office, who, who.hospital)
    office.set("2026-11-20T18:40")

    assert told(reminders.list_missing, day()) == [
        (account, MissingList(FRIDAY, 1, 1, ())) for account in ("chen", "admin")
    ]


def test_the_office_hears_nothing_on_a_day_on_which_nobody_was_expected(
    office: Office, who: Cast, told: Told
) -> None:
    office.set("2026-11-21T18:40")

    assert told(reminders.list_missing, day(FRIDAY + timedelta(days=1))) == []


def test_a_clerk_for_one_region_hears_of_that_region_only(office: Office, who: Cast, told: Told) -> None:
    another(office, "QX-009", "西城粮库项目", who.stranger, region="西城")
    another(office, "QX-010", "西城泵站项目", who.stranger, region="西城")
    with office.open_desk() as desk:
        clerk = builders.person(desk, "吴西", account="wu")
        builders.duty(desk, clerk, Role.OFFICE, region="西城")
    office.set("2026-11-20T18:40")

    counted = {
        account: (notice.expected, len(notice.missing))
        for account, notice in told(reminders.list_missing, day())
        if isinstance(notice, MissingList)
    }

    assert counted == {"chen": (3, 3), "admin": (3, 3), "wu": (2, 2)}


# ---- leaders


def visit(office: Office, person: Person, project: Project, days_ago: int) -> None:
    with office.open_desk() as desk:
        at = desk.moment.at - timedelta(days=days_ago)
        day = desk.moment.day_of(at)
        desk.unit.visits.add(SiteVisit(0, project.id, person.id, Role.LEADER, day, at, 29.61, 106.84))


def test_a_leader_below_the_quota_is_told_before_the_week_ends(office: Office, who: Cast, told: Told) -> None:
    visit(office, who.leader, who.hospital, days_ago=2)
    visit(office, who.leader, who.hospital, days_ago=9)  # last week's

    assert told(reminders.visit_shortfall, WEEK) == [
        ("li", VisitShortfall(date(2026, 11, 22), (VisitShortfallEntry("清溪县人民医院迁建项目", 1, 2),)))
    ]


def test_a_leader_who_has_been_there_is_left_in_peace(office: Office, who: Cast, told: Told) -> None:
    for days_ago in (1, 2):
        visit(office, who.leader, who.hospital, days_ago)

    assert told(reminders.visit_shortfall, WEEK) == []


def test_a_leader_of_several_gets_one_message(office: Office, who: Cast, told: Told) -> None:
    school = another(office, "QX-009", "城北小学扩建项目")
    with office.open_desk() as desk:
        builders.duty(desk, who.leader, Role.LEADER, project_id=school.id)

    ((account, notice),) = told(reminders.visit_shortfall, WEEK)

    assert account == "li"
    assert isinstance(notice, VisitShortfall)
    assert len(notice.entries) == 2


def test_once_the_week_is_over_no_leader_is_sent_to_the_site_for_it(
    office: Office, who: Cast, told: Told
) -> None:
    office.set("2026-11-23T08:00")

    assert told(reminders.visit_shortfall, WEEK) == []


# ---- problems


def test_the_unit_and_the_office_are_told_of_deadlines_as_of_today(
    office: Office, who: Cast, told: Told
) -> None:
    with office.open_desk() as desk:
        actor = who.actor(desk, who.office)
        problems.raise_and_issue(desk, actor, who.hospital.id, "管线未迁改", who.bureau.id, 1)  # until Monday
    assert [type(notice) for _, notice in told(reminders.chase_problems, day())] == [ProblemDue]

    office.set("2026-11-25T08:40")
    late = told(reminders.chase_problems, day())  # an old run, made up for: counted from now all the same

    assert [account for account, _ in late] == ["zhou", "chen", "admin"]
    assert [notice.days for _, notice in late if isinstance(notice, ProblemDue)] == [-2]


# ---- every ten days

TEN_DAYS = period_of(FRIDAY, Span.TEN_DAYS)


def graded(office: Office, project: Project, standing: Standing) -> Project:
    with office.open_desk() as desk:
        desk.unit.standings.put(date(2026, 11, 19), {project.id: Light(standing, (), "test@1")})
    return project


def planned(office: Office, who: Cast, project: Project, target: date) -> None:
    """One step of two working days that nobody has finished."""
    plan = Plan(date(2026, 3, 2), target, (Step("a", "主体封顶", 2, milestone=True),))
    with office.open_desk() as desk:
        plans.adopt(desk, who.actor(desk, who.office), project, plan, source="test")


def test_the_dispatch_counts_all_and_names_those_that_call_for_a_word(
    office: Office, who: Cast, told: Told
) -> None:
    graded(office, who.hospital, Standing.ON_TRACK)  # with an open problem
    with office.open_desk() as desk:
        problems.raise_(desk, who.actor(desk, who.office), who.hospital.id, "管线未迁改")
    graded(office, another(office, "QX-003", "超前项目"), Standing.AHEAD)
    late = graded(office, another(office, "QX-004", "滞后且逾期项目"), Standing.BEHIND)
    planned(office, who, late, date(2026, 11, 10))
    graded(office, another(office, "QX-005", "滞后项目"), Standing.BEHIND)
    graded(office, another(office, "QX-006", "无进展项目"), Standing.STALLED)
    done = graded(office, another(office, "QX-007", "竣工项目"), Standing.BEHIND)
    another(office, "QX-008", "未评项目")
    with office.open_desk() as desk:
        desk.unit.projects.update(replace(done, stage=Stage.COMPLETED))
    office.set("2026-11-20T17:05")

    notices = dict(told(reminders.ten_day_dispatch, TEN_DAYS))

    assert notices.keys() == {"chen", "admin"}
    assert notices["chen"] == TenDayDispatch(
        period="2026-11B",
        first=date(2026, 11, 11),
        last=FRIDAY,
        counts=(("stalled", 1), ("behind", 2), ("on_track", 1), ("ahead", 1)),
        entries=(
            DispatchEntry("无进展项目", "stalled", None, 0, 0),
            DispatchEntry("滞后且逾期项目", "behind", "主体封顶", 10, 0),
            DispatchEntry("滞后项目", "behind", None, 0, 0),
            DispatchEntry("清溪县人民医院迁建项目", "on_track", None, 0, 1),
        ),
    )


def test_without_a_graded_project_there_is_no_dispatch(office: Office, who: Cast, told: Told) -> None:
    assert told(reminders.ten_day_dispatch, TEN_DAYS) == []
