"""Every talk, on every channel, to the letter. REWRITE_TALKS=1 writes what is answered now: then read every line."""

import os
from difflib import unified_diff
from pathlib import Path

import pytest

from backend.storage.engine import Database
from tests.bots.talks.script import Stage

TALKS = sorted(Path(__file__).parent.glob("*.talk"))


@pytest.mark.parametrize("channel", ["wecom", "console"])
@pytest.mark.parametrize("talk", TALKS, ids=lambda path: path.stem)
def test_a_talk_goes_as_written(talk: Path, channel: str, sqlite_database: Database) -> None:
    written = talk.read_text("utf-8")
    played = Stage(sqlite_database, channel).play(written)
    if os.environ.get("REWRITE_TALKS") and channel == "wecom":
        talk.write_text(played, "utf-8")
        return
    diff = unified_diff(written.splitlines(), played.splitlines(), "written", "answered", lineterm="", n=2)
    assert not (lines := list(diff)), "\n".join([talk.name, *lines])


def test_there_are_talks() -> None:
    assert len(TALKS) >= 15
