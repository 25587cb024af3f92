"""What a change of the calendar moves: by hand on small plans, and that it can only move one way on any."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.backward import schedule
from backend.domain.calendar_diff import (
    CalendarChange,
    DateMoved,
    Group,
    PlanMoved,
    ProjectMoved,
    Subject,
    group,
    moved,
    worst_first,
)
from backend.domain.calendars import Calendars
from backend.domain.plan import Link, LinkType, Plan, Step
from backend.domain.workdays import Override, Workdays, YearNotice


def d(text: str) -> date:
    return date.fromisoformat(f"2027-{text}")


def five_days(off: tuple[str, ...] = (), on: tuple[str, ...] = (), *, provisional: bool = False) -> Workdays:
    def notice_of(year: int) -> YearNotice:
        if year != 2027:
            return YearNotice(year, "none")
        return YearNotice(2027, "n", provisional, frozenset(map(d, off)), frozenset(map(d, on)))

    return Workdays(notice_of)


# Monday 1 to Friday 12 March: ten working days. Piles 1 to 5 March, the roof 8 to 10; two days to spare.
PLAN = Plan(
    d("03-01"),
    d("03-12"),
    (Step("a", "桩基", 5, milestone=True), Step("b", "封顶", 3, (Link("a"),), milestone=True)),
)


def diff(before: Workdays, after: Workdays, plan: Plan = PLAN) -> PlanMoved | None:
    by, now = Calendars(before), Calendars(after)
    return moved(schedule(plan, by), schedule(plan, now), by, now)


def test_three_days_off_move_what_lies_behind_them_by_three_and_latest_dates_back_by_three() -> None:
    found = diff(five_days(), five_days(("03-08", "03-09", "03-10")))
    assert found is not None
    # The roof: 8 to 10 March becomes 11, 12 and, over the weekend, Monday the 15th.
    assert found.finish == DateMoved(d("03-10"), d("03-15"), 3)
    assert found.finish.calendar_days == 5
    assert (found.float_before, found.float_after) == (2, -1)
    piles, roof = found.milestones
    # Back from the 12th: the roof needs 5 (before the holidays), 11 and 12; so the piles must end on 4, not on 9 March.
    assert (piles.latest, piles.expected) == (DateMoved(d("03-09"), d("03-04"), -3), None)
    assert (roof.latest, roof.expected) == (None, found.finish)
    assert group(found) is Group.OVERDUE


def test_a_saturday_made_up_brings_forward_and_counts_though_no_day_was_one_before() -> None:
    found = diff(five_days(), five_days(on=("03-06",)))
    assert found is not None
    assert found.finish == DateMoved(d("03-10"), d("03-09"), -1)
    assert group(found) is Group.EARLIER
    # A target on that Saturday: Friday was the latest day, and no working day of the calendar before lies between.
    late = Plan(d("03-01"), d("03-06"), (Step("a", "桩基", 2),))
    node = diff(five_days(), five_days(on=("03-06",)), late)
    assert node is not None
    assert node.milestones[0].latest == DateMoved(d("03-05"), d("03-06"), 1)
    assert group(node) is Group.NODES


def test_what_is_done_moves_no_more() -> None:
    done = Plan(
        PLAN.start,
        PLAN.target,
        (Step("a", "桩基", 5, actual_finish=d("03-04"), milestone=True), PLAN.steps[1]),
    )
    found = diff(five_days(), five_days(("03-09",)), done)
    assert found is not None
    assert [node.name for node in found.milestones] == ["封顶"]


def test_dates_that_stand_are_told_only_when_they_are_provisional_no_more() -> None:
    guessed, known = five_days(provisional=True), five_days()
    assert diff(known, five_days(("05-03",))) is None
    assert diff(guessed, five_days(("05-03",), provisional=True)) is None
    settled = diff(guessed, known)
    assert settled is not None
    assert (settled.settled, settled.dates_moved, group(settled)) == (True, False, Group.SETTLED)
    resting = diff(five_days(provisional=True), five_days(("03-02",), provisional=True))
    assert resting is not None
    assert resting.finish is not None
    assert resting.finish.provisional


def test_a_step_of_its_own_calendar_moves_by_its_own_days() -> None:
    plan = Plan(d("03-01"), d("03-31"), (Step("a", "桩基", 5, milestone=True, calendar="seven"),))
    by = Calendars(five_days(), {"seven": Workdays.seven_day()})
    closed = Workdays.seven_day([Override(d("03-04"), False, "停电")])
    now = Calendars(five_days(), {"seven": closed})
    found = moved(schedule(plan, by), schedule(plan, now), by, now)
    assert found is not None
    # 1 to 5 March becomes 1 to 6 March, a Saturday: one day of the site's, none of the five-day week's but for the finish.
    assert found.milestones[0].expected == DateMoved(d("03-05"), d("03-06"), 1)


def row(code: str, found: PlanMoved) -> ProjectMoved:
    return ProjectMoved(1, code, code, found)


def test_the_worst_comes_first_and_alike_in_the_order_of_their_numbers() -> None:
    def later(days: int, spare: int) -> PlanMoved:
        return PlanMoved(DateMoved(d("03-01"), d("03-10"), days), (), spare + days, spare)

    rows = [
        row("1", PlanMoved(None, (), 3, 3, settled=True)),
        row("2", later(2, 5)),
        row("4", later(3, -1)),
        row("3", later(3, 9)),
        row("6", later(3, -4)),
        row("5", later(3, 9)),
    ]
    assert [one.code for one in worst_first(rows)] == ["6", "4", "3", "5", "2", "1"]


def test_a_change_of_nothing_has_no_projects() -> None:
    change = CalendarChange(
        Subject.NOTICE, "2027", 1, "", "", datetime(2026, 11, 25, tzinfo=UTC), 0, worst_first([])
    )
    assert change.projects == ()


# ---- any plan


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Up to seven steps with links to earlier ones; overlaps too, but no limits and nothing done."""
    steps: list[Step] = []
    for n in range(draw(st.integers(1, 7))):
        befores = draw(st.lists(st.integers(0, n - 1), unique=True, max_size=2)) if n else []
        kinds = st.sampled_from([LinkType.FS, LinkType.SS, LinkType.FF])
        links = tuple(Link(str(i), draw(kinds), draw(st.integers(-2, 4))) for i in befores)
        steps.append(Step(str(n), f"步骤{n}", draw(st.integers(0, 12)), links, milestone=draw(st.booleans())))
    return Plan(d("03-01"), d("03-01") + timedelta(draw(st.integers(5, 80))), tuple(steps))


@settings(max_examples=25, deadline=None)
@given(plans(), st.integers(-10, 100))
def test_a_day_off_makes_nothing_earlier_and_no_latest_date_later_and_a_day_made_up_the_reverse(
    plan: Plan, shift: int
) -> None:
    day = d("03-01") + timedelta(shift)
    works = five_days().is_workday(day)
    text = day.isoformat()[5:]
    changed = five_days(on=(text,)) if not works else five_days(off=(text,))
    # With the day worked on the one side and off on the other, whichever it was before.
    fewer, more = (
        schedule(plan, calendar) for calendar in ((changed, five_days()) if works else (five_days(), changed))
    )

    assert all(f >= m for f, m in zip(fewer.early_start, more.early_start, strict=True))
    assert all(f >= m for f, m in zip(fewer.early_finish, more.early_finish, strict=True))
    assert all(f <= m for f, m in zip(fewer.late_start, more.late_start, strict=True))
    assert all(f <= m for f, m in zip(fewer.late_finish, more.late_finish, strict=True))
    assert fewer.project_float <= more.project_float


@settings(max_examples=20, deadline=None)
@given(plans(), st.integers(-10, 100))
def test_there_and_back_moves_the_same_dates_the_other_way(plan: Plan, shift: int) -> None:
    text = (d("03-01") + timedelta(shift)).isoformat()[5:]
    there, back = diff(five_days(), five_days((text,)), plan), diff(five_days((text,)), five_days(), plan)
    assert (there is None) == (back is None)
    if there is not None and back is not None:
        assert [node.step for node in there.milestones] == [node.step for node in back.milestones]
        assert there.float_before == back.float_after
        for one, other in zip(there.milestones, back.milestones, strict=True):
            for ahead, behind in ((one.latest, other.latest), (one.expected, other.expected)):
                assert (ahead and (ahead.before, ahead.after)) == (behind and (behind.after, behind.before))
