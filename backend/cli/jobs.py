"""`steward jobs`: the timetable, what is due and not done, and one job by hand."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, tzinfo
from typing import Any, Protocol

import click

from backend.cli.table import aligned
from backend.domain.errors import Refused
from backend.domain.period import Span
from backend.domain.timetable import Falls, Rule, Run, RunState
from backend.jobs.runner import Outcome, Ran, run_one
from backend.services import runs
from backend.services.desk import Desk
from backend.services.runs import Job

SPANS = {
    Span.DAY: "日",
    Span.WEEK: "周",
    Span.TEN_DAYS: "旬",
    Span.MONTH: "月",
    Span.QUARTER: "季度",
    Span.HALF: "半年",
    Span.YEAR: "年",
}
STATES = {RunState.DUE: "待办", RunState.RUNNING: "办理中", RunState.FAILED: "多次失败，已停办"}
KEY_EXAMPLES = {
    Span.DAY: "2026-10-21",
    Span.WEEK: "2026-W43",
    Span.TEN_DAYS: "2026-10C（A上旬、B中旬、C下旬）",
    Span.MONTH: "2026-10",
    Span.QUARTER: "2026Q4",
    Span.HALF: "2026H2",
    Span.YEAR: "2026",
}


class Surroundings(Protocol):
    """What the group expects as `ctx.obj`."""

    @property
    def timetable(self) -> Sequence[Job]: ...

    def open_desk(self) -> AbstractContextManager[Desk]: ...


@click.group("jobs")
def jobs() -> None:
    """定时事项：查看时间表、待办，手工补办一期。"""


@jobs.command("list")
@click.pass_obj
def list_(obj: Surroundings) -> None:
    """时间表：每项何时办、上次何时办完、下次何时办。"""
    with obj.open_desk() as desk:
        lines, zone = runs.overview(desk, obj.timetable), desk.moment.zone
    _table(
        ("名称", "事项", "时间", "上次办结", "下次"),
        [
            (
                line.job.name,
                line.job.title,
                rule_text(line.job.when),
                _moment(line.last.done_at, zone) if line.last else "—",
                f"{_moment(line.next.at, zone)}（{line.next.period.key}）",
            )
            for line in lines
        ],
    )


@jobs.command("due")
@click.pass_obj
def due(obj: Surroundings) -> None:
    """已到时间而未办结的事项。"""
    with obj.open_desk() as desk:
        waiting, zone = runs.unfinished(desk, obj.timetable), desk.moment.zone
    if not waiting:
        click.echo("没有到期未办的事项。")
        return
    titles = {job.name: job.title for job in obj.timetable}
    _table(
        ("名称", "事项", "期次", "应办时间", "状态", "已试", "原因"),
        [
            (
                run.job,
                titles[run.job],
                run.period,
                _moment(run.due_at, zone),
                _state_text(run),
                f"{run.attempts}次",
                run.error or "—",
            )
            for run in waiting
        ],
    )


@jobs.command("run")
@click.argument("name")
@click.option("--period", "key", help="期次，如 2026-10；不填则为最近到期的一期。")
@click.pass_obj
def run(obj: Surroundings, name: str, key: str | None) -> None:
    """立即办理一项；已办结的不重复办理。"""
    try:
        ran = run_one(obj.open_desk, obj.timetable, name, key)
    except Refused as error:
        with obj.open_desk() as desk:
            zone = desk.moment.zone
        raise click.ClickException(refusal_text(error.code, error.facts, zone)) from error
    if ran.outcome is not Outcome.DONE:
        raise click.ClickException(_fault_text(ran))
    click.echo(f"已办结：{ran.job}（{ran.period}）。")


def rule_text(rule: Rule) -> str:
    span, at = SPANS[rule.span], f"{rule.at:%H:%M}"
    match rule.falls:
        case Falls.LAST_DAY if rule.span is Span.DAY:
            return f"每天 {at}"
        case Falls.LAST_WORKDAY if rule.span is Span.DAY:
            return f"每个工作日 {at}"
        case Falls.LAST_DAY:
            return f"每{span}最后一天 {at}"
        case Falls.LAST_WORKDAY:
            return f"每{span}最后一个工作日 {at}"
        case Falls.DAY_AFTER:
            return f"每{span}结束次日 {at}"


def refusal_text(code: str, facts: Mapping[str, Any], zone: tzinfo) -> str:
    match code:
        case "job_unknown":
            return f"没有名为“{facts['name']}”的事项。可用名称：{'、'.join(facts['known'])}。"
        case "period_unknown":
            example = KEY_EXAMPLES[Span(facts["span"])]
            return f"期次“{facts['key']}”无法识别，应形如 {example}。"
        case "period_without_job":
            return f"{facts['key']} 内没有工作日，“{facts['job']}”本期不办。"
        case "run_not_due":
            return f"“{facts['job']}”{facts['key']} 期尚未到时间，应于 {_moment(facts['at'], zone)} 办理。"
        case "run_done":
            return f"“{facts['job']}”{facts['key']} 期已于 {_moment(facts['at'], zone)} 办结，不重复办理。"
        case "run_running":
            return (
                f"“{facts['job']}”{facts['key']} 期正在办理中，请在 {_moment(facts['until'], zone)} 后再试。"
            )
        case _:
            return f"未能办理（{code}）。"


def _fault_text(ran: Ran) -> str:
    match ran.outcome:
        case Outcome.TAKEN_OVER:
            return f"“{ran.job}”{ran.period} 期已由另一进程接办，本次未保存任何结果。"
        case Outcome.FAILED:
            return f"“{ran.job}”{ran.period} 期办理失败（{ran.error}），已多次失败，不再自动重试。"
        case _:
            return f"“{ran.job}”{ran.period} 期办理失败（{ran.error}），未保存任何结果，稍后自动重试。"


def _state_text(run: Run) -> str:
    return "待重试" if run.state is RunState.DUE and run.attempts else STATES[run.state]


def _moment(at: datetime | None, zone: tzinfo) -> str:
    return "—" if at is None else f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    click.echo("\n".join(aligned([heads, *rows])))
