"""Gaining days and trying changes, as an office does it. Weekdays are working days here."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from backend.domain.alteration import Alteration
from backend.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from backend.domain.people import Actor
from backend.domain.plan import Link, LinkType, Plan, Step
from backend.domain.workdays import Spell
from backend.services import compressing, plans, what_if
from backend.services.compressing import Compressed
from backend.services.desk import Desk
from backend.services.what_if import WhatIf
from backend.storage.engine import Database
from backend.storage.tables import metadata
from reports import plan_phrases
from tests import builders, cast
from tests.cast import Cast

TODAY = date(2026, 7, 15)  # a Wednesday


def day(month: int, of: int) -> date:
    return date(2026, month, of)


# Begun on 6 July, so 7 days of the pit are gone and 13 left, to 31 July; the pipes to 28 August, the road to 25 September.
LATE = Plan(
    day(7, 6),
    day(9, 18),
    (
        Step("pit", "沟槽开挖", 20),
        Step("pipes", "管线敷设", 20, (Link("pit"),), milestone=True),
        Step("road", "路面恢复", 20, (Link("pipes"),), milestone=True),
    ),
)


@dataclass
class Office:
    desk: Desk
    cast: Cast

    @property
    def clerk(self) -> Actor:
        return self.cast.actor(self.desk, self.cast.office)

    def adopt(self, plan: Plan) -> None:
        plans.adopt(
            self.desk,
            self.clerk,
            self.cast.hospital,
            plan,
            source="模板",
            reason="首版",
            approver=self.clerk.person,
        )

    def compress(self, *accept: int, **rest: Any) -> Compressed:
        asked = {"version": 1, "reason": "赶汛期", "approver": self.cast.leader, **rest}
        return compressing.compress(self.desk, self.clerk, self.cast.hospital, accept, **asked)


@pytest.fixture
def office(database: Database) -> Iterator[Office]:
    with builders.open_desk(database) as desk:
        found = Office(desk, cast.enter(desk))
        found.adopt(LATE)
        yield found


def test_a_proposal_taken_is_the_plan_that_was_promised(office: Office) -> None:
    found = compressing.proposed(office.desk, office.cast.hospital)
    assert (found.proposal.before.project_float, found.proposal.after.project_float) == (-5, 0)
    assert plan_phrases.proposal(found.proposal, TODAY) == [
        "预计9月25日完工，晚于目标日期9月18日，须抢回5个工作日。采取以下1项措施，可于9月18日完工：",
        "1. 搭接：“管线敷设”在“沟槽开挖”开工15个工作日后开工，不等其完工，抢回5个工作日。",
    ]
    done = office.compress(1, mark=found.mark, approver=office.cast.leader)
    assert done.after.schedule.early_finish == found.proposal.after.early_finish
    assert done.after.schedule.project_float == 0
    stored = plans.stored_plan(office.desk, office.cast.hospital)
    assert (stored.version, stored.source) == (2, "工期压缩")
    assert stored.plan.steps[0] == LATE.steps[0]  # that the pit is under way is presumed, and not stored
    assert stored.plan.steps[1].after == (Link("pit", LinkType.SS, 15), Link("pit", LinkType.FF, 1))
    assert compressing.proposed(office.desk, office.cast.hospital).proposal.changes == ()


def test_what_has_moved_on_is_not_overwritten(office: Office) -> None:
    found = compressing.proposed(office.desk, office.cast.hospital)
    office.adopt(replace(LATE, target=day(9, 11)))
    for asked in ({"version": 1}, {"version": 2, "mark": found.mark}):
        with pytest.raises(Conflict, match="changed_meanwhile"):
            office.compress(1, **asked)
    plans.finish(office.desk, office.clerk, office.cast.hospital, "沟槽开挖", TODAY)
    other = compressing.proposed(office.desk, office.cast.hospital)
    assert other.version == 2  # the same version and another proposal: only its mark tells
    assert other.mark != found.mark


@pytest.mark.parametrize(
    ("accept", "rest", "code"),
    [
        ((), {}, "changes_none"),
        ((1, 7), {}, "change_unknown"),
        ((0,), {}, "change_unknown"),
        ((1,), {"reason": "  "}, "reason_missing"),
    ],
)
def test_what_cannot_be_taken_is_refused(
    office: Office, accept: tuple[int, ...], rest: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused, match=code):
        office.compress(*accept, **rest)
    assert plans.stored_plan(office.desk, office.cast.hospital).version == 1


def test_only_the_office_takes_a_proposal(office: Office) -> None:
    for who in (office.cast.secretary, office.cast.leader, office.cast.contact):
        with pytest.raises(NotAllowed):
            compressing.compress(
                office.desk,
                office.cast.actor(office.desk, who),
                office.cast.hospital,
                {1},
                version=1,
                reason="赶汛期",
            )
    with pytest.raises(NotFound):
        compressing.proposed(office.desk, office.cast.road)


# ---- what if


def rows(desk: Desk) -> dict[str, int]:
    """Of every table there is."""
    run = desk.unit.plans._connection.execute
    return {
        table.name: run(select(func.count()).select_from(table)).scalar_one()
        for table in metadata.sorted_tables
    }


def sentence(office: Office, change: WhatIf) -> str:
    return plan_phrases.impact(what_if.try_(office.desk, office.cast.hospital, change).impact, TODAY)


def test_a_change_is_tried_and_nothing_is_saved(office: Office) -> None:
    before = rows(office.desk)
    assert sentence(office, WhatIf(wait=("pit", 3))) == (
        "“沟槽开挖”若再推迟3个工作日，本已没有机动时间，完工由9月25日推迟到9月30日（晚3个工作日），"
        "须抢回的工作日由5天增至8天，“管线敷设”由8月28日推迟到9月2日。"
    )
    assert sentence(office, WhatIf(Alteration(target=day(9, 30)))) == (
        "目标日期由9月18日调整为9月30日，完工日期不变，仍为9月25日，不再晚于目标日期。"
    )
    assert sentence(office, WhatIf(Alteration(steps={"pipes": {"days": 10}}))) == (
        "“管线敷设”机动时间增加10天，完工由9月25日提前到9月11日（早10个工作日），不再晚于目标日期9月18日，"
        "“管线敷设”由8月28日提前到8月14日。"
    )
    stop = Spell(day(8, 10), day(8, 14), False, "heat")
    assert sentence(office, WhatIf(spell=stop)).startswith("完工由9月25日推迟到10月2日（晚5个工作日），")
    assert sentence(office, WhatIf(Alteration(removed=frozenset({"pipes"})))).startswith(
        "取消“管线敷设”，完工由9月25日提前到8月28日（早20个工作日）"
    )
    assert sentence(office, WhatIf()) == "没有影响，完工日期不变，仍为9月25日。"
    assert rows(office.desk) == before


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (WhatIf(wait=("moon", 3)), "milestone_not_found"),
        (WhatIf(Alteration(removed=frozenset({"pit", "pipes", "road"}))), "plan_empty"),
        (WhatIf(Alteration(added=(Step("pit", "又一个", 3),))), "plan_flawed"),
        (WhatIf(Alteration(steps={"pit": {"after": (Link("road"),)}})), "plan_flawed"),
        (WhatIf(Alteration(steps={"pit": {"calendar": "moon"}})), "plan_flawed"),
        (WhatIf(Alteration(added=tuple(Step(str(n), str(n), 1) for n in range(498)))), "plan_too_long"),
        (WhatIf(wait=("pit", 99_999)), "date_out_of_range"),
    ],
)
def test_what_cannot_be_computed_is_refused(office: Office, change: WhatIf, code: str) -> None:
    with pytest.raises(Refused, match=code):
        what_if.try_(office.desk, office.cast.hospital, change)


def test_a_step_that_is_done_waits_for_nothing(office: Office) -> None:
    plans.finish(office.desk, office.clerk, office.cast.hospital, "沟槽开挖", TODAY)
    with pytest.raises(Conflict, match="step_done"):
        what_if.try_(office.desk, office.cast.hospital, WhatIf(wait=("pit", 3)))


def test_a_step_cannot_wait_for_less_than_nothing(office: Office) -> None:
    with pytest.raises(Invalid, match="wait_negative"):
        what_if.try_(office.desk, office.cast.hospital, WhatIf(wait=("pit", -1)))
