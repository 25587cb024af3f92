"""A problem assignment (问题交办) and its life: a log of events from which the state is always recomputed.

    raised ─► issued ─► acknowledged ─► answered ─► closed
              ▲    │          │   ▲          │
              │    ▼          ▼   └ sent back┘
              └── returned ◄──┘                     any open one ─► withdrawn

The unit may return it once, with a ground; the office issues it again under the same number or withdraws it.
An extension is asked for by the unit before the deadline and granted or refused by the office; the original deadline
stays beside the new one. Whoever answered does not verify. A problem may be tied to a step of its project's plan;
the last tie counts for its whole life, since what a problem stops is often said after it was raised.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from backend.domain.errors import Conflict, Invalid, NotAllowed, Overdue
from backend.domain.moment import Moment


class Category(StrEnum):
    LAND = "land"  # 用地
    DEMOLITION = "demolition"  # 征拆
    UTILITIES = "utilities"  # 杆管线、水电
    APPROVAL = "approval"  # 审批
    FUNDS = "funds"  # 资金
    CONSTRUCTION = "construction"  # 施工
    DISPUTE = "dispute"  # 信访、阻工
    DESIGN = "design"  # 设计
    MATERIALS = "materials"  # 材料
    OTHER = "other"


class State(StrEnum):
    RAISED = "raised"  # 待交办
    ISSUED = "issued"  # 已交办待签收
    ACKNOWLEDGED = "acknowledged"  # 办理中
    ANSWERED = "answered"  # 已反馈待核验
    RETURNED = "returned"  # 已退回待裁定
    CLOSED = "closed"  # 已销号
    WITHDRAWN = "withdrawn"  # 已撤回


OPEN = frozenset({State.RAISED, State.ISSUED, State.ACKNOWLEDGED, State.ANSWERED, State.RETURNED})
WITH_UNIT = frozenset({State.ISSUED, State.ACKNOWLEDGED})  # the unit is to move, so the deadline is its own
TEXT_LIMIT = 2000  # characters


class Act(StrEnum):
    RAISE = "raise"
    ISSUE = "issue"
    ACKNOWLEDGE = "acknowledge"
    ANSWER = "answer"
    SEND_BACK = "send_back"
    RETURN = "return"
    ASK_EXTENSION = "ask_extension"
    EXTEND = "extend"
    REFUSE_EXTENSION = "refuse_extension"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    TIE = "tie"


@dataclass(frozen=True, slots=True)
class Event:
    """One row of history: who did what, when, and the facts that this act brings (None = not touched).

    step: the id of the one it is tied to, "" unties it; the text is the step's name.
    """

    act: Act
    at: datetime
    person_id: int
    text: str = ""
    unit_id: int | None = None
    number: str | None = None
    deadline: date | None = None
    step: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What the log says now. Dates are office days; `deadline` is the last day to solve it, inclusive.

    step: id of the step it is tied to in the project's plan that holds; step_name: what that is called.
    """

    id: int
    project_id: int
    text: str
    category: Category = Category.OTHER
    state: State = State.RAISED
    raised_by: int = 0
    raised_on: datetime | None = None
    number: str | None = None
    unit_id: int | None = None
    issued_at: datetime | None = None
    deadline: date | None = None
    original_deadline: date | None = None
    asked_until: date | None = None  # an extension asked for in time and not yet decided
    returns: int = 0
    extensions: int = 0
    closed_at: datetime | None = None
    step: str | None = None
    step_name: str = ""
    events: tuple[Event, ...] = field(default=())

    def days_overdue(self, day: date) -> int:
        """Calendar days past the deadline while the unit is to move, else 0.

        Waiting for the office (answered, returned) is not the unit's delay; sent back, it counts again.
        """
        if self.state not in WITH_UNIT or self.deadline is None:
            return 0
        return max(0, (day - self.deadline).days)

    def as_of(self, instant: datetime) -> "Problem | None":
        """As the log stood just before `instant`; None when it had not been raised yet."""
        events = [event for event in self.events if event.at < instant]
        return replay(self.id, self.project_id, self.text, self.category, events) if events else None


def replay(id: int, project_id: int, text: str, category: Category, events: Iterable[Event]) -> Problem:
    problem = Problem(id, project_id, text, category)
    for event in events:
        problem = applied(problem, event)
    return problem


def applied(problem: Problem, event: Event) -> Problem:
    """The problem after one more event. Whether the act is allowed is decided before, by the deeds below."""
    new = replace(problem, events=(*problem.events, event))
    match event.act:
        case Act.RAISE:
            return replace(new, state=State.RAISED, raised_by=event.person_id, raised_on=event.at)
        case Act.ISSUE:
            return replace(
                new,
                state=State.ISSUED,
                unit_id=event.unit_id,
                number=problem.number or event.number,
                issued_at=event.at,
                deadline=event.deadline,
                asked_until=None,
                original_deadline=problem.original_deadline or event.deadline,
            )
        case Act.ACKNOWLEDGE | Act.SEND_BACK:
            return replace(new, state=State.ACKNOWLEDGED)
        case Act.ANSWER:
            return replace(new, state=State.ANSWERED, asked_until=None)
        case Act.RETURN:
            return replace(new, state=State.RETURNED, asked_until=None, returns=problem.returns + 1)
        case Act.ASK_EXTENSION:
            return replace(new, asked_until=event.deadline)
        case Act.EXTEND:
            return replace(new, deadline=event.deadline, asked_until=None, extensions=problem.extensions + 1)
        case Act.REFUSE_EXTENSION:
            return replace(new, asked_until=None)
        case Act.CLOSE:
            return replace(new, state=State.CLOSED, closed_at=event.at)
        case Act.WITHDRAW:
            return replace(new, state=State.WITHDRAWN, closed_at=event.at)
        case Act.TIE:
            return replace(new, step=event.step or None, step_name=event.text if event.step else "")


# The deeds. Each decides and gives the event to append; `by` is the person, `moment` the office's now.

ALLOWED_IN: Mapping[Act, frozenset[State]] = {
    Act.RAISE: frozenset(),
    Act.ISSUE: frozenset({State.RAISED, State.RETURNED}),
    Act.ACKNOWLEDGE: frozenset({State.ISSUED}),
    Act.ANSWER: frozenset({State.ACKNOWLEDGED}),
    Act.SEND_BACK: frozenset({State.ANSWERED}),
    Act.RETURN: WITH_UNIT,
    Act.ASK_EXTENSION: WITH_UNIT,
    Act.EXTEND: WITH_UNIT,
    Act.REFUSE_EXTENSION: WITH_UNIT,
    Act.CLOSE: frozenset({State.ANSWERED}),
    Act.WITHDRAW: OPEN,
    Act.TIE: OPEN | {State.CLOSED},
}


def raise_(by: int, moment: Moment) -> Event:
    return Event(Act.RAISE, moment.at, by)


def issue(
    problem: Problem, by: int, moment: Moment, unit_id: int, number: str, deadline: date, demand: str = ""
) -> Event:
    """`number` counts the first time only: issued again, a problem keeps the one it has."""
    _expect(problem, Act.ISSUE)
    if deadline < moment.day:
        raise Invalid("deadline_in_past", field="deadline", deadline=deadline, day=moment.day)
    return Event(Act.ISSUE, moment.at, by, fit(demand, "demand"), unit_id, problem.number or number, deadline)


def acknowledge(problem: Problem, by: int, moment: Moment) -> Event:
    _expect(problem, Act.ACKNOWLEDGE)
    return Event(Act.ACKNOWLEDGE, moment.at, by)


def answer(problem: Problem, by: int, moment: Moment, text: str) -> Event:
    _expect(problem, Act.ANSWER)
    return Event(Act.ANSWER, moment.at, by, said(text, "text", "answer_empty"))


def return_(problem: Problem, by: int, moment: Moment, ground: str) -> Event:
    _expect(problem, Act.RETURN)
    if problem.returns:
        raise Conflict("returned_before", number=problem.number)
    return Event(Act.RETURN, moment.at, by, said(ground, "ground", "return_needs_ground"))


def ask_extension(problem: Problem, by: int, moment: Moment, until: date, reason: str) -> Event:
    """Asked for while the deadline has not passed; the deadline day itself is still in time."""
    _expect(problem, Act.ASK_EXTENSION)
    _in_time(problem, moment.day)
    _later(problem, until, moment.day)
    return Event(
        Act.ASK_EXTENSION,
        moment.at,
        by,
        said(reason, "reason", "reason_empty"),
        deadline=until,
    )


def extend(problem: Problem, by: int, moment: Moment, until: date, reason: str = "") -> Event:
    """Granted, after the deadline only when it was asked for before it. The asker's reason may stand for the office's."""
    _expect(problem, Act.EXTEND)
    if problem.asked_until is None:
        _in_time(problem, moment.day)
        said(reason, "reason", "reason_empty")
    _later(problem, until, moment.day)
    return Event(Act.EXTEND, moment.at, by, fit(reason, "reason"), deadline=until)


def refuse_extension(problem: Problem, by: int, moment: Moment, reason: str) -> Event:
    _expect(problem, Act.REFUSE_EXTENSION)
    if problem.asked_until is None:
        raise Conflict("extension_not_asked", number=problem.number)
    return Event(Act.REFUSE_EXTENSION, moment.at, by, said(reason, "reason", "reason_empty"))


def send_back(problem: Problem, by: int, moment: Moment, reason: str) -> Event:
    _expect(problem, Act.SEND_BACK)
    _not_the_answerer(problem, by)
    return Event(Act.SEND_BACK, moment.at, by, said(reason, "reason", "reason_empty"))


def close(problem: Problem, by: int, moment: Moment, text: str = "") -> Event:
    _expect(problem, Act.CLOSE)
    _not_the_answerer(problem, by)
    return Event(Act.CLOSE, moment.at, by, fit(text, "text"))


def withdraw(problem: Problem, by: int, moment: Moment, reason: str) -> Event:
    _expect(problem, Act.WITHDRAW)
    return Event(Act.WITHDRAW, moment.at, by, said(reason, "reason", "reason_empty"))


def tie(problem: Problem, by: int, moment: Moment, step: str, name: str) -> Event:
    """To the step of that id, or with "" to none; `name` is of the step it is tied to, or untied from."""
    _expect(problem, Act.TIE)
    return Event(Act.TIE, moment.at, by, name, step=step)


def fit(text: str, field: str) -> str:
    """The text without blanks around it; refused when it is too long or holds what no database can store."""
    text = text.strip()
    if len(text) > TEXT_LIMIT:
        raise Invalid("text_too_long", field=field, length=len(text), limit=TEXT_LIMIT)
    if any(c == "\0" or "\ud800" <= c <= "\udfff" for c in text):
        raise Invalid("text_unreadable", field=field)
    return text


def said(text: str, field: str, code: str) -> str:
    """The text, refused with `code` when there is none."""
    text = fit(text, field)
    if not text:
        raise Invalid(code, field=field)
    return text


def _expect(problem: Problem, act: Act) -> None:
    if problem.state not in ALLOWED_IN[act]:
        raise Conflict("problem_not_in_state", state=problem.state, act=act, number=problem.number)


def _in_time(problem: Problem, day: date) -> None:
    if problem.deadline is not None and day > problem.deadline:
        raise Overdue("extension_after_deadline", deadline=problem.deadline, number=problem.number)


def _later(problem: Problem, until: date, day: date) -> None:
    if problem.deadline is not None and until <= problem.deadline:
        raise Invalid("deadline_not_later", field="until", until=until, deadline=problem.deadline)
    if until < day:
        raise Invalid("deadline_in_past", field="until", deadline=until, day=day)


def _not_the_answerer(problem: Problem, by: int) -> None:
    if any(event.act is Act.ANSWER and event.person_id == by for event in problem.events):
        raise NotAllowed("answered_by_same_person", number=problem.number)
