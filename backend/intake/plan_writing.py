"""A step as the plan form has it, in the words that `plan_sheet` and `plan_steps` read back as the same step."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from backend.domain.plan import Nature, Step
from backend.intake import cells
from backend.intake.complaint import BadCell
from backend.intake.plan_form import MARKS, NATURES
from backend.intake.plan_steps import TITLES
from backend.intake.step_links import link_text, step_id

Value = str | int | Decimal | date | None


def with_writable_ids(steps: Sequence[Step]) -> tuple[tuple[Step, ...], tuple[str, ...]]:
    """The steps with ids that a list of links can hold, and those that were given another: a blank or a comma in them."""
    renamed: dict[str, str] = {}
    taken = {step.id for step in steps if _is_writable(step.id)}
    for at, step in enumerate(steps, start=1):
        if not _is_writable(step.id):
            fresh = next(id for id in _ids_like(at) if id not in taken)
            taken.add(fresh)
            renamed[step.id] = fresh
    if not renamed:
        return tuple(steps), ()
    return tuple(_renamed(step, renamed) for step in steps), tuple(renamed)


def _is_writable(id: str) -> bool:
    try:
        return step_id(id) == id
    except BadCell:
        return False


def _ids_like(at: int) -> Sequence[str]:
    return [str(at), *(f"{at}_{n}" for n in range(1, 10_000))]


def _renamed(step: Step, renamed: Mapping[str, str]) -> Step:
    links = tuple(replace(link, before=renamed.get(link.before, link.before)) for link in step.after)
    return replace(step, id=renamed.get(step.id, step.id), after=links)


def cells_of(step: Step, known: frozenset[str], calendars: Mapping[str, str] = TITLES) -> dict[str, Value]:
    """By column key; a column that is not there is blank. `known`: the ids of all steps, calendars: titles by name."""
    unit, person = _owner(step.owner)
    told = {"percent": _share(step.percent), "remaining": step.remaining}
    has_begun = step.actual_start is not None or step.actual_finish is not None
    return {
        "step": step.id,
        "title": step.name,
        "days": step.days,
        "after": "；".join(link_text(link, known) for link in step.after) or None,
        "milestone": MARKS[step.milestone][0],
        "weight": step.weight or None,
        "unit": unit or None,
        "person": person or None,
        "actual_start": step.actual_start,
        "actual_finish": step.actual_finish,
        "calendar": calendars.get(step.calendar, step.calendar) or None,
        "nature": None if step.nature is Nature.WORK else NATURES[step.nature][0],
        "not_before": step.not_before,
        "not_after": step.not_after,
        "finish_on": step.finish_on,
        "least": step.least,
        "deferrable": "是" if step.deferrable else None,
        # The form takes what is left only of a step that has begun; left blank it stays as it is.
        **(told if has_begun else {}),
    }


def _share(percent: Decimal | None) -> Value:
    """In words below one: a number between 0 and 1 may be a percentage by its format."""
    return f"{percent}%" if percent is not None and 0 < percent < 1 else percent


def _owner(owner: str) -> tuple[str, str]:
    """Unit and person, split so that they are read as the same owner: blanks inside Chinese names are not kept."""
    for unit, _, person in (owner.partition(" "), owner.rpartition(" ")):
        if owner == " ".join(filter(None, (_read(unit), _read(person)))):
            return unit, person
    return owner, ""


def _read(text: str) -> str:
    try:
        return cells.text(text, 120)
    except BadCell:
        return ""
