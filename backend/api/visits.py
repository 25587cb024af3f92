"""/visits: who was at which site when, and checking in."""

from datetime import date, datetime
from typing import Annotated

from litestar import get, post
from litestar.params import FromQuery, JSONBody
from msgspec import Meta

from backend.api.asking import Asker, Desks
from backend.api.shapes import After, Id, IdFilter, In, Limit, Listed, Out, within_reach
from backend.domain.people import Role
from backend.domain.visit import SiteVisit
from backend.services import visits
from backend.services.visits import CheckedIn

Latitude = Annotated[float, Meta(ge=-90, le=90)]
Longitude = Annotated[float, Meta(ge=-180, le=180)]


class CheckIn(In, frozen=True):
    """GCJ-02 degrees, both or neither."""

    project_id: Id
    lat: Latitude | None = None
    lon: Longitude | None = None
    place: Annotated[str, Meta(max_length=200, pattern=r"^[^\x00]*$")] = ""
    note: Annotated[str, Meta(max_length=1000, pattern=r"^[^\x00]*$")] = ""


class VisitOut(Out, frozen=True):
    """`distance_m` and `inside` are null when the site's or the visitor's place is not known."""

    id: int
    project_id: int
    person_id: int
    role: Role
    day: date
    at: datetime
    lat: float | None
    lon: float | None
    distance_m: int | None
    inside: bool | None
    note: str


class CheckedInOut(Out, frozen=True):
    """`again`: it is the same visit as a moment ago, told twice."""

    visit: VisitOut
    again: bool


@get("/visits", summary="Site visits within one's scope", sync_to_thread=True)
def list_visits(
    reading: Desks,
    asker: Asker,
    project_id: IdFilter = None,
    person_id: IdFilter = None,
    first: FromQuery[date | None] = None,
    last: FromQuery[date | None] = None,
    after: After = 0,
    limit: Limit = 100,
) -> Listed[VisitOut]:
    within_reach(first=first, last=last)
    with reading() as desk:
        page = visits.listing(
            desk,
            asker,
            project_id=project_id,
            person_id=person_id,
            first=first,
            last=last,
            after=after,
            limit=limit,
        )
        return Listed(items=[_visit_out(one) for one in page.items], total=page.total, next=page.next)


@post("/visits", summary="Check in at a site, now", sync_to_thread=True)
def check_in(writing: Desks, asker: Asker, data: JSONBody[CheckIn]) -> CheckedInOut:
    with writing() as desk:
        done = visits.check_in(desk, asker, data.project_id, data.lat, data.lon, data.place, data.note)
        assert isinstance(done, CheckedIn), "the project was named"  # noqa: S101
        return CheckedInOut(visit=_visit_out(done.visit), again=done.again)


ROUTES = (list_visits, check_in)


def _visit_out(visit: SiteVisit) -> VisitOut:
    return VisitOut(
        id=visit.id,
        project_id=visit.project_id,
        person_id=visit.person_id,
        role=visit.role,
        day=visit.day,
        at=visit.at,
        lat=visit.lat,
        lon=visit.lon,
        distance_m=visit.distance_m,
        inside=visit.inside,
        note=visit.note,
    )
