"""Filing a day, correcting it, copying it, taking it back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from backend.domain.daily_report import Facts, Origin
from backend.domain.errors import Invalid, NotAllowed, NotFound, Refused
from backend.domain.investment import Covers, Doubt
from backend.domain.people import Person, Role
from backend.services import daily_reports, investments
from backend.services.daily_reports import Filed
from backend.services.desk import Desk
from backend.storage.engine import Database
from tests import builders, cast
from tests.cast import Cast

DAY = date(2026, 7, 15)
NOON = datetime(2026, 7, 15, 4, 0, tzinfo=UTC)
EVENING = datetime(2026, 7, 15, 10, 31, tzinfo=UTC)  # 18:31, a minute past the deadline


class Office:
    """A database with the cast in it; each call is a deed of its own, by somebody, at some time."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with builders.open_desk(database) as desk:
            self.cast: Cast = cast.enter(desk)

    def file(
        self,
        facts: Facts,
        *,
        who: Person | None = None,
        at: datetime = NOON,
        day: date = DAY,
        project_id: int | None = None,
        origin: Origin = Origin.REPORT,
    ) -> Filed:
        with builders.open_desk(self.database, at) as desk:
            actor = self.cast.actor(desk, who or self.cast.secretary)
            project = project_id or self.cast.hospital.id
            return daily_reports.file(desk, actor, project, day, facts, "原话", origin)

    def same(self, facts: Facts = Facts(), day: date = DAY) -> Filed:  # noqa: B008
        with builders.open_desk(self.database, NOON) as desk:
            actor = self.cast.actor(desk, self.cast.secretary)
            return daily_reports.same_as_before(desk, actor, self.cast.hospital.id, day, facts, "同昨天")

    def undo(self, *, who: Person | None = None, at: datetime = EVENING) -> daily_reports.Undone:
        with builders.open_desk(self.database, at) as desk:
            return daily_reports.undo(desk, self.cast.actor(desk, who or self.cast.secretary))

    def invest(
        self, wan: str, covers: Covers = Covers.MONTH, *, at: datetime = NOON, **more: object
    ) -> investments.Stated:
        with builders.open_desk(self.database, at) as desk:
            actor = self.cast.actor(desk, self.cast.secretary)
            return investments.invest(
                desk,
                actor,
                self.cast.hospital.id,
                Decimal(wan),
                covers,
                **more,  # type: ignore[arg-type]
            )

    def told(self, day: date = DAY) -> Facts | None:
        with builders.open_desk(self.database) as desk:
            report = desk.unit.daily_reports.of_day(self.cast.hospital.id, day)
            return report and report.facts

    def plan(self, wan: int) -> None:
        with builders.open_desk(self.database) as desk:
            desk.unit.projects.set_annual_plan(self.cast.hospital.id, 2026, Decimal(wan))


@pytest.fixture
def office(sqlite_database: Database) -> Office:
    return Office(sqlite_database)


def refused(kind: type[Refused], code: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(kind, match=f"^\\('{code}'")


# ---- filing


def test_the_first_message_makes_the_day(office: Office) -> None:
    filed = office.file(Facts(workers=86, trades={"木工": 86}, progress="吊装完成60%"))

    assert filed.before is None
    assert not filed.late
    assert filed.changed == ("workers", "trades", "progress")
    assert filed.report.facts == office.told()
    assert (filed.report.person_id, filed.report.filed_at) == (office.cast.secretary.id, NOON)


def test_later_messages_add_to_the_day_and_its_history(office: Office) -> None:
    first = office.file(Facts(workers=86, progress="吊装"))
    second = office.file(Facts(machines=4, progress="焊接"), who=office.cast.deputy, at=EVENING)

    assert second.report.facts == Facts(workers=86, machines=4, progress="吊装；焊接")
    assert (second.before, second.changed) == (first.report.facts, ("machines", "progress"))
    assert (second.report.id, second.report.person_id) == (first.report.id, office.cast.secretary.id)
    with builders.open_desk(office.database) as desk:
        actor = office.cast.actor(desk, office.cast.leader)
        rows = daily_reports.history(desk, actor, first.report.id)
    assert [(r.person_id, r.text, r.before) for r in rows] == [
        (office.cast.secretary.id, "原话", None),
        (office.cast.deputy.id, "原话", first.report.facts),
    ]


def test_a_correction_replaces_the_text_of_the_day(office: Office) -> None:
    office.file(Facts(workers=86, progress="吊装"))

    corrected = office.file(Facts(workers=68, progress="焊接"), origin=Origin.CORRECTION)

    assert corrected.report.facts == Facts(workers=68, progress="焊接")


def test_only_the_first_message_after_the_deadline_is_late(office: Office) -> None:
    deadline = datetime(2026, 7, 15, 10, 30, tzinfo=UTC)
    on_time = office.file(Facts(workers=1), at=deadline)
    again = office.file(Facts(workers=2), at=EVENING)
    yesterday = office.file(Facts(workers=3), day=DAY - timedelta(1))

    assert (on_time.late, again.late, again.report.late) == (False, False, False)
    assert (yesterday.late, yesterday.report.late) == (True, True)


def test_days_to_come_and_days_long_gone_are_refused(office: Office) -> None:
    one = Facts(workers=1)
    with refused(Invalid, "day_in_future"):
        office.file(one, day=DAY + timedelta(1))
    with refused(Invalid, "day_too_old"):
        office.file(one, day=DAY - timedelta(32))
    office.file(one, day=DAY - timedelta(31))
    office.file(one, day=DAY - timedelta(32), who=office.cast.office)


def test_the_day_is_the_offices_and_not_utc(office: Office) -> None:
    early = datetime(2026, 7, 15, 17, 0, tzinfo=UTC)  # 01:00 on the 16th here

    assert office.file(Facts(workers=1), at=early, day=date(2026, 7, 16)).report.day == date(2026, 7, 16)


def test_what_cannot_be_is_refused_and_leaves_nothing(office: Office) -> None:
    with refused(Invalid, "workers_out_of_range"):
        office.file(Facts(workers=20_001))
    with refused(Invalid, "nothing_said"):
        office.file(Facts(progress=" ", stop_reason=""))
    with refused(Invalid, "percent_out_of_range"):
        office.file(Facts(percent=Decimal("1E+40")))

    assert office.told() is None


def test_who_may_file(office: Office) -> None:
    who = office.cast
    for person in (who.secretary, who.deputy, who.office, who.admin):
        office.file(Facts(workers=1), who=person)
    for person in (who.leader, who.region_leader, who.contact):
        with refused(NotAllowed, "report_needs_secretary"):
            office.file(Facts(workers=1), who=person)
    with refused(NotFound, "project_not_found"):
        office.file(Facts(workers=1), who=who.stranger)
    with refused(NotFound, "project_not_found"):
        office.file(Facts(workers=1), project_id=who.road.id)
    with refused(NotFound, "project_not_found"):
        office.file(Facts(workers=1), project_id=2**70)


def test_a_secretary_here_is_only_a_leader_there(office: Office) -> None:
    with builders.open_desk(office.database) as desk:
        builders.duty(desk, office.cast.secretary, Role.LEADER, project_id=office.cast.road.id)

    with refused(NotAllowed, "report_needs_secretary"):
        office.file(Facts(workers=1), project_id=office.cast.road.id)


def test_who_may_look(office: Office) -> None:
    filed = office.file(Facts(workers=1))
    who = office.cast
    with builders.open_desk(office.database) as desk:
        for person in (who.secretary, who.deputy, who.leader, who.region_leader, who.contact, who.office):
            actor = who.actor(desk, person)
            assert daily_reports.of_day(desk, actor, who.hospital.id, DAY) == filed.report
            assert daily_reports.listing(desk, actor).items == (filed.report,)
            assert len(daily_reports.history(desk, actor, filed.report.id)) == 1
        stranger = who.actor(desk, who.stranger)
        assert daily_reports.listing(desk, stranger).items == ()
        with refused(NotFound, "report_not_found"):
            daily_reports.history(desk, stranger, filed.report.id)
        with refused(NotFound, "report_not_found"):
            daily_reports.history(desk, stranger, filed.report.id + 1)
        with refused(NotFound, "project_not_found"):
            daily_reports.listing(desk, stranger, project_id=who.hospital.id)
        with refused(Invalid, "page_limit"):
            daily_reports.listing(desk, stranger, limit=501)


# ---- same as before


def test_the_unsaid_is_copied_and_named(office: Office) -> None:
    office.file(Facts(workers=40, machines=3, progress="吊装", service="协调"), day=DAY - timedelta(3))

    filed = office.same(Facts(workers=42))

    assert filed.report.facts == Facts(
        workers=42, machines=3, progress="吊装", copied=frozenset({"machines", "progress"})
    )


def test_what_was_said_today_is_not_overwritten_by_the_copy(office: Office) -> None:
    office.file(Facts(workers=40, machines=3), day=DAY - timedelta(1))
    office.file(Facts(workers=55))

    assert office.same().report.facts == Facts(workers=55, machines=3, copied=frozenset({"machines"}))


def test_a_copy_looks_a_week_back_and_no_further(office: Office) -> None:
    office.file(Facts(workers=40), day=DAY - timedelta(8))

    with refused(Invalid, "nothing_to_copy"):
        office.same()
    with refused(Invalid, "percent_out_of_range"):
        office.same(Facts(percent=Decimal("Infinity")))
    assert office.same(day=DAY - timedelta(1)).report.facts.workers == 40


# ---- taking back


def test_undo_takes_back_the_last_message_and_then_the_one_before(office: Office) -> None:
    office.file(Facts(workers=86), at=NOON)
    office.file(Facts(workers=80, machines=2), at=NOON + timedelta(minutes=1))

    (first,) = office.undo().days
    assert first.report is not None
    assert first.report.facts == office.told() == Facts(workers=86)
    (second,) = office.undo().days
    assert (second.report, second.day, second.project.id) == (None, DAY, office.cast.hospital.id)
    assert office.told() is None
    with refused(Invalid, "nothing_to_undo"):
        office.undo()


def test_undo_leaves_what_others_told_of_the_same_day(office: Office) -> None:
    office.file(Facts(workers=86, progress="吊装"), at=NOON)
    office.file(Facts(machines=2), who=office.cast.deputy, at=EVENING)

    (day,) = office.undo(at=EVENING + timedelta(minutes=1)).days

    assert day.report is not None
    assert office.told() == Facts(machines=2)
    assert (day.report.person_id, day.report.late) == (office.cast.deputy.id, True)
    with refused(Invalid, "nothing_to_undo"):
        office.undo(at=EVENING + timedelta(minutes=2))


def test_undo_takes_back_every_project_and_figure_of_the_message(office: Office) -> None:
    with builders.open_desk(office.database) as desk:
        builders.duty(desk, office.cast.secretary, Role.SECRETARY, project_id=office.cast.road.id)
    office.invest("100", at=NOON - timedelta(hours=1))
    office.file(Facts(workers=86))
    office.file(Facts(workers=12), project_id=office.cast.road.id)
    office.invest("800")

    undone = office.undo()

    assert {day.project.id for day in undone.days} == {office.cast.hospital.id, office.cast.road.id}
    assert [entry.wan for entry in undone.investments] == [800]
    undone = office.undo()
    assert (undone.days, [entry.wan for entry in undone.investments]) == ((), [100])


def test_undo_reaches_no_further_than_today(office: Office) -> None:
    office.file(Facts(workers=86))

    with refused(Invalid, "nothing_to_undo"):
        office.undo(at=NOON + timedelta(days=1))
    with refused(Invalid, "nothing_to_undo"):
        office.undo(who=office.cast.deputy)


def test_a_day_filed_anew_after_undo_is_judged_anew(office: Office) -> None:
    office.file(Facts(workers=86))
    office.undo()

    assert office.file(Facts(workers=85), at=EVENING).late


# ---- investments


def test_a_figure_is_stored_and_added_up(office: Office) -> None:
    office.plan(6000)
    office.invest("700", month=date(2026, 6, 20))

    stated = office.invest("800.5")

    assert stated.investment is not None
    assert (stated.doubts, stated.before_wan, stated.after_wan) == ((), 700, Decimal("1500.5"))
    assert (stated.investment.month, stated.plan_wan) == (date(2026, 7, 1), 6000)


def test_a_doubtful_figure_is_stored_only_when_confirmed(office: Office) -> None:
    office.plan(6000)
    office.invest("4000", Covers.YEAR_TO_DATE, month=date(2026, 6, 1))

    asked = office.invest("3000", Covers.YEAR_TO_DATE)
    assert (asked.investment, asked.doubts, asked.after_wan) == (None, (Doubt.BELOW_EARLIER,), 3000)
    assert office.invest("6001").doubts == (Doubt.OVER_PLAN,)
    assert office.invest("10").before_wan == 4000  # nothing of it was kept
    confirmed = office.invest("3000", Covers.YEAR_TO_DATE, confirmed=True)
    assert confirmed.investment is not None


@pytest.mark.parametrize("wan", ["-1", "100000001", "NaN", "Infinity"])
def test_an_amount_that_cannot_be_is_refused(office: Office, wan: str) -> None:
    with refused(Invalid, "wan_out_of_range"):
        office.invest(wan)


def test_months_to_come_and_long_gone_are_refused(office: Office) -> None:
    with refused(Invalid, "month_in_future"):
        office.invest("1", month=date(2026, 8, 1))
    with refused(Invalid, "month_too_old"):
        office.invest("1", month=date(2025, 6, 30))
    office.invest("1", month=date(2025, 7, 1))


def test_figures_are_seen_and_stated_by_the_same_people_as_reports(office: Office) -> None:
    office.invest("5")
    who = office.cast
    with builders.open_desk(office.database, NOON) as desk:
        leader, stranger = who.actor(desk, who.leader), who.actor(desk, who.stranger)
        assert [e.wan for e in investments.of_year(desk, leader, who.hospital.id, 2026)] == [5]
        with refused(NotAllowed, "report_needs_secretary"):
            investments.invest(desk, leader, who.hospital.id, Decimal(1), Covers.MONTH)
        with refused(NotFound, "project_not_found"):
            investments.of_year(desk, stranger, who.hospital.id, 2026)


# ---- signs of life


def test_the_last_activity_is_the_newest_sign_of_any_kind(office: Office) -> None:
    office.file(Facts(workers=5), day=DAY - timedelta(9))

    def seen(desk: Desk, day: date) -> date | None:
        return daily_reports.last_activity(desk, day).get(office.cast.hospital.id)

    with builders.open_desk(office.database) as desk:
        assert seen(desk, DAY) == DAY - timedelta(9)
    office.invest("5")
    with builders.open_desk(office.database) as desk:
        assert seen(desk, DAY) == DAY
        assert seen(desk, DAY - timedelta(1)) == DAY - timedelta(9)
        assert daily_reports.last_activity(desk, DAY).get(office.cast.road.id) is None


# ---- several at once, on both databases


def test_messages_told_at_the_same_moment_make_one_day(database: Database) -> None:
    office = Office(database)
    people = [office.cast.secretary, office.cast.deputy, office.cast.office, office.cast.admin]
    parts = ["基础", "吊装", "焊接", "浇筑"]

    with ThreadPoolExecutor(len(people)) as pool:
        filed = list(
            pool.map(
                lambda pair: office.file(Facts(progress=pair[1]), who=pair[0]),
                zip(people, parts, strict=True),
            )
        )

    told = office.told()
    assert told is not None
    assert told.progress is not None
    assert set(told.progress.split("；")) == set(parts)
    assert len({each.report.id for each in filed}) == 1
    assert sorted(each.before is None for each in filed) == [False, False, False, True]


def test_a_day_is_told_taken_back_and_told_again(database: Database) -> None:
    office = Office(database)
    office.file(Facts(workers=86, percent=Decimal("12.345"), trades={"木工": 86}))
    office.file(Facts(stopped=True, stop_reason="下雨"), who=office.cast.deputy)
    office.invest("800.123456")

    assert office.undo().investments[0].wan == Decimal("800.123456")
    assert office.told() == Facts(stopped=True, stop_reason="下雨")
    office.undo(who=office.cast.deputy)
    assert office.told() is None
    assert office.file(Facts(workers=1)).before is None
