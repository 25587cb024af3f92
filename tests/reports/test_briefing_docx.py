"""The Word file, read back and looked into."""

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document as Word
from docx.oxml.ns import qn

from reports import briefing_docx
from reports.briefing import Figure, Paragraph
from reports.briefing_compose import compose
from reports.document import DOCX
from reports.fonts import Fonts
from tests.reports.sample import project, snapshot


def read(content: bytes) -> Word:
    return docx.Document(BytesIO(content))


def part(content: bytes, name: str = "word/document.xml") -> str:
    return ZipFile(BytesIO(content)).read(name).decode()


@pytest.fixture(scope="module")
def content() -> bytes:
    """Drawn without fonts of this machine: the words and tables must not need any."""
    made = briefing_docx.draw(compose(snapshot()), None)
    assert (made.name, made.kind) == ("briefing.docx", DOCX)
    return made.content


def test_the_page_is_that_of_an_official_paper(content: bytes) -> None:
    section = read(content).sections[0]
    sides = (section.page_width, section.page_height, section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)  # fmt: skip
    assert [round(s.mm) for s in sides if s is not None] == [210, 297, 37, 35, 28, 26]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")


def test_every_word_of_the_briefing_is_there_in_order(content: bytes) -> None:
    told = [p.text for p in read(content).paragraphs]
    wanted = [b.lead + b.text for b in compose(snapshot()).blocks if isinstance(b, Paragraph)]
    assert [t for t in told if t in set(wanted)] == wanted
    assert told[:2] == ["重点工程简报", "2026年第10期（总第34期）"]


def test_the_look_is_in_the_styles_alone(content: bytes) -> None:
    word = read(content)
    for paragraph in word.paragraphs:
        properties = paragraph._p.pPr
        assert [x.tag for x in properties] == [qn("w:pStyle")], paragraph.text
        for run in paragraph.runs:
            assert run._r.rPr is None or [x.tag for x in run._r.rPr] == [qn("w:rStyle")]
    direct = re.findall(r"<w:rPr>(?!<w:rStyle)", part(content))
    assert direct == []


def test_styles_name_the_offices_faces_sizes_and_pitch(content: bytes) -> None:
    styles = {s.name: s.element for s in read(content).styles}
    for name, face, half_points, pitch in (
        ("正文段", "仿宋_GB2312", "32", "579"),
        ("一级标题", "黑体", "32", "579"),
        ("二级标题", "楷体_GB2312", "32", "579"),
        ("简报标题", "方正小标宋简体", "44", "640"),
        ("页码单", "宋体", "28", "240"),
    ):
        element = styles[name]
        assert element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == face
        assert element.rPr.find(qn("w:sz")).get(qn("w:val")) == half_points
        assert element.pPr.find(qn("w:spacing")).get(qn("w:line")) == pitch
    assert styles["正文段"].pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"
    assert "Theme" not in "".join(
        re.findall("<w:docDefaults>.*</w:docDefaults>", part(content, "word/styles.xml"))
    )


def test_tables_repeat_their_head_keep_rows_whole_and_hold_every_row(content: bytes) -> None:
    tables = read(content).tables[:-1]  # the last is the imprint
    wanted = [b for b in compose(snapshot()).blocks if hasattr(b, "columns")]
    assert len(tables) == len(wanted) == 6
    for table, source in zip(tables, wanted, strict=True):
        rows = table._tbl.tr_lst
        assert len(rows) == 1 + len(source.rows) + (source.total is not None)
        assert rows[0].trPr.find(qn("w:tblHeader")) is not None
        assert all(r.trPr.find(qn("w:cantSplit")) is not None for r in rows)
        assert [c.text for c in table.rows[0].cells] == [c.title for c in source.columns]


def test_figures_are_right_aligned_with_separators(content: bytes) -> None:
    annex = read(content).tables[-2]
    cell = annex.rows[9].cells[4]
    assert (cell.text, cell.paragraphs[0].style.name) == ("16,440", "表数")


def test_the_page_number_is_a_field_of_five_runs_on_odd_and_even_pages(content: bytes) -> None:
    word = read(content)
    assert word.settings.odd_and_even_pages_header_footer
    section = word.sections[0]
    for footer, style in ((section.footer, "页码单"), (section.even_page_footer, "页码双")):
        paragraph = footer.paragraphs[0]
        assert paragraph.style is not None
        assert paragraph.style.name == style
        kinds = [run._r[-1].tag.split("}")[1] for run in paragraph.runs]
        assert kinds == ["t", "fldChar", "instrText", "fldChar", "t", "fldChar", "t"]
        assert paragraph.text == "— 1 —"


def test_the_imprint_floats_at_the_foot_of_the_text(content: bytes) -> None:
    table = read(content).tables[-1]
    place = table._tbl.tblPr.find(qn("w:tblpPr"))
    assert (place.get(qn("w:vertAnchor")), place.get(qn("w:tblpYSpec"))) == ("margin", "bottom")
    assert [r.cells[0].text.split("\t")[0] for r in table.rows][3] == "清溪县重点项目建设领导小组办公室"
    sizes = re.findall(r'<w:(?:top|bottom) w:val="single" w:sz="(\d+)"', table._tbl.xml)
    assert sizes == ["12", "6", "6", "12"]


def test_pictures_have_a_text_for_those_who_cannot_see(fonts: Fonts) -> None:
    paper = compose(snapshot())
    word = read(briefing_docx.draw(paper, fonts).content)
    figures = [b for b in paper.blocks if isinstance(b, Figure)]
    assert [s._inline.docPr.get("descr") for s in word.inline_shapes] == [f.alt for f in figures]
    assert all(s.width.mm < 156.1 for s in word.inline_shapes)


def test_without_fonts_there_are_no_pictures_and_no_empty_captions(content: bytes) -> None:
    word = read(content)
    assert len(word.inline_shapes) == 0
    assert not [p.text for p in word.paragraphs if p.text.startswith("图1")]


def test_properties_follow_from_the_snapshot(content: bytes) -> None:
    core = read(content).core_properties
    assert (core.title, core.author) == (
        "清溪县重点工程建设2026年10月进展情况",
        "清溪县重点项目建设领导小组办公室",
    )
    assert core.created == core.modified
    assert core.created is not None
    assert core.created.date() == snapshot().cutoff


def test_the_same_snapshot_gives_the_same_bytes(fonts: Fonts) -> None:
    one, two = (briefing_docx.draw(compose(snapshot(4)), fonts).content for _ in range(2))
    assert one == two


@pytest.mark.parametrize("name", ["<b>&\"'</w:t>", "带\x00控制\x0b符\ud800", "制\t表\n换行", "=1+1"])
def test_nothing_in_a_name_can_break_the_file(name: str) -> None:
    odd = replace(project(0), name=name, progress=name, unit=name)
    text = part(briefing_docx.draw(compose(replace(snapshot(1), projects=(odd,))), None).content)
    assert "\x00" not in text
    assert "\x0b" not in text


@pytest.mark.parametrize("count", [0, 1, 500])
def test_any_number_of_projects_makes_a_readable_file(count: int) -> None:
    word = read(briefing_docx.draw(compose(snapshot(count)), None).content)
    assert word.tables[-1].rows[3].cells[0].text.endswith("印发")
