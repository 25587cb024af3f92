"""Briefing → Word. Paragraphs carry a style and nothing else; tables are fixed grids whose head repeats."""

import re
from collections.abc import Iterator, Sequence
from html import escape
from io import BytesIO

import docx
from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.section import _Footer
from docx.shared import Mm

from backend.domain.standing import Standing
from reports import phrases
from reports.briefing import Block, Briefing, Figure, Heading, Imprint, Paragraph
from reports.briefing_styles import NAME, TOTAL, add_styles, set_defaults, set_page, set_typesetting
from reports.document import DOCX, Document, repacked, stamp
from reports.fonts import Fonts
from reports.table import RIGHT, Column, Kind, Table, is_short, shown_rows
from reports.typesetting import pngs

TWENTIETHS_PER_MM = 1440 / 25.4
PICTURE = 155.9  # mm: as wide as the text, less what rounding may add
FRAME = "5B6773"
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def draw(briefing: Briefing, found: Fonts | None) -> Document:
    """Without Chinese fonts on this machine (`found` is None) the charts are left out: the tables say the same."""
    word = docx.Document()
    set_defaults(word)
    set_typesetting(word)
    set_page(word)
    add_styles(word)
    head(word, briefing)
    figures = [b for b in briefing.blocks if isinstance(b, Figure)] if found else []
    pictures = iter(pngs([found.lettered(f.svg) for f in figures], found)) if found else iter(())
    for block in briefing.blocks:
        add(word, block, pictures)
    imprint(word, briefing.imprint)
    page_numbers(word)
    properties(word, briefing)
    out = BytesIO()
    word.save(out)
    return Document("briefing.docx", DOCX, repacked(out.getvalue()))


def safe(text: str) -> str:
    return UNWRITABLE.sub("", text)


def head(word: Word, briefing: Briefing) -> None:
    write(word, briefing.head, "报头")
    write(word, briefing.number, "期号")
    write(word, f"　{briefing.office}\t{phrases.day(briefing.day)}　", "编印")
    for part in briefing.title:
        write(word, part, "简报标题")
    write(word, "", "表后")


def write(word: Word, text: str, style: str) -> None:
    word.add_paragraph(safe(text), style=style)


def add(word: Word, block: Block, pictures: Iterator[bytes]) -> None:
    match block:
        case Heading():
            write(word, block.text, "一级标题" if block.level == 1 else "二级标题")
        case Paragraph():
            paragraph = word.add_paragraph(style="说明" if block.small else "正文段")
            if block.lead:
                paragraph.add_run(safe(block.lead), style=NAME)
            paragraph.add_run(safe(block.text))
        case Table():
            write(word, f"{block.caption}\t{block.note}", "表题")
            place(word, table_xml(block))
            write(word, "", "表后")
        case Figure():
            picture = next(pictures, None)
            if picture is not None:
                figure(word, block, picture)


def figure(word: Word, block: Figure, picture: bytes) -> None:
    paragraph = word.add_paragraph(style="图片")
    shape = paragraph.add_run().add_picture(BytesIO(picture), width=Mm(PICTURE))
    shape._inline.docPr.set("descr", safe(block.alt))
    for side in ("distT", "distB", "distL", "distR"):
        shape._inline.set(side, "0")
    shape._inline.docPr.set("title", safe(block.caption))
    write(word, block.caption, "图题")


def place(word: Word, xml: str) -> None:
    word.element.body.insert(-1, parse_xml(xml))  # the last child is the section's


# Tables are written as XML in one go: cell by cell through the library takes a hundred times longer.


def table_xml(table: Table) -> str:
    widths = [round(c.width * TWENTIETHS_PER_MM) for c in table.columns]
    rows = shown_rows(table)
    together = is_short(table, rows)
    body = [head_row(table.columns, widths)]
    for index, row in enumerate(rows):
        total = table.total is not None and index == len(rows) - 1
        values = table.rows[index] if index < len(table.rows) else ()
        keep = together and index < len(rows) - 1
        body.append(body_row(row, values, table.columns, widths, total, keep))
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders()}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="60" w:type="dxa"/>'
        '<w:bottom w:w="30" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(body)}</w:tbl>"
    )


def borders() -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    return "".join(f'<w:{s} w:val="single" w:sz="4" w:space="0" w:color="{FRAME}"/>' for s in sides)


def head_row(columns: Sequence[Column], widths: Sequence[int]) -> str:
    cells = "".join(
        cell(c.title, "表头", w, fill="E9EEF3", keep=True) for c, w in zip(columns, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def body_row(
    row: Sequence[str],
    values: Sequence[object],
    columns: Sequence[Column],
    widths: Sequence[int],
    total: bool,
    keep: bool,
) -> str:
    cells = []
    for index, (text, column, width) in enumerate(zip(row, columns, widths, strict=True)):
        value = values[index] if index < len(values) else None
        cells.append(cell(text, cell_style(column.kind), width, total, value, keep=keep))
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def cell_style(kind: Kind) -> str:
    return "表数" if kind in RIGHT else "表文" if kind is Kind.TEXT else "表中"


def cell(
    text: str,
    style: str,
    width: int,
    bold: bool = False,
    value: object = None,
    fill: str = "",
    keep: bool = False,
) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    stay = "<w:keepNext/>" if keep else ""
    look = ""
    if isinstance(value, Standing):
        look = f'<w:rPr><w:rStyle w:val="状态{phrases.LOOKS[value].word}"/></w:rPr>'
    elif bold:
        look = f'<w:rPr><w:rStyle w:val="{TOTAL}"/></w:rPr>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{stay}</w:pPr><w:r>{look}'
        f'<w:t xml:space="preserve">{escape(safe(text))}</w:t></w:r></w:p></w:tc>'
    )


def imprint(word: Word, said: Imprint) -> None:
    """A table that floats to the foot of the page its anchor, the last paragraph, stands on."""
    width = round(156 * TWENTIETHS_PER_MM)
    rows = (
        ((said.report_to,), "12", ""),
        ((said.send_to,), "", ""),
        ((f"{said.people}\t{said.copies}",), "6", ""),
        ((f"{said.office}\t{said.printed}",), "6", "12"),
    )
    body = "".join(imprint_row(texts[0], width, top, foot) for texts, top, foot in rows)
    place(
        word,
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        '<w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin" w:horzAnchor="page" w:tblpX="1587" w:tblpYSpec="bottom"/>'
        f'<w:tblOverlap w:val="never"/><w:tblW w:w="{width}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>{body}</w:tbl>',
    )
    write(word, "", "表后")


def imprint_row(text: str, width: int, top: str, foot: str) -> str:
    rule = '<w:{0} w:val="single" w:sz="{1}" w:space="0" w:color="000000"/>'
    lines = (rule.format("top", top) if top else "") + (rule.format("bottom", foot) if foot else "")
    runs = "<w:r><w:tab/></w:r>".join(
        f'<w:r><w:t xml:space="preserve">{escape(safe(part))}</w:t></w:r>' for part in text.split("\t")
    )
    return (
        f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
        f"<w:tcBorders>{lines}</w:tcBorders></w:tcPr>"
        f'<w:p><w:pPr><w:pStyle w:val="版记"/></w:pPr>{runs}</w:p></w:tc></w:tr>'
    )


def page_numbers(word: Word) -> None:
    """— 1 — at the right on odd pages, at the left on even ones. The field is five runs: some readers drop shorter ones."""
    word.settings.odd_and_even_pages_header_footer = True
    section = word.sections[0]
    number(section.footer, "页码单")
    number(section.even_page_footer, "页码双")


def number(footer: _Footer, style: str) -> None:
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.style = style
    field = (
        "<w:t>— </w:t>",
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
        "<w:t> —</w:t>",
    )
    for part in field:
        run = part.replace("<w:t>", '<w:t xml:space="preserve">')
        paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{run}</w:r>"))


def properties(word: Word, briefing: Briefing) -> None:
    core = word.core_properties
    core.title, core.author = safe(briefing.name)[:255], safe(briefing.office)[:255]
    core.subject, core.comments, core.keywords = safe(briefing.number), "", ""
    core.last_modified_by, core.revision = safe(briefing.office)[:255], 1
    core.created = core.modified = stamp(briefing.day).replace(tzinfo=None)
    core.language = "zh-CN"
    rels = word.part.package.rels
    for key in [k for k, rel in rels.items() if rel.reltype.endswith(("/thumbnail", "/extended-properties"))]:
        del rels[key]  # the library's template brings another document's picture and counts
