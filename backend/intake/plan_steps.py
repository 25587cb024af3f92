"""The steps that the rows of one project make together, and every complaint that only all of them can give."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import Any

from backend.domain.flaw import Flaw, FlawCode, flaws
from backend.domain.plan import Link, Step
from backend.domain.recorded import carried
from backend.intake.complaint import BadCell, Complaint
from backend.intake.plan_form import CALENDARS, PLANS
from backend.intake.plan_sheet import NOT_HAPPENED, NOT_TOLD, PlanRow
from backend.intake.plans import in_a_row
from backend.intake.step_links import link_of

TITLES = {name: spellings[0] for name, spellings in CALENDARS.items()}


@dataclass(frozen=True, slots=True)
class Assembled:
    """`lost` are steps of the version before that something happened to and that the sheet no longer has."""

    steps: tuple[Step, ...]
    complaints: tuple[Complaint, ...]
    lost: tuple[Step, ...]


def assemble(
    rows: Sequence[PlanRow], old: Sequence[Step] = (), calendars: Mapping[str, str] = TITLES
) -> Assembled:
    """The steps of one project in the order of its rows, with what `old` knows and the sheet leaves open.

    calendars: the titles of those there are, by name.
    """
    lines: dict[str, int] = {}
    twice: set[str] = set()
    complaints: list[Complaint] = []
    for row in rows:
        if row.step in lines:
            twice.add(row.step)
            complaints.append(
                _about(row, "step", f"本项目的步骤「{row.step}」与{_place(lines[row.step], row)}重复")
            )
        lines.setdefault(row.step, row.line)
    made = _as_spelt([_step(row, lines, calendars, complaints) for row in rows], old)
    made = _settled(rows, made, old)
    steps, lost = carried(made, old)
    steps = tuple(_taken_back(row, step) for row, step in zip(rows, steps, strict=True))
    for row, step in zip(rows, steps, strict=True):
        complaints += _too_early(row, step)
    # A circle through an id that two steps share says nothing: one of them has to be renamed first.
    real = [f for f in flaws(steps) if f.code is not FlawCode.CYCLE or twice.isdisjoint(f.steps)]
    complaints += [complaint for flaw in real for complaint in _said(flaw, lines)]
    return Assembled(steps, tuple(complaints), lost)


def out_of_plan(
    rows: Sequence[PlanRow], start: date, target: date
) -> tuple[list[Complaint], list[Complaint]]:
    """Limits that lie outside the plan's own days: complaints, and warnings where the plan can still be computed."""
    complaints = [
        _about(row, key, f"{limit} 早于开工日期 {start}")
        for row in rows
        for key in ("not_after", "finish_on")
        if (limit := getattr(row, key)) is not None and limit < start
    ]
    warnings = [
        _about(row, key, f"{limit} 晚于目标完成日期 {target}，目标会被突破")
        for row in rows
        for key in ("not_before", "finish_on")
        if (limit := getattr(row, key)) is not None and limit > target
    ]
    return complaints, warnings


def _about(row: PlanRow, key: str, reason: str) -> Complaint:
    return Complaint(row.line, PLANS.column(key).title, reason)


def _place(line: int, row: PlanRow) -> str:
    """A row as one says it in a complaint about another."""
    sheet = Complaint(line, "", "").sheet
    return f"工作表「{sheet}」第 {line} 行" if sheet != Complaint(row.line, "", "").sheet else f"第 {line} 行"


def _step(
    row: PlanRow, known: Mapping[str, int], calendars: Mapping[str, str], complaints: list[Complaint]
) -> Step:
    links: dict[Link, None] = {}
    for text in row.after:
        try:
            links[link_of(text, known)] = None
        except BadCell as error:
            complaints.append(_about(row, "after", str(error)))
    calendar = ""
    try:
        calendar = calendar_named(row.calendar, calendars)
    except BadCell as error:
        complaints.append(_about(row, "calendar", str(error)))
    return Step(
        row.step,
        row.title,
        row.days or 0,
        tuple(links),
        row.actual_start,
        row.actual_finish,
        row.milestone,
        row.weight,
        row.owner,
        calendar,
        row.not_before,
        row.not_after,
        row.finish_on,
        row.remaining,
        row.percent,
        row.least if row.days is not None else None,
        row.nature,
        row.deferrable,
    )


def calendar_named(said: str, calendars: Mapping[str, str]) -> str:
    """The name of the calendar that is meant by a name or a title; "" stays the project's own. Raises BadCell."""
    if not said or said in calendars:
        return said
    titled = {title: name for name, title in calendars.items()}
    usual = {word: name for name, words in CALENDARS.items() if name in calendars for word in words}
    found = titled.get(said) or usual.get(said)
    if found is None:
        near = get_close_matches(said, titled, n=1, cutoff=0.5)
        hint = f"，是不是「{near[0]}」？" if near else f"，现有：{'、'.join(titled) or '无，请空着'}"
        raise BadCell(f"没有叫「{said}」的日历{hint}")
    return found


def _as_spelt(steps: list[Step], old: Sequence[Step]) -> list[Step]:
    """With names and owners as the version before spells them, where a cell could not keep every blank of it."""
    before = {step.id: step for step in old}
    return [_spelt_like(before[step.id], step) if step.id in before else step for step in steps]


def _spelt_like(before: Step, step: Step) -> Step:
    kept = {
        key: getattr(before, key)
        for key in ("name", "owner")
        if "".join(getattr(before, key).split()) == "".join(getattr(step, key).split())
    }
    return replace(step, **kept)


def _settled(rows: Sequence[PlanRow], steps: list[Step], old: Sequence[Step]) -> list[Step]:
    """With the settings of the version before, in the columns that the sheet has not."""
    if not old or not any(row.absent for row in rows):
        return steps
    before = _same_names(steps, old)
    return [
        _with_settings_of(before[step.id], step, row) if step.id in before else step
        for row, step in zip(rows, steps, strict=True)
    ]


_SETTINGS = ("weight", "calendar", "not_before", "not_after", "finish_on", "least", "nature", "deferrable")


def _with_settings_of(before: Step, step: Step, row: PlanRow) -> Step:
    kept: dict[str, Any] = {key: getattr(before, key) for key in _SETTINGS if key in row.absent}
    if kept.get("least") is not None and kept["least"] > step.days:
        kept["least"] = None  # it was said of a longer step, and the sheet cannot say anything of it
    return replace(step, **kept)


def _same_names(steps: Sequence[Step], old: Sequence[Step]) -> Mapping[str, Step]:
    """By the id of a new step, the old one of its name, where only one has it in both versions or the id is the same."""
    often = Counter(step.name for step in old) | Counter(step.name for step in steps)
    by_name = {step.name: step for step in old}
    by_both = {(step.id, step.name): step for step in old}
    found = {}
    for step in steps:
        before = by_both.get((step.id, step.name)) or (
            by_name.get(step.name) if often[step.name] == 1 else None
        )
        if before is not None:
            found[step.id] = before
    return found


def _taken_back(row: PlanRow, step: Step) -> Step:
    if row.actual_start == NOT_HAPPENED:
        step = replace(step, actual_start=None)
    if row.actual_finish == NOT_HAPPENED:
        step = replace(step, actual_finish=None)
    if row.remaining == NOT_TOLD:
        step = replace(step, remaining=None)
    return replace(step, percent=None) if row.percent == NOT_TOLD else step


def _too_early(row: PlanRow, step: Step) -> Iterator[Complaint]:
    """What is left is told of a step that nobody says has begun."""
    if step.actual_start is not None or step.actual_finish is not None:
        return
    if row.remaining is not None and row.remaining != NOT_TOLD:
        yield _about(row, "remaining", "步骤还没有开始，请先填实际开始，或把这一格空着")
    if row.percent is not None and row.percent > 0:
        yield _about(row, "percent", "步骤还没有开始，请先填实际开始，或把这一格空着")


def _said(flaw: Flaw, lines: Mapping[str, int]) -> Iterator[Complaint]:
    """Repeated steps, unknown ones, days and percents have been complained of where they stand in the sheet."""
    line = lines[flaw.steps[0]]
    match flaw.code:
        case FlawCode.CYCLE:
            reason = f"步骤互为前提，排不出先后：{in_a_row(flaw.steps)}"
            yield Complaint(line, PLANS.column("after").title, reason)
        case FlawCode.ACTUALS_REVERSED:
            yield Complaint(line, PLANS.column("actual_finish").title, "早于实际开始")
        case FlawCode.LIMITS_REVERSED:
            yield Complaint(line, PLANS.column("not_before").title, "晚于“不晚于”或“必须完成于”的日期")
        case FlawCode.LEAST_ABOVE_DAYS:
            yield Complaint(line, PLANS.column("least").title, "大于工期")
        case _:
            pass
