import itertools
from datetime import date, timedelta
from decimal import Decimal

import pytest

from backend.domain.pro_rata import pro_rata
from backend.domain.standing import percent


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2026, 1, 31), "8.3"),
        (date(2026, 2, 28), "16.7"),
        (date(2028, 2, 29), "16.7"),
        (date(2026, 3, 31), "25.0"),
        (date(2026, 4, 30), "33.3"),
        (date(2026, 5, 31), "41.7"),
        (date(2026, 6, 30), "50.0"),
        (date(2026, 8, 31), "66.7"),
        (date(2026, 10, 31), "83.3"),
        (date(2026, 11, 30), "91.7"),
        (date(2026, 12, 31), "100.0"),
    ],
)
def test_at_a_months_end_it_is_months_over_twelve(day: date, shown: str) -> None:
    assert percent(pro_rata(day)) == Decimal(shown)


def test_inside_a_month_the_month_does_not_count_yet() -> None:
    assert pro_rata(date(2026, 6, 29)) == pro_rata(date(2026, 5, 31))
    assert pro_rata(date(2026, 1, 30)) == 0


def test_it_never_falls_within_a_year_and_ends_at_one() -> None:
    shares = [pro_rata(date(2028, 1, 1) + timedelta(n)) for n in range(366)]

    assert all(a <= b for a, b in itertools.pairwise(shares))
    assert len(set(shares)) == 13
    assert shares[-1] == 1
