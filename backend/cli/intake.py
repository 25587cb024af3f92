"""`steward intake`: forms out, filled-in forms in."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar

import click

from backend.cli.acting import APPROVER, AS, approver_named, office_actor
from backend.cli.notice_words import disagreement, loaded_lines
from backend.cli.plan_words import HAPPENED, lost_line, revision_line
from backend.cli.schedule.finding import project_of
from backend.domain.errors import Conflict, Invalid, Refused
from backend.domain.people import EVERYTHING, Role
from backend.intake.complaint import Complaint, Reading
from backend.intake.files import LARGEST_BYTES
from backend.intake.forms import PEOPLE, PROJECTS, Form
from backend.intake.holiday_sheet import HOLIDAYS
from backend.intake.holidays import read_holidays
from backend.intake.people import read_people
from backend.intake.plan_form import PLANS
from backend.intake.plan_sheet import read_plan_sheet
from backend.intake.projects import read_projects
from backend.intake.template import write_form
from backend.services import holiday_notices, people_intake, plan_files, plan_intake, project_intake
from backend.services.desk import Desk, OpenDesk
from backend.services.holiday_notices import Loaded
from backend.services.outcome import Done, Outcome
from backend.services.plan_intake import PlansTaken, Why
from backend.services.plan_sheets import calendar_titles

Row = TypeVar("Row")

FORMS = {"projects": PROJECTS, "people": PEOPLE, "plans": PLANS, "holidays": HOLIDAYS}
DRY_RUN = click.option("--dry-run", is_flag=True, help="Say what would happen and save nothing.")
NEEDS_PROJECT = "这是 MS Project 文件，请用 --project 写明是哪个项目（项目编号）的计划。"
NO_MS_PROJECT = "--project 只用于 MS Project 的 XML 文件；计划表里的项目由表中的编号、名称认定。"
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT = click.Path(dir_okay=False, path_type=Path)


@click.group()
def intake() -> None:
    """Bring people, projects and plans in from Excel or CSV."""


@intake.command()
@click.argument("form", type=click.Choice(list(FORMS)))
@click.option("-o", "--out", type=OUT, required=True, help="Where to write the .xlsx form.")
@click.pass_obj
def template(obj: Any, form: str, out: Path) -> None:
    """Write an empty form with drop-downs, an example and explanations."""
    content = write_form(FORMS[form], _known(obj.open_desk, FORMS[form]))
    try:
        out.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"写不了 {out}：{error.strerror}") from error
    click.echo(f"已生成 {FORMS[form].title}：{out}")


def _known(open_desk: OpenDesk, form: Form) -> dict[str, Sequence[str]]:
    """What the register can offer in drop-downs; a form is also wanted before there is a register."""
    try:
        with open_desk() as desk:
            if form is HOLIDAYS:
                return {}
            if form is PLANS:
                return _offers_for_plans(desk)
            return _offers(desk) if form is PROJECTS else {"unit": _offers(desk)["unit"]}
    except Refused:
        return {}


def _offers_for_plans(desk: Desk) -> dict[str, Sequence[str]]:
    projects = desk.unit.projects.all(EVERYTHING)
    return {
        "code": [project.code for project in projects],
        "name": [project.name for project in projects],
        "unit": [unit.name for unit in desk.unit.people.units()],
        "calendar": list(calendar_titles(desk).values()),
    }


def _offers(desk: Desk) -> dict[str, Sequence[str]]:
    people = desk.unit.people
    names = [person.name for person in people.all()]
    return {
        "region": desk.unit.projects.regions(EVERYTHING),
        "unit": [unit.name for unit in people.units()],
        "leaders": _holding(desk, Role.LEADER) or names,
        "secretaries": _holding(desk, Role.SECRETARY) or names,
    }


def _holding(desk: Desk, role: Role) -> list[str]:
    ids = {duty.person_id for duty in desk.unit.people.duties_on(desk.moment.day, role)}
    return [person.name for person in desk.unit.people.by_ids(ids).values()]


@intake.command()
@click.argument("file", type=FILE)
@DRY_RUN
@click.pass_obj
def projects(obj: Any, file: Path, dry_run: bool) -> None:
    """Insert or update projects by their code; all rows or none."""
    _bring_in(obj.open_desk, read_projects(file), project_intake.register, dry_run=dry_run)


@intake.command()
@click.argument("file", type=FILE)
@DRY_RUN
@click.pass_obj
def people(obj: Any, file: Path, dry_run: bool) -> None:
    """Insert or update people by name and phone; all rows or none."""
    _bring_in(obj.open_desk, read_people(file), people_intake.register, dry_run=dry_run)


@intake.command()
@click.argument("file", type=FILE)
@DRY_RUN
@click.option("--project", "code", help="Code of the project that an MS Project file (.xml) plans.")
@click.option("--reason", default="", help="Why plans change; kept with every new version.")
@APPROVER
@AS
@click.pass_obj
def plans(
    obj: Any,
    file: Path,
    dry_run: bool,
    code: str | None,
    reason: str,
    approver: str | None,
    name: str | None,
) -> None:
    """A new version of every plan in the file that changed; all projects or none. Takes MS Project's XML too."""
    content = _plan_of_ms_project(file)
    if (content is None) != (code is None):
        raise click.ClickException(NEEDS_PROJECT if code is None else NO_MS_PROJECT)
    reading = read_plan_sheet(file) if content is None else None
    with obj.open_desk() as desk, _refusals():
        actor = office_actor(desk, name)
        why = Why(reason.strip(), approver_named(desk, approver))
        if reading is not None:
            taken = plan_intake.register(desk, actor, reading, why, dry_run=dry_run)
        else:
            project = project_of(desk, code or "", actor.scope)
            taken = plan_files.take(
                desk, actor, project, content or b"", why, dry_run=dry_run, name=file.name
            )
    _report_plans(taken, dry_run=dry_run)


@intake.command()
@click.argument("file", type=FILE)
@DRY_RUN
@click.option("--provisional", "guess", is_flag=True, help="Nothing is published yet: our own guess.")
@click.option(
    "--replace", "replace_", is_flag=True, help="Put it in place of a published notice that differs."
)
@click.option("--source", default="", help="Title and number of the notice, where the file does not say.")
@AS
@click.pass_obj
def holidays(
    obj: Any, file: Path, dry_run: bool, guess: bool, replace_: bool, source: str, name: str | None
) -> None:
    """A year's holiday notice, its published text or a table; recomputes every plan and lists what moved."""
    reading = read_holidays(file, source)
    _warn(reading.warnings)
    with obj.open_desk() as desk, _refusals():
        actor = office_actor(desk, name)
        try:
            loaded = holiday_notices.load(
                desk, actor, reading, guess=guess, replace_=replace_, dry_run=dry_run
            )
        except Conflict as error:
            if error.code != "notice_differs":
                raise
            raise click.ClickException("\n".join(disagreement(error))) from error
    _report_notice(loaded, dry_run=dry_run)


def _plan_of_ms_project(file: Path) -> bytes | None:
    """None for any other file. What is too large is not looked at, and refused by whoever reads it."""
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise click.ClickException(f"读不了 {file}：{error.strerror}") from error
    return content if plan_files.is_ms_project(content, file.name) else None


class _Register(Protocol[Row]):
    def __call__(self, desk: Desk, reading: Reading[Row], *, dry_run: bool) -> Outcome: ...


def _bring_in(open_desk: OpenDesk, reading: Reading[Row], register: _Register[Row], *, dry_run: bool) -> None:
    _warn(reading.warnings)
    with open_desk() as desk, _refusals():
        outcome = register(desk, reading, dry_run=dry_run)
    _report(outcome, dry_run=dry_run)


@contextmanager
def _refusals() -> Iterator[None]:
    """Complaints about a file, each on a line, and exit code 2."""
    try:
        yield
    except Invalid as error:
        if error.code != "register_refused":
            raise
        complaints = error.facts["complaints"]
        _complain(complaints)
        if any(words in complaint.reason for complaint in complaints for words in plan_intake.TO_SAY):
            click.echo("  用 --reason 写明原因，用 --approver 写明批准人。", err=True)
        raise click.exceptions.Exit(2) from error


def _warn(warnings: Sequence[Complaint]) -> None:
    for warning in warnings:
        click.echo(f"注意 {warning}", err=True)


def _complain(complaints: Sequence[Complaint]) -> None:
    click.echo(f"共 {len(complaints)} 处需要改，什么都没有保存：", err=True)
    for complaint in complaints:
        click.echo(f"  {complaint}", err=True)


def _report(outcome: Outcome, *, dry_run: bool) -> None:
    if dry_run:
        for name, done in outcome.rows:
            click.echo(f"  {HAPPENED[done]}　{name}")
    _count([done for _, done in outcome.rows], dry_run=dry_run)


def _report_plans(taken: PlansTaken, *, dry_run: bool) -> None:
    _warn(taken.warnings)
    for revision in taken.revisions:
        click.echo(f"  {revision_line(revision)}")
        if lost := lost_line(revision):
            click.echo(f"注意 {lost}", err=True)
    _count([revision.done for revision in taken.revisions], dry_run=dry_run)


def _report_notice(loaded: Loaded | None, *, dry_run: bool) -> None:
    if loaded is None:
        _count([], dry_run=dry_run)
        return
    for line in loaded_lines(loaded, dry_run=dry_run):
        click.echo(line)


def _count(happened: Sequence[Done], *, dry_run: bool) -> None:
    if not happened:
        click.echo("表里没有可以导入的行，什么都没有改。")
        return
    counts = "，".join(f"{word} {happened.count(done)}" for done, word in HAPPENED.items())
    click.echo(f"{counts}。" + ("（试运行，没有保存）" if dry_run else ""))
