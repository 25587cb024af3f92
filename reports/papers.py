"""All papers of a period from one snapshot."""

from backend.domain.snapshot import Snapshot
from reports import briefing_docx, briefing_pdf, briefing_xlsx
from reports.board import board
from reports.briefing import NO_EDITORIAL, Editorial
from reports.briefing_compose import compose
from reports.document import Document
from reports.fonts import Fonts


def papers(
    snapshot: Snapshot, fonts: Fonts | None, editorial: Editorial = NO_EDITORIAL
) -> tuple[Document, ...]:
    """Board, briefing in Word and PDF, tables. Without fonts there is no PDF and Word has no charts."""
    briefing = compose(snapshot, editorial)
    return (
        board(snapshot),
        briefing_docx.draw(briefing, fonts),
        *([briefing_pdf.draw(briefing, fonts)] if fonts else []),
        briefing_xlsx.draw(snapshot),
    )
