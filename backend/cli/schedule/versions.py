"""`steward schedule versions|baseline|compare`: what was promised, what is held to it, and what became of it."""

import click

from backend.cli import Door
from backend.cli.acting import APPROVER, AS, approver_named, office_actor
from backend.cli.schedule.finding import in_words, project_of
from backend.cli.table import aligned
from backend.domain.comparison import Compared
from backend.domain.errors import Refused
from backend.domain.people import EVERYTHING
from backend.services import baselines, plan_versions
from backend.services.baselines import Comparison
from backend.services.plan_versions import Version
from reports import phrases

VERSIONS = ("版本", "日期", "目标完成", "当时预计", "来源", "申请", "批准", "原因", "基线")
COMPARED = ("编号", "步骤", "原定完成", "基线完成", "现预计", "实际完成", "相差")


@click.command()
@click.argument("code")
@click.pass_obj
def versions(door: Door, code: str) -> None:
    """Every version of a project's plan, newest first: why, who asked, who approved, what it promised then."""
    with door.open_desk() as desk:
        project = project_of(desk, code, EVERYTHING)
        try:
            found = plan_versions.versions(desk, project)
        except Refused as error:
            raise click.ClickException(in_words(error, code)) from error
        zone = desk.moment.zone
        rows = [_version(one, str(one.stored.created_at.astimezone(zone).date())) for one in found]
    click.echo(f"{project.name}（{project.code}）共 {len(found)} 版，最末一行是原定计划。\n")
    click.echo("\n".join(aligned([VERSIONS, *rows])))


def _version(one: Version, day: str) -> tuple[str, ...]:
    stored = one.stored
    names = "、".join(b.name for b in one.baselines)
    told = (stored.source, one.by, one.approved_by, phrases.clipped(stored.reason, 40), names)
    dates = (day, str(stored.plan.target), str(one.promise.finish or "—"))
    return (f"第 {stored.version} 版", *dates, *(words or "—" for words in told))


@click.command()
@click.argument("code")
@click.option("--name", "called", required=True, help="what the baseline is called, as in 2026年初下达")
@click.option("--version", type=int, help="the version that is compared with; the one that holds by default")
@click.option("--reason", default="", help="why it is set; kept with it")
@APPROVER
@AS
@click.pass_obj
def baseline(
    door: Door,
    code: str,
    called: str,
    version: int | None,
    reason: str,
    approver: str | None,
    name: str | None,
) -> None:
    """Hold a project from now on against a version of its plan; earlier baselines stay."""
    with door.open_desk() as desk:
        actor = office_actor(desk, name)
        project = project_of(desk, code, actor.scope)
        try:
            approved_by = approver_named(desk, approver)
            added = baselines.baseline(desk, actor, project, version, called, approved_by, reason)
        except Refused as error:
            raise click.ClickException(in_words(error, code)) from error
    click.echo(f"{project.name}（{project.code}）：第 {added.version} 版定为基线“{added.name}”。")


@click.command()
@click.argument("code")
@click.pass_obj
def compare(door: Door, code: str) -> None:
    """Each step's finish: originally, in the newest baseline, now expected, actual."""
    with door.open_desk() as desk:
        project = project_of(desk, code, EVERYTHING)
        try:
            found = baselines.compared(desk, project)
        except Refused as error:
            raise click.ClickException(in_words(error, code)) from error
    click.echo(f"{project.name}（{project.code}）：{_meant(found)}")
    click.echo(f"{_finishes(found)}\n")
    click.echo("\n".join(aligned([COMPARED, *map(_row, found.rows)])))


def _meant(found: Comparison) -> str:
    if found.baseline is None:
        return f"还没有基线，现行第 {found.now.stored.version} 版与原定计划（第 1 版）相比"
    return (
        f"现行第 {found.now.stored.version} 版与基线“{found.baseline.name}”"
        f"（第 {found.baseline.version} 版）相比"
    )


def _finishes(found: Comparison) -> str:
    base = f"，基线预计 {found.baseline_finish}" if found.baseline else ""
    now = f"现预计 {found.now.schedule.finish}，{_apart(found.difference)}"
    return f"原定目标 {found.original.plan.target}，原定预计 {found.original_finish}{base}，{now}"


def _row(row: Compared) -> tuple[str, ...]:
    days = (
        row.original and row.original.finish,
        row.baseline and row.baseline.finish,
        row.expected,
        row.actual,
    )
    gone = row.expected is None and row.actual is None
    return (
        row.id,
        row.name,
        *(str(day or "—") for day in days),
        "已取消" if gone else _apart(row.difference),
    )


def _apart(days: int | None) -> str:
    """晚 5 个工作日"""
    if days is None:
        return "新增"
    return f"{'晚' if days > 0 else '早'} {abs(days)} 个工作日" if days else "一致"
