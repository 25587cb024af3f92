"""Problem assignments: raised at the site, issued by the office, moved by the unit, verified and closed by the office.

Every deed takes the problem under lock, lets the domain decide, appends the event and tells the other side.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from backend.domain import problem as deeds
from backend.domain.errors import Invalid, NotAllowed, NotFound
from backend.domain.notice import ProblemIssued, ProblemRaised
from backend.domain.people import Actor, Person, Role, Unit
from backend.domain.problem import Act, Category, Event, Problem, State
from backend.domain.problem_number import written
from backend.domain.project import Project
from backend.services import people, problem_steps, problem_views, projects
from backend.services import problem_news as news
from backend.services.desk import Desk
from backend.services.problem_likeness import alike
from backend.services.projects import LARGEST_ID

MOST_WORKING_DAYS = 250  # a working year


@dataclass(frozen=True, slots=True)
class Raised:
    """`already`: the project has this problem open, and it was not doubled."""

    problem: Problem
    already: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """`told`: how many people of the other side it was queued for; 0 when nobody there can be reached."""

    problem: Problem
    told: int


# ---- raising and issuing


def raise_(
    desk: Desk,
    actor: Actor,
    project_id: int,
    text: str,
    category: Category = Category.OTHER,
    step: str = "",
) -> Raised:
    """step: id or name of the one in the plan that it stops, when that is known."""
    project = projects.get(desk, actor, project_id)
    with desk.unit.attempt():
        raised = _raise(desk, actor, project, text, category)
        if step and not raised.already:
            raised = replace(raised, problem=problem_steps.tie(desk, actor, raised.problem.id, step))
    if not raised.already:
        notice = ProblemRaised(
            raised.problem.id, project.name, raised.problem.text, category.value, actor.person.name
        )
        news.spread(desk, actor, raised.problem, notice, people.office(desk, project.region))
    return raised


def issue(
    desk: Desk,
    actor: Actor,
    problem_id: int,
    unit_id: int,
    working_days: int | None = None,
    demand: str = "",
) -> Moved:
    """Give it to a unit, for as many working days as the policy says unless told; issued again it keeps its number."""
    problem = _taken(desk, actor, problem_id)
    _office_only(actor)
    unit = _unit(desk, unit_id)
    days = desk.policy.solve_days if working_days is None else _fitting(working_days)
    deadline = desk.calendar.add(desk.moment.day, days)
    # What is refused in here gives its number back, even when the caller goes on with the transaction.
    with desk.unit.attempt():
        number = problem.number or _next_number(desk)
        event = deeds.issue(problem, actor.person.id, desk.moment, unit_id, number, deadline, demand)
        after = desk.unit.problems.append(problem, event)
    project = news.project_of(desk, after)
    notice = ProblemIssued(after.id, number, project.name, after.text, event.text, unit.name, deadline, days)
    told = news.spread(desk, actor, after, notice, news.contacts(desk, after))
    news.spread(desk, actor, after, news.moved(actor, project, after, unit.name), news.raiser(desk, after))
    return Moved(after, told)


def raise_and_issue(
    desk: Desk,
    actor: Actor,
    project_id: int,
    text: str,
    unit_id: int,
    working_days: int | None = None,
    demand: str = "",
    category: Category = Category.OTHER,
) -> Moved:
    """The office's direct order: both or neither. A like problem that waits to be issued is the one that is issued."""
    project = projects.get(desk, actor, project_id)
    _office_only(actor)
    with desk.unit.attempt():
        raised = _raise(desk, actor, project, text, category)
        return issue(desk, actor, raised.problem.id, unit_id, working_days, demand)


# ---- the unit's deeds


def acknowledge(desk: Desk, actor: Actor, problem_id: int) -> Moved:
    return _by_unit(desk, actor, problem_id, lambda p: deeds.acknowledge(p, actor.person.id, desk.moment))


def answer(desk: Desk, actor: Actor, problem_id: int, text: str) -> Moved:
    """Whoever answers what nobody has acknowledged yet acknowledges it with that: both are rows of history."""
    problem = _of_unit(desk, actor, problem_id)
    by, moment = actor.person.id, desk.moment
    with desk.unit.attempt():
        if problem.state is State.ISSUED:
            problem = desk.unit.problems.append(problem, deeds.acknowledge(problem, by, moment))
        event = deeds.answer(problem, by, moment, text)
        return _append(desk, actor, problem, event, news.office(desk, problem))


def return_(desk: Desk, actor: Actor, problem_id: int, ground: str) -> Moved:
    return _by_unit(desk, actor, problem_id, lambda p: deeds.return_(p, actor.person.id, desk.moment, ground))


def extend(
    desk: Desk,
    actor: Actor,
    problem_id: int,
    reason: str = "",
    *,
    working_days: int | None = None,
    until: date | None = None,
) -> Moved:
    """Asked for when the unit says it, granted when the office does: compare `problem.deadline` and `asked_until`.

    `working_days` count from the present deadline. The office may leave both out to grant what was asked for.
    """
    by, moment = actor.person.id, desk.moment

    def ask(problem: Problem) -> Event:
        return deeds.ask_extension(problem, by, moment, _until(desk, problem, working_days, until), reason)

    def grant(problem: Problem) -> Event:
        as_asked = problem.asked_until if working_days is None and until is None else None
        day = as_asked or _until(desk, problem, working_days, until)
        return deeds.extend(problem, by, moment, day, reason)

    if actor.is_office():
        return _by_office(desk, actor, problem_id, grant)
    return _by_unit(desk, actor, problem_id, ask)


# ---- the office's deeds


def refuse_extension(desk: Desk, actor: Actor, problem_id: int, reason: str) -> Moved:
    return _by_office(
        desk, actor, problem_id, lambda p: deeds.refuse_extension(p, actor.person.id, desk.moment, reason)
    )


def send_back(desk: Desk, actor: Actor, problem_id: int, reason: str) -> Moved:
    return _by_office(
        desk, actor, problem_id, lambda p: deeds.send_back(p, actor.person.id, desk.moment, reason)
    )


def close(desk: Desk, actor: Actor, problem_id: int, text: str = "") -> Moved:
    return _by_office(desk, actor, problem_id, lambda p: deeds.close(p, actor.person.id, desk.moment, text))


def withdraw(desk: Desk, actor: Actor, problem_id: int, reason: str) -> Moved:
    """The office's; whoever raised it may take it back as long as it has not been issued."""
    problem = _taken(desk, actor, problem_id)
    own = problem.state is State.RAISED and problem.raised_by == actor.person.id
    if not own:
        _office_only(actor)
    event = deeds.withdraw(problem, actor.person.id, desk.moment, reason)
    hearers = [*news.contacts(desk, problem), *news.raiser(desk, problem)]
    return _append(desk, actor, problem, event, news.office(desk, problem) if own else hearers)


# ---- below the deeds


def _raise(desk: Desk, actor: Actor, project: Project, text: str, category: Category) -> Raised:
    if not (actor.is_office() or actor.roles & {Role.SECRETARY, Role.LEADER}):
        raise NotAllowed("not_allowed", needs=Role.SECRETARY)
    text = deeds.said(text, "text", "text_empty")
    for known in desk.unit.problems.open_in(project.id):
        if alike(known.text, text):
            return Raised(known, already=True)
    event = deeds.raise_(actor.person.id, desk.moment)
    return Raised(desk.unit.problems.add(project.id, text, category, event), already=False)


def _by_unit(desk: Desk, actor: Actor, problem_id: int, decide: Callable[[Problem], Event]) -> Moved:
    problem = _of_unit(desk, actor, problem_id)
    return _append(desk, actor, problem, decide(problem), news.office(desk, problem))


def _of_unit(desk: Desk, actor: Actor, problem_id: int) -> Problem:
    problem = _taken(desk, actor, problem_id)
    if Role.UNIT not in actor.roles or problem.unit_id not in actor.scope.unit_ids:
        raise NotAllowed("not_allowed", needs=Role.UNIT, number=problem.number)
    return problem


def _by_office(desk: Desk, actor: Actor, problem_id: int, decide: Callable[[Problem], Event]) -> Moved:
    problem = _taken(desk, actor, problem_id)
    _office_only(actor)
    event = decide(problem)
    hearers = news.contacts(desk, problem)
    if event.act is Act.CLOSE:
        hearers += news.raiser(desk, problem)
    return _append(desk, actor, problem, event, hearers)


def _append(desk: Desk, actor: Actor, problem: Problem, event: Event, hearers: Iterable[Person]) -> Moved:
    after = desk.unit.problems.append(problem, event)
    notice = news.moved(actor, news.project_of(desk, after), after)
    return Moved(after, news.spread(desk, actor, after, notice, hearers))


def _taken(desk: Desk, actor: Actor, problem_id: int) -> Problem:
    return problem_views.get(desk, actor, problem_id, lock=True)


def _next_number(desk: Desk) -> str:
    prefix, year = desk.policy.number_prefix, desk.moment.day.year
    return written(prefix, year, desk.unit.problems.next_number(prefix, year))


def _office_only(actor: Actor) -> None:
    if not actor.is_office():
        raise NotAllowed("not_allowed", needs=Role.OFFICE)


def _unit(desk: Desk, unit_id: int) -> Unit:
    unit = desk.unit.people.unit_by_id(unit_id) if 0 < unit_id <= LARGEST_ID else None
    if unit is None:
        raise NotFound("unit_not_found", id=unit_id, name=f"#{unit_id}")
    return unit


def _fitting(working_days: int) -> int:
    if not 1 <= working_days <= MOST_WORKING_DAYS:
        raise Invalid("working_days_range", field="working_days", limit=MOST_WORKING_DAYS)
    return working_days


def _until(desk: Desk, problem: Problem, working_days: int | None, until: date | None) -> date:
    if (working_days is None) == (until is None):
        raise Invalid("extension_needs_length", field="working_days")
    if until is None and working_days is not None:
        return desk.calendar.add(problem.deadline or desk.moment.day, _fitting(working_days))
    return until or date.max
