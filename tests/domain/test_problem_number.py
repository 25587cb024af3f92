"""However a number is typed, it is the number that was given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.problem_number import Reference, parsed, written


def test_a_number_is_written_as_official_documents_do() -> None:
    assert written("清交办", 2026, 12) == "清交办〔2026〕12号"


@pytest.mark.parametrize(
    "typed",
    [
        "清交办〔2026〕12号",
        "清交办[2026]12号",
        "清交办(2026)12号",
        "清交办（2026）12号",
        "清交办【2026】12号",
        "清交办［２０２６］１２号",
        " 清交办 〔2026〕 12 号 ",
        "清交办〔2026〕第12号。",
        "清交办〔2026〕12",
    ],
)
def test_every_bracket_and_width_is_understood(typed: str) -> None:
    found = parsed(typed)

    assert found == Reference(n=12, year=2026, prefix="清交办")
    assert written("清交办", 2026, 12).endswith(found.ending)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("#12", Reference(id=12)),
        ("＃12", Reference(id=12)),
        ("12", Reference(n=12, bare=True)),
        ("１２", Reference(n=12, bare=True)),
        ("012", Reference(n=12, bare=True)),
        ("12号", Reference(n=12)),
        ("第12号", Reference(n=12)),
        ("〔2026〕12号", Reference(n=12, year=2026)),
    ],
)
def test_short_forms(typed: str, meant: Reference) -> None:
    assert parsed(typed) == meant


@pytest.mark.parametrize(
    "typed", ["", "号", "#", "#-1", "1234567890", "十二", "12号楼", "2026-12", "〔26〕12号", "%〕1号"]
)
def test_what_is_no_reference_is_none(typed: str) -> None:
    assert parsed(typed) is None


@given(st.sampled_from(["清交办", "督", "ZX"]), st.integers(2000, 2999), st.integers(1, 99999))
def test_a_written_number_is_found_again(prefix: str, year: int, n: int) -> None:
    assert parsed(written(prefix, year, n)) == Reference(n=n, year=year, prefix=prefix)


@given(st.text(max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    parsed(text)
