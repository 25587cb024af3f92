"""The plan form: rows that say a project's steps, and the steps that rows of one project make together."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from backend.domain.flaw import Flaw, FlawCode, flaws
from backend.domain.plan import Link, Step
from backend.domain.recorded import carried
from backend.intake import cells
from backend.intake.complaint import BadCell, Complaint, Reading
from backend.intake.forms import offered
from backend.intake.ledger import Ledger, Record, read_ledger, reading
from backend.intake.plan_form import MARKS, PLANS
from backend.intake.plans import MAX_DAYS, in_a_row
from backend.intake.step_links import link_of, link_texts, step_id

NOT_HAPPENED = date.min  # an actual date that the sheet says there is none of


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One step as the sheet has it. `after` are links still in words: only all steps together give them sense.

    `days` None could not be read. Actual dates: None keeps what is known, NOT_HAPPENED takes it away. `start` and
    `target` are the plan's, on any of its rows.
    """

    line: int
    code: str
    name: str
    step: str
    title: str
    days: int | None
    after: tuple[str, ...] = ()
    milestone: bool = False
    weight: Decimal = Decimal(0)
    owner: str = ""
    actual_start: date | None = None
    actual_finish: date | None = None
    start: date | None = None
    target: date | None = None


def read_plan_sheet(source: Path | bytes) -> Reading[PlanRow]:
    """Rows of the sheet that looks like the plan form, with every complaint that needs no register."""
    ledger = read_ledger(source, PLANS)
    keyed = [(record, _row(record)) for record in ledger.records]
    found = reading(ledger, keyed, list(_other_units(ledger)), [])
    # A row whose days cannot be read is still a step that others may name.
    return replace(found, partial=tuple(row for record, row in keyed if record.complaints and row.step))


def _other_units(ledger: Ledger) -> Iterator[Complaint]:
    """工期（日历天） would be taken for working days."""
    for record in ledger.records[:1]:
        for heading, _ in record.each("days"):
            if re.search("日历|自然|周|月|年|小时", heading.shown):
                yield Complaint(None, heading.shown, "工期要按工作日填，请换算后把表头改为“工期（工作日）”")


def _row(record: Record) -> PlanRow:
    record.require()
    text = partial(cells.text, limit=120)
    if not record.given("code") and not record.given("name"):
        record.complain(PLANS.column("code").title, "没有填（编号、名称至少填一个，每一行都要填）")
    whose = [
        record.read("unit", text, "") or "",
        record.read("person", partial(cells.text, limit=60), "") or "",
    ]
    row = PlanRow(
        line=record.line,
        code=record.read("code", partial(cells.text, limit=60, half_width=True)) or "",
        name=record.read("name", text) or "",
        step=record.read("step", step_id) or "",
        title=record.read("title", text) or "",
        days=record.read("days", partial(cells.whole, most=MAX_DAYS)),
        after=record.read("after", link_texts) or (),
        milestone=record.read("milestone", _mark) or False,
        weight=record.read("weight", cells.percent) or Decimal(0),
        owner=" ".join(filter(None, whose)),
        actual_start=record.read("actual_start", partial(cells.day, last=False), NOT_HAPPENED),
        actual_finish=record.read("actual_finish", partial(cells.day, last=True), NOT_HAPPENED),
        start=record.read("start", partial(cells.day, last=False)),
        target=record.read("target", partial(cells.day, last=True)),
    )
    if len(row.owner) > 120:
        record.complain(PLANS.column("unit").title, "与责任人合起来最多 120 个字")
    return row


_mark: Callable[[Any], bool] = partial(
    cells.choice,
    words={word: marked for marked, spellings in MARKS.items() for word in spellings},
    shown_as="、".join(offered(MARKS)),
)


@dataclass(frozen=True, slots=True)
class Assembled:
    """`lost` are steps of the version before that something happened to and that the sheet no longer has."""

    steps: tuple[Step, ...]
    complaints: tuple[Complaint, ...]
    lost: tuple[Step, ...]


def assemble(rows: Sequence[PlanRow], old: Sequence[Step] = ()) -> Assembled:
    """The steps of one project in the order of its rows, with the actual days that `old` knows and the sheet leaves open."""
    lines: dict[str, int] = {}
    twice: set[str] = set()
    complaints: list[Complaint] = []
    for row in rows:
        if row.step in lines:
            twice.add(row.step)
            reason = f"本项目的步骤「{row.step}」与第 {lines[row.step]} 行重复"
            complaints.append(Complaint(row.line, PLANS.column("step").title, reason))
        lines.setdefault(row.step, row.line)
    steps, lost = carried([_step(row, lines, complaints) for row in rows], old)
    steps = tuple(_taken_back(row, step) for row, step in zip(rows, steps, strict=True))
    # A circle through an id that two steps share says nothing: one of them has to be renamed first.
    real = [f for f in flaws(steps) if f.code is not FlawCode.CYCLE or twice.isdisjoint(f.steps)]
    complaints += [complaint for flaw in real for complaint in _said(flaw, lines)]
    return Assembled(steps, tuple(complaints), lost)


def _step(row: PlanRow, known: Mapping[str, int], complaints: list[Complaint]) -> Step:
    links: dict[Link, None] = {}
    for text in row.after:
        try:
            links[link_of(text, known)] = None
        except BadCell as error:
            complaints.append(Complaint(row.line, PLANS.column("after").title, str(error)))
    actual = (row.actual_start, row.actual_finish)
    return Step(
        row.step, row.title, row.days or 0, tuple(links), *actual, row.milestone, row.weight, row.owner
    )


def _taken_back(row: PlanRow, step: Step) -> Step:
    if row.actual_start == NOT_HAPPENED:
        step = replace(step, actual_start=None)
    return replace(step, actual_finish=None) if row.actual_finish == NOT_HAPPENED else step


def _said(flaw: Flaw, lines: Mapping[str, int]) -> Iterator[Complaint]:
    """Repeated steps, unknown ones and days have been complained of where they stand in the sheet."""
    line = lines[flaw.steps[0]]
    match flaw.code:
        case FlawCode.CYCLE:
            reason = f"步骤互为前提，排不出先后：{in_a_row(flaw.steps)}"
            yield Complaint(line, PLANS.column("after").title, reason)
        case FlawCode.ACTUALS_REVERSED:
            yield Complaint(line, PLANS.column("actual_finish").title, "早于实际开始")
        case _:
            pass
