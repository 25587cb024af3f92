"""The county of the talks: four sites, and everybody who talks about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backend.domain.people import Person, Role
from backend.domain.plan import Link, Plan, Step
from backend.domain.project import Kind, Project, Site, Stage
from backend.domain.template import from_template
from backend.intake.templates import load_templates
from backend.services import plans, projects
from backend.services.desk import Desk
from backend.services.people import actor_named
from tests import builders

START, TARGET = date(2026, 10, 19), date(2028, 12, 29)


@dataclass(frozen=True, slots=True)
class Scene:
    """Everybody by name; a name that is not here is a stranger's account."""

    people: Mapping[str, Person]

    def account(self, name: str) -> str:
        person = self.people.get(name)
        return f"u{person.id}" if person else f"x-{name}"


def enter(desk: Desk, channel: str) -> Scene:
    """王小明 reports for one site, 刘芳 for three; 郑和 leads two of them and 李国强 the hospital."""
    health, power, park = (desk.unit.people.add_unit(n) for n in ("县卫健局", "县供电公司", "产业园管委会"))
    hospital = _site(
        desk, 1, "清溪县人民医院迁建项目", "县医院", Kind.BUILDING, health.id, Site(29.61, 106.84)
    )
    road = _site(desk, 2, "环城东路改造工程", "环城东路", Kind.ROAD, park.id, None)
    first = _site(
        desk, 3, "产业园标准厂房一期", "厂房一期", Kind.INDUSTRIAL, park.id, Site(29.64, 106.9, 300)
    )
    second = _site(
        desk, 4, "产业园标准厂房二期", "厂房二期", Kind.INDUSTRIAL, park.id, Site(29.645, 106.905, 300)
    )
    people: dict[str, Person] = {}

    def seat(
        name: str, role: Role, *sites: Project, title: str = "", deputy: str = "", **bounds: int
    ) -> None:
        person = people.get(name) or builders.person(
            desk, name, title=title, account=f"u{len(people) + 1}", channel=channel
        )
        assert f"u{person.id}" == f"u{len(people) + (name not in people)}"
        people[name] = person
        deputy_id = people[deputy].id if deputy else None
        for site in sites:
            builders.duty(desk, person, role, project_id=site.id, deputy_id=deputy_id, since=START)
        if not sites and role is not Role.SECRETARY:
            builders.duty(desk, person, role, **bounds)

    seat("赵阳", Role.SECRETARY)
    seat("王小明", Role.SECRETARY, hospital, deputy="赵阳")
    seat("刘芳", Role.SECRETARY, road, first, second)
    seat("李国强", Role.LEADER, hospital, title="副县长")
    seat("孙东", Role.LEADER, road, title="县人大副主任")
    seat("郑和", Role.LEADER, first, second, title="园区书记")
    seat("陈晓", Role.OFFICE)
    seat("周敏", Role.UNIT, unit_id=health.id)
    seat("钱勇", Role.UNIT, unit_id=power.id)
    office = actor_named(desk, "陈晓")
    for site, kind in ((hospital, Kind.BUILDING), (first, Kind.INDUSTRIAL)):
        plans.adopt(desk, office, site, _plan(desk, kind), source="模板")
    return Scene(people)


def add_secretary(desk: Desk, channel: str, name: str, count: int) -> Person:
    """Somebody with so many projects more, named by number."""
    person = builders.person(desk, name, channel=channel)
    desk.unit.people.bind(channel, f"u{person.id}", person.id, desk.moment.at)
    for n in range(1, count + 1):
        site = _site(desk, 100 + n, f"第{n}号乡村道路提升工程", f"村道{n}", Kind.ROAD, None, None)
        builders.duty(desk, person, Role.SECRETARY, project_id=site.id)
    return person


def adopt_road(desk: Desk, name: str, target: date) -> None:
    """Land, subgrade, surface and the acceptance, one after the other."""
    rows = (
        ("a", "征地拆迁", 10, "县自然资源局"),
        ("b", "路基", 30, "县城投公司"),
        ("c", "路面", 20, "县城投公司"),
        ("d", "交工验收", 0, "县交通局"),
    )
    _adopt(desk, name, target, rows)


def adopt_long(desk: Desk, name: str, count: int) -> None:
    rows = [
        (f"s{n}", f"第{n}标段路基路面及附属排水工程全部完成并通过验收", 5, "") for n in range(1, count + 1)
    ]
    _adopt(desk, name, TARGET, rows)


def _adopt(desk: Desk, name: str, target: date, rows: Sequence[tuple[str, str, int, str]]) -> None:
    steps = [
        Step(id_, what, days, (Link(rows[n - 1][0]),) if n else (), milestone=True, owner=owner)
        for n, (id_, what, days, owner) in enumerate(rows)
    ]
    office = actor_named(desk, "陈晓")
    plan = Plan(START, target, tuple(steps))
    plans.adopt(
        desk,
        office,
        _called(desk, name),
        plan,
        source="修编",
        reason="工期调整",
        approver=office.person,
        keep_done=False,
    )


def finish(desk: Desk, name: str, steps: Sequence[str]) -> None:
    """These steps, or all that are open, are done today."""
    office, project = actor_named(desk, "陈晓"), _called(desk, name)
    for step in steps or plans.open_steps(desk, project):
        plans.finish(desk, office, project, step, desk.moment.day)


def _called(desk: Desk, name: str) -> Project:
    return next(one for one in projects.everything(desk) if name in one.aliases)


def _site(
    desk: Desk, n: int, name: str, alias: str, kind: Kind, unit_id: int | None, site: Site | None
) -> Project:
    project = builders.project(
        desk,
        f"QX-{n:03}",
        name,
        aliases=(alias,),
        kind=kind,
        region="清溪",
        start=START,
        target=TARGET,
        stage=Stage.ACTIVE,
        unit_id=unit_id,
        site=site,
        total_wan=Decimal(40_000),
    )
    desk.unit.projects.set_annual_plan(project.id, 2026, Decimal(12_000))
    return project


def _plan(desk: Desk, kind: Kind) -> Plan:
    return from_template(load_templates()[kind], TARGET, START, desk.calendar)
