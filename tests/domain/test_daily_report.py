"""A day is what all its messages say together."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.daily_report import (
    FIELDS,
    JOINT,
    MAX_MACHINES,
    MAX_WORKERS,
    Facts,
    Origin,
    changed,
    check,
    filled,
    joined,
    merged,
    replayed,
    whole,
)
from backend.domain.errors import Invalid

PARTS = st.dictionaries(st.sampled_from(["钢筋工", "木工", "吊车", "挖机"]), st.integers(0, 90), max_size=3)
TEXTS = st.lists(st.sampled_from(["3号楼封顶", "13号楼封顶", "路基完成", "浇筑"]), max_size=3).map(JOINT.join)


@st.composite
def said(draw: st.DrawFn) -> Facts:
    """What one message can say: a stop reason only with a stop, parts only with or without their sum."""
    stopped = draw(st.none() | st.booleans())
    return Facts(
        workers=draw(st.none() | st.integers(0, 300)),
        trades=draw(PARTS),
        machines=draw(st.none() | st.integers(0, 40)),
        machine_types=draw(PARTS),
        progress=draw(st.none() | TEXTS.filter(bool)),
        percent=draw(st.none() | st.decimals(0, 100, places=2)),
        stopped=stopped,
        stop_reason=draw(st.none() | st.sampled_from(["下雨", "春节"])) if stopped else None,
        service=draw(st.none() | st.sampled_from(["协调供电", "办理许可"])),
    )


DAYS = st.lists(st.tuples(said(), st.sampled_from(Origin)), max_size=4).map(replayed)


@settings(max_examples=20)
@given(DAYS, said(), st.sampled_from(Origin))
def test_the_same_message_twice_says_nothing_more(day: Facts, message: Facts, origin: Origin) -> None:
    once = merged(day, message, origin)

    assert merged(once, message, origin) == once


@settings(max_examples=20)
@given(DAYS)
def test_a_message_that_says_nothing_changes_nothing(day: Facts) -> None:
    assert merged(day, Facts()) == day


@settings(max_examples=20)
@given(DAYS, said())
def test_what_is_said_replaces_and_what_is_unsaid_stays(day: Facts, message: Facts) -> None:
    after = merged(day, message)

    for name in ("workers", "machines", "percent", "stopped"):
        expected = getattr(message, name)
        if expected is None and name not in ("workers", "machines"):
            assert getattr(after, name) == getattr(day, name)
        elif expected is not None:
            assert getattr(after, name) == expected
    if message.workers is None and not message.trades:
        assert (after.workers, after.trades) == (day.workers, day.trades)


@settings(max_examples=20)
@given(DAYS, said())
def test_every_progress_of_the_day_is_kept_once(day: Facts, message: Facts) -> None:
    parts = (merged(day, message).progress or "").split(JOINT)

    assert len(parts) == len(set(parts))
    for text in (day.progress, message.progress):
        assert set((text or parts[0]).split(JOINT)) <= set(parts)


@settings(max_examples=20)
@given(DAYS, said(), said())
def test_what_is_copied_never_replaces_what_was_said_today(
    day: Facts, message: Facts, earlier: Facts
) -> None:
    after = merged(day, filled(message, earlier), Origin.SAME_AS_YESTERDAY)

    for name in ("workers", "machines", "progress", "percent", "stopped"):
        if getattr(day, name) is not None:
            assert name not in after.copied
        if getattr(day, name) is not None and getattr(whole(message), name) is None:
            assert getattr(after, name) == getattr(day, name)


@settings(max_examples=20)
@given(DAYS, said())
def test_a_stop_reason_goes_when_work_resumes(day: Facts, message: Facts) -> None:
    after = merged(day, replace(message, stopped=False))

    assert after.stop_reason is None


@settings(max_examples=20)
@given(DAYS, said())
def test_changed_names_exactly_the_fields_that_differ(day: Facts, message: Facts) -> None:
    after = merged(day, message)
    names = changed(day, after)

    assert all(getattr(day, n) != getattr(after, n) for n in names)
    assert replace(day, **{n: getattr(after, n) for n in names}, copied=after.copied) == after
    assert set(names) <= set(FIELDS)


def test_one_text_inside_another_is_still_another_thing() -> None:
    assert joined("13号楼封顶", "3号楼封顶") == "13号楼封顶；3号楼封顶"


def test_a_correction_replaces_the_progress_text() -> None:
    day = merged(Facts(progress="二层浇筑", workers=40), Facts(progress="三层浇筑"), Origin.CORRECTION)

    assert day == Facts(progress="三层浇筑", workers=40)


def test_services_of_a_day_are_joined_and_never_copied_to_another() -> None:
    day = merged(Facts(service="协调供电"), Facts(service="办理许可"))

    assert day.service == "协调供电；办理许可"
    assert filled(Facts(workers=3), day) == Facts(workers=3)


def test_parts_alone_are_summed_and_replace_the_old_parts() -> None:
    day = merged(Facts(workers=40, trades={"木工": 40}), Facts(trades={"钢筋工": 12, "木工": 8}))

    assert (day.workers, day.trades) == (20, {"钢筋工": 12, "木工": 8})


def test_a_new_total_without_parts_drops_parts_that_no_longer_add_up() -> None:
    assert merged(Facts(workers=40, trades={"木工": 40}), Facts(workers=41)).trades == {}


def test_a_stop_told_again_without_its_reason_keeps_it() -> None:
    day = merged(Facts(stopped=True, stop_reason="下雨"), Facts(stopped=True, workers=0))

    assert day.stop_reason == "下雨"


def test_a_reason_told_afterwards_joins_its_stop() -> None:
    assert merged(Facts(stopped=True), Facts(stop_reason="下雨")).stop_reason == "下雨"


def test_what_is_copied_is_named_and_gives_way_to_what_is_said_later() -> None:
    earlier = Facts(workers=30, machines=4, progress="一层浇筑", stopped=True, stop_reason="下雨")
    copied = filled(Facts(workers=32), earlier)
    day = merged(Facts(), copied, Origin.SAME_AS_YESTERDAY)
    later = merged(day, Facts(machines=5, progress="二层浇筑", stopped=True))

    assert copied.copied == {"machines", "progress", "stopped"}
    assert (day.workers, day.machines, day.progress, day.stop_reason) == (32, 4, "一层浇筑", "下雨")
    assert (later.machines, later.progress, later.stop_reason) == (5, "二层浇筑", None)
    assert later.copied == frozenset()


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (Facts(workers=-1), "workers_out_of_range"),
        (Facts(workers=MAX_WORKERS + 1), "workers_out_of_range"),
        (Facts(trades={"木工": MAX_WORKERS + 1}), "workers_out_of_range"),
        (Facts(machines=MAX_MACHINES + 1), "machines_out_of_range"),
        (Facts(machine_types={"吊车": -2}), "machines_out_of_range"),
        (Facts(percent=Decimal("100.5")), "percent_out_of_range"),
        (Facts(percent=Decimal("NaN")), "percent_out_of_range"),
        (Facts(progress="浇" * 4001), "text_too_long"),
        (Facts(trades={f"工种{n}": 1 for n in range(61)}), "too_many_parts"),
    ],
)
def test_a_figure_no_site_can_have_is_refused_with_its_field(facts: Facts, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check(facts)

    assert refusal.value.code == code
    assert "field" in refusal.value.facts


@pytest.mark.parametrize(
    "facts",
    [Facts(), Facts(workers=0), Facts(workers=MAX_WORKERS, machines=MAX_MACHINES, percent=Decimal(100))],
)
def test_the_limits_themselves_are_allowed(facts: Facts) -> None:
    check(facts)
