"""The project form into the register: insert, update, never double, all or nothing, no empty seat in 在建."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from backend.domain.errors import Invalid
from backend.domain.people import EVERYTHING, Person, Role
from backend.domain.project import Kind, Project, Site, Stage
from backend.intake.cells import Named
from backend.intake.complaint import Complaint, Reading
from backend.intake.projects import ProjectRow
from backend.services import people, project_intake, projects
from backend.services.desk import Desk
from backend.services.outcome import Outcome
from backend.storage.engine import Database
from tests import builders

DAY = date(2026, 7, 15)
HOSPITAL = ProjectRow(
    line=2,
    code="QX-1",
    name="县医院迁建",
    changes={
        "stage": Stage.ACTIVE,
        "kind": Kind.BUILDING,
        "target": date(2027, 12, 31),
        "total_wan": Decimal(32000),
    },
    unit="卫健局",
    leaders=(Named("李国强"),),
    secretaries=(Named("王小明"),),
    position=(34.5021, 113.2034),
    plans={None: Decimal(8000), 2027: Decimal(9000)},
)


@pytest.fixture
def desk(sqlite_database: Database) -> Iterator[Desk]:
    with builders.open_desk(sqlite_database) as opened:
        yield opened


@pytest.fixture
def wang(desk: Desk) -> Person:
    """The secretary; with a leader, a deputy and a unit around him."""
    desk.unit.people.add_unit("卫健局")
    builders.person(desk, "李国强", phone="1")
    deputy = builders.person(desk, "赵阳")
    wang = replace(builders.person(desk, "王小明"), deputy_id=deputy.id)
    desk.unit.people.update(wang)
    return wang


def register(desk: Desk, rows: Sequence[ProjectRow], dry_run: bool = False) -> Outcome:
    return project_intake.register(desk, Reading(tuple(rows)), dry_run=dry_run)


def counts(outcome: Outcome) -> tuple[int, int, int]:
    return outcome.added, outcome.updated, outcome.unchanged


def complaints(desk: Desk, *rows: ProjectRow) -> list[str]:
    with pytest.raises(Invalid, match="register_refused") as caught:
        register(desk, rows)
    return [str(complaint) for complaint in caught.value.facts["complaints"]]


def project(desk: Desk, code: str = "QX-1") -> Project:
    found = desk.unit.projects.by_code(code, EVERYTHING)
    assert found is not None
    return found


def test_a_project_comes_in_with_its_seats_plan_and_site(desk: Desk, wang: Person) -> None:
    assert counts(register(desk, [HOSPITAL])) == (1, 0, 0)

    hospital = project(desk)
    assert hospital.stage is Stage.ACTIVE
    assert hospital.site == Site(34.5021, 113.2034, desk.policy.site_radius_m)
    team = projects.teams(desk, [hospital])[hospital.id]
    assert [p.name for p in (*team.leaders, *team.secretaries)] == ["李国强", "王小明"]
    assert team.unit is not None
    assert team.unit.name == "卫健局"
    assert {duty.deputy_id for duty in team.duties} == {None, wang.deputy_id}
    assert desk.unit.projects.annual_plan([hospital.id], 2026) == {hospital.id: Decimal(8000)}
    assert desk.unit.projects.annual_plan([hospital.id], 2027) == {hospital.id: Decimal(9000)}


def test_the_same_form_again_changes_nothing(desk: Desk, wang: Person) -> None:
    register(desk, [HOSPITAL])
    duties, before = desk.unit.people.duties_on(DAY), project(desk)

    assert counts(register(desk, [HOSPITAL])) == (0, 0, 1)
    assert project(desk) == before
    assert desk.unit.people.duties_on(DAY) == duties
    assert desk.unit.projects.listing(EVERYTHING).total == 1


@pytest.mark.parametrize(
    "change",
    [
        {"name": "县医院迁建（一期）"},
        {"changes": {"total_wan": Decimal("32000.5")}},
        {"plans": {2027: Decimal(1)}},
        {"secretaries": (Named("赵阳"),)},
        {"position": (34.6, 113.2034)},
        {"radius_m": 800},
    ],
)
def test_a_changed_row_updates_and_is_counted(desk: Desk, wang: Person, change: dict[str, object]) -> None:
    register(desk, [HOSPITAL])
    assert counts(register(desk, [replace(HOSPITAL, **change)])) == (0, 1, 0)  # type: ignore[arg-type]


def test_a_new_secretary_takes_over_today(desk: Desk, wang: Person) -> None:
    register(desk, [HOSPITAL])
    register(desk, [replace(HOSPITAL, secretaries=(Named("赵阳"),))])

    assert [p.name for p in people.secretaries_of(desk, project(desk))] == ["赵阳"]
    assert [p.name for p in people.leaders_of(desk, project(desk))] == ["李国强"]


def test_blank_cells_leave_everything_as_it_is(desk: Desk, wang: Person) -> None:
    register(desk, [HOSPITAL])
    before = project(desk)

    assert counts(register(desk, [ProjectRow(2, "QX-1", "县医院迁建")])) == (0, 0, 1)
    assert project(desk) == before
    assert len(desk.unit.people.duties_on(DAY)) == 2


def test_a_project_in_progress_needs_every_seat(desk: Desk, wang: Person) -> None:
    bare = ProjectRow(5, "QX-2", "空的", {"stage": Stage.ACTIVE})
    assert complaints(desk, bare) == [
        "第 5 行「建设阶段」：“在建”项目必须补齐：包保领导、项目秘书、责任单位、目标完成日期"
    ]
    register(desk, [HOSPITAL])
    assert complaints(desk, replace(HOSPITAL, leaders=(), unit="")) == [
        "第 2 行「建设阶段」：“在建”项目必须补齐：包保领导、责任单位"
    ]
    assert project(desk).unit_id is not None


def test_a_leader_of_the_region_fills_the_seat(desk: Desk, wang: Person) -> None:
    builders.duty(desk, wang, Role.LEADER, region="东城")
    row = replace(HOSPITAL, leaders=None, changes={**HOSPITAL.changes, "region": "东城"})
    assert counts(register(desk, [row])) == (1, 0, 0)


def test_everything_wrong_is_said_at_once_and_nothing_is_saved(desk: Desk, wang: Person) -> None:
    register(desk, [HOSPITAL])
    said = complaints(
        desk,
        ProjectRow(3, "QX-3", "好的"),
        ProjectRow(4, "QX-4", "县医院迁建"),
        ProjectRow(5, "QX-5", "乙", unit="卫健委", leaders=(Named("李国"), Named("没人"))),
        ProjectRow(6, "QX-2", "丁", {"target": date(2027, 12, 31), "start": date(2028, 1, 1)}),
        ProjectRow(7, "QX-7", "丙", {"stage": Stage.ACTIVE}, unit="不存在局"),
    )

    assert said == [
        "第 4 行「项目名称」：编号 QX-1 的项目已叫「县医院迁建」",
        "第 5 行「责任单位」：没有哪个人员的单位是「卫健委」，是不是「卫健局」？",
        "第 5 行「包保领导」：还没有登记「李国」这个人，是不是「李国强」？",
        "第 5 行「包保领导」：还没有登记「没人」这个人",
        "第 6 行「目标完成日期」：2027-12-31 早于开工日期 2028-01-01",
        "第 7 行「责任单位」：没有哪个人员的单位是「不存在局」",
    ]
    assert desk.unit.projects.listing(EVERYTHING).total == 1
    assert project(desk).start is None


def test_two_projects_may_swap_names_in_one_file(desk: Desk, wang: Person) -> None:
    register(desk, [ProjectRow(2, "1", "甲"), ProjectRow(3, "2", "乙")])
    assert counts(register(desk, [ProjectRow(2, "1", "乙"), ProjectRow(3, "2", "甲")])) == (0, 2, 0)


def test_complaints_of_the_reading_stop_the_good_rows_too(desk: Desk, wang: Person) -> None:
    with pytest.raises(Invalid) as caught:
        project_intake.register(desk, Reading((HOSPITAL,), complaints=(Complaint(1, "总投资", "不是金额"),)))
    assert len(caught.value.facts["complaints"]) == 1
    assert desk.unit.projects.listing(EVERYTHING).total == 0


def test_a_rehearsal_counts_and_saves_nothing(desk: Desk, wang: Person) -> None:
    assert counts(register(desk, [HOSPITAL], dry_run=True)) == (1, 0, 0)
    assert desk.unit.projects.listing(EVERYTHING).total == 0


def test_the_deputy_sees_the_project_and_a_stranger_does_not(desk: Desk, wang: Person) -> None:
    builders.person(desk, "路人")
    register(desk, [HOSPITAL])
    seen = {
        name: [p.code for p in projects.mine(desk, people.actor_named(desk, name))]
        for name in ("王小明", "赵阳", "李国强", "路人")
    }
    assert seen == {"王小明": ["QX-1"], "赵阳": ["QX-1"], "李国强": ["QX-1"], "路人": []}


def test_both_kinds_of_database_take_the_form_and_give_it_back(database: Database) -> None:
    with builders.open_desk(database) as desk:
        desk.unit.people.add_unit("卫健局")
        builders.person(desk, "李国强")
        builders.person(desk, "王小明")
        with pytest.raises(Invalid):
            register(desk, [HOSPITAL, ProjectRow(9, "QX-9", "坏的", unit="没有局")])
        assert counts(register(desk, [HOSPITAL], dry_run=True)) == (1, 0, 0)
        assert counts(register(desk, [HOSPITAL])) == (1, 0, 0)
    with builders.open_desk(database) as desk:
        assert counts(register(desk, [HOSPITAL])) == (0, 0, 1)
