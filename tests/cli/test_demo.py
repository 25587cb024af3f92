"""`steward demo`: a month of an invented county, all of it through the real doors."""

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import pytest
from openpyxl import load_workbook

from backend.cli.demo.county import LEADERS, SCHEMES, SILENT
from backend.services.publications import machine_fonts

LIFE = ["raise", "issue", "acknowledge", "ask_extension", "extend", "answer", "send_back", "answer", "close"]
LINE = re.compile(r"^\d\d-\d\d \d\d:\d\d ", re.MULTILINE)


def run(out: Path, today: str, *, before: str = "") -> subprocess.CompletedProcess[str]:
    """In a process of its own: it sets up logging for the whole process. `before` is Python run first."""
    code = f"{before}\nfrom backend.cli import main\nmain()"
    env = {name: value for name, value in os.environ.items() if not name.startswith("STEWARD_")}
    return subprocess.run(
        [sys.executable, "-c", code, "demo", "--no-serve", "--today", today, "--out", str(out)],
        capture_output=True,
        text=True,
        timeout=550,
        env={**env, "PYTHONPATH": str(Path(__file__).parents[2])},
    )


@dataclass(frozen=True)
class Played:
    out: Path
    said: str
    errors: str

    @property
    def transcript(self) -> str:
        return (self.out / "transcript.txt").read_text("utf-8")

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.out / "steward.db")) as database:
            return database.execute(query).fetchall()


@pytest.fixture(scope="module")
def september(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Played into a folder that an earlier demonstration has left, which had other leaders and a PDF."""
    out = tmp_path_factory.mktemp("demo")
    (out / ".steward-demo").touch()
    (out / "steward.db").write_bytes(b"of another day")
    (out / "steward.db-wal").write_bytes(b"of another day")
    (out / "briefing.pdf").write_bytes(b"old")
    (out / "digests").mkdir()
    (out / "digests" / "旧领导.txt").write_text("old", "utf-8")
    (out / "notes.txt").write_text("the visitor's own", "utf-8")
    done = run(out, "2026-10-09")
    assert done.returncode == 0, done.stdout + done.stderr
    return Played(out, done.stdout, done.stderr)


def test_it_says_how_far_it_is_and_what_to_open_and_nothing_else(september: Played) -> None:
    lines = september.said.splitlines()

    assert september.errors == ""
    assert lines[0].startswith("清溪县（虚构）：30个项目，自2026-09-01起")
    assert next(line for line in lines if line.startswith("  已过到")) == "  已过到2026-09-06"
    assert any(line.startswith("成果在 ") for line in lines)
    assert any("steward chat --as" in line for line in lines)


def test_the_months_papers_are_there_and_of_that_month(september: Played) -> None:
    out = september.out
    expected = {"board.xlsx", "briefing.docx", "briefing.xlsx", "transcript.txt"}
    if machine_fonts() is not None:
        expected.add("briefing.pdf")
        assert (out / "briefing.pdf").read_bytes().startswith(b"%PDF-")

    assert {path.name for path in out.iterdir() if path.suffix in (".xlsx", ".docx", ".pdf")} == expected - {
        "transcript.txt"
    }
    board = load_workbook(out / "board.xlsx")
    cells = {str(cell) for sheet in board for row in sheet.iter_rows(values_only=True) for cell in row}
    assert all(any(scheme.name in cell for cell in cells) for scheme in SCHEMES)
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(out / "briefing.docx")).paragraphs)
    assert "9月" in text


def test_every_leader_has_a_digest_that_fits_into_one_message(september: Played) -> None:
    digests = {path.stem: path.read_bytes() for path in (september.out / "digests").iterdir()}

    assert set(digests) == {leader.name for leader in LEADERS}
    assert all(0 < len(text.rstrip(b"\n")) <= 2048 for text in digests.values())
    assert all(text.decode().startswith("【2026年9月重点项目月报】") for text in digests.values())
    sent = september.rows("SELECT count(*) FROM outbox WHERE kind = 'LeaderDigest' AND state = 'sent'")
    assert sent == [(8,)]


def test_nothing_the_bot_was_told_was_lost_doubled_or_beyond_it(september: Played) -> None:
    [sent] = re.findall(r"共送入(\d+)条消息", september.said)

    assert september.rows("SELECT count(*), count(done_at), count(failed) FROM inbox") == [
        (int(sent), int(sent), 0)
    ]
    assert int(sent) > 900
    assert september.rows("SELECT count(*) FROM outbox WHERE state != 'sent'") == [(0,)]
    assert september.rows("SELECT count(*) FROM photos WHERE sha256 IS NULL OR project_id IS NULL") == [(0,)]
    assert september.rows("SELECT count(*) FROM daily_reports WHERE machines > 60 OR workers > 300") == [(0,)]
    assert "没能处理" not in september.transcript
    assert "没看懂" not in september.transcript


def test_a_problem_lives_its_whole_life_and_others_wait(september: Played) -> None:
    lives: dict[int, list[str]] = {}
    for id_, act in september.rows("SELECT problem_id, act FROM problem_events ORDER BY id"):
        lives.setdefault(id_, []).append(act)
    states = {state for (state,) in september.rows("SELECT state FROM problems")}

    assert LIFE in lives.values()
    assert any("return" in life for life in lives.values())
    assert {"closed", "answered", "acknowledged", "issued", "raised"} <= states
    numbers = [
        n for (n,) in september.rows("SELECT number FROM problems WHERE number IS NOT NULL ORDER BY number")
    ]
    assert numbers == [f"清交办〔2026〕{n}号" for n in range(1, len(numbers) + 1)]
    issued_anew = september.rows(
        "SELECT count(*) FROM problems WHERE number IS NULL AND text IN (SELECT text FROM problems WHERE number IS NOT NULL)"
    )
    assert issued_anew == [(0,)], "what a site has raised is what the office issues"


def test_every_kind_of_traffic_has_left_its_mark(september: Played) -> None:
    for table, where in (
        ("report_revisions", "origin = 'correction'"),
        ("report_revisions", "origin = 'same_as_yesterday'"),
        ("report_revisions", "undone_at IS NOT NULL"),
        ("daily_reports", "late"),
        ("daily_reports", "stopped"),
        ("visits", "role = 'leader' AND inside"),
        ("visits", "role = 'leader' AND NOT inside"),
        ("visits", "role = 'secretary'"),
        ("investments", "covers = 'month'"),
        ("leaves", "1"),
        ("steps", "actual_finish BETWEEN '2026-09-01' AND '2026-09-30'"),
    ):
        assert september.rows(f"SELECT count(*) FROM {table} WHERE {where}")[0][0] > 0, where  # noqa: S608
    runs = dict(september.rows("SELECT job, count(*) FROM runs WHERE state = 'done' GROUP BY job"))
    assert runs["month"] == 1
    assert set(runs) == {
        "remind_missing",
        "list_missing",
        "standings",
        "problems",
        "visit_shortfall",
        "ten_day_dispatch",
        "month",
    }
    assert september.rows("SELECT count(*) FROM runs WHERE state IN ('failed', 'due', 'running')") == [(0,)]


def test_a_secretary_who_goes_silent_is_named_day_after_day(september: Played) -> None:
    named = [line for line in september.transcript.splitlines() if f"（{SILENT}）" in line]

    assert any(re.search(r"连续\d\d天", line) for line in named)
    assert len(named) > 20
    assert re.search(rf"管家 → {SILENT}：今天还有2个项目没报", september.transcript)


def test_answers_come_in_the_minute_of_the_question(september: Played) -> None:
    entries = LINE.split(september.transcript)
    assert len(entries) > 2000
    asked = re.search(r"^(\d\d-\d\d \d\d:\d\d) 方怀谷：我的项目$", september.transcript, re.MULTILINE)
    assert asked is not None
    assert f"{asked[1]}   管家 → 方怀谷：您名下4个项目" in september.transcript


def test_what_an_earlier_run_left_is_gone_and_what_is_not_ours_stays(september: Played) -> None:
    assert (september.out / "notes.txt").read_text("utf-8") == "the visitor's own"
    assert not (september.out / "digests" / "旧领导.txt").exists()
    assert september.rows("PRAGMA integrity_check") == [("ok",)]


def test_a_folder_that_is_somebody_elses_is_refused_and_untouched(tmp_path: Path) -> None:
    (tmp_path / "steward.db").write_bytes(b"real")
    (tmp_path / "thesis.txt").write_text("mine", "utf-8")

    refused = run(tmp_path, "2026-10-09")

    assert refused.returncode == 1
    assert "不是空文件夹" in refused.stderr
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "steward.db": b"real",
        "thesis.txt": b"mine",
    }


# A few days only, so that the turn of the year costs little.
SPARSE = """
from backend.cli.demo import script
whole = script.month
def month(days, calendar, runs):
    return [line for line in whole(days, calendar, runs) if line.day in (days[0], days[1], days[-2], days[-1])]
script.month = month
"""


def test_at_the_turn_of_the_year_december_is_published_on_a_provisional_calendar(tmp_path: Path) -> None:
    done = run(tmp_path, "2027-01-05", before=SPARSE)

    assert done.returncode == 0, done.stdout + done.stderr
    played = Played(tmp_path, done.stdout, done.stderr)
    assert played.errors == ""
    [(key, body)] = played.rows("SELECT period, body FROM snapshots")
    assert key == "2026-12"
    assert b'"provisional_from":"2027-01-01"' in body
    assert "没能处理" not in played.transcript
    assert (tmp_path / "digests" / f"{LEADERS[0].name}.txt").read_text("utf-8").startswith("【2026年12月")
