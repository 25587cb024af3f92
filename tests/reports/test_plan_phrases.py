"""Sentences about what a plan loses and gains: each case there is, and nothing that an office would not write."""

import re
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.backward import schedule
from backend.domain.compression import compression
from backend.domain.impact import Impact, Moved, Standing, wait
from backend.domain.measure import Change, Measure
from backend.domain.plan import Link, Nature, Plan, Step
from backend.domain.workdays import Workdays
from backend.intake.calendars import national_calendar
from reports import plan_phrases

NATIONAL = national_calendar()
TODAY = date(2026, 11, 18)


def d(text: str) -> date:
    return date.fromisoformat(text if len(text) > 5 else f"2026-{text}")


def stands(finish: str | None, spare: int, target: str = "12-18", **more: Any) -> Standing:
    return Standing(
        d(target), d(finish) if finish else None, spare, **{"provisional": False, "done": False, **more}
    )


def line(had: int, has: int, before: Standing, after: Standing, moved: int = 0, **more: Any) -> Impact:
    return Impact("7", "电力线路迁改", had - has, had, has, before, after, moved, **more)


STAYS = stands("11-27", 15), stands("11-27", 15)


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (line(9, 2, *STAYS), "“电力线路迁改”若再推迟7个工作日，吃掉机动时间9天中的7天，完工日期不变，仍为11月27日。"),
        (line(9, 0, *STAYS), "“电力线路迁改”若再推迟9个工作日，9天机动时间全部用完，完工日期不变，仍为11月27日。"),
        (
            line(9, -3, stands("12-18", 0), stands("12-23", -3), 3),
            "“电力线路迁改”若再推迟12个工作日，9天机动时间全部用完，还差3天，"
            "完工由12月18日推迟到12月23日（晚3个工作日），晚于目标日期12月18日，须抢回3个工作日。",
        ),
        (
            line(0, -8, stands("12-18", 0), stands("2027-01-05", -11, provisional=True), 11),
            "“电力线路迁改”若再推迟8个工作日，没有机动时间可用，完工由12月18日推迟到2027年1月5日（暂定）（晚11个工作日），"
            "晚于目标日期12月18日，须抢回11个工作日。",
        ),
        (
            line(-5, -8, stands("12-25", -5), stands("12-30", -8), 3),
            "“电力线路迁改”若再推迟3个工作日，本已没有机动时间，完工由12月25日推迟到12月30日（晚3个工作日），"
            "须抢回的工作日由5天增至8天。",
        ),
        (
            line(15, 10, stands("11-27", 15), stands("12-04", 10), 5),
            "“电力线路迁改”若再推迟5个工作日，吃掉机动时间15天中的5天，完工由11月27日推迟到12月4日（晚5个工作日），"
            "赶得上目标日期12月18日。",
        ),
        (
            line(3, 0, stands("12-15", 3), stands("12-18", 0), 3),
            "“电力线路迁改”若再推迟3个工作日，3天机动时间全部用完，完工由12月15日推迟到12月18日（晚3个工作日），"
            "恰好赶上目标日期12月18日。",
        ),
        (
            line(-30, -33, stands("11-27", -40, "09-30"), stands("12-02", -43, "09-30"), 3),
            "“电力线路迁改”若再推迟3个工作日，本已没有机动时间，完工由11月27日推迟到12月2日（晚3个工作日），"
            "目标日期9月30日已过，预计超期43个工作日。",
        ),
        (
            line(4, -1, stands("09-30", 2), stands("10-02", 2), 0),
            "“电力线路迁改”若再推迟5个工作日，4天机动时间全部用完，还差1天，完工由9月30日推迟到10月2日，赶得上目标日期12月18日。",
        ),
        (
            Impact("", "", 0, None, None, stands("12-25", -5), stands("12-25", -5), 0, removed=("绿化",)),
            "取消“绿化”，完工日期不变，仍为12月25日，仍晚于目标日期12月18日，须抢回5个工作日。",
        ),
        (Impact("", "", 0, None, None, *STAYS, 0), "没有影响，完工日期不变，仍为11月27日。"),
        (
            Impact("", "", 0, None, None, stands("11-17", 23, done=True), stands("11-17", 23, done=True), 0),
            "项目已全部完工。",
        ),
        (
            Impact("", "", 0, None, None, stands(None, 20), stands("11-27", 15), 0, added=("清表", "桩基", "主体", "装修")),
            "增加“清表”、“桩基”、“主体”等4个工序，预计11月27日完工，赶得上目标日期12月18日。",
        ),
        (
            line(
                9,
                2,
                *STAYS,
                milestones=tuple(
                    Moved(str(n), f"节点{n}", d("11-20"), d("11-24"), 2, provisional=False) for n in range(5)
                ),
                missed=("试压",),
            ),
            "“电力线路迁改”若再推迟7个工作日，吃掉机动时间9天中的7天，完工日期不变，仍为11月27日，"
            "“节点0”由11月20日推迟到11月24日，“节点1”由11月20日推迟到11月24日，“节点2”由11月20日推迟到11月24日，"
            "另有2个节点随之变动，“试压”将晚于限定的完成日期。",
        ),
    ],
)  # fmt: skip
def test_an_impact_is_one_sentence(one: Impact, text: str) -> None:
    assert plan_phrases.impact(one, TODAY) == text


def test_a_wait_that_lies_behind_us_is_told_of_what_waits() -> None:
    said = plan_phrases.impact(replace(line(9, 2, *STAYS), waited=12), TODAY, already=True)
    assert said == "“电力线路迁改”已等12个工作日，吃掉机动时间9天中的7天，完工日期不变，仍为11月27日。"


STEPS = {
    "a": Step("a", "沟槽开挖", 10),
    "b": Step("b", "管线敷设", 12, (Link("a"),)),
    "c": Step("c", "装修", 30, actual_start=d("11-02"), remaining=20),
    "m": Step("m", "验槽", 0),
}


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (Change(Measure.SHORTEN, "b", "", 3, 12, 9, 8), "压缩：“管线敷设”工期由12个工作日压缩到9个，最短可到8个，抢回3个工作日。"),
        (Change(Measure.SHORTEN, "c", "", 2, 20, 18, 18), "压缩：“装修”剩余工期由20个工作日压缩到18个，已是最短，抢回2个工作日。"),
        (Change(Measure.OVERLAP, "b", "a", 4, 0, 6, 5), "搭接：“管线敷设”在“沟槽开挖”开工6个工作日后开工，不等其完工，抢回4个工作日。"),
        (Change(Measure.OVERLAP, "b", "a", 0, 0, 6, 5, ("m",)), "搭接：“管线敷设”在“沟槽开挖”开工6个工作日后开工，不等其完工（不等“验槽”），与其他措施同时采取才见效。"),
        (Change(Measure.PARALLEL, "b", "a", 10), "并联审批：“管线敷设”与“沟槽开挖”同时办理，不早于其办结，抢回10个工作日。"),
        (Change(Measure.DEFER, "b", "a", 10, make_up=d("2027-01-08")), "容缺后补：“管线敷设”先行开展，“沟槽开挖”后补，最迟2027年1月8日补齐，抢回10个工作日。"),
    ],
)  # fmt: skip
def test_each_kind_of_change_has_its_words(one: Change, text: str) -> None:
    assert plan_phrases.change(one, STEPS, TODAY) == text


def planned(target: str, *steps: Step) -> list[str]:
    return plan_phrases.proposal(compression(Plan(d("12-01"), d(target), steps), NATIONAL), TODAY)


def test_a_proposal_tells_how_it_stands_what_to_do_and_what_is_still_missing() -> None:
    works = (Step("a", "沟槽开挖", 10), Step("b", "管线敷设", 10, (Link("a"),)))
    assert planned("12-24", *works) == [
        "预计12月28日完工，晚于目标日期12月24日，须抢回2个工作日。采取以下1项措施，可于12月24日完工：",
        "1. 搭接：“管线敷设”在“沟槽开挖”开工8个工作日后开工，不等其完工，抢回2个工作日。",
    ]
    assert planned("12-18", *works) == [
        "预计12月28日完工，晚于目标日期12月18日，须抢回6个工作日，最多可抢回5个。",
        "1. 搭接：“管线敷设”在“沟槽开挖”开工5个工作日后开工，不等其完工，抢回5个工作日。",
        "以上全部采取后，仍差1个工作日，须写明更多工序的最短工期，或调整目标日期。",
    ]
    assert planned("12-09", Step("a", "沟槽开挖", 10)) == [
        "预计12月14日完工，晚于目标日期12月9日，须抢回3个工作日，目前没有可以采取的措施。",
        "仍差3个工作日，须写明更多工序的最短工期，或调整目标日期。",
    ]
    assert planned("12-14", Step("a", "沟槽开挖", 10)) == [
        "预计12月14日完工，恰好赶上目标日期12月14日，不需要压缩。"
    ]
    assert planned("12-16", Step("a", "沟槽开挖", 10)) == [
        "预计12月14日完工，比目标日期12月16日早2个工作日，不需要压缩。"
    ]
    assert planned("12-16") == ["计划中没有工序，不需要压缩。"]
    assert planned("12-01", Step("a", "沟槽开挖", 10, actual_finish=d("12-14"))) == [
        "项目已全部完工，不需要压缩。"
    ]


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 2**32))
def test_nothing_ever_counts_no_days_or_speaks_of_nothing(seed: int) -> None:
    chance = Random(seed)
    steps = [
        Step(
            str(j),
            f"工序{j}",
            chance.choice((0, 1, 3, 6)),
            tuple(Link(str(n)) for n in chance.sample(range(j), min(j, chance.choice((0, 1, 2))))),
            milestone=chance.random() < 0.3,
            least=0,
            nature=chance.choice(tuple(Nature)),
            deferrable=chance.random() < 0.2,
        )
        for j in range(chance.randint(1, 6))
    ]
    plan = Plan(d("12-01"), d("12-01").replace(day=chance.randint(1, 31)), tuple(steps))
    calendar = chance.choice((NATIONAL, Workdays.seven_day()))
    said = [plan_phrases.impact(wait(plan, calendar, None, steps[-1].id, chance.randint(0, 9)), TODAY)]
    said += plan_phrases.proposal(compression(plan, calendar), TODAY)
    for text in said:
        assert not re.search(r"(?<!\d)0个?(天|工作日)|-\d|None|，，|。，|，。|（）", text), text
        assert text.endswith(("。", "："))
    assert "2026年" not in "".join(said)
    assert schedule(plan, calendar).plan == plan
