"""The monthly briefing (重点工程简报) as a sequence of blocks, before any file format.

Everything said is a figure of the snapshot or a text somebody typed; what the office alone can add (who the
paper goes to, who signed it, experience worth telling) comes in as `Editorial`. A column without content is
left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from backend.domain.snapshot import Snapshot
from reports import phrases
from reports.table import Table, breadth

HEAD = "重点工程简报"
NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Heading:
    """Level 1 is numbered 一、 and level 2 （一）."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`lead` is a name set in another face before the text."""

    text: str
    lead: str = ""
    small: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """`svg` without a font of its own is drawn in the paper's; `alt` says in words what it shows."""

    caption: str
    svg: str
    alt: str


Block = Heading | Paragraph | Table | Figure


@dataclass(frozen=True, slots=True)
class Editorial:
    """What the office adds by hand. Empty names leave room to write."""

    experience: tuple[str, ...] = ()
    report_to: str = ""
    send_to: str = ""
    editor: str = ""
    reviewer: str = ""
    signer: str = ""
    copies: int | None = None


NO_EDITORIAL = Editorial()


@dataclass(frozen=True, slots=True)
class Imprint:
    """The foot of the last page."""

    report_to: str
    send_to: str
    people: str
    office: str
    printed: str
    copies: str


@dataclass(frozen=True, slots=True)
class Briefing:
    key: str
    day: date  # what the papers carry
    cutoff: date
    head: str
    number: str
    office: str
    title: tuple[str, ...]  # one or two lines, never broken inside a word
    blocks: tuple[Block, ...] = field(repr=False)
    imprint: Imprint = field(repr=False)

    @property
    def name(self) -> str:
        return "".join(self.title)


def numbered(blocks: Iterator[Block]) -> Iterator[Block]:
    """The same blocks with headings, tables and figures counted."""
    first = second = tables = figures = 0
    for block in blocks:
        match block:
            case Heading(level=1):
                first, second = first + 1, 0
                yield Heading(1, f"{NUMERALS[first - 1]}、{block.text}")
            case Heading():
                second += 1
                yield Heading(2, f"（{NUMERALS[second - 1]}）{block.text}")
            case Table():
                tables += 1
                yield Table(
                    f"表{tables}　{block.caption}", block.note, block.columns, block.rows, block.total
                )
            case Figure():
                figures += 1
                yield Figure(f"图{figures}　{block.caption}", block.svg, block.alt)
            case Paragraph():
                yield block


def number(snapshot: Snapshot) -> str:
    return f"{snapshot.cutoff.year}年第{snapshot.issue}期（总第{snapshot.total_issue}期）"


def title(snapshot: Snapshot) -> tuple[str, ...]:
    place = f"{phrases.line(snapshot.county)}重点工程建设"
    when = f"{phrases.period(snapshot.key, snapshot.first, snapshot.cutoff)}进展情况"
    return (place + when,) if breadth(place + when) <= 40 else (place, when)


def imprint(snapshot: Snapshot, editorial: Editorial) -> Imprint:
    room = "　　　"
    copies = str(editorial.copies) if editorial.copies is not None else "　　"
    people = (("编辑", editorial.editor), ("审核", editorial.reviewer), ("签发", editorial.signer))
    return Imprint(
        report_to=f"报：{phrases.line(editorial.report_to) or superiors(snapshot.county)}",
        send_to=f"送：{phrases.line(editorial.send_to) or '各包保领导，各责任单位，各项目秘书。'}",
        people="　".join(f"{what}：{phrases.line(who) or room}" for what, who in people),
        office=phrases.line(snapshot.office),
        printed=f"{phrases.day(snapshot.published_on)}印发",
        copies=f"（共印{copies}份）",
    )


def superiors(county: str) -> str:
    kind = county[-1:] if phrases.whole(county) != county else ""
    return f"{kind}委、{kind}人大常委会、{kind}政府、{kind}政协领导同志。" if kind else "党委、政府领导同志。"
