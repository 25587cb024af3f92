"""The life of a problem assignment as secretaries, office and units live it."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Barrier
from typing import Any

import pytest

from backend.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Overdue
from backend.domain.moment import Moment
from backend.domain.notice import ProblemIssued, ProblemMoved, ProblemRaised
from backend.domain.people import Actor, Role, actor_of
from backend.domain.problem import Act, Category, Problem, State
from backend.domain.workdays import Override, Workdays
from backend.services import problem_views, problems
from backend.services.desk import Desk
from backend.storage.engine import Database
from tests import builders
from tests.builders import MORNING
from tests.problem_scene import TEXT, Scene, enter

TODAY = date(2026, 7, 15)  # a Wednesday


@pytest.fixture
def scene(sqlite_database: Database) -> Iterator[Scene]:
    with builders.open_desk(sqlite_database) as desk:
        yield enter(desk)


def test_a_problem_lives_from_the_site_to_its_verified_end_and_each_side_hears(scene: Scene) -> None:
    desk, who = scene.desk, scene.cast
    raised = problems.raise_(desk, scene.secretary, who.hospital.id, f" {TEXT} ", Category.UTILITIES)
    assert (raised.already, raised.problem.state, raised.problem.number) == (False, State.RAISED, None)

    issued = problems.issue(desk, scene.office, raised.problem.id, who.bureau.id, 3, "7月20日前完成迁改")
    assert issued.told == 1
    assert issued.problem.number == "清交办〔2026〕1号"
    assert issued.problem.deadline == date(2026, 7, 20), "three working days over a weekend"
    problems.acknowledge(desk, scene.contact, issued.problem.id)
    assert problems.answer(desk, scene.contact, issued.problem.id, "已迁改完毕").told == 2, "office and admin"
    back = problems.send_back(desk, scene.office, issued.problem.id, "请附现场照片")
    assert back.problem.state is State.ACKNOWLEDGED
    problems.answer(desk, scene.contact, issued.problem.id, "照片已补")
    done = problems.close(desk, scene.office, issued.problem.id, "现场核实")

    assert done.problem.state is State.CLOSED
    assert problem_views.get(desk, scene.secretary, done.problem.id) == done.problem
    name, number = who.hospital.name, "清交办〔2026〕1号"
    heard = {person: scene.heard(person) for person in (who.secretary, who.contact, who.office)}
    assert heard[who.office][0] == ProblemRaised(done.problem.id, name, TEXT, "utilities", "王小明")
    assert heard[who.contact][0] == ProblemIssued(
        done.problem.id, number, name, TEXT, "7月20日前完成迁改", "区卫健局", date(2026, 7, 20), 3
    )
    acts = {person: [n.act for n in told if isinstance(n, ProblemMoved)] for person, told in heard.items()}
    assert acts[who.secretary] == ["issue", "close"]
    moves = [n for n in heard[who.secretary] if isinstance(n, ProblemMoved)]
    assert [n.unit for n in moves] == ["区卫健局", ""]
    assert acts[who.contact] == ["send_back", "close"]
    assert acts[who.office] == ["acknowledge", "answer", "answer"]
    assert heard[who.office][2] == ProblemMoved(
        done.problem.id, number, name, "answer", "周敏", "已迁改完毕", date(2026, 7, 20), TEXT
    )


def test_history_names_everyone_in_order(scene: Scene) -> None:
    problem = scene.answered()

    steps = problem_views.history(scene.desk, scene.secretary, problem.id)

    assert [(s.event.act, s.person, s.unit) for s in steps] == [
        (Act.RAISE, "王小明", ""),
        (Act.ISSUE, "陈晓", "区卫健局"),
        (Act.ACKNOWLEDGE, "周敏", ""),
        (Act.ANSWER, "周敏", ""),
    ]


@pytest.mark.parametrize(
    ("again", "already"),
    [
        (TEXT, True),
        ("10千伏杆线未迁改，影响塔吊作业。", True),
        ("１０千伏 杆线未迁改 影响塔吊作业", True),
        ("10千伏杆线尚未迁改，影响塔吊作业", True),
        ("35千伏杆线未迁改，影响塔吊作业", False),
        ("施工便道被堵", False),
    ],
)
def test_a_like_open_problem_is_not_doubled(scene: Scene, again: str, already: bool) -> None:
    first = scene.raised()

    raised = problems.raise_(scene.desk, scene.as_(scene.cast.leader), scene.cast.hospital.id, again)

    assert raised.already is already
    assert (raised.problem == first) is already
    assert len(scene.heard(scene.cast.office)) == (1 if already else 2)


def test_sides_and_storeys_tell_problems_apart(scene: Scene) -> None:
    texts = [
        "3号楼东侧施工用水用电接入滞后影响主体施工",
        "3号楼西侧施工用水用电接入滞后影响主体施工",
        "2号楼东侧施工用水用电接入滞后影响主体施工",
    ]
    assert len({scene.raised(text).id for text in texts}) == 3


def test_a_closed_problem_that_comes_back_is_a_new_one(scene: Scene) -> None:
    problem = scene.answered()
    problems.close(scene.desk, scene.office, problem.id)

    assert scene.raised().id != problem.id


def test_a_unit_nobody_can_be_reached_at_is_issued_to_all_the_same(scene: Scene) -> None:
    moved = problems.issue(scene.desk, scene.office, scene.raised().id, scene.town.id)

    assert (moved.problem.state, moved.told) == (State.ISSUED, 0)
    assert moved.problem.deadline == date(2026, 7, 22), "the policy's five working days"


def test_a_returned_one_is_issued_again_under_its_number_and_not_returned_twice(scene: Scene) -> None:
    problem = scene.issued()
    problems.return_(scene.desk, scene.contact, problem.id, "属供电公司职责")
    scene.sleep(days=1)

    again = problems.issue(scene.desk, scene.office, problem.id, scene.cast.bureau.id).problem

    assert (again.number, again.original_deadline) == (problem.number, problem.deadline)
    assert again.deadline == date(2026, 7, 23)
    with pytest.raises(Conflict, match="returned_before"):
        problems.return_(scene.desk, scene.contact, problem.id, "仍不属我局")
    assert scene.issued("施工便道被堵").number == "清交办〔2026〕2号"


def test_a_unit_it_was_taken_from_sees_it_no_more(scene: Scene) -> None:
    agent = builders.person(scene.desk, "镇办小吴", account="wu")
    builders.duty(scene.desk, agent, Role.UNIT, unit_id=scene.town.id)
    problem = problems.issue(scene.desk, scene.office, scene.raised().id, scene.town.id).problem
    problems.return_(scene.desk, scene.as_(agent), problem.id, "不属我镇")
    assert problem_views.get(scene.desk, scene.as_(agent), problem.id).state is State.RETURNED

    problems.issue(scene.desk, scene.office, problem.id, scene.cast.bureau.id)

    with pytest.raises(NotFound):
        problem_views.get(scene.desk, scene.as_(agent), problem.id)


def test_an_extension_is_asked_by_the_unit_and_granted_by_the_office(scene: Scene) -> None:
    problem = scene.issued()
    asked = problems.extend(scene.desk, scene.contact, problem.id, "停电计划未批", working_days=3)
    assert (asked.problem.deadline, asked.problem.asked_until) == (date(2026, 7, 22), date(2026, 7, 27))
    told = scene.heard(scene.cast.office)[-1]
    assert (told.act, told.text, told.deadline) == ("ask_extension", "停电计划未批", date(2026, 7, 27))

    scene.sleep(days=9)  # the office is slow: the deadline has passed meanwhile
    granted = problems.extend(scene.desk, scene.office, problem.id).problem

    assert (granted.deadline, granted.original_deadline) == (date(2026, 7, 27), date(2026, 7, 22))
    assert scene.heard(scene.cast.contact)[-1].deadline == date(2026, 7, 27)


def test_an_extension_refused_leaves_the_deadline_and_is_told(scene: Scene) -> None:
    problem = scene.issued()
    problems.extend(scene.desk, scene.contact, problem.id, "停电计划未批", working_days=3)

    refused = problems.refuse_extension(scene.desk, scene.office, problem.id, "可带电作业").problem

    assert (refused.deadline, refused.asked_until) == (problem.deadline, None)
    told = scene.heard(scene.cast.contact)[-1]
    assert (told.act, told.text, told.deadline) == ("refuse_extension", "可带电作业", problem.deadline)


def test_an_answer_before_the_acknowledgement_is_both(scene: Scene) -> None:
    problem = scene.issued()
    with pytest.raises(Invalid, match="answer_empty"):
        problems.answer(scene.desk, scene.contact, problem.id, "")
    assert problem_views.get(scene.desk, scene.contact, problem.id).state is State.ISSUED

    answered = problems.answer(scene.desk, scene.contact, problem.id, "已迁改完毕").problem

    assert [event.act for event in answered.events[-2:]] == [Act.ACKNOWLEDGE, Act.ANSWER]
    assert problem_views.get(scene.desk, scene.contact, problem.id) == answered


def test_the_office_extends_of_itself_before_the_deadline_only(scene: Scene) -> None:
    problem = scene.issued()
    until = date(2026, 7, 31)
    assert (
        problems.extend(scene.desk, scene.office, problem.id, "连日暴雨", until=until).problem.deadline
        == until
    )
    scene.sleep(days=17)
    with pytest.raises(Overdue):
        problems.extend(scene.desk, scene.office, problem.id, "再延", until=date(2026, 8, 31))
    with pytest.raises(Overdue):
        problems.extend(scene.desk, scene.contact, problem.id, "再延", until=date(2026, 8, 31))


@pytest.mark.parametrize(
    ("length", "code"),
    [
        ({}, "extension_needs_length"),
        ({"working_days": 3, "until": date(2026, 7, 30)}, "extension_needs_length"),
        ({"working_days": 0}, "working_days_range"),
        ({"working_days": 251}, "working_days_range"),
        ({"until": TODAY}, "deadline_not_later"),
    ],
)
def test_an_extension_needs_one_sensible_length(scene: Scene, length: dict[str, Any], code: str) -> None:
    problem = scene.issued()
    with pytest.raises(Invalid, match=code):
        problems.extend(scene.desk, scene.contact, problem.id, "雨", **length)


ATTEMPTS: dict[str, Callable[[Desk, Actor, Problem, int], object]] = {
    "issue": lambda d, a, p, u: problems.issue(d, a, p.id, u),
    "acknowledge": lambda d, a, p, u: problems.acknowledge(d, a, p.id),
    "answer": lambda d, a, p, u: problems.answer(d, a, p.id, "已办"),
    "return": lambda d, a, p, u: problems.return_(d, a, p.id, "不属我局"),
    "extend": lambda d, a, p, u: problems.extend(d, a, p.id, "雨", working_days=3),
    "refuse_extension": lambda d, a, p, u: problems.refuse_extension(d, a, p.id, "不同意"),
    "send_back": lambda d, a, p, u: problems.send_back(d, a, p.id, "不实"),
    "close": lambda d, a, p, u: problems.close(d, a, p.id),
    "withdraw": lambda d, a, p, u: problems.withdraw(d, a, p.id, "误报"),
    "get": lambda d, a, p, u: problem_views.get(d, a, p.id),
    "history": lambda d, a, p, u: problem_views.history(d, a, p.id),
}
UNIT_ONLY = ("acknowledge", "answer", "return")
OFFICE_ONLY = ("issue", "refuse_extension", "send_back", "close", "withdraw")


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_to_a_stranger_the_problem_does_not_exist(scene: Scene, attempt: str) -> None:
    with pytest.raises(NotFound, match="problem_not_found"):
        ATTEMPTS[attempt](scene.desk, scene.as_(scene.cast.stranger), scene.issued(), scene.town.id)


@pytest.mark.parametrize("attempt", UNIT_ONLY)
@pytest.mark.parametrize("seat", ["secretary", "office"])
def test_only_the_units_people_acknowledge_answer_and_return(scene: Scene, attempt: str, seat: str) -> None:
    with pytest.raises(NotAllowed):
        ATTEMPTS[attempt](scene.desk, getattr(scene, seat), scene.issued(), scene.town.id)


@pytest.mark.parametrize("attempt", UNIT_ONLY)
def test_the_projects_own_unit_does_not_move_what_another_unit_has(scene: Scene, attempt: str) -> None:
    problem = problems.issue(scene.desk, scene.office, scene.raised().id, scene.town.id).problem
    assert problem_views.get(scene.desk, scene.contact, problem.id) == problem
    with pytest.raises(NotAllowed, match="not_allowed"):
        ATTEMPTS[attempt](scene.desk, scene.contact, problem, scene.town.id)


@pytest.mark.parametrize("attempt", OFFICE_ONLY)
@pytest.mark.parametrize("seat", ["secretary", "contact"])
def test_only_the_office_issues_verifies_and_withdraws(scene: Scene, attempt: str, seat: str) -> None:
    with pytest.raises(NotAllowed, match="not_allowed"):
        ATTEMPTS[attempt](scene.desk, getattr(scene, seat), scene.answered(), scene.town.id)


def test_an_office_clerk_who_answered_for_a_unit_does_not_close_it(scene: Scene) -> None:
    builders.duty(scene.desk, scene.cast.office, Role.UNIT, unit_id=scene.cast.bureau.id)
    problem = scene.issued()
    problems.acknowledge(scene.desk, scene.office, problem.id)
    problems.answer(scene.desk, scene.office, problem.id, "已办")

    with pytest.raises(NotAllowed, match="answered_by_same_person"):
        problems.close(scene.desk, scene.office, problem.id)
    assert problems.close(scene.desk, scene.as_(scene.cast.admin), problem.id).problem.state is State.CLOSED


def test_whoever_raised_it_takes_it_back_until_it_is_issued(scene: Scene) -> None:
    mistake = scene.raised("误报的问题")
    gone = problems.withdraw(scene.desk, scene.secretary, mistake.id, "误报")
    assert (gone.problem.state, gone.told) == (State.WITHDRAWN, 2)
    with pytest.raises(NotAllowed):
        problems.withdraw(scene.desk, scene.secretary, scene.issued().id, "误报")


def test_raising_is_for_secretaries_leaders_and_the_office_in_their_scope(scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        problems.raise_(scene.desk, scene.contact, scene.cast.hospital.id, TEXT)
    with pytest.raises(NotFound):
        problems.raise_(scene.desk, scene.secretary, scene.cast.road.id, TEXT)
    with pytest.raises(Invalid, match="text_empty"):
        problems.raise_(scene.desk, scene.secretary, scene.cast.hospital.id, " 　")
    assert problems.raise_(scene.desk, scene.office, scene.cast.road.id, TEXT).problem.id


def test_the_offices_direct_order_is_both_or_neither(scene: Scene) -> None:
    desk, office, hospital = scene.desk, scene.office, scene.cast.hospital.id
    moved = problems.raise_and_issue(desk, office, hospital, TEXT, scene.cast.bureau.id, 10)
    assert (moved.problem.state, moved.problem.number) == (State.ISSUED, "清交办〔2026〕1号")

    with pytest.raises(NotFound, match="unit_not_found"):
        problems.raise_and_issue(desk, office, hospital, "另一个问题", 999)
    with pytest.raises(NotAllowed):
        problems.raise_and_issue(desk, scene.secretary, hospital, "另一个问题", scene.cast.bureau.id)
    assert problem_views.listing(desk, office).items == (moved.problem,)

    waiting = scene.raised("施工便道被堵")
    assert (
        problems.raise_and_issue(desk, office, hospital, "施工便道被堵", scene.cast.bureau.id).problem.id
        == waiting.id
    )
    with pytest.raises(Conflict, match="problem_not_in_state"):
        problems.raise_and_issue(desk, office, hospital, TEXT, scene.cast.bureau.id)


def test_a_refused_issue_takes_no_number_even_when_the_transaction_goes_on(scene: Scene) -> None:
    problem = scene.raised()
    with pytest.raises(Invalid, match="text_too_long"):
        problems.issue(scene.desk, scene.office, problem.id, scene.cast.bureau.id, 5, "办" * 2001)
    with pytest.raises(Invalid, match="working_days_range"):
        problems.issue(scene.desk, scene.office, problem.id, scene.cast.bureau.id, 0)
    first = problems.issue(scene.desk, scene.office, problem.id, scene.cast.bureau.id).problem
    with pytest.raises(Conflict):
        problems.issue(scene.desk, scene.office, problem.id, scene.cast.bureau.id)

    assert first.number == "清交办〔2026〕1号"
    assert scene.issued("施工便道被堵").number == "清交办〔2026〕2号"


def test_the_year_of_a_number_is_the_offices_and_starts_anew(scene: Scene) -> None:
    scene.issued()
    scene.desk = replace(
        scene.desk, moment=Moment(MORNING.replace(month=12, day=31, hour=15), scene.desk.moment.zone)
    )
    assert scene.issued("十二月三十一日夜").number == "清交办〔2026〕2号"
    scene.sleep(hours=1)  # midnight in the office, still the old year in UTC
    assert scene.issued("元旦凌晨").number == "清交办〔2027〕1号"


def test_a_holiday_is_not_counted_into_the_deadline(scene: Scene) -> None:
    scene.desk = replace(
        scene.desk, calendar=Workdays(overrides=[Override(date(2026, 7, 16), False, "停电")])
    )
    assert scene.issued(working_days=1).deadline == date(2026, 7, 17)


@pytest.mark.parametrize(
    "typed",
    [
        "清交办〔2026〕1号",
        "清交办[2026]1号",
        "清交办（2026）1号",
        "【2026】1号",
        "〔2026〕1号",
        "1号",
        "1",
        "第１号",
    ],
)
def test_a_problem_is_found_by_however_its_number_is_typed(scene: Scene, typed: str) -> None:
    scene.raised("没有编号的问题")
    problem = scene.issued()

    assert problem_views.find(scene.desk, scene.contact, typed) == problem
    with pytest.raises(NotFound):
        problem_views.find(scene.desk, scene.as_(scene.cast.stranger), typed)


def test_a_row_number_finds_what_has_no_number_yet(scene: Scene) -> None:
    waiting = [scene.raised(text) for text in ("甲问题甲", "乙问题乙", "丙问题丙")]
    numbered = scene.issued("丁问题丁")

    assert problem_views.find(scene.desk, scene.secretary, f"#{waiting[2].id}") == waiting[2]
    assert problem_views.find(scene.desk, scene.secretary, str(waiting[2].id)) == waiting[2]
    assert problem_views.find(scene.desk, scene.secretary, "1") == numbered, (
        "the assignment number goes first"
    )
    for ref in (f"{waiting[2].id}号", str(numbered.id), "#99", "99", "", "十二", "#999999999999"):
        with pytest.raises(NotFound, match="problem_not_found"):
            problem_views.find(scene.desk, scene.secretary, ref)


def test_without_a_year_this_years_is_meant_and_two_alike_are_not_guessed_at(scene: Scene) -> None:
    old = scene.issued()
    assert problem_views.find(scene.desk, scene.office, "1号") == old
    scene.sleep(days=200)
    assert problem_views.find(scene.desk, scene.office, "1号") == old, "only last year's there is"
    new = scene.issued("新的一年")
    assert problem_views.find(scene.desk, scene.office, "1号") == new
    assert problem_views.find(scene.desk, scene.office, "〔2026〕1号") == old
    scene.desk = replace(scene.desk, policy=replace(scene.desk.policy, number_prefix="督办"))
    other = scene.issued("换了代字")
    with pytest.raises(NotFound, match="problem_ambiguous") as refused:
        problem_views.find(scene.desk, scene.office, "1号")
    assert refused.value.facts["numbers"] == [new.number, other.number]
    assert problem_views.find(scene.desk, scene.office, "督办〔2027〕1号") == other


def test_lists_keep_to_the_scope_the_filter_and_a_sensible_page(scene: Scene) -> None:
    waiting, given = scene.raised("施工便道被堵"), scene.issued()
    assert problem_views.listing(scene.desk, scene.contact, states={State.ISSUED}).items == (given,)
    assert problem_views.listing(scene.desk, scene.secretary, project_id=scene.cast.hospital.id).total == 2
    assert problem_views.listing(scene.desk, scene.as_(scene.cast.stranger)).items == ()
    assert problem_views.listing(scene.desk, scene.office, overdue=True).items == ()
    scene.sleep(days=8)
    assert problem_views.listing(scene.desk, scene.office, overdue=True).items == (given,)
    assert problem_views.listing(scene.desk, scene.office, unit_id=scene.cast.bureau.id).items == (given,)
    assert problem_views.listing(scene.desk, scene.office, limit=1).next == waiting.id
    for limit in (0, 501):
        with pytest.raises(Invalid, match="page_limit"):
            problem_views.listing(scene.desk, scene.office, limit=limit)


def test_clerks_at_once_issue_gapless_numbers_and_double_nothing(database: Database) -> None:
    hands = 6
    with builders.open_desk(database) as desk:
        scene = enter(desk)
        waiting = [scene.raised(f"{n}号楼缺水") for n in range(hands)]
    start = Barrier(hands)

    def work(n: int) -> str | None:
        start.wait()
        with builders.open_desk(database) as desk:
            clerk = actor_of(scene.cast.office, desk.unit.people.duties_of(scene.cast.office.id), TODAY)
            raised = problems.raise_(desk, clerk, scene.cast.hospital.id, TEXT)
            assert raised.problem.text == TEXT
            return problems.issue(desk, clerk, waiting[n].id, scene.cast.bureau.id).problem.number

    with ThreadPoolExecutor(hands) as pool:
        numbers = set(pool.map(work, range(hands)))

    assert numbers == {f"清交办〔2026〕{n}号" for n in range(1, hands + 1)}
    with builders.open_desk(database) as desk:
        found = problem_views.listing(desk, scene.cast.actor(desk, scene.cast.office))
        assert sum(problem.text == TEXT for problem in found.items) == 1
