"""Who answers and who sees, decided from duties, days and leaves."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from backend.domain.people import EVERYTHING, Duty, Leave, Person, Role, Scope, Token, acting, actor_of

DAY = date(2026, 7, 15)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


def test_a_duty_holds_from_its_first_day_to_its_last() -> None:
    duty = Duty(1, 1, Role.OFFICE, since=DAY, until=DAY)
    assert [duty.holds_on(day) for day in (BEFORE, DAY, AFTER)] == [False, True, False]
    assert Duty(1, 1, Role.OFFICE).holds_on(date.max)


def test_the_deputy_acts_only_while_the_holder_is_away_and_the_deputy_is_not() -> None:
    duty = Duty(1, 1, Role.SECRETARY, project_id=7, deputy_id=2)
    holder_away, deputy_away = Leave(1, DAY, DAY), Leave(2, DAY, DAY)

    assert acting(duty, DAY, []) == 1
    assert acting(duty, DAY, [deputy_away]) == 1
    assert acting(duty, DAY, [holder_away]) == 2
    assert acting(duty, AFTER, [holder_away]) == 1
    assert acting(duty, DAY, [holder_away, deputy_away]) is None
    assert acting(Duty(1, 1, Role.SECRETARY, 7), DAY, [holder_away]) is None
    assert acting(Duty(1, 1, Role.SECRETARY, 7, until=BEFORE), DAY, []) is None


def test_an_actor_sees_what_own_and_deputised_duties_cover_that_day() -> None:
    duties = [
        Duty(1, 1, Role.SECRETARY, project_id=7),
        Duty(2, 9, Role.LEADER, region="东城", deputy_id=1),
        Duty(3, 1, Role.UNIT, unit_id=4),
        Duty(4, 1, Role.SECRETARY, project_id=8, until=BEFORE),
        Duty(5, 9, Role.OFFICE),
    ]
    actor = actor_of(Person(1, "王"), duties, DAY)

    assert actor.roles == {Role.SECRETARY, Role.LEADER, Role.UNIT}
    assert actor.scope == Scope(False, frozenset({7}), frozenset({"东城"}), frozenset({4}))
    assert not actor.is_office()


def test_only_an_unbounded_office_sees_everything() -> None:
    clerk = Person(1, "陈")
    assert actor_of(clerk, [Duty(1, 1, Role.OFFICE)], DAY).scope.everything
    assert actor_of(clerk, [Duty(1, 1, Role.ADMIN)], DAY).is_office()
    assert actor_of(clerk, [Duty(1, 1, Role.OFFICE, region="东城")], DAY).scope == Scope(
        regions=frozenset({"东城"})
    )
    assert not actor_of(clerk, [Duty(1, 1, Role.LEADER)], DAY).scope.everything


@given(st.integers(), st.text(), st.none() | st.integers())
def test_nothing_is_seen_through_an_empty_scope_and_all_through_a_full_one(
    project_id: int, region: str, unit_id: int | None
) -> None:
    assert not Scope().sees(project_id, region, unit_id)
    assert EVERYTHING.sees(project_id, region, unit_id)
    assert Scope(project_ids=frozenset({project_id})).sees(project_id, "", None)


def test_a_token_works_until_it_expires_or_is_revoked() -> None:
    now = datetime(2026, 7, 15, tzinfo=UTC)
    assert Token(1, 1, "大屏", "ab", now).works_at(now)
    assert not Token(1, 1, "大屏", "ab", now, expires_at=now).works_at(now)
    assert not Token(1, 1, "大屏", "ab", now, revoked_at=now).works_at(now)
