"""Briefing → PDF."""

from backend.domain.standing import Standing
from reports import phrases
from reports.briefing import Block, Briefing, Figure, Heading, Paragraph
from reports.document import PDF, Document
from reports.fonts import Fonts
from reports.table import RIGHT, Kind, Table, is_short, shown_rows
from reports.typesetting import pdf


def draw(briefing: Briefing, fonts: Fonts) -> Document:
    day = briefing.day
    data = {
        "fonts": faces(fonts),
        "title": briefing.name,
        "name": list(briefing.title),
        "head": briefing.head,
        "number": briefing.number,
        "office": briefing.office,
        "date": phrases.day(day),
        "day": [day.year, day.month, day.day],
        "blocks": [part(block, fonts) for block in briefing.blocks],
        "imprint": {
            "report": briefing.imprint.report_to,
            "send": briefing.imprint.send_to,
            "people": briefing.imprint.people,
            "copies": briefing.imprint.copies,
            "office": briefing.imprint.office,
            "printed": briefing.imprint.printed,
        },
    }
    return Document("briefing.pdf", PDF, pdf("briefing.typ", data, fonts, day))


def faces(fonts: Fonts) -> dict[str, object]:
    return {
        "title": fonts.title,
        "title-weight": fonts.title_weight,
        "body": fonts.body,
        "kai": fonts.kai,
        "hei": fonts.hei,
        "song": fonts.song,
        "latin": fonts.latin,
    }


def part(block: Block, fonts: Fonts) -> dict[str, object]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": block.text}
        case Paragraph():
            return {"kind": "paragraph", "lead": block.lead, "text": block.text, "small": block.small}
        case Figure():
            return {
                "kind": "figure",
                "caption": block.caption,
                "svg": fonts.lettered(block.svg),
                "alt": block.alt,
            }
        case Table():
            return table(block)


def table(block: Table) -> dict[str, object]:
    texts = shown_rows(block)
    rows: list[list[object]] = [list(row) for row in texts]
    for index, column in enumerate(block.columns):
        if column.kind is Kind.STANDING:
            for row, values in zip(rows, block.rows, strict=False):
                row[index] = coloured(values[index], row[index])
    return {
        "kind": "table",
        "caption": block.caption,
        "note": block.note,
        "columns": [{"title": c.title, "width": c.width, "align": align(c.kind)} for c in block.columns],
        "rows": rows,
        "total": block.total is not None,
        "short": is_short(block, texts),
    }


def coloured(value: object, words: object) -> object:
    return {"text": words, "ink": phrases.LOOKS[value].ink} if isinstance(value, Standing) else words


def align(kind: Kind) -> str:
    return "right" if kind in RIGHT else "left" if kind is Kind.TEXT else "center"
