"""Four classes from one rule, each saying why; boundaries as the published text has them."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.pro_rata import pro_rata
from backend.domain.project import Stage
from backend.domain.standing import Inputs, Light, MilestoneDates, Standing, grade
from backend.intake.policies import read_standing_rule

RULE = read_standing_rule()
HALF_YEAR = date(2026, 6, 30)
STEADY = Inputs(
    Stage.ACTIVE,
    HALF_YEAR,
    pro_rata(HALF_YEAR),
    annual_plan_wan=Decimal(1000),
    invested_wan=Decimal(500),
    milestones=(
        MilestoneDates("桩基完成", date(2026, 5, 1), date(2026, 4, 28)),
        MilestoneDates("封顶", date(2026, 9, 1)),
    ),
    last_progress=HALF_YEAR,
)


def why(light: Light) -> dict[str, dict[str, str]]:
    return {reason.code: dict(reason.facts) for reason in light.reasons}


@pytest.mark.parametrize(
    ("invested", "expected"),
    [
        ("0", Standing.BEHIND),
        ("400", Standing.BEHIND),  # 10.0 points below: inclusive
        ("400.4", Standing.BEHIND),  # 40.0 % as printed
        ("400.5", Standing.ON_TRACK),  # 40.1 % as printed
        ("500", Standing.ON_TRACK),
        ("529.4", Standing.ON_TRACK),  # 52.9 %
        ("529.5", Standing.AHEAD),  # 53.0 %, rounded half up
        ("530", Standing.AHEAD),  # 3.0 points above: inclusive
        ("1300", Standing.AHEAD),  # 130 % of the year's plan
    ],
)
def test_investment_against_pro_rata(invested: str, expected: Standing) -> None:
    assert grade(replace(STEADY, invested_wan=Decimal(invested)), RULE).standing is expected


def test_a_printed_percentage_explains_the_class() -> None:
    october = date(2026, 10, 31)
    light = grade(
        replace(
            STEADY,
            day=october,
            pro_rata=pro_rata(october),
            invested_wan=Decimal("766.4"),
            milestones=(),
            last_progress=october,
        ),
        RULE,
    )

    assert light.standing is Standing.ON_TRACK
    assert why(light) == {"on_plan": {"plan": "83.3%", "done": "76.6%", "points": "6.7"}}
    assert light.rule == "four-classes@2026.1"


@pytest.mark.parametrize(
    ("days_late", "expected"),
    [
        (0, Standing.ON_TRACK),
        (1, Standing.ON_TRACK),
        (14, Standing.ON_TRACK),
        (15, Standing.BEHIND),
        (90, Standing.BEHIND),
    ],
)
def test_a_late_milestone(days_late: int, expected: Standing) -> None:
    late = MilestoneDates("主体封顶", HALF_YEAR - timedelta(days=days_late))
    light = grade(replace(STEADY, milestones=(late,)), RULE)

    assert light.standing is expected
    told = why(light)
    if days_late:
        assert told["milestone_late"] == {"name": "主体封顶", "days": str(days_late), "count": "1"}
    else:
        assert told["milestones_on_time"] == {"done": "0", "total": "1"}


def test_the_longest_late_milestone_is_named_and_the_others_counted() -> None:
    late = tuple(
        MilestoneDates(name, HALF_YEAR - timedelta(days=n)) for name, n in [("甲", 3), ("乙", 20), ("丙", 9)]
    )

    assert why(grade(replace(STEADY, milestones=late), RULE))["milestone_late"] == {
        "name": "乙",
        "days": "20",
        "count": "3",
    }


def test_a_milestone_done_late_is_not_late_any_more_and_one_done_after_the_day_still_is() -> None:
    done_late = MilestoneDates("封顶", date(2026, 3, 1), date(2026, 6, 29))
    done_after = replace(done_late, actual=date(2026, 7, 1))

    assert grade(replace(STEADY, milestones=(done_late,)), RULE).standing is Standing.ON_TRACK
    assert grade(replace(STEADY, milestones=(done_after,)), RULE).standing is Standing.BEHIND


@pytest.mark.parametrize(
    ("idle", "expected"),
    [(0, Standing.ON_TRACK), (29, Standing.ON_TRACK), (30, Standing.STALLED), (400, Standing.STALLED)],
)
def test_days_without_progress(idle: int, expected: Standing) -> None:
    light = grade(replace(STEADY, last_progress=HALF_YEAR - timedelta(days=idle)), RULE)

    assert light.standing is expected
    if expected is Standing.STALLED:
        assert light.reasons[0].code == "no_progress", "what decided comes first"
        assert why(light)["no_progress"] == {"days": str(idle)}


def test_a_project_that_never_moved_is_idle_since_its_start_and_one_without_a_start_is_not_judged_so() -> (
    None
):
    never = replace(STEADY, last_progress=None)

    assert grade(replace(never, started=HALF_YEAR - timedelta(days=30)), RULE).standing is Standing.STALLED
    assert grade(replace(never, started=HALF_YEAR + timedelta(days=30)), RULE).standing is Standing.ON_TRACK
    assert grade(never, RULE).standing is Standing.ON_TRACK


LATE = (MilestoneDates("封顶", HALF_YEAR - timedelta(days=40)),)
IDLE = HALF_YEAR - timedelta(days=40)


@pytest.mark.parametrize(
    ("change", "expected", "first"),
    [
        (
            {"invested_wan": Decimal(900), "milestones": LATE, "last_progress": IDLE},
            Standing.STALLED,
            "no_progress",
        ),
        ({"invested_wan": Decimal(900), "milestones": LATE}, Standing.BEHIND, "milestone_late"),
        ({"invested_wan": Decimal(100), "milestones": LATE}, Standing.BEHIND, "behind_plan"),
        ({"invested_wan": Decimal(900)}, Standing.AHEAD, "ahead_of_plan"),
        ({}, Standing.ON_TRACK, "on_plan"),
    ],
)
def test_stalled_goes_before_behind_before_ahead(
    change: dict[str, object], expected: Standing, first: str
) -> None:
    light = grade(replace(STEADY, **change), RULE)  # type: ignore[arg-type]

    assert (light.standing, light.reasons[0].code) == (expected, first)


def test_a_preparing_project_is_judged_by_milestones_only() -> None:
    preparing = replace(STEADY, stage=Stage.PREPARING, invested_wan=Decimal(0), last_progress=IDLE)

    light = grade(preparing, RULE)
    assert light.standing is Standing.ON_TRACK
    assert light.codes == {"preparing", "milestones_on_time"}
    late = grade(replace(preparing, milestones=LATE), RULE)
    assert late.standing is Standing.BEHIND
    assert [reason.code for reason in late.reasons] == ["milestone_late", "preparing"]
    bare = grade(replace(preparing, milestones=()), RULE)
    assert why(bare) == {"preparing": {"done": "0", "total": "0"}}


def test_without_an_annual_plan_investment_has_no_say() -> None:
    for plan in (None, Decimal(0)):
        light = grade(replace(STEADY, annual_plan_wan=plan, invested_wan=Decimal(9999)), RULE)
        assert light.standing is Standing.ON_TRACK
        assert why(light)["no_plan"] == {"year": "2026"}
        late = grade(replace(STEADY, annual_plan_wan=plan, milestones=LATE), RULE)
        assert late.standing is Standing.BEHIND


def test_a_completed_project_cannot_fall_behind() -> None:
    done = replace(STEADY, stage=Stage.COMPLETED, milestones=LATE, last_progress=IDLE)

    behind_money = grade(replace(done, invested_wan=Decimal(1)), RULE)
    assert behind_money.standing is Standing.ON_TRACK
    assert behind_money.codes == {"completed"}
    ahead = grade(replace(done, invested_wan=Decimal(1020)), RULE)
    assert ahead.standing is Standing.AHEAD
    assert ahead.reasons[0].code == "ahead_of_plan"


def test_in_january_nobody_is_ten_points_behind() -> None:
    for day in (date(2026, 1, 1), date(2026, 1, 31)):
        light = grade(
            replace(STEADY, day=day, pro_rata=pro_rata(day), invested_wan=Decimal(0), last_progress=day), RULE
        )
        assert light.standing is Standing.ON_TRACK


amounts = st.decimals(0, 100_000, places=2)
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(
    st.sampled_from(Stage),
    days,
    st.none() | amounts,
    amounts,
    st.lists(st.builds(MilestoneDates, st.just("封顶"), days, st.none() | days), max_size=4),
    st.none() | days,
    st.none() | days,
)
def test_every_class_says_why_with_numbers(
    stage: Stage,
    day: date,
    plan: Decimal | None,
    invested: Decimal,
    milestones: list[MilestoneDates],
    last: date | None,
    started: date | None,
) -> None:
    light = grade(Inputs(stage, day, pro_rata(day), plan, invested, tuple(milestones), last, started), RULE)

    assert light.reasons
    assert all(any(value[0].isdigit() for _, value in reason.facts) for reason in light.reasons)
    if light.standing is Standing.STALLED:
        assert "no_progress" in light.codes
    if light.standing is Standing.BEHIND:
        assert light.codes & {"behind_plan", "milestone_late"}
    if light.standing is Standing.AHEAD:
        assert "ahead_of_plan" in light.codes


@given(amounts, amounts)
def test_more_money_is_never_a_worse_class(a: Decimal, b: Decimal) -> None:
    order = [Standing.STALLED, Standing.BEHIND, Standing.ON_TRACK, Standing.AHEAD]
    less, more = (order.index(grade(replace(STEADY, invested_wan=w), RULE).standing) for w in sorted([a, b]))
    assert less <= more


def test_idleness_before_anybody_looked_does_not_count() -> None:
    quiet = Inputs(
        stage=Stage.ACTIVE, day=date(2026, 10, 31), pro_rata=Decimal("0.8333"), started=date(2026, 1, 5)
    )

    assert grade(quiet, RULE).standing is Standing.STALLED
    assert grade(replace(quiet, watched=date(2026, 10, 2)), RULE).standing is not Standing.STALLED
    assert grade(replace(quiet, watched=date(2026, 10, 1)), RULE).standing is Standing.STALLED
