"""A leader's digest: five parts, only the leader's own."""

import pytest

from backend.domain.digest import digest
from backend.domain.errors import NotFound
from tests.reports.sample import snapshot


def test_only_own_projects_are_told() -> None:
    found = snapshot()
    for leader in found.leaders:
        made = digest(found, leader.person_id)
        assert {p.id for p in made.projects} == set(leader.project_ids)
        own = {p.name for p in found.projects if leader.name in p.leaders}
        assert {d.project for d in made.difficulties} <= own
        assert {name for name, _ in made.breakthroughs} <= own
        assert {x.project.name for x in made.lagging} <= own


def test_open_problems_stand_longest_overdue_first_and_closed_ones_not_at_all() -> None:
    made = digest(snapshot(60), 2)
    days = [d.problem.days_overdue for d in made.difficulties]
    assert days == sorted(days, reverse=True)
    assert all(d.problem.closed is None for d in made.difficulties)


def test_a_leader_the_period_does_not_know_is_refused() -> None:
    with pytest.raises(NotFound) as refusal:
        digest(snapshot(), 999)
    assert refusal.value.code == "leader_not_in_period"
    assert refusal.value.facts["leader_id"] == 999
