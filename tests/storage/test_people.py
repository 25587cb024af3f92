"""People and what hangs on them, as rows, on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from backend.domain.people import Duty, Leave, Person, Role, Token
from backend.domain.project import Project
from backend.storage.engine import Database
from backend.storage.unit import Unit

NOW = datetime(2026, 7, 15, 1, 0, tzinfo=UTC)
DAY = date(2026, 7, 15)


def test_a_person_comes_back_as_stored_and_as_changed(database: Database) -> None:
    with database.writing() as connection:
        people = Unit(connection).people
        bureau = people.add_unit("区住建局")
        zhao = people.add(Person(0, "赵阳"))
        wang = people.add(Person(0, "王小明", "科长", "13800000001", bureau.id))
        people.update(Person(wang.id, "王小明", "副局长", "13800000001", bureau.id, zhao.id))

    with database.reading() as connection:
        people = Unit(connection).people
        assert people.by_id(wang.id) == Person(wang.id, "王小明", "副局长", "13800000001", bureau.id, zhao.id)
        assert people.by_name("王小明") == [people.by_id(wang.id)]
        assert list(people.by_ids([wang.id, zhao.id, 999])) == [zhao.id, wang.id]
        assert people.by_ids([]) == {}
        assert people.by_id(999) is None


def test_a_unit_of_the_same_name_is_the_same_unit(database: Database) -> None:
    with database.writing() as connection:
        people = Unit(connection).people
        first = people.add_unit("区住建局")
        again = people.add_unit("区住建局")

        assert first == again
        assert people.units() == [first]
        assert people.unit_by_id(first.id) == first
        assert people.unit_named("区水利局") is None


def test_two_people_may_share_a_name_but_not_name_and_phone(database: Database) -> None:
    with database.writing() as connection:
        unit = Unit(connection)
        unit.people.add(Person(0, "张伟", phone="1"))
        unit.people.add(Person(0, "张伟", phone="2"))
        with pytest.raises(IntegrityError), unit.attempt():
            unit.people.add(Person(0, "张伟", phone="1"))

        assert len(unit.people.by_name("张伟")) == 2


def test_duties_are_found_by_holder_deputy_project_region_and_day(database: Database) -> None:
    with database.writing() as connection:
        unit = Unit(connection)
        wang, zhao = unit.people.add(Person(0, "王")), unit.people.add(Person(0, "赵"))
        east = unit.projects.add(Project(0, "1", "东", region="东城"))
        nowhere = unit.projects.add(Project(0, "2", "无"))

        def duty(person: Person, role: Role, **bounds: object) -> Duty:
            return unit.people.add_duty(Duty(0, person.id, role, **{"since": DAY, **bounds}))  # type: ignore[arg-type]

        secretary = duty(wang, Role.SECRETARY, project_id=east.id, deputy_id=zhao.id)
        leader = duty(zhao, Role.LEADER, region="东城")
        office = duty(zhao, Role.OFFICE)
        unit.people.end_duty(office.id, DAY)

        assert unit.people.duties_of(wang.id) == [secretary]
        assert [duty.id for duty in unit.people.duties_of(zhao.id)] == [secretary.id, leader.id, office.id]
        assert unit.people.duties_for([east.id]) == [secretary, leader]
        assert unit.people.duties_for([nowhere.id]) == []
        assert len(unit.people.duties_on(DAY)) == 3
        assert unit.people.duties_on(DAY + timedelta(days=1)) == [secretary, leader]
        assert unit.people.duties_on(DAY, Role.LEADER) == [leader]
        assert unit.people.duties_on(DAY - timedelta(days=1)) == []
        unit.people.set_deputy(secretary.id, None)
        found = unit.people.duty_by_id(secretary.id)
        assert found is not None
        assert found.deputy_id is None


def test_leaves_are_found_by_any_day_they_touch(database: Database) -> None:
    with database.writing() as connection:
        people = Unit(connection).people
        wang, zhao = people.add(Person(0, "王")), people.add(Person(0, "赵"))
        leave = Leave(wang.id, date(2026, 7, 10), date(2026, 7, 15), "培训")
        people.add_leave(leave)

        assert people.leaves(DAY, DAY) == [leave]
        assert people.leaves(date(2026, 7, 1), date(2026, 7, 10), [wang.id]) == [leave]
        assert people.leaves(DAY, DAY, [zhao.id]) == []
        assert people.leaves(date(2026, 7, 16), date(2026, 7, 31)) == []


def test_an_account_belongs_to_one_person_at_a_time(database: Database) -> None:
    with database.writing() as connection:
        people = Unit(connection).people
        wang, zhao = people.add(Person(0, "王")), people.add(Person(0, "赵"))
        people.bind("wecom", "wx1", wang.id, NOW)
        people.bind("wecom", "wx1", zhao.id, NOW)
        people.bind("console", "wx1", wang.id, NOW)

        assert people.person_at("wecom", "wx1") == zhao
        assert people.person_at("console", "wx1") == wang
        assert people.person_at("wecom", "WX2") is None
        assert people.accounts_of(zhao.id) == [("wecom", "wx1")]
        assert people.accounts_at("wecom") == {"wx1": zhao.id}
        assert people.unbind("wecom", "wx1")
        assert not people.unbind("wecom", "wx1")
        assert people.person_at("wecom", "wx1") is None


def test_a_code_is_taken_once_in_time_and_only_the_newest(database: Database) -> None:
    later = NOW + timedelta(minutes=10)
    with database.writing() as connection:
        people = Unit(connection).people
        wang, zhao = people.add(Person(0, "王")), people.add(Person(0, "赵"))
        assert people.put_code("old", wang.id, later, NOW)
        assert people.put_code("new", wang.id, later, NOW)
        assert not people.put_code("new", zhao.id, later, NOW)

        assert people.take_code("old", NOW) is None
        assert people.take_code("new", later) is None
        assert people.take_code("new", NOW) == wang.id
        assert people.take_code("new", NOW) is None
        assert people.put_code("new", zhao.id, later, NOW)


def test_tries_are_counted_by_account_and_time(database: Database) -> None:
    with database.writing() as connection:
        people = Unit(connection).people
        people.add_try("wecom", "wx1", NOW - timedelta(hours=1))
        people.add_try("wecom", "wx1", NOW)
        people.add_try("wecom", "wx2", NOW)

        assert people.tries_since("wecom", "wx1", NOW - timedelta(hours=1)) == 1
        assert people.tries_since("telegram", "wx1", NOW - timedelta(days=1)) == 0


def test_a_token_is_found_by_digest_and_revoked_once(database: Database) -> None:
    with database.writing() as connection:
        people = Unit(connection).people
        wang = people.add(Person(0, "王"))
        token = people.add_token(
            Token(0, wang.id, "大屏", "abcd1234", NOW, NOW + timedelta(days=1)), "d" * 64
        )

        assert people.token_by_digest("d" * 64) == token
        assert people.token_by_digest("e" * 64) is None
        assert people.tokens() == [token]
        assert people.revoke_token(token.id, NOW)
        assert not people.revoke_token(token.id, NOW)
        found = people.token_by_digest("d" * 64)
        assert found is not None
        assert not found.works_at(NOW)
