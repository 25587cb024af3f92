"""Versions, baselines, and what became of both."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from backend.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from backend.domain.people import Person
from backend.services import baselines, plan_versions
from backend.storage.engine import Database
from tests import builders, cast
from tests.counting import statements
from tests.services.test_plans import PLAN, Office, day

LATER = replace(PLAN, target=day(9, 30), steps=(replace(PLAN.steps[0], days=20), *PLAN.steps[1:]))


@pytest.fixture
def office(database: Database) -> Iterator[Office]:
    with builders.open_desk(database) as desk:
        yield Office(desk, cast.enter(desk))


def shift(office: Office) -> None:
    office.adopt()
    office.sleep(1)
    office.adopt(LATER, reason="设计变更", approver=office.cast.leader)


def set_(
    office: Office,
    version: int | None = None,
    name: str = "年初下达",
    by: Person | None = None,
    **how: object,
) -> int:
    given: dict[str, object] = {"approver": office.cast.leader, "reason": "县政府常务会议", **how}
    actor = office.cast.actor(office.desk, by or office.cast.office)
    return baselines.baseline(office.desk, actor, office.hospital, version, name, **given).version  # type: ignore[arg-type]


def refused(office: Office, *arguments: object, **how: object) -> Refused:
    with pytest.raises(Refused) as refusal:
        set_(office, *arguments, **how)  # type: ignore[arg-type]
    assert office.desk.unit.baselines.of(office.hospital.id) == []
    return refusal.value


def test_versions_say_who_when_why_and_what_was_promised(office: Office) -> None:
    shift(office)
    set_(office, 1)

    second, first = plan_versions.versions(office.desk, office.hospital)
    assert (first.by, first.approved_by, first.stored.reason) == ("陈晓", "", "首版")
    assert (second.by, second.approved_by, second.stored.reason) == ("陈晓", "李国强", "设计变更")
    assert [one.name for one in first.baselines] == ["年初下达"]
    assert second.baselines == ()
    # As test_plans has it, 9 September; with ten days more of permits, begun 1 June, one day more than today.
    assert (first.promise.finish, second.promise.finish) == (day(9, 9), day(9, 10))
    assert plan_versions.version(office.desk, office.hospital, 1) == first


@pytest.mark.parametrize("number", [0, -1, 3, 10**20])
def test_a_version_that_is_not_there_is_not_found(office: Office, number: int) -> None:
    shift(office)
    with pytest.raises(NotFound) as refusal:
        plan_versions.version(office.desk, office.hospital, number)
    assert (refusal.value.code, refusal.value.facts["version"]) == ("version_not_found", number)


def test_without_a_plan_there_is_nothing_to_list_or_compare(office: Office) -> None:
    with pytest.raises(NotFound):
        plan_versions.versions(office.desk, office.hospital)
    with pytest.raises(NotFound):
        baselines.compared(office.desk, office.hospital)
    assert refused(office).code == "plan_missing"


def test_many_versions_cost_as_many_statements_as_two(sqlite_database: Database) -> None:
    with builders.open_desk(sqlite_database) as desk:
        office = Office(desk, cast.enter(desk))
        shift(office)
        with statements(sqlite_database) as two:
            plan_versions.versions(desk, office.hospital)
        for n in range(1, 20):
            office.adopt(
                replace(LATER, target=date(2026, 10, n)), reason="再调整", approver=office.cast.leader
            )
        with statements(sqlite_database) as many:
            assert len(plan_versions.versions(desk, office.hospital)) == 21
    assert len(two) == len(many)


def test_the_newest_baseline_is_the_one_compared_with_and_none_is_lost(office: Office) -> None:
    shift(office)
    first = baselines.compared(office.desk, office.hospital)
    assert (first.baseline, first.difference) == (None, 1)  # against the original

    assert set_(office, 1) == 1
    assert set_(office, name="年中调整") == 2
    found = baselines.compared(office.desk, office.hospital)
    assert found.baseline is not None
    assert (found.baseline.name, found.baseline.version, found.difference) == ("年中调整", 2, 0)
    assert (found.original_finish, found.baseline_finish, found.baseline_target) == (
        day(9, 9),
        day(9, 10),
        day(9, 30),
    )
    assert [one.name for one in office.desk.unit.baselines.of(office.hospital.id)] == ["年中调整", "年初下达"]


def test_each_step_has_its_four_finishes(office: Office) -> None:
    shift(office)
    set_(office)
    office.finish("施工许可", day(7, 14))

    permit, pit, *_ = baselines.compared(office.desk, office.hospital).rows
    assert permit.original is not None
    assert permit.baseline is not None
    assert (permit.original.finish, permit.original.latest) == (day(7, 15), day(7, 3))
    assert (permit.baseline.finish, permit.actual, permit.expected) == (day(7, 16), day(7, 14), None)
    assert permit.difference == -2
    assert (pit.expected, pit.actual, pit.difference) == (day(7, 28), None, -2)


def test_a_baseline_needs_a_name_a_reason_and_an_approver(office: Office) -> None:
    office.adopt()
    assert refused(office, name="  ").code == "baseline_name_length"
    assert refused(office, name="长" * 61).code == "baseline_name_length"
    assert refused(office, reason=" ").code == "reason_missing"
    assert refused(office, approver=None).code == "approver_missing"
    assert refused(office, approver=office.cast.secretary).code == "approver_not_entitled"
    assert isinstance(refused(office, approver=None), Invalid)
    assert refused(office, 2).code == "version_not_found"
    assert isinstance(refused(office, by=office.cast.leader), NotAllowed)


def test_a_name_is_given_once_a_project(office: Office) -> None:
    shift(office)
    set_(office, 1)
    with pytest.raises(Conflict) as refusal:
        set_(office, 2, name=" 年初下达 ")
    assert (refusal.value.code, refusal.value.facts["name"]) == ("baseline_name_taken", "年初下达")
    office.adopt(project=office.cast.road)
    actor = office.cast.actor(office.desk, office.cast.office)
    other = baselines.baseline(
        office.desk, actor, office.cast.road, None, "年初下达", office.cast.office, "县政府常务会议"
    )
    assert other.version == 1
