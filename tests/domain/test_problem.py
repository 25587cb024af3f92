"""The life of a problem assignment: what may follow what, and what never changes."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from backend.domain import problem as deeds
from backend.domain.errors import Conflict, Invalid, NotAllowed, Overdue, Refused
from backend.domain.moment import Moment
from backend.domain.problem import Act, Category, Event, Problem, State, applied, replay

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 11, 2)
FRIDAY = date(2026, 11, 6)
SECRETARY, OFFICE, CONTACT, OTHER_CONTACT = 1, 2, 3, 4
BUREAU, TOWN = 7, 8
NUMBER = "清交办〔2026〕12号"


def on(day: date, hour: int = 9) -> Moment:
    return Moment(datetime(day.year, day.month, day.day, hour, tzinfo=ZONE).astimezone(UTC), ZONE)


def raised() -> Problem:
    return replay(12, 5, "10千伏杆线未迁改", Category.UTILITIES, [deeds.raise_(SECRETARY, on(MONDAY))])


def issued() -> Problem:
    before = raised()
    return applied(before, deeds.issue(before, OFFICE, on(MONDAY), BUREAU, NUMBER, FRIDAY, "一周内迁改"))


def acknowledged() -> Problem:
    return applied(issued(), deeds.acknowledge(issued(), CONTACT, on(MONDAY)))


def answered() -> Problem:
    return applied(acknowledged(), deeds.answer(acknowledged(), CONTACT, on(FRIDAY), "已迁改"))


def returned() -> Problem:
    return applied(issued(), deeds.return_(issued(), CONTACT, on(MONDAY), "不属我单位职责"))


def closed() -> Problem:
    return applied(answered(), deeds.close(answered(), OFFICE, on(FRIDAY), "现场核实"))


def withdrawn() -> Problem:
    return applied(raised(), deeds.withdraw(raised(), OFFICE, on(MONDAY), "重复上报"))


BY_STATE: dict[State, Callable[[], Problem]] = {
    State.RAISED: raised,
    State.ISSUED: issued,
    State.ACKNOWLEDGED: acknowledged,
    State.ANSWERED: answered,
    State.RETURNED: returned,
    State.CLOSED: closed,
    State.WITHDRAWN: withdrawn,
}

TRY: dict[Act, Callable[[Problem], Event]] = {
    Act.ISSUE: lambda p: deeds.issue(p, OFFICE, on(MONDAY), BUREAU, NUMBER, FRIDAY),
    Act.ACKNOWLEDGE: lambda p: deeds.acknowledge(p, CONTACT, on(MONDAY)),
    Act.ANSWER: lambda p: deeds.answer(p, CONTACT, on(MONDAY), "已办"),
    Act.SEND_BACK: lambda p: deeds.send_back(p, OFFICE, on(MONDAY), "照片看不清"),
    Act.RETURN: lambda p: deeds.return_(p, CONTACT, on(MONDAY), "不属我单位"),
    Act.ASK_EXTENSION: lambda p: deeds.ask_extension(
        p, CONTACT, on(MONDAY), date(2026, 11, 13), "停电计划未批"
    ),
    Act.EXTEND: lambda p: deeds.extend(p, OFFICE, on(MONDAY), date(2026, 11, 13), "同意"),
    Act.CLOSE: lambda p: deeds.close(p, OFFICE, on(MONDAY)),
    Act.WITHDRAW: lambda p: deeds.withdraw(p, OFFICE, on(MONDAY), "已并入他件"),
}

MAY = {
    State.RAISED: {Act.ISSUE, Act.WITHDRAW},
    State.ISSUED: {Act.ACKNOWLEDGE, Act.RETURN, Act.ASK_EXTENSION, Act.EXTEND, Act.WITHDRAW},
    State.ACKNOWLEDGED: {Act.ANSWER, Act.RETURN, Act.ASK_EXTENSION, Act.EXTEND, Act.WITHDRAW},
    State.ANSWERED: {Act.CLOSE, Act.SEND_BACK, Act.WITHDRAW},
    State.RETURNED: {Act.ISSUE, Act.WITHDRAW},
    State.CLOSED: set(),
    State.WITHDRAWN: set(),
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("act", TRY)
def test_only_what_the_state_permits_happens(state: State, act: Act) -> None:
    problem = BY_STATE[state]()
    assert problem.state is state

    if act in MAY[state]:
        assert TRY[act](problem).act is act
        return
    with pytest.raises(Conflict) as refused:
        TRY[act](problem)

    assert refused.value.code == "problem_not_in_state"
    assert (refused.value.facts["state"], refused.value.facts["act"]) == (state, act)


def test_a_whole_life_leaves_number_unit_and_dates() -> None:
    problem = closed()

    assert (problem.number, problem.unit_id, problem.raised_by) == (NUMBER, BUREAU, SECRETARY)
    assert problem.deadline == problem.original_deadline == FRIDAY
    assert [event.act for event in problem.events] == [
        Act.RAISE,
        Act.ISSUE,
        Act.ACKNOWLEDGE,
        Act.ANSWER,
        Act.CLOSE,
    ]
    assert problem.closed_at == on(FRIDAY).at


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        (lambda: deeds.return_(issued(), CONTACT, on(MONDAY), " \n"), "return_needs_ground"),
        (lambda: deeds.answer(acknowledged(), CONTACT, on(MONDAY), "　"), "answer_empty"),
        (lambda: deeds.send_back(answered(), OFFICE, on(MONDAY), ""), "reason_empty"),
        (lambda: deeds.withdraw(issued(), OFFICE, on(MONDAY), ""), "reason_empty"),
        (
            lambda: deeds.ask_extension(issued(), CONTACT, on(MONDAY), date(2026, 11, 9), ""),
            "reason_empty",
        ),
        (lambda: deeds.extend(issued(), OFFICE, on(MONDAY), date(2026, 11, 9)), "reason_empty"),
        (lambda: deeds.extend(issued(), OFFICE, on(MONDAY), FRIDAY, "雨"), "deadline_not_later"),
        (lambda: deeds.ask_extension(issued(), CONTACT, on(MONDAY), MONDAY, "雨"), "deadline_not_later"),
        (lambda: deeds.issue(raised(), OFFICE, on(FRIDAY), BUREAU, NUMBER, MONDAY), "deadline_in_past"),
        (lambda: deeds.answer(acknowledged(), CONTACT, on(MONDAY), "办" * 2001), "text_too_long"),
        (lambda: deeds.answer(acknowledged(), CONTACT, on(MONDAY), "已\0办"), "text_unreadable"),
        (lambda: deeds.answer(acknowledged(), CONTACT, on(MONDAY), "已\ud800办"), "text_unreadable"),
    ],
)
def test_what_is_missing_or_wrong_is_named(deed: Callable[[], Event], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        deed()

    assert refused.value.code == code
    assert refused.value.facts["field"]


def test_a_second_return_is_refused_even_from_another_unit() -> None:
    again = applied(
        returned(), deeds.issue(returned(), OFFICE, on(MONDAY), TOWN, "清交办〔2026〕99号", FRIDAY)
    )

    with pytest.raises(Conflict, match="returned_before"):
        deeds.return_(again, OTHER_CONTACT, on(MONDAY), "也不属我镇")
    assert again.number == NUMBER, "issued again it keeps its number"
    assert again.unit_id == TOWN


def test_an_extension_on_the_last_day_is_in_time_and_a_day_later_is_not() -> None:
    later = date(2026, 11, 13)
    assert deeds.ask_extension(issued(), CONTACT, on(FRIDAY, 23), later, "雨").deadline == later
    with pytest.raises(Overdue, match="extension_after_deadline"):
        deeds.ask_extension(issued(), CONTACT, on(FRIDAY + timedelta(1), 0), later, "雨")
    with pytest.raises(Overdue, match="extension_after_deadline"):
        deeds.extend(issued(), OFFICE, on(FRIDAY + timedelta(1)), later, "雨")


def test_an_extension_asked_in_time_may_be_granted_late_and_keeps_the_original_deadline() -> None:
    later, saturday = date(2026, 11, 13), FRIDAY + timedelta(1)
    asked = applied(issued(), deeds.ask_extension(issued(), CONTACT, on(FRIDAY), later, "停电计划未批"))
    assert (asked.state, asked.deadline, asked.asked_until) == (State.ISSUED, FRIDAY, later)

    granted = applied(asked, deeds.extend(asked, OFFICE, on(saturday), later))

    assert (granted.deadline, granted.original_deadline, granted.asked_until) == (later, FRIDAY, None)
    assert granted.extensions == 1
    with pytest.raises(Overdue):  # the request was for that one extension
        deeds.extend(granted, OFFICE, on(date(2026, 11, 14)), date(2026, 11, 20), "再延")


def test_an_extension_asked_for_may_be_refused_with_a_reason_and_one_not_asked_for_may_not() -> None:
    later = date(2026, 11, 13)
    asked = applied(issued(), deeds.ask_extension(issued(), CONTACT, on(FRIDAY), later, "停电计划未批"))

    refused = applied(asked, deeds.refuse_extension(asked, OFFICE, on(FRIDAY), "不影响带电作业"))

    assert (refused.deadline, refused.asked_until, refused.extensions) == (FRIDAY, None, 0)
    for problem in (issued(), refused):
        with pytest.raises(Conflict, match="extension_not_asked"):
            deeds.refuse_extension(problem, OFFICE, on(FRIDAY), "不同意")
    with pytest.raises(Invalid, match="reason_empty"):
        deeds.refuse_extension(asked, OFFICE, on(FRIDAY), "")


def test_an_extension_into_the_past_is_refused() -> None:
    asked = applied(issued(), deeds.ask_extension(issued(), CONTACT, on(FRIDAY), FRIDAY + timedelta(1), "雨"))
    with pytest.raises(Invalid, match="deadline_in_past"):
        deeds.extend(asked, OFFICE, on(FRIDAY + timedelta(9)), FRIDAY + timedelta(1))


@pytest.mark.parametrize("verify", [deeds.close, deeds.send_back])
def test_whoever_answered_does_not_verify(verify: Callable[..., Event]) -> None:
    with pytest.raises(NotAllowed, match="answered_by_same_person"):
        verify(answered(), CONTACT, on(FRIDAY), "属实")


def test_overdue_counts_while_the_unit_is_to_move() -> None:
    week_later = FRIDAY + timedelta(7)
    assert issued().days_overdue(FRIDAY) == 0
    assert issued().days_overdue(week_later) == acknowledged().days_overdue(week_later) == 7
    for waiting in (raised(), answered(), returned(), closed(), withdrawn()):
        assert waiting.days_overdue(week_later) == 0
    back = applied(answered(), deeds.send_back(answered(), OFFICE, on(FRIDAY), "未拍照"))
    assert back.days_overdue(week_later) == 7


def test_the_log_can_be_read_as_of_any_instant() -> None:
    assert closed().as_of(on(MONDAY, 0).at) is None
    at_noon = closed().as_of(on(FRIDAY, 0).at)
    assert at_noon is not None
    assert at_noon.state is State.ACKNOWLEDGED
    assert closed().as_of(on(FRIDAY, 10).at) == closed()


days = st.integers(0, 12)
people = st.sampled_from([SECRETARY, OFFICE, CONTACT, OTHER_CONTACT])
texts = st.sampled_from(["", "已办结", "不属我单位职责"])


class AnyLife(RuleBasedStateMachine):
    """Anybody tries anything at any time; what is refused changes nothing."""

    @initialize()
    def begin(self) -> None:
        self.day = MONDAY
        self.problem = raised()
        self.numbers: set[str] = set()
        self.originals: set[date] = set()
        self.finished: Problem | None = None

    def attempt(self, deed: Callable[[], Event]) -> None:
        before = self.problem
        try:
            event = deed()
        except Refused:
            return
        self.problem = applied(before, event)
        if event.act is Act.EXTEND:
            assert before.deadline is not None
            assert event.deadline is not None
            assert event.deadline > before.deadline

    @rule(n=st.integers(0, 4))
    def sleep(self, n: int) -> None:
        self.day += timedelta(days=n)

    @rule(by=people, unit=st.sampled_from([BUREAU, TOWN]), n=st.integers(1, 99), ahead=days)
    def issue(self, by: int, unit: int, n: int, ahead: int) -> None:
        deadline = self.day + timedelta(days=ahead)
        self.attempt(lambda: deeds.issue(self.problem, by, on(self.day), unit, f"〔2026〕{n}号", deadline))

    @rule(by=people)
    def acknowledge(self, by: int) -> None:
        self.attempt(lambda: deeds.acknowledge(self.problem, by, on(self.day)))

    @rule(
        by=people,
        text=texts,
        deed=st.sampled_from(["answer", "return_", "send_back", "close", "withdraw", "refuse_extension"]),
    )
    def say(self, by: int, text: str, deed: str) -> None:
        self.attempt(lambda: getattr(deeds, deed)(self.problem, by, on(self.day), text))

    @rule(by=people, ahead=st.integers(-3, 20), text=texts, deed=st.sampled_from(["ask_extension", "extend"]))
    def extend(self, by: int, ahead: int, text: str, deed: str) -> None:
        until = self.day + timedelta(days=ahead)
        self.attempt(lambda: getattr(deeds, deed)(self.problem, by, on(self.day), until, text))

    @invariant()
    def holds(self) -> None:
        if not hasattr(self, "problem"):
            return
        problem = self.problem
        assert problem == replay(
            problem.id, problem.project_id, problem.text, problem.category, problem.events
        )
        assert problem.returns <= 1
        self.numbers |= {problem.number} - {None}
        self.originals |= {problem.original_deadline} - {None}
        assert len(self.numbers) <= 1
        assert len(self.originals) <= 1
        assert (problem.number is None) == (problem.deadline is None)
        if self.finished is not None:
            assert problem == self.finished
        if problem.state in (State.CLOSED, State.WITHDRAWN):
            self.finished = problem
            assert problem.closed_at is not None


AnyLife.TestCase.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
TestAnyLife = AnyLife.TestCase
