"""What holds a step back, in every way people write it."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.plan import LagUnit, Link, LinkType
from backend.intake.complaint import BadCell
from backend.intake.step_links import link_of, link_text, link_texts, step_id

STEPS = ("1", "2", "3", "4", "1.1", "A-3", "桩基")


@pytest.mark.parametrize(
    ("cell", "links"),
    [
        ("2", [Link("2")]),
        (2, [Link("2")]),
        (2.0, [Link("2")]),
        (1.1, [Link("1.1")]),
        ("2；3+5；4SS+2", [Link("2"), Link("3", lag=5), Link("4", LinkType.SS, 2)]),
        ("2、3,4，1;2", [Link("2"), Link("3"), Link("4"), Link("1")]),
        ("２；３＋５", [Link("2"), Link("3", lag=5)]),
        ("3-2\n4ff", [Link("3", lag=-2), Link("4", LinkType.FF)]),
        ("3−2、3–1", [Link("3", lag=-2), Link("3", lag=-1)]),
        ("4SF - 3 个工作日", [Link("4", LinkType.SF, -3)]),
        ("3FS+2 天", [Link("3", lag=2)]),
        ("3 + 5天", [Link("3", lag=5)]),
        ("A-3", [Link("A-3")]),
        ("A-3SS-1", [Link("A-3", LinkType.SS, -1)]),
        ("桩基+7", [Link("桩基", lag=7)]),
        ("；", []),
        ("3FS+5d，4SS", [Link("3", lag=5), Link("4", LinkType.SS)]),
        ("3FS+5 days;4FF-2d", [Link("3", lag=5), Link("4", LinkType.FF, -2)]),
        ("3FS+5 个工作日、4sf", [Link("3", lag=5), Link("4", LinkType.SF)]),
        ("3FS+5ed", [Link("3", lag=5, unit=LagUnit.CALENDAR)]),
        ("3FS-5 edays", [Link("3", lag=-5, unit=LagUnit.CALENDAR)]),
        ("3FS＋7日历天；3+7自然日", [Link("3", lag=7, unit=LagUnit.CALENDAR)] * 2),
        ("3SS+28 个日历天", [Link("3", LinkType.SS, 28, LagUnit.CALENDAR)]),
        ("3+2w；3+2周；4SS-1个星期", [Link("3", lag=10), Link("3", lag=10), Link("4", LinkType.SS, -5)]),
        ("3+0.6周", [Link("3", lag=3)]),
        ("3+2ew；3+2个日历周", [Link("3", lag=14, unit=LagUnit.CALENDAR)] * 2),
        ("3+0日历天", [Link("3")]),
        ("3完成-开始+5天；4开始－开始", [Link("3", lag=5), Link("4", LinkType.SS)]),
        ("3完成到完成；4 开始—完成 - 2 天", [Link("3", LinkType.FF), Link("4", LinkType.SF, -2)]),
        (
            "A-3: FS 5, 4: SS 3.0d, 2:FF",
            [Link("A-3", lag=5), Link("4", LinkType.SS, 3), Link("2", LinkType.FF)],
        ),
    ],
)
def test_a_cell_of_links(cell: object, links: list[Link]) -> None:
    assert [link_of(text, STEPS) for text in link_texts(cell)] == links


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("9", "本项目没有步骤「9」"),
        ("9+5", "「9+5」里的步骤「9」本项目没有"),
        ("3++", "本项目没有步骤「3++」，请写成 2；3+5；4SS+2 的样子"),
        ("2 3", "本项目没有步骤「2 3」，请写成 2；3+5；4SS+2 的样子"),
        ("3XS+2", "「3XS+2」里的步骤「3XS」本项目没有"),
        ("3+50%", "「3+50%」的间隔不能用百分比，请换算成工作日（如 3+5）或日历天（如 3+7日历天）"),
        ("3FS+4h", "「3FS+4h」的间隔不能用“h”，请换算成工作日（如 3+5）或日历天（如 3+7日历天）"),
        ("3+1个月", "「3+1个月」的间隔不能用“个月”，请换算成工作日（如 3+5）或日历天（如 3+7日历天）"),
        ("3+1.5天", "「3+1.5天」的间隔不是整天，请写整数，如 3+5"),
        ("3+5001日历天", "「3+5001日历天」的间隔超过 5000 个日历天"),
        ("35", "本项目没有步骤「35」"),
        ("3+5001", "「3+5001」的间隔超过 5000 个工作日"),
        ("前面都完", "本项目没有步骤「前面都完」"),
    ],
)
def test_a_link_that_leads_nowhere_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(BadCell) as refused:
        link_of(text, STEPS)
    assert str(refused.value) == reason


def test_where_a_text_could_mean_two_things_nothing_is_guessed() -> None:
    known = ("3", "3-2")
    with pytest.raises(BadCell) as refused:
        link_of("3-2", known)
    assert str(refused.value) == "「3-2」有两种读法：步骤 3-2，写成 3-2FS；步骤 3 提前 2 个工作日，写成 3FS-2"
    assert link_of("3-2FS", known) == Link("3-2")
    assert link_of("3FS-2", known) == Link("3", lag=-2)


@pytest.mark.parametrize("value", ["1 2", "1、2", "a;b", "1\n2", "-", "——", "x" * 61])
def test_an_id_that_could_not_be_linked_to_is_refused(value: str) -> None:
    with pytest.raises(BadCell):
        step_id(value)


# Ids that look like other ids with a type or a lag behind them.
AWKWARD = st.builds(
    "".join,
    st.lists(
        st.sampled_from(["3", "A", "FS", "SS", "+5", "-2", "天", "d", "日历天", ":", "完成"]), max_size=4
    ),
)


@settings(max_examples=150)
@given(
    others=st.sets(AWKWARD, max_size=12),
    before=AWKWARD.filter(lambda id: any(c.isalnum() for c in id)),
    kind=st.sampled_from(LinkType),
    lag=st.integers(-5000, 5000),
    unit=st.sampled_from(LagUnit),
)
def test_every_link_can_be_written_and_read_back(
    others: set[str], before: str, kind: LinkType, lag: int, unit: LagUnit
) -> None:
    assert step_id(before) == before
    known = {*others, before}
    link = Link(before, kind, lag, unit if lag else LagUnit.WORK)
    assert [link_of(text, known) for text in link_texts(link_text(link, known))] == [link]


@pytest.mark.parametrize(
    ("link", "text"),
    [
        (Link("2"), "2"),
        (Link("2", lag=5), "2+5"),
        (Link("3", lag=-2), "3FS-2"),  # there is a step 3-2
        (Link("3-2"), "3-2FS"),
        (Link("2", LinkType.SS, 28, LagUnit.CALENDAR), "2SS+28日历天"),
    ],
)
def test_a_link_is_written_as_short_as_it_can_be(link: Link, text: str) -> None:
    assert link_text(link, ("2", "3", "3-2")) == text


@given(st.text(max_size=30))
def test_no_text_is_read_as_a_step_that_is_not_there(text: str) -> None:
    found = []
    for part in link_texts(text):
        with suppress(BadCell):
            found.append(link_of(part, STEPS))
    assert {link.before for link in found} <= set(STEPS)
