"""A project's plan as a file, out and in: the office's form (xlsx, csv) or MS Project's XML, told apart by what is in it."""

from dataclasses import replace
from enum import StrEnum

from backend.domain.errors import NotAllowed
from backend.domain.people import Actor
from backend.domain.project import Project
from backend.intake.complaint import Complaint, Reading
from backend.intake.ms_project import read_ms_project
from backend.intake.ms_project_xml import is_project
from backend.intake.plan_form import PLANS
from backend.intake.plan_sheet import PlanRow, read_plan_sheet
from backend.services import plan_intake, plan_sheets
from backend.services.desk import Desk
from backend.services.plan_intake import NO_WORD, PlansTaken, Why
from backend.services.plan_sheets import calendar_titles
from backend.services.site_calendars import calendars_of
from reports.document import Document

MS_PROJECT = "MS Project"
MPP = b"\xd0\xcf\x11\xe0"  # how old Excel, Word and Project files begin alike


class Format(StrEnum):
    XLSX = "xlsx"
    XML = "xml"


def written(desk: Desk, project: Project, format: Format) -> Document:
    """The plan that holds. Raises NotFound("plan_missing")."""
    if format is Format.XML:
        return plan_sheets.ms_project_file(desk, project)
    return plan_sheets.workbook(desk, [project]).document


def is_ms_project(content: bytes, name: str = "") -> bool:
    """By what is in it; by its name where that says little: an .mpp looks like any old file of an office."""
    ending = name.lower().rpartition(".")[2]
    return is_project(content) or ending == "xml" or (content.startswith(MPP) and ending == "mpp")


def take(
    desk: Desk,
    actor: Actor,
    project: Project,
    content: bytes,
    why: Why = NO_WORD,
    *,
    dry_run: bool = False,
    name: str = "",
) -> PlansTaken:
    """A new version of this project's plan from a file, unless it says what holds already.

    Raises what `plan_intake.register` raises; rows about another project are complaints.
    """
    if not actor.is_office():
        raise NotAllowed("not_allowed")
    if is_ms_project(content, name):
        by = calendars_of(desk)(project)
        found = read_ms_project(content, project.code, by, calendar_titles(desk))
        return plan_intake.register(desk, actor, found, why, dry_run=dry_run, source=MS_PROJECT)
    return plan_intake.register(desk, actor, _of(project, read_plan_sheet(content)), why, dry_run=dry_run)


def _of(project: Project, reading: Reading[PlanRow]) -> Reading[PlanRow]:
    strange = [
        Complaint(
            row.line, PLANS.column("code").title, f"这里只能导入“{project.name}”（{project.code}）的计划"
        )
        for row in (*reading.rows, *reading.partial)
        if (row.code and row.code != project.code)
        or (not row.code and row.name and row.name not in (project.name, *project.aliases))
    ]
    if not strange:
        return reading
    # Rows of other projects are not looked at further: what is wrong with them is not what was asked.
    lines = {complaint.line for complaint in strange}
    return replace(
        reading,
        rows=tuple(row for row in reading.rows if row.line not in lines),
        partial=tuple(row for row in reading.partial if row.line not in lines),
        complaints=(*reading.complaints, *strange),
    )
