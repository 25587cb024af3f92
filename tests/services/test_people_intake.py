"""The people form into the register: insert, update, never double, all or nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from backend.domain.errors import Invalid
from backend.domain.people import Person, Role
from backend.intake.cells import Named
from backend.intake.complaint import Complaint, Reading
from backend.intake.people import PersonRow
from backend.services import people, people_intake
from backend.services.desk import Desk
from backend.services.outcome import Outcome
from backend.storage.engine import Database
from tests import builders

DAY = date(2026, 7, 15)
ROWS = [
    PersonRow(2, "陈晓", "13800000001", "县重点办", "主任", (Role.OFFICE, Role.ADMIN), account="chen"),
    PersonRow(3, "李国强", "13800000002", "县政府", "副县长", (Role.LEADER,), ("东城", "西城")),
    PersonRow(4, "王小明", "13800000003", "县政府", roles=(Role.SECRETARY,), deputy=Named("赵阳")),
    PersonRow(5, "赵阳", unit="卫健局", roles=(Role.UNIT,), account="ZhaoYang"),
]


@pytest.fixture
def desk(sqlite_database: Database) -> Iterator[Desk]:
    with builders.open_desk(sqlite_database) as opened:
        yield opened


def register(desk: Desk, rows: Sequence[PersonRow], dry_run: bool = False) -> Outcome:
    return people_intake.register(desk, Reading(tuple(rows)), dry_run=dry_run)


def counts(outcome: Outcome) -> tuple[int, int, int]:
    return outcome.added, outcome.updated, outcome.unchanged


def complaints(desk: Desk, *rows: PersonRow) -> list[str]:
    with pytest.raises(Invalid, match="register_refused") as caught:
        register(desk, rows)
    return [str(complaint) for complaint in caught.value.facts["complaints"]]


def one(desk: Desk, name: str) -> Person:
    (person,) = desk.unit.people.by_name(name)
    return person


def test_people_come_in_with_units_roles_accounts_and_deputies(desk: Desk) -> None:
    assert counts(register(desk, ROWS)) == (4, 0, 0)

    assert [unit.name for unit in desk.unit.people.units()] == ["县重点办", "县政府", "卫健局"]
    assert people.office(desk) == [one(desk, "陈晓")]
    assert people.leaders(desk) == [one(desk, "李国强")]
    assert one(desk, "王小明").deputy_id == one(desk, "赵阳").id
    assert people.unit_contacts(desk, one(desk, "赵阳").unit_id or 0) == [one(desk, "赵阳")]
    actor = people.actor_at(desk, "wecom", "chen")
    assert actor is not None
    assert actor.roles == {Role.OFFICE, Role.ADMIN}
    assert people.actor_at(desk, "wecom", "zhaoyang") is not None  # WeCom ids know no case
    leader = people.actor_named(desk, "李国强")
    assert leader.scope.regions == {"东城", "西城"}


def test_the_same_form_again_changes_nothing(desk: Desk) -> None:
    register(desk, ROWS)
    duties = desk.unit.people.duties_on(DAY)

    assert counts(register(desk, ROWS)) == (0, 0, 4)
    assert len(desk.unit.people.all()) == 4
    assert desk.unit.people.duties_on(DAY) == duties


def test_a_changed_row_updates_its_person_and_ends_what_is_no_longer_said(desk: Desk) -> None:
    register(desk, ROWS)
    leader = replace(ROWS[1], title="常务副县长", regions=("西城", "北城"))

    assert counts(register(desk, [leader, ROWS[0]])) == (0, 1, 1)

    assert one(desk, "李国强").title == "常务副县长"
    held = [duty.region for duty in desk.unit.people.duties_on(DAY, Role.LEADER)]
    assert held == ["西城", "北城"]
    yesterday = desk.unit.people.duties_on(DAY - timedelta(days=1), Role.LEADER)
    assert yesterday == []  # what began and ended today never held


def test_blank_cells_leave_everything_as_it_is(desk: Desk) -> None:
    register(desk, ROWS)
    before = [people.actor_named(desk, row.name) for row in ROWS]

    outcome = register(desk, [PersonRow(2, row.name) for row in ROWS])

    assert counts(outcome) == (0, 0, 4)
    assert [people.actor_named(desk, row.name) for row in ROWS] == before


def test_none_takes_roles_account_and_deputy_away(desk: Desk) -> None:
    register(desk, ROWS)
    register(desk, [PersonRow(2, "陈晓", roles=(), account=""), PersonRow(3, "王小明", deputy=Named(""))])

    assert people.office(desk) == []
    assert people.actor_at(desk, "wecom", "chen") is None
    assert one(desk, "王小明").deputy_id is None


@pytest.mark.parametrize(
    "known",
    [
        PersonRow(2, "张伟", "13900000000", "水利局"),  # same unit, new phone
        PersonRow(2, "张伟", None, "住建局"),  # no phone yet
        PersonRow(2, "张伟", "13900000000", account="zw"),  # same account
    ],
)
def test_someone_with_a_new_phone_is_still_the_same_person(desk: Desk, known: PersonRow) -> None:
    register(desk, [known])
    row = PersonRow(2, "张伟", "13800000009", "水利局", account="zw")

    assert counts(register(desk, [row])) == (0, 1, 0)
    assert one(desk, "张伟").phone == "13800000009"


def test_namesakes_stay_two_people(desk: Desk) -> None:
    register(desk, [PersonRow(2, "张伟", "1", "水利局")])
    two = [PersonRow(2, "张伟", "1", "水利局"), PersonRow(3, "张伟", "2", "水利局")]

    assert counts(register(desk, two)) == (1, 0, 1)
    assert counts(register(desk, two)) == (0, 0, 2)
    assert complaints(desk, PersonRow(7, "张伟")) == ["第 7 行「姓名」：人员库里有 2 个「张伟」，请填电话"]
    assert complaints(desk, PersonRow(7, "甲", deputy=Named("张伟"))) == [
        "第 7 行「B岗」：有 2 个「张伟」（1、2），请在姓名后写电话"
    ]
    assert complaints(desk, PersonRow(7, "甲", deputy=Named("张伟", "3"))) == [
        "第 7 行「B岗」：「张伟」的电话不是 3"
    ]
    register(desk, [PersonRow(7, "甲", deputy=Named("张伟", "2"))])


def test_everything_wrong_is_said_at_once_and_nothing_is_saved(desk: Desk) -> None:
    register(desk, ROWS[:1])
    said = complaints(
        desk,
        PersonRow(2, "新人", unit="新单位", roles=(Role.SECRETARY,)),
        PersonRow(3, "甲", roles=(Role.UNIT,), deputy=Named("陈小")),
        PersonRow(4, "乙", account="chen", regions=("东城",)),
        PersonRow(5, "丙", deputy=Named("丙")),
    )

    assert said == [
        "第 3 行「B岗」：还没有登记「陈小」这个人，是不是「陈晓」？",
        "第 3 行「单位」：角色是责任单位的，单位必须填",
        "第 4 行「负责地区」：请在“角色”里填包保领导或重点办",
        "第 4 行「企业微信账号」：「chen」已是陈晓的账号，请先在陈晓那一行改掉",
        "第 5 行「B岗」：不能由本人顶自己的岗",
    ]
    assert [person.name for person in desk.unit.people.all()] == ["陈晓"]
    assert [unit.name for unit in desk.unit.people.units()] == ["县重点办"]


def test_complaints_of_the_reading_stop_the_good_rows_too(desk: Desk) -> None:
    with pytest.raises(Invalid) as caught:
        people_intake.register(desk, Reading(tuple(ROWS), complaints=(Complaint(9, "电话", "不是电话号码"),)))
    assert len(caught.value.facts["complaints"]) == 1
    assert desk.unit.people.all() == []


def test_a_rehearsal_counts_and_saves_nothing(desk: Desk) -> None:
    assert counts(register(desk, ROWS, dry_run=True)) == (4, 0, 0)
    assert desk.unit.people.all() == []
    assert counts(register(desk, ROWS)) == (4, 0, 0)


def test_a_new_deputy_reaches_the_duties_that_run(desk: Desk) -> None:
    register(desk, ROWS)
    project = builders.project(desk, "1", "甲")
    duty = builders.duty(desk, one(desk, "王小明"), Role.SECRETARY, project_id=project.id)

    register(desk, [PersonRow(2, "王小明", deputy=Named("陈晓"))])

    found = desk.unit.people.duty_by_id(duty.id)
    assert found is not None
    assert found.deputy_id == one(desk, "陈晓").id


def test_an_account_moves_when_its_first_owner_gives_it_up_in_the_row_above(desk: Desk) -> None:
    register(desk, [PersonRow(2, "甲", account="One"), PersonRow(3, "乙")])
    assert complaints(desk, PersonRow(2, "乙", account="one")) == [
        "第 2 行「企业微信账号」：「one」已是甲的账号，请先在甲那一行改掉"
    ]

    register(desk, [PersonRow(2, "甲", account="two"), PersonRow(3, "乙", account="one")])

    assert desk.unit.people.accounts_at("wecom") == {"two": one(desk, "甲").id, "one": one(desk, "乙").id}
