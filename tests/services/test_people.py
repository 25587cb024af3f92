"""Who may see what, how an account is bound, who answers today."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from backend.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from backend.domain.people import Actor, Duty, Person, Role
from backend.services import people
from backend.services.desk import Desk
from backend.storage.engine import Database
from reports.refusals import sentence
from tests import builders, cast
from tests.cast import Cast

DAY = date(2026, 7, 15)


@pytest.fixture
def desk(sqlite_database: Database) -> Iterator[Desk]:
    with builders.open_desk(sqlite_database) as opened:
        yield opened


@pytest.fixture
def who(desk: Desk) -> Cast:
    return cast.enter(desk)


def at(desk: Desk, **later: int) -> Desk:
    """The same desk some time later."""
    moment = type(desk.moment)(desk.moment.at + timedelta(**later), desk.moment.zone)
    return Desk(desk.unit, moment, desk.policy, desk.rule, desk.calendar)


def test_an_account_brings_the_roles_of_the_day_and_a_stranger_nothing(desk: Desk, who: Cast) -> None:
    def roles(account: str) -> frozenset[Role]:
        actor = people.actor_at(desk, "console", account)
        assert actor is not None
        return actor.roles

    assert roles("wang") == roles("zhao") == {Role.SECRETARY}
    assert roles("sun") == {Role.LEADER}
    assert roles("stranger") == frozenset()
    assert people.actor_at(desk, "console", "nobody") is None
    assert people.actor_at(desk, "wecom", "wang") is None


def test_a_duty_that_has_ended_opens_nothing_the_next_day(desk: Desk, who: Cast) -> None:
    duty = desk.unit.people.duties_of(who.secretary.id)[0]
    people.end_duty(desk, duty.id, DAY)

    today = people.actor_at(desk, "console", "wang")
    tomorrow = people.actor_at(at(desk, days=1), "console", "wang")
    assert today is not None
    assert tomorrow is not None
    assert today.scope.project_ids == {who.hospital.id}
    assert tomorrow.scope.project_ids == frozenset()
    with pytest.raises(NotFound):
        people.end_duty(desk, 999, DAY)


def test_a_person_is_named_at_the_machine_unless_two_share_the_name(desk: Desk, who: Cast) -> None:
    assert people.actor_named(desk, "王小明").person == who.secretary
    builders.person(desk, "王小明", phone="13900000000")
    with pytest.raises(Conflict, match="person_ambiguous"):
        people.actor_named(desk, "王小明")
    with pytest.raises(NotFound):
        people.actor_named(desk, "没有此人")


def test_a_token_speaks_for_its_person_until_it_expires_or_is_revoked(desk: Desk, who: Cast) -> None:
    token = people.create_token(desk, who.office.id, "大屏", "s3cret", days=1)
    lasting = people.create_token(desk, who.office.id, "大屏", "other")

    assert token.startswith("st_")
    assert token.endswith("_s3cret")
    actor = people.actor_of_token(desk, token)
    assert actor is not None
    assert actor.person == who.office
    assert actor.scope.everything
    assert people.actor_of_token(desk, token + "x") is None
    assert people.actor_of_token(desk, "") is None
    assert people.actor_of_token(at(desk, days=1), token) is None
    assert people.actor_of_token(at(desk, days=900), lasting) is not None
    people.revoke_token(desk, desk.unit.people.tokens()[1].id)
    assert people.actor_of_token(desk, lasting) is None
    with pytest.raises(NotFound):
        people.revoke_token(desk, desk.unit.people.tokens()[1].id)


def test_only_the_digest_of_a_token_is_stored(sqlite_database: Database) -> None:
    with builders.open_desk(sqlite_database) as desk:
        someone = builders.person(desk, "甲")
        people.create_token(desk, someone.id, "大屏", "s3cretsecret")
    sqlite_database.close()
    stored = b"".join(path.read_bytes() for path in _files(sqlite_database))
    assert b"s3cretsecret" not in stored


def _files(database: Database):  # type: ignore[no-untyped-def]
    from pathlib import Path

    assert database.url.database is not None
    return Path(database.url.database).parent.glob("steward.db*")


@pytest.mark.parametrize(("name", "days"), [("", 1), ("长" * 61, 1), ("好", 0), ("好", 9999)])
def test_a_token_needs_a_name_and_sensible_days(desk: Desk, who: Cast, name: str, days: int) -> None:
    with pytest.raises(Invalid):
        people.create_token(desk, who.office.id, name, "s", days)


def test_a_code_binds_once_however_it_is_typed(desk: Desk, who: Cast) -> None:
    people.issue_code(desk, who.stranger.id, "AB12CD")

    assert people.bind(desk, "wecom", "wx1", " ａb12 cd ") == who.stranger
    actor = people.actor_at(desk, "wecom", "wx1")
    assert isinstance(actor, Actor)
    assert people.bind(desk, "wecom", "wx2", "AB12CD") is None
    assert people.actor_at(desk, "wecom", "wx2") is None


def test_wrong_late_and_replaced_codes_are_refused_alike(desk: Desk, who: Cast) -> None:
    people.issue_code(desk, who.stranger.id, "111111")
    people.issue_code(desk, who.stranger.id, "222222")

    assert people.bind(desk, "wecom", "wx1", "111111") is None
    assert people.bind(desk, "wecom", "wx1", "999999") is None
    assert people.bind(at(desk, minutes=10), "wecom", "wx1", "222222") is None
    assert people.bind(at(desk, minutes=9), "wecom", "wx1", "222222") == who.stranger


def test_a_guesser_is_paused_for_an_hour_even_with_the_right_code(desk: Desk, who: Cast) -> None:
    people.issue_code(desk, who.stranger.id, "222222")
    for n in range(desk.policy.binding_tries_per_hour):
        assert people.bind(desk, "wecom", "wx1", str(n)) is None

    with pytest.raises(Refused, match="binding_paused"):
        people.bind(desk, "wecom", "wx1", "222222")
    assert people.bind(desk, "wecom", "wx2", "222222") == who.stranger
    people.issue_code(at(desk, hours=1), who.stranger.id, "333333")
    assert people.bind(at(desk, hours=1), "wecom", "wx1", "333333") == who.stranger


def test_two_people_never_hold_the_same_live_code(desk: Desk, who: Cast) -> None:
    people.issue_code(desk, who.stranger.id, "111111")
    with pytest.raises(Conflict):
        people.issue_code(desk, who.office.id, "111111")
    with pytest.raises(NotFound):
        people.issue_code(desk, 999, "333333")


def test_the_deputy_answers_while_the_secretary_is_on_leave(desk: Desk, who: Cast) -> None:
    secretary = who.actor(desk, who.secretary)
    assert people.secretaries_of(desk, who.hospital) == [who.secretary]

    people.take_leave(desk, secretary, DAY, DAY, "培训")

    assert people.secretaries_of(desk, who.hospital) == [who.deputy]
    assert people.secretaries_of(at(desk, days=1), who.hospital) == [who.secretary]


def test_when_everybody_is_away_the_holder_still_answers(desk: Desk, who: Cast) -> None:
    people.take_leave(desk, who.actor(desk, who.secretary), DAY, DAY)
    people.take_leave(desk, who.actor(desk, who.deputy), DAY, DAY)

    assert people.secretaries_of(desk, who.hospital) == [who.secretary]
    assert people.secretaries_of(desk, who.road) == []


def test_a_leave_is_checked_and_entered_once(desk: Desk, who: Cast) -> None:
    secretary, office = who.actor(desk, who.secretary), who.actor(desk, who.office)
    people.take_leave(desk, secretary, DAY, DAY + timedelta(days=2))
    people.take_leave(desk, secretary, DAY, DAY + timedelta(days=2))
    people.take_leave(desk, office, DAY, DAY, "出差", person_id=who.leader.id)

    assert len(desk.unit.people.leaves(DAY, DAY)) == 2
    with pytest.raises(NotAllowed):
        people.take_leave(desk, secretary, DAY, DAY, person_id=who.leader.id)
    with pytest.raises(Invalid, match="leave_backwards"):
        people.take_leave(desk, secretary, DAY, DAY - timedelta(days=1))
    with pytest.raises(Invalid, match="leave_too_long"):
        people.take_leave(desk, secretary, DAY, DAY + timedelta(days=366))


def test_a_leave_that_is_over_is_refused_and_one_that_began_is_not(desk: Desk, who: Cast) -> None:
    secretary = who.actor(desk, who.secretary)
    with pytest.raises(Invalid, match="leave_in_past"):
        people.take_leave(desk, secretary, DAY - timedelta(days=3), DAY - timedelta(days=1))

    people.take_leave(desk, secretary, DAY - timedelta(days=1), DAY)

    assert len(desk.unit.people.leaves(DAY - timedelta(days=5), DAY)) == 1


def test_a_unit_is_found_by_a_part_of_its_name_and_refused_by_what_was_typed(desk: Desk, who: Cast) -> None:
    desk.unit.people.add_unit("区水务局")

    assert people.unit_called(desk, "卫健").id == who.bureau.id
    for typed, code in (("环保局", "unit_not_found"), ("区", "unit_ambiguous"), (" ", "unit_missing")):
        with pytest.raises(Refused) as caught:
            people.unit_called(desk, typed)
        assert caught.value.code == code
        assert typed.strip() in sentence(code, caught.value.facts)


def test_office_leaders_and_unit_contacts_are_the_duty_holders_of_the_day(desk: Desk, who: Cast) -> None:
    clerk = builders.person(desk, "西城干事")
    builders.duty(desk, clerk, Role.OFFICE, region="西城")

    assert people.office(desk) == [who.office, who.admin]
    assert people.office(desk, "西城") == [who.office, clerk, who.admin]
    assert people.leaders(desk) == [who.leader, who.region_leader]
    assert people.leaders_of(desk, who.hospital) == [who.leader, who.region_leader]
    assert people.leaders_of(desk, who.road) == []
    assert people.unit_contacts(desk, who.bureau.id) == [who.contact]
    assert people.unit_contacts(desk, 999) == []


@pytest.mark.parametrize(
    ("bounds", "code"),
    [
        ({}, "duty_unbounded"),
        ({"project_id": 1, "since": DAY, "until": DAY - timedelta(days=1)}, "duty_backwards"),
        ({"project_id": 1, "deputy_id": "self"}, "deputy_is_holder"),
    ],
)
def test_a_duty_that_makes_no_sense_is_refused(
    desk: Desk, who: Cast, bounds: dict[str, object], code: str
) -> None:
    given = {key: who.secretary.id if value == "self" else value for key, value in bounds.items()}
    with pytest.raises(Invalid, match=code):
        people.add_duty(desk, Duty(0, who.secretary.id, Role.SECRETARY, **given))  # type: ignore[arg-type]


def test_a_duty_for_nobody_known_is_refused(desk: Desk, who: Cast) -> None:
    with pytest.raises(NotFound):
        people.add_duty(desk, Duty(0, 999, Role.OFFICE))
    with pytest.raises(NotFound):
        people.add_duty(desk, Duty(0, who.office.id, Role.OFFICE, deputy_id=999))
    added = people.add_duty(desk, Duty(0, who.office.id, Role.LEADER, region="北城", since=DAY))
    assert Person(who.office.id, "陈晓") in people.leaders(desk)
    assert added.id > 0
