"""A plan with its schedule as MS Project's XML (MSPDI), as MS Project 2010 and later, Project Libre and P6 read it.

Durations are hours of eight-hour days, lags and slacks tenths of minutes. Elements stand in the order of Microsoft's
schema (schemas.microsoft.com/project); its codes are named below. What a plan says and MS Project has no field for
goes into custom fields, each under its title, so that the file can come back as the same plan.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from backend.domain.backward import Schedule, ScheduledStep
from backend.domain.calendars import Calendars
from backend.domain.plan import LagUnit, Link, LinkType, Step
from backend.domain.workdays import Workdays
from reports.sheet import clean

XML = "application/xml"
NAMESPACE = "http://schemas.microsoft.com/project"
HOURS = 8  # of a working day
WORK_LAG, CALENDAR_LAG = HOURS * 600, 24 * 600  # tenths of minutes in a day
MORNING, EVENING = "T08:00:00", "T17:00:00"
SHIFTS = (("08:00:00", "12:00:00"), ("13:00:00", "17:00:00"))
LINKS = {LinkType.FF: 0, LinkType.FS: 1, LinkType.SF: 2, LinkType.SS: 3}
LAG_FORMATS = {LagUnit.WORK: 7, LagUnit.CALENDAR: 8}
ASAP, MUST_FINISH_ON, START_NO_EARLIER, FINISH_NO_LATER = 0, 3, 4, 7
DAYS, FIXED_DURATION = 7, 1
PROJECT_CALENDAR = 1  # UID


@dataclass(frozen=True, slots=True)
class CustomField:
    """`id` is MS Project's number of the field, `name` its own name of it, `title` what the office calls it."""

    id: int
    name: str
    title: str


STEP_ID = CustomField(188743731, "Text1", "步骤编号")
OWNER = CustomField(188743734, "Text2", "责任单位")
NATURE = CustomField(188743737, "Text3", "类型")
WEIGHT = CustomField(188743767, "Number1", "权重")
LEAST = CustomField(188743768, "Number2", "最短工期")
NOT_BEFORE = CustomField(188743945, "Date1", "不早于")
NOT_AFTER = CustomField(188743946, "Date2", "不晚于")
PLANNED = CustomField(188743769, "Number3", "计划工期")  # where what is left exceeds it
DEFERRABLE = CustomField(188743752, "Flag1", "可容缺")
PRESUMED = CustomField(188743753, "Flag2", "实际开始为推算")  # MS Project has no finish without a start
FIELDS = (STEP_ID, OWNER, NATURE, WEIGHT, LEAST, PLANNED, NOT_BEFORE, NOT_AFTER, DEFERRABLE, PRESUMED)


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """`calendars`: titles by name; `natures`: what a step's nature is called. `today` is the status date."""

    name: str
    author: str
    schedule: Schedule
    by: Calendars
    calendars: Mapping[str, str]
    natures: Mapping[str, str]
    today: date


def ms_project(file: ProjectFile) -> bytes:
    root = Element("Project", xmlns=NAMESPACE)
    used = _used(file)
    _say(
        root,
        SaveVersion=14,
        Name=f"{file.name}.xml",
        Title=file.name,
        Author=file.author,
        ScheduleFromStart=1,
        StartDate=f"{file.schedule.plan.start}{MORNING}",
        FinishDate=f"{file.schedule.finish or file.schedule.plan.target}{EVENING}",
        CalendarUID=PROJECT_CALENDAR,
        DefaultStartTime=SHIFTS[0][0],
        DefaultFinishTime=SHIFTS[-1][1],
        MinutesPerDay=HOURS * 60,
        MinutesPerWeek=HOURS * 60 * 5,
        DaysPerMonth=20,
        DurationFormat=DAYS,
        NewTasksAreManual=0,
        StatusDate=f"{file.today}{EVENING}",
    )
    _custom_fields(SubElement(root, "ExtendedAttributes"))
    calendars = SubElement(root, "Calendars")
    _calendar(calendars, PROJECT_CALENDAR, "项目日历", file.by.standard, file)
    for uid, name in used.items():
        _calendar(calendars, uid, file.calendars.get(name, name), file.by.of(name), file)
    tasks = SubElement(root, "Tasks")
    _tasks(tasks, file, {name: uid for uid, name in used.items()})
    SubElement(root, "Resources")
    SubElement(root, "Assignments")
    indent(root)
    body: bytes = tostring(root, "utf-8")
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + body + b"\n"


def _say(parent: Element, **values: object) -> None:
    """A child for each value that there is; text that XML can hold."""
    for tag, value in values.items():
        if value is not None:
            SubElement(parent, tag).text = clean(str(value))


def _used(file: ProjectFile) -> dict[int, str]:
    """The calendars that steps name, by the UID each gets."""
    names = dict.fromkeys(step.calendar for step in file.schedule.plan.steps if step.calendar)
    return dict(enumerate(names, PROJECT_CALENDAR + 1))


def _custom_fields(parent: Element) -> None:
    for field in FIELDS:
        _say(
            SubElement(parent, "ExtendedAttribute"), FieldID=field.id, FieldName=field.name, Alias=field.title
        )


def _calendar(parent: Element, uid: int, name: str, workdays: Workdays, file: ProjectFile) -> None:
    calendar = SubElement(parent, "Calendar")
    _say(calendar, UID=uid, Name=name, IsBaseCalendar=1, BaseCalendarUID=-1)
    week = SubElement(calendar, "WeekDays")
    for weekday in range(7):
        works = weekday not in workdays.weekend
        day = SubElement(week, "WeekDay")
        _say(day, DayType=(weekday + 1) % 7 + 1, DayWorking=int(works))  # 1 is Sunday
        if works:
            _shifts(day)
    exceptions = SubElement(calendar, "Exceptions")
    for first, last, works in _exceptions(workdays, *_span(file.schedule)):
        _exception(exceptions, first, last, works)


def _exception(parent: Element, first: date, last: date, works: bool) -> None:
    exception = SubElement(parent, "Exception")
    _say(exception, EnteredByOccurrences=0)
    _say(SubElement(exception, "TimePeriod"), FromDate=f"{first}T00:00:00", ToDate=f"{last}T23:59:00")
    _say(exception, Occurrences=(last - first).days + 1, Name="调休上班" if works else "放假、停工", Type=1)
    _say(exception, DayWorking=int(works))
    if works:
        _shifts(exception)


def _shifts(day: Element) -> None:
    times = SubElement(day, "WorkingTimes")
    for begin, end in SHIFTS:
        _say(SubElement(times, "WorkingTime"), FromTime=begin, ToTime=end)


def _span(schedule: Schedule) -> tuple[date, date]:
    """Whole years that the plan touches, and one more: it may slip."""
    days = [schedule.plan.start, schedule.plan.target, *schedule.early_start, *schedule.late_start]
    ends = [*schedule.early_finish, *schedule.late_finish]
    return date(min(days).year, 1, 1), date(min(max([*days, *ends]).year + 1, 2100), 12, 31)


def _exceptions(workdays: Workdays, first: date, last: date) -> Iterator[tuple[date, date, bool]]:
    """(first, last, worked): runs of days that differ from their weekday, days off joined across weekends."""
    run: tuple[date, date, bool] | None = None
    day = first
    while day <= last:
        works = workdays.is_workday(day)
        if works != (day.weekday() not in workdays.weekend):
            if run and run[2] == works and _joins(workdays, run[1], day, works):
                run = (run[0], day, works)
            else:
                if run:
                    yield run
                run = (day, day, works)
        day += timedelta(days=1)
    if run:
        yield run


def _joins(workdays: Workdays, end: date, day: date, works: bool) -> bool:
    if works:
        return (day - end).days == 1
    return workdays.count(end, day) == 0


def _tasks(parent: Element, file: ProjectFile, calendars: Mapping[str, int]) -> None:
    uids = {step.id: n for n, step in enumerate(file.schedule.plan.steps, start=1)}
    followed = {link.before for step in file.schedule.plan.steps for link in step.after}
    for row in file.schedule.steps:
        task = SubElement(parent, "Task")
        _say(task, UID=uids[row.step.id], ID=uids[row.step.id], Name=row.step.name, Active=1, Manual=0)
        _say(task, Type=FIXED_DURATION, IsNull=0, WBS=uids[row.step.id], OutlineNumber=uids[row.step.id])
        _say(task, OutlineLevel=1, Priority=500)
        _dates(task, row, file.today)
        _limits(task, row.step, calendars)
        if row.step.id not in followed:
            _say(task, Deadline=f"{file.schedule.plan.target}{EVENING}")
        _say(task, IgnoreResourceCalendar=0, Notes=f"责任单位：{row.step.owner}" if row.step.owner else None)
        for link in row.step.after:
            _link(task, link, uids)
        _custom_values(task, row.step, file)


def _dates(task: Element, row: ScheduledStep, today: date) -> None:
    step, begun = row.step, row.step.actual_start or row.step.actual_finish
    left = _left(step)
    done = 100 if step.is_done else (_share(step, left) if begun else 0)
    is_event = step.days == 0
    _say(
        task,
        Start=_at(row.early_start, is_event and row.early_start == row.early_finish and bool(step.after)),
        Finish=_at(row.early_finish, not is_event or bool(step.after)),
        Duration=_hours(max(step.days, left) if begun and not step.is_done else step.days),
        DurationFormat=DAYS,
    )
    if step.is_under_way and step.days_left is not None:
        _say(task, Resume=f"{today}{MORNING}", ResumeValid=1)
    _say(
        task,
        EffortDriven=0,
        Estimated=0,
        Milestone=int(step.milestone),
        Summary=0,
        Critical=int(row.critical),
        EarlyStart=_at(row.early_start, False),
        EarlyFinish=_at(row.early_finish, True),
        LateStart=_at(row.late_start, False),
        LateFinish=_at(row.late_finish, True),
        FreeSlack=row.free_float * WORK_LAG,
        TotalSlack=row.total_float * WORK_LAG,
        PercentComplete=done,
    )
    if begun:
        _say(task, ActualStart=_at(step.actual_start or min(row.early_start, begun), False))
    if step.actual_finish:
        _say(task, ActualFinish=_at(step.actual_finish, True))
    worked = step.days if step.is_done else max(step.days - left, 0)
    _say(task, ActualDuration=_hours(worked), RemainingDuration=_hours(0 if step.is_done else left))


def _left(step: Step) -> int:
    """All of it, where nobody has told."""
    return step.days if step.days_left is None or not step.is_under_way else step.days_left


def _share(step: Step, left: int) -> int:
    """Whole percents, as MS Project has them."""
    if step.percent is not None:
        return min(99, int(step.percent.to_integral_value(ROUND_FLOOR)))  # 100 would be a finish
    if not step.days or left >= step.days:
        return 0
    return min(99, 100 * (step.days - left) // step.days)


def _at(day: date, evening: bool) -> str:
    return f"{day}{EVENING if evening else MORNING}"


def _hours(days: int) -> str:
    return f"PT{days * HOURS}H0M0S"


def _limits(task: Element, step: Step, calendars: Mapping[str, int]) -> None:
    """MS Project knows one constraint a task; what it leaves over is in the custom fields."""
    kind, day = constraint(step)
    _say(task, ConstraintType=kind, CalendarUID=calendars.get(step.calendar, -1))
    if day is not None:
        _say(task, ConstraintDate=_at(day, kind != START_NO_EARLIER))


def constraint(step: Step) -> tuple[int, date | None]:
    if step.finish_on is not None:
        return MUST_FINISH_ON, step.finish_on
    if step.not_before is not None:
        return START_NO_EARLIER, step.not_before
    if step.not_after is not None:
        return FINISH_NO_LATER, step.not_after
    return ASAP, None


def _link(task: Element, link: Link, uids: Mapping[str, int]) -> None:
    size = WORK_LAG if link.unit is LagUnit.WORK else CALENDAR_LAG
    _say(
        SubElement(task, "PredecessorLink"),
        PredecessorUID=uids[link.before],
        Type=LINKS[link.type],
        CrossProject=0,
        LinkLag=link.lag * size,
        LagFormat=LAG_FORMATS[link.unit],
    )


def _custom_values(task: Element, step: Step, file: ProjectFile) -> None:
    kind, _ = constraint(step)
    values: Sequence[tuple[CustomField, object]] = (
        (STEP_ID, step.id),
        (OWNER, step.owner or None),
        (NATURE, file.natures[step.nature]),
        (WEIGHT, step.weight or None),
        (LEAST, step.least),
        (PLANNED, step.days if step.is_under_way and _left(step) > step.days else None),
        (NOT_BEFORE, step.not_before and kind != START_NO_EARLIER and _at(step.not_before, False)),
        (NOT_AFTER, step.not_after and kind != FINISH_NO_LATER and _at(step.not_after, True)),
        (DEFERRABLE, 1 if step.deferrable else None),
        (PRESUMED, 1 if step.actual_finish and not step.actual_start else None),
    )
    for field, value in values:
        if value is not None and value is not False:
            _say(SubElement(task, "ExtendedAttribute"), FieldID=field.id, Value=value)
