"""The digest as a message: fits, folds, never cut in the middle."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.digest import Digest, digest
from bots.wording.digest import LIMIT, MINUTE, SIZES, digest_text, lines
from tests.reports.sample import project, snapshot


def of(count: int, leader: str = "李明华", title: str = "县委书记", **changes: object) -> Digest:
    """The digest of a leader to whom `count` projects belong."""
    found = snapshot(count)
    projects = tuple(replace(p, leaders=(leader,), **changes) for p in found.projects)  # type: ignore[arg-type]
    boss = replace(
        snapshot(1).leaders[0], name=leader, title=title, project_ids=tuple(p.id for p in projects)
    )
    return digest(replace(found, projects=projects, leaders=(boss,)), boss.person_id)


@pytest.mark.parametrize("count", range(61))
def test_any_number_of_projects_fits_in_one_message_and_a_minute(count: int) -> None:
    text = digest_text(of(count))
    assert len(text.encode()) <= LIMIT
    assert len(text.replace("\n", "")) <= MINUTE
    assert text.splitlines()[0] == "【2026年10月重点项目月报】李明华（县委书记）"
    if count:
        assert [x[0] for x in text.splitlines() if x[1:2] == "、" and x[0] in "一二三四五"] == list(
            "一二三四五"
        )


def test_what_is_left_out_is_counted_and_the_worst_is_told() -> None:
    text = digest_text(of(40))
    assert "正常推进" in text
    assert "个滞后或无进展项目。" in text.splitlines()[-1]
    worst = of(40).lagging[0].project.name[:8]
    assert worst in text[text.index("五、滞后项目") :]


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 25), st.integers(60, 2048), st.text(max_size=60))
def test_no_character_and_no_line_is_cut_whatever_the_room(count: int, room: int, words: str) -> None:
    made = of(count, name=f"{words}项目", progress=words, breakthroughs=(words,))
    text = digest_text(made, room)
    assert len(text.encode()) <= room
    whole = {line for size in SIZES for line in lines(made, size)}
    assert set(text.splitlines()) <= whole


def test_a_link_is_kept_and_counted() -> None:
    link = "详见 https://zdb.example.gov.cn/my/2026-10"
    text = digest_text(of(60), link=link)
    assert text.splitlines()[-1] == link
    assert len(text.encode()) <= LIMIT


def test_a_leader_without_projects_gets_one_clear_sentence() -> None:
    assert digest_text(of(0)).splitlines()[1] == "截至10月31日，您没有包保项目。"


def test_a_quiet_month_says_so_in_every_part() -> None:
    calm = replace(project(0), breakthroughs=(), problems=(), progress="")
    found = replace(snapshot(1), projects=(calm,))
    text = digest_text(digest(found, 1))
    for said in ("其余" not in text, "1个项目正常推进。" in text, "没有新的突破" in text, "没有未销号问题。" in text, "没有滞后项目。" in text):  # fmt: skip
        assert said


def test_the_first_figures_are_those_of_the_leaders_projects() -> None:
    text = digest_text(digest(snapshot(), 2))
    assert "年度计划12.55亿元，累计完成7.83亿元，完成率62.4%，低于序时进度20.9个百分点" in text
    assert "到现场24次（应到40次）" in text
