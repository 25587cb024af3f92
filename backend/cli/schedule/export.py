"""`steward schedule export`: plans that hold as a workbook to plan on, or as a file for MS Project."""

from collections.abc import Sequence
from pathlib import Path

import click

from backend.cli import Door
from backend.cli.schedule.finding import in_words, no_plan, project_of
from backend.domain.errors import Refused
from backend.domain.people import EVERYTHING
from backend.domain.project import Project
from backend.services import plan_sheets
from backend.services.desk import Desk
from backend.services.plan_sheets import Exported

OUT = click.Path(dir_okay=False, path_type=Path)
ENDINGS = (".xlsx", ".xml")


@click.command()
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@click.option("--all", "every", is_flag=True, help="every project that has a plan (.xlsx only)")
@click.option(
    "-o", "--out", type=OUT, required=True, help=".xlsx: the plan form, filled in; .xml: MS Project"
)
@click.pass_obj
def export(door: Door, codes: tuple[str, ...], every: bool, out: Path) -> None:
    """Write projects' plans to a file that `steward intake plans` takes back."""
    _check(codes, every, out)
    with door.open_desk() as desk:
        projects = _projects(desk, codes, every)
        try:
            written = _written(desk, projects, out)
        except Refused as error:
            raise click.ClickException(in_words(error, "、".join(codes))) from error
    _save(out, written.document.content)
    _tell(written, len(projects), out, silent=every)


def _check(codes: Sequence[str], every: bool, out: Path) -> None:
    if bool(codes) == every:
        raise click.ClickException("请写项目编号，或用 --all 导出全部（两者选一）。")
    if out.suffix.lower() not in ENDINGS:
        raise click.ClickException(f"文件名要以 {' 或 '.join(ENDINGS)} 结尾。")
    if out.suffix.lower() == ".xml" and (every or len(set(codes)) > 1):
        raise click.ClickException("MS Project 文件一次只能导出一个项目；多个项目请导出 .xlsx。")


def _projects(desk: Desk, codes: Sequence[str], every: bool) -> Sequence[Project]:
    if every:
        return desk.unit.projects.all(EVERYTHING)
    return [project_of(desk, code, EVERYTHING) for code in dict.fromkeys(codes)]


def _written(desk: Desk, projects: Sequence[Project], out: Path) -> Exported:
    if out.suffix.lower() == ".xml":
        return Exported(plan_sheets.ms_project_file(desk, projects[0]), ())
    return plan_sheets.workbook(desk, projects)


def _save(out: Path, content: bytes) -> None:
    try:
        out.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"写不了 {out}：{error.strerror}") from error


def _tell(written: Exported, asked: int, out: Path, *, silent: bool) -> None:
    """`silent`: about projects without a plan, when nobody asked for them by code."""
    if not silent:
        for project in written.without:
            click.echo(f"注意 {no_plan(project.code)}", err=True)
    click.echo(f"已导出 {asked - len(written.without)} 个项目的计划：{out}")
