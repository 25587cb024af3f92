"""What a stretch of days adds up to for every project, each in one statement however many projects there are."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, Text, and_, case, cast, func, or_, select

from backend.storage.tables import daily_reports, investments, projects


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """Averages are over the days on which a number was said, rounded half up; 0 when none was."""

    report_days: int
    late: int
    worker_days: int
    avg_workers: int
    avg_machines: int
    progress: str  # the newest told in the period, "" when none
    progress_day: date | None
    percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Activity:
    """The last signs of life up to a day."""

    worked: date | None  # workers on site
    progressed: date | None  # a progress text unlike the one before it
    invested_at: datetime | None  # a figure above zero was stated


def month_figures(connection: Connection, first: date, last: date) -> dict[int, MonthFigures]:
    table = daily_reports
    query = (
        select(
            table.c.project_id,
            func.count().label("report_days"),
            func.sum(case((table.c.late, 1), else_=0)).label("late"),
            func.sum(table.c.workers).label("workers"),
            func.count(table.c.workers).label("worker_reports"),
            func.sum(table.c.machines).label("machines"),
            func.count(table.c.machines).label("machine_reports"),
            _newest("progress", "progress", first, last).label("progress"),
            _newest("progress", "day", first, last).label("progress_day"),
            _newest("percent", "percent", first, last).label("percent"),
        )
        .where(table.c.day.between(first, last))
        .group_by(table.c.project_id)
    )
    return {
        row.project_id: MonthFigures(
            report_days=row.report_days,
            late=int(row.late),
            worker_days=int(row.workers or 0),
            avg_workers=_mean(row.workers, row.worker_reports),
            avg_machines=_mean(row.machines, row.machine_reports),
            progress=row.progress or "",
            progress_day=row.progress_day,
            percent=row.percent,
        )
        for row in connection.execute(query)
    }


def activity(connection: Connection, day: date, until: datetime) -> dict[int, Activity]:
    query = select(
        projects.c.id,
        _last_worked(day).label("worked"),
        _last_progressed(day).label("progressed"),
        select(func.max(investments.c.at))
        .where(
            investments.c.project_id == projects.c.id,
            investments.c.undone_at.is_(None),
            investments.c.wan > Decimal(0),
            investments.c.at < until,
        )
        .scalar_subquery()
        .label("invested_at"),
    )
    return {
        row.id: Activity(row.worked, row.progressed, row.invested_at) for row in connection.execute(query)
    }


def _newest(known: str, wanted: str, first: date, last: date) -> ScalarSelect[Any]:
    """`wanted` of the project's newest day in which `known` was said."""
    inner = daily_reports.alias()
    return (
        select(inner.c[wanted])
        .where(
            inner.c.project_id == daily_reports.c.project_id,
            inner.c.day.between(first, last),
            inner.c[known].is_not(None),
        )
        .order_by(inner.c.day.desc())
        .limit(1)
        .correlate(daily_reports)
        .scalar_subquery()
    )


def _last_worked(day: date) -> ScalarSelect[date]:
    # Newest first and one row: the covering index is left at the first hit, where max() would read it all.
    table = daily_reports.alias()
    return (
        select(table.c.day)
        .where(table.c.project_id == projects.c.id, table.c.day <= day, table.c.workers > 0)
        .order_by(table.c.day.desc())
        .limit(1)
        .scalar_subquery()
    )


def _last_progressed(day: date) -> ScalarSelect[date]:
    table, earlier = daily_reports.alias(), daily_reports.alias()
    before = (
        select(earlier.c.progress)
        .where(
            earlier.c.project_id == table.c.project_id,
            earlier.c.day < table.c.day,
            earlier.c.progress.is_not(None),
        )
        .order_by(earlier.c.day.desc())
        .limit(1)
        .correlate(table)
        .scalar_subquery()
    )
    return (
        select(table.c.day)
        .where(
            table.c.project_id == projects.c.id,
            table.c.day <= day,
            _told_progress(table),
            or_(before.is_(None), before != table.c.progress),
        )
        .order_by(table.c.day.desc())
        .limit(1)
        .correlate(projects)
        .scalar_subquery()
    )


def _told_progress(table: Any) -> ColumnElement[bool]:
    """A text of that very day, from a site that was not standing still."""
    return and_(
        table.c.progress.is_not(None),
        ~cast(table.c.copied, Text).contains('"progress"'),
        or_(table.c.stopped.is_(None), ~table.c.stopped),
    )


def _mean(total: int | None, count: int) -> int:
    return 0 if not count else (2 * int(total or 0) + count) // (2 * count)
