"""Plans as a workbook to plan on: the office's own form, one sheet a plan, with what was computed beside it in grey."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from reports import phrases
from reports.sheet import Choice, DayBound, Row, Sheet, Style, Value, letter, xlsx
from reports.sheet_form import BODY, CENTRED, HEADER, NOTE, TITLE, heading, row_height

HEAD_ROW = 3
LAST_RULED = 600  # drop-downs reach below the last step, so that steps can be added
REQUIRED_FILL, COMPUTED_FILL, COMPUTED_INK = "F8D7B5", "F2F2F2", "666666"
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
LONGEST_TITLE = 31
EXPLANATION = "填表说明"
_FORBIDDEN = re.compile(r"[\\/?*\[\]:：？＊／＼\x00-\x1f]")
_RULE = 250  # characters of a drop-down written into its rule


class Kind(StrEnum):
    TEXT = "text"
    WORD = "word"  # short and centred
    FIGURE = "figure"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """`heading` is what the form prints. folded: put away until somebody opens it. computed: the import leaves it alone."""

    heading: str
    width: float
    kind: Kind = Kind.TEXT
    options: tuple[str, ...] = ()
    required: bool = False
    folded: bool = False
    computed: bool = False


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """One plan. `about` and `stands` are the line below the title, at its left and right end."""

    name: str
    title: str
    about: str
    stands: str
    columns: tuple[PlanColumn, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """How the form is filled in: sentences, then (column, required, note)."""

    notes: tuple[str, ...]
    columns: tuple[tuple[str, bool, str], ...]


def plan_book(
    plans: Sequence[PlanSheet], explanation: Explanation, *, title: str, office: str, day: date
) -> bytes:
    titles = sheet_titles([plan.name for plan in plans], reserved=(EXPLANATION,))
    sheets = [_sheet(plan, title, office) for plan, title in zip(plans, titles, strict=True)]
    return xlsx([*sheets, _explained(explanation)], title=title, office=office, day=day)


def sheet_titles(names: Sequence[str], reserved: Sequence[str] = ()) -> list[str]:
    """Names that a workbook takes: at most 31 characters, none of \\ / ? * [ ] :, no two alike but for their case."""
    taken = {word.casefold() for word in (*reserved, "History")}
    found = []
    for name in names:
        plain = _FORBIDDEN.sub(" ", phrases.line(name)).strip(" '") or "计划"
        title, n = _cut(plain, LONGEST_TITLE), 1
        while title.casefold() in taken:
            n += 1
            ending = f"（{n}）"
            title = _cut(plain, LONGEST_TITLE - len(ending)) + ending
        taken.add(title.casefold())
        found.append(title)
    return found


def _cut(text: str, limit: int) -> str:
    """Characters as Excel counts them, rare ones twice."""
    while len(text.encode("utf-16-le")) // 2 > limit:
        text = text[:-1]
    return text.strip(" '")


def _sheet(plan: PlanSheet, title: str, office: str) -> Sheet:
    columns = plan.columns
    last = max(LAST_RULED, HEAD_ROW + len(plan.rows) + 100)
    return Sheet(
        title=title,
        widths=[column.width for column in columns],
        rows=_rows(plan),
        freeze=f"F{HEAD_ROW + 1}",
        filter=f"A{HEAD_ROW}:{letter(len(columns))}{HEAD_ROW + len(plan.rows)}" if plan.rows else "",
        repeat=f"{HEAD_ROW}:{HEAD_ROW}",
        paper="A3",
        footer=phrases.line(office),
        rules=[
            rule
            for at, column in enumerate(columns, start=1)
            if (rule := _rule(column, f"{letter(at)}{HEAD_ROW + 1}:{letter(at)}{last}")) is not None
        ],
        folded=tuple(at for at, column in enumerate(columns, start=1) if column.folded),
    )


def _rule(column: PlanColumn, span: str) -> Choice | DayBound | None:
    if column.computed:
        return None
    if column.kind is Kind.DAY:
        return DayBound(span, FIRST_DAY, LAST_DAY, "请填日期，如 2026-12-18")
    plain = tuple(option for option in column.options if not {",", '"'} & set(option))
    if not plain or len(",".join(plain)) > _RULE:
        return None
    return Choice(span, plain, f"请从下拉列表中选：{'、'.join(plain)}"[:200])


def _rows(plan: PlanSheet) -> Iterator[Row]:
    room = [0.0 if column.folded else column.width for column in plan.columns]
    yield from heading(plan.title, plan.about, plan.stands, room)
    heads = [_head(column) for column in plan.columns]
    styles = [_head_style(column) for column in plan.columns]
    yield Row(list(zip(heads, styles, strict=True)), row_height(heads, [c.width for c in plan.columns], 30))
    bodies = [_body_style(column) for column in plan.columns]
    for row in plan.rows:
        texts = [
            "" if c.folded or not isinstance(v, str) else v for v, c in zip(row, plan.columns, strict=True)
        ]
        yield Row(list(zip(row, bodies, strict=True)), row_height(texts, [c.width for c in plan.columns]))


def _head(column: PlanColumn) -> str:
    """Its unit on a line of its own; who reads it back takes no notice of lines."""
    return column.heading.replace("（", "\n（") + (" *" if column.required else "")


def _head_style(column: PlanColumn) -> Style:
    if column.computed:
        return replace(HEADER, fill=COMPUTED_FILL, ink=COMPUTED_INK)
    return replace(HEADER, fill=REQUIRED_FILL) if column.required else HEADER


def _body_style(column: PlanColumn) -> Style:
    match column.kind:
        case Kind.TEXT:
            style = replace(BODY, format="@")
        case Kind.WORD:
            style = replace(CENTRED, format="@")
        case Kind.FIGURE:
            style = replace(CENTRED, format="General", wrap=False)
        case Kind.DAY:
            style = replace(CENTRED, format="yyyy-mm-dd", wrap=False)
    return replace(style, fill=COMPUTED_FILL, ink=COMPUTED_INK) if column.computed else style


def _explained(given: Explanation) -> Sheet:
    widths = (22.0, 7.0, 96.0)
    return Sheet(
        title=EXPLANATION,
        widths=widths,
        rows=_explained_rows(given, widths),
        landscape=True,
    )


def _explained_rows(given: Explanation, widths: Sequence[float]) -> Iterator[Row]:
    yield Row([(EXPLANATION, replace(TITLE, across="left", size=16))], 30)
    for n, note in enumerate(given.notes, start=1):
        yield Row(
            [(f"{n}. {note}", NOTE), ("", NOTE), ("", NOTE)], row_height([note], [sum(widths)]), [(1, 3)]
        )
    yield Row([("列名", HEADER), ("必填", HEADER), ("怎么填", HEADER)], 22)
    for column, required, note in given.columns:
        cells = [(column, BODY), ("是" if required else "", CENTRED), (note or "照实填写。", BODY)]
        yield Row(cells, row_height([column, "", note], widths))
