"""The PDF: page, lines, faces, text, bytes."""

from collections import Counter
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pytest
from pypdf import PageObject, PdfReader

from reports import briefing_pdf
from reports.briefing import Paragraph
from reports.briefing_compose import compose
from reports.document import PDF
from reports.fonts import Fonts
from tests.reports.sample import project, snapshot

MM = 72 / 25.4


def read(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content))


def text_of(content: bytes) -> str:
    """All words without blanks: where a line ends says nothing here."""
    return "".join("".join(page.extract_text().split()) for page in read(content).pages)


def lines(page: PageObject, size: float) -> dict[int, str]:
    """Baseline (points from the foot) → what stands on it in letters of that size."""
    found: dict[int, str] = {}

    def visit(text: str, cm: list[float], tm: list[float], font: object, height: float) -> None:
        if text.strip() and abs(abs(tm[0] * height) - size) < 0.3:
            base = round(tm[5] * cm[3] + cm[5])
            found[base] = found.get(base, "") + text.strip("\n")

    page.extract_text(visitor_text=visit)
    return found


def test_the_paper_is_a4_with_title_author_and_all_faces_embedded(fonts: Fonts) -> None:
    made = briefing_pdf.draw(compose(snapshot()), fonts)
    paper = read(made.content)
    assert (made.name, made.kind) == ("briefing.pdf", PDF)
    assert {(round(p.mediabox.width / MM), round(p.mediabox.height / MM)) for p in paper.pages} == {
        (210, 297)
    }
    assert paper.metadata is not None
    assert paper.metadata.title == "清溪县重点工程建设2026年10月进展情况"
    assert paper.metadata.author == "清溪县重点项目建设领导小组办公室"
    for page in paper.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            assert "/ToUnicode" in font.get_object()
            below = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(below)


def test_a_full_page_has_22_lines_of_28_characters(fonts: Fonts) -> None:
    paper = replace(compose(snapshot(1)), blocks=(Paragraph("重点工程建设情况通报" * 200),))
    page = read(briefing_pdf.draw(paper, fonts).content).pages[1]
    found = [base for base in sorted(lines(page, 16)) if base > 35 * MM]
    steps = {b - a for a, b in pairwise(found)}
    assert len(found) == 22
    assert steps <= {28, 29}
    counts = Counter(len(text.replace(" ", "")) for text in lines(page, 16).values())
    assert counts.most_common(1)[0][0] == 28


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(fonts: Fonts) -> None:
    for number, page in enumerate(read(briefing_pdf.draw(compose(snapshot()), fonts).content).pages, 1):
        places: list[float] = []

        def visit(
            text: str, cm: list[float], tm: list[float], font: object, size: float, at: list[float] = places
        ) -> None:
            if "—" in text and tm[5] * cm[3] + cm[5] < 35 * MM:
                at.append(tm[4] * cm[0] + cm[4])

        page.extract_text(visitor_text=visit)
        assert places, f"page {number} has no number"
        assert (min(places) > 105 * MM) is (number % 2 == 1)
        assert page.extract_text().split()[-3:] == ["—", str(number), "—"]


def test_text_is_searchable_and_rare_characters_are_there(fonts: Fonts) -> None:
    text = text_of(briefing_pdf.draw(compose(snapshot()), fonts).content)
    for words in (
        "重点工程简报",
        "2026年第10期（总第34期）",
        "埇桥至垚岭旅游公路",
        "周喆",
        "赵昇",
        "5.2万㎡",
        "共印",
    ):
        assert words in text


def test_markup_in_a_name_stays_text(fonts: Fonts) -> None:
    name = '#panic() $x$ *粗* <b> @label \\ `代码` "引号" //注'
    odd = replace(project(0), name=name, progress="[方括号] _下划线_ ~")
    text = text_of(briefing_pdf.draw(compose(replace(snapshot(1), projects=(odd,))), fonts).content)
    assert "#panic()$x$*粗*<b>@label\\`代码`" in text
    assert "[方括号]_下划线_~" in text


def test_the_same_snapshot_gives_the_same_bytes(fonts: Fonts) -> None:
    one, two = (briefing_pdf.draw(compose(snapshot(5)), fonts).content for _ in range(2))
    assert one == two
    assert one != briefing_pdf.draw(compose(snapshot(6)), fonts).content


@pytest.mark.parametrize("count", [0, 1, 2])
def test_small_months_are_printed_too(count: int, fonts: Fonts) -> None:
    content = briefing_pdf.draw(compose(snapshot(count)), fonts).content
    assert "印发" in text_of(content)


def test_it_says_that_it_is_an_archive_file(fonts: Fonts) -> None:
    content = briefing_pdf.draw(compose(snapshot(1)), fonts).content
    assert b"pdfaid:part>2<" in content.replace(b" ", b"")
