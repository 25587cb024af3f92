"""Sums, orders and the period's problems."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from backend.domain import totals
from backend.domain.snapshot import MilestoneState
from backend.domain.standing import Standing
from tests.reports.sample import project, snapshot


def test_the_rate_is_over_projects_with_a_plan_and_the_rest_is_told_apart() -> None:
    one = replace(
        project(0), annual_plan_wan=Decimal(100), year_invested_wan=Decimal(60), pro_rata=Decimal("0.5")
    )
    two = replace(
        project(1), annual_plan_wan=Decimal(300), year_invested_wan=Decimal(60), pro_rata=Decimal(1)
    )
    bare = replace(project(2), annual_plan_wan=None, year_invested_wan=Decimal(7), rate=None)
    money = totals.investment([one, two, bare])
    assert (money.rate, money.pro_rata) == (Decimal("0.3"), Decimal("0.875"))
    assert (money.planned, money.unplanned, money.unplanned_invested) == (2, 1, Decimal(7))


def test_a_plan_of_nothing_gives_no_rate() -> None:
    zero = replace(project(0), annual_plan_wan=Decimal(0))
    assert totals.investment([zero]).rate is None
    assert totals.investment([]).rate is None


def test_worst_first_is_no_progress_then_the_longest_overdue() -> None:
    found = totals.worst_first(snapshot(30).projects)
    classes = [p.light.standing for p in found]
    assert classes == sorted(classes, key=totals.WORST_FIRST.index)
    stalled = [totals.days_overdue(p) for p in found if p.light.standing is Standing.STALLED]
    assert stalled == sorted(stalled, reverse=True)


def test_codes_sort_as_numbers() -> None:
    codes = ["P-10", "P-2", "2026-001", "P-2a", "", "10", "9"]
    assert sorted(codes, key=totals.natural) == ["", "9", "10", "2026-001", "P-2", "P-2a", "P-10"]


@given(st.lists(st.text(max_size=8), min_size=2, max_size=6))
def test_any_codes_can_be_sorted(codes: list[str]) -> None:
    assert len(sorted(codes, key=totals.natural)) == len(codes)


def test_milestones_due_met_and_overdue_are_counted_at_the_cut_off() -> None:
    found = snapshot(10)
    nodes = totals.nodes(found)
    every = [m for p in found.projects for m in p.milestones]
    assert nodes.due == sum(m.latest <= found.cutoff for m in every)
    assert nodes.overdue == sum(m.state is MilestoneState.OVERDUE for m in every)
    assert totals.days_overdue(nodes.late_projects[0]) == max(m.days_late for m in every if m.actual is None)


def test_problems_are_counted_by_the_period_they_came_and_went() -> None:
    found = snapshot(30)
    issues = totals.issues(found)
    assert all(found.first <= i.problem.raised <= found.cutoff for i in issues.raised)
    assert all(i.problem.closed and i.problem.closed >= date(2026, 10, 1) for i in issues.closed)
    assert {i.problem.state for i in issues.open} == {"raised", "acknowledged"}
    assert [i.problem.days_overdue for i in issues.overdue] == [9, 9, 9]
