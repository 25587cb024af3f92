"""The delay ledger: a month by hand, and sums that hold for any plan with any history."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.backward import schedule
from backend.domain.calendars import Calendars
from backend.domain.delay import Cause, Entry, Ledger
from backend.domain.delay_ledger import ledger
from backend.domain.plan import LagUnit, Link, LinkType, Plan, Step
from backend.domain.plan_history import History, StepName, Version
from backend.domain.workdays import Override, Workdays

FIVE = Calendars(Workdays())


def d(text: str) -> date:
    """Month and day of 2026."""
    return date.fromisoformat(f"2026-{text}")


def step(id: str, days: int, *after: str | Link, **more: Any) -> Step:
    return Step(id, id, days, tuple(Link(a) if isinstance(a, str) else a for a in after), **more)


def done(plan: Plan, **actual: str | tuple[str, str]) -> Plan:
    """Steps with their actual finish, or start and finish."""

    def happened(one: Step) -> Step:
        word = actual.get(one.id)
        if word is None:
            return one
        start, finish = (None, word) if isinstance(word, str) else word
        return replace(one, actual_start=d(start) if start else None, actual_finish=d(finish))

    return replace(plan, steps=tuple(map(happened, plan.steps)))


def history(
    *versions: tuple[str, Plan], by: Sequence[tuple[date, Calendars]] = ((date.min, FIVE),)
) -> History:
    return History.of([Version(n, d(since), plan) for n, (since, plan) in enumerate(versions, 1)], by)


def told(entries: Sequence[Entry]) -> list[tuple[str, int, str]]:
    return [(f"{one.day:%m-%d}", one.days, one.step.name if one.step else one.cause.value) for one in entries]


def totals(found: Ledger) -> dict[str, int]:
    return {
        step.value if isinstance(step, Cause) else step.name: total.days
        for step, total in found.by_step.items()
    }


# --- November 2026 by hand: 2 November is a Monday, working weeks of five days ---

PIT = Plan(
    d("11-02"),
    d("12-31"),
    (
        step("pit", 5, owner="县住建局"),
        step("piles", 5, "pit", owner="县城投"),
        step("road", 3, owner="交通局"),
        step("frame", 10, "piles", "road", owner="县城投"),
    ),
)


def test_what_friday_did_not_finish_stands_at_monday_and_goes_on_until_it_is_done() -> None:
    """Pit planned 2–6, done 11 (Wednesday): lost 9, 10 and 11. Road has seven days of float: never its fault."""
    found = ledger(history(("11-02", done(PIT, pit="11-11"))), d("11-02"), d("11-12"))

    assert (found.before, found.after, found.slip) == (d("11-27"), d("12-02"), 3)
    assert told(found.entries) == [("11-09", 1, "pit"), ("11-10", 1, "pit"), ("11-11", 1, "pit")]
    assert [(s.first, s.last, s.days, s.entry.owner) for s in found.stretches] == [
        (d("11-09"), d("11-11"), 3, "县住建局")
    ]
    assert {owner: total.days for owner, total in found.by_owner.items()} == {"县住建局": 3}
    assert all(one.cause is Cause.OWN for one in found.entries)


def test_what_is_finished_early_is_recovered_by_who_finished_it() -> None:
    """Pit one day late (9 November); piles planned 10–16, done on the 12th: two days back."""
    plan = done(PIT, pit="11-09", piles="11-12", road="11-04")
    found = ledger(history(("11-02", plan)), d("11-02"), d("11-20"))

    assert told(found.entries) == [("11-09", 1, "pit"), ("11-12", -2, "piles")]
    assert (found.lost, found.recovered, found.slip) == (1, 2, -1)
    assert totals(found) == {"pit": 1, "piles": -2}
    assert found.after == d("11-26")


def test_work_begun_out_of_turn_is_recovered_by_who_began_it() -> None:
    plan = done(PIT, pit="11-06", piles=("11-05", "11-11"), road="11-04")
    found = ledger(history(("11-02", plan)), d("11-02"), d("11-12"))
    assert told(found.entries) == [("11-05", -2, "piles")]


def test_steps_that_tie_share_the_day_and_it_is_one_day_still() -> None:
    """Two works of five days before the frame, both late: the one with less float to its own limit is told first."""
    plan = Plan(
        d("11-02"),
        d("12-31"),
        (step("power", 5), step("water", 5, not_after=d("11-10")), step("frame", 5, "power", "water")),
    )
    found = ledger(history(("11-02", done(plan, water="11-10"))), d("11-02"), d("11-11"))

    assert told(found.entries) == [("11-09", 1, "water"), ("11-10", 1, "water"), ("11-11", 1, "power")]
    assert [[name.name for name in one.sharing] for one in found.entries] == [["power"], ["power"], []]
    assert sum(total.days for total in found.by_step.values()) == found.slip == 3

    alike = replace(plan, steps=(step("power", 5), step("water", 5), plan.steps[2]))
    first = ledger(history(("11-02", alike)), d("11-02"), d("11-09")).entries[0]
    assert (first.step, first.sharing) == (StepName("power", "power"), (StepName("water", "water"),))


def test_a_new_version_is_its_own_cause_and_a_step_is_followed_through_it() -> None:
    """Pit is two days late when the office plans anew on the 11th: frame in six days instead of ten, a later target."""
    anew = Plan(
        d("11-02"),
        d("12-11"),
        (
            step("clear", 1),
            replace(PIT.steps[0], id="p2"),
            replace(PIT.steps[1], after=(Link("p2"),)),
            step("frame", 6, "piles"),
        ),
    )
    first, second = done(PIT, road="11-04"), done(anew, p2="11-12", clear="11-02")
    found = ledger(history(("11-02", first), ("11-11", second)), d("11-02"), d("11-13"))

    assert told(found.entries) == [
        ("11-09", 1, "pit"),
        ("11-10", 1, "pit"),
        ("11-11", -4, "replanned"),
        ("11-11", 1, "pit"),
        ("11-12", 1, "pit"),
    ]
    assert totals(found) == {"pit": 4, "replanned": -4}
    assert {one.step.id for one in found.entries if one.step} == {"p2"}, "as the newest version calls it"
    assert [(r.day, r.version, r.days, r.before, r.target) for r in found.replans] == [
        (d("11-11"), 2, -4, d("12-31"), d("12-11"))
    ]


def test_a_target_alone_moves_no_finish_and_is_told_all_the_same() -> None:
    found = ledger(
        history(("11-02", PIT), ("11-04", replace(PIT, target=d("12-15")))), d("11-02"), d("11-05")
    )
    assert (found.slip, found.entries) == (0, ())
    assert [(r.days, r.target) for r in found.replans] == [(0, d("12-15"))]


def test_days_off_that_come_in_are_the_calendars() -> None:
    holiday = Calendars(Workdays(overrides=[Override(d("11-19"), False, "大风停工")]))
    found = ledger(
        history(("11-02", done(PIT, pit="11-06")), by=[(date.min, FIVE), (d("11-05"), holiday)]),
        d("11-02"),
        d("11-06"),
    )
    assert told(found.entries) == [("11-05", 1, "calendar")]
    assert found.after == d("11-30")


def test_a_day_with_an_open_problem_names_it_and_one_without_is_the_owners_own() -> None:
    open_ = {d("11-10"): (12, 15), d("11-11"): (12,)}
    found = ledger(
        history(("11-02", done(PIT, pit="11-12"))),
        d("11-02"),
        d("11-12"),
        problems=lambda id_, day: open_.get(day, ()) if id_ == "pit" else (99,),
    )

    assert [(one.problem, one.also) for one in found.entries] == [
        (None, ()),
        (12, (15,)),
        (12, ()),
        (None, ()),
    ]
    assert [(s.days, s.entry.problem, s.entry.also) for s in found.stretches] == [
        (1, None, ()),
        (2, 12, (15,)),
        (1, None, ()),
    ]
    assert {number: total.days for number, total in found.by_problem.items()} == {None: 2, 12: 2}
    (owner,) = found.by_owner.values()
    assert (owner.days, owner.by_problems) == (4, 2)


def test_a_milestone_has_a_ledger_of_its_own() -> None:
    """Road is three days late and nobody's finish but its own moves."""
    plan = done(PIT, pit="11-06", road="11-09")
    whole, road = (
        ledger(history(("11-02", plan)), d("11-02"), d("11-12"), milestone=asked) for asked in (None, "road")
    )
    assert whole.entries == ()
    assert (road.before, road.after, road.slip) == (d("11-04"), d("11-09"), 3)
    assert told(road.entries) == [("11-05", 1, "road"), ("11-06", 1, "road"), ("11-09", 1, "road")]


def test_what_is_left_is_known_from_the_day_it_was_told() -> None:
    steps = (replace(PIT.steps[0], actual_start=d("11-02"), remaining=4), *PIT.steps[1:])
    (version,) = history(("11-02", replace(PIT, steps=steps))).versions
    known = replace(history(("11-02", PIT)), versions=(replace(version, told={"pit": d("11-06")}),))
    found = ledger(known, d("11-02"), d("11-06"))
    assert told(found.entries) == [("11-06", 3, "pit")]


def test_what_is_finished_on_a_saturday_is_no_loss_and_a_holiday_parts_no_stretch() -> None:
    """Pit planned to Friday the 6th and done on Saturday the 7th: piles begin on Monday all the same."""
    found = ledger(history(("11-02", done(PIT, pit="11-07"))), d("11-02"), d("11-09"))
    assert found.entries == ()

    with_news = done(PIT, pit="11-12", road="11-07")
    (stretch,) = ledger(history(("11-02", with_news)), d("11-02"), d("11-13")).stretches
    assert (stretch.first, stretch.last, stretch.days) == (d("11-09"), d("11-12"), 4)


@pytest.mark.parametrize("last", ["11-02", "11-07", "11-08"])
def test_none_and_one_day_and_days_off(last: str) -> None:
    empty = ledger(history(("11-02", Plan(d("11-02"), d("12-31"), ()))), d("11-02"), d(last))
    assert (empty.before, empty.slip, empty.entries) == (None, 0, ())
    found = ledger(history(("11-02", PIT)), d("11-02"), d(last))
    assert found.slip == len(found.entries) == (0 if last == "11-02" else 1), "Saturday already shows Friday"


# --- for any history ---


def random_plan(chance: Random) -> Plan:
    def link(j: int) -> Link:
        unit = chance.choice(list(LagUnit))
        return Link(f"s{chance.randrange(j)}", chance.choice(list(LinkType)), chance.randint(-3, 4), unit)

    def one(j: int) -> Step:
        more: dict[str, Any] = {"calendar": chance.choice(["", "", "seven"]), "owner": chance.choice("甲乙")}
        if chance.random() < 0.2:
            more["not_before"] = d("11-02") + timedelta(days=chance.randint(0, 30))
        if chance.random() < 0.1:
            more["finish_on"] = d("11-20") + timedelta(days=chance.randint(12, 30))
        links = {new.before: new for new in (link(j) for _ in range(chance.randint(0, 2)) if j)}
        return step(f"s{j}", chance.choice([0, 1, 2, 5, 9]), *links.values(), **more)

    plan = Plan(d("11-02"), d("12-20"), tuple(map(one, range(chance.randint(1, 6)))))
    return replace(plan, steps=tuple(with_actuals(chance, own) for own in plan.steps))


def with_actuals(chance: Random, one: Step) -> Step:
    start = d("11-02") + timedelta(days=chance.randint(0, 25))
    finish = start + timedelta(days=chance.randint(0, 12))
    match chance.randrange(4):
        case 0:
            return one
        case 1:
            return replace(one, actual_start=start, remaining=chance.choice([None, 3]))
        case 2:
            return replace(one, actual_finish=finish)
        case _:
            return replace(one, actual_start=start, actual_finish=finish)


def random_calendars(chance: Random) -> Calendars:
    off = [
        Override(d("11-02") + timedelta(days=chance.randint(0, 50)), chance.random() < 0.5, "某")
        for _ in range(3)
    ]
    return Calendars(Workdays(overrides=off), {"seven": Workdays.seven_day(off[:1])})


def random_history(chance: Random) -> History:
    first = random_plan(chance)
    again = [random_plan(chance), replace(first, target=d("12-31"))]
    versions = [(0, first), *((chance.randint(1, 25), plan) for plan in again[: chance.randint(0, 2)])]
    versions.sort(key=lambda version: version[0])
    calendars = [(date.min, random_calendars(chance))]
    if chance.random() < 0.5:
        calendars.append((d("11-02") + timedelta(days=chance.randint(1, 25)), random_calendars(chance)))

    def told(plan: Plan) -> dict[str, date]:
        some = (step.id for step in plan.steps if step.remaining is not None and chance.random() < 0.8)
        return {id: d("11-02") + timedelta(days=chance.randint(0, 30)) for id in some}

    return History.of(
        [
            Version(n, d("11-02") + timedelta(days=day), plan, told(plan))
            for n, (day, plan) in enumerate(versions, 1)
        ],
        calendars,
    )


def finish_on(found: History, day: date) -> date | None:
    """As a board shows it."""
    by = found.by(day)
    return schedule(found.known(found.version(day), day, by, day), by, day).finish


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(-5, 10), st.integers(0, 40))
def test_the_days_add_up_to_the_slip_whatever_happened(chance: Random, begin: int, length: int) -> None:
    past = random_history(chance)
    first = d("11-02") + timedelta(days=begin)
    last = first + timedelta(days=length)
    found = ledger(past, first, last, problems=lambda id_, day: (7,) if day.day % 2 else ())
    yard = past.by(last).standard

    before, after = finish_on(past, first), finish_on(past, last)
    assert before
    assert after
    assert (found.before, found.after) == (before, after)
    assert found.slip == yard.index_after(after) - yard.index_after(before)
    assert sum(one.days for one in found.entries) == sum(one.days for one in found.stretches) == found.slip
    assert found.lost - found.recovered == found.slip
    for kind in (found.by_step, found.by_owner, found.by_problem, found.by_cause):
        assert sum(total.days for total in kind.values()) == found.slip
    assert all(one.days and first < one.day <= last for one in found.entries)
    assert all((one.step is not None) == (one.cause in (Cause.OWN, Cause.PROBLEM)) for one in found.entries)
    assert all(one.step not in one.sharing for one in found.entries)


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_lost_day_that_only_went_by_is_of_a_step_not_done_before(chance: Random) -> None:
    """Whom a day is put down to had not been done before it: nobody answers for what he has finished."""
    past = random_history(chance)
    for day in (d("11-10"), d("11-20")):
        found = ledger(past, day - timedelta(days=4), day)
        for one in found.entries:
            if one.step is None or one.days < 0 or not one.step.id:
                continue
            own = next(
                s
                for s in past.known(past.versions[-1], one.day, past.by(one.day), one.day).steps
                if s.id == one.step.id
            )
            assert not own.actual_finish or own.actual_finish >= one.day - timedelta(days=3)


def test_a_year_of_twenty_steps_is_walked_in_no_time() -> None:
    steps = tuple(step(f"s{n}", 12, *([f"s{n - 1}"] if n else [])) for n in range(20))
    plan = done(Plan(d("01-05"), d("12-18"), steps), s0="01-26", s1="02-20", s2="03-10")
    past = history(("01-05", plan))
    began = perf_counter()
    found = ledger(past, d("01-01"), d("12-31"))
    assert found.slip == sum(one.days for one in found.entries) > 100
    assert perf_counter() - began < 1.5, "0.1 s on an idle machine"
