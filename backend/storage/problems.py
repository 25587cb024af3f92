"""Problem assignments, their log of events and their numbers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from backend.domain.people import Scope
from backend.domain.problem import OPEN, WITH_UNIT, Act, Category, Event, Problem, State, applied, replay
from backend.storage.page import Page
from backend.storage.projects import within
from backend.storage.tables import problem_events, problem_numbers, problems, projects, units


@dataclass(frozen=True, slots=True)
class AsOf:
    """A problem as its log stood at an instant, with the name of the unit that had it then."""

    problem: Problem
    unit: str


def visible(scope: Scope) -> ColumnElement[bool]:
    """A problem is seen by who sees its project or its unit; on `problems` joined with `projects`."""
    if scope.everything or not scope.unit_ids:
        return within(scope)
    return or_(within(scope), problems.c.unit_id.in_(scope.unit_ids))


class Problems:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # ---- writing

    def add(self, project_id: int, text: str, category: Category, raised: Event) -> Problem:
        """A new problem with the event that raised it; its id is given here."""
        new = replay(0, project_id, text, category, [raised])
        values = {
            "project_id": project_id,
            "text": text,
            "category": category.value,
            "raised_at": raised.at,
            **_columns(new),
        }
        added = insert(problems).values(values).returning(problems.c.id)
        problem_id = int(self._connection.execute(added).scalar_one())
        self._add_event(problem_id, raised)
        return replay(problem_id, project_id, text, category, [raised])

    def append(self, problem: Problem, event: Event) -> Problem:
        """The problem with one more event. Take it with `by_id(…, lock=True)` first, so that nobody else appends meanwhile."""
        after = applied(problem, event)
        self._add_event(problem.id, event)
        self._connection.execute(update(problems).where(problems.c.id == problem.id).values(_columns(after)))
        return after

    def next_number(self, prefix: str, year: int) -> int:
        """1, 2, 3 … within prefix and year, without gaps: one row, held until the transaction ends, undone with it."""
        dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        counted = dialect.insert(problem_numbers).values(prefix=prefix, year=year, last=1)
        counted = counted.on_conflict_do_update(
            index_elements=["prefix", "year"], set_={"last": problem_numbers.c.last + 1}
        )
        return int(self._connection.execute(counted.returning(problem_numbers.c.last)).scalar_one())

    # ---- reading

    def by_id(self, problem_id: int, scope: Scope, *, lock: bool = False) -> Problem | None:
        """`lock` keeps others from changing it until the transaction ends."""
        query = self._select(scope, problems.c.id == problem_id)
        if lock:
            query = query.with_for_update(of=problems)
        return next(iter(self._read(query)), None)

    def numbered(self, ending: str, scope: Scope) -> list[Problem]:
        """Those whose number ends with that text."""
        return self._read(self._select(scope, problems.c.number.endswith(ending, autoescape=True)))

    def open_in(self, project_id: int) -> list[Problem]:
        """Open problems of one project; the project is held, so that two alike cannot both find nothing."""
        self._connection.execute(
            select(projects.c.id).where(projects.c.id == project_id).with_for_update(key_share=True)
        )
        open_ = problems.c.state.in_([state.value for state in OPEN])
        return self._read(select(problems).where(problems.c.project_id == project_id, open_))

    def with_unit_until(self, last: date) -> list[Problem]:
        """Those a unit is to move whose deadline is on `last` or before it, the oldest deadline first."""
        query = select(problems).where(_with_unit(), problems.c.deadline <= last)
        return self._read(query.order_by(problems.c.deadline, problems.c.id))

    def tied(self, project_ids: Collection[int], *, open_only: bool = False) -> list[Problem]:
        """Those tied to a step of their project's plan, the oldest first and none withdrawn; two statements."""
        query = select(problems).where(
            problems.c.project_id.in_(project_ids),
            problems.c.step.is_not(None),
            problems.c.state != State.WITHDRAWN.value,
        )
        if open_only:
            query = query.where(problems.c.state.in_([state.value for state in OPEN]))
        return self._read(query.order_by(problems.c.raised_at, problems.c.id))

    def listing(
        self,
        scope: Scope,
        *,
        states: Collection[State] | None = None,
        project_id: int | None = None,
        unit_id: int | None = None,
        overdue_on: date | None = None,
        after: int = 0,
        limit: int = 100,
    ) -> Page[Problem]:
        """Problems by id, beginning after `after`."""
        conditions: list[ColumnElement[bool]] = []
        if states is not None:
            conditions.append(problems.c.state.in_([state.value for state in states]))
        if project_id is not None:
            conditions.append(problems.c.project_id == project_id)
        if unit_id is not None:
            conditions.append(problems.c.unit_id == unit_id)
        if overdue_on is not None:
            conditions.append(and_(_with_unit(), problems.c.deadline < overdue_on))
        query = self._select(scope, *conditions)
        total = self._connection.scalar(select(func.count()).select_from(query.subquery())) or 0
        page = query.where(problems.c.id > after).order_by(problems.c.id).limit(limit + 1)
        found = self._read(page)
        shown = tuple(found[:limit])
        return Page(shown, total, shown[-1].id if len(found) > limit else None)

    def as_of(self, project_ids: Collection[int], since: datetime, until: datetime) -> list[AsOf]:
        """What was open just before `until` or had ended since `since`, as the log stood then; one query."""
        query = (
            select(problems, *_EVENT_COLUMNS, units.c.name.label("unit_name"))
            .join(problem_events, problem_events.c.problem_id == problems.c.id)
            .outerjoin(units, units.c.id == problem_events.c.unit_id)
            .where(
                problems.c.project_id.in_(project_ids),
                problems.c.raised_at < until,
                problem_events.c.at < until,
                or_(problems.c.closed_at.is_(None), problems.c.closed_at >= since),
            )
            .order_by(problems.c.project_id, problems.c.id, problem_events.c.id)
        )
        rows: dict[int, list[Row[Any]]] = {}
        for row in self._connection.execute(query):
            rows.setdefault(row.id, []).append(row)
        return [_as_of(logged) for logged in rows.values()]

    def _select(self, scope: Scope, *conditions: ColumnElement[bool]) -> Select[Any]:
        joined = problems.join(projects, projects.c.id == problems.c.project_id)
        return select(problems).select_from(joined).where(visible(scope), *conditions)

    def _read(self, query: Select[Any]) -> list[Problem]:
        rows = self._connection.execute(query).all()
        logs = self._logs([row.id for row in rows])
        return [_problem(row, logs[row.id]) for row in rows]

    def _logs(self, ids: Sequence[int]) -> dict[int, list[Event]]:
        logs: dict[int, list[Event]] = {problem_id: [] for problem_id in ids}
        if not ids:
            return logs
        query = select(problem_events.c.problem_id, *_EVENT_COLUMNS).where(
            problem_events.c.problem_id.in_(ids)
        )
        for row in self._connection.execute(query.order_by(problem_events.c.id)):
            logs[row.problem_id].append(_event(row))
        return logs

    def _add_event(self, problem_id: int, event: Event) -> None:
        self._connection.execute(
            insert(problem_events).values(
                problem_id=problem_id,
                act=event.act.value,
                at=event.at,
                person_id=event.person_id,
                text=event.text,
                unit_id=event.unit_id,
                number=event.number,
                deadline=event.deadline,
                step=event.step,
            )
        )


# Labelled apart from the columns of `problems` that have the same names.
_EVENT_COLUMNS = tuple(
    problem_events.c[name].label(f"event_{name}")
    for name in ("act", "at", "person_id", "text", "unit_id", "number", "deadline", "step")
)


def _columns(problem: Problem) -> dict[str, Any]:
    """What is kept beside the log, so that lists can ask for it."""
    return {
        "state": problem.state.value,
        "number": problem.number,
        "unit_id": problem.unit_id,
        "deadline": problem.deadline,
        "closed_at": problem.closed_at,
        "step": problem.step,
    }


def _with_unit() -> ColumnElement[bool]:
    return problems.c.state.in_([state.value for state in WITH_UNIT])


def _problem(row: Row[Any], events: Sequence[Event]) -> Problem:
    return replay(row.id, row.project_id, row.text, Category(row.category), events)


def _event(row: Row[Any]) -> Event:
    return Event(
        Act(row.event_act),
        row.event_at,
        row.event_person_id,
        row.event_text,
        row.event_unit_id,
        row.event_number,
        row.event_deadline,
        row.event_step,
    )


def _as_of(logged: Sequence[Row[Any]]) -> AsOf:
    problem = _problem(logged[0], [_event(row) for row in logged])
    names = {row.event_unit_id: row.unit_name for row in logged if row.event_unit_id is not None}
    return AsOf(problem, "" if problem.unit_id is None else names[problem.unit_id])
