"""One task of an MS Project file as a row of the plan form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from math import ceil
from typing import Any, TypeVar

from backend.domain.calendars import Calendars
from backend.domain.plan import Nature
from backend.domain.workdays import Workdays
from backend.intake import cells
from backend.intake.complaint import BadCell, Complaint
from backend.intake.ms_project_calendars import FileCalendar
from backend.intake.ms_project_spans import Span, day, duration
from backend.intake.ms_project_tasks import Task
from backend.intake.ms_project_xml import number, text, truth
from backend.intake.plan_form import NATURES, PLANS
from backend.intake.plan_sheet import PlanRow, one_of
from backend.intake.plan_steps import calendar_named
from backend.intake.plans import MAX_DAYS
from backend.intake.step_links import step_id

T = TypeVar("T")

SEVEN_DAY = "seven_day"
PLANNED, PRESUMED = "计划工期", "实际开始为推算"
NO_CALENDAR = -1


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a task is read in: the file's calendars by UID, owners by task and titles of custom fields, and what the project has."""

    code: str
    minutes_per_day: int
    calendars: Mapping[int, FileCalendar]
    calendar_uid: int
    by: Calendars
    titles: Mapping[str, str]
    owners: Mapping[int, str]
    fields: frozenset[str]


def column(key: str) -> str:
    return PLANS.column(key).title


class Reader:
    def __init__(self, around: Surroundings) -> None:
        self.complaints: list[Complaint] = []
        self.warnings: list[Complaint] = []
        self._around = around

    def warn(self, task: Task, key: str, reason: str) -> None:
        self.warnings.append(Complaint(task.row, column(key), reason))

    def row(self, task: Task, id: str, name: str) -> PlanRow:
        calendar = self._calendar(task)
        span = self._duration(task)
        days, calendar = self._days(task, span, calendar)
        row = PlanRow(
            line=task.row,
            code=self._around.code,
            name="",
            step=self._read(task, "step", lambda: step_id(id)) or id,
            title=self._read(task, "title", partial(_title, name)) or "",
            days=days,
            milestone=truth(task.element, "Milestone"),
            owner=self._owner(task),
            calendar=calendar,
            weight=self._field(task, "weight", cells.percent) or Decimal(0),
            least=self._field(task, "least", partial(cells.whole, most=MAX_DAYS)),
            nature=self._field(task, "nature", one_of(NATURES)) or Nature.WORK,
            deferrable=self._field(task, "deferrable", lambda said: said in ("1", "true", "是")) or False,
            not_before=self._field(task, "not_before", lambda said: cells.day(said, last=False)),
            not_after=self._field(task, "not_after", lambda said: cells.day(said, last=True)),
            absent=frozenset(key for key in _ONLY_IN_FIELDS if column(key) not in self._around.fields),
        )
        return self._constrained(task, self._progressed(task, row))

    def _read(self, task: Task, key: str, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except BadCell as error:
            self.complaints.append(Complaint(task.row, column(key), str(error)))
            return None

    def _field(self, task: Task, key: str, read: Callable[[Any], T]) -> T | None:
        said = task.fields.get(column(key))
        return None if said is None else self._read(task, key, partial(read, said))

    def _day(self, task: Task, key: str, tag: str, *, begins: bool = False) -> date | None:
        return self._read(task, key, lambda: day(task.element, tag, begins=begins))

    def _owner(self, task: Task) -> str:
        notes = text(task.element, "Notes").splitlines()
        mark = f"{column('unit')}："
        noted = notes[0].removeprefix(mark) if notes and notes[0].startswith(mark) else ""
        said = task.fields.get(column("unit")) or noted or self._around.owners.get(task.uid, "")
        if len(said) > 120:
            self.warn(task, "unit", "超过 120 字，只留前 120 字")
        return " ".join(said.split())[:120].strip()

    def _calendar(self, task: Task) -> str:
        """The name of the project's calendar that is meant, "" for the project's own."""
        uid = number(task.element, "CalendarUID", NO_CALENDAR)
        found = self._around.calendars.get(uid)
        if found is None or uid == self._around.calendar_uid:
            return ""
        try:
            return calendar_named(found.name, self._around.titles)
        except BadCell:
            if found.is_seven_day and SEVEN_DAY in self._around.titles:
                self.warn(task, "calendar", f"“{found.name}”按{self._around.titles[SEVEN_DAY]}导入")
                return SEVEN_DAY
            self.warn(task, "calendar", f"本项目没有日历“{found.name}”，按项目的日历排期")
            return ""

    def _duration(self, task: Task) -> Span | None:
        format = number(task.element, "DurationFormat", 7)
        return self._read(
            task, "days", lambda: duration(task.element, "Duration", format, self._around.minutes_per_day)
        )

    def _days(self, task: Task, span: Span | None, calendar: str) -> tuple[int | None, str]:
        if span is None:
            if all(complaint.line != task.row for complaint in self.complaints):
                self.complaints.append(Complaint(task.row, column("days"), "没有填"))
            return None, calendar
        days = span.whole
        if span.elapsed and days:
            return self._elapsed(task, span, calendar)
        if not span.is_whole:
            self.warn(task, "days", f"{span.shown}，进为 {days} 个工作日")
        if not 0 <= days <= MAX_DAYS:
            self.complaints.append(Complaint(task.row, column("days"), f"「{days}」不在 0–{MAX_DAYS} 之间"))
            return None, calendar
        if PLANNED in task.fields:
            days = self._read(task, "days", lambda: cells.whole(task.fields[PLANNED], MAX_DAYS)) or days
        return days, calendar

    def _elapsed(self, task: Task, span: Span, calendar: str) -> tuple[int | None, str]:
        """A task that goes on day and night is worked on every day of the week, where there is such a calendar."""
        if SEVEN_DAY in self._around.titles:
            title = self._around.titles[SEVEN_DAY]
            self.warn(task, "days", f"{span.shown}，按“{title}”的 {span.whole} 天导入")
            return span.whole, SEVEN_DAY
        start = self._day(task, "days", "Start")
        days = max(1, ceil(span.whole * 5 / 7))
        if start is not None:
            days = max(
                1, self._workdays(calendar).count(start, date.fromordinal(start.toordinal() + span.whole - 1))
            )
        self.warn(task, "days", f"{span.shown}，折成 {days} 个工作日")
        return days, calendar

    def _workdays(self, calendar: str) -> Workdays:
        return self._around.by.of(calendar) if calendar in self._around.by else self._around.by.standard

    def _progressed(self, task: Task, row: PlanRow) -> PlanRow:
        """What has happened; a plan that says nothing of it keeps what is known."""
        element = task.element
        started, finished = (self._day(task, key, tag) for key, tag in _ACTUALS)
        done = number(element, "PercentComplete")
        if done and started is None:
            started = self._day(task, "actual_start", "Start")
            self.warn(task, "actual_start", f"已完成 {done}% 而没有实际开始，取开始日期 {started}")
        if done >= 100 and finished is None and row.days:
            finished = self._day(task, "actual_finish", "Finish")
            self.warn(task, "actual_finish", f"已完成 100% 而没有实际完成，取完成日期 {finished}")
        if task.fields.get(PRESUMED) == "1":
            started = None
        row = replace(row, actual_start=started, actual_finish=finished)
        if started is None or finished is not None or not row.days:
            return row
        return self._left(task, row, done)

    def _left(self, task: Task, row: PlanRow, done: int) -> PlanRow:
        """The percent alone where it says the same as the days that remain, which is how MS Project keeps both."""
        span = self._read(
            task,
            "remaining",
            lambda: duration(task.element, "RemainingDuration", 7, self._around.minutes_per_day),
        )
        left = None if span is None else max(0, span.whole)
        percent = Decimal(done) if done else None
        days = row.days or 0
        resumed = self._day(task, "remaining", "Resume") if truth(task.element, "ResumeValid") else None
        if not done and left == days and (resumed is None or resumed <= (row.actual_start or resumed)):
            return row  # nobody has told how much is left
        if left is None or (done and left == ceil(days * (100 - done) / 100)):
            return replace(row, percent=percent)
        return replace(row, percent=percent, remaining=left)

    def _constrained(self, task: Task, row: PlanRow) -> PlanRow:
        kind = number(task.element, "ConstraintType")
        limit = self._day(task, "not_before", "ConstraintDate", begins=kind in (MSO, SNET))
        if truth(task.element, "Manual"):
            self.warn(task, "not_before", "手动计划的任务，改由前置步骤和限期排期")
            if not task.links and not limit:
                return replace(row, not_before=self._day(task, "not_before", "Start"))
        if kind == ALAP:
            self.warn(task, "not_before", "“越晚越好”没有导入：倒排本来就算出最晚日期")
        if limit is None or kind not in _KINDS:
            return row
        return self._limited_by(task, row, kind, limit)

    def _limited_by(self, task: Task, row: PlanRow, kind: int, limit: date) -> PlanRow:
        workdays, rest = self._workdays(row.calendar), max(row.days or 0, 1) - 1
        match kind:
            case 3:  # MFO
                return replace(row, finish_on=limit)
            case 4:  # SNET
                return replace(row, not_before=limit)
            case 7:  # FNLT
                return replace(row, not_after=_earlier(row.not_after, limit))
            case 2:  # MSO
                last = workdays.add(workdays.next(limit), rest)
                self.warn(task, "not_before", f"“必须开始于 {limit}”改为不早于 {limit}、不晚于 {last}")
                return replace(row, not_before=limit, not_after=_earlier(row.not_after, last))
            case 5:  # SNLT
                last = workdays.add(workdays.previous(limit), rest)
                self.warn(task, "not_after", f"“不得晚于 {limit} 开始”改为不晚于 {last} 完成")
                return replace(row, not_after=_earlier(row.not_after, last))
            case _:  # FNET
                first = workdays.add(workdays.next(limit), -rest)
                self.warn(task, "not_before", f"“不得早于 {limit} 完成”改为不早于 {first} 开始")
                return replace(row, not_before=first)

    def deadline(self, task: Task) -> date | None:
        return self._day(task, "not_after", "Deadline")

    def limited(self, task: Task, row: PlanRow, limit: date) -> PlanRow:
        """With a deadline of its own, which MS Project only shows."""
        if row.not_after != limit:
            self.warn(task, "not_after", f"期限 {limit} 按“不晚于”导入")
        return replace(row, not_after=_earlier(row.not_after, limit))


_ONLY_IN_FIELDS = ("weight", "least", "nature", "deferrable")  # MS Project itself has no place for them
_ACTUALS = (("actual_start", "ActualStart"), ("actual_finish", "ActualFinish"))
ALAP, MSO, SNET = 1, 2, 4
_KINDS = frozenset(range(2, 8))


def _title(name: str) -> str:
    if not name.strip():
        raise BadCell("没有填")
    return cells.text(name, 120)


def _earlier(one: date | None, other: date) -> date:
    return other if one is None else min(one, other)
