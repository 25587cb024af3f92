"""Progress told step by step. Weekdays are working days; today is Wednesday 15 July 2026."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from backend.domain.errors import NotAllowed, Refused
from backend.domain.people import Person
from backend.domain.snapshot import MilestoneState
from backend.services import plans, step_progress
from backend.services.step_progress import Told
from backend.storage.engine import Database
from tests import builders, cast
from tests.services.test_plans import TODAY, Office, day


@pytest.fixture
def office(database: Database) -> Iterator[Office]:
    with builders.open_desk(database) as desk:
        found = Office(desk, cast.enter(desk))
        found.adopt()
        yield found


def tell(office: Office, step: str, on: date | None = None, by: Person | None = None, **said: Any) -> Told:
    actor = office.cast.actor(office.desk, by or office.cast.secretary)
    return step_progress.tell(office.desk, actor, office.hospital, step, said, on)  # type: ignore[arg-type]


def refused(office: Office, step: str, on: date | None = None, **said: Any) -> tuple[str, Any]:
    before = office.planned().stored
    with pytest.raises(Refused) as refusal:
        tell(office, step, on, **said)
    assert office.planned().stored == before
    return refusal.value.code, refusal.value.facts.get("field")


def told(office: Office, step: str) -> tuple[date | None, date | None, int | None, Decimal | None]:
    found = next(one for one in plans.stored_plan(office.desk, office.hospital).plan.steps if one.id == step)
    return found.actual_start, found.actual_finish, found.remaining, found.percent


def test_a_step_is_begun_gets_on_and_is_done(office: Office) -> None:
    begun = tell(office, "permit", actual_start=day(7, 6))
    # Ten days from 6 July are 17 July, and 40 days of work after it.
    assert begun.after.schedule.early_finish[0] == day(7, 17)
    half = tell(office, "permit", percent=Decimal(80))
    assert half.after.schedule.early_finish[0] == day(7, 16)
    assert told(office, "permit") == (day(7, 6), None, None, Decimal(80))
    done = tell(office, "permit", actual_finish=day(7, 15))
    assert (done.figure.state, done.figure.actual) == (MilestoneState.DONE_LATE, TODAY)
    assert told(office, "permit") == (day(7, 6), TODAY, None, None)
    # No new version, and nobody asked to approve it.
    assert plans.stored_plan(office.desk, office.hospital).version == 1


def test_the_later_word_on_what_is_left_stands(office: Office) -> None:
    tell(office, "permit", percent=Decimal(30))
    tell(office, "permit", remaining=2)
    assert told(office, "permit")[2:] == (2, None)
    tell(office, "permit", percent=Decimal("62.5"))
    assert told(office, "permit")[2:] == (None, Decimal("62.5"))
    tell(office, "permit", percent=None)
    assert told(office, "permit")[2:] == (None, None)


def test_what_is_told_for_an_earlier_day_counts_from_that_day(office: Office) -> None:
    tell(office, "permit", on=day(7, 13), remaining=4)
    assert office.planned().schedule.early_finish[0] == day(7, 16)
    assert office.planned(day(7, 13)).schedule.early_finish[0] == day(7, 16)
    # On the 10th nobody knew: it was to take its ten days from 1 June, and so at least to that day.
    assert office.planned(day(7, 10)).schedule.early_finish[0] == day(7, 10)
    tell(office, "permit", actual_start=day(7, 1))  # of what is left nothing new is said
    assert office.planned().stored.told == {"permit": day(7, 13)}


def test_everything_can_be_taken_back(office: Office) -> None:
    tell(office, "permit", actual_start=day(7, 6), percent=Decimal(50))
    tell(office, "permit", actual_start=None)
    assert told(office, "permit") == (None, None, None, None)
    assert office.planned().stored.told == {}
    tell(office, "permit", actual_start=day(7, 6), actual_finish=day(7, 10))
    tell(office, "permit", actual_finish=None)
    assert told(office, "permit") == (day(7, 6), None, None, None)


def test_nothing_is_left_of_a_step_that_is_finished_as_a_milestone(office: Office) -> None:
    tell(office, "permit", actual_start=day(7, 6), percent=Decimal(50))
    office.finish("施工许可", day(7, 14))
    assert told(office, "permit") == (day(7, 6), day(7, 14), None, None)
    assert office.planned().stored.told == {}
    assert office.adopt(reason="") == 1  # the same plan says nothing new


def test_only_that_step_is_told_of(office: Office) -> None:
    tell(office, "ground", actual_start=day(7, 1), actual_finish=day(7, 14))
    assert told(office, "permit") == told(office, "pit") == (None, None, None, None)


def test_what_cannot_be_is_refused_and_nothing_of_it_is_kept(office: Office) -> None:
    ahead = day(7, 16)
    assert refused(office, "permit", actual_start=ahead) == ("day_in_future", "actual_start")
    assert refused(office, "permit", actual_finish=ahead) == ("day_in_future", "actual_finish")
    assert refused(office, "permit", on=ahead, percent=Decimal(1)) == ("day_in_future", "day")
    assert refused(office, "permit", percent=Decimal(101)) == ("percent_out_of_range", "percent")
    assert refused(office, "permit", remaining=-1)[0] == "plan_flawed"
    assert refused(office, "permit")[0] == "nothing_said"
    assert refused(office, "月球", percent=Decimal(1))[0] == "step_not_found"
    # The roof waits for the ground: who says what is left of it says when it began.
    assert refused(office, "roof", percent=Decimal(1)) == ("start_missing", "actual_start")
    assert tell(office, "roof", actual_start=day(7, 14), percent=Decimal(1)).step.percent == Decimal(1)

    tell(office, "permit", actual_start=day(7, 6))
    finish = {"actual_finish": day(7, 3)}
    assert refused(office, "permit", **finish) == ("finish_before_start", "actual_finish")
    assert refused(office, "permit", on=day(7, 3), percent=Decimal(5)) == ("left_before_start", "day")
    done = {"actual_finish": day(7, 10)}
    assert refused(office, "permit", **done, remaining=2) == ("left_of_done", "remaining")
    tell(office, "permit", **done)
    assert refused(office, "permit", actual_start=day(7, 13)) == ("finish_before_start", "actual_start")
    assert refused(office, "permit", percent=Decimal(90)) == ("left_of_done", "remaining")


@pytest.mark.parametrize("who", ["secretary", "deputy", "leader", "region_leader", "office", "admin"])
def test_those_who_answer_for_the_site_tell(office: Office, who: str) -> None:
    assert tell(office, "permit", by=getattr(office.cast, who), percent=Decimal(5)).step.percent == Decimal(5)


@pytest.mark.parametrize("who", ["contact", "stranger"])
def test_the_units_people_and_strangers_do_not(office: Office, who: str) -> None:
    with pytest.raises(NotAllowed):
        tell(office, "permit", by=getattr(office.cast, who), percent=Decimal(5))
