"""A plan file is read whole or refused with everything that is wrong in it."""

import json
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.errors import Invalid
from backend.domain.plan import LagUnit, Link, LinkType, Nature, Plan, Step
from backend.intake.plans import Complaint, plan_of, read_plan

GOOD: dict[str, Any] = {
    "target": "2026-12-18",
    "start": "2026-03-02",
    "calendar": "cn",
    "steps": [
        {"id": "a", "name": "桩基", "days": 20},
        {"id": "b", "name": "主体", "days": 40, "after": [{"id": "a", "type": "SS", "lag": -2}]},
    ],
}


def with_step(**changes: Any) -> dict[str, Any]:
    return GOOD | {"steps": [GOOD["steps"][0], GOOD["steps"][1] | changes]}


def complaints(value: object) -> list[str]:
    with pytest.raises(Invalid) as refused:
        plan_of(value)
    assert refused.value.code == "plan_rejected"
    return [str(c) for c in refused.value.facts["complaints"]]


def complaints_of_text(raw: bytes | str) -> list[Complaint]:
    with pytest.raises(Invalid) as refused:
        read_plan(raw)
    return list(refused.value.facts["complaints"])


def test_a_good_file_is_a_plan_on_the_national_calendar():
    read = read_plan(json.dumps(GOOD))
    assert read.plan == Plan(
        date(2026, 3, 2),
        date(2026, 12, 18),
        (Step("a", "桩基", 20), Step("b", "主体", 40, (Link("a", LinkType.SS, -2),))),
    )
    assert read.calendars.standard.is_workday(date(2026, 10, 10))
    assert read.calendars.standard.is_provisional(date(2027, 1, 4))


def test_what_may_be_left_out_has_its_usual_value():
    bare = {
        "target": "2026-12-18",
        "start": "2026-03-02",
        "steps": [{"id": "a", "days": 0}, {"id": "b", "days": 1, "after": [{"id": "a"}]}],
    }
    read = plan_of(bare)
    assert read.plan.steps == (Step("a", "a", 0), Step("b", "b", 1, (Link("a", LinkType.FS, 0),)))
    assert plan_of(bare | {"calendar": None, "steps": []}).plan.steps == ()


def test_keys_it_does_not_know_are_ignored():
    assert plan_of(GOOD | {"owner": "x"}).plan == plan_of(GOOD).plan


def test_a_byte_order_mark_is_no_mistake():
    raw = json.dumps(GOOD)
    assert (
        read_plan(b"\xef\xbb\xbf" + raw.encode()).plan
        == read_plan("\ufeff" + raw).plan
        == read_plan(raw).plan
    )


def test_a_calendar_of_its_own_has_weekends_its_days_off_and_its_days_on():
    own = {"holidays": ["2026-10-08"], "workdays": ["2026-10-11"]}
    workdays = plan_of(GOOD | {"calendar": own}).calendars.standard
    assert [workdays.is_workday(date(2026, 10, day)) for day in (1, 8, 9, 10, 11)] == [
        True,
        False,
        True,
        False,
        True,
    ]
    assert not workdays.is_provisional(date(2030, 1, 1))
    assert plan_of(GOOD | {"calendar": {}}).calendars.standard.is_workday(date(2026, 10, 1))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ([], "应为一个对象"),
        (None, "应为一个对象"),
        (GOOD | {"start": None}, "start：缺少此项"),
        (GOOD | {"target": "2026/12/18"}, "target：应为日期，如 2026-12-18，实为“2026/12/18”"),
        (GOOD | {"target": "20261218"}, "target：应为日期"),
        (GOOD | {"target": "2026-02-30"}, "target：应为日期"),
        (GOOD | {"target": "２０２６-12-18"}, "target：应为日期"),
        (GOOD | {"target": 20261218}, "target：应为日期，如 2026-12-18，实为数字 20261218"),
        (GOOD | {"target": "2199-01-01"}, "超出日历范围（1950—2100 年）"),
        (GOOD | {"calendar": "us"}, "calendar：应为"),
        (GOOD | {"calendar": {"holidays": "2026-10-01"}}, "calendar.holidays：应为列表"),
        (GOOD | {"calendar": {"workdays": ["x"]}}, "calendar.workdays[0]：应为日期"),
        (GOOD | {"calendar": {"holidays": ["2026-10-08"], "workdays": ["2026-10-08"]}}, "2026-10-08 同时列在"),
        ({k: v for k, v in GOOD.items() if k != "steps"}, "steps：缺少此项"),
        (GOOD | {"steps": {"a": 1}}, "steps：应为列表"),
        (GOOD | {"steps": ["a"]}, "steps[0]：应为对象"),
        (GOOD | {"steps": [{"days": 1}]}, "steps[0].id：缺少此项"),
        (GOOD | {"steps": [{"id": " ", "days": 1}]}, "steps[0].id：应为非空文字"),
        (GOOD | {"steps": [{"id": 7, "days": 1}]}, "steps[0].id：应为非空文字，实为数字 7"),
        (GOOD | {"steps": [{"id": "a\u001b[31m", "days": 1}]}, "steps[0].id：含有不可显示的字符"),
        (with_step(name=["x"]), "steps[1]（b）.name：应为非空文字，实为列表"),
        (with_step(days=None), "steps[1]（b）.days：缺少此项"),
        (with_step(days="5"), "steps[1]（b）.days：应为整数（工作日），实为“5”"),
        (with_step(days=1.5), "steps[1]（b）.days：应为整数"),
        (with_step(days=True), "steps[1]（b）.days：应为整数"),
        (with_step(days=float("inf")), "实为过大的数字"),
        (with_step(days=-1), "steps[1]（b）.days：应在 0 到 5000 之间，实为数字 -1"),
        (with_step(days=5001), "应在 0 到 5000 之间，实为数字 5001"),
        (with_step(after="a"), "steps[1]（b）.after：应为列表"),
        (with_step(after=["a"]), "steps[1]（b）.after[0]：应为对象"),
        (with_step(after=[{}]), "steps[1]（b）.after[0].id：缺少此项"),
        (with_step(after=[{"id": "a", "type": "fs"}]), "steps[1]（b）.after[0].type：应为 FS、SS、FF、SF 之一"),
        (with_step(after=[{"id": "a", "type": [1]}]), "steps[1]（b）.after[0].type：应为"),
        (with_step(after=[{"id": "a", "lag": "2"}]), "steps[1]（b）.after[0].lag：应为整数"),
        (with_step(after=[{"id": "a", "lag": 9999}]), "应在 -5000 到 5000 之间"),
        (with_step(after=[{"id": "q"}]), "工序“b”的紧前工序“q”不存在"),
        (with_step(id="a"), "工序编号“a”重复"),
        (with_step(after=[{"id": "b"}]), "工序互为前提，无法排期：b → b"),
        (GOOD | {"steps": [{"id": str(k), "days": 1} for k in range(5001)]}, "共 5001 道工序，上限 5000"),
    ],
)  # fmt: skip
def test_each_mistake_is_told_with_its_place(value: object, said: str):
    assert said in complaints(value)[0]


def test_all_mistakes_are_told_at_once():
    bad = {
        "start": "soon",
        "steps": [
            {"id": "a", "days": "x", "after": [{"id": "c", "type": "XX"}]},
            {"id": "b", "days": 1, "after": [{"id": "nowhere"}]},
            {"id": "c", "days": 1, "after": [{"id": "a"}]},
        ],
    }
    assert [c.split("：")[0] for c in complaints(bad)] == [
        "start", "target", "steps[0]（a）.days", "steps[0]（a）.after[0].type", "steps", "steps",
    ]  # fmt: skip


def test_a_step_without_an_id_is_one_mistake_and_not_three():
    assert len(complaints(GOOD | {"steps": [{"days": 1}, {"days": 1, "after": [{"id": ""}]}]})) == 3


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "不是有效的 JSON：第 1 行第 1 列"),
        (b'{"target": }', "第 1 行第 12 列"),
        (b"\xff\xfe{}", "不是 UTF-8 编码"),
        (b'{"start": "2026-03-02", "start": "2026-03-03"}', "键“start”重复"),
        (b'{"start": NaN}', "不接受 NaN"),
        (b"[" * 100_000, "嵌套过深"),
        (b'{"x": ' + b"9" * 5000 + b"}", "数字过长"),
        (b" " * 8_000_001, "文件过大，上限 8 MB"),
    ],
)
def test_what_is_no_plain_json_is_refused_in_one_sentence(raw: bytes, said: str):
    (only,) = complaints_of_text(raw)
    assert said in str(only)


def test_a_long_cycle_is_shortened():
    ring = [{"id": f"s{k}", "days": 1, "after": [{"id": f"s{(k - 1) % 40}"}]} for k in range(40)]
    (only,) = complaints(GOOD | {"steps": ring})
    assert "…共 40 道…" in only
    assert len(only) < 150


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(["a", "2026-03-02"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "days", "after", "type", "lag", "steps", "start", "target", "calendar"]), inner, max_size=6)
    ),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(json_values)
def test_whatever_comes_is_read_or_refused_and_never_breaks(value: object):
    with suppress(Invalid):
        assert isinstance(plan_of(value).plan, Plan)


# --- what a step may say besides


def read_step(**more: Any) -> Step:
    return plan_of(with_step(**more)).plan.steps[1]


def test_a_step_says_its_limits_and_what_has_happened():
    step = read_step(
        not_before="2026-03-10",
        not_after="2026-06-30",
        actual_start="2026-03-12",
        remaining=8,
        percent=62.5,
        least=30,
        nature="approval",
        deferrable=True,
        milestone=True,
        weight=12.5,
        owner="县住建局",
        after=[{"id": "a", "lag": 7, "lag_unit": "calendar"}],
    )
    assert step == Step(
        "b", "主体", 40, (Link("a", LinkType.FS, 7, LagUnit.CALENDAR),), date(2026, 3, 12),
        milestone=True, weight=Decimal("12.5"), owner="县住建局", not_before=date(2026, 3, 10),
        not_after=date(2026, 6, 30), remaining=8, percent=Decimal("62.5"), least=30, nature=Nature.APPROVAL,
        deferrable=True,
    )  # fmt: skip
    assert plan_of(GOOD | {"status_date": "2026-06-01"}).status == date(2026, 6, 1)


@pytest.mark.parametrize("name", ["seven_day", "7day", "7d"])
def test_a_step_may_be_worked_seven_days(name: str):
    read = plan_of(with_step(calendar=name))
    assert read.plan.steps[1].calendar == "seven_day"
    assert read.calendars.of("seven_day").is_workday(date(2026, 10, 1))
    assert not read.calendars.of("").is_workday(date(2026, 10, 1))


def test_steps_share_a_calendar_of_the_file_or_write_their_own():
    winter = {"base": "cn", "stops": [{"first": "2026-11-15", "last": "2027-03-15"}]}
    read = plan_of(
        GOOD
        | {"calendars": {"冬休": winter}}
        | {
            "steps": [
                {"id": "a", "days": 1, "calendar": "冬休"},
                {"id": "b", "days": 1, "calendar": {"weekend": [7]}},
            ]
        }
    )
    a, b = (read.calendars.of(step.calendar) for step in read.plan.steps)
    assert not a.is_workday(date(2026, 11, 16))
    assert not a.is_workday(date(2026, 10, 1))
    assert a.is_workday(date(2026, 10, 10))  # the make-up Saturday of the base
    assert (b.is_workday(date(2026, 11, 21)), b.is_workday(date(2026, 11, 22))) == (True, False)


def test_the_same_calendar_written_twice_is_one():
    own = {"holidays": ["2026-03-10"]}
    steps = [{"id": id, "days": 1, "calendar": own} for id in "ab"]
    read = plan_of(GOOD | {"steps": steps})
    assert len({step.calendar for step in read.plan.steps}) == 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"percent": 101}, "steps[1]（b）.percent：应在 0 到 100 之间，实为数字 101"),
        ({"percent": "half"}, "steps[1]（b）.percent：应在 0 到 100 之间"),
        ({"remaining": -1}, "steps[1]（b）.remaining：应在 0 到 5000 之间"),
        ({"least": 41}, "工序“b”的最短天数大于天数"),
        ({"not_before": "2026-05-01", "not_after": "2026-04-01"}, "工序“b”的完成限期早于不得早于的开始日期"),
        ({"actual_start": "2026-05-01", "actual_finish": "2026-04-01"}, "工序“b”的实际完成早于实际开始"),
        ({"actual_start": "May"}, "steps[1]（b）.actual_start：应为日期"),
        ({"deferrable": "yes"}, "steps[1]（b）.deferrable：应为 true 或 false"),
        ({"nature": "magic"}, "steps[1]（b）.nature：应为 work、approval 之一"),
        ({"calendar": "moon"}, "steps[1]（b）.calendar：应为"),
        ({"calendar": {"stops": [{"first": "2026-05-02", "last": "2026-05-01"}]}}, "早于开始日期"),
        ({"calendar": {"weekend": [8]}}, "steps[1]（b）.calendar.weekend[0]：应在 1 到 7 之间"),
        (
            {"after": [{"id": "a", "lag_unit": "weeks"}]},
            "steps[1]（b）.after[0].lag_unit：应为 work、calendar 之一",
        ),
    ],
)
def test_what_is_wrong_in_them_is_told_with_its_place(more: dict[str, Any], said: str):
    assert said in complaints(with_step(**more))[0]
