"""`steward schedule what-if|compress`: what a change would do, and how to gain the days that are missing."""

from datetime import date
from typing import Any

import click

from backend.cli import Door
from backend.cli.acting import APPROVER, AS, approver_named, office_actor
from backend.cli.day import DAY
from backend.cli.plan_words import outlook
from backend.cli.schedule.finding import in_words, project_of
from backend.domain.alteration import Alteration
from backend.domain.errors import Refused
from backend.domain.people import EVERYTHING
from backend.domain.plan import Plan
from backend.services import compressing, plans, what_if
from backend.services.compressing import Proposed
from backend.services.what_if import WhatIf
from reports import plan_phrases

OF_A_STEP = ("days", "wait", "not_before", "not_after", "finish_on", "remaining")


@click.command("what-if")
@click.argument("code")
@click.option("--step", help="the step that changes, by its id or its name")
@click.option("--days", type=click.IntRange(0, 5000), help="it takes so many working days")
@click.option("--wait", type=click.IntRange(0, 5000), help="it comes so many working days later")
@click.option("--remaining", type=click.IntRange(0, 5000), help="so many working days of it are left")
@click.option("--not-before", type=DAY, help="it does not begin before that day")
@click.option("--not-after", type=DAY, help="it has to be finished by that day")
@click.option("--finish-on", type=DAY, help="it is finished on that day")
@click.option("--start", type=DAY, help="the plan begins on that day")
@click.option("--target", type=DAY, help="all has to be finished by that day")
@click.option("--remove", metavar="STEP", help="without that step")
@click.pass_obj
def what_if_command(
    door: Door, /, code: str, step: str | None, remove: str | None, **options: int | date | None
) -> None:
    """What a change of a project's plan would do; nothing is saved."""
    given = {name: value for name, value in options.items() if value is not None}
    _check_options(given, step, remove)
    with door.open_desk() as desk:
        project, today = project_of(desk, code, EVERYTHING), desk.moment.day
        try:
            plan = plans.stored_plan(desk, project).plan
            tried = what_if.try_(desk, project, _change(plan, step, remove, given))
        except Refused as error:
            raise click.ClickException(in_words(error, code)) from error
    click.echo(plan_phrases.impact(tried.impact, today))
    click.echo(f"现在：{outlook(tried.before)}")
    click.echo(f"变动后：{outlook(tried.after)}")
    click.echo("以上只是测算，没有保存。")


def _check_options(given: dict[str, Any], step: str | None, remove: str | None) -> None:
    of_a_step = [name for name in OF_A_STEP if name in given]
    if of_a_step and step is None:
        raise click.UsageError(f"--{of_a_step[0].replace('_', '-')} 要与 --step 一起使用，写明是哪道工序。")
    if step is not None and not of_a_step:
        raise click.UsageError("--step 之外请写明变动，如 --wait 5 或 --days 20。")
    if not given and remove is None:
        raise click.UsageError("请写明变动，如 --step 编号 --wait 5 或 --target 2026-12-18。")


def _change(plan: Plan, step: str | None, remove: str | None, given: dict[str, Any]) -> WhatIf:
    id = _step_id(plan, step) if step else ""
    fields = {name: given[name] for name in OF_A_STEP if name in given and name != "wait"}
    how = Alteration(
        given.get("start"),
        given.get("target"),
        {id: fields} if fields else {},
        removed=frozenset({_step_id(plan, remove)} if remove else ()),
    )
    return WhatIf(how, (id, given["wait"]) if "wait" in given else None)


def _step_id(plan: Plan, told: str) -> str:
    """An id is an id; a name stands for the step that has it."""
    if any(step.id == told for step in plan.steps):
        return told
    return next((step.id for step in plan.steps if step.name == told), told)


@click.command()
@click.argument("code")
@click.option("--apply", "accept", metavar="NUMBERS", help="adopt these changes: all, or numbers as in 1,3")
@click.option("--reason", default="", help="why; kept with the version")
@APPROVER
@AS
@click.pass_obj
def compress(
    door: Door, code: str, accept: str | None, reason: str, approver: str | None, name: str | None
) -> None:
    """How a project could gain the working days that are missing; with --apply, adopt it."""
    with door.open_desk() as desk:
        project = project_of(desk, code, EVERYTHING)
        try:
            found = compressing.proposed(desk, project)
            click.echo("\n".join(plan_phrases.proposal(found.proposal, found.day)))
            if accept is None:
                return
            done = compressing.compress(
                desk,
                office_actor(desk, name),
                project,
                _numbers(accept, found),
                version=found.version,
                reason=reason,
                approver=approver_named(desk, approver),
                mark=found.mark,
            )
        except Refused as error:
            raise click.ClickException(in_words(error, code)) from error
    click.echo(f"已采取{len(done.changes)}项，{project.name}第 {done.after.stored.version} 版：", nl=False)
    click.echo(outlook(done.after.schedule))


def _numbers(text: str, found: Proposed) -> frozenset[int]:
    if text == "all":
        return frozenset(range(1, len(found.proposal.changes) + 1))
    try:
        return frozenset(int(part) for part in text.replace("，", ",").replace("、", ",").split(","))
    except ValueError:
        raise click.ClickException(f"--apply 应为 all 或序号，如 1,3，实为“{text}”。") from None
