"""From the site's word to who answers for the days: ties, ledgers and prices on one desk."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from backend.domain.delay import Cause
from backend.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from backend.domain.people import EVERYTHING, Role, actor_of
from backend.domain.plan import Link, Plan, Step
from backend.domain.problem import Act, Problem
from backend.domain.step_proposal import Ground
from backend.services import delays, plans, problem_prices, problem_steps, problems
from backend.services.delays import MOST_DAYS
from backend.storage.engine import Database
from tests import builders
from tests.counting import statements
from tests.problem_scene import Scene, enter

BEGIN = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)  # a Monday, nine o'clock at the office
PLAN = Plan(
    date(2026, 11, 2),
    date(2026, 12, 31),
    (
        Step("1", "基坑支护", 5, owner="县住建局"),
        Step("2", "桩基", 5, (Link("1"),)),
        Step("3", "主体封顶", 20, (Link("2"),), milestone=True),
    ),
)


def d(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


@pytest.fixture
def scene(sqlite_database: Database) -> Iterator[Scene]:
    with builders.open_desk(sqlite_database, BEGIN) as desk:
        found = enter(desk)
        adopt(found, PLAN)
        yield found


def adopt(scene: Scene, plan: Plan, **rest: Any) -> int:
    why = {"reason": "设计变更", "approver": scene.office.person, **rest}
    return plans.adopt(scene.desk, scene.office, scene.cast.hospital, plan, source="test", **why)


def ledger(
    scene: Scene, first: date | None = None, last: date | None = None, milestone: str = ""
) -> delays.Delays:
    return delays.ledger(scene.desk, scene.office, scene.cast.hospital.id, first, last, milestone)


def blocked(scene: Scene, text: str = "基坑东侧燃气管线未迁改") -> Problem:
    return scene.issued(text)


def test_the_days_of_a_problem_are_its_own_and_the_rest_the_owners(scene: Scene) -> None:
    scene.sleep(days=7)  # Monday the 9th: the pit should have been done on Friday
    problem = problem_steps.tie(scene.desk, scene.secretary, blocked(scene).id, "基坑支护")
    scene.sleep(days=2)
    problems.acknowledge(scene.desk, scene.contact, problem.id)
    problems.answer(scene.desk, scene.contact, problem.id, "已迁改")
    problems.close(scene.desk, scene.office, problem.id)
    scene.sleep(days=2)
    plans.finish(scene.desk, scene.secretary, scene.cast.hospital, "基坑支护", d("11-13"))
    scene.sleep(days=7)

    found = ledger(scene)

    assert (found.ledger.first, found.ledger.last) == (d("11-02"), d("11-20"))
    assert [(s.first, s.last, s.days, s.entry.problem, s.entry.owner) for s in found.ledger.stretches] == [
        (d("11-09"), d("11-11"), 3, problem.id, "县住建局"),
        (d("11-12"), d("11-13"), 2, None, "县住建局"),
    ]
    assert found.ledger.slip == 5
    assert found.problems[problem.id] == delays.ProblemName("清交办〔2026〕1号", problem.text, "区卫健局")
    assert ledger(scene, d("11-11"), d("11-12")).ledger.slip == 1
    assert ledger(scene, milestone="桩基").ledger.slip == 5
    assert ledger(scene, milestone="1").ledger.after == d("11-13")


def test_a_step_nobody_owns_is_the_units_that_answers_for_the_project(scene: Scene) -> None:
    scene.sleep(days=9)
    plans.finish(scene.desk, scene.secretary, scene.cast.hospital, "基坑支护", d("11-06"))
    scene.sleep(days=5)
    assert list(ledger(scene).ledger.by_owner) == ["区卫健局"]


def test_a_tie_said_later_counts_for_the_whole_life_and_taken_back_for_none(scene: Scene) -> None:
    scene.sleep(days=7)
    problem = blocked(scene)
    scene.sleep(days=2)
    assert {one.cause for one in ledger(scene).ledger.entries} == {Cause.OWN}
    problem_steps.tie(scene.desk, scene.office, problem.id, "1")
    assert {one.cause for one in ledger(scene).ledger.entries} == {Cause.PROBLEM}
    problem_steps.tie(scene.desk, scene.office, problem.id, "")
    assert {one.cause for one in ledger(scene).ledger.entries} == {Cause.OWN}
    problem_steps.tie(scene.desk, scene.office, problem.id, "1")
    problems.withdraw(scene.desk, scene.office, problem.id, "误报")
    assert {one.cause for one in ledger(scene).ledger.entries} == {Cause.OWN}, "it was no problem"


def test_a_new_version_is_its_own_cause_and_the_tie_goes_with_the_step(scene: Scene) -> None:
    scene.sleep(days=7)
    problem = problem_steps.tie(scene.desk, scene.secretary, blocked(scene).id, "1")
    other = problem_steps.tie(scene.desk, scene.secretary, blocked(scene, "桩机没有到场").id, "2")
    scene.sleep(days=1)
    pit, _, frame = PLAN.steps
    anew = (Step("1", "清表", 1), replace(pit, id="2"), replace(frame, after=(Link("2"),)))
    assert adopt(scene, replace(PLAN, steps=anew, target=d("12-25")), reason="取消桩基") == 2
    scene.sleep(days=1)

    after, gone = (scene.desk.unit.problems.by_id(one.id, EVERYTHING) for one in (problem, other))
    assert after
    assert gone
    assert (after.step, after.step_name) == ("2", "基坑支护")
    assert (gone.step, gone.step_name) == (None, "")
    assert [(e.act, e.step, e.text) for e in gone.events[-2:]] == [
        (Act.TIE, "2", "桩基"),
        (Act.TIE, "", "桩基"),
    ]
    found = ledger(scene).ledger
    assert found.by_cause[Cause.REPLANNED].days < 0
    assert [one.problem for one in found.entries if one.cause is Cause.PROBLEM] == [problem.id] * 3
    assert [(one.version, one.target) for one in found.replans] == [(2, d("12-25"))]
    assert adopt(scene, replace(PLAN, steps=anew, target=d("12-24"))) == 3
    assert scene.desk.unit.problems.by_id(problem.id, EVERYTHING) == after, "nothing new is said"


def test_a_milestone_that_came_with_a_version_has_no_days_before_it(scene: Scene) -> None:
    scene.sleep(days=7)
    adopt(scene, replace(PLAN, steps=(*PLAN.steps, Step("4", "试运行", 5, (Link("3"),)))))
    scene.sleep(days=2)
    found = ledger(scene, milestone="试运行")
    assert (found.ledger.first, found.ledger.slip) == (d("11-09"), 2)
    with pytest.raises(NotFound, match="step_not_found"):
        ledger(scene, d("11-02"), d("11-06"), milestone="试运行")
    with pytest.raises(NotFound, match="step_not_found"):
        ledger(scene, milestone="没有的")


@pytest.mark.parametrize(
    ("span", "code"),
    [
        ((d("11-10"), d("11-09")), "ledger_reversed"),
        ((d("11-10"), d("11-12")), "ledger_in_future"),
        ((date.fromordinal(d("11-11").toordinal() - MOST_DAYS - 1), None), "ledger_too_long"),
    ],
)
def test_a_span_that_cannot_be_is_refused(scene: Scene, span: tuple[date, date | None], code: str) -> None:
    scene.sleep(days=9)
    with pytest.raises(Invalid, match=code):
        ledger(scene, *span, milestone="")
    assert ledger(scene, d("11-11"), d("11-11")).ledger.entries == ()


def test_who_may_tie_and_to_what(scene: Scene) -> None:
    desk, problem = scene.desk, blocked(scene)
    leader = scene.as_(scene.cast.region_leader)
    with pytest.raises(NotAllowed):
        problem_steps.tie(desk, scene.contact, problem.id, "1")
    with pytest.raises(NotFound, match="problem_not_found"):
        problem_steps.tie(desk, scene.as_(scene.cast.stranger), problem.id, "1")
    with pytest.raises(NotFound, match="step_not_found"):
        problem_steps.tie(desk, leader, problem.id, "装修")
    tied = problem_steps.tie(desk, leader, problem.id, "1")
    assert problem_steps.tie(desk, leader, problem.id, "基坑支护") == tied, "a second time says nothing new"
    assert [step.act for step in tied.events][-1] is Act.TIE
    untied = problem_steps.tie(desk, leader, problem.id, "")
    assert (untied.step, len(untied.events)) == (None, len(tied.events) + 1)
    problems.withdraw(desk, scene.office, problem.id, "误报")
    with pytest.raises(Conflict, match="problem_not_in_state"):
        problem_steps.tie(desk, leader, problem.id, "1")


def test_a_problem_may_be_raised_with_its_step_and_a_wrong_one_raises_nothing(scene: Scene) -> None:
    desk, site = scene.desk, scene.cast.hospital.id
    raised = problems.raise_(desk, scene.secretary, site, "桩机没有到场", step="桩基").problem
    assert (raised.step, raised.step_name) == ("2", "桩基")
    with pytest.raises(NotFound, match="step_not_found"):
        problems.raise_(desk, scene.secretary, site, "塔吊没有到场", step="装修")
    assert desk.unit.problems.open_in(site) == [raised]
    builders.duty(desk, scene.cast.secretary, Role.SECRETARY, project_id=scene.cast.road.id)
    with pytest.raises(NotFound, match="plan_missing"):
        problems.raise_(desk, scene.secretary, scene.cast.road.id, "苗木未到", step="绿化")


def test_a_step_is_proposed_where_nobody_has_said(scene: Scene) -> None:
    found = problem_steps.proposed(scene.desk, blocked(scene, "桩基检测报告没出"))
    assert found
    assert (found.step, found.ground) == ("2", Ground.WORDS)
    road = scene.desk.unit.problems.by_id(
        problems.raise_(scene.desk, scene.office, scene.cast.road.id, "苗木未到").problem.id, EVERYTHING
    )
    assert road
    assert problem_steps.proposed(scene.desk, road) is None, "no plan"


def test_open_problems_are_told_by_the_float_they_have_eaten(scene: Scene) -> None:
    cheap, dear, untied = blocked(scene), blocked(scene, "桩机没有到场"), blocked(scene, "等资金")
    problem_steps.tie(scene.desk, scene.office, cheap.id, "2")
    problem_steps.tie(scene.desk, scene.office, dear.id, "1")
    scene.sleep(days=8)  # Tuesday the 10th: the piles could have begun on the 9th

    found = problem_prices.dearest(scene.desk, scene.secretary)

    assert [(p.id, one.open, one.stopped, one.eaten, one.moved) for p, one in found] == [
        (dear.id, 6, 6, 6, 6),
        (cheap.id, 6, 2, 2, 2),
    ]
    assert problem_prices.problem_prices(scene.desk, [untied]) == {}
    assert problem_prices.dearest(scene.desk, scene.as_(scene.cast.stranger)) == []
    problems.withdraw(scene.desk, scene.office, dear.id, "误报")
    assert [p.id for p, _ in problem_prices.dearest(scene.desk, scene.office, scene.cast.hospital.id)] == [
        cheap.id
    ]


def test_a_closed_problem_keeps_the_price_it_had(scene: Scene) -> None:
    problem = problem_steps.tie(scene.desk, scene.office, scene.answered().id, "1")
    scene.sleep(days=2)
    closed = problems.close(scene.desk, scene.office, problem.id).problem
    scene.sleep(days=20)
    assert problem_prices.problem_prices(scene.desk, [closed])[closed.id].open == 2


def test_one_problem_and_many_take_the_same_statements(sqlite_database: Database) -> None:
    def asked(count: int, at: datetime) -> int:
        with builders.open_desk(sqlite_database, at) as desk:
            clerk = builders.person(desk, f"office{count}")
            builders.duty(desk, clerk, Role.OFFICE)
            actor = actor_of(clerk, desk.unit.people.duties_of(clerk.id), desk.moment.day)
            found = []
            for n in range(count):
                project = builders.project(desk, f"{count}-{n}", f"第{count}批{n}号")
                plans.adopt(desk, actor, project, PLAN, source="test")
                found.append(problems.raise_(desk, actor, project.id, "管线未迁改", step="1").problem)
            with statements(sqlite_database) as seen:
                assert len(problem_prices.problem_prices(desk, found)) == count
            return len(seen)

    assert asked(1, BEGIN) == asked(7, BEGIN)
