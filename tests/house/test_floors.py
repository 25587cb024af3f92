"""The house speaks of itself alone, and its rooms stay small enough to know."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = [path for top in ("backend", "bots", "reports") for path in sorted((ROOT / top).rglob("*.py"))]
LONGEST = 350


def test_no_file_grows_past_two_nouns() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in SOURCES
        if "migrations" not in path.parts and (lines := len(path.read_text("utf-8").splitlines())) > LONGEST
    }

    # The tables are one list, and the sheet of forms is a table too.
    assert set(long) <= {"backend/storage/tables.py", "backend/intake/forms.py"}


def test_only_main_reads_the_clock() -> None:
    reads = re.compile(r"datetime\.now\(|date\.today\(|utcnow\(|time\.time\(")

    assert [str(p.relative_to(ROOT)) for p in SOURCES if reads.search(p.read_text("utf-8"))] == [
        "backend/main.py"
    ]


def test_no_machine_path_or_package_host_is_in_the_project() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout
    names = [ROOT / name for name in tracked.splitlines()] or SOURCES
    forbidden = re.compile(r"index-url|extra-index|/(home|root)/\w+/|https?://[^\s\"']*/simple\b")
    found = [
        str(path.relative_to(ROOT))
        for path in names
        if path.is_file()
        and path.suffix in {".py", ".md", ".toml", ".txt", ".cfg", ".yml", ""}
        and path != Path(__file__)
        and forbidden.search(path.read_text("utf-8", errors="ignore"))
    ]

    assert found == []
