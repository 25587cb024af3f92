"""The month's papers: one frozen snapshot, and every paper a view of it (M19, M22)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from backend.domain.digest import digest
from backend.domain.errors import NotAllowed, NotFound, Refused
from backend.domain.notice import BriefingReady, LeaderDigest
from backend.domain.people import Actor
from backend.domain.period import Period
from backend.domain.snapshot import Snapshot
from backend.services import people, snapshots
from backend.services.desk import Desk
from backend.services.notices import tell
from backend.services.projects import LARGEST_ID, check_page
from backend.storage.page import Page
from backend.storage.publications import Publication as Publication
from backend.storage.publications import StoredDocument
from reports import board, briefing_compose, briefing_docx, briefing_pdf, briefing_xlsx
from reports.document import Document
from reports.fonts import Fonts, find_fonts

BRIEFING, BOARD = "briefing", "board"

FindFonts = Callable[[], Fonts | None]


def no_fonts() -> None:
    return None


def machine_fonts(dirs: Sequence[Path] = ()) -> Fonts | None:
    """None without a Chinese font: `steward doctor` says so, the month is not held up by it."""
    try:
        return find_fonts(dirs)
    except Refused:
        return None


def publish_month(desk: Desk, month: Period, fonts: FindFonts = no_fonts) -> Snapshot | None:
    """Freeze the month, draw its board and briefing, send every leader a digest; done before, it changes nothing.

    `fonts` is asked only when there is something to draw: looking through a machine's fonts takes a while.
    None for a month of which nothing was told, such as the one before the office began: there is nothing to publish.
    """
    frozen = desk.unit.publications.frozen(month.key)
    if frozen is not None:
        return frozen
    issue, total = desk.unit.publications.next_issue(BRIEFING, month.first.year)
    snapshot = snapshots.compose(desk, month, issue, total)
    if not _has_news(snapshot):
        return None
    desk.unit.publications.freeze(month.key, month.last, snapshot, desk.moment.at)
    _publish(desk, snapshot, BOARD, "倒排工期作战图", [board.board(snapshot)])
    _publish(desk, snapshot, BRIEFING, desk.policy.briefing_title, briefing_papers(snapshot, fonts()))
    _tell(desk, snapshot)
    return snapshot


def _has_news(snapshot: Snapshot) -> bool:
    return any(p.report_days or p.leader_visits or p.year_invested_wan for p in snapshot.projects)


def figures(desk: Desk, month: Period) -> tuple[Snapshot, bool]:
    """The month's frozen figures and True; before it is frozen a draft up to today, and False. Nothing is stored."""
    frozen = desk.unit.publications.frozen(month.key)
    if frozen is not None:
        return frozen, True
    issue, total = desk.unit.publications.next_issue(BRIEFING, month.first.year)
    so_far = replace(month, last=min(month.last, desk.moment.day))
    return snapshots.compose(desk, so_far, issue, total), False


def briefing_papers(snapshot: Snapshot, fonts: Fonts | None) -> list[Document]:
    """Word and Excel always; PDF when there is a Chinese font."""
    composed = briefing_compose.compose(snapshot)
    papers = [briefing_docx.draw(composed, fonts), briefing_xlsx.draw(snapshot)]
    return [*papers, briefing_pdf.draw(composed, fonts)] if fonts is not None else papers


def _publish(desk: Desk, snapshot: Snapshot, kind: str, title: str, papers: Sequence[Document]) -> None:
    publication = Publication(
        0, kind, snapshot.key, snapshot.issue, snapshot.total_issue, title, desk.moment.at
    )
    stored = [StoredDocument(paper.name, paper.kind, paper.content) for paper in papers]
    desk.unit.publications.add(publication, stored)


def _tell(desk: Desk, snapshot: Snapshot) -> None:
    for leader in snapshot.leaders:
        tell(
            desk, leader.person_id, LeaderDigest(digest(snapshot, leader.person_id)), f"digest:{snapshot.key}"
        )
    ready = BriefingReady(snapshot.key, snapshot.issue, len(snapshot.projects))
    for person in people.office(desk):
        tell(desk, person.id, ready, f"briefing:{snapshot.key}")


def papers_of(desk: Desk, month: Period) -> list[StoredDocument]:
    """What has been published for the month, for the operator at the machine."""
    found, _ = desk.unit.publications.listing(period=month.key)
    papers = [desk.unit.publications.document(one.id, name) for one in found for name in one.documents]
    return [paper for paper in papers if paper is not None]


def listing(
    desk: Desk,
    actor: Actor,
    *,
    kind: str | None = None,
    period: str | None = None,
    after: int = 0,
    limit: int = 100,
) -> Page[Publication]:
    """A briefing tells of every project: only those who may see everything are shown any."""
    check_page(limit)
    if not actor.scope.everything:
        return Page((), 0)
    found, total = desk.unit.publications.listing(kind=kind, period=period, after=after, limit=limit + 1)
    return Page(tuple(found[:limit]), total, found[limit - 1].id if len(found) > limit else None)


def get(desk: Desk, actor: Actor, publication_id: int) -> Publication:
    found = None
    if actor.scope.everything and 0 < publication_id <= LARGEST_ID:
        found = desk.unit.publications.by_id(publication_id)
    if found is None:
        raise NotFound("publication_not_found", id=publication_id)
    return found


def document(desk: Desk, actor: Actor, publication_id: int, name: str) -> StoredDocument:
    publication = get(desk, actor, publication_id)
    found = desk.unit.publications.document(publication.id, name)
    if found is None:
        raise NotFound("document_not_found", name=name)
    return found


def snapshot_of(desk: Desk, actor: Actor, period: str) -> Snapshot:
    """The frozen figures of a period."""
    if not actor.scope.everything:
        raise NotAllowed("needs_office")
    found = desk.unit.publications.frozen(period)
    if found is None:
        raise NotFound("period_not_frozen", period=period)
    return found
