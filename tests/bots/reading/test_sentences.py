"""Reading against labelled sentences: our own, of every kind we know, and the shared table beside the checkout."""

from datetime import date
from pathlib import Path

import pytest

from tests.bots.reading.scoring import rows, score

HERE = Path(__file__).parent
SHARED = HERE.parents[2].parent / "shared" / "data" / "chat_reports_labelled.jsonl"
FIELDS = ("text", "workers", "machines", "has_problem", "stopped")


OWN = ("sentences.jsonl", "fresh.jsonl")  # the second was written without sight of the first


@pytest.mark.parametrize("file", OWN)
def test_own_sentences_are_read_right(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = score(rows(HERE / file), date(2026, 7, 15))
    with capsys.disabled():
        print(f"\n{file} ({len(rows(HERE / file))})\n{found.table()}")
    assert found.share >= 0.98


@pytest.mark.parametrize("file", OWN)
def test_no_own_sentence_yields_a_confident_wrong_number(file: str) -> None:
    found = score(rows(HERE / file), date(2026, 7, 15))
    assert found.confident == []


@pytest.mark.skipif(not SHARED.exists(), reason=f"no labelled table at {SHARED}")
def test_the_shared_table_is_read_right(capsys: pytest.CaptureFixture[str]) -> None:
    """Its kinds are of another make; where several projects share a message its numbers are null."""
    labelled = [{name: row[name] for name in FIELDS} for row in rows(SHARED)]
    found = score(labelled, date(2026, 7, 15))
    with capsys.disabled():
        print(f"\nshared table ({len(labelled)})\n{found.table()}")
    assert found.share >= 0.95
    assert found.confident == []
