"""Days as told, and their revisions."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from backend.domain.daily_report import DailyReport, Facts, Origin, Revision
from backend.domain.people import Scope
from backend.storage import site_figures
from backend.storage.page import Page, paged
from backend.storage.prepared import Prepared
from backend.storage.projects import within
from backend.storage.site_figures import Activity, MonthFigures
from backend.storage.tables import daily_reports, photos, projects, report_revisions

_sent = (
    select(func.count())
    .where(photos.c.project_id == daily_reports.c.project_id, photos.c.day == daily_reports.c.day)
    .correlate(daily_reports)
    .scalar_subquery()
    .label("photos")
)


def _reports() -> Select[Any]:
    return select(daily_reports, _sent)


# What every report asks is built once: building a statement costs more than running it.

ADD = {
    dialect: Prepared(
        insert_(daily_reports)
        .on_conflict_do_nothing(index_elements=["project_id", "day"])
        .returning(daily_reports.c.id)
    )
    for dialect, insert_ in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
REWRITE = Prepared(
    update(daily_reports).where(daily_reports.c.id == bindparam("report")).returning(daily_reports, _sent)
)
_BY_ID = _reports().where(daily_reports.c.id == bindparam("report"))
BY_ID, BY_ID_LOCKED = Prepared(_BY_ID), Prepared(_BY_ID.with_for_update(of=daily_reports))
_OF_DAY = _reports().where(
    daily_reports.c.project_id == bindparam("project"), daily_reports.c.day == bindparam("of")
)
OF_DAY, OF_DAY_LOCKED = Prepared(_OF_DAY), Prepared(_OF_DAY.with_for_update(of=daily_reports))
LAST_BEFORE = Prepared(
    _reports()
    .where(
        daily_reports.c.project_id == bindparam("project"),
        daily_reports.c.day < bindparam("before"),
        daily_reports.c.day >= bindparam("since"),
    )
    .order_by(daily_reports.c.day.desc())
    .limit(1)
)
_mine = (
    report_revisions.c.person_id == bindparam("person"),
    report_revisions.c.at >= bindparam("since"),
    report_revisions.c.undone_at.is_(None),
)
LAST_AT = Prepared(select(func.max(report_revisions.c.at).label("at")).where(*_mine))
_told = (*_mine, report_revisions.c.at <= bindparam("until"))
PROJECTS_TOLD = Prepared(
    select(report_revisions.c.at, daily_reports.c.project_id)
    .join(daily_reports, daily_reports.c.id == report_revisions.c.report_id)
    .where(
        *_told,
        report_revisions.c.at == select(func.max(report_revisions.c.at)).where(*_told).scalar_subquery(),
    )
)
ADD_REVISION = Prepared(insert(report_revisions).inline())


class DailyReports:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # ---- the day

    def add(
        self, project_id: int, day: date, facts: Facts, person_id: int, filed_at: datetime, late: bool
    ) -> int | None:
        """The new report's id; None when the day has one already, also when somebody else was a moment faster."""
        values = {
            "project_id": project_id,
            "day": day,
            "person_id": person_id,
            "filed_at": filed_at,
            "late": late,
            **_columns(facts),
        }
        added: int | None = ADD[self._connection.dialect.name].scalar(self._connection, values)
        return added

    def rewrite(self, report_id: int, facts: Facts, **filing: Any) -> DailyReport | None:
        """Other facts for the day; `filing` is person_id, filed_at, late where the first message has changed.

        The report as it is now; None when it is not there any more.
        """
        return self._one(REWRITE, {**_columns(facts), **filing, "report": report_id})

    def remove(self, report_id: int) -> None:
        """The day as if nothing had been told: report and revisions."""
        self._connection.execute(delete(report_revisions).where(report_revisions.c.report_id == report_id))
        self._connection.execute(delete(daily_reports).where(daily_reports.c.id == report_id))

    def of_day(self, project_id: int, day: date, *, locked: bool = False) -> DailyReport | None:
        """`locked` holds others off the day until this unit of work ends."""
        # SQLite has one writer and leaves the clause out.
        statement = OF_DAY_LOCKED if locked else OF_DAY
        return self._one(statement, {"project": project_id, "of": day})

    def by_id(self, report_id: int, *, locked: bool = False) -> DailyReport | None:
        return self._one(BY_ID_LOCKED if locked else BY_ID, {"report": report_id})

    def last_before(self, project_id: int, day: date, since: date) -> DailyReport | None:
        return self._one(LAST_BEFORE, {"project": project_id, "before": day, "since": since})

    def listing(
        self,
        scope: Scope,
        *,
        project_id: int | None = None,
        first: date | None = None,
        last: date | None = None,
        after: int = 0,
        limit: int = 100,
    ) -> Page[DailyReport]:
        query = _reports().join(projects, projects.c.id == daily_reports.c.project_id).where(within(scope))
        if project_id is not None:
            query = query.where(daily_reports.c.project_id == project_id)
        if first is not None:
            query = query.where(daily_reports.c.day >= first)
        if last is not None:
            query = query.where(daily_reports.c.day <= last)
        return paged(self._connection, query, daily_reports.c.id, _report, after=after, limit=limit)

    def told(
        self, first: date, last: date, project_ids: Collection[int] | None = None
    ) -> set[tuple[int, date]]:
        """(project, day) of every report of those days."""
        query = select(daily_reports.c.project_id, daily_reports.c.day).where(
            daily_reports.c.day.between(first, last)
        )
        if project_ids is not None:
            query = query.where(daily_reports.c.project_id.in_(project_ids))
        return {(row.project_id, row.day) for row in self._connection.execute(query)}

    def newest(self, project_ids: Collection[int]) -> dict[int, DailyReport]:
        """The last day told of each of these projects; one that never reported is absent."""
        table = daily_reports
        top = (
            select(table.c.project_id, func.max(table.c.day).label("day"))
            .where(table.c.project_id.in_(project_ids))
            .group_by(table.c.project_id)
            .subquery()
        )
        query = _reports().join(top, (top.c.project_id == table.c.project_id) & (top.c.day == table.c.day))
        return {row.project_id: _report(row) for row in self._connection.execute(query)}

    def last_days(self, day: date) -> dict[int, date]:
        """By project, the last day up to `day` that has a report; a project that never reported is absent."""
        newest = (
            select(func.max(daily_reports.c.day))
            .where(daily_reports.c.project_id == projects.c.id, daily_reports.c.day <= day)
            .scalar_subquery()
        )
        rows = self._connection.execute(select(projects.c.id, newest.label("day")))
        return {row.id: row.day for row in rows if row.day is not None}

    def month_figures(self, first: date, last: date) -> dict[int, MonthFigures]:
        """By project; a project without a report in those days is absent."""
        return site_figures.month_figures(self._connection, first, last)

    def activity(self, day: date, until: datetime) -> dict[int, Activity]:
        """By project, all of them: the last signs of life up to `day`, which ends at `until`."""
        return site_figures.activity(self._connection, day, until)

    # ---- revisions

    def add_revision(
        self,
        report_id: int,
        origin: Origin,
        text: str,
        facts: Facts,
        before: Facts | None,
        person_id: int,
        at: datetime,
    ) -> None:
        ADD_REVISION.run(
            self._connection,
            {
                "report_id": report_id,
                "origin": origin.value,
                "text": text,
                "facts": _json(facts),
                "before": None if before is None else _json(before),
                "person_id": person_id,
                "at": at,
            },
        )

    def revisions(self, report_id: int) -> list[Revision]:
        """Oldest first, those taken back included."""
        return self._revisions(report_revisions.c.report_id == report_id)

    def last_at(self, person_id: int, since: datetime) -> datetime | None:
        """When this person last told something that still stands."""
        told: datetime | None = LAST_AT.scalar(self._connection, {"person": person_id, "since": since})
        return told

    def projects_told(
        self, person_id: int, since: datetime, until: datetime
    ) -> tuple[datetime, set[int]] | None:
        """The projects of this person's newest message between the two instants, and when it came."""
        rows = PROJECTS_TOLD.all(self._connection, {"person": person_id, "since": since, "until": until})
        return (rows[0].at, {row.project_id for row in rows}) if rows else None

    def take_back(self, person_id: int, at: datetime, now: datetime) -> list[Revision]:
        """What this person told at that instant, which no longer stands."""
        found = self._revisions(
            report_revisions.c.person_id == person_id,
            report_revisions.c.at == at,
            report_revisions.c.undone_at.is_(None),
        )
        ids = [revision.id for revision in found]
        self._connection.execute(
            update(report_revisions).where(report_revisions.c.id.in_(ids)).values(undone_at=now)
        )
        return found

    def _revisions(self, *conditions: ColumnElement[bool]) -> list[Revision]:
        query = select(report_revisions).where(*conditions).order_by(report_revisions.c.id)
        return [_revision(row) for row in self._connection.execute(query)]

    def _one(self, statement: Prepared, values: Mapping[str, Any]) -> DailyReport | None:
        row = statement.first(self._connection, values)
        return None if row is None else _report(row)


def _report(row: Row[Any]) -> DailyReport:
    values = row._asdict()
    return DailyReport(
        id=row.id,
        project_id=row.project_id,
        day=row.day,
        facts=_facts(values),
        person_id=row.person_id,
        filed_at=row.filed_at,
        late=row.late,
        photos=row.photos,
    )


def _revision(row: Row[Any]) -> Revision:
    return Revision(
        id=row.id,
        report_id=row.report_id,
        origin=Origin(row.origin),
        text=row.text,
        facts=_facts(row.facts),
        before=None if row.before is None else _facts(row.before),
        person_id=row.person_id,
        at=row.at,
        undone_at=row.undone_at,
    )


def _columns(facts: Facts) -> dict[str, Any]:
    return {
        "workers": facts.workers,
        "trades": dict(facts.trades),
        "machines": facts.machines,
        "machine_types": dict(facts.machine_types),
        "progress": facts.progress,
        "percent": facts.percent,
        "stopped": facts.stopped,
        "stop_reason": facts.stop_reason,
        "service": facts.service,
        "copied": sorted(facts.copied),
    }


def _json(facts: Facts) -> dict[str, Any]:
    return {**_columns(facts), "percent": None if facts.percent is None else str(facts.percent)}


def _facts(values: Mapping[str, Any]) -> Facts:
    """From a report's columns, and from a revision's JSON."""
    percent = values["percent"]
    return Facts(
        workers=values["workers"],
        trades=values["trades"],
        machines=values["machines"],
        machine_types=values["machine_types"],
        progress=values["progress"],
        percent=None if percent is None else Decimal(percent),
        stopped=values["stopped"],
        stop_reason=values["stop_reason"],
        service=values["service"],
        copied=frozenset(values["copied"]),
    )
