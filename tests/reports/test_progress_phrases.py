"""Sentences of the progress line and the look ahead, as people read them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from backend.domain.backward import schedule
from backend.domain.calendars import Calendars
from backend.domain.earned import Basis, Curve, Weights
from backend.domain.look_ahead import Outlook, StandStill, look_ahead
from backend.domain.plan import Link, Plan, Step
from backend.domain.progress_line import Effect, Point
from backend.domain.workdays import Workdays
from reports import progress_phrases as say

TODAY = date(2026, 11, 25)
ROOF = Step("roof", "主体封顶", 20)
UNDER_WAY = replace(ROOF, actual_start=date(2026, 11, 2))


def point(days: int, step: Step = ROOF, **more: Any) -> Point:
    base = Point(step, date(2026, 11, 9), date(2026, 12, 4), Decimal(0), TODAY, days, 2, 6)
    return replace(base, **more)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (
            point(-2, UNDER_WAY),
            "“主体封顶”落后2个工作日，在自由时差（2天）以内，不影响后续步骤和完工日期。",
        ),
        (
            point(-4, UNDER_WAY, presumed=True, effect=Effect.FOLLOWERS),
            "“主体封顶”按天数推算落后4个工作日，超过自由时差（2天），但在总时差（6天）以内，将推迟后续步骤，不影响完工日期。",
        ),
        (
            point(-4, UNDER_WAY, free_float=0, effect=Effect.FOLLOWERS, past_limit=1),
            "“主体封顶”落后4个工作日，没有自由时差，但在总时差（6天）以内，将推迟后续步骤，不影响完工日期，比限定的最晚日期晚1个工作日。",
        ),
        (
            point(-9, effect=Effect.FINISH, moves_finish=3),
            "“主体封顶”应于11月9日开工，尚未开工，落后9个工作日，超出总时差（6天）3天，不赶工则完工推迟3个工作日，仍在目标日期以内。",
        ),
        (
            point(-9, UNDER_WAY, spare=0, effect=Effect.FINISH, moves_finish=9, past_target=4),
            "“主体封顶”落后9个工作日，处在关键线路上，不赶工则完工推迟9个工作日，其中4个超出目标日期。",
        ),
        (
            point(-9, UNDER_WAY, spare=0, effect=Effect.FINISH, moves_finish=9, past_target=9),
            "“主体封顶”落后9个工作日，处在关键线路上，不赶工则完工推迟9个工作日，全部超出目标日期。",
        ),
        (
            point(-1, replace(ROOF, days=0)),
            "“主体封顶”应于12月4日完成，尚未完成，落后1个工作日，在自由时差（2天）以内，不影响后续步骤和完工日期。",
        ),
        (point(3, UNDER_WAY), "“主体封顶”比计划超前3个工作日。"),
        (point(3, replace(ROOF, actual_finish=TODAY)), "“主体封顶”提前完成，比计划超前3个工作日。"),
    ],
)
def test_a_bent_step_is_one_sentence_with_what_it_does(found: Point, sentence: str) -> None:
    assert say.bent(found) == sentence


@pytest.mark.parametrize(
    ("found", "words", "symbol"),
    [
        (point(-8), "滞后8天", "◆"),
        (point(3, UNDER_WAY), "超前3天", "▲"),
        (point(0, UNDER_WAY), "正常", "●"),
        (point(0), "正常", "●"),
        (point(0, planned_start=date(2026, 11, 26)), "未到", "·"),
        (point(0, replace(ROOF, actual_finish=TODAY)), "完成", "✓"),
        (point(0, replace(ROOF, actual_finish=TODAY), finished_late=3), "晚3天完成", "✓"),
        (point(2, replace(ROOF, actual_finish=TODAY)), "提前2天", "▲"),
    ],
)
def test_where_a_step_stands_is_a_symbol_and_a_word(found: Point, words: str, symbol: str) -> None:
    assert (say.stand(found, TODAY), say.look(found, TODAY).symbol) == (words, symbol)


@pytest.mark.parametrize(
    ("still", "sentence"),
    [
        (
            StandStill(ROOF, False, False, 7, date(2026, 12, 4)),
            "若“主体封顶”仍不开工，7个工作日后（12月4日）整个项目将没有机动时间。",
        ),
        (
            StandStill(UNDER_WAY, True, True, 7, date(2027, 1, 6), provisional=True),
            "若“主体封顶”（推定在办）从11月25日起没有进展，7个工作日后（2027年1月6日，暂定）整个项目将没有机动时间。",
        ),
        (
            StandStill(replace(ROOF, days=0), False, False, 1, date(2026, 11, 26)),
            "若“主体封顶”仍不办结，1个工作日后（11月26日）整个项目将没有机动时间。",
        ),
        (
            StandStill(ROOF, False, False, 0, TODAY),
            "整个项目已没有机动时间：“主体封顶”每晚开工一个工作日，完工就再晚一个工作日。",
        ),
        (
            StandStill(UNDER_WAY, True, False, -5, TODAY),
            "整个项目已没有机动时间，须抢回5个工作日：“主体封顶”每停一个工作日，完工就再晚一个工作日。",
        ),
        (StandStill(None, False, False, 12, TODAY), ""),
    ],
)
def test_when_a_plan_that_stands_still_will_be_late(still: StandStill, sentence: str) -> None:
    assert say.stand_still(still, TODAY) == sentence
    assert "0个工作日" not in sentence


def test_the_look_ahead_says_what_must_happen_and_never_a_nought() -> None:
    work = Workdays()
    steps = (Step("a", "桩基", 3), Step("b", "承台", 2, (Link("a"),)), Step("ok", "验槽", 0, (Link("b"),)))
    plan = Plan(TODAY, date(2026, 12, 1), steps)
    found = look_ahead([Outlook(1, plan, schedule(plan, work, TODAY), Calendars(work))], TODAY, 7)
    said = [(say.must(one), say.left(one, TODAY), say.note(one, {"a": "桩基", "b": "承台"})) for one in found]

    assert said == [
        ("须开工并完成", "就在今天", ""),
        ("须开工并完成", "还有3个工作日", "须等“桩基”"),
        ("须完成", "还有4个工作日", "须等“承台”"),
    ]
    overdue = replace(found[0], days=-3, presumed=True, begun=True)
    assert (say.left(overdue, TODAY), say.note(overdue, {})) == ("逾期3个工作日", "未报开工，推定在办")


def test_the_curve_in_one_line_and_what_it_is_weighed_by() -> None:
    weights = Weights({"a": Decimal(50)}, Decimal(50), Basis.NORMALISED)
    found = Curve(weights, (), Decimal("0.623"), Decimal("0.4812"), Decimal("0.772"), Decimal("-12.4"))

    assert say.curve(found) == "计划完成62.3%，实际完成48.1%，进度绩效指数（SPI）0.77，落后12.4个工作日。"
    assert (
        say.curve(replace(found, spi=None, days=Decimal(0))) == "计划完成62.3%，实际完成48.1%，与计划持平。"
    )
    assert say.behind(Decimal("30.0")) == "超前30个工作日"
    assert say.weighing(weights) == "按步骤权重计算；权重合计为50，已折算为100"
