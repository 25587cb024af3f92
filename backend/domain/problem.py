"""A problem assignment (问题交办) and its life: a log of events from which the state is always recomputed.

    raised ─► issued ─► acknowledged ─► answered ─► closed
                 ▲            │             │
                 └─ returned ◄┘   sent back ┘ (to acknowledged)

The unit may return once, with a ground; the office issues it again or withdraws it. An extension is asked
before the deadline and keeps the original deadline beside the new one.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum


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


class Act(StrEnum):
    RAISE = "raise"
    ISSUE = "issue"
    ACKNOWLEDGE = "acknowledge"
    ANSWER = "answer"
    SEND_BACK = "send_back"
    RETURN = "return"
    EXTEND = "extend"
    CLOSE = "close"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Event:
    """One row of history: who did what, when, and the facts that this act brings (None = not touched)."""

    act: Act
    at: datetime
    person_id: int
    text: str = ""
    unit_id: int | None = None
    number: str | None = None
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What the log says now. Dates are office days; `deadline` is the last day to solve it, inclusive."""

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
    returns: int = 0
    extensions: int = 0
    closed_at: datetime | None = None
    events: tuple[Event, ...] = field(default=())

    def is_overdue(self, day: date) -> bool:
        return self.state in OPEN and self.deadline is not None and day > self.deadline


def applied(problem: Problem, event: Event) -> Problem:
    """The problem after one more event. Whether the act is allowed is decided before, by the deeds below it."""
    new = replace(problem, events=(*problem.events, event))
    match event.act:
        case Act.RAISE:
            return replace(new, state=State.RAISED, raised_by=event.person_id, raised_on=event.at)
        case Act.ISSUE:
            return replace(
                new,
                state=State.ISSUED,
                unit_id=event.unit_id,
                number=event.number or problem.number,
                issued_at=event.at,
                deadline=event.deadline,
                original_deadline=problem.original_deadline or event.deadline,
            )
        case Act.ACKNOWLEDGE | Act.SEND_BACK:
            return replace(new, state=State.ACKNOWLEDGED)
        case Act.ANSWER:
            return replace(new, state=State.ANSWERED)
        case Act.RETURN:
            return replace(new, state=State.RETURNED, returns=problem.returns + 1)
        case Act.EXTEND:
            return replace(new, deadline=event.deadline, extensions=problem.extensions + 1)
        case Act.CLOSE:
            return replace(new, state=State.CLOSED, closed_at=event.at)
        case Act.WITHDRAW:
            return replace(new, state=State.WITHDRAWN, closed_at=event.at)
