"""Four finishes of each step, and how many working days apart."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.backward import schedule
from backend.domain.calendars import Calendars
from backend.domain.comparison import Adopted, Compared, apart, compared
from backend.domain.plan import Link, Plan, Step
from backend.domain.promise import promised
from backend.domain.workdays import Workdays

BY = Calendars(Workdays())
MONDAY = date(2026, 6, 1)
TARGET = date(2026, 8, 28)
STEPS = (Step("1", "桩基", 5), Step("2", "封顶", 5, (Link("1"),)))


def adopted(*steps: Step) -> Adopted:
    return Adopted(steps, promised(schedule(Plan(MONDAY, TARGET, steps), BY, MONDAY)))


def rows(
    steps: tuple[Step, ...], original: Adopted, base: Adopted | None = None, today: date = MONDAY
) -> tuple[Compared, ...]:
    return compared(schedule(Plan(MONDAY, TARGET, steps), BY, today), original, base, BY)


def test_a_plan_that_is_kept_differs_nowhere() -> None:
    found = rows(STEPS, adopted(*STEPS))
    assert [(row.expected, row.difference) for row in found] == [
        (date(2026, 6, 5), 0),
        (date(2026, 6, 12), 0),
    ]
    assert found[0].original is not None
    assert (found[0].original.start, found[0].original.finish) == (MONDAY, date(2026, 6, 5))
    assert found[0].original.latest == date(2026, 8, 21)


def test_what_is_late_and_what_is_done_early_says_by_how_many_working_days() -> None:
    done = replace(STEPS[0], actual_start=MONDAY, actual_finish=date(2026, 6, 3))
    early, coming = rows((done, STEPS[1]), adopted(*STEPS), today=date(2026, 6, 15))
    assert (early.expected, early.actual, early.difference) == (None, date(2026, 6, 3), -2)
    # Nothing began before Monday the 15th: five days to Friday the 19th, a week after the 12th.
    assert (coming.expected, coming.actual, coming.difference) == (date(2026, 6, 19), None, 5)


def test_with_a_baseline_it_is_the_baseline_that_counts() -> None:
    longer = (replace(STEPS[0], days=10), STEPS[1])
    [first, _] = rows(longer, adopted(*STEPS), adopted(*longer))
    assert (first.original and first.original.finish, first.baseline and first.baseline.finish) == (
        date(2026, 6, 5),
        date(2026, 6, 12),
    )
    assert first.difference == 0


def test_a_step_put_in_between_moves_numbers_and_not_what_was_meant() -> None:
    now = (
        Step("1", "清表", 2),
        Step("2", "桩基", 5, (Link("1"),)),
        Step("3", "封顶", 5, (Link("2"),)),
    )
    new, piles, roof = rows(now, adopted(*STEPS))
    assert (new.original, new.difference) == (None, None)
    assert [row.difference for row in (piles, roof)] == [2, 2]


def test_a_step_that_is_no_more_is_told_once_after_the_others() -> None:
    gone = Step("3", "验收", 2)
    found = rows(STEPS, adopted(*STEPS, gone), adopted(gone, Step("4", "移交", 1)))
    assert [(row.id, row.name) for row in found] == [
        ("1", "桩基"),
        ("2", "封顶"),
        ("3", "验收"),
        ("4", "移交"),
    ]
    both, only_baseline = found[2:]
    assert both.original
    assert both.baseline
    assert (only_baseline.original, both.expected, both.difference) == (None, None, None)


def test_an_event_has_happened_with_either_day() -> None:
    event = Step("e", "开工令", 0, actual_start=MONDAY)
    [row] = rows((event,), adopted(Step("e", "开工令", 0)))
    assert (row.actual, row.expected) == (MONDAY, None)


@settings(max_examples=25)
@given(st.integers(0, 900), st.integers(-200, 200))
def test_days_apart_lead_there_and_back(first: int, days: int) -> None:
    workdays = BY.standard
    before = workdays.next(date(2026, 1, 1) + timedelta(days=first))
    after = workdays.add(before, days)
    assert apart(workdays, before, after) == days
    assert apart(workdays, after, before) == -days
