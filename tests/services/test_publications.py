"""A month's papers: drawn once from frozen figures, told once, shown to those who may see everything."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import docx
import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from backend.domain.errors import NotAllowed, NotFound
from backend.domain.notice import BriefingReady, LeaderDigest, Notice
from backend.domain.people import Person
from backend.domain.period import Period, Span, period_named
from backend.domain.snapshot import Snapshot
from backend.services import publications
from backend.services.desk import Desk
from backend.storage.engine import Database
from backend.storage.mailbox import decode_notice
from backend.storage.tables import outbox
from tests import month_scene
from tests.month_scene import SEPTEMBER, Month

FIRST = "2026-10-01T07:40"
OCTOBER = period_named("2026-10", Span.MONTH)


@pytest.fixture
def month(sqlite_database: Database) -> Month:
    return month_scene.played(sqlite_database)


@pytest.fixture
def published(month: Month) -> Month:
    publish(month)
    return month


def publish(month: Month, at: str = FIRST, period: Period = SEPTEMBER) -> Snapshot | None:
    return month.do(at, lambda desk, _: publications.publish_month(desk, period))


def papers(month: Month) -> dict[str, bytes]:
    found = month.do(FIRST, lambda desk, _: publications.papers_of(desk, SEPTEMBER))
    return {paper.name: paper.content for paper in found}


def heard(month: Month, person: Person) -> list[Notice]:
    query = select(outbox).where(outbox.c.person_id == person.id).order_by(outbox.c.id)
    with month.database.reading() as connection:
        notices = [decode_notice(row.kind, row.payload) for row in connection.execute(query)]
    return [notice for notice in notices if isinstance(notice, LeaderDigest | BriefingReady)]


@contextmanager
def asked(month: Month, at: str = FIRST) -> Iterator[Desk]:
    with month_scene.builders.open_desk(month.database, month_scene.instant(at)) as desk:
        yield desk


def test_a_month_is_frozen_drawn_and_told(month: Month) -> None:
    snapshot = publish(month)

    assert snapshot is not None
    assert (snapshot.issue, snapshot.total_issue) == (1, 1)
    assert list(papers(month)) == ["board.xlsx", "briefing.docx", "briefing.xlsx"]
    who = month.cast
    [digest] = heard(month, who.leader)
    assert isinstance(digest, LeaderDigest)
    assert [project.name for project in digest.digest.projects] == [who.hospital.name]
    assert len(heard(month, who.region_leader)) == 1
    assert heard(month, who.office) == heard(month, who.admin) == [BriefingReady("2026-09", 1, 2)]
    assert heard(month, who.secretary) == heard(month, who.contact) == []


def test_the_papers_are_of_that_month(published: Month) -> None:
    found = papers(published)

    text = "\n".join(
        paragraph.text for paragraph in docx.Document(io.BytesIO(found["briefing.docx"])).paragraphs
    )
    assert "2026年" in text
    sheets = load_workbook(io.BytesIO(found["board.xlsx"])).worksheets
    cells = [str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row]
    assert any(published.cast.hospital.name in cell for cell in cells)
    assert any("封顶" in cell for cell in cells)


def test_with_a_chinese_font_there_is_a_pdf(month: Month) -> None:
    if publications.machine_fonts() is None:
        pytest.skip("no Chinese font on this machine")

    month.do(
        FIRST,
        lambda desk, _: publications.publish_month(desk, SEPTEMBER, publications.machine_fonts),
    )

    found = papers(month)
    assert list(found) == ["board.xlsx", "briefing.docx", "briefing.xlsx", "briefing.pdf"]
    assert found["briefing.pdf"].startswith(b"%PDF-")


def test_publishing_again_changes_and_says_nothing(published: Month) -> None:
    before, told = papers(published), heard(published, published.cast.leader)
    published.report("2026-10-02T09:00", date(2026, 9, 30), month_scene.Facts(workers=500))

    again = publish(published, "2026-10-02T10:00")

    assert again is not None
    assert again.projects[0].worker_days == 180
    assert papers(published) == before
    assert heard(published, published.cast.leader) == told


def test_fonts_are_not_looked_for_when_there_is_nothing_to_draw(published: Month) -> None:
    def fonts() -> None:
        raise AssertionError("looked for fonts")

    published.do(FIRST, lambda desk, _: publications.publish_month(desk, SEPTEMBER, fonts))


def test_a_month_of_which_nothing_was_told_is_not_published(month: Month) -> None:
    assert publish(month, FIRST, period_named("2026-07", Span.MONTH)) is None
    with asked(month) as desk:
        assert desk.unit.publications.frozen_periods() == []
        assert desk.unit.publications.listing() == ([], 0)
    assert heard(month, month.cast.office) == []


def test_the_next_month_has_the_next_number_and_knows_the_class_before(published: Month) -> None:
    published.do(
        "2026-09-30T06:10", lambda desk, _: month_scene.grade(desk, period_named("2026-09-30", Span.DAY))
    )

    october = publish(published, "2026-11-01T07:40", OCTOBER)

    assert october is not None
    assert (october.issue, october.total_issue) == (2, 2)
    assert october.projects[0].previous_standing == "on_track"


def test_figures_are_the_frozen_ones_or_a_draft_up_to_today(published: Month) -> None:
    with asked(published, "2026-10-08T12:00") as desk:
        frozen, final = publications.figures(desk, SEPTEMBER)
        draft, settled = publications.figures(desk, OCTOBER)
        assert desk.unit.publications.frozen("2026-10") is None

    assert (final, frozen.cutoff, frozen.issue) == (True, date(2026, 9, 30), 1)
    assert (settled, draft.key, draft.cutoff, draft.issue) == (False, "2026-10", date(2026, 10, 8), 2)
    assert draft.projects[0].worker_days == 999


def test_those_who_may_see_everything_are_shown_the_papers(published: Month) -> None:
    who, word = published.cast, papers(published)["briefing.docx"]
    with asked(published) as desk:
        for person in (who.office, who.admin):
            actor = who.actor(desk, person)
            page = publications.listing(desk, actor, kind="briefing")
            rows = page.items
            assert (page.total, rows[0].title, rows[0].documents) == (
                1,
                "重点工程简报",
                ("briefing.docx", "briefing.xlsx"),
            )
            assert publications.get(desk, actor, rows[0].id) == rows[0]
            paper = publications.document(desk, actor, rows[0].id, "briefing.docx")
            assert paper.content == word
            assert publications.snapshot_of(desk, actor, "2026-09").key == "2026-09"
            with pytest.raises(NotFound):
                publications.document(desk, actor, rows[0].id, "../steward.db")
            with pytest.raises(NotFound):
                publications.snapshot_of(desk, actor, "2026-10")
            with pytest.raises(NotFound):
                publications.get(desk, actor, 99)


@pytest.mark.parametrize("who", ["secretary", "leader", "region_leader", "contact", "stranger"])
def test_for_everybody_else_there_are_none(published: Month, who: str) -> None:
    with asked(published) as desk:
        actor = published.cast.actor(desk, getattr(published.cast, who))
        [one, *_], _ = desk.unit.publications.listing()

        assert publications.listing(desk, actor).total == 0
        with pytest.raises(NotFound):
            publications.get(desk, actor, one.id)
        with pytest.raises(NotFound):
            publications.document(desk, actor, one.id, one.documents[0])
        with pytest.raises(NotAllowed):
            publications.snapshot_of(desk, actor, "2026-09")


def test_an_office_without_projects_publishes_nothing(sqlite_database: Database) -> None:
    with month_scene.builders.open_desk(sqlite_database) as desk:
        assert publications.publish_month(desk, SEPTEMBER) is None
        assert publications.papers_of(desk, SEPTEMBER) == []
