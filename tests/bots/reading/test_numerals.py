from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bots.reading.numerals import from_chinese, number_at


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("一百零六", 106),
        ("一十三", 13),
        ("十二", 12),
        ("两百五", 250),
        ("一百二", 120),
        ("一千零五", 1005),
        ("一千二", 1200),
        ("一万二", 12000),
        ("一亿二千万", 120_000_000),
        ("廿五", 25),
        ("贰佰", 200),
        ("拾", 10),
        ("一〇六", 106),
        ("零", 0),
        ("1,050", 1050),
        ("1.2万", 12000),
        ("3千", 3000),
    ],
)
def test_a_number_in_any_script_has_its_value(words: str, value: int) -> None:
    found = number_at(words, 0)
    assert found is not None
    assert (found.value, found.exact, found.end) == (value, True, len(words))


@pytest.mark.parametrize(
    "words",
    [
        "十来个",
        "30多",
        "160余",
        "几十",
        "十几",
        "三四十",
        "两三",
        "三五",
        "一百二三十",
        "百把人",
        "40+",
        "百人",
    ],
)
def test_a_guess_is_not_exact(words: str) -> None:
    found = number_at(words, 0)
    assert found is not None
    assert not found.exact


@pytest.mark.parametrize("words", ["百货", "千山", "万达", "人", "号", ""])
def test_a_name_is_no_number(words: str) -> None:
    assert number_at(words, 0) is None


@given(st.integers(0, 99_999_999))
@settings(deadline=None)  # the machine is shared
def test_every_number_written_out_reads_back(value: int) -> None:
    assert from_chinese(in_chinese(value)) == (Decimal(value), True)


@given(st.text(alphabet="零一二两三四五六七八九十百千万亿几多0123456789.,", max_size=60))
@settings(deadline=None)  # the machine is shared
def test_no_run_of_numerals_breaks_the_reader(words: str) -> None:
    found = number_at(words, 0)
    assert found is None or found.end <= len(words)


def in_chinese(value: int) -> str:
    """An independent writer: 106 is 一百零六, 12 is 一十二."""
    if value == 0:
        return "零"
    high, low = divmod(value, 10_000)
    if not high:
        return _below_ten_thousand(low)
    gap = "零" if 0 < low < 1000 else ""
    return _below_ten_thousand(high) + "万" + gap + (_below_ten_thousand(low) if low else "")


def _below_ten_thousand(value: int) -> str:
    words, gap = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, scale)
        if digit:
            words += ("零" if gap and words else "") + "零一二三四五六七八九"[digit] + name
            gap = False
        else:
            gap = True
    return words


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [("四五十", 40, 50), ("七八十", 70, 80), ("十二三", 12, 13), ("一两百", 100, 200), ("三五", 3, 5)],
)
def test_between_two_both_ends_are_told(words: str, low: int, high: int) -> None:
    found = number_at(words, 0)
    assert found is not None
    assert (found.value, found.upto, found.exact) == (low, high, False)


@pytest.mark.parametrize("words", ["四十", "十几", "三十多", "一零六", "一三四", "五四十", "四五六十"])
def test_elsewhere_there_is_no_other_end(words: str) -> None:
    found = number_at(words, 0)
    assert found is None or found.upto is None
