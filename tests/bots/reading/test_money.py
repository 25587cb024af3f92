"""What a sum of money covers decides which column it lands in."""

from datetime import date
from decimal import Decimal

import pytest

from bots.intents import Money
from bots.reading import read


@pytest.mark.parametrize(
    ("text", "covers"),
    [
        ("本月完成投资320万元", Money.MONTH),
        ("本月累计完成投资320万元", Money.MONTH),
        ("1-9月累计完成投资320万元", Money.YEAR_TO_DATE),
        ("今年以来完成投资320万元", Money.YEAR_TO_DATE),
        ("开工以来累计完成投资320万元", Money.UNSAID),
        ("完成投资320万元", Money.UNSAID),
        ("今日完成投资320万元", Money.DAY),
    ],
)
def test_a_sum_covers_what_was_said(text: str, covers: Money) -> None:
    [reading] = read(text, date(2026, 10, 26))

    assert reading.invested is not None
    assert (reading.invested.wan, reading.invested.covers) == (Decimal(320), covers)
