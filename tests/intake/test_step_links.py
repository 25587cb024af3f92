"""What holds a step back, in every way people write it."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.plan import Link, LinkType
from backend.intake.complaint import BadCell
from backend.intake.step_links import link_of, link_texts, step_id

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
        ("3+50%", "本项目没有步骤「3+50%」，请写成 2；3+5；4SS+2 的样子"),
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


@given(
    before=st.sampled_from(STEPS),
    kind=st.sampled_from(LinkType),
    lag=st.integers(-5000, 5000),
)
def test_every_link_can_be_written_and_read_back(before: str, kind: LinkType, lag: int) -> None:
    written = f"{before}{kind}{lag:+}"
    assert [link_of(text, STEPS) for text in link_texts(written)] == [Link(before, kind, lag)]


@given(st.text(max_size=30))
def test_no_text_is_read_as_a_step_that_is_not_there(text: str) -> None:
    found = []
    for part in link_texts(text):
        with suppress(BadCell):
            found.append(link_of(part, STEPS))
    assert {link.before for link in found} <= set(STEPS)
