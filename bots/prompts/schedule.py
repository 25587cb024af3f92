"""The schedule in chat: its nodes, the days left, the steps that decide, what a problem does to it."""

from dataclasses import dataclass
from datetime import date

from backend.domain.problem import Problem
from backend.domain.problem_price import Price
from backend.domain.snapshot import MilestoneState
from backend.domain.step_proposal import Proposal
from bots.message import Picture


@dataclass(frozen=True, slots=True)
class NodeLine:
    """An open node. `latest` and `expected` finish; `days_late` calendar days past the latest."""

    name: str
    latest: date
    expected: date
    look: MilestoneState
    days_late: int
    owner: str


@dataclass(frozen=True, slots=True)
class ScheduleCard:
    """`nodes`: the open ones in order of their latest finish. `done` of `total` nodes, the last on `last_day`.

    finished: no step of the plan is left, whether it is a node or not.
    """

    today: date
    project: str
    target: date
    finish: date | None
    float_days: int
    provisional: bool
    finished: bool
    done: int
    total: int
    last_done: str | None
    last_day: date | None
    nodes: tuple[NodeLine, ...]
    picture: Picture


@dataclass(frozen=True, slots=True)
class DecidingLine:
    """`due`: by when it must be finished when under way, else begun. `left`: working days still to do."""

    name: str
    under_way: bool
    due: date
    first: date
    last: date
    left: int
    owner: str


@dataclass(frozen=True, slots=True)
class DaysLeft:
    """`days` to the target, negative when it has passed; `working_days` of them. `deciding` None: all is done."""

    today: date
    project: str
    target: date
    days: int
    working_days: int
    finish: date
    float_days: int
    provisional: bool
    deciding: DecidingLine | None


@dataclass(frozen=True, slots=True)
class Unplanned:
    """Asked how many days are left, and there is no plan; perhaps not even a target."""

    today: date
    project: str
    target: date | None
    days: int
    working_days: int


@dataclass(frozen=True, slots=True)
class CriticalLine:
    """The steps still to do that decide the finish, in order; none when all is done."""

    today: date
    project: str
    target: date
    finish: date
    float_days: int
    provisional: bool
    lines: tuple[DecidingLine, ...]


@dataclass(frozen=True, slots=True)
class ProblemImpact:
    """As `services.problem_prices.Quoted`."""

    today: date
    project: str
    problem: Problem
    price: Price | None
    guessed: Proposal | None
