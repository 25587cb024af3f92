"""What a project still lacks before it may be active."""

from datetime import date, timedelta

import pytest

from backend.domain.people import Duty, Role
from backend.domain.project import Project, Seat, empty_seats

DAY = date(2026, 7, 15)
FULL = Project(7, "1", "甲", region="东城", unit_id=3, target=DAY)
LEADER = Duty(1, 1, Role.LEADER, project_id=7)
SECRETARY = Duty(2, 2, Role.SECRETARY, project_id=7)


def test_a_project_with_nothing_lacks_every_seat() -> None:
    assert empty_seats(Project(7, "1", "甲"), [], DAY) == tuple(Seat)


@pytest.mark.parametrize("leader", [LEADER, Duty(1, 1, Role.LEADER, region="东城")])
def test_a_leader_of_the_project_or_of_its_region_fills_the_seat(leader: Duty) -> None:
    assert empty_seats(FULL, [leader, SECRETARY], DAY) == ()


@pytest.mark.parametrize(
    "other",
    [
        Duty(1, 1, Role.LEADER, project_id=8),
        Duty(1, 1, Role.LEADER, region="西城"),
        Duty(1, 1, Role.LEADER),
        Duty(1, 1, Role.LEADER, project_id=7, until=DAY - timedelta(days=1)),
    ],
)
def test_a_leader_of_something_else_or_of_yesterday_does_not(other: Duty) -> None:
    assert empty_seats(FULL, [other, SECRETARY], DAY) == (Seat.LEADER,)
