"""What keeps a plan from being computed: everything wrong with its steps at once, each flaw naming them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from backend.domain.errors import Invalid
from backend.domain.plan import Step


class FlawCode(StrEnum):
    DUPLICATE_STEP = "duplicate_step"
    UNKNOWN_STEP = "unknown_step"
    NEGATIVE_DURATION = "negative_duration"
    ACTUALS_REVERSED = "actuals_reversed"
    LIMITS_REVERSED = "limits_reversed"
    LEAST_ABOVE_DAYS = "least_above_days"
    PERCENT_OUT_OF_RANGE = "percent_out_of_range"
    UNKNOWN_CALENDAR = "unknown_calendar"
    CALENDAR_WITHOUT_WORKDAY = "calendar_without_workday"
    CYCLE = "cycle"


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a plan cannot be computed. `steps`: the ids it is about.

    unknown_step: the step, then the id it names that is not there. cycle: in working order, each before the
    next and the last before the first. limits_reversed: it must be finished before it may begin.
    unknown_calendar, calendar_without_workday: `calendar` is its name, the steps are those worked by it.
    """

    code: FlawCode
    steps: tuple[str, ...]
    calendar: str = ""


def flaws(steps: Sequence[Step], calendars: Collection[str] | None = None) -> tuple[Flaw, ...]:
    """Everything wrong with these steps at once; nothing when they can be computed.

    calendars: the names there are besides "", when known.
    """
    found: list[Flaw] = []
    known: set[str] = set()
    for step in steps:
        if step.id in known:
            found.append(Flaw(FlawCode.DUPLICATE_STEP, (step.id,)))
        known.add(step.id)
    for step in steps:
        missing = dict.fromkeys(link.before for link in step.after if link.before not in known)
        found += [Flaw(FlawCode.UNKNOWN_STEP, (step.id, before)) for before in missing]
        found += _of_itself(step)
    if calendars is not None:
        found += _unknown_calendars(steps, calendars)
    return (*found, *(Flaw(FlawCode.CYCLE, cycle) for cycle in _cycles(steps)))


def with_steps(refused: Invalid, calendar: str, steps: Sequence[Step]) -> Invalid:
    """A calendar's refusal that it has no working day as a flaw of the steps worked by it; any other as it is."""
    if refused.code != "calendar_without_workday":
        return refused
    ids = tuple(step.id for step in steps if step.calendar == calendar)
    return Invalid("plan_flawed", flaws=(Flaw(FlawCode.CALENDAR_WITHOUT_WORKDAY, ids, calendar),))


def contradictions(steps: Sequence[Step], calendars: Collection[str]) -> tuple[Flaw, ...]:
    """The flaws that steps have apart from their links."""
    own = [flaw for step in steps if _may_contradict(step) for flaw in _of_itself(step)]
    return (*own, *_unknown_calendars(steps, calendars))


def _may_contradict(step: Step) -> bool:
    return bool(
        (step.actual_start and step.actual_finish)
        or (step.not_before and (step.not_after or step.finish_on))
        or (step.remaining or 0) < 0
        or step.percent is not None
    )


def _of_itself(step: Step) -> list[Flaw]:
    wrong = (
        (FlawCode.NEGATIVE_DURATION, min(step.days, step.remaining or 0, step.least or 0) < 0),
        (FlawCode.ACTUALS_REVERSED, _is_after(step.actual_start, step.actual_finish)),
        (
            FlawCode.LIMITS_REVERSED,
            _is_after(step.not_before, step.not_after) or _is_after(step.not_before, step.finish_on),
        ),
        (FlawCode.LEAST_ABOVE_DAYS, step.least is not None and step.least > step.days >= 0),
        (FlawCode.PERCENT_OUT_OF_RANGE, step.percent is not None and not 0 <= step.percent <= 100),
    )
    return [Flaw(code, (step.id,)) for code, is_so in wrong if is_so]


def _is_after(first: date | None, last: date | None) -> bool:
    return first is not None and last is not None and last < first


def _unknown_calendars(steps: Sequence[Step], calendars: Collection[str]) -> list[Flaw]:
    astray: dict[str, list[str]] = {}
    for step in steps:
        if step.calendar and step.calendar not in calendars:
            astray.setdefault(step.calendar, []).append(step.id)
    return [Flaw(FlawCode.UNKNOWN_CALENDAR, tuple(ids), name) for name, ids in astray.items()]


def _cycles(steps: Sequence[Step]) -> list[tuple[str, ...]]:
    """One cycle for every knot, found by walking back along links without recursion (chains may be long)."""
    before = {step.id: [link.before for link in step.after] for step in steps}
    done: set[str] = set()
    found = []
    for root in before:
        path: list[str] = []
        on_path: dict[str, int] = {}
        todo = [(root, False)]
        while todo:
            at, leaving = todo.pop()
            if leaving:
                path.pop()
                del on_path[at]
                done.add(at)
            elif at in on_path:
                found.append(_in_working_order(path[on_path[at] :]))
            elif at in before and at not in done:
                on_path[at] = len(path)
                path.append(at)
                todo.append((at, True))
                todo.extend((earlier, False) for earlier in reversed(before[at]))
    return _one_of_each_knot(found)


def _in_working_order(walked_back: list[str]) -> tuple[str, ...]:
    """The cycle turned forwards, beginning where the walk did."""
    return (walked_back[0], *reversed(walked_back[1:]))


def _one_of_each_knot(cycles: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Cycles that share a step are one knot: the first found speaks for it."""
    kept: list[tuple[str, ...]] = []
    told: set[str] = set()
    for cycle in cycles:
        if told.isdisjoint(cycle):
            kept.append(cycle)
        told.update(cycle)
    return kept
