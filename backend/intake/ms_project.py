"""An MS Project file (XML) as rows of the plan form, so that all that is checked of a sheet is checked of it too.

Summaries are flattened, what is inactive or of another project is left out, hours become whole days, constraints
become limits. Nothing of it is silent: whatever was left out or is not as it was is a warning with the row that MS
Project shows, and what cannot be said in a plan at all is a complaint.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from xml.etree.ElementTree import Element

from backend.domain.calendars import Calendars
from backend.domain.plan import Link
from backend.intake.complaint import BadCell, BadFile, Complaint, Reading
from backend.intake.ms_project_calendars import FileCalendar, calendars
from backend.intake.ms_project_links import Tie, Ties
from backend.intake.ms_project_rows import PLANNED, PRESUMED, Reader, Surroundings, column
from backend.intake.ms_project_spans import day
from backend.intake.ms_project_tasks import Outline, outline
from backend.intake.ms_project_xml import children, number, parse, text, truth
from backend.intake.plan_sheet import PlanRow
from backend.intake.plan_steps import TITLES
from backend.intake.step_links import link_text

MOST_TASKS = 5000
MOST_NAMED = 8  # rows in a warning about many
MINUTES_PER_DAY = 480


def read_ms_project(
    content: bytes, code: str, by: Calendars, titles: Mapping[str, str] = TITLES
) -> Reading[PlanRow]:
    """Rows of the project with that code. `by`: the calendars it is planned with, titles: what they are called."""
    try:
        root = parse(content)
    except BadFile as error:
        return Reading(complaints=(Complaint(None, "", str(error)),))
    tasks = outline(root)
    if len(tasks.tasks) > MOST_TASKS:
        reason = f"文件里有 {len(tasks.tasks)} 个任务，最多 {MOST_TASKS} 个，请拆成几个项目导入"
        return Reading(complaints=(Complaint(None, "", reason),))
    minutes = number(root, "MinutesPerDay") or MINUTES_PER_DAY
    found = calendars(root, {number(root, "CalendarUID", -1), *tasks.calendars})
    around = Surroundings(
        code, minutes, found, number(root, "CalendarUID", -1), by, titles, _owners(root), _fields(root)
    )
    reader = Reader(around)
    rows = _rows(tasks, reader)
    ties = Ties(tasks, minutes)
    rows = _linked(rows, ties.ties)
    rows, days = _with_days_of_plan(root, tasks, rows, ties.ties, reader)
    complaints = [*reader.complaints, *_told(tasks, ties.refused)]
    warnings = [
        *_about_calendar(around, days),
        *_about_file(tasks, rows),
        *reader.warnings,
        *_told(tasks, ties.left_out),
    ]
    wrong = {complaint.line for complaint in complaints}
    return Reading(
        tuple(row for row in rows.values() if row.line not in wrong),
        tuple(row for row in rows.values() if row.line in wrong),
        tuple(sorted(complaints, key=lambda one: one.place)),
        tuple(sorted(dict.fromkeys(warnings), key=lambda one: one.place)),
    )


def _told(tasks: Outline, found: Sequence[tuple[int, str]]) -> list[Complaint]:
    return [Complaint(tasks.tasks[at].row, column("after"), reason) for at, reason in found]


def _owners(root: Element) -> Mapping[int, str]:
    """Names of the resources at each task, by UID of the task."""
    names = {number(one, "UID", -1): text(one, "Name") for one in children(root, "Resources", "Resource")}
    found: dict[int, list[str]] = {}
    for one in children(root, "Assignments", "Assignment"):
        if name := names.get(number(one, "ResourceUID", -1)):
            found.setdefault(number(one, "TaskUID", -1), []).append(name)
    return {uid: "、".join(dict.fromkeys(several)) for uid, several in found.items()}


def _fields(root: Element) -> frozenset[str]:
    return frozenset(text(one, "Alias") for one in children(root, "ExtendedAttributes", "ExtendedAttribute"))


def _rows(tasks: Outline, reader: Reader) -> dict[int, PlanRow]:
    """The rows of tasks that do the work, by position; each with an id and a name of its own."""
    working = [
        at
        for at, task in enumerate(tasks.tasks)
        if at not in tasks.under and task.active and not task.outside
    ]
    names = _names(tasks, working, reader)
    ids = _ids(tasks, working)
    return {at: reader.row(tasks.tasks[at], ids[at], names[at]) for at in working}


def _names(tasks: Outline, working: Sequence[int], reader: Reader) -> dict[int, str]:
    """A name that several tasks have is told apart by the summary it stands under: 一期·桩基."""
    plain = {at: tasks.tasks[at].name for at in working}
    often: dict[str, int] = {}
    for name in plain.values():
        often[name] = often.get(name, 0) + 1
    for at, name in plain.items():
        above = tasks.parents[at][:1]
        if often[name] > 1 and name and above:
            longer = f"{tasks.tasks[above[0]].name}·{name}"
            if len(longer) <= 120:
                plain[at] = longer
                reader.warn(tasks.tasks[at], "title", f"有重名，改为“{longer}”")
    return plain


def _ids(tasks: Outline, working: Sequence[int]) -> dict[int, str]:
    """The id a plan gave it when it went out, else the row of MS Project, which is what its people say."""
    own = {at: tasks.tasks[at].fields.get(column("step"), "") for at in working}
    taken: set[str] = set()
    found: dict[int, str] = {}
    for at in sorted(working, key=lambda at: not own[at]):
        task = tasks.tasks[at]
        usual = (own[at], str(task.row), f"U{task.uid}", f"U{task.uid}_{at}")
        found[at] = next(id for id in usual if id and id not in taken)
        taken.add(found[at])
    return found


def _linked(rows: Mapping[int, PlanRow], ties: Sequence[Tie]) -> dict[int, PlanRow]:
    known = {row.step for row in rows.values()}
    after: dict[int, list[str]] = {}
    for tie in ties:
        link = Link(rows[tie.before].step, tie.type, tie.lag, tie.unit)
        after.setdefault(tie.after, []).append(link_text(link, known))
    return {at: replace(row, after=tuple(dict.fromkeys(after.get(at, ())))) for at, row in rows.items()}


@dataclass(frozen=True, slots=True)
class PlanDays:
    start: date | None
    target: date | None


def _with_days_of_plan(
    root: Element, tasks: Outline, rows: dict[int, PlanRow], ties: Sequence[Tie], reader: Reader
) -> tuple[dict[int, PlanRow], PlanDays]:
    """The file's start; as the target, the last deadline of a task that nothing follows. Other deadlines are limits."""
    followed = {tie.before for tie in ties}
    deadlines = {at: reader.deadline(tasks.tasks[at]) for at in rows}
    ends = [day for at, day in deadlines.items() if day is not None and at not in followed]
    target = max(ends, default=None)
    start = _project_day(root, "StartDate")
    if not truth(root, "ScheduleFromStart", other=True):  # planned back from its finish
        start, target = None, target or _project_day(root, "FinishDate")
    for at, limit in deadlines.items():
        if limit is not None and (at in followed or limit != target):
            rows[at] = reader.limited(tasks.tasks[at], rows[at], limit)
    if rows:
        first = next(iter(rows))
        rows[first] = replace(rows[first], start=start, target=target)
    return rows, PlanDays(start, target)


def _project_day(root: Element, tag: str) -> date | None:
    try:
        return day(root, tag)
    except BadCell:
        return None


def _about_calendar(around: Surroundings, days: PlanDays) -> list[Complaint]:
    """Days of the plan that the file's calendar and the project's own do not agree about."""
    own = around.calendars.get(around.calendar_uid)
    if own is None:
        return []
    first = days.start or days.target
    last = days.target or days.start
    if first is None or last is None or last < first:
        return []
    return list(_compared(own, around, first, last))


def _compared(own: FileCalendar, around: Surroundings, first: date, last: date) -> list[Complaint]:
    found = []
    differ: list[date] = []
    try:
        differ = own.differences(around.by.standard, first, last)
    except BadCell as error:
        found.append(Complaint(None, f"日历 {own.name}", str(error)))
    if differ:
        shown = "、".join(map(str, differ[:MOST_NAMED])) + ("…" if len(differ) > MOST_NAMED else "")
        reason = f"与本项目的日历有 {len(differ)} 天不同（{shown}），按本项目的日历排期"
        found.append(Complaint(None, f"日历 {own.name}", reason))
    if own.recurring:
        found.append(Complaint(None, f"日历 {own.name}", "有按周、月、年循环的例外日，没有比对"))
    return found


def _about_file(tasks: Outline, rows: Mapping[int, PlanRow]) -> list[Complaint]:
    """What a plan has no place for, each kind in one sentence."""
    told = {
        "摘要任务已展开，只导入其下的任务": [tasks.tasks[at].row for at in tasks.under],
        "已停用的任务没有导入": [task.row for task in tasks.tasks if not task.active],
        "别的项目里的任务没有导入": [task.row for task in tasks.tasks if task.outside],
        "备注没有导入": [
            task.row
            for at, task in enumerate(tasks.tasks)
            if (at in rows or at in tasks.under) and _has_other_notes(text(task.element, "Notes"))
        ],
    }
    found = [Complaint(None, "", f"{words}：{_some(several)}") for words, several in told.items() if several]
    unknown = sorted({title for task in tasks.tasks for title in task.fields} - _known_fields())
    if unknown:
        found.append(Complaint(None, "", f"自定义字段没有导入：{'、'.join(unknown[:MOST_NAMED])}"))
    return found


def _has_other_notes(notes: str) -> bool:
    return bool(notes) and not notes.startswith(f"{column('unit')}：")


def _known_fields() -> set[str]:
    keys = ("step", "unit", "nature", "weight", "least", "not_before", "not_after", "deferrable")
    return {*(column(key) for key in keys), PLANNED, PRESUMED}


def _some(rows: Sequence[int]) -> str:
    shown = "、".join(map(str, rows[:MOST_NAMED]))
    return f"第 {shown}{f' 等 {len(rows)}' if len(rows) > MOST_NAMED else ''} 行"
