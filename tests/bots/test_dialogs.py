"""What the next message means to an open question: rules without a database."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.dialogs.conversation import (
    NOTHING_OPEN,
    Answer,
    Asked,
    Chosen,
    Conversation,
    Declined,
    Held,
    Question,
    Said,
    answer,
    pressed,
    remembered,
)
from bots.dialogs.memory import pack, unpack
from bots.message import Button, Incoming, Kind
from bots.reading.commands import read_command
from bots.reading.fold import fold

AT = datetime(2026, 10, 26, 8, tzinfo=UTC)
TODAY = date(2026, 10, 26)


def typed(text: str) -> Incoming:
    return Incoming("console", "k", "u", AT, Kind.TEXT, text=text)


def given_to(asked: Asked | None, text: str) -> Answer | None:
    return answer(asked, typed(text), read_command(fold(text), text, TODAY))


def action_of(conversation: Conversation, text: str) -> str:
    return pressed(typed(text), read_command(fold(text), text, TODAY), conversation).action


ECHO = remembered(None, [Button("对", "ok"), Button("改", "fix:1:20261026")])
MONEY = Asked(Question.INVESTMENT, ("yes",), wan=Decimal(5))
COVERS = Asked(Question.INVESTMENT, ("month", "year_to_date"), wan=Decimal(5))


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("1", "ok"),
        ("对", "ok"),
        ("２", "fix:1:20261026"),
        ("改", "fix:1:20261026"),
        ("不对", "fix:1:20261026"),
    ],
)
def test_a_button_is_pressed_by_its_number_its_label_or_what_it_means(text: str, action: str) -> None:
    assert action_of(ECHO, text) == action


@pytest.mark.parametrize("text", ["3", "工人48人", "改成48", ""])
def test_what_is_no_button_stays_what_it_is(text: str) -> None:
    assert action_of(ECHO, text) == ""


def test_a_no_to_several_echoes_asks_which() -> None:
    several = remembered(None, [Button("改1", "fix:1:20261026"), Button("改2", "fix:2:20261026")])

    assert action_of(several, "不对") == "fixes"


@pytest.mark.parametrize(
    ("asked", "text", "expected"),
    [
        (None, "对", None),
        (MONEY, "对", Chosen("yes")),
        (MONEY, "不对", Declined()),
        (MONEY, "工人80人", None),
        (COVERS, "对", Said("对")),
        (COVERS, "是累计的", Chosen("year_to_date")),
        (COVERS, "本月", Chosen("month")),
        (COVERS, "本月完成投资320万元", None),
        (Asked(Question.VALUE, ("40",)), "14", Said("14")),
        (Asked(Question.VALUE), "5", Said("5")),
        (Asked(Question.VALUE), "我的项目", None),
        (Asked(Question.PROJECT, ("1", "2")), "环城东路", Said("环城东路")),
        (Asked(Question.PROJECT, ("1", "2")), "都不要" * 20, None),
        (Asked(Question.PROJECT, ("1", "2")), "取消", Declined()),
        (Asked(Question.REASON), "下雨", Said("下雨")),
        (Asked(Question.CORRECTION), "今天谁没报", None),
        (Asked(Question.PROBLEM_TEXT), "线路已迁改", Said("线路已迁改")),
    ],
)
def test_an_answer_is_told_from_a_new_message(
    asked: Asked | None, text: str, expected: Answer | None
) -> None:
    assert given_to(asked, text) == expected


def test_a_button_answers_only_its_own_question() -> None:
    asked = Asked(Question.PROJECT, ("7", "9"))

    def press(action: str) -> Answer | None:
        return answer(asked, Incoming("console", "k", "u", AT, Kind.ACTION, action=action), None)

    assert press("project:2") == Chosen("9")
    assert press("no") == Declined()
    assert [press(one) for one in ("project:3", "project:0", "project:x", "step:1", "yes")] == [None] * 5


def test_a_photo_or_a_place_is_no_answer() -> None:
    assert answer(Asked(Question.CORRECTION), Incoming("console", "k", "u", AT, Kind.PHOTO), None) is None


asked = st.builds(
    Asked,
    question=st.sampled_from(Question),
    options=st.lists(st.text(max_size=9), max_size=5).map(tuple),
    held=st.none() | st.builds(Held, kind=st.sampled_from(Kind), text=st.text(max_size=30)),
    photos=st.lists(st.integers(1, 2**31), max_size=9).map(tuple),
    day=st.none() | st.dates(),
    wan=st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=2),
    month=st.none() | st.dates(),
)


@given(asked)
def test_what_is_remembered_comes_back_as_it_was(question: Asked) -> None:
    conversation = remembered(question, [Button("对", "ok")])

    assert unpack(pack(conversation)) == conversation


@given(asked, st.text(max_size=60))
def test_no_text_breaks_a_question(question: Asked, text: str) -> None:
    given_to(question, text)


@pytest.mark.parametrize("body", [None, b"", b"{", b'{"asked": 3}', b'{"asked": {"question": "lunch"}}'])
def test_what_an_older_version_left_is_nothing_open(body: bytes | None) -> None:
    assert unpack(body) in (None, NOTHING_OPEN)
