"""The plan form: rows that say a project's steps. What rows of one project make together: `plan_steps`."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from backend.domain.plan import Nature
from backend.intake import cells
from backend.intake.complaint import BadCell, Complaint, Reading
from backend.intake.forms import YES_NO, offered
from backend.intake.ledger import Ledger, Record, read_ledgers, reading
from backend.intake.plan_form import COMPUTED_UNIT, MARKS, NATURES, PLANS, RARE
from backend.intake.plans import MAX_DAYS
from backend.intake.step_links import link_texts, step_id

T = TypeVar("T")
NOT_HAPPENED = date.min  # an actual date that the sheet says there is none of
NOT_TOLD = -1  # of what is left, the same


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One step as the sheet has it. `after` are links still in words: only all steps together give them sense.

    `days` None could not be read. Actual dates: None keeps what is known, NOT_HAPPENED takes it away; of what is
    left (`percent`, `remaining`) None keeps it too, and NOT_TOLD takes it away. `calendar` is a name or a title as
    written. `start` and `target` are the plan's, on any of its rows. `absent`: columns of the settings few steps
    have that the sheet is without; there the version before holds.
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
    calendar: str = ""
    not_before: date | None = None
    not_after: date | None = None
    finish_on: date | None = None
    remaining: int | None = None
    percent: Decimal | None = None
    least: int | None = None
    nature: Nature = Nature.WORK
    deferrable: bool = False
    absent: frozenset[str] = frozenset()


def read_plan_sheet(source: Path | bytes) -> Reading[PlanRow]:
    """Rows of all sheets that are the plan form, with every complaint that needs no register."""
    ledger = read_ledgers(source, PLANS)
    known = tuple(
        one
        for one in ledger.warnings
        if not one.column.endswith((f"（{COMPUTED_UNIT}）", f"({COMPUTED_UNIT})"))
    )
    ledger = replace(ledger, warnings=known)
    keyed = [(record, _row(record)) for record in ledger.records]
    found = reading(ledger, keyed, list(_other_units(ledger)), [])
    # A row whose days cannot be read is still a step that others may name.
    return replace(found, partial=tuple(row for record, row in keyed if record.complaints and row.step))


def _other_units(ledger: Ledger) -> Iterator[Complaint]:
    """工期（日历天） would be taken for working days."""
    told = set()
    for record in ledger.records:
        for heading in record.headings:
            if heading.key in _IN_DAYS and heading.shown not in told and _OTHER_UNIT.search(heading.shown):
                told.add(heading.shown)
                title = PLANS.column(heading.key).heading
                yield Complaint(
                    None,
                    heading.shown,
                    f"{PLANS.column(heading.key).title}要按工作日填，请换算后把表头改为“{title}”",
                )


_IN_DAYS = frozenset({"days", "least", "remaining"})
_OTHER_UNIT = re.compile("日历|自然|周|月|年|小时")


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
        days=record.read("days", _working_days),
        after=record.read("after", link_texts) or (),
        milestone=record.read("milestone", _mark) or False,
        weight=record.read("weight", cells.percent) or Decimal(0),
        owner=" ".join(filter(None, whose)),
        actual_start=record.read("actual_start", partial(cells.day, last=False), NOT_HAPPENED),
        actual_finish=record.read("actual_finish", partial(cells.day, last=True), NOT_HAPPENED),
        start=record.read("start", partial(cells.day, last=False)),
        target=record.read("target", partial(cells.day, last=True)),
        calendar=record.read("calendar", partial(cells.text, limit=60)) or "",
        not_before=record.read("not_before", partial(cells.day, last=False)),
        not_after=record.read("not_after", partial(cells.day, last=True)),
        finish_on=record.read("finish_on", partial(cells.day, last=True)),
        remaining=record.read("remaining", _working_days, NOT_TOLD),
        percent=record.read("percent", _share_done, Decimal(NOT_TOLD)),
        least=record.read("least", _working_days),
        nature=record.read("nature", _nature) or Nature.WORK,
        deferrable=record.read("deferrable", _yes) or False,
        absent=RARE - {heading.key for heading in record.headings},
    )
    if len(row.owner) > 120:
        record.complain(PLANS.column("unit").title, "与责任人合起来最多 120 个字")
    return row


def one_of(words: Mapping[T, tuple[str, ...]]) -> Callable[[Any], T]:
    spelt = {word: meant for meant, spellings in words.items() for word in spellings}
    return partial(cells.choice, words=spelt, shown_as="、".join(offered(words)))


def _share_done(value: Any) -> Decimal:
    """A cell formatted as a percentage holds a fraction, and says so in no way: 0.4 may be 40 % or less than one."""
    if isinstance(value, float) and 0 < value < 1:
        raise BadCell(f"「{value:g}」分不清是百分之几，请按百分数填，如 40")
    return cells.percent(value)


_mark = one_of(MARKS)
_yes = one_of(YES_NO)
_nature = one_of(NATURES)
_working_days = partial(cells.whole, most=MAX_DAYS)
