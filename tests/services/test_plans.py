"""Plans as an office adopts them and as sites tell of milestones. Weekdays are working days here."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from backend.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from backend.domain.flaw import FlawCode
from backend.domain.moment import Moment
from backend.domain.people import Person, Role
from backend.domain.plan import Link, Plan, Step
from backend.domain.project import Project
from backend.domain.snapshot import MilestoneState
from backend.domain.workdays import Override, Workdays
from backend.services import plans
from backend.services.desk import Desk
from backend.services.plans import Planned
from backend.storage.engine import Database
from tests import builders, cast
from tests.cast import Cast
from tests.counting import statements

TODAY = date(2026, 7, 15)  # a Wednesday


def day(month: int, of: int) -> date:
    return date(2026, month, of)


PLAN = Plan(
    start=day(6, 1),
    target=day(8, 28),
    steps=(
        Step("permit", "施工许可", 10, milestone=True),
        Step("pit", "基坑", 10, (Link("permit"),)),
        Step("ground", "出±0.00", 10, (Link("pit"),), milestone=True),
        Step("roof", "封顶", 20, (Link("ground"),), milestone=True),
    ),
)
# 65 working days from 1 June to 28 August, 50 of work: 15 to spare. Latest finishes from the target back:
# roof 28 August, ground 31 July, pit 17 July, permit 3 July.


@dataclass
class Office:
    desk: Desk
    cast: Cast

    @property
    def hospital(self) -> Project:
        return self.cast.hospital

    def adopt(
        self,
        plan: Plan = PLAN,
        by: Person | None = None,
        project: Project | None = None,
        *,
        reason: str = "首版",
        approver: Person | None = None,
        keep_done: bool = True,
    ) -> int:
        actor = self.cast.actor(self.desk, by or self.cast.office)
        return plans.adopt(
            self.desk,
            actor,
            project or self.hospital,
            plan,
            source="模板",
            reason=reason,
            approver=approver,
            keep_done=keep_done,
        )

    def finish(self, name: str, on: date, by: Person | None = None) -> plans.Finished:
        actor = self.cast.actor(self.desk, by or self.cast.secretary)
        return plans.finish(self.desk, actor, self.hospital, name, on)

    def planned(self, on: date | None = None) -> Planned:
        return plans.planned(self.desk, [self.hospital], on)[self.hospital.id]

    def sleep(self, days: int) -> None:
        moment = Moment(self.desk.moment.at + timedelta(days=days), self.desk.moment.zone)
        self.desk = replace(self.desk, moment=moment)


@pytest.fixture
def office(sqlite_database: Database) -> Iterator[Office]:
    with builders.open_desk(sqlite_database) as desk:
        yield Office(desk, cast.enter(desk))


def states(planned: Planned) -> list[tuple[str, MilestoneState, int]]:
    return [(m.name, m.state, m.days_late) for m in planned.milestones]


# ---- adopting


def test_the_office_adopts_a_plan_and_the_next_version_holds(office: Office) -> None:
    assert office.adopt() == 1
    later = replace(PLAN, target=day(9, 30))
    assert office.adopt(later, by=office.cast.admin, reason="设计变更", approver=office.cast.leader) == 2

    assert office.planned().stored.plan.target == day(9, 30)
    versions = office.desk.unit.plans.versions(office.hospital.id)
    assert [
        (one.version, one.reason, one.person_id, one.approver_id, one.plan.target) for one in versions
    ] == [
        (2, "设计变更", office.cast.admin.id, office.cast.leader.id, day(9, 30)),
        (1, "首版", office.cast.office.id, None, day(8, 28)),
    ]


@pytest.mark.parametrize("who", ["secretary", "leader", "contact", "stranger"])
def test_nobody_else_adopts_plans(office: Office, who: str) -> None:
    with pytest.raises(NotAllowed):
        office.adopt(by=getattr(office.cast, who))
    assert plans.planned(office.desk, [office.hospital]) == {}


def test_a_plan_that_cannot_be_computed_is_refused_with_everything_wrong_in_it(office: Office) -> None:
    steps = (Step("a", "甲", 5, (Link("b"),)), Step("b", "乙", -1, (Link("a"), Link("nowhere"))))

    with pytest.raises(Invalid) as refused:
        office.adopt(replace(PLAN, steps=steps))

    assert refused.value.code == "plan_flawed"
    assert {flaw.code for flaw in refused.value.facts["flaws"]} == {
        FlawCode.CYCLE,
        FlawCode.NEGATIVE_DURATION,
        FlawCode.UNKNOWN_STEP,
    }


def test_an_empty_plan_and_an_endless_one_are_refused(office: Office) -> None:
    with pytest.raises(Invalid) as empty:
        office.adopt(replace(PLAN, steps=()))
    most = tuple(Step(str(n), f"第{n}步", 1) for n in range(501))
    with pytest.raises(Invalid) as endless:
        office.adopt(replace(PLAN, steps=most))
    assert office.adopt(replace(PLAN, steps=most[:500])) == 1

    assert (empty.value.code, endless.value.code) == ("plan_empty", "plan_too_long")
    assert endless.value.facts["limit"] == 500


# ---- what a plan says


def test_milestones_tell_where_they_stand(office: Office) -> None:
    office.adopt()

    planned = office.planned()

    # permit should have been done by 3 July; it is taken to be under way since 1 June.
    assert states(planned) == [
        ("施工许可", MilestoneState.OVERDUE, 12),
        ("出±0.00", MilestoneState.PLANNED, 0),
        ("封顶", MilestoneState.PLANNED, 0),
    ]
    assert [m.latest for m in planned.milestones] == [day(7, 3), day(7, 31), day(8, 28)]
    assert [m.seq for m in planned.milestones] == [1, 2, 3]
    assert (planned.late, planned.coming, planned.done) == (planned.milestones[0], planned.milestones[0], 0)
    # permit ends today at the earliest, then 40 days of work: 9 September, 8 working days after the target.
    assert (planned.schedule.finish, planned.schedule.project_float) == (day(9, 9), -8)


def test_a_milestone_is_due_from_its_latest_start_to_its_latest_finish_and_late_the_day_after(
    office: Office,
) -> None:
    office.adopt(replace(PLAN, steps=PLAN.steps[:1], target=day(7, 15)))

    def state(on: date) -> tuple[str, MilestoneState, int]:
        return states(office.planned(on))[0]

    assert state(day(7, 1))[1:] == (MilestoneState.PLANNED, 0)  # latest start is 2 July
    assert state(day(7, 2))[1:] == (MilestoneState.DUE, 0)
    assert state(day(7, 15))[1:] == (MilestoneState.DUE, 0)
    assert state(day(7, 16))[1:] == (MilestoneState.OVERDUE, 1)


def test_a_finish_is_on_time_or_late_by_calendar_days(office: Office) -> None:
    office.adopt()

    late = office.finish("施工许可", day(7, 6))
    on_time = office.finish("出±0.00", day(7, 15))

    assert (late.figure.state, late.figure.days_late) == (MilestoneState.DONE_LATE, 3)
    assert (on_time.figure.state, on_time.figure.days_late) == (MilestoneState.DONE, 0)
    assert on_time.after.done == 2
    assert on_time.after.late is None
    assert on_time.after.coming is not None
    assert on_time.after.coming.name == "封顶"
    # roof begins on 16 July and takes 20 working days.
    assert on_time.after.schedule.finish == day(8, 12)


def test_a_past_day_does_not_know_what_came_after_it(office: Office) -> None:
    office.adopt()
    office.finish("施工许可", day(7, 6))

    assert states(office.planned(day(7, 5)))[0] == ("施工许可", MilestoneState.OVERDUE, 2)
    assert states(office.planned(day(7, 6)))[0] == ("施工许可", MilestoneState.DONE_LATE, 3)


def test_a_site_that_works_all_week_has_a_plan_of_its_own_days(office: Office) -> None:
    project = replace(office.hospital, seven_day=True)
    office.desk.unit.projects.update(project)
    office.desk.unit.calendars.set_override(Override(day(8, 27), False, "停电"))
    office.adopt(replace(PLAN, steps=PLAN.steps[:1]))
    on = day(6, 1)

    found = plans.planned(office.desk, [project], on)[project.id]

    assert (found.schedule.finish, found.milestones[0].latest) == (day(6, 10), day(8, 28))
    assert found.schedule.late_start == (day(8, 18),)  # ten days of work up to 28 August, without the 27th
    assert found.schedule.project_float == Workdays.seven_day([Override(day(8, 27), False, "")]).count(
        day(6, 11), day(8, 28)
    )


def test_every_step_counts_when_none_is_marked(office: Office) -> None:
    office.adopt(Plan(day(7, 1), day(8, 28), (Step("a", "甲", 5), Step("b", "乙", 5, (Link("a"),)))))

    assert [m.name for m in office.planned().milestones] == ["甲", "乙"]
    assert plans.open_steps(office.desk, office.hospital) == ["甲", "乙"]


def test_projects_without_a_plan_are_left_out_and_said_so_when_asked_alone(office: Office) -> None:
    assert plans.planned(office.desk, [office.hospital, office.cast.road]) == {}
    with pytest.raises(NotFound) as refused:
        plans.stored_plan(office.desk, office.hospital)
    assert refused.value.code == "plan_missing"
    with pytest.raises(NotFound):
        office.finish("封顶", TODAY)


def test_a_hundred_plans_cost_as_many_statements_as_one(sqlite_database: Database) -> None:
    with builders.open_desk(sqlite_database) as desk:
        people = cast.enter(desk)
        many = [builders.project(desk, f"P{n}", f"项目{n}") for n in range(100)]
        clerk = people.actor(desk, people.office)
        for project in many:
            plans.adopt(desk, clerk, project, PLAN, source="模板")
        with statements(sqlite_database) as one:
            plans.planned(desk, many[:1])
        with statements(sqlite_database) as hundred:
            assert len(plans.planned(desk, many)) == 100

    assert len(one) == len(hundred)


# ---- finishing


def test_what_a_milestone_rests_on_is_done_with_it_but_no_milestone_before_it(office: Office) -> None:
    office.adopt()

    office.finish("出±0.00", day(7, 14))

    done = {step.id: step.actual_finish for step in office.planned().stored.plan.steps}
    assert done == {"permit": None, "pit": day(7, 14), "ground": day(7, 14), "roof": None}
    assert plans.open_steps(office.desk, office.hospital) == ["施工许可", "封顶"]


def test_a_milestone_is_finished_once(office: Office) -> None:
    office.adopt()
    office.finish("施工许可", day(7, 6))

    with pytest.raises(Conflict) as refused:
        office.finish("施工许可", day(7, 7), by=office.cast.office)

    assert (refused.value.code, refused.value.facts["day"]) == ("milestone_already_done", day(7, 6))


def test_only_the_exact_name_of_a_step_will_do(office: Office) -> None:
    office.adopt()
    with pytest.raises(NotFound) as refused:
        office.finish("封", TODAY)
    assert refused.value.facts["name"] == "封"


def test_nothing_is_finished_tomorrow_or_before_it_began(office: Office) -> None:
    begun = replace(PLAN.steps[0], actual_start=day(6, 10))
    office.adopt(replace(PLAN, steps=(begun, *PLAN.steps[1:])))

    with pytest.raises(Invalid) as tomorrow:
        office.finish("施工许可", TODAY + timedelta(days=1))
    with pytest.raises(Invalid) as before:
        office.finish("施工许可", day(6, 9))

    assert (tomorrow.value.code, before.value.code) == ("day_in_future", "finish_before_start")
    assert before.value.facts["start"] == day(6, 10)
    assert office.finish("施工许可", day(6, 10)).figure.state is MilestoneState.DONE


@pytest.mark.parametrize("who", ["secretary", "deputy", "leader", "region_leader", "office", "admin"])
def test_those_who_answer_for_the_site_say_what_stands(office: Office, who: str) -> None:
    office.adopt()
    assert office.finish("施工许可", TODAY, by=getattr(office.cast, who)).day == TODAY


@pytest.mark.parametrize("who", ["contact", "stranger"])
def test_the_units_people_and_strangers_do_not(office: Office, who: str) -> None:
    office.adopt()
    with pytest.raises(NotAllowed):
        office.finish("施工许可", TODAY, by=getattr(office.cast, who))


def test_another_sites_secretary_who_sees_the_project_for_the_unit_does_not_either(office: Office) -> None:
    office.adopt()
    both = builders.person(office.desk, "两头跑", account="both")
    builders.duty(office.desk, both, Role.SECRETARY, project_id=office.cast.road.id)
    builders.duty(office.desk, both, Role.UNIT, unit_id=office.cast.bureau.id)
    with pytest.raises(NotAllowed):
        office.finish("施工许可", TODAY, by=both)
