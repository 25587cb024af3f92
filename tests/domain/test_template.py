"""Days that grow with the project, and what of a plan another project can begin with."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.errors import Invalid
from backend.domain.flaw import flaws
from backend.domain.plan import LagUnit, Link, Nature, Plan, Step
from backend.domain.template import Template, from_template, of_size, reusable
from backend.domain.workdays import Workdays

STEPS = (
    Step("permit", "施工许可", 20, least=18, nature=Nature.APPROVAL),
    Step("start", "开工令", 0, (Link("permit"),)),
    Step("dike", "堤身填筑", 90, (Link("start"),), least=65),
    Step("slope", "护坡", 7, (Link("dike", lag=3),)),
)
TEMPLATE = Template(
    "water",
    "水利项目",
    "建议",
    date(2026, 1, 1),
    STEPS,
    "km",
    Decimal(10),
    frozenset({"start", "dike", "slope"}),
)
TARGET = date(2026, 12, 18)


def days(size: str) -> list[tuple[int, int | None]]:
    return [(step.days, step.least) for step in of_size(TEMPLATE, Decimal(size))]


def test_only_sized_steps_grow_rounded_up_and_an_event_stays_one() -> None:
    assert days("10") == [(20, 18), (0, None), (90, 65), (7, None)]
    assert days("15") == [(20, 18), (0, None), (135, 98), (11, None)]
    assert days("0.01") == [(20, 18), (0, None), (1, 1), (1, None)]
    assert [step.after for step in of_size(TEMPLATE, Decimal(15))] == [step.after for step in STEPS]


@settings(max_examples=25)
@given(st.decimals("0.01", 200, places=2))
def test_a_sized_template_can_always_be_planned_with(size: Decimal) -> None:
    steps = of_size(TEMPLATE, size)
    assert flaws(steps) == ()
    assert steps[2].days == ceil(90 * size / 10)


@pytest.mark.parametrize("size", ["0", "-1", "200.01", "NaN", "Infinity"])
def test_a_size_that_cannot_be_is_refused_with_the_limit(size: str) -> None:
    with pytest.raises(Invalid) as refused:
        of_size(TEMPLATE, Decimal(size))
    assert refused.value.code == "size_out_of_range"
    assert (refused.value.facts["limit"], refused.value.facts["unit"]) == (Decimal(200), "km")


def test_a_template_without_a_size_takes_none() -> None:
    bare = replace(TEMPLATE, usual_size=None, sized=frozenset())
    with pytest.raises(Invalid) as refused:
        from_template(bare, TARGET, None, Workdays(), Decimal(3))
    assert refused.value.code == "size_not_used"
    assert from_template(bare, TARGET, TARGET, Workdays()).steps == STEPS


def test_the_larger_the_project_the_earlier_it_has_to_begin() -> None:
    usual = from_template(TEMPLATE, TARGET, None, Workdays())
    assert usual == from_template(TEMPLATE, TARGET, None, Workdays(), Decimal(10))
    assert from_template(TEMPLATE, TARGET, None, Workdays(), Decimal(20)).start < usual.start
    day = date(2026, 3, 2)
    assert from_template(TEMPLATE, TARGET, day, Workdays(), Decimal(20)) == Plan(
        day, TARGET, of_size(TEMPLATE, Decimal(20))
    )


def test_what_is_reused_has_no_dates_no_past_and_no_calendar_of_the_site() -> None:
    day = date(2026, 6, 1)
    kept = Step(
        "a",
        "养护",
        28,
        (Link("b", lag=7, unit=LagUnit.CALENDAR),),
        milestone=True,
        weight=Decimal("2.5"),
        owner="施工单位",
        least=14,
        nature=Nature.APPROVAL,
        deferrable=True,
    )
    told = replace(
        kept,
        actual_start=day,
        actual_finish=day,
        calendar="冬休",
        not_before=day,
        not_after=day,
        finish_on=day,
        remaining=3,
        percent=Decimal(50),
    )
    assert reusable([told]) == (kept,)
