"""/calendars: the calendars a step may be worked by, shipped and the office's own."""

from datetime import date
from typing import Annotated

from litestar import delete, get, put
from litestar.params import FromPath, JSONBody
from msgspec import Meta, field

from backend.api.asking import Asker, Desks
from backend.api.calendar_changes import ChangeOut, change_out, moved_out
from backend.api.shapes import PLAIN, In, Listed, Out, Text, within_reach
from backend.domain.site_calendar import LONGEST_TITLE, Base, SiteCalendar
from backend.domain.site_calendar import found as found_among
from backend.domain.workdays import Spell
from backend.services import own_calendars
from backend.services.site_calendars import site_calendars

MOST_SPELLS = 100
Title = Annotated[str, Meta(min_length=1, max_length=LONGEST_TITLE, pattern=PLAIN)]


class SpellIn(In, frozen=True):
    """Both days included. `yearly`: every year, whatever year the days are written with."""

    first: date
    last: date
    works: bool = False
    yearly: bool = False


class CalendarIn(In, frozen=True):
    """`spells` in order, a later one outweighs an earlier one; all are given anew."""

    title: Title
    base: Base
    source: Text
    spells: Annotated[list[SpellIn], Meta(max_length=MOST_SPELLS)] = field(default_factory=list)
    through_holidays: bool = False


class SpellOut(Out, frozen=True):
    first: date
    last: date
    works: bool
    yearly: bool


class CalendarOut(Out, frozen=True):
    """`own`: the office's, not as shipped."""

    name: str
    title: str
    base: Base
    source: str
    through_holidays: bool
    own: bool
    spells: list[SpellOut]


class SetOut(Out, frozen=True):
    """`change` null: it said the same before."""

    calendar: CalendarOut
    change: ChangeOut | None


@get("/calendars", summary="Calendars a step may be worked by", sync_to_thread=True)
def list_calendars(reading: Desks, asker: Asker) -> Listed[CalendarOut]:
    del asker
    with reading() as desk:
        found = site_calendars(desk).values()
        return Listed(items=[_out(site) for site in found], total=len(found))


@get("/calendars/{name:str}", summary="One calendar, by its name or title", sync_to_thread=True)
def get_calendar(reading: Desks, asker: Asker, name: FromPath[str]) -> CalendarOut:
    del asker
    with reading() as desk:
        return _out(found_among(name, site_calendars(desk).values()))


@put("/calendars/{name:str}", summary="Add a calendar or change one (office)", sync_to_thread=True)
def put_calendar(writing: Desks, asker: Asker, name: FromPath[str], data: JSONBody[CalendarIn]) -> SetOut:
    for spell in data.spells:
        within_reach(first=spell.first, last=spell.last)
    with writing() as desk:
        change = own_calendars.set_calendar(desk, asker, _site(name, data))
        site = site_calendars(desk)[name]
        return SetOut(calendar=_out(site), change=moved_out(desk, asker, change))


@delete(
    "/calendars/{name:str}",
    summary="Take the office's own calendar away (office)",
    status_code=200,
    sync_to_thread=True,
)
def delete_calendar(writing: Desks, asker: Asker, name: FromPath[str]) -> ChangeOut:
    with writing() as desk:
        return change_out(desk, asker, own_calendars.remove_calendar(desk, asker, name))


ROUTES = (list_calendars, get_calendar, put_calendar, delete_calendar)


def _site(name: str, data: CalendarIn) -> SiteCalendar:
    source = data.source.strip()
    spells = tuple(Spell(one.first, one.last, one.works, source, one.yearly) for one in data.spells)
    return SiteCalendar(name, data.title.strip(), data.base, spells, source, data.through_holidays)


def _out(site: SiteCalendar) -> CalendarOut:
    return CalendarOut(
        name=site.name,
        title=site.title,
        base=site.base,
        source=site.source,
        through_holidays=site.through_holidays,
        own=site.own,
        spells=[
            SpellOut(first=spell.first, last=spell.last, works=spell.works, yearly=spell.yearly)
            for spell in site.spells
        ],
    )
