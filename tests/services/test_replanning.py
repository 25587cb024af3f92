"""Planning anew: with a reason and an approver, told to those who lead, and the first dates untouched."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from backend.domain.errors import Invalid, NotAllowed
from backend.domain.notice import PlanRevised
from backend.domain.people import Role
from backend.domain.plan import Plan
from backend.services import plans, replanning
from backend.storage.engine import Database
from backend.storage.mailbox import decode_notice
from backend.storage.tables import outbox
from tests import builders, cast
from tests.services.test_plans import PLAN, TODAY, Office, day

LATER = replace(PLAN, target=day(9, 30))


@pytest.fixture
def office(sqlite_database: Database) -> Iterator[Office]:
    with builders.open_desk(sqlite_database) as desk:
        yield Office(desk, cast.enter(desk))


def told(office: Office) -> dict[str, PlanRevised]:
    """By chat account, what was said of plans."""
    rows = office.desk.unit._connection.execute(outbox.select().where(outbox.c.kind == "PlanRevised")).all()
    found = {row.account: decode_notice(row.kind, row.payload) for row in rows}
    assert len(found) == len(rows)
    return {account: notice for account, notice in found.items() if isinstance(notice, PlanRevised)}


def refused(office: Office, plan: Plan = LATER, **how: object) -> str:
    with pytest.raises(Invalid) as refusal:
        office.adopt(plan, **how)  # type: ignore[arg-type]
    assert len(office.desk.unit.plans.versions(office.hospital.id)) == 1
    assert told(office) == {}
    return refusal.value.code


def test_the_first_version_needs_nobody_and_disturbs_nobody(office: Office) -> None:
    assert office.adopt(reason="") == 1
    assert told(office) == {}


def test_a_shift_without_a_reason_or_an_approver_is_refused(office: Office) -> None:
    office.adopt()
    leader = office.cast.leader
    assert refused(office, reason="", approver=leader) == "reason_missing"
    assert refused(office, reason="  ", approver=leader) == "reason_missing"
    assert refused(office, reason="设计变更") == "approver_missing"


@pytest.mark.parametrize("who", ["secretary", "deputy", "contact", "stranger"])
def test_those_who_do_not_answer_for_the_project_approve_nothing(office: Office, who: str) -> None:
    office.adopt()
    assert refused(office, reason="设计变更", approver=getattr(office.cast, who)) == "approver_not_entitled"


@pytest.mark.parametrize("who", ["leader", "region_leader", "office", "admin"])
def test_those_who_do_approve(office: Office, who: str) -> None:
    office.adopt()
    assert office.adopt(LATER, reason="设计变更", approver=getattr(office.cast, who)) == 2


def test_a_clerk_or_a_leader_of_elsewhere_does_not_approve_here(office: Office) -> None:
    office.adopt()
    clerk = builders.person(office.desk, "西城干事")
    builders.duty(office.desk, clerk, Role.OFFICE, region="西城")
    other = builders.person(office.desk, "西城领导")
    builders.duty(office.desk, other, Role.LEADER, project_id=office.cast.road.id)
    # Who leads another project and sees this one for its unit still leads another project.
    builders.duty(office.desk, other, Role.UNIT, unit_id=office.cast.bureau.id)
    once = builders.person(office.desk, "前任")
    builders.duty(office.desk, once, Role.LEADER, project_id=office.hospital.id, until=date(2026, 7, 14))
    for person in (clerk, other, once):
        assert refused(office, reason="设计变更", approver=person) == "approver_not_entitled"


def test_an_approver_who_may_not_is_not_written_down_on_a_first_version_either(office: Office) -> None:
    with pytest.raises(Invalid) as refusal:
        office.adopt(approver=office.cast.stranger)
    assert (refusal.value.code, refusal.value.facts["name"]) == ("approver_not_entitled", "路人")


def test_who_may_not_plan_is_told_so_before_anything_else(office: Office) -> None:
    office.adopt()
    with pytest.raises(NotAllowed):
        office.adopt(LATER, by=office.cast.secretary, reason="", approver=None)


def test_the_approver_and_the_leaders_hear_of_it_once_and_the_asker_does_not(office: Office) -> None:
    office.adopt()
    office.adopt(LATER, reason="主体设计变更", approver=office.cast.admin)

    heard = told(office)
    assert set(heard) == {"admin", "li", "sun"}
    # Today permit ends at the earliest, then 40 days of work, whatever the target.
    assert heard["admin"] == PlanRevised(
        "清溪县人民医院迁建项目",
        2,
        "主体设计变更",
        "陈晓",
        "管理员",
        day(8, 28),
        day(9, 30),
        day(9, 9),
        day(9, 9),
    )
    office.adopt(PLAN, reason="恢复原目标", approver=office.cast.office)
    assert {notice.version for notice in told_all(office)} == {2, 3}
    assert "chen" not in {row.account for row in rows(office)}


def rows(office: Office) -> list[object]:
    return list(office.desk.unit._connection.execute(outbox.select()).all())


def told_all(office: Office) -> list[PlanRevised]:
    found = [decode_notice(row.kind, row.payload) for row in rows(office)]  # type: ignore[attr-defined]
    return [notice for notice in found if isinstance(notice, PlanRevised)]


def test_the_same_plan_again_is_no_new_version(office: Office) -> None:
    assert office.adopt() == 1
    assert office.adopt(reason="") == 1
    assert len(office.desk.unit.plans.versions(office.hospital.id)) == 1


def test_saying_what_has_happened_is_no_planning(office: Office) -> None:
    office.adopt()
    begun = replace(PLAN.steps[0], actual_start=day(6, 3), percent=Decimal(60))
    assert office.adopt(replace(PLAN, steps=(begun, *PLAN.steps[1:])), reason="") == 2
    done = replace(PLAN.steps[0], actual_finish=day(7, 10))
    assert office.adopt(replace(PLAN, steps=(done, *PLAN.steps[1:])), reason="") == 3
    # and taking it back is none either
    assert office.adopt(PLAN, reason="", keep_done=False) == 4
    assert told(office) == {}


def test_what_was_told_between_two_versions_stays_told(office: Office) -> None:
    office.adopt()
    office.finish("施工许可", day(7, 6))
    office.adopt(LATER, reason="设计变更", approver=office.cast.leader)
    assert office.planned().stored.plan.steps[0].actual_finish == day(7, 6)


def test_the_dates_first_promised_never_change(office: Office) -> None:
    office.adopt()
    first = office.planned().stored.promise
    assert (first.finish, first.steps["permit"].latest, first.steps["roof"].finish) == (
        day(9, 9),
        day(7, 3),
        day(9, 9),
    )
    office.finish("施工许可", day(7, 6))
    office.adopt(LATER, reason="设计变更", approver=office.cast.leader)

    versions = office.desk.unit.plans.versions(office.hospital.id)
    assert versions[1].promise == first
    # Permit was done on 6 July; the other 40 working days end on 31 August.
    assert versions[0].promise.finish == day(8, 31)


def test_a_version_from_before_promises_were_kept_promises_what_it_said_that_day(office: Office) -> None:
    office.adopt()
    kept = office.planned().stored
    office.finish("施工许可", day(7, 6))
    bare = replace(office.planned().stored, promise=replace(kept.promise, finish=None, steps={}))
    by = plans.calendars_of(office.desk)(office.hospital)
    zone = office.desk.moment.zone

    assert plans.as_planned(kept, by, zone) == kept.promise
    assert plans.as_planned(bare, by, zone).steps["permit"].finish == day(7, 6)


def test_a_plan_that_can_no_longer_be_computed_can_still_be_replaced(office: Office) -> None:
    lost = replace(PLAN, steps=(replace(PLAN.steps[0], calendar="已删"), *PLAN.steps[1:]))
    moment = office.desk.moment.at
    office.desk.unit.plans.add(
        office.hospital.id, lost, source="计划表", reason="", person_id=None, at=moment
    )
    assert office.adopt(LATER, reason="换日历", approver=office.cast.leader) == 2
    assert told(office)["li"].finish_before is None
    assert told(office)["li"].finish == day(9, 9)


def test_what_is_left_counts_from_the_day_it_was_told(office: Office) -> None:
    first = replace(PLAN.steps[0], actual_start=day(7, 1), remaining=4)
    office.adopt(replace(PLAN, steps=(first, *PLAN.steps[1:])))

    def finish() -> date:
        return office.planned().schedule.early_finish[0]

    assert (TODAY, finish()) == (day(7, 15), day(7, 20))
    office.sleep(2)
    assert finish() == day(7, 20)
    # A new version that says the same of it does not make it told today.
    office.adopt(replace(LATER, steps=PLAN.steps), reason="设计变更", approver=office.cast.leader)
    assert finish() == day(7, 20)
    office.sleep(30)
    assert finish() == day(8, 17)  # a Sunday's next working day: it is not done yet


def test_nobody_is_an_approver_who_is_not_there(office: Office) -> None:
    assert replanning.approver(office.desk, None) is None
    assert replanning.approver(office.desk, office.cast.leader.id) == office.cast.leader
