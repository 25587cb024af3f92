"""Plans by version and the office's own calendar days, alike on both databases."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from backend.domain.plan import LagUnit, Link, LinkType, Nature, Plan, Step
from backend.domain.promise import Promise, Promised
from backend.domain.workdays import Override
from backend.storage.engine import Database
from backend.storage.tables import plans
from backend.storage.unit import Unit
from tests import builders
from tests.builders import MORNING
from tests.counting import statements

TODAY = date(2026, 7, 15)
FULL = Plan(
    date(2026, 3, 2),
    date(2027, 12, 31),
    (
        Step("permit", "招标、施工许可", 20, milestone=True, weight=Decimal("2.5"), owner="住建局"),
        Step("piles", "桩基", 41, (Link("permit", LinkType.FS, 3),), date(2026, 5, 6), date(2026, 6, 30)),
        Step("ground", "出±0.00", 0, (Link("permit", LinkType.SS, -2), Link("piles", LinkType.FF))),
        Step(
            "cure",
            "养护、拆模",
            28,
            (Link("ground", lag=7, unit=LagUnit.CALENDAR),),
            actual_start=date(2026, 7, 1),
            calendar="冬休",
            not_before=date(2026, 6, 29),
            not_after=date(2026, 9, 30),
            finish_on=date(2026, 9, 25),
            remaining=9,
            percent=Decimal("66.67"),
            least=14,
            nature=Nature.APPROVAL,
            deferrable=True,
        ),
    ),
)
SHORT = Plan(date(2026, 3, 2), date(2026, 12, 31), (Step("all", "全部", 100, milestone=True),))


def add(unit: Unit, project_id: int, plan: Plan = SHORT, reason: str = "") -> int:
    return unit.plans.add(project_id, plan, source="模板", reason=reason, person_id=None, at=MORNING)


def test_a_plan_comes_back_as_it_was_adopted(database: Database) -> None:
    with builders.open_desk(database) as desk:
        project = builders.project(desk, "A", "甲")
        assert add(desk.unit, project.id, FULL, "首版") == 1

    with builders.open_desk(database) as desk:
        stored = desk.unit.plans.newest([project.id])[project.id]

    assert stored.plan == FULL
    assert (stored.project_id, stored.version, stored.source, stored.reason, stored.created_at) == (
        project.id,
        1,
        "模板",
        "首版",
        MORNING,
    )


def test_the_newest_version_holds_and_the_older_ones_stay(database: Database) -> None:
    with builders.open_desk(database) as desk:
        one, other = builders.project(desk, "A", "甲"), builders.project(desk, "B", "乙")
        assert [add(desk.unit, one.id, FULL), add(desk.unit, one.id, SHORT, "设计变更")] == [1, 2]
        assert add(desk.unit, other.id) == 1

        assert desk.unit.plans.newest([one.id])[one.id].plan == SHORT
        versions = desk.unit.plans.versions(one.id)
        assert [(row.version, row.source, row.reason, row.plan) for row in versions] == [
            (2, "模板", "设计变更", SHORT),
            (1, "模板", "", FULL),
        ]
        assert desk.unit.plans.version(one.id, 1) == versions[1]
        assert desk.unit.plans.version(one.id, 3) is None
        assert desk.unit.plans.versions(99) == []


def test_who_approved_it_what_it_promised_and_since_when_something_is_left_come_back(
    database: Database,
) -> None:
    with builders.open_desk(database) as desk:
        project, leader = builders.project(desk, "A", "甲"), builders.person(desk, "李国强")
        promise = Promise(TODAY, {"all": Promised(date(2026, 3, 2), TODAY, date(2026, 12, 31))})
        desk.unit.plans.add(
            project.id,
            SHORT,
            source="模板",
            reason="设计变更",
            person_id=None,
            at=MORNING,
            approver_id=leader.id,
            promise=promise,
            told={"all": TODAY},
        )
        stored = desk.unit.plans.newest([project.id])[project.id]

    assert (stored.approver_id, stored.promise, stored.told) == (leader.id, promise, {"all": TODAY})


def test_what_is_told_of_a_step_takes_nothing_else_along(database: Database) -> None:
    with builders.open_desk(database) as desk:
        project = builders.project(desk, "A", "甲")
        add(desk.unit, project.id, FULL)
        stored = desk.unit.plans.newest([project.id])[project.id]
        told = replace(FULL.steps[0], actual_start=TODAY, percent=Decimal("12.5"))

        desk.unit.plans.tell_step(stored.id, told, TODAY)
        after = desk.unit.plans.newest([project.id])[project.id]

    assert after.plan.steps == (told, *FULL.steps[1:])
    assert after.told == {"permit": TODAY}


def test_a_version_cannot_be_there_twice(database: Database) -> None:
    with builders.open_desk(database) as desk:
        project = builders.project(desk, "A", "甲")
        add(desk.unit, project.id)
        with pytest.raises(IntegrityError), desk.unit.attempt():
            desk.unit._connection.execute(
                insert(plans).values(
                    project_id=project.id, version=1, start=TODAY, target=TODAY, created_at=MORNING
                )
            )


def test_a_hundred_plans_cost_as_many_statements_as_one(database: Database) -> None:
    with builders.open_desk(database) as desk:
        ids = [builders.project(desk, f"P{n}", f"项目{n}").id for n in range(101)]
        for id_ in ids[1:]:
            add(desk.unit, id_, FULL)
        with statements(database) as one:
            assert list(desk.unit.plans.newest(ids[:2])) == ids[1:2]
        with statements(database) as hundred:
            assert set(desk.unit.plans.newest(ids)) == set(ids[1:])

    assert len(hundred) == len(one) == 3


def test_no_projects_have_no_plans(sqlite_database: Database) -> None:
    with builders.open_desk(sqlite_database) as desk:
        assert desk.unit.plans.newest([]) == {}


def test_a_finish_is_of_one_step_of_one_version_and_can_be_taken_back(database: Database) -> None:
    with builders.open_desk(database) as desk:
        project = builders.project(desk, "A", "甲")
        add(desk.unit, project.id, FULL)
        first = desk.unit.plans.newest([project.id])[project.id].id
        add(desk.unit, project.id, FULL)
        second = desk.unit.plans.newest([project.id])[project.id].id

        desk.unit.plans.finish_step(first, "permit", date(2026, 4, 1))
        untouched = desk.unit.plans.newest([project.id])[project.id].plan
        desk.unit.plans.finish_step(second, "permit", date(2026, 4, 2))
        done = desk.unit.plans.newest([project.id])[project.id].plan
        desk.unit.plans.finish_step(second, "permit", None)

        assert untouched == FULL
        assert [step.actual_finish for step in done.steps] == [
            date(2026, 4, 2),
            date(2026, 6, 30),
            None,
            None,
        ]
        assert desk.unit.plans.newest([project.id])[project.id].plan == FULL


def test_the_offices_own_days_are_kept_in_order_and_replaced(database: Database) -> None:
    off, on = Override(date(2026, 10, 9), False, "县庆"), Override(date(2026, 10, 10), True, "调休上班")
    with builders.open_desk(database) as desk:
        assert desk.unit.calendars.overrides() == []
        desk.unit.calendars.set_override(on)
        desk.unit.calendars.set_override(off)
        assert desk.unit.calendars.overrides() == [off, on]

        again = Override(date(2026, 10, 9), True, "县庆改期")
        desk.unit.calendars.set_override(again)
        desk.unit.calendars.set_override(again)
        assert desk.unit.calendars.overrides() == [again, on]
