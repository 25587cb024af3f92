"""Missing means expected and absent."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.expectation import Expected, Roster, roster
from backend.domain.people import Duty, Leave, Role
from backend.domain.project import Project, Stage
from backend.domain.workdays import Workdays
from tests import builders

FRIDAY = date(2026, 10, 23)
SATURDAY = date(2026, 10, 24)
MONDAY = date(2026, 10, 26)
SECRETARY, DEPUTY, LEADER = 11, 12, 13


def site(id_: int = 1, stage: Stage = Stage.ACTIVE, *, seven_day: bool = False) -> Project:
    return Project(id=id_, code=f"P{id_}", name=f"项目{id_}", stage=stage, seven_day=seven_day)


def duty(role: Role = Role.SECRETARY, person: int = SECRETARY, **more: object) -> Duty:
    values: dict[str, object] = {"project_id": 1, "deputy_id": DEPUTY, "since": date(2026, 1, 1), **more}
    return Duty(id=person, person_id=person, role=role, **values)  # type: ignore[arg-type]


def away(person: int, since: date = FRIDAY, until: date = FRIDAY) -> Leave:
    return Leave(person, since, until)


def with_(*leaves: Leave, project: Project | None = None, duties: list[Duty] | None = None) -> Roster:
    return roster([project or site()], [duty()] if duties is None else duties, leaves, Workdays())


def test_the_secretary_of_an_active_project_is_expected_on_a_working_day() -> None:
    assert with_().expected(FRIDAY) == [Expected(1, SECRETARY)]
    assert with_().expected(SATURDAY) == []


def test_a_site_of_seven_days_is_expected_on_saturday_too() -> None:
    assert with_(project=site(seven_day=True)).expected(SATURDAY) == [Expected(1, SECRETARY)]


def test_a_make_up_day_counts_and_a_holiday_does_not() -> None:
    calendar = builders.workdays([FRIDAY], [SATURDAY])
    book = roster([site()], [duty()], [], calendar)

    assert book.expected(FRIDAY) == []
    assert book.expected(SATURDAY) == [Expected(1, SECRETARY)]


@pytest.mark.parametrize("stage", [s for s in Stage if s is not Stage.ACTIVE])
def test_only_active_projects_are_expected(stage: Stage) -> None:
    assert with_(project=site(stage=stage)).expected(FRIDAY) == []


def test_the_deputy_is_expected_while_the_secretary_is_away() -> None:
    book = with_(away(SECRETARY))

    assert book.expected(FRIDAY) == [Expected(1, DEPUTY)]
    assert book.expected(MONDAY) == [Expected(1, SECRETARY)]


def test_with_both_away_or_nobody_in_the_seat_the_project_is_unattended() -> None:
    assert with_(away(SECRETARY), away(DEPUTY)).expected(FRIDAY) == [Expected(1, None)]
    assert with_(duties=[]).expected(FRIDAY) == [Expected(1, None)]
    assert with_(duties=[duty(until=FRIDAY - timedelta(days=1))]).expected(FRIDAY) == [Expected(1, None)]


def test_a_leader_is_not_expected_to_report() -> None:
    assert with_(duties=[duty(Role.LEADER, LEADER)]).expected(FRIDAY) == [Expected(1, None)]


def test_a_handover_names_the_new_secretary_from_the_first_day() -> None:
    duties = [duty(until=FRIDAY), duty(person=14, since=MONDAY, deputy_id=None)]

    assert with_(duties=duties).answers(1, FRIDAY) == SECRETARY
    assert with_(duties=duties).answers(1, MONDAY) == 14


def test_days_on_which_nobody_could_report_are_not_counted() -> None:
    book = with_(away(SECRETARY, FRIDAY, FRIDAY), duties=[duty(deputy_id=None)])

    assert list(book.expected_days(1, FRIDAY - timedelta(days=1), MONDAY)) == [
        MONDAY,
        FRIDAY - timedelta(days=1),
    ]


@given(st.integers(0, 60), st.integers(0, 60), st.booleans())
def test_expected_days_are_the_days_that_expect_somebody(start: int, length: int, seven_day: bool) -> None:
    first = date(2026, 9, 1) + timedelta(days=start)
    days = [first + timedelta(days=n) for n in range(length)]
    book = with_(
        away(SECRETARY, date(2026, 9, 20), date(2026, 10, 5)),
        away(DEPUTY, date(2026, 9, 25), date(2026, 10, 9)),
        project=site(seven_day=seven_day),
    )

    asked = [day for day in days if any(e.person_id is not None for e in book.expected(day))]
    assert list(book.expected_days(1, first, first + timedelta(days=length - 1))) == asked[::-1]
