"""Problems and their log, alike on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from backend.domain import problem as deeds
from backend.domain.errors import Refused
from backend.domain.moment import Moment
from backend.domain.people import EVERYTHING, Scope
from backend.domain.problem import Act, Category, Event, Problem, State
from backend.domain.problem_number import written
from backend.storage.engine import Database
from backend.storage.problems import Problems
from backend.storage.tables import problems
from backend.storage.unit import Unit
from tests import builders, cast
from tests.builders import MORNING, ZONE
from tests.cast import Cast

TODAY = date(2026, 7, 15)


def enter(database: Database) -> Cast:
    with builders.open_desk(database) as desk:
        return cast.enter(desk)


def add(unit: Unit, people: Cast, text: str = "杆线未迁改", days: int = 0) -> Problem:
    at = MORNING + timedelta(days=days)
    return unit.problems.add(
        people.hospital.id, text, Category.UTILITIES, Event(Act.RAISE, at, people.secretary.id)
    )


def issue(unit: Unit, people: Cast, problem: Problem, n: int, deadline: date = TODAY) -> Problem:
    event = Event(
        Act.ISSUE,
        MORNING,
        people.office.id,
        "限期迁改",
        people.bureau.id,
        written("清交办", 2026, n),
        deadline,
    )
    return unit.problems.append(problem, event)


def take_and_fail(database: Database) -> None:
    with database.writing() as connection:
        Unit(connection).problems.next_number("清交办", 2026)
        raise ZeroDivisionError


def test_what_is_stored_is_what_is_read(database: Database) -> None:
    people = enter(database)
    with database.writing() as connection:
        stored = issue(Unit(connection), people, add(Unit(connection), people), 1)

    with database.reading() as connection:
        assert Unit(connection).problems.by_id(stored.id, EVERYTHING) == stored
        assert Unit(connection).problems.by_id(stored.id + 1, EVERYTHING) is None


def test_numbers_run_from_one_within_prefix_and_year_and_a_rollback_leaves_no_gap(database: Database) -> None:
    with database.writing() as connection:
        numbers = Unit(connection).problems
        assert [numbers.next_number("清交办", 2026) for _ in range(3)] == [1, 2, 3]
        assert numbers.next_number("清交办", 2027) == 1
        assert numbers.next_number("督", 2026) == 1
    with pytest.raises(ZeroDivisionError):
        take_and_fail(database)
    with database.writing() as connection:
        assert Unit(connection).problems.next_number("清交办", 2026) == 4


def test_many_clerks_at_once_get_every_number_once(database: Database) -> None:
    clerks, each = 6, 8
    start = Barrier(clerks)

    def work(clerk: int) -> list[int]:
        taken = []
        start.wait()
        for turn in range(each):
            try:
                with database.writing() as connection:
                    number = Unit(connection).problems.next_number("清交办", 2026)
                    if (clerk + turn) % 4 == 0:
                        raise ZeroDivisionError
                taken.append(number)
            except ZeroDivisionError:
                continue
        return taken

    with ThreadPoolExecutor(clerks) as pool:
        taken = sorted(n for numbers in pool.map(work, range(clerks)) for n in numbers)

    assert taken == list(range(1, len(taken) + 1))
    assert len(taken) == clerks * each * 3 // 4


def test_a_locked_problem_waits_for_the_other_and_sees_what_it_did(database: Database) -> None:
    people = enter(database)
    with database.writing() as connection:
        problem = issue(Unit(connection), people, add(Unit(connection), people), 1)
    start = Barrier(4)

    def acknowledge(_: int) -> bool:
        start.wait()
        with database.writing() as connection:
            found = Problems(connection).by_id(problem.id, EVERYTHING, lock=True)
            assert found is not None
            if found.state is not State.ISSUED:
                return False
            Problems(connection).append(found, Event(Act.ACKNOWLEDGE, MORNING, people.contact.id))
            return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(acknowledge, range(4))) == [False, False, False, True]


def test_a_scope_sees_its_projects_and_its_units_problems_and_no_others(database: Database) -> None:
    people = enter(database)
    with builders.open_desk(database) as desk:
        town = desk.unit.people.add_unit("城关镇")
        waiting = add(desk.unit, people)
        given = desk.unit.problems.append(
            add(desk.unit, people, "未交地"),
            Event(Act.ISSUE, MORNING, people.office.id, "", town.id, "清交办〔2026〕1号", TODAY),
        )

        def seen(scope: Scope) -> list[int]:
            page = desk.unit.problems.listing(scope)
            assert page.total == len(page.items)
            assert all(desk.unit.problems.by_id(p.id, scope) for p in page.items)
            return [p.id for p in page.items]

        both = [waiting.id, given.id]
        assert seen(EVERYTHING) == both
        assert seen(Scope(project_ids=frozenset({people.hospital.id}))) == both
        assert seen(Scope(regions=frozenset({"东城"}))) == both
        assert seen(Scope(unit_ids=frozenset({people.bureau.id}))) == both, "the project's own unit"
        assert seen(Scope(unit_ids=frozenset({town.id}))) == [given.id]
        assert seen(Scope(project_ids=frozenset({people.road.id}))) == []
        assert seen(Scope()) == []
        assert desk.unit.problems.by_id(waiting.id, Scope(unit_ids=frozenset({town.id}))) is None
        assert desk.unit.problems.numbered("〕1号", Scope()) == []


def test_lists_are_filtered_and_paged(database: Database) -> None:
    people = enter(database)
    with builders.open_desk(database) as desk:
        found = desk.unit.problems
        assert found.listing(EVERYTHING).items == ()
        waiting = [add(desk.unit, people, f"问题{n}") for n in range(3)]
        late = issue(desk.unit, people, add(desk.unit, people, "逾期件"), 1, TODAY - timedelta(days=1))
        due = issue(desk.unit, people, add(desk.unit, people, "今日到期"), 2, TODAY)

        first = found.listing(EVERYTHING, limit=2)
        assert (first.items, first.total, first.next) == (tuple(waiting[:2]), 5, waiting[1].id)
        last = found.listing(EVERYTHING, after=due.id - 1, limit=2)
        assert (last.items, last.total, last.next) == ((due,), 5, None)
        assert found.listing(EVERYTHING, states={State.ISSUED}).items == (late, due)
        assert found.listing(EVERYTHING, states=set()).items == ()
        assert found.listing(EVERYTHING, unit_id=people.bureau.id).total == 2
        assert found.listing(EVERYTHING, project_id=people.road.id).total == 0
        assert found.listing(EVERYTHING, overdue_on=TODAY).items == (late,)
        assert found.with_unit_until(TODAY) == [late, due]
        assert found.open_in(people.hospital.id) == [*waiting, late, due]


def test_a_number_is_found_by_its_ending_and_signs_of_like_are_plain_text(database: Database) -> None:
    people = enter(database)
    with builders.open_desk(database) as desk:
        second = issue(desk.unit, people, add(desk.unit, people), 2)
        twelfth = issue(desk.unit, people, add(desk.unit, people, "二"), 12)

        assert desk.unit.problems.numbered("〕2号", EVERYTHING) == [second]
        assert desk.unit.problems.numbered("清交办〔2026〕12号", EVERYTHING) == [twelfth]
        assert desk.unit.problems.numbered("%", EVERYTHING) == []


def test_a_months_problems_are_read_as_they_stood_at_its_end(database: Database) -> None:
    people = enter(database)
    since, until = datetime(2026, 6, 30, 16, tzinfo=UTC), datetime(2026, 7, 31, 16, tzinfo=UTC)

    def close(problem: Problem, at: datetime) -> Problem:
        answered = desk.unit.problems.append(
            desk.unit.problems.append(problem, Event(Act.ACKNOWLEDGE, at, people.contact.id)),
            Event(Act.ANSWER, at, people.contact.id, "已办"),
        )
        return desk.unit.problems.append(answered, Event(Act.CLOSE, at, people.office.id))

    with builders.open_desk(database) as desk:
        close(issue(desk.unit, people, add(desk.unit, people, "上月办结", -40), 1), since - timedelta(1))
        in_month = close(issue(desk.unit, people, add(desk.unit, people, "本月办结"), 2), MORNING)
        after = issue(desk.unit, people, add(desk.unit, people, "下月办结"), 3)
        close(after, until)
        still_open = add(desk.unit, people, "未交办")
        add(desk.unit, people, "下月上报", 30)

        found = desk.unit.problems.as_of([people.hospital.id], since, until)

        assert [(f.problem, f.unit) for f in found] == [
            (in_month, "区卫健局"),
            (after, "区卫健局"),
            (still_open, ""),
        ]
        assert desk.unit.problems.as_of([], since, until) == []


def test_a_tie_is_kept_in_the_log_and_beside_it_and_found_by_project(database: Database) -> None:
    people = enter(database)
    moment = Moment(MORNING, ZONE)
    with builders.open_desk(database) as desk:
        log = desk.unit.problems
        first, later, untied, gone = (add(desk.unit, people, name, days) for name, days in
                                      (("甲", 1), ("乙", 0), ("丙", 0), ("丁", 0)))  # fmt: skip
        first = log.append(first, deeds.tie(first, people.secretary.id, moment, "piles", "桩基"))
        later = log.append(later, deeds.tie(later, people.secretary.id, moment, "pit", "基坑"))
        untied = log.append(untied, deeds.tie(untied, people.secretary.id, moment, "pit", "基坑"))
        untied = log.append(untied, deeds.tie(untied, people.secretary.id, moment, "", "基坑"))
        gone = log.append(gone, deeds.tie(gone, people.secretary.id, moment, "pit", "基坑"))
        log.append(gone, deeds.withdraw(gone, people.office.id, moment, "误报"))
        closed = add(desk.unit, people, "戊")
        closed = log.append(closed, Event(Act.CLOSE, MORNING, people.office.id))
        closed = log.append(closed, deeds.tie(closed, people.office.id, moment, "pit", "基坑"))

    with database.reading() as connection:
        log = Unit(connection).problems
        assert log.tied([people.hospital.id]) == [later, closed, first]
        assert log.tied([people.hospital.id], open_only=True) == [later, first]
        assert log.tied([people.road.id]) == log.tied([]) == []
        assert log.by_id(untied.id, EVERYTHING) == untied
        assert (untied.step, first.step, first.step_name) == (None, "piles", "桩基")
        kept = connection.execute(select(problems.c.text, problems.c.step).order_by(problems.c.id)).all()
        assert [tuple(row) for row in kept][:3] == [("甲", "piles"), ("乙", "pit"), ("丙", None)]


def decided(act: Act, problem: Problem, people: Cast, moment: Moment, until: date, text: str) -> Event | None:
    """What anybody's attempt comes to; None when it is refused."""
    by, now = people.office.id, moment
    deed: dict[Act, Callable[[], Event]] = {
        Act.ISSUE: lambda: deeds.issue(
            problem, by, now, people.bureau.id, f"试〔2026〕{problem.id}号", until
        ),
        Act.ACKNOWLEDGE: lambda: deeds.acknowledge(problem, by, now),
        Act.ANSWER: lambda: deeds.answer(problem, people.contact.id, now, text),
        Act.RETURN: lambda: deeds.return_(problem, by, now, text),
        Act.ASK_EXTENSION: lambda: deeds.ask_extension(problem, by, now, until, text),
        Act.EXTEND: lambda: deeds.extend(problem, by, now, until, text),
        Act.REFUSE_EXTENSION: lambda: deeds.refuse_extension(problem, by, now, text),
        Act.SEND_BACK: lambda: deeds.send_back(problem, by, now, text),
        Act.CLOSE: lambda: deeds.close(problem, by, now, text),
        Act.WITHDRAW: lambda: deeds.withdraw(problem, by, now, text),
        Act.TIE: lambda: deeds.tie(problem, by, now, "piles" if text else "", "桩基"),
    }
    try:
        return deed[act]()
    except Refused:
        return None


def test_what_is_kept_beside_the_log_is_always_what_the_log_says(sqlite_database: Database) -> None:
    people = enter(sqlite_database)
    tries = st.tuples(
        st.sampled_from([act for act in Act if act is not Act.RAISE]),
        st.integers(0, 3),
        st.sampled_from(["", "说明"]),
    )

    @settings(max_examples=40, deadline=None)
    @given(st.lists(tries, max_size=14))
    def holds(tried: list[tuple[Act, int, str]]) -> None:
        with sqlite_database.writing() as connection:
            unit, day = Unit(connection), TODAY
            problem = add(unit, people)
            for act, ahead, text in tried:
                day += timedelta(days=ahead)
                moment = Moment(datetime(day.year, day.month, day.day, 2, tzinfo=UTC), ZONE)
                event = decided(act, problem, people, moment, day + timedelta(days=2 + ahead), text)
                problem = unit.problems.append(problem, event) if event else problem
            assert unit.problems.by_id(problem.id, EVERYTHING) == problem
            row = connection.execute(select(problems).where(problems.c.id == problem.id)).one()
        kept = (State(row.state), row.number, row.unit_id, row.deadline, row.closed_at)
        assert kept == (problem.state, problem.number, problem.unit_id, problem.deadline, problem.closed_at)

    holds()
