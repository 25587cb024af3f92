"""/calendar: a year's working days, the office's own days, holiday notices and what loading one moved."""

from datetime import date, datetime
from typing import Annotated

from litestar import delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody, PathParameter
from msgspec import Meta, field

from backend.api.asking import Asker, Desks
from backend.api.calendar_changes import ChangeOut, change_out, moved_out
from backend.api.shapes import PLAIN, In, Out, Text, within_reach
from backend.domain.errors import Invalid, NotFound
from backend.domain.holiday_notice import HolidayNotice, NoticeState
from backend.domain.people import Actor
from backend.domain.workdays import FIRST_YEAR, LAST_YEAR, Override
from backend.intake.holiday_draft import NoticeReading
from backend.intake.holidays import days_given, text_given
from backend.services import calendar, holiday_notices
from backend.services.calendar import Changed, Year
from backend.services.desk import Desk
from backend.services.holiday_notices import Loaded
from backend.services.outcome import Done

YearPath = Annotated[int, PathParameter(ge=FIRST_YEAR, le=LAST_YEAR)]
Words = Annotated[str, Meta(max_length=20_000, pattern=PLAIN, description="The notice as it was published.")]


class OwnDay(Out, frozen=True):
    day: date
    works: bool
    source: str


class VersionOut(Out, frozen=True):
    """A notice that another took the place of."""

    version: int
    source: str
    state: NoticeState
    loaded_at: datetime | None
    loaded_by: str
    off: list[date]
    make_up: list[date]


class YearOut(Out, frozen=True):
    """`state` provisional: no notice yet, days off by law only. `version` null: as shipped. `off` and `make_up` as the notice lists them."""

    year: int
    source: str
    state: NoticeState
    version: int | None
    published: date | None
    loaded_at: datetime | None
    loaded_by: str
    workdays: int
    off: list[date]
    make_up: list[date]
    own: list[OwnDay]
    earlier: list[VersionOut]


class DayIn(In, frozen=True):
    """`source`: whose word it is, such as the number of the document."""

    works: bool
    source: Text


class NoticeDay(In, frozen=True):
    """`name` of the festival, to see that none is missing."""

    day: date
    works: bool
    name: Annotated[str, Meta(max_length=60, pattern=PLAIN)] = ""


class NoticeIn(In, frozen=True):
    """`text`, or else `year` and `days`. `provisional`: a guess of the office's own, nothing is published yet.

    `replace`: in place of a published notice that differs.
    """

    text: Words = ""
    year: Annotated[int, Meta(ge=FIRST_YEAR, le=LAST_YEAR)] | None = None
    days: Annotated[list[NoticeDay], Meta(max_length=400)] = field(default_factory=list)
    source: Text = ""
    provisional: bool = False
    replace: bool = False


class DayOut(Out, frozen=True):
    """Whether five-day sites worked on the day before, and do now. `change` null: it was so before."""

    worked_before: bool
    worked: bool
    change: ChangeOut | None


class LoadedOut(Out, frozen=True):
    """`off`, `worked`: days on which it differs from the notice before. `change` null: the year was arranged like this already."""

    year: int
    source: str
    version: int
    done: Done
    off: list[date]
    worked: list[date]
    warnings: list[str]
    change: ChangeOut | None


@get("/calendar/{year:int}", summary="A year's working days and their source", sync_to_thread=True)
def get_year(reading: Desks, asker: Asker, year: YearPath) -> YearOut:
    del asker
    with reading() as desk:
        return _year_out(calendar.year_of(desk, year))


@put("/calendar/days/{day:str}", summary="Decide a day over the notice (office)", sync_to_thread=True)
def put_day(writing: Desks, asker: Asker, day: FromPath[date], data: JSONBody[DayIn]) -> DayOut:
    within_reach(day=day)
    with writing() as desk:
        changed = calendar.set_day(desk, Override(day, data.works, data.source.strip()), asker)
        return _day_out(desk, asker, changed)


@delete(
    "/calendar/days/{day:str}",
    summary="Take the office's word on a day back (office)",
    status_code=200,
    sync_to_thread=True,
)
def delete_day(writing: Desks, asker: Asker, day: FromPath[date]) -> DayOut:
    within_reach(day=day)
    with writing() as desk:
        changed = calendar.unset_day(desk, day, asker)
        if changed is None:
            raise NotFound("day_not_set", day=day)
        return _day_out(desk, asker, changed)


@post("/calendar/notices", summary="Load a year's holiday notice (office)", sync_to_thread=True)
def post_notice(
    writing: Desks, asker: Asker, data: JSONBody[NoticeIn], dry_run: FromQuery[bool] = False
) -> LoadedOut:
    found = _reading(data)
    with writing() as desk:
        loaded = holiday_notices.load(
            desk, asker, found, guess=data.provisional, replace_=data.replace, dry_run=dry_run
        )
        if loaded is None:
            raise Invalid("notice_empty", field="text")
        return _loaded_out(desk, asker, loaded, found)


@get(
    "/calendar/notices/{year:int}/changes",
    summary="What a year's notice moved when it was loaded",
    sync_to_thread=True,
)
def get_changes(reading: Desks, asker: Asker, year: YearPath) -> ChangeOut:
    with reading() as desk:
        return change_out(desk, asker, holiday_notices.changes(desk, year))


ROUTES = (get_year, put_day, delete_day, post_notice, get_changes)


def _reading(data: NoticeIn) -> NoticeReading:
    if data.text.strip():
        return text_given(data.text, data.source)
    if data.days and data.year is None:
        raise Invalid("field_invalid", field="year", reason="days without a year")
    if data.days and not data.source.strip():
        raise Invalid("source_missing", field="source")
    days = ((one.day, one.works, one.name) for one in data.days)
    return days_given(data.year or 0, data.source, days) if data.days else NoticeReading(None)


def _year_out(found: Year) -> YearOut:
    notice, loaded = found.notice, found.loaded
    return YearOut(
        year=found.year,
        source=notice.source,
        state=NoticeState.PROVISIONAL if notice.provisional else NoticeState.PUBLISHED,
        version=loaded.version if loaded else None,
        published=loaded.published if loaded else None,
        loaded_at=loaded.loaded_at if loaded else None,
        loaded_by=loaded.loaded_by if loaded else "",
        workdays=found.workdays,
        off=sorted(notice.holidays),
        make_up=sorted(notice.workdays),
        own=[OwnDay(day=one.day, works=one.works, source=one.source) for one in found.own],
        earlier=[_version_out(one) for one in found.earlier],
    )


def _version_out(notice: HolidayNotice) -> VersionOut:
    return VersionOut(
        version=notice.version,
        source=notice.source,
        state=notice.state,
        loaded_at=notice.loaded_at,
        loaded_by=notice.loaded_by,
        off=sorted(notice.off),
        make_up=sorted(notice.make_up),
    )


def _day_out(desk: Desk, asker: Actor, changed: Changed) -> DayOut:
    before, now = changed.worked
    return DayOut(worked_before=before, worked=now, change=moved_out(desk, asker, changed.change))


def _loaded_out(desk: Desk, asker: Actor, loaded: Loaded, found: NoticeReading) -> LoadedOut:
    return LoadedOut(
        year=loaded.notice.year,
        source=loaded.notice.source,
        version=loaded.notice.version,
        done=loaded.done,
        off=list(loaded.against.off),
        worked=list(loaded.against.worked),
        warnings=list(map(str, found.warnings)),
        change=moved_out(desk, asker, loaded.change),
    )
