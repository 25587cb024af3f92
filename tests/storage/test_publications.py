"""Frozen figures and the papers drawn from them, alike on both databases."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from backend.storage.engine import Database
from backend.storage.publications import Publication, StoredDocument
from backend.storage.unit import Unit
from tests import builders
from tests.builders import MORNING
from tests.reports import sample

WORD = StoredDocument("briefing.docx", "application/vnd.word", b"PK\x03\x04\x00\xff")
SHEET = StoredDocument("briefing.xlsx", "application/vnd.excel", b"")


def publish(unit: Unit, period: str, kind: str = "briefing", *papers: StoredDocument) -> int:
    issue, total = unit.publications.next_issue(kind, int(period[:4]))
    return unit.publications.add(Publication(0, kind, period, issue, total, "简报", MORNING), papers)


def test_a_snapshot_comes_back_equal_whatever_is_in_it(database: Database) -> None:
    frozen = sample.snapshot(24)
    bare = replace(frozen, key="2026-11", projects=(), leaders=(), provisional_from=None, published=None)
    with builders.open_desk(database) as desk:
        desk.unit.publications.freeze(frozen.key, frozen.cutoff, frozen, MORNING)
        desk.unit.publications.freeze(bare.key, date(2026, 11, 30), bare, MORNING)

    with builders.open_desk(database) as desk:
        assert desk.unit.publications.frozen(frozen.key) == frozen
        assert desk.unit.publications.frozen(bare.key) == bare
        assert desk.unit.publications.frozen("2026-09") is None
        assert desk.unit.publications.frozen_periods() == ["2026-11", frozen.key]


def test_a_month_is_frozen_once(database: Database) -> None:
    frozen = sample.snapshot(1)
    with builders.open_desk(database) as desk:
        desk.unit.publications.freeze(frozen.key, frozen.cutoff, frozen, MORNING)
        with pytest.raises(IntegrityError), desk.unit.attempt():
            desk.unit.publications.freeze(frozen.key, frozen.cutoff, replace(frozen, issue=99), MORNING)

        assert desk.unit.publications.frozen(frozen.key) == frozen


def test_issues_are_counted_within_the_year_and_from_the_first_ever(database: Database) -> None:
    with builders.open_desk(database) as desk:
        for period in ("2026-11", "2026-12", "2027-01", "2027-02"):
            publish(desk.unit, period)
            publish(desk.unit, period, "board")

        rows, total = desk.unit.publications.listing(kind="briefing")

    assert total == 4
    assert [(row.period, row.issue, row.total_issue) for row in rows] == [
        ("2026-11", 1, 1),
        ("2026-12", 2, 2),
        ("2027-01", 1, 3),
        ("2027-02", 2, 4),
    ]


def test_a_kind_appears_once_a_period(database: Database) -> None:
    with builders.open_desk(database) as desk:
        publish(desk.unit, "2026-11")
        with pytest.raises(IntegrityError), desk.unit.attempt():
            publish(desk.unit, "2026-11")


def test_documents_come_back_to_the_byte(database: Database) -> None:
    with builders.open_desk(database) as desk:
        id_ = publish(desk.unit, "2026-11", "briefing", WORD, SHEET)
        other = publish(desk.unit, "2026-12", "briefing", WORD)

    with builders.open_desk(database) as desk:
        books = desk.unit.publications
        assert books.document(id_, WORD.name) == WORD
        assert books.document(id_, SHEET.name) == SHEET
        assert books.document(other, SHEET.name) is None
        found = books.by_id(id_)
        assert found is not None
        assert found.documents == (WORD.name, SHEET.name)
        assert books.by_id(99) is None
        assert books.of_period("briefing", "2026-11") == found
        assert books.of_period("board", "2026-11") is None


def test_a_listing_goes_page_by_page(database: Database) -> None:
    with builders.open_desk(database) as desk:
        ids = [publish(desk.unit, f"2026-{month:02}") for month in range(1, 13)]

        first, total = desk.unit.publications.listing(limit=5)
        rest, _ = desk.unit.publications.listing(after=first[-1].id, limit=100)
        one, count = desk.unit.publications.listing(period="2026-03")

    assert (total, count) == (12, 1)
    assert [row.id for row in (*first, *rest)] == ids
    assert [row.id for row in one] == [ids[2]]
