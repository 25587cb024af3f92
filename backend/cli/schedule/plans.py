"""`steward schedule show|adopt|finish`: a plan looked at, begun from a template, and kept up."""

from datetime import date
from decimal import Decimal

import click

from backend.cli import Door
from backend.cli.acting import APPROVER, AS, approver_named, office_actor
from backend.cli.day import DAY
from backend.cli.plan_words import lost_line, outlook, revision_line
from backend.cli.schedule.finding import in_words, no_plan, project_of
from backend.cli.table import aligned
from backend.domain.errors import Refused
from backend.domain.people import EVERYTHING
from backend.domain.plan import Plan
from backend.services import plans, revisions, templates
from backend.services.plans import Planned
from reports import phrases

HEAD = ("编号", "步骤", "最晚完成", "预计完成", "实际完成", "时差", "关键", "状态")
PROVISIONAL = "暂定：有日期落在放假通知尚未公布的年份，先按周末和法定节假日推算，公布后可能变动。"


@click.command()
@click.argument("code")
@click.pass_obj
def show(door: Door, code: str) -> None:
    """Every step of a project's plan as it stands today."""
    with door.open_desk() as desk:
        project = project_of(desk, code, EVERYTHING)
        found = plans.planned(desk, [project]).get(project.id)
        today = desk.moment.day
    if found is None:
        raise click.ClickException(no_plan(code))
    stored = found.stored
    about = "，".join(filter(None, (f"第 {stored.version} 版", stored.source, stored.reason)))
    click.echo(f"{project.name}（{project.code}）：{about}")
    click.echo(f"开工 {stored.plan.start}，{outlook(found.schedule)}\n")
    click.echo("\n".join(aligned([HEAD, *_rows(found, today)])))
    if found.schedule.provisional:
        click.echo(f"\n{PROVISIONAL}")


def _rows(found: Planned, today: date) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for row in found.schedule.steps:
        figure = plans.figure(0, row, today)
        expected = "—" if figure.actual else str(figure.expected)
        state = phrases.milestone_state(figure.state) + ("（暂定）" if row.provisional else "")
        dates = (str(figure.latest), expected, str(figure.actual or "—"))
        critical = "关键" if row.critical else ""
        rows.append(
            (
                row.step.id,
                row.step.name,
                *dates,
                "—" if row.step.is_done else str(row.total_float),
                critical,
                state,
            )
        )
    return rows


@click.command()
@click.argument("code")
@click.option(
    "--template",
    default=templates.AUTO,
    show_default=True,
    help="usual steps, by the name in `template list`; auto: of the project's own kind",
)
@click.option("--start", type=DAY, help="first day; the project's own by default")
@click.option("--target", type=DAY, help="day by which all is finished; the project's own by default")
@click.option("--size", type=float, help="of the project, in the template's unit; the usual one by default")
@click.option("--reason", default="", help="why the plan is made anew; kept with the version")
@APPROVER
@AS
@click.pass_obj
def adopt(
    door: Door,
    code: str,
    template: str,
    start: date | None,
    target: date | None,
    size: float | None,
    reason: str,
    approver: str | None,
    name: str | None,
) -> None:
    """A new version of a project's plan from a template; what has happened stays."""
    with door.open_desk() as desk:
        actor = office_actor(desk, name)
        project = project_of(desk, code, actor.scope)
        try:
            chosen = templates.template_for(desk, project, template)
            done = revisions.adopt_template(
                desk,
                actor,
                project,
                chosen,
                start=start,
                target=target,
                size=None if size is None else Decimal(str(round(size, 2))),
                reason=reason.strip(),
                approver=approver_named(desk, approver),
            )
        except Refused as error:
            raise click.ClickException(in_words(error, code)) from error
    if start is None and project.start is None:
        click.echo(f"没有开工日期，按最晚须 {done.schedule.plan.start} 开工倒排。")
    click.echo(f"{revision_line(done)}（{chosen.name}模板）")
    if lost := lost_line(done):
        click.echo(f"注意 {lost}", err=True)


@click.command()
@click.argument("code")
@click.argument("step")
@click.option("--day", type=DAY, help="the day it was finished; today by default")
@AS
@click.pass_obj
def finish(door: Door, code: str, step: str, day: date | None, name: str | None) -> None:
    """Record that a step, by its id or its name, is finished; with it what it rests on."""
    with door.open_desk() as desk:
        actor = office_actor(desk, name)
        project = project_of(desk, code, actor.scope)
        try:
            before = plans.stored_plan(desk, project).plan
            done = plans.finish(desk, actor, project, _step_name(before, step), day or desk.moment.day)
        except Refused as error:
            raise click.ClickException(in_words(error, code)) from error
    when = f"比最晚完成日 {done.figure.latest} 晚 {done.figure.days_late} 天"
    on_time = f"在最晚完成日 {done.figure.latest} 以内"
    click.echo(f"“{done.name}”已记为 {done.day} 完成，{when if done.figure.days_late else on_time}。")
    if others := _finished_too(before, done.after.stored.plan, done.name):
        click.echo(f"它之前的步骤一并记为完成：{'、'.join(others)}。")
    click.echo(f"{project.name}：{outlook(done.after.schedule)}")


def _step_name(plan: Plan, step: str) -> str:
    return next((one.name for one in plan.steps if one.id == step), step)


def _finished_too(before: Plan, after: Plan, name: str) -> list[str]:
    was_open = {step.id for step in before.steps if step.actual_finish is None}
    return [
        step.name for step in after.steps if step.id in was_open and step.actual_finish and step.name != name
    ]
