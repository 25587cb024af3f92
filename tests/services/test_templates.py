"""Templates shipped and saved, and plans begun from them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from backend.domain.errors import Invalid, NotAllowed, NotFound, Refused
from backend.domain.people import Person
from backend.domain.plan import LagUnit, Link, LinkType, Nature, Plan, Step
from backend.domain.project import Kind, Project
from backend.domain.template import Template, reusable
from backend.services import plans, revisions, templates
from backend.storage.engine import Database
from tests import builders, cast
from tests.services.test_plans import PLAN, Office, day

OWN = Plan(
    day(6, 1),
    day(8, 28),
    (
        Step(
            "a",
            "施工许可",
            10,
            milestone=True,
            least=5,
            nature=Nature.APPROVAL,
            deferrable=True,
            owner="住建局",
        ),
        Step(
            "b",
            "养护",
            28,
            (Link("a", LinkType.SS, 7, LagUnit.CALENDAR),),
            actual_start=day(7, 1),
            weight=Decimal("12.5"),
            not_before=day(6, 15),
            percent=Decimal(40),
        ),
    ),
)


@pytest.fixture
def office(database: Database) -> Iterator[Office]:
    with builders.open_desk(database) as desk:
        yield Office(desk, cast.enter(desk))


def save(office: Office, name: str = "清溪医院做法", by: Person | None = None) -> Template:
    actor = office.cast.actor(office.desk, by or office.cast.office)
    return templates.save_template(office.desk, actor, office.hospital, name)


def refused(office: Office, *arguments: object, **how: object) -> str:
    with pytest.raises(Refused) as refusal:
        save(office, *arguments, **how)  # type: ignore[arg-type]
    return refusal.value.code


def test_a_plan_is_saved_without_dates_and_serves_another_project(office: Office) -> None:
    office.adopt(OWN)
    saved = save(office, " 清溪医院做法 ")
    assert (saved.name, saved.source) == ("清溪医院做法", "清溪县人民医院迁建项目（QX-001）第 1 版")

    road = office.cast.road
    found = templates.template_for(office.desk, road, "清溪医院做法")
    assert found == saved
    assert found.steps == reusable(OWN.steps)
    actor = office.cast.actor(office.desk, office.cast.office)
    done = revisions.adopt_template(office.desk, actor, road, found)
    stored = plans.stored_plan(office.desk, road)
    assert (done.version, stored.source, stored.plan.start) == (1, "模板 清溪医院做法", road.start)
    assert stored.plan.steps == reusable(OWN.steps)


def test_the_shipped_ones_come_first_and_the_office_s_newest_before_older(office: Office) -> None:
    office.adopt(OWN)
    save(office, "一")
    save(office, "二")
    offered = templates.offered(office.desk)
    assert [one.template.id for one in offered] == [
        "industrial", "building", "road", "water", "park", "neighbourhood", "二", "一",
    ]  # fmt: skip
    assert [one.own for one in offered] == [False] * 6 + [True] * 2
    assert offered[-1].kind is office.hospital.kind


def test_a_template_is_found_by_its_kind_or_its_name_or_for_the_project_s_own_kind(office: Office) -> None:
    def found(project: Project, name: str | None) -> str:
        return templates.template_for(office.desk, project, name).id

    dike = replace(office.cast.road, kind=Kind.WATER)
    assert found(dike, None) == found(dike, "auto") == found(dike, "") == "water"
    assert found(dike, "road") == found(dike, "道路项目") == "road"
    with pytest.raises(Invalid) as missing:
        found(replace(dike, kind=Kind.OTHER), None)
    with pytest.raises(NotFound) as unknown:
        found(dike, "hospital")
    assert (missing.value.code, unknown.value.code) == ("template_missing", "template_not_found")
    assert "neighbourhood" in unknown.value.facts["known"]


def test_a_name_is_given_once_and_never_that_of_a_shipped_one(office: Office) -> None:
    assert refused(office) == "plan_missing"
    office.adopt()
    save(office)
    for name in ("清溪医院做法", "auto", "road", "other", "水利项目"):
        assert refused(office, name) == "template_name_taken", name
    for name in ("", "  ", "长" * 41):
        assert refused(office, name) == "template_name_length"
    assert save(office, "长" * 40).name == "长" * 40
    with pytest.raises(NotAllowed):
        save(office, "别的", by=office.cast.leader)


def test_a_larger_project_gets_more_days_and_its_version_says_so(office: Office) -> None:
    dike = builders.project(office.desk, "W-1", "清江堤防加固", kind=Kind.WATER, start=date(2026, 3, 2))
    actor = office.cast.actor(office.desk, office.cast.office)
    template = templates.template_for(office.desk, dike, None)

    revisions.adopt_template(office.desk, actor, dike, template, size=Decimal("15.5"))

    stored = plans.stored_plan(office.desk, dike)
    steps = {step.id: step for step in stored.plan.steps}
    assert stored.source == "模板 water（15.5km）"
    assert (steps["embankment"].days, steps["embankment"].least, steps["eia"].days) == (140, 101, 40)
    with pytest.raises(Invalid) as refusal:
        revisions.adopt_template(office.desk, actor, dike, template, size=Decimal(201))
    assert refusal.value.code == "size_out_of_range"


def test_beginning_anew_from_a_template_is_a_shift_like_any_other(office: Office) -> None:
    office.adopt(PLAN)
    actor = office.cast.actor(office.desk, office.cast.office)
    template = templates.template_for(office.desk, office.hospital, "building")

    def anew(**how: object) -> int:
        return revisions.adopt_template(office.desk, actor, office.hospital, template, **how).version  # type: ignore[arg-type]

    with pytest.raises(Invalid):
        anew()
    assert anew(reason="改按医院模板", approver=office.cast.leader) == 2
    assert anew() == 2  # nothing new in it
