"""Opening the office: an empty database, the two sheets taken in, a plan for every project."""

from datetime import date
from pathlib import Path

from backend.cli.demo import sheets
from backend.cli.demo.county import OFFICE_CLERK, SCHEMES
from backend.cli.demo.schedules import Run, runs
from backend.intake.people import read_people
from backend.intake.projects import read_projects
from backend.intake.templates import load_templates
from backend.main import House
from backend.services import people, people_intake, plans, project_intake
from backend.services.desk import Desk
from backend.services.projects import everything
from backend.storage import schema


def open_office(house: House, out: Path, first: date, last: date) -> list[Run]:
    """Everything an office sets up before the first message; returns how each site is really doing."""
    schema.upgrade(house.database)
    planned = runs(load_templates(), house.calendar, first, last)
    folder = out / "intake"
    folder.mkdir(exist_ok=True)
    (folder / "people.csv").write_bytes(sheets.people())
    (folder / "projects.csv").write_bytes(sheets.projects(planned, (first.year, last.year)))
    with house.open_desk() as desk:
        people_intake.register(desk, read_people(folder / "people.csv"))
    with house.open_desk() as desk:
        project_intake.register(desk, read_projects(folder / "projects.csv"))
        _adopt(desk, planned)
    return planned


def _adopt(desk: Desk, planned: list[Run]) -> None:
    clerk = people.actor_named(desk, OFFICE_CLERK.name)
    projects = {project.name: project for project in everything(desk)}
    for scheme, run in zip(SCHEMES, planned, strict=True):
        plans.adopt(desk, clerk, projects[scheme.name], run.plan, source=f"模板 {scheme.kind.value}")
