"""The plans that hold as files to work on outside: the office's own form, and MS Project's XML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from backend.domain.backward import Schedule, ScheduledStep
from backend.domain.errors import NotFound
from backend.domain.plan import Step
from backend.domain.project import Project
from backend.intake.forms import YES_NO, Column
from backend.intake.plan_form import COMPUTED, COMPUTED_UNIT, NATURES, PLANS, RARE
from backend.intake.plan_writing import Value, cells_of, with_writable_ids
from backend.services import plans
from backend.services.desk import Desk
from backend.services.plans import Planned
from backend.services.site_calendars import calendars_of, site_calendars
from reports import phrases
from reports.document import XLSX, Document
from reports.ms_project import XML, ProjectFile, ms_project
from reports.plan_sheet import Explanation, Kind, PlanColumn, PlanSheet, plan_book

_FIGURES = frozenset({"serial", "days", "weight", "least", "percent", "remaining"})
_WORDS = frozenset({"step", "milestone", "nature", "deferrable"})
_IN_TITLE = frozenset({"code", "name"})  # the same on every row
_MAY_FOLD = RARE | {"weight", "person"}
_WIDEST = {Kind.DAY: 11.5, Kind.FIGURE: 9.5}
_COMPUTED_KINDS = (*(Kind.DAY,) * 4, Kind.FIGURE, Kind.FIGURE, Kind.WORD, Kind.WORD)


@dataclass(frozen=True, slots=True)
class Exported:
    """`without`: projects that have no plan to write."""

    document: Document
    without: tuple[Project, ...]


def workbook(desk: Desk, projects: Sequence[Project]) -> Exported:
    """A sheet for each project's plan. Raises NotFound("plan_missing") when none of them has one."""
    held = plans.planned(desk, projects)
    written = [project for project in projects if project.id in held]
    if not written:
        raise NotFound("plan_missing", name=projects[0].name if projects else "")
    titles = calendar_titles(desk)
    office, day = desk.policy.office, desk.moment.day
    sheets = [plan_sheet(one, held[one.id], titles, office, day) for one in written]
    name = f"{written[0].name}倒排工期计划表" if len(written) == 1 else "倒排工期计划表"
    content = plan_book(sheets, _explanation(), title=name, office=office, day=day)
    without = tuple(project for project in projects if project.id not in held)
    return Exported(Document(f"{name}.xlsx", XLSX, content), without)


def ms_project_file(desk: Desk, project: Project) -> Document:
    """For MS Project. Raises NotFound("plan_missing")."""
    held, by = plans.current(desk, project), calendars_of(desk)(project)
    file = ProjectFile(
        f"{project.name}倒排工期计划",
        desk.policy.office,
        _as_told(held),
        by,
        calendar_titles(desk),
        {nature: spellings[0] for nature, spellings in NATURES.items()},
        desk.moment.day,
    )
    return Document(f"{file.name}.xml", XML, ms_project(file))


def _as_told(held: Planned) -> Schedule:
    """The dates of the forecast with the steps as stored: a start that is only presumed is nobody's word."""
    return replace(held.schedule, plan=held.stored.plan)


def calendar_titles(desk: Desk) -> Mapping[str, str]:
    """What the calendars of steps are called, by name."""
    return {name: site.title for name, site in site_calendars(desk).items()}


def plan_sheet(
    project: Project, held: Planned, calendars: Mapping[str, str], office: str, day: date
) -> PlanSheet:
    """The form filled in with a plan, so that it is read back as the same plan."""
    stored = held.stored
    steps, renamed = with_writable_ids(stored.plan.steps)
    known = frozenset(step.id for step in steps)
    rows = [_row(project, step, known, calendars, n) for n, step in enumerate(steps, start=1)]
    # One row says the plan's own days, so that a change is made in one place.
    rows[0] |= {"start": stored.plan.start, "target": stored.plan.target}
    keys = [column.key for column in PLANS.columns]
    used = {key for row in rows for key, value in row.items() if value is not None}
    note = f"　编号含空格或分隔符的 {len(renamed)} 个步骤已改用新编号" if renamed else ""
    return PlanSheet(
        name=project.name,
        title=f"{project.name}倒排工期计划表",
        about=f"项目编号：{project.code}　　填报单位：{office}　　导出日期：{phrases.day(day)}　　第 {stored.version} 版{note}",
        stands=_stands(held),
        columns=(*(_column(column, used, calendars) for column in PLANS.columns), *_computed_columns()),
        rows=tuple(
            (*(row.get(key) for key in keys), *_computed(computed))
            for row, computed in zip(rows, held.schedule.steps, strict=True)
        ),
    )


def _row(
    project: Project, step: Step, known: frozenset[str], calendars: Mapping[str, str], n: int
) -> dict[str, Value]:
    return {"serial": n, "code": project.code, "name": project.name, **cells_of(step, known, calendars)}


def _stands(held: Planned) -> str:
    spare = held.schedule.project_float
    words = f"须抢回 {-spare} 个工作日" if spare < 0 else f"时差 {spare} 个工作日"
    return f"目标 {held.stored.plan.target}，预计 {held.schedule.finish} 完成，{words}；灰色各列为推算，导入时不读"


def _column(column: Column, used: set[str], calendars: Mapping[str, str]) -> PlanColumn:
    if column.is_date:
        kind = Kind.DAY
    elif column.key in _FIGURES:
        kind = Kind.FIGURE
    else:
        kind = Kind.WORD if column.key in _WORDS else Kind.TEXT
    return PlanColumn(
        column.heading,
        min(column.width, _WIDEST.get(kind, column.width)),
        kind,
        tuple(calendars.values()) if column.key == "calendar" else column.options,
        column.required,
        folded=column.key in _IN_TITLE or (column.key in _MAY_FOLD and column.key not in used),
    )


def _computed_columns() -> list[PlanColumn]:
    return [
        PlanColumn(f"{title}（{COMPUTED_UNIT}）", 11 if kind is Kind.DAY else 9, kind, computed=True)
        for title, kind in zip(COMPUTED, _COMPUTED_KINDS, strict=True)
    ]


def _computed(row: ScheduledStep) -> tuple[Value, ...]:
    dates = (row.early_start, row.early_finish, row.late_start, row.late_finish)
    yes, done = YES_NO[True][0], row.step.is_done  # what is done cannot slip any more
    return (
        *dates,
        None if done else row.total_float,
        None if done else row.free_float,
        yes if row.critical else None,
        yes if row.provisional else None,
    )


def _explanation() -> Explanation:
    return Explanation(
        PLANS.notes, tuple((column.heading, column.required, column.note) for column in PLANS.columns)
    )
