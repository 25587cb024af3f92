"""A drawing that stands on its own in a chat or on a page: white, with a margin, a title, a verdict and its date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reports.charts import QUIET, WIDTH, box, drawing, fit, text
from reports.phrases import Look, day, line

MARGIN = 16
INNER = WIDTH - 2 * MARGIN  # what the parts have for themselves, from 0 on
HEADING = 62  # units, from the top of the parts


@dataclass(frozen=True, slots=True)
class Title:
    """`verdict`: how the whole stands, with its look. `source`: whose figures, said in small letters below."""

    words: str
    day: date
    verdict: tuple[Look, str]
    source: str = ""


def framed(height: float, label: str, parts: Sequence[str], font: str) -> str:
    whole = height + 2 * MARGIN
    inside = f'<g transform="translate({MARGIN},{MARGIN})">{"".join(parts)}</g>'
    return drawing(whole, label, [box(0, 0, WIDTH, whole, "#FFFFFF"), inside], font)


def heading(title: Title, what: str) -> list[str]:
    look, said = title.verdict
    wide = len(said) * 17 + 36
    about = "　".join(filter(None, (f"数据截至{day(title.day)}", title.source)))
    return [
        text(0, 23, fit(f"{line(title.words)}　{what}", INNER - wide - 14, 22), 22, bold=True),
        f'<rect x="{INNER - wide}" y="0" width="{wide}" height="30" rx="4" fill="{look.tint}"/>',
        text(INNER - wide / 2, 21, f"{look.symbol} {said}", 17, "middle", look.ink, bold=True),
        text(0, 50, fit(about, INNER, 15), 15, ink=QUIET),
    ]
