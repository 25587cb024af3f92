"""`steward schedule ledger|impact|tie`: who is to answer for delay, what a problem costs, which step it stops."""

import json
from datetime import date
from typing import Any

import click

from backend.cli import Door
from backend.cli.acting import AS, office_actor
from backend.cli.day import DAY
from backend.cli.plan_facts import iso
from backend.cli.plan_more_facts import ledger_facts
from backend.cli.schedule.finding import in_words, project_of
from backend.cli.table import aligned
from backend.domain.delay import Cause, Total
from backend.domain.errors import Refused
from backend.domain.problem import Problem
from backend.domain.problem_price import Price
from backend.services import delays, problem_prices, problem_steps, problem_views
from backend.services.delays import Delays, ProblemName
from reports import delay_words, phrases, price_words

JSON = click.option("--json", "as_json", is_flag=True, help="print JSON instead of a table")


@click.command()
@click.argument("code")
@click.option("--from", "first", type=DAY, help="status day to count from; the plan's first day by default")
@click.option("--to", "last", type=DAY, help="status day to count to; today by default")
@click.option("--milestone", default="", help="of this step's finish, by its id or name, not of the plan's")
@JSON
@AS
@click.pass_obj
def ledger(
    door: Door,
    code: str,
    first: date | None,
    last: date | None,
    milestone: str,
    as_json: bool,
    name: str | None,
) -> None:
    """Every working day the finish slipped: which step, whose, which problem (倒追责任)."""
    with door.open_desk() as desk:
        actor = office_actor(desk, name)
        project = project_of(desk, code, actor.scope)
        try:
            found = delays.ledger(desk, actor, project.id, first, last, milestone)
        except Refused as error:
            raise click.ClickException(in_words(error, code)) from error
    click.echo(json.dumps(_facts(found), ensure_ascii=False, indent=1) if as_json else _table(found))


@click.command()
@click.argument("number")
@JSON
@AS
@click.pass_obj
def impact(door: Door, number: str, as_json: bool, name: str | None) -> None:
    """What problem NUMBER (清交办〔2026〕12号, 12, or #12) costs the plan while it is open."""
    with door.open_desk() as desk:
        actor = office_actor(desk, name)
        try:
            found = problem_prices.quoted(desk, actor, problem_views.find(desk, actor, number).id)
        except Refused as error:
            raise click.ClickException(in_words(error, "")) from error
        today = desk.moment.day
    problem = found.problem
    if as_json:
        click.echo(json.dumps(_price_facts(problem, found.price, today), ensure_ascii=False, indent=1))
        return
    click.echo(f"{_called(problem)}　{problem.text}")
    click.echo(price_words.quoted(problem, found.price, found.guessed, today))
    if found.guessed is not None:
        click.echo(f"确认关联：{_tie_it(problem, found.guessed.step)}")


@click.command()
@click.argument("number")
@click.argument("step", required=False, default="")
@AS
@click.pass_obj
def tie(door: Door, number: str, step: str, name: str | None) -> None:
    """Say that problem NUMBER stops STEP of its project's plan, by id or name; without STEP take it back."""
    with door.open_desk() as desk:
        actor = office_actor(desk, name)
        try:
            before = problem_views.find(desk, actor, number)
            after = problem_steps.tie(desk, actor, before.id, step)
        except Refused as error:
            raise click.ClickException(in_words(error, "")) from error
        price, today = problem_prices.problem_prices(desk, [after]).get(after.id), desk.moment.day
    if after.step is None:
        click.echo(f"{_called(after)}没有关联步骤。")
        return
    click.echo(f"{_called(after)}已关联“{after.step_name}”。")
    if price is not None:
        click.echo(price_words.sentence(price, today))


def _table(found: Delays) -> str:
    one, names = found.ledger, {id_: _told(problem) for id_, problem in found.problems.items()}
    numbers = {id_: problem.number for id_, problem in found.problems.items()}
    of = f"　节点“{found.milestone.name}”" if found.milestone else ""
    lines = [f"{found.project.name}（{found.project.code}）{of}", delay_words.sentence(one)]
    if one.stretches:
        lines += [
            "",
            *aligned([delay_words.HEAD, *delay_words.rows(one, names)]),
            "",
            *delay_words.totals(one, numbers),
        ]
    lines += delay_words.replans(one)
    return "\n".join([*lines, delay_words.proof(one)])


def _told(problem: ProblemName) -> str:
    unit = f"（{problem.unit}）" if problem.unit else ""
    return f"{problem.number}{unit}{phrases.clipped(phrases.line(problem.text), 24)}"


def _called(problem: Problem) -> str:
    return problem.number or f"#{problem.id}"


def _tie_it(problem: Problem, step: str) -> str:
    return f"steward schedule tie {_called(problem)} {step}"


def _facts(found: Delays) -> dict[str, Any]:
    one, numbers = found.ledger, {id_: problem.number for id_, problem in found.problems.items()}
    return {
        "project": found.project.code,
        "milestone": found.milestone and found.milestone.id,
        **ledger_facts(one, numbers),
        "by_step": [
            {"cause": step.value, **_total_facts(total)}
            if isinstance(step, Cause)
            else {"step": step.id, "name": step.name, **_total_facts(total)}
            for step, total in one.by_step.items()
        ],
        "by_owner": [
            {"cause" if isinstance(owner, Cause) else "owner": str(owner), **_total_facts(total)}
            for owner, total in one.by_owner.items()
        ],
        "by_problem": [
            {"problem": numbers[id_] if id_ else None, **_total_facts(total)}
            for id_, total in one.by_problem.items()
        ],
    }


def _total_facts(total: Total) -> dict[str, int]:
    return {
        "days": total.days,
        "lost": total.lost,
        "recovered": total.recovered,
        "by_problems": total.by_problems,
    }


def _price_facts(problem: Problem, price: Price | None, today: date) -> dict[str, Any]:
    facts: dict[str, Any] = {"problem": _called(problem), "step": problem.step, "name": problem.step_name}
    if price is None:
        return facts
    impact = price.impact
    return facts | {
        "open": price.open,
        "stopped": price.stopped,
        "float_before": impact.float_before,
        "float_after": impact.float_after,
        "eaten": impact.eaten,
        "finish": iso(impact.before.finish),
        "moved_to": iso(impact.after.finish),
        "moved": impact.moved,
        "spare": impact.after.spare,
        "sentence": price_words.sentence(price, today),
    }
