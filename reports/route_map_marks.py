"""How a station is marked on the way: shape and symbol say the state, the colour only beside them."""

from collections.abc import Sequence
from datetime import date

from backend.domain.snapshot import MilestoneState
from reports import phrases
from reports.charts import QUIET, measured, text
from reports.drawing import ALARM_INK, PAPER, TODAY, chip, chip_width, disc, hatched, track

PASSED, AHEAD = "#2F6598", "#C9D3DE"  # the way gone and the way to go: dark and light in grey too
NEXT, LATER, WORN = "#005A8F", "#7B8794", "#7A4F00"
INKS = {state: look.ink for state, look in phrases.MILESTONE_LOOKS.items()}
LEGEND = (
    MilestoneState.DONE,
    MilestoneState.DONE_LATE,
    MilestoneState.OVERDUE,
    MilestoneState.DUE,
    MilestoneState.PLANNED,
)


def mark(state: MilestoneState, x: float, y: float, r: float, current: bool = False) -> list[str]:
    ring = [disc(x, y, r * 1.42, "none", TODAY, r * 0.14, f"{r * 0.32:g} {r * 0.22:g}")] if current else []
    look = phrases.MILESTONE_LOOKS[state]
    match state:
        case MilestoneState.DONE:
            return [*ring, disc(x, y, r, look.fill), _tick(x, y, r, PAPER)]
        case MilestoneState.DONE_LATE:
            return [*ring, disc(x, y, r * 0.93, look.fill, WORN, r * 0.14), _tick(x, y, r, WORN)]
        case MilestoneState.OVERDUE:
            return [*ring, *_overdue(x, y, r)]
        case MilestoneState.DUE:
            return [*ring, disc(x, y, r * 0.87, PAPER, NEXT, r * 0.26), _arrow(x, y, r)]
        case MilestoneState.PLANNED:
            return [*ring, disc(x, y, r * 0.9, PAPER, LATER, r * 0.2), disc(x, y, r * 0.2, LATER)]


def _tick(x: float, y: float, r: float, ink: str) -> str:
    d = f"M{x - 0.42 * r:g} {y + 0.04 * r:g}L{x - 0.1 * r:g} {y + 0.36 * r:g}L{x + 0.44 * r:g} {y - 0.32 * r:g}"
    return track(d, ink, r * 0.2)


def _arrow(x: float, y: float, r: float) -> str:
    d = f"M{x - 0.2 * r:g} {y - 0.34 * r:g}L{x + 0.36 * r:g} {y:g}L{x - 0.2 * r:g} {y + 0.34 * r:g}Z"
    return track(d, NEXT, r * 0.1, fill=NEXT)


def _overdue(x: float, y: float, r: float) -> list[str]:
    side = r * 0.95
    return [
        *hatched(x - side, y - side, side * 2, side * 2, r * 0.42),
        disc(x, y, r * 0.58, PAPER),
        track(f"M{x:g} {y - 0.32 * r:g}V{y + 0.06 * r:g}", ALARM_INK, r * 0.22),
        disc(x, y + 0.33 * r, r * 0.13, ALARM_INK),
    ]


def legend(x: float, y: float, room: float, size: float) -> tuple[list[str], float]:
    """The five states in rows from baseline `y`, and the baseline of the last row."""
    parts: list[str] = []
    at, r = x, size * 0.52
    for state in LEGEND:
        word = phrases.MILESTONE_LOOKS[state].word
        width = r * 2 + size * 0.45 + measured(word, size)
        if at > x and at + width > x + room:
            at, y = x, y + size * 1.75
        parts += mark(state, at + r, y - size * 0.36, r)
        parts.append(text(at + r * 2 + size * 0.4, y, word, size, ink=QUIET))
        at += width + size * 0.9
    return parts, y


def provisional_tag(x: float, baseline: float, size: float) -> list[str]:
    return chip(x, baseline, "暂定", size, INKS[MilestoneState.PLANNED], PAPER, LATER)


def provisional_width(size: float) -> float:
    return chip_width("暂定", size)


def passed(first: bool, second: bool) -> str:
    """The colour of the way between two stations."""
    return PASSED if first and second else AHEAD


def before_today(latest: Sequence[date], day: date) -> int:
    """How many of the days, in order, lie before the cut-off or on it: the mark of today stands after them."""
    return sum(one <= day for one in latest)
