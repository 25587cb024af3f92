"""Random plans with everything a step can say, such as a planner could have entered them."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from backend.domain.plan import LagUnit, Link, LinkType, Nature, Plan, Step

START, TARGET, TODAY = date(2026, 3, 2), date(2027, 6, 30), date(2026, 11, 18)
IDS = ("1", "2", "3", "3-2", "1.1", "A-3", "3SS", "桩基", "2+5", "B:1")
NAMES = (
    "桩基",
    "主体封顶",
    "施工许可",
    "=1+1",
    "验收（一期）",
    "A 区 B",
    "@路基",
    "-35kV线路",
    "主体封顶二",
    "绿化",
)
SOME_DAYS = st.dates(START, TARGET)


@st.composite
def steps(draw: st.DrawFn) -> tuple[Step, ...]:
    ids = draw(st.lists(st.sampled_from(IDS), min_size=1, max_size=8, unique=True))
    return tuple(draw(step(id, NAMES[n], ids[:n])) for n, id in enumerate(ids))


@st.composite
def step(draw: st.DrawFn, id: str, name: str, earlier: list[str]) -> Step:
    days = draw(st.integers(0, 60))
    begun = draw(st.none() | st.dates(START, TODAY - timedelta(days=40)))
    done = draw(st.booleans()) if begun else False
    return Step(
        id,
        name,
        days,
        tuple(draw(st.lists(links(earlier), max_size=3, unique=True))) if earlier else (),
        begun if not done or draw(st.booleans()) else None,
        begun + timedelta(days=draw(st.integers(0, 30))) if begun and done else None,
        milestone=draw(st.booleans()),
        weight=draw(st.sampled_from([Decimal(0), Decimal(15), Decimal("7.25"), Decimal("0.5")])),
        owner=draw(st.sampled_from(["", "县卫生健康局", "县卫生健康局 王小明", "ABC Co."])),
        calendar=draw(st.sampled_from(["", "", "seven_day", "national"])),
        **draw(limits()),
        **(draw(left(days)) if begun and not done else {}),
        least=draw(st.none() | st.integers(0, days)),
        nature=draw(st.sampled_from(Nature)),
        deferrable=draw(st.booleans()),
    )


def links(earlier: list[str]) -> st.SearchStrategy[Link]:
    return st.builds(
        lambda before, type, lag, unit: Link(before, type, lag, unit if lag else LagUnit.WORK),
        st.sampled_from(earlier),
        st.sampled_from(LinkType),
        st.integers(-15, 30),
        st.sampled_from(LagUnit),
    )


@st.composite
def limits(draw: st.DrawFn) -> dict[str, Any]:
    first, *last = sorted([draw(SOME_DAYS), draw(SOME_DAYS), draw(SOME_DAYS)])
    keys = draw(st.sets(st.sampled_from(["not_before", "not_after", "finish_on"])))
    every = {"not_before": first, "not_after": last[0], "finish_on": last[1]}
    return {key: every[key] for key in keys}


@st.composite
def left(draw: st.DrawFn, days: int) -> dict[str, Any]:
    if not days:
        return {}
    return {
        "percent": draw(
            st.sampled_from([None, Decimal(0), Decimal("0.5"), Decimal(40), Decimal("33.33"), Decimal(100)])
        ),
        "remaining": draw(st.none() | st.integers(0, 80)),
    }


plans = st.builds(Plan, st.just(START), st.just(TARGET), steps())
