"""Thousands of small plans of every kind of link, lag, calendar, limit and progress, against trying day after day.

Apart from the tests of the domain, which have to answer in seconds.
"""

from random import Random

import pytest

from tests.domain.stepping import random_plan
from tests.domain.test_mixed_schedule import NAMES, agree, even_plan

PLANS = 1000  # in each part: about two seconds


@pytest.mark.parametrize("part", range(4))
def test_all_dates_of_thousands_of_plans_are_those_of_trying_day_after_day(part: int) -> None:
    for seed in range(part * PLANS, (part + 1) * PLANS):
        agree(*random_plan(Random(seed), NAMES, progress=seed % 2 == 0))


def test_so_are_those_of_plans_that_links_alone_decide() -> None:
    for seed in range(PLANS):
        agree(even_plan(Random(seed)), None)
