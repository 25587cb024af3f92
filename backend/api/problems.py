"""/problems: assignments through their life, one route a deed."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Annotated

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Meta

from backend.api.asking import Asker, Desks
from backend.api.shapes import PLAIN, After, Id, IdFilter, In, Limit, Listed, Out, Text, within_reach
from backend.domain.problem import Act, Category, Problem, State
from backend.services import problem_views, problems, projects
from backend.services.desk import Desk
from backend.services.problem_views import Step
from backend.services.problems import Moved

WorkingDays = Annotated[int, Meta(ge=1, le=problems.MOST_WORKING_DAYS, description="Working days.")]
States = Annotated[
    list[State] | None, QueryParameter(name="state", max_items=len(State), description="Any of these.")
]


class ProblemOut(Out, frozen=True):
    """`deadline` is the last day to solve it, inclusive; `number` is null until it is issued.

    `step`: id of the step of the project's plan that it stops, when somebody has said.
    """

    id: int
    project_id: int
    project: str
    text: str
    category: Category
    state: State
    number: str | None
    unit_id: int | None
    unit: str
    raised_at: datetime | None
    issued_at: datetime | None
    deadline: date | None
    original_deadline: date | None
    asked_until: date | None
    days_overdue: int
    returns: int
    extensions: int
    closed_at: datetime | None
    step: str | None
    step_name: str


class EventOut(Out, frozen=True):
    """Who did what when; only what this act brought is filled in."""

    act: Act
    at: datetime
    person: str
    text: str
    unit: str
    deadline: date | None


class Raise(In, frozen=True):
    """`step`: id or name of the one in the plan that it stops, when that is known."""

    project_id: Id
    text: Text
    category: Category = Category.OTHER
    step: Annotated[str, Meta(max_length=120, pattern=PLAIN)] = ""


class RaisedOut(Out, frozen=True):
    """`already`: the project has this problem open, and it was not doubled."""

    problem: ProblemOut
    already: bool


class Issue(In, frozen=True):
    """`working_days` null: as many as the office's rule says."""

    unit_id: Id
    working_days: WorkingDays | None = None
    demand: Text = ""


class Said(In, frozen=True):
    text: Text


class Remark(In, frozen=True):
    text: Text = ""


class Extend(In, frozen=True):
    """One of `working_days` (from the present deadline) and `until`; the office may leave both out to grant what was asked."""

    reason: Text = ""
    working_days: WorkingDays | None = None
    until: date | None = None


class MovedOut(Out, frozen=True):
    """`told`: how many people of the other side it was queued for."""

    problem: ProblemOut
    told: int


@get("/problems", summary="Problems within one's scope", sync_to_thread=True)
def list_problems(
    reading: Desks,
    asker: Asker,
    states: States = None,
    project_id: IdFilter = None,
    unit_id: IdFilter = None,
    overdue: FromQuery[bool] = False,
    after: After = 0,
    limit: Limit = 100,
) -> Listed[ProblemOut]:
    with reading() as desk:
        if project_id is not None:
            projects.get(desk, asker, project_id)
        page = problem_views.listing(
            desk,
            asker,
            states=states,
            project_id=project_id,
            unit_id=unit_id,
            overdue=overdue,
            after=after,
            limit=limit,
        )
        return Listed(items=problems_out(desk, page.items), total=page.total, next=page.next)


@get("/problems/{problem_id:int}", summary="One problem", sync_to_thread=True)
def get_problem(reading: Desks, asker: Asker, problem_id: FromPath[int]) -> ProblemOut:
    with reading() as desk:
        return _out(desk, problem_views.get(desk, asker, problem_id))


@get("/problems/{problem_id:int}/history", summary="Every act, oldest first", sync_to_thread=True)
def get_history(reading: Desks, asker: Asker, problem_id: FromPath[int]) -> Listed[EventOut]:
    with reading() as desk:
        steps = problem_views.history(desk, asker, problem_id)
        return Listed(items=[_event_out(step) for step in steps], total=len(steps))


@post("/problems", summary="Raise a problem", sync_to_thread=True)
def raise_problem(writing: Desks, asker: Asker, data: JSONBody[Raise]) -> RaisedOut:
    with writing() as desk:
        raised = problems.raise_(desk, asker, data.project_id, data.text, data.category, data.step)
        return RaisedOut(problem=_out(desk, raised.problem), already=raised.already)


@post(
    "/problems/{problem_id:int}/issue",
    summary="Issue it to a unit (office)",
    status_code=200,
    sync_to_thread=True,
)
def issue(writing: Desks, asker: Asker, problem_id: FromPath[int], data: JSONBody[Issue]) -> MovedOut:
    with writing() as desk:
        moved = problems.issue(desk, asker, problem_id, data.unit_id, data.working_days, data.demand)
        return _moved_out(desk, moved)


@post(
    "/problems/{problem_id:int}/acknowledge",
    summary="Acknowledge it (unit)",
    status_code=200,
    sync_to_thread=True,
)
def acknowledge(writing: Desks, asker: Asker, problem_id: FromPath[int]) -> MovedOut:
    with writing() as desk:
        return _moved_out(desk, problems.acknowledge(desk, asker, problem_id))


@post(
    "/problems/{problem_id:int}/answer",
    summary="Say that it is solved (unit)",
    status_code=200,
    sync_to_thread=True,
)
def answer(writing: Desks, asker: Asker, problem_id: FromPath[int], data: JSONBody[Said]) -> MovedOut:
    with writing() as desk:
        return _moved_out(desk, problems.answer(desk, asker, problem_id, data.text))


@post(
    "/problems/{problem_id:int}/return",
    summary="Return it once, with the ground (unit)",
    status_code=200,
    sync_to_thread=True,
)
def return_problem(writing: Desks, asker: Asker, problem_id: FromPath[int], data: JSONBody[Said]) -> MovedOut:
    with writing() as desk:
        return _moved_out(desk, problems.return_(desk, asker, problem_id, data.text))


@post(
    "/problems/{problem_id:int}/extend",
    summary="Ask for a later deadline (unit), or grant one (office)",
    status_code=200,
    sync_to_thread=True,
)
def extend(writing: Desks, asker: Asker, problem_id: FromPath[int], data: JSONBody[Extend]) -> MovedOut:
    within_reach(until=data.until)
    with writing() as desk:
        moved = problems.extend(
            desk, asker, problem_id, data.reason, working_days=data.working_days, until=data.until
        )
        return _moved_out(desk, moved)


@post(
    "/problems/{problem_id:int}/refuse-extension",
    summary="Refuse the extension asked for (office)",
    status_code=200,
    sync_to_thread=True,
)
def refuse_extension(
    writing: Desks, asker: Asker, problem_id: FromPath[int], data: JSONBody[Said]
) -> MovedOut:
    with writing() as desk:
        return _moved_out(desk, problems.refuse_extension(desk, asker, problem_id, data.text))


@post(
    "/problems/{problem_id:int}/send-back",
    summary="Send an answer back as not enough (office)",
    status_code=200,
    sync_to_thread=True,
)
def send_back(writing: Desks, asker: Asker, problem_id: FromPath[int], data: JSONBody[Said]) -> MovedOut:
    with writing() as desk:
        return _moved_out(desk, problems.send_back(desk, asker, problem_id, data.text))


@post(
    "/problems/{problem_id:int}/close",
    summary="Verify and close it (office)",
    status_code=200,
    sync_to_thread=True,
)
def close(writing: Desks, asker: Asker, problem_id: FromPath[int], data: JSONBody[Remark]) -> MovedOut:
    with writing() as desk:
        return _moved_out(desk, problems.close(desk, asker, problem_id, data.text))


@post(
    "/problems/{problem_id:int}/withdraw",
    summary="Withdraw it (office; whoever raised it, before it is issued)",
    status_code=200,
    sync_to_thread=True,
)
def withdraw(writing: Desks, asker: Asker, problem_id: FromPath[int], data: JSONBody[Said]) -> MovedOut:
    with writing() as desk:
        return _moved_out(desk, problems.withdraw(desk, asker, problem_id, data.text))


ROUTES = (
    list_problems,
    get_problem,
    get_history,
    raise_problem,
    issue,
    acknowledge,
    answer,
    return_problem,
    extend,
    refuse_extension,
    send_back,
    close,
    withdraw,
)


def problems_out(desk: Desk, shown: Collection[Problem]) -> list[ProblemOut]:
    names, today = problem_views.names(desk, shown), desk.moment.day
    return [
        ProblemOut(
            id=problem.id,
            project_id=problem.project_id,
            project=names.project(problem),
            text=problem.text,
            category=problem.category,
            state=problem.state,
            number=problem.number,
            unit_id=problem.unit_id,
            unit=names.unit(problem),
            raised_at=problem.raised_on,
            issued_at=problem.issued_at,
            deadline=problem.deadline,
            original_deadline=problem.original_deadline,
            asked_until=problem.asked_until,
            days_overdue=problem.days_overdue(today),
            returns=problem.returns,
            extensions=problem.extensions,
            closed_at=problem.closed_at,
            step=problem.step,
            step_name=problem.step_name,
        )
        for problem in shown
    ]


def _out(desk: Desk, problem: Problem) -> ProblemOut:
    return problems_out(desk, [problem])[0]


def _moved_out(desk: Desk, moved: Moved) -> MovedOut:
    return MovedOut(problem=_out(desk, moved.problem), told=moved.told)


def _event_out(step: Step) -> EventOut:
    event = step.event
    return EventOut(
        act=event.act,
        at=event.at,
        person=step.person,
        text=event.text,
        unit=step.unit,
        deadline=event.deadline,
    )
