"""Charts as SVG text, the same on a page, in a PDF and in a picture.

Attributes only, no style sheet, so that every renderer draws the same. Sizes are in units of 0.2 mm when the
chart is as wide as the text of an A4 paper (780 units = 156 mm). Colour never says anything alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from html import escape
from unicodedata import east_asian_width

from backend.domain.standing import Standing
from reports import phrases

WIDTH = 780
FONT = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"
INK, QUIET, GRID = "#1F2933", "#52606D", "#D9E0E7"
REACHED, SHORT = "#2F6598", "#AFBCCB"


@dataclass(frozen=True, slots=True)
class Bar:
    """`reached` when the share is not below the row's own plan."""

    name: str
    share: Decimal
    reached: bool = True


def text(x: float, y: float, words: str, size: float = 17, anchor: str = "start", ink: str = INK, bold: bool = False) -> str:  # fmt: skip
    weight = ' font-weight="700"' if bold else ""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" text-anchor="{anchor}" fill="{ink}"{weight}>{escape(words)}</text>'


def box(x: float, y: float, width: float, height: float, fill: str) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{fill}"/>'


def rule(x1: float, y1: float, x2: float, y2: float, ink: str, dashes: str = "") -> str:
    dashed = f' stroke-dasharray="{dashes}" stroke-width="2"' if dashes else ""
    return f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{ink}"{dashed}/>'


def drawing(height: float, label: str, parts: Sequence[str], font: str, width: float = WIDTH) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}"'
        f' role="img" aria-label="{escape(label)}" font-family="{escape(font)}">{"".join(parts)}</svg>'
    )


# How wide letters are, in ems of a bold face: a guess must never be too small, or words run into one another.
NARROW, BROAD = frozenset(" -./:;,!|'()[]"), frozenset("mwMW%@&—")


@cache
def em(letter: str) -> float:
    if east_asian_width(letter) in "WFA":
        return 1.0
    if letter in NARROW:
        return 0.4
    return 0.96 if letter in BROAD else 0.78 if letter.isupper() else 0.62


def measured(words: str, size: float) -> float:
    """How wide the words stand, a little more rather than less."""
    return size * sum(em(letter) for letter in words)


def fit(words: str, room: float, size: float) -> str:
    """The words, cut with an ellipsis where they would be wider than `room`."""
    if measured(words, size) <= room:
        return words
    while words and measured(words, size) > room - size:
        words = words[:-1]
    return f"{words.rstrip()}…"


def standings_label(counts: Mapping[Standing, int]) -> str:
    return "、".join(f"{phrases.LOOKS[s].word}{counts.get(s, 0)}个" for s in Standing)


def standings(counts: Mapping[Standing, int], font: str = FONT) -> str:
    """One bar in four parts; every part is named with its number and share in the row below, however thin it is."""
    total = sum(counts.values())
    parts, at = [], 0.0
    for standing in Standing:
        count = counts.get(standing, 0)
        width = WIDTH * count / total if total else 0
        if count:
            parts.append(box(at, 0, max(width - 2, 1), 44, phrases.LOOKS[standing].fill))
        at += width
    for index, standing in enumerate(Standing):
        look, count = phrases.LOOKS[standing], counts.get(standing, 0)
        share = phrases.percent(Decimal(count) / total) if total else phrases.NOTHING
        x = WIDTH / 4 * index
        parts.append(text(x, 76, look.symbol, 18, ink=look.ink))
        parts.append(text(x + 25, 76, f"{look.word}{count}个，{share}", 18))
    return drawing(86, standings_label(counts), parts, font)


NAMES, VALUES, ROW, TOP = 190, 84, 30, 6


def bars_label(bars: Sequence[Bar], plan: Decimal | None) -> str:
    said = "、".join(f"{b.name}{phrases.percent(b.share)}" for b in bars)
    return f"{said}；序时进度{phrases.percent(plan)}" if plan is not None else said


def bars(rows: Sequence[Bar], plan: Decimal | None, font: str = FONT) -> str:
    """Lying bars with their values in a column at the right, and a dashed line at the plan with its name below."""
    most = max([Decimal(1), *(r.share for r in rows), plan or Decimal(0)])
    scale = (WIDTH - NAMES - VALUES) / float(most)
    foot = TOP + ROW * len(rows)
    parts = []
    for tick in range(0, int(most * 100) + 1, 20):
        x = NAMES + scale * tick / 100
        parts += [rule(x, TOP, x, foot, GRID), text(x, foot + 20, f"{tick}%", 14, "middle", QUIET)]
    for index, row in enumerate(rows):
        y = TOP + ROW * index
        parts.append(text(NAMES - 10, y + 21, fit(row.name, NAMES - 14, 17), 17, "end"))
        parts.append(
            box(
                NAMES,
                y + 6,
                max(scale * max(float(row.share), 0.0), 1),
                ROW - 11,
                REACHED if row.reached else SHORT,
            )
        )
        parts.append(text(WIDTH, y + 21, phrases.percent(row.share), 17, "end", bold=not row.reached))
    if plan is not None:
        x = NAMES + scale * float(plan)
        parts.append(rule(x, TOP - 4, x, foot + 4, "#B3261E", "6 4"))
        parts.append(text(x, foot + 44, f"序时进度{phrases.percent(plan)}", 16, "middle", "#8F1D16"))
        parts += key(foot + 44)
    return drawing(foot + 54, bars_label(rows, plan), parts, font)


def key(y: float) -> list[str]:
    return [
        box(0, y - 13, 16, 14, REACHED),
        text(22, y, "达到序时进度", 16),
        box(136, y - 13, 16, 14, SHORT),
        text(158, y, "未达到", 16),
    ]
