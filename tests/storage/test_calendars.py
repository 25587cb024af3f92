"""Notices, the office's own days, site calendars and what moved, on both kinds of database."""

from datetime import date

from alembic import command
from sqlalchemy import text

from backend.domain.calendar_diff import (
    CalendarChange,
    DateMoved,
    MilestoneMoved,
    PlanMoved,
    ProjectMoved,
    Subject,
)
from backend.domain.holiday_notice import HolidayNotice, NoticeState
from backend.domain.site_calendar import Base, SiteCalendar
from backend.domain.workdays import Override, Spell
from backend.storage import schema
from backend.storage.engine import Database
from tests import builders

DAY, OTHER = date(2026, 7, 20), date(2026, 7, 21)
AT = builders.MORNING


def test_a_day_is_set_over_what_was_set_and_taken_back_alone(database: Database) -> None:
    with builders.open_desk(database) as desk:
        for override in (
            Override(OTHER, True, "别的"),
            Override(DAY, False, "先"),
            Override(DAY, True, "后"),
        ):
            desk.unit.calendars.set_override(override)
    with builders.open_desk(database) as desk:
        assert desk.unit.calendars.overrides() == [Override(DAY, True, "后"), Override(OTHER, True, "别的")]
        desk.unit.calendars.remove_override(DAY)
        desk.unit.calendars.remove_override(DAY)
    with builders.open_desk(database) as desk:
        assert desk.unit.calendars.overrides() == [Override(OTHER, True, "别的")]


def notice(year: int, *off: str, **rest: object) -> HolidayNotice:
    return HolidayNotice(year, "通知", frozenset(map(date.fromisoformat, off)), **rest)  # type: ignore[arg-type]


def test_the_newest_notice_of_a_year_holds_and_the_old_ones_stay(database: Database) -> None:
    first = notice(2027, "2026-12-31", "2027-01-01", published=date(2026, 11, 4))
    second = notice(2027, "2027-01-01", make_up=frozenset({date(2027, 1, 9)}))
    guess = notice(2028, "2028-01-01", state=NoticeState.PROVISIONAL)
    with builders.open_desk(database) as desk:
        person = builders.person(desk, "陈晓").id
        versions = [desk.unit.calendars.add_notice(one, person, AT) for one in (first, guess, second)]
    with builders.open_desk(database) as desk:
        held = desk.unit.calendars.notices()
        assert versions == [1, 1, 2]
        assert [(one.year, one.version, one.state) for one in held] == [
            (2027, 2, NoticeState.PUBLISHED),
            (2028, 1, NoticeState.PROVISIONAL),
        ]
        newest, oldest = desk.unit.calendars.notices_of(2027)
        assert (newest.off, newest.make_up) == (second.off, second.make_up)
        assert (oldest.off, oldest.published) == (first.off, date(2026, 11, 4))
        assert (oldest.loaded_by, oldest.loaded_at) == ("陈晓", AT)


def site(title: str, *spells: Spell) -> SiteCalendar:
    return SiteCalendar("night", title, Base.SEVEN_DAY, spells, "本办", through_holidays=True, own=True)


def test_a_site_calendar_is_replaced_and_removed_by_new_rows(database: Database) -> None:
    spell = Spell(date(2000, 11, 15), date(2000, 3, 15), False, "供暖期", yearly=True)
    with builders.open_desk(database) as desk:
        rows = desk.unit.calendars
        rows.set_site(site("夜间"), None, AT)
        assert rows.sites() == [site("夜间")]
        rows.set_site(site("夜间施工", spell), None, AT)
        assert rows.sites() == [site("夜间施工", spell)]
    with builders.open_desk(database) as desk:
        assert desk.unit.calendars.sites() == [site("夜间施工", spell)]
        desk.unit.calendars.remove_site(site("夜间施工", spell), None, AT)
        assert desk.unit.calendars.sites() == []


def test_the_stamp_changes_with_every_notice_and_day_and_with_nothing_else(database: Database) -> None:
    with builders.open_desk(database) as desk:
        rows = desk.unit.calendars
        stamps = [rows.stamp()]
        for change in (
            lambda: rows.set_override(Override(DAY, False, "a")),
            lambda: rows.set_override(Override(DAY, False, "b")),
            lambda: rows.remove_override(DAY),
            lambda: rows.add_notice(notice(2027, "2027-01-01"), None, AT),
        ):
            change()
            stamps.append(rows.stamp())
        assert len(set(stamps)) == 5
        assert not any(stamps[0])
        rows.set_site(site("夜间"), None, AT)
        assert rows.stamp() == stamps[-1]


def test_what_moved_is_kept_as_it_was(database: Database) -> None:
    moved = PlanMoved(
        DateMoved(DAY, OTHER, 1, True),
        (MilestoneMoved("a", "封顶", None, DateMoved(DAY, OTHER, 1), 3, -2),),
        3,
        -2,
        True,
    )
    row = ProjectMoved(7, "QX-7", "县医院", moved, ("李国强",), ("王小明", "赵阳"), ())

    def change(version: int, *rows: ProjectMoved) -> CalendarChange:
        return CalendarChange(Subject.NOTICE, "2027", version, "2027年放假安排", "通知", AT, 3, rows)

    with builders.open_desk(database) as desk:
        rows = desk.unit.calendars
        assert rows.last_change(Subject.NOTICE, "2027") is None
        assert rows.next_change(Subject.NOTICE, "2027") == 1
        rows.add_change(change(1), None)
        rows.add_change(change(2, row), None)
    with builders.open_desk(database) as desk:
        rows = desk.unit.calendars
        assert rows.last_change(Subject.NOTICE, "2027") == change(2, row)
        assert (rows.next_change(Subject.NOTICE, "2027"), rows.next_change(Subject.DAY, "2027")) == (3, 1)


def test_days_set_before_the_upgrade_are_there_after_it_and_after_going_back(database: Database) -> None:
    with database.writing() as connection:
        config = schema._config()
        config.attributes["connection"] = connection
        command.downgrade(config, "2026_11_22_0900")
        connection.execute(
            text("INSERT INTO calendar_overrides (day, works, source) VALUES ('2026-07-20', false, '停电')")
        )
        command.upgrade(config, "2026_11_25_1000")
    with builders.open_desk(database) as desk:
        assert desk.unit.calendars.overrides() == [Override(DAY, False, "停电")]
        desk.unit.calendars.set_override(Override(OTHER, True, "抢工"))
        desk.unit.calendars.remove_override(DAY)
    with database.writing() as connection:
        config = schema._config()
        config.attributes["connection"] = connection
        command.downgrade(config, "2026_11_22_0900")
        assert connection.execute(text("SELECT source FROM calendar_overrides")).scalars().all() == ["抢工"]
