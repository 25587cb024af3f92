"""A year's holiday notice taken into the calendar: what it changes is computed, kept and told in the same deed."""

from dataclasses import dataclass, replace

from backend.domain.calendar_diff import CalendarChange, Subject
from backend.domain.errors import Conflict, Invalid, NotFound
from backend.domain.holiday_notice import Differences, HolidayNotice, NoticeState, differences, shipped
from backend.domain.people import Actor
from backend.intake.calendars import published_notice
from backend.intake.holiday_draft import NoticeReading
from backend.services.desk import Desk
from backend.services.outcome import Complaints, Done, all_or_nothing
from backend.services.recalculation import Turn, by_whom, only_office, recalculate


@dataclass(frozen=True, slots=True)
class Loaded:
    """`before`: the notice that held until now, None of a year that had none; `against`: on which days they differ.

    `change` is None when the year is arranged like this already: nothing was done and nobody told.
    """

    notice: HolidayNotice
    done: Done
    before: HolidayNotice | None
    against: Differences
    change: CalendarChange | None

    @property
    def replaces(self) -> bool:
        return _holds_against(self.before, self.against)


def load(
    desk: Desk,
    actor: Actor,
    reading: NoticeReading,
    *,
    guess: bool = False,
    replace_: bool = False,
    dry_run: bool = False,
) -> Loaded | None:
    """None when there is nothing in the file. guess: nothing is published yet, the year stays provisional.

    Raises NotAllowed, Invalid("register_refused", complaints=…), Conflict("notice_differs", year, source, off, worked)
    when the year has a published notice that says otherwise and nobody said to replace it; a rehearsal needs no word.
    Conflict("notice_published", year, source) for a guess at a year that needs none.
    """
    only_office(actor)
    if reading.complaints:
        raise Invalid("register_refused", complaints=reading.complaints)
    if reading.notice is None:
        return None
    notice = replace(reading.notice, state=NoticeState.PROVISIONAL) if guess else reading.notice
    before = held(desk, notice.year)
    against = Differences() if before is None else differences(before, notice)
    if before is not None and not against and before.state is notice.state:
        return Loaded(before, Done.UNCHANGED, before, against, None)
    if before is not None and before.state is NoticeState.PUBLISHED and guess:
        raise Conflict("notice_published", year=notice.year, source=before.source)
    if _holds_against(before, against) and before is not None and not (replace_ or dry_run):
        raise Conflict(
            "notice_differs", year=notice.year, source=before.source, off=against.off, worked=against.worked
        )
    return _taken(desk, actor, notice, before, against, dry_run=dry_run)


def _holds_against(before: HolidayNotice | None, against: Differences) -> bool:
    return before is not None and before.state is NoticeState.PUBLISHED and bool(against)


def _taken(
    desk: Desk,
    actor: Actor,
    notice: HolidayNotice,
    before: HolidayNotice | None,
    against: Differences,
    *,
    dry_run: bool,
) -> Loaded:
    year = notice.year
    turn = Turn(Subject.NOTICE, str(year), f"{year}年放假安排", notice.source, notice.years)
    with all_or_nothing(desk, Complaints([]), dry_run=dry_run):
        done = recalculate(
            desk, actor, turn, lambda: desk.unit.calendars.add_notice(notice, *by_whom(desk, actor))
        )
    desk.unit.calendars.forget()
    kept = replace(notice, version=done.change.version)
    return Loaded(kept, Done.UPDATED if before else Done.ADDED, before, against, done.change)


def held(desk: Desk, year: int) -> HolidayNotice | None:
    """The notice that holds for the year: the office's own, or the published one that is shipped."""
    own = next((notice for notice in desk.unit.calendars.notices() if notice.year == year), None)
    return own or shipped(published_notice, year)


def changes(desk: Desk, year: int) -> CalendarChange:
    """What the year's notice moved when it was loaded. Raises NotFound("notice_not_loaded", year)."""
    found = desk.unit.calendars.last_change(Subject.NOTICE, str(year))
    if found is None:
        raise NotFound("notice_not_loaded", year=year)
    return found
