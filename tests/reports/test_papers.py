"""A whole period at once."""

from reports.fonts import Fonts
from reports.papers import papers
from tests.reports.sample import snapshot


def test_a_period_is_board_word_pdf_and_tables(fonts: Fonts) -> None:
    made = papers(snapshot(3), fonts)
    assert [d.name for d in made] == ["board.xlsx", "briefing.docx", "briefing.pdf", "briefing.xlsx"]
    assert all(len(d.content) > 10_000 for d in made)


def test_without_fonts_only_the_pdf_is_missing() -> None:
    assert [d.name for d in papers(snapshot(3), None)] == ["board.xlsx", "briefing.docx", "briefing.xlsx"]
