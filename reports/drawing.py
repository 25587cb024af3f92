"""Parts that pictures share: words in their room, rounded boxes, chips, cards, hatching, ticks.

As in `charts`: attributes only, and nothing is referred to by an id, so that several drawings can stand in one
page and any of them may be hidden.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from reports.charts import INK, QUIET, fit, measured, text
from reports.phrases import Look

PAPER, CARD, EDGE = "#FFFFFF", "#F3F6F9", "#D9E0E7"
ALARM, ALARM_INK, ALARM_TINT = "#B3261E", "#8F1D16", "#FBE4E2"
TODAY = "#9A3412"


def panel(x: float, y: float, width: float, height: float, fill: str, radius: float = 0, edge: str = "", thick: float = 1) -> str:  # fmt: skip
    line = f' stroke="{edge}" stroke-width="{thick:g}"' if edge else ""
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{radius:g}" fill="{fill}"{line}/>'


def disc(x: float, y: float, radius: float, fill: str, edge: str = "", thick: float = 1, dashes: str = "") -> str:  # fmt: skip
    line = f' stroke="{edge}" stroke-width="{thick:g}"' if edge else ""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{fill}"{line}{dashed}/>'


def track(d: str, ink: str, thick: float, dashes: str = "", fill: str = "none") -> str:
    """A line along a path, with round ends."""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<path d="{d}" fill="{fill}" stroke="{ink}" stroke-width="{thick:g}" stroke-linecap="round"'
        f' stroke-linejoin="round"{dashed}/>'
    )


def hatched(x: float, y: float, width: float, height: float, step: float) -> list[str]:
    """A box of slanting strokes: what is overdue is seen in a grey print too."""
    strokes = []
    reach = step
    while reach < width + height:
        left, low = max(0.0, reach - height), min(reach, height)
        right, high = min(reach, width), max(0.0, reach - width)
        strokes.append(f"M{x + left:g} {y + low:g}L{x + right:g} {y + high:g}")
        reach += step
    return [
        panel(x, y, width, height, ALARM_TINT),
        track("".join(strokes), ALARM, step * 0.4),
        panel(x, y, width, height, "none", 0, ALARM_INK, step * 0.35),
    ]


# Words


def wrapped(words: str, room: float, size: float, most: int) -> list[str]:
    """Lines of at most `room`, about equally long; the last of `most` ends in an ellipsis when something is left."""
    lines: list[str] = []
    rest = words
    while rest and len(lines) < most - 1 and measured(rest, size) > room:
        count = _even(rest, room, size) or _fitting(rest, room, size)
        lines.append(rest[:count].rstrip())
        rest = rest[count:].lstrip()
    return [*lines, fit(rest, room, size)] if rest else lines


CLOSING = frozenset("）)，。、；：”’》〕%％℃")
PAUSES = frozenset("，、；：）")


def _even(words: str, room: float, size: float) -> int:
    """Where to break so that two lines hold all: after a pause near the middle, or else in it; 0 when they cannot."""
    reach = [0.0, *accumulate(measured(letter, size) for letter in words)]
    whole = reach[-1]
    if whole > 2 * room:
        return 0
    ends = [
        end
        for end in range(1, len(words))
        if reach[end] <= room and whole - reach[end] <= room and _may_end(words, end)
    ]
    pauses = [end for end in ends if words[end - 1] in PAUSES]
    return min(pauses or ends, key=lambda end: abs(reach[end] - whole / 2), default=0)


def _fitting(words: str, room: float, size: float) -> int:
    """How many letters fill a line, at least one."""
    count = len(words)
    while count > 1 and measured(words[:count], size) > room:
        count -= 1
    end = count
    while end > 1 and not _may_end(words, end):
        end -= 1
    return end if end > count / 2 else count


def _may_end(words: str, at: int) -> bool:
    """A line does not begin with a closing mark, nor break a number or a word."""
    before, after = words[at - 1 : at], words[at : at + 1]
    inside = all(letter.isascii() and letter.isalnum() for letter in (before, after) if letter)
    return after not in CLOSING and not (after and inside)


def packed(pieces: Sequence[str], room: float, size: float, gap: str = "　") -> list[str]:
    """As many pieces a line as there is room for; a piece too long for a line of its own is cut."""
    lines: list[str] = []
    for piece in filter(None, pieces):
        if lines and measured(f"{lines[-1]}{gap}{piece}", size) <= room:
            lines[-1] += f"{gap}{piece}"
        else:
            lines.append(fit(piece, room, size))
    return lines


# Chips, cards


def chip_width(words: str, size: float) -> float:
    return measured(words, size) + size * 1.1


def chip(
    x: float, baseline: float, words: str, size: float, ink: str, fill: str, edge: str = ""
) -> list[str]:
    """Words in a pill whose left end is at `x`."""
    width = chip_width(words, size)
    return [
        panel(x, baseline - size * 1.22, width, size * 1.7, fill, size * 0.85, edge, size * 0.07),
        text(x + width / 2, baseline, words, size, "middle", ink, bold=True),
    ]


def look_chip(right: float, baseline: float, look: Look, size: float) -> list[str]:
    """A class as symbol, word and colour, its right end at `right`."""
    return chip(
        right - chip_width(look.label, size), baseline, look.label, size, look.ink, look.tint, look.ink
    )


@dataclass(frozen=True, slots=True)
class Card:
    """A figure with what it is above it and a note below. `alarm`: it is bad."""

    caption: str
    figure: str
    note: str = ""
    alarm: bool = False


def cards(shown: Sequence[Card], x: float, y: float, width: float, columns: int, size: float) -> tuple[list[str], float]:  # fmt: skip
    """A grid of cards, `size` for their small words; and the y below them."""
    gap = size * 0.5
    each = (width - gap * (columns - 1)) / columns
    height = size * 5.2
    parts: list[str] = []
    for index, card in enumerate(shown):
        left, top = x + (each + gap) * (index % columns), y + (height + gap) * (index // columns)
        parts += _card(card, left, top, each, height, size)
    rows = -(-len(shown) // columns)
    return parts, y + rows * (height + gap) - gap


def _card(card: Card, x: float, y: float, width: float, height: float, size: float) -> Iterator[str]:
    ink = ALARM_INK if card.alarm else INK
    quiet = ALARM_INK if card.alarm else QUIET
    inner, room = x + size * 0.7, width - size * 1.4
    big = min(size * 1.6, size * 1.6 * room / max(measured(card.figure, size * 1.6), 1))
    yield panel(x, y, width, height, ALARM_TINT if card.alarm else CARD, size * 0.4)
    if card.alarm:
        yield panel(x, y + size * 0.4, size * 0.2, height - size * 0.8, ALARM)
    yield text(inner, y + size * 1.45, fit(card.caption, room, size), size, ink=quiet)
    yield text(inner, y + size * 3.25, card.figure, big, ink=ink, bold=True)
    yield text(inner, y + size * 4.65, fit(card.note, room, size), size, ink=quiet)
