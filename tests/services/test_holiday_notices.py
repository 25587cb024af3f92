"""A holiday notice loaded: every plan computed anew, what moved kept, and the right people told once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from backend.domain.calendar_diff import DateMoved, Group, Subject, group
from backend.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from backend.domain.holiday_notice import HolidayNotice, NoticeState
from backend.domain.notice import CalendarMoved, CalendarMovedEntry, Notice
from backend.domain.people import Leave
from backend.domain.plan import Link, Plan, Step
from backend.domain.site_calendar import Base, SiteCalendar
from backend.domain.workdays import Override, Spell
from backend.intake.holiday_draft import NoticeReading
from backend.intake.holidays import text_given
from backend.main import House
from backend.services import calendar, holiday_notices, own_calendars, plans
from backend.services.desk import Desk
from backend.services.outcome import Done
from backend.services.site_calendars import calendars_of
from backend.settings import read
from backend.storage.engine import Database
from backend.storage.mailbox import decode_notice
from backend.storage.tables import outbox
from tests import builders, cast
from tests.cast import Cast
from tests.counting import statements
from tests.intake.notices import NOTICE_2026, NOTICE_2027

NOON = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
READING = text_given(NOTICE_2027)


def d(text: str) -> date:
    return date.fromisoformat(f"2027-{text}")


# Not announced: 5 and 8 to 10 February are off. Piles on 1 to 4 and 11 February, the roof on 12, 15 to 19 and 22 to
# 25: six working days to Friday 5 March. Announced: 11 and 12 are off too and Sunday 14 is worked: piles end on the
# 14th, the roof is worked on 15 to 19 and 22 to 26, and five working days are left.
HOSPITAL = Plan(
    d("02-01"),
    d("03-05"),
    (Step("a", "桩基", 5, milestone=True), Step("b", "封顶", 10, (Link("a"),), milestone=True)),
)
# Back from 19 February, not announced: 19 to 15, 12, 11 and the 4th; announced: 19 to 14, 4 and 3. The survey has to
# be done by the 3rd, then by the 2nd.
ROAD = Plan(
    d("02-01"),
    d("02-19"),
    (Step("a", "测量", 2, milestone=True), Step("b", "路基", 8, (Link("a"),), milestone=True)),
)


class Town:
    """The real house on a test's database."""

    def __init__(self, database: Database, folder: Path) -> None:
        url = database.url.render_as_string(hide_password=False)
        self.house = House(read({"STEWARD_DATABASE_URL": url, "STEWARD_DATA_DIR": str(folder)}), lambda: NOON)
        with self.desk() as desk:
            self.cast = cast.enter(desk)
            self.adopt(desk, self.cast.hospital.id, HOSPITAL)
            self.adopt(desk, self.cast.road.id, ROAD)

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        with self.house.open_desk() as desk:
            yield desk

    def adopt(self, desk: Desk, project_id: int, plan: Plan) -> None:
        desk.unit.plans.add(project_id, plan, source="", reason="", person_id=None, at=desk.moment.at)

    def load(
        self,
        reading: NoticeReading = READING,
        *,
        guess: bool = False,
        replace_: bool = False,
        dry_run: bool = False,
    ) -> holiday_notices.Loaded:
        with self.desk() as desk:
            clerk = self.cast.actor(desk, self.cast.office)
            loaded = holiday_notices.load(
                desk, clerk, reading, guess=guess, replace_=replace_, dry_run=dry_run
            )
            assert loaded is not None
            return loaded

    def letters(self) -> list[tuple[str, Notice]]:
        with self.house.database.reading() as connection:
            rows = connection.execute(select(outbox).order_by(outbox.c.id)).all()
        return [(row.account, decode_notice(row.kind, row.payload)) for row in rows]


@pytest.fixture
def town(database: Database, tmp_path: Path) -> Iterator[Town]:
    opened = Town(database, tmp_path)
    yield opened
    opened.house.close()


@pytest.fixture
def who(town: Town) -> Cast:
    return town.cast


def test_plans_move_by_the_days_that_a_hand_counts(town: Town, who: Cast) -> None:
    loaded = town.load()

    assert (loaded.done, loaded.before, loaded.notice.version) == (Done.ADDED, None, 1)
    change = loaded.change
    assert change is not None
    assert (change.subject, change.key, change.version, change.plans) == (Subject.NOTICE, "2027", 1, 2)
    road, hospital = change.projects  # no day is left to the road
    assert (road.moved.finish, road.moved.float_after) == (DateMoved(d("02-18"), d("02-19"), 1), 0)
    assert (hospital.name, group(hospital.moved)) == (who.hospital.name, Group.LATER)
    assert hospital.moved.finish == DateMoved(d("02-25"), d("02-26"), 1)
    piles, roof = hospital.moved.milestones
    assert (piles.expected, piles.latest) == (DateMoved(d("02-11"), d("02-14"), 1), None)
    assert (roof.expected, roof.latest) == (hospital.moved.finish, None)
    assert (hospital.moved.float_before, hospital.moved.float_after, hospital.moved.settled) == (6, 5, True)
    assert road.moved.milestones[0].latest == DateMoved(d("02-03"), d("02-02"), -1)


def test_who_must_hear_of_it_is_named_and_told_once(town: Town, who: Cast) -> None:
    loaded = town.load()

    assert loaded.change is not None
    hospital = loaded.change.projects[1]
    assert (hospital.leaders, hospital.secretaries, hospital.contacts) == (
        ("李国强", "孙东"),
        ("王小明",),
        ("周敏",),
    )
    letters = town.letters()
    assert [account for account, _ in letters] == ["li", "sun", "wang"]
    assert letters[0][1] == CalendarMoved(
        "2027年放假安排",
        "国务院办公厅关于2027年部分节假日安排的通知（国办发明电〔2026〕8号）",
        (CalendarMovedEntry(who.hospital.name, d("02-25"), d("02-26"), 1, 5, 2, "", None),),
    )
    again = town.load()
    assert (again.done, again.change) == (Done.UNCHANGED, None)
    assert town.letters() == letters


def test_the_deputy_hears_of_it_while_the_secretary_is_on_leave(town: Town, who: Cast) -> None:
    with town.desk() as desk:
        desk.unit.people.add_leave(Leave(who.secretary.id, NOON.date(), NOON.date()))
    town.load()
    assert [account for account, _ in town.letters()] == ["li", "sun", "zhao"]


def test_every_later_desk_counts_by_it_and_it_can_be_looked_at_again(town: Town) -> None:
    with town.desk() as desk:
        assert desk.calendar.is_provisional(d("06-01"))
        with pytest.raises(NotFound):
            holiday_notices.changes(desk, 2027)
    loaded = town.load()
    with town.desk() as desk:
        assert not desk.calendar.is_provisional(d("06-01"))
        assert desk.calendar.is_workday(d("02-14"))
        assert holiday_notices.changes(desk, 2027) == loaded.change
        found = calendar.year_of(desk, 2027)
        assert (found.notice.provisional, found.loaded) == (False, loaded.notice)
        assert found.loaded is not None
        assert found.loaded.loaded_by == "陈晓"
        planned = plans.planned(desk, [town.cast.hospital])[town.cast.hospital.id]
        assert (planned.schedule.finish, planned.schedule.provisional) == (d("02-26"), False)


def test_a_rehearsal_says_it_all_and_leaves_nothing(town: Town) -> None:
    loaded = town.load(dry_run=True)
    assert loaded.change is not None
    assert len(loaded.change.projects) == 2
    assert town.letters() == []
    with town.desk() as desk:
        assert desk.unit.calendars.notices() == []
        assert not any(desk.unit.calendars.stamp())
        assert desk.calendar.is_provisional(d("06-01"))
    assert town.load().change == loaded.change


def corrected(*more: str) -> NoticeReading:
    notice = READING.notice
    assert notice is not None
    return NoticeReading(replace(notice, off=notice.off | set(map(d, more)), source="更正"))


def test_a_corrected_notice_is_named_with_its_days_and_taken_only_when_it_is_meant(town: Town) -> None:
    first = town.load()
    with pytest.raises(Conflict) as refused:
        town.load(corrected("02-26"))
    assert refused.value.code == "notice_differs"
    assert (refused.value.facts["off"], refused.value.facts["worked"]) == ((d("02-26"),), ())

    second = town.load(corrected("02-26"), replace_=True)
    assert (second.done, second.notice.version, second.before) == (Done.UPDATED, 2, first.notice)
    assert second.change is not None
    assert [one.code for one in second.change.projects] == ["QX-001"]
    # The last day of the roof becomes Monday 1 March.
    assert second.change.projects[0].moved.finish == DateMoved(d("02-26"), d("03-01"), 1)
    assert len(town.letters()) == 6  # another version, so it is said again
    with town.desk() as desk:
        assert [one.version for one in desk.unit.calendars.notices_of(2027)] == [2, 1]
        assert desk.calendar.notice(2027).source == "更正"


def test_a_year_that_is_shipped_is_known_already_and_replaced_only_when_it_is_meant(town: Town) -> None:
    same = text_given(NOTICE_2026)
    assert (town.load(same).done, town.load(same).change) == (Done.UNCHANGED, None)
    assert same.notice is not None
    other = NoticeReading(replace(same.notice, make_up=frozenset(), source="本地"))
    with pytest.raises(Conflict):
        town.load(other)
    tried = town.load(other, dry_run=True)
    assert (tried.replaces, len(tried.against.off)) == (True, 6)
    assert town.load(other, replace_=True).done is Done.UPDATED


def test_the_offices_guess_gives_way_to_the_notice_without_a_word(town: Town) -> None:
    guess = NoticeReading(HolidayNotice(2027, "预排", frozenset({d("01-01")})))
    assert town.load(guess, guess=True).notice.state is NoticeState.PROVISIONAL
    with town.desk() as desk:
        assert desk.calendar.is_provisional(d("06-01"))
    assert town.load().done is Done.UPDATED
    with town.desk() as desk:
        assert not desk.calendar.is_provisional(d("06-01"))
        assert [one.source for one in calendar.year_of(desk, 2027).earlier] == ["预排"]
    with pytest.raises(Conflict) as late:
        town.load(guess, guess=True, replace_=True)
    assert late.value.code == "notice_published"


def test_nobody_else_loads_one_and_nothing_of_a_bad_file_is_kept(town: Town, who: Cast) -> None:
    bad = text_given("关于2027年部分节假日安排的通知\n元旦：1月1日（周一）放假。")
    with town.desk() as desk:
        for person in (who.secretary, who.leader, who.contact, who.stranger):
            with pytest.raises(NotAllowed):
                holiday_notices.load(desk, who.actor(desk, person), READING)
        with pytest.raises(Invalid) as refused:
            holiday_notices.load(desk, who.actor(desk, who.office), bad)
        assert len(refused.value.facts["complaints"]) == 1
        assert holiday_notices.load(desk, who.actor(desk, who.office), NoticeReading(None)) is None
        assert desk.unit.calendars.notices() == []


def test_a_december_day_of_next_years_notice_counts_this_year(town: Town) -> None:
    reading = text_given(
        "关于2027年部分节假日安排的通知\n元旦：12月31日（周四）至1月2日（周六）放假调休，共3天。12月26日（周六）上班。"
    )
    town.load(reading)
    with town.desk() as desk:
        assert desk.calendar.is_workday(date(2026, 12, 26))
        assert not desk.calendar.is_workday(date(2026, 12, 31))
        assert not desk.calendar.is_workday(date(2026, 10, 1))
        assert not desk.calendar.is_provisional(date(2026, 12, 31))


# ---- how much is asked


def test_sixty_plans_cost_as_many_statements_as_two(town: Town) -> None:
    database = town.house.database
    with statements(database) as few:
        town.load(dry_run=True)
    with town.desk() as desk:
        for n in range(60):
            project = builders.project(desk, f"P{n}", f"项目{n}", region="东城", unit_id=town.cast.bureau.id)
            town.adopt(desk, project.id, HOSPITAL)
    with statements(database) as many:
        loaded = town.load(dry_run=True)
    assert loaded.change is not None
    assert len(loaded.change.projects) == 62
    assert len(many) == len(few)


def test_a_desk_costs_one_statement_for_its_calendar_whatever_was_loaded(town: Town) -> None:
    def asked() -> int:
        with statements(town.house.database) as seen, town.desk():
            pass
        return sum("SELECT" in one for one in seen)

    assert asked() == 1
    town.load()
    with town.desk() as desk:
        calendar.set_day(desk, Override(d("03-01"), False, "停电"))
    assert asked() == 3  # once, after it was changed
    with town.desk() as desk:
        known = desk.calendar
    assert asked() == 1
    with town.desk() as desk:
        assert desk.calendar is known
        own_calendars.set_calendar(desk, None, NIGHT)
    with town.desk() as desk:
        assert desk.calendar is known


# ---- site calendars

NIGHT = SiteCalendar("night", "夜间施工", Base.SEVEN_DAY, (), "本办")
CLOSED = Spell(d("02-15"), d("02-17"), False, "停工通知")


def test_a_project_has_every_calendar_by_its_name(town: Town, who: Cast) -> None:
    with town.desk() as desk:
        by = calendars_of(desk)
        assert by(who.hospital).standard is by(who.hospital).of("national") is desk.calendar
        assert by(replace(who.hospital, seven_day=True)).standard is by(who.road).of("seven_day")
        assert not by(who.hospital).of("winter_stop").is_workday(d("01-11"))
        assert "night" not in by(who.hospital)
        own_calendars.set_calendar(desk, None, NIGHT)
        assert "night" in calendars_of(desk)(who.hospital)


def test_a_plan_that_names_no_calendar_asks_for_none(town: Town, who: Cast) -> None:
    with town.desk() as desk:
        with statements(town.house.database) as seen:
            assert calendars_of(desk)(who.hospital).standard is desk.calendar
        assert seen == []


def test_sites_without_days_off_move_when_their_calendar_is_changed(town: Town, who: Cast) -> None:
    with town.desk() as desk:
        desk.unit.projects.update(replace(who.hospital, seven_day=True))
        town.adopt(desk, who.hospital.id, HOSPITAL)
        usual = SiteCalendar("seven_day", "七天施工", Base.SEVEN_DAY, (CLOSED,), "停工通知")
        change = own_calendars.set_calendar(desk, who.actor(desk, who.office), usual)
        assert change is not None
        # 1 to 5 February, then 6 to 15: the 15th to the 17th are closed, so that the roof ends on the 18th.
        assert [one.moved.finish for one in change.projects] == [DateMoved(d("02-15"), d("02-18"), 3)]
        assert change.plans == 1
        assert own_calendars.set_calendar(desk, None, usual) is None
    assert [account for account, _ in town.letters()] == ["li", "sun", "wang"]
    with town.desk() as desk:
        back = own_calendars.remove_calendar(desk, None, "seven_day")
        assert back.projects[0].moved.finish == DateMoved(d("02-18"), d("02-15"), -3)


def test_only_the_offices_own_calendars_can_be_taken_away(town: Town, who: Cast) -> None:
    with town.desk() as desk:
        with pytest.raises(Invalid) as shipped:
            own_calendars.remove_calendar(desk, None, "winter_stop")
        with pytest.raises(NotFound) as unknown:
            own_calendars.remove_calendar(desk, None, "night")
        with pytest.raises(NotAllowed):
            own_calendars.set_calendar(desk, who.actor(desk, who.secretary), NIGHT)
        assert (shipped.value.code, unknown.value.code) == ("calendar_shipped", "calendar_not_found")
        own_calendars.set_calendar(desk, None, NIGHT)
        assert own_calendars.remove_calendar(desk, None, "night").projects == ()


def test_a_calendar_that_a_plan_is_worked_by_stays(town: Town, who: Cast) -> None:
    with town.desk() as desk:
        own_calendars.set_calendar(desk, None, NIGHT)
        step = replace(HOSPITAL.steps[0], calendar="night")
        town.adopt(desk, who.hospital.id, replace(HOSPITAL, steps=(step, HOSPITAL.steps[1])))
        with pytest.raises(Conflict) as refused:
            own_calendars.remove_calendar(desk, None, "night")
        assert (refused.value.code, refused.value.facts["projects"]) == (
            "calendar_in_use",
            [who.hospital.name],
        )
        change = own_calendars.set_calendar(
            desk, None, replace(NIGHT, spells=(replace(CLOSED, first=d("02-03"), last=d("02-04")),))
        )
        assert change is not None
        assert change.projects[0].moved.milestones[0].expected == DateMoved(d("02-05"), d("02-07"), 2)
