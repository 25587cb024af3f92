"""Who appears in the tests: one of each kind, around two projects in two regions."""

from dataclasses import dataclass

from backend.domain.people import Actor, Person, Role, Unit, actor_of
from backend.domain.project import Project, Stage
from backend.services.desk import Desk
from tests import builders


@dataclass(frozen=True, slots=True)
class Cast:
    """`hospital` (region 东城) has every seat filled; `road` (region 西城) is the strangers' project, led by nobody here."""

    secretary: Person
    deputy: Person
    leader: Person
    region_leader: Person
    office: Person
    admin: Person
    contact: Person
    stranger: Person
    bureau: Unit
    hospital: Project
    road: Project

    def actor(self, desk: Desk, person: Person) -> Actor:
        return actor_of(person, desk.unit.people.duties_of(person.id), desk.moment.day)


def enter(desk: Desk) -> Cast:
    bureau = desk.unit.people.add_unit("区卫健局")
    hospital = builders.project(
        desk, "QX-001", "清溪县人民医院迁建项目", region="东城", unit_id=bureau.id, stage=Stage.ACTIVE
    )
    road = builders.project(desk, "QX-002", "环城东路改造工程", region="西城")
    secretary = builders.person(desk, "王小明", phone="13800000001", account="wang")
    deputy = builders.person(desk, "赵阳", phone="13800000002", account="zhao")
    leader = builders.person(desk, "李国强", title="副县长", account="li")
    region_leader = builders.person(desk, "孙东", title="区长", account="sun")
    office = builders.person(desk, "陈晓", account="chen")
    admin = builders.person(desk, "管理员", account="admin")
    contact = builders.person(desk, "周敏", unit_id=bureau.id, account="zhou")
    stranger = builders.person(desk, "路人", account="stranger")
    builders.duty(desk, secretary, Role.SECRETARY, project_id=hospital.id, deputy_id=deputy.id)
    builders.duty(desk, leader, Role.LEADER, project_id=hospital.id)
    builders.duty(desk, region_leader, Role.LEADER, region="东城")
    builders.duty(desk, office, Role.OFFICE)
    builders.duty(desk, admin, Role.ADMIN)
    builders.duty(desk, contact, Role.UNIT, unit_id=bureau.id)
    return Cast(
        secretary, deputy, leader, region_leader, office, admin, contact, stranger, bureau, hospital, road
    )
