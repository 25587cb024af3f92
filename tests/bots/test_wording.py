"""The catalogue: whatever is to be said, it is said in a few good words that every channel can carry."""

import re
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.notice import LeaderDigest, MissingReminder, Notice, ProblemIssued, ProblemMoved
from bots.message import Outgoing, numbered
from bots.prompts import Prompt, Refusal, WhichMilestone, WhichProject
from bots.wording.answers import answer
from bots.wording.notices import told
from reports.refusals import SENTENCES
from tests.bots.samples import sample

PROMPTS: tuple[type, ...] = get_args(Prompt)
NOTICES: tuple[type, ...] = get_args(Notice)
MOST = 2048  # bytes of one message
DOUBLED = re.compile(r"[，。；：、]{2,}|[，；、](\n|$)")
TEXTS = st.text(max_size=300) | st.text(alphabet="工人木工三层封顶{}%s〔〕\n，。😀", max_size=2000)


def worded(thing: Any) -> Outgoing:
    return told(thing) if type(thing) in NOTICES else answer(thing)


def check(outgoing: Outgoing) -> None:
    """What a channel needs."""
    assert outgoing.text.strip()
    assert len(numbered(outgoing).encode()) <= MOST
    assert len(outgoing.buttons) <= 6
    actions = [button.action for button in outgoing.buttons]
    assert len(set(actions)) == len(actions)
    for button in outgoing.buttons:
        assert 1 <= len(button.label) <= 10
        assert re.fullmatch(r"[A-Za-z0-9_:-]{1,64}", button.action)


@pytest.mark.parametrize("bare", [False, True], ids=["full", "bare"])
@pytest.mark.parametrize("size", [0, 1, 3, 500])
@pytest.mark.parametrize("kind", [*PROMPTS, *NOTICES], ids=lambda kind: kind.__name__)
def test_everything_has_its_words(kind: type, size: int, bare: bool) -> None:
    for turn in range(11 if size < 500 else 1):
        outgoing = worded(sample(kind, size, "清溪县人民医院迁建项目", turn, bare=bare))
        check(outgoing)
        assert "None" not in outgoing.text
        assert "{" not in outgoing.text
        assert not re.search(r"[a-z]{3,}_", outgoing.text), outgoing.text  # no name of ours
        assert not DOUBLED.search(outgoing.text), outgoing.text


@pytest.mark.parametrize("kind", [*PROMPTS, *NOTICES], ids=lambda kind: kind.__name__)
@settings(max_examples=15, deadline=None)
@given(text=TEXTS, size=st.sampled_from([1, 40]))
def test_whatever_people_type_fits(kind: type, text: str, size: int) -> None:
    check(worded(sample(kind, size, text)))


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_refusal_without_its_facts_is_still_a_sentence(code: str) -> None:
    text = answer(Refusal(code, {})).text

    assert text.endswith("。")
    assert "{" not in text


def test_long_names_are_told_by_number_beside_their_lines() -> None:
    names = ("清溪县人民医院迁建项目", "产业园标准厂房一期")

    outgoing = answer(WhichProject("report", "", names, 2))

    assert outgoing.text.splitlines()[1:] == ["1. 清溪县人民医院迁建项目", "2. 产业园标准厂房一期"]
    assert [button.label for button in outgoing.buttons] == ["1", "2", "都不是"]
    assert numbered(outgoing).splitlines()[-1] == "回复 3 都不是"


def test_short_names_are_on_the_buttons() -> None:
    outgoing = answer(WhichMilestone("县医院", "批复", ("可研批复", "初设批复"), fits=True))

    assert [button.label for button in outgoing.buttons] == ["可研批复", "初设批复", "都不是"]


def test_a_notice_names_what_can_be_typed_since_no_number_is_open_for_it() -> None:
    issued = sample(ProblemIssued, 1, "电力线路未迁改")

    shown = numbered(told(issued)).splitlines()[-1]

    assert shown == "可发：“签收 12号”、“反馈 12号 办理情况”、“退回 12号 理由”"
    assert "回复 1" not in numbered(told(sample(MissingReminder, 1, "县医院")))


@pytest.mark.parametrize("act", ["answer", "ask_extension", "send_back"])
def test_whoever_is_to_move_next_has_the_buttons_for_it(act: str) -> None:
    moved = ProblemMoved(7, "清交办〔2026〕12号", "县医院", act, "钱勇", "已迁改", None, "电力线路未迁改")

    assert all(button.action.endswith(":7") and button.typed for button in told(moved).buttons)
    assert told(moved).buttons


def test_the_digest_is_a_notice_like_any_other() -> None:
    assert LeaderDigest in NOTICES
