"""steward plan: the backward schedule of a plan file, or of a template up to a target."""

import json
import sys
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

import click

from backend.cli.day import DAY
from backend.cli.plan_view import View
from backend.cli.table import aligned
from backend.domain.backward import Schedule, ScheduledStep
from backend.domain.calendars import Calendars
from backend.domain.diagnosis import FindingCode
from backend.domain.errors import Refused
from backend.domain.project import Kind
from backend.domain.template import from_template
from backend.intake.calendars import national_calendar
from backend.intake.plans import MAX_DAYS, PlanFile, flawed, read_plan
from backend.intake.templates import load_templates
from reports.refusals import sentence

TEMPLATES = [kind.value for kind in Kind if kind is not Kind.OTHER]


@click.command(short_help="Backward schedule (倒排工期) of a plan file or a template.")
@click.argument("file", required=False)
@click.option("--template", type=click.Choice(TEMPLATES), help="Plan of a kind of project, instead of FILE.")
@click.option("--target", metavar="DATE", help="With --template: the day by which all is finished.")
@click.option(
    "--start", metavar="DATE", help="With --template: the first day; as late as possible when not given."
)
@click.option("--size", type=float, help="With --template: how large the project is, in the template's unit.")
@click.option("--today", type=DAY, help="The day the plan is looked at from, over the file's status_date.")
@click.option("--wait", metavar="STEP:DAYS", help="What so many working days of waiting of a step would do.")
@click.option("--against", metavar="FILE", help="What changed since that other plan file.")
@click.option("--since", type=DAY, help="The delay ledger from that day to the status date.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def plan(
    file: str | None,
    template: str | None,
    target: str | None,
    start: str | None,
    size: float | None,
    today: date | None,
    wait: str | None,
    against: str | None,
    since: date | None,
    as_json: bool,
) -> None:
    """Early and late dates, floats and critical steps of FILE (JSON; - reads standard input) or of a template.

    Dates are inclusive: a finish is the last day worked. Floats are working days; a negative one must be gained.
    What is wrong with the plan is told on standard error, all of it at once, with exit code 2.
    """
    if file and template:
        _refuse(["计划文件和 --template 只能选一个"])
    try:
        if template:
            chosen = _from_template(Kind(template), target, start, size)
        else:
            chosen = _from_file(file, [target, start, size])
        view = View(chosen, today or chosen.status)
        told = view.facts() | view.asked(
            _wait(wait), read_plan(_content(against)) if against else None, since
        )
    except Refused as refused:
        _refuse(_sentences(refused))
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        for found in told["diagnostics"]:
            if found["code"] in UNKEPT:  # a program may read the answer, a person should see this
                click.echo(found["text"], err=True)
    else:
        click.echo(_table(view.result, told))


def _wait(text: str | None) -> tuple[str, int] | None:
    if text is None:
        return None
    step, _, days = text.rpartition(":")
    if not step or not days.isascii() or not days.isdigit() or int(days) > MAX_DAYS:
        _refuse([f"--wait 应为 工序编号:工作日数，如 3:10，实为“{text}”"])
    return step, int(days)


def _from_file(file: str | None, of_template: Sequence[object]) -> PlanFile:
    if file is None:
        _refuse(["请给出计划文件（- 表示标准输入），或用 --template 选模板并给出 --target"])
    if any(of_template):
        _refuse(["--target 和 --start 只与 --template 一起使用（--size 也是）；计划文件自带 target 和 start"])
    return read_plan(_content(file))


def _content(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except FileNotFoundError:
        _refuse([f"找不到文件：{file}"])
    except (OSError, ValueError):  # a folder, no permission, a name no system takes
        _refuse([f"无法读取文件：{file}"])


def _from_template(kind: Kind, target: str | None, start: str | None, size: float | None) -> PlanFile:
    if target is None:
        _refuse(["--template 需要同时给出 --target（目标日期，如 2026-12-18）"])
    by = Calendars(national_calendar())
    first = _day("--start", start) if start else None
    exact = None if size is None else Decimal(str(size))
    return PlanFile(from_template(load_templates()[kind], _day("--target", target), first, by, exact), by)


def _day(option: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        _refuse([f"{option}：应为日期，如 2026-12-18，实为“{text}”"])


def _refuse(sentences: Sequence[str]) -> NoReturn:
    for line in sentences:
        click.echo(line, err=True)
    sys.exit(2)


def _sentences(refused: Refused) -> list[str]:
    given = refused.facts
    match refused.code:
        case "plan_rejected":
            return [f"计划文件有 {len(given['complaints'])} 处问题：", *map(str, given["complaints"])]
        case "plan_flawed":
            return [str(flawed(flaw)) for flaw in given["flaws"]]
        case "date_out_of_range":
            return [
                f"排出的日期超出日历范围（{given['first']}—{given['last']} 年），请检查工期、间隔和起止日期"
            ]
        case _:
            return [sentence(refused.code, refused.facts)]


MOST_CHAINS = 3
UNKEPT = (FindingCode.LIMIT_AGAINST_LINK, FindingCode.LIMIT_MISSED)
ASKED = ("impact", "difference", "ledger")
HEAD = ("编号", "工序", "天数", "最早开始", "最早完成", "最晚开始", "最晚完成", "总时差", "自由时差", "备注")


def _table(result: Schedule, told: dict[str, Any]) -> str:
    lines = [_verdict(result)]
    if result.steps:
        lines += ["", *aligned([HEAD, *map(_cells, result.steps)])]
    lines += ["", *map(_chain, told["critical_chains"][:MOST_CHAINS])] if told["critical_chains"] else []
    lines += (
        ["", *(told[name]["sentence"] for name in ASKED if name in told)] if set(ASKED) & set(told) else []
    )
    lines += ["", *told["compression"]["lines"]] if told["compression"] else []
    if told["diagnostics"]:
        lines += ["", *(f"提示　{found['text']}" for found in told["diagnostics"])]
    if result.provisional:
        lines += ["", "暂定：所在年份的放假通知尚未公布，先按周末和法定节假日推算，公布后可能变动。"]
    return "\n".join(lines)


def _verdict(result: Schedule) -> str:
    spare = result.project_float
    if result.finish is None:
        return f"计划中没有工序；{result.plan.start} 至 {result.plan.target} 有 {max(0, spare)} 个工作日。"
    dates = f"开工 {result.plan.start}，目标 {result.plan.target}，预计完成 {result.finish}"
    if spare < 0:
        return f"{dates}：须抢回{-spare}个工作日。"
    return f"{dates}：{f'有{spare}个工作日机动' if spare else '恰好按期，没有机动'}。"


def _chain(chain: dict[str, Any]) -> str:
    return f"关键线路（时差 {chain['float']}）：{' → '.join(chain['steps'])}"


def _cells(row: ScheduledStep) -> tuple[str, ...]:
    step = row.step
    dates = (row.early_start, row.early_finish, row.late_start, row.late_finish)
    # What is done cannot slip any more.
    numbers = ("—", "—") if step.is_done else (str(row.total_float), str(row.free_float))
    return (step.id, step.name, str(step.days), *map(str, dates), *numbers, " ".join(_notes(row)))


def _notes(row: ScheduledStep) -> list[str]:
    notes = ["完成"] * row.step.is_done + ["在施"] * row.step.is_under_way + ["关键"] * row.critical
    if row.provisional_late:
        notes.append("暂定" if row.provisional_early else "最晚暂定")
    elif row.provisional_early:
        notes.append("最早暂定")
    return notes
