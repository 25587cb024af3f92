"""/daily-reports: what sites told of their days, and telling one."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta, field

from backend.api.asking import Asker, Desks
from backend.api.shapes import After, Id, IdFilter, In, Limit, Listed, LongText, Out, within_reach
from backend.domain.daily_report import (
    MAX_MACHINES,
    MAX_PARTS,
    MAX_WORKERS,
    DailyReport,
    Facts,
    Origin,
    Revision,
)
from backend.services import daily_reports

Workers = Annotated[int, Meta(ge=0, le=MAX_WORKERS)]
Machines = Annotated[int, Meta(ge=0, le=MAX_MACHINES)]
PartName = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[^\x00]*$")]
Percent = Annotated[
    str,
    Meta(
        pattern=r"^(100(\.0{1,2})?|[0-9]{1,2}(\.[0-9]{1,2})?)$",
        max_length=6,
        description="0 to 100, as in 62.5",
    ),
]


class Report(In, frozen=True):
    """One message about a day: what is left out is not said, and stays as it was told before.

    `trades`, `machine_types`: headcounts by name; where only they are given, their sum is the total. `text`: the words it
    was told in, kept with the revision.
    """

    project_id: Id
    day: date | None = None
    workers: Workers | None = None
    trades: Annotated[dict[PartName, Workers], Meta(max_length=MAX_PARTS)] = field(default_factory=dict)
    machines: Machines | None = None
    machine_types: Annotated[dict[PartName, Machines], Meta(max_length=MAX_PARTS)] = field(
        default_factory=dict
    )
    progress: LongText | None = None
    percent: Percent | None = None
    stopped: bool | None = None
    stop_reason: LongText | None = None
    service: LongText | None = None
    text: LongText = ""
    corrects: bool = False


class FactsOut(Out, frozen=True):
    """null or empty: not said. `percent`: physical progress of the whole project. `copied`: fields taken over from before."""

    workers: int | None
    trades: dict[str, int]
    machines: int | None
    machine_types: dict[str, int]
    progress: str | None
    percent: Decimal | None
    stopped: bool | None
    stop_reason: str | None
    service: str | None
    copied: list[str]


class ReportOut(Out, frozen=True):
    """`late`: first filed after the deadline of its day."""

    id: int
    project_id: int
    day: date
    facts: FactsOut
    person_id: int
    filed_at: datetime
    late: bool
    photos: int


class FiledOut(Out, frozen=True):
    """`first`: it was the day's first message. `changed`: the fields of the day it has changed."""

    report: ReportOut
    first: bool
    changed: list[str]


class RevisionOut(Out, frozen=True):
    """What the message said and the day's facts before it; `undone_at` when it was taken back."""

    id: int
    origin: Origin
    text: str
    facts: FactsOut
    before: FactsOut | None
    person_id: int
    at: datetime
    undone_at: datetime | None


@get("/daily-reports", summary="Daily reports within one's scope", sync_to_thread=True)
def list_reports(
    reading: Desks,
    asker: Asker,
    project_id: IdFilter = None,
    first: FromQuery[date | None] = None,
    last: FromQuery[date | None] = None,
    after: After = 0,
    limit: Limit = 100,
) -> Listed[ReportOut]:
    within_reach(first=first, last=last)
    with reading() as desk:
        page = daily_reports.listing(
            desk, asker, project_id=project_id, first=first, last=last, after=after, limit=limit
        )
        return Listed(items=[_report_out(one) for one in page.items], total=page.total, next=page.next)


@get("/daily-reports/{report_id:int}", summary="One project's day", sync_to_thread=True)
def get_report(reading: Desks, asker: Asker, report_id: FromPath[int]) -> ReportOut:
    with reading() as desk:
        return _report_out(daily_reports.get(desk, asker, report_id))


@get(
    "/daily-reports/{report_id:int}/history",
    summary="Every message of the day, oldest first",
    sync_to_thread=True,
)
def get_report_history(reading: Desks, asker: Asker, report_id: FromPath[int]) -> Listed[RevisionOut]:
    with reading() as desk:
        found = daily_reports.history(desk, asker, report_id)
        return Listed(items=[_revision_out(one) for one in found], total=len(found))


@post("/daily-reports", summary="Tell of a day (secretary, deputy, office)", sync_to_thread=True)
def file_report(writing: Desks, asker: Asker, data: JSONBody[Report]) -> FiledOut:
    within_reach(day=data.day)
    with writing() as desk:
        origin = Origin.CORRECTION if data.corrects else Origin.API
        day = data.day or desk.moment.day
        filed = daily_reports.file(desk, asker, data.project_id, day, _facts(data), data.text, origin)
        return FiledOut(
            report=_report_out(filed.report), first=filed.before is None, changed=list(filed.changed)
        )


ROUTES = (list_reports, get_report, get_report_history, file_report)


def _facts(report: Report) -> Facts:
    return Facts(
        workers=report.workers,
        trades=report.trades,
        machines=report.machines,
        machine_types=report.machine_types,
        progress=report.progress,
        percent=None if report.percent is None else Decimal(report.percent),
        stopped=report.stopped,
        stop_reason=report.stop_reason,
        service=report.service,
    )


def _facts_out(facts: Facts) -> FactsOut:
    return FactsOut(
        workers=facts.workers,
        trades=dict(facts.trades),
        machines=facts.machines,
        machine_types=dict(facts.machine_types),
        progress=facts.progress,
        percent=facts.percent,
        stopped=facts.stopped,
        stop_reason=facts.stop_reason,
        service=facts.service,
        copied=sorted(facts.copied),
    )


def _report_out(report: DailyReport) -> ReportOut:
    return ReportOut(
        id=report.id,
        project_id=report.project_id,
        day=report.day,
        facts=_facts_out(report.facts),
        person_id=report.person_id,
        filed_at=report.filed_at,
        late=report.late,
        photos=report.photos,
    )


def _revision_out(revision: Revision) -> RevisionOut:
    return RevisionOut(
        id=revision.id,
        origin=revision.origin,
        text=revision.text,
        facts=_facts_out(revision.facts),
        before=None if revision.before is None else _facts_out(revision.before),
        person_id=revision.person_id,
        at=revision.at,
        undone_at=revision.undone_at,
    )
