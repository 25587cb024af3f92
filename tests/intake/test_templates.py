"""The templates as an office would check them: whole, plausible, and usable for any target."""

from datetime import date

import pytest

from backend.domain.backward import schedule
from backend.domain.plan import Nature
from backend.domain.project import Kind
from backend.domain.template import from_template
from backend.intake.calendars import national_calendar
from backend.intake.templates import load_templates

KINDS = [Kind.INDUSTRIAL, Kind.BUILDING, Kind.ROAD, Kind.WATER, Kind.PARK, Kind.NEIGHBOURHOOD]

# Calendar days from the construction permit to each node, as offices suggest them.
SUGGESTED = {
    Kind.INDUSTRIAL: {
        "filing": -120, "land": -75, "planning": -45, "drawings": -30, "permit": 0, "piles": 60, "ground": 100,
        "topping": 160, "fitting": 220, "equipment": 280, "trial": 330, "acceptance": 365,
    },
    Kind.BUILDING: {
        "proposal": -270, "feasibility": -200, "preliminary": -140, "review": -80, "permit": 0, "piles": 75,
        "ground": 150, "topping": 300, "envelope": 420, "interior": 540, "commissioning": 600, "acceptance": 660,
    },
    Kind.ROAD: {
        "feasibility": -240, "survey": -200, "design": -120, "clearance": -30, "permit": 0, "earthworks": 150,
        "bridges": 210, "base": 300, "surface": 360, "safety": 420, "opening": 450,
    },
}  # fmt: skip
# The same from opening the site, as the sources of the other templates say.
SAID = {
    Kind.WATER: ("tender", {"feasibility": -106, "acceptance": 434}),
    Kind.PARK: ("permit", {"feasibility": -135, "acceptance": 365}),
    Kind.NEIGHBOURHOOD: ("tender", {"scheme": -94, "acceptance": 222}),
}


def test_every_kind_with_a_template_says_where_it_comes_from():
    templates = load_templates()
    assert list(templates) == KINDS
    for template in templates.values():
        assert "建议" in template.source
        assert "非法定" in template.source
        assert template.effective <= date(2026, 12, 31)
        assert sum(step.weight for step in template.steps) == 100
        assert template.steps[-1].milestone


@pytest.mark.parametrize("kind", SUGGESTED)
def test_the_nodes_lie_where_offices_suggest_them(kind: Kind):
    template, calendar = load_templates()[kind], national_calendar()
    plan = from_template(template, date(2026, 12, 31), date(2022, 3, 1), calendar)
    finish = {r.step.id: r.early_finish for r in schedule(plan, calendar).steps}
    for node, days in SUGGESTED[kind].items():
        offset = (finish[node] - finish["permit"]).days
        assert abs(offset - days) <= 14 + abs(days) // 50, (node, offset, days)


@pytest.mark.parametrize("kind", SAID)
def test_the_nodes_lie_where_the_source_says(kind: Kind):
    template, calendar = load_templates()[kind], national_calendar()
    plan = from_template(template, date(2026, 12, 31), date(2022, 3, 1), calendar)
    finish = {r.step.id: r.early_finish for r in schedule(plan, calendar).steps}
    zero, nodes = SAID[kind]
    for node, days in nodes.items():
        assert str(abs(days)) in template.source
        assert abs((finish[node] - finish[zero]).days - days) <= 5, node


@pytest.mark.parametrize("kind", KINDS)
def test_every_step_says_who_answers_for_it_and_how_short_it_can_be(kind: Kind):
    template = load_templates()[kind]
    assert 10 <= len(template.steps) <= 16
    assert len({step.name for step in template.steps}) == len(template.steps)
    for step in template.steps:
        assert step.owner, step.id
        assert step.least is not None
        assert 0 < step.least <= step.days
        assert step.nature is Nature.APPROVAL or not step.deferrable, step.id
    assert any(step.nature is Nature.APPROVAL for step in template.steps)
    assert any(step.deferrable for step in template.steps)
    assert template.sized
    assert template.usual_size
    assert template.size_unit
    assert {step.nature for step in template.steps if step.id in template.sized} == {Nature.WORK}


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_start_the_plan_begins_as_late_as_the_target_allows(kind: Kind):
    template, calendar = load_templates()[kind], national_calendar()
    plan = from_template(template, date(2028, 6, 30), None, calendar)
    result = schedule(plan, calendar)
    assert (result.project_float, result.finish) == (0, date(2028, 6, 30))
    assert result.provisional
    assert not all(s.critical for s in result.steps)


def test_approvals_run_side_by_side_with_the_land():
    steps = {s.id: s for s in load_templates()[Kind.INDUSTRIAL].steps}
    assert {link.before for link in steps["eia"].after} == {"filing"}
    assert {link.before for link in steps["permit"].after} == {"drawings", "eia", "energy"}
