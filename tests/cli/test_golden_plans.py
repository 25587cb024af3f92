"""Three plans as offices have them: read as a planner reads them once, and the same ever after.

Each is also scheduled by trying one day after the other, so that what is kept here is right and not only old.
"""

from pathlib import Path

import pytest
from click.testing import CliRunner

from backend.cli.plan import plan
from backend.domain.backward import schedule
from backend.intake.plans import read_plan
from tests.domain.stepping import Stepper

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", ["hospital", "road", "neighbourhood"])
def test_a_plan_comes_out_as_it_was_read(name: str) -> None:
    result = CliRunner().invoke(plan, [str(GOLDEN / f"{name}.json")], catch_exceptions=False)
    assert result.exit_code == 0
    assert result.stdout == (GOLDEN / f"{name}.txt").read_text("utf-8")


@pytest.mark.parametrize("name", ["hospital", "road", "neighbourhood"])
def test_its_dates_are_those_of_trying_day_after_day(name: str) -> None:
    read = read_plan((GOLDEN / f"{name}.json").read_bytes())
    works = {
        "": read.calendars.standard.is_workday,
        **{n: w.is_workday for n, w in read.calendars.named.items()},
    }
    told = Stepper(read.plan, works, read.status)
    for row in schedule(read.plan, read.calendars, read.status).steps:
        assert (row.early_start, row.early_finish) == told.early[row.step.id], row.step.id
        assert (row.late_start, row.late_finish) == told.late[row.step.id], row.step.id
