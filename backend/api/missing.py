"""/missing: who was to report on a day and has not."""

from datetime import date

from litestar import get
from litestar.params import FromQuery

from backend.api.asking import Asker, Desks
from backend.api.shapes import Listed, Out, within_reach
from backend.services import expectations


class MissingOut(Out, frozen=True):
    """`person` null: nobody is there to report. `days_silent`: expected days since the last report."""

    project_id: int
    project: str
    person: str | None
    days_silent: int


@get("/missing", summary="Who has not reported, the longest silence first", sync_to_thread=True)
def list_missing(reading: Desks, asker: Asker, day: FromQuery[date | None] = None) -> Listed[MissingOut]:
    within_reach(day=day)
    with reading() as desk:
        found = expectations.missing(desk, day or desk.moment.day, asker.scope)
        return Listed(items=[_out(one) for one in found], total=len(found))


ROUTES = (list_missing,)


def _out(one: expectations.Missing) -> MissingOut:
    return MissingOut(
        project_id=one.project.id,
        project=one.project.name,
        person=one.person.name if one.person else None,
        days_silent=one.days_silent,
    )
