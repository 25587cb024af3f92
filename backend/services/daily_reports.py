"""The site tells its day: filing, correcting, copying, taking back, looking up."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from backend.domain.daily_report import (
    DailyReport,
    Facts,
    Origin,
    Revision,
    changed,
    check,
    filled,
    merged,
    replayed,
    whole,
)
from backend.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from backend.domain.investment import Investment
from backend.domain.people import EVERYTHING, Actor, Role
from backend.domain.project import Project
from backend.services import expectations, projects
from backend.services.desk import Desk
from backend.storage.page import Page

T = TypeVar("T")

OLDEST = timedelta(days=31)  # older days are the office's to mend
COPY_FROM = timedelta(days=7)
LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Filed:
    """`before` None: the day's first message. `late`: it is the first, and past the deadline of its day.

    `changed` names the fields of the day that this message has changed.
    """

    report: DailyReport
    before: Facts | None
    late: bool
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TakenBack:
    """One day after its last message was taken back; `report` None: nothing is told of that day any more."""

    project: Project
    day: date
    report: DailyReport | None
    text: str  # what was taken back, as typed


@dataclass(frozen=True, slots=True)
class Undone:
    days: tuple[TakenBack, ...]
    investments: tuple[Investment, ...]


def file(
    desk: Desk,
    actor: Actor,
    project_id: int,
    day: date,
    facts: Facts,
    text: str,
    origin: Origin = Origin.REPORT,
) -> Filed:
    """Merge one message into the day.

    Raises NotFound outside the scope, NotAllowed for those who do not report, Invalid for a day or a figure
    that cannot be.
    """
    project = reportable(desk, actor, project_id)
    _check_day(desk, actor, day)
    return _filed(desk, actor, project, day, facts, text, origin)


def same_as_before(desk: Desk, actor: Actor, project_id: int, day: date, facts: Facts, text: str) -> Filed:
    """File what was said, the rest copied from the last report of the week before and named as copied.

    Raises Invalid("nothing_to_copy") when that week has no report.
    """
    project = reportable(desk, actor, project_id)
    _check_day(desk, actor, day)
    check(facts)
    last = desk.unit.daily_reports.last_before(project.id, day, day - COPY_FROM)
    if last is None:
        raise Invalid("nothing_to_copy", field="day", project=project.name, days=COPY_FROM.days)
    completed = filled(facts, last.facts)
    return _filed(desk, actor, project, day, completed, text, Origin.SAME_AS_YESTERDAY)


def undo(desk: Desk, actor: Actor) -> Undone:
    """Take back the asker's last message of today, with every project and figure it told of.

    What others told of the same day stays: the day is told anew from the messages that still stand.
    Raises Invalid("nothing_to_undo").
    """
    books, person_id = desk.unit.daily_reports, actor.person.id
    midnight = desk.moment.on(desk.moment.day, time.min)
    stated = (books.last_at(person_id, midnight), desk.unit.investments.last_at(person_id, midnight))
    at = max((moment for moment in stated if moment is not None), default=None)
    if at is None:
        raise Invalid("nothing_to_undo")
    revisions = books.take_back(person_id, at, desk.moment.at)
    figures = desk.unit.investments.take_back(person_id, at, desk.moment.at)
    texts = {revision.report_id: revision.text for revision in revisions}
    return Undone(tuple(_retold(desk, id_, text) for id_, text in texts.items()), tuple(figures))


def last_told(desk: Desk, actor: Actor) -> int | None:
    """The project the asker told of last, within the days that may still be mended; None when that was several or none."""
    since = desk.moment.at - OLDEST
    told = desk.unit.daily_reports.projects_told(actor.person.id, since, desk.moment.at)
    return next(iter(told[1])) if told is not None and len(told[1]) == 1 else None


def of_day(desk: Desk, actor: Actor, project_id: int, day: date) -> DailyReport | None:
    project = projects.get(desk, actor, project_id)
    return desk.unit.daily_reports.of_day(project.id, day)


def listing(
    desk: Desk,
    actor: Actor,
    *,
    project_id: int | None = None,
    first: date | None = None,
    last: date | None = None,
    after: int = 0,
    limit: int = 100,
) -> Page[DailyReport]:
    projects.check_page(limit)
    if project_id is not None:
        projects.get(desk, actor, project_id)
    return desk.unit.daily_reports.listing(
        actor.scope, project_id=project_id, first=first, last=last, after=after, limit=limit
    )


def history(desk: Desk, actor: Actor, report_id: int) -> list[Revision]:
    """Every message of the day, oldest first, those taken back included."""
    return desk.unit.daily_reports.revisions(get(desk, actor, report_id).id)


def get(desk: Desk, actor: Actor, report_id: int) -> DailyReport:
    """Raises NotFound for one that is not there and for one of a project the asker may not see."""
    report = None
    if 0 < report_id <= projects.LARGEST_ID:
        report = desk.unit.daily_reports.by_id(report_id)
    if report is None or desk.unit.projects.by_id(report.project_id, actor.scope) is None:
        raise NotFound("report_not_found", id=report_id)
    return report


def last_activity(desk: Desk, day: date) -> dict[int, date]:
    """By project, the last day up to `day` with workers on site, a new progress text or an investment figure."""
    found = {}
    until = desk.moment.on(day + timedelta(days=1), time.min)
    for project_id, signs in desk.unit.daily_reports.activity(day, until).items():
        invested = None if signs.invested_at is None else desk.moment.day_of(signs.invested_at)
        days = [sign for sign in (signs.worked, signs.progressed, invested) if sign is not None]
        if days:
            found[project_id] = max(days)
    return found


def reportable(desk: Desk, actor: Actor, project_id: int) -> Project:
    """The project, for its secretary, the deputy and the office; leaders look and raise problems."""
    project = projects.get(desk, actor, project_id)
    if not actor.is_office() and Role.SECRETARY not in expectations.seats(desk, actor, project):
        raise NotAllowed("report_needs_secretary", project=project.name)
    return project


def _check_day(desk: Desk, actor: Actor, day: date) -> None:
    today = desk.moment.day
    if day > today:
        raise Invalid("day_in_future", field="day", day=day, today=today)
    if today - day > OLDEST and not actor.is_office():
        raise Invalid("day_too_old", field="day", day=day, days=OLDEST.days)


def _filed(
    desk: Desk, actor: Actor, project: Project, day: date, facts: Facts, text: str, origin: Origin
) -> Filed:
    check(facts)
    facts = whole(facts)
    if facts.is_empty():
        raise Invalid("nothing_said", field="facts", project=project.name)
    if len(text) > LONGEST_TEXT:
        raise Invalid("text_too_long", field="text", limit=LONGEST_TEXT)
    books, at = desk.unit.daily_reports, desk.moment.at
    late = _is_late(desk, day, at)
    before, rewritten = None, None
    report_id = books.add(project.id, day, merged(Facts(), facts, origin), actor.person.id, at, late)
    if report_id is None:
        report = _kept(books.of_day(project.id, day, locked=True))
        report_id, before, late = report.id, report.facts, False
        rewritten = books.rewrite(report_id, merged(before, facts, origin))
    books.add_revision(report_id, origin, text, facts, before, actor.person.id, at)
    report = _kept(rewritten or books.by_id(report_id))
    return Filed(report, before, late, changed(before, report.facts))


def _retold(desk: Desk, report_id: int, text: str) -> TakenBack:
    books = desk.unit.daily_reports
    report = _kept(books.by_id(report_id, locked=True))
    project = desk.unit.projects.by_id(report.project_id, EVERYTHING)
    standing = [revision for revision in books.revisions(report_id) if revision.undone_at is None]
    if standing:
        first = standing[0]
        books.rewrite(
            report_id,
            replayed((revision.facts, revision.origin) for revision in standing),
            person_id=first.person_id,
            filed_at=first.at,
            late=_is_late(desk, report.day, first.at),
        )
    else:
        books.remove(report_id)
    return TakenBack(_kept(project), report.day, books.by_id(report_id), text)


def _kept(found: T | None) -> T:
    """What was there a moment ago; on PostgreSQL somebody else may have taken it back in between."""
    if found is None:
        raise Conflict("changed_meanwhile")
    return found


def _is_late(desk: Desk, day: date, at: datetime) -> bool:
    return at.replace(microsecond=0) > desk.moment.on(day, desk.policy.report_deadline)
