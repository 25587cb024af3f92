"""Speaking to WeCom, against a server on loopback: what each answer means, and that no secret leaks."""

import io
import logging
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from backend.storage.engine import Database
from backend.storage.tables import channel_tokens
from bots.message import Button, Outgoing
from bots.photos import MediaGone
from bots.pump import Again, GivenUp, Gone, Outcome, Sent
from bots.wecom.client import ApiError, Client, NoAnswer
from bots.wecom.dialect import MOST_TEXT, messages, pieces
from bots.wecom.envelope import WecomConfig
from bots.wecom.redaction import Redaction, hush, redact
from bots.wecom.sender import LARGEST_PICTURE, TokenRows, WecomSender
from tests.bots.wecom.app import CONFIG
from tests.desks import NOON, Clock, desks
from tests.fakes.wecom_server import Wire, wecom_server

OK = {"errcode": 0, "errmsg": "ok"}
HELLO = Outgoing("今天还没有报送")
QUESTION = Outgoing("按这个记录吗？\n工人 52，机械 3", (Button("对", "yes:1"), Button("不对", "no:1")))


class Memory:
    """Token rows without a database."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[str, datetime]] = {}

    def get(self, name: str) -> tuple[str, datetime] | None:
        return self.rows.get(name)

    def put(self, name: str, value: str, expires_at: datetime) -> None:
        self.rows[name] = (value, expires_at)


class Line:
    """A sender wired to the fake."""

    def __init__(self, wire: Wire, config: WecomConfig, tokens: Any = None) -> None:
        self.wire, self.clock, self.tokens = wire, Clock(), tokens or Memory()
        self.client = Client(replace(config, api_base=wire.base), self.tokens, self.clock)
        self.sender = WecomSender(config, self.client, self.clock)

    async def send(
        self, outgoing: Outgoing = HELLO, *, account: str = "ZhangSan", key: str = "k1"
    ) -> Outcome:
        return await self.sender.send(account, outgoing, key)

    async def answered(self, *answers: Any, outgoing: Outgoing = HELLO) -> Outcome:
        self.wire.script.extend(answers)
        return await self.send(outgoing)


@pytest.fixture
def wire() -> Iterator[Wire]:
    with wecom_server(CONFIG.secret) as wire:
        yield wire


@pytest.fixture
def line(wire: Wire) -> Iterator[Line]:
    line = Line(wire, CONFIG)
    yield line
    line.client.close()


# ---- a message goes


async def test_a_text_goes_to_the_member_with_the_duplicate_check_on(line: Line) -> None:
    assert await line.send() == Sent()

    body = line.wire.sent[0]
    assert (body["touser"], body["agentid"], body["msgtype"]) == ("ZhangSan", CONFIG.agent_id, "text")
    assert body["text"] == {"content": "今天还没有报送"}
    assert body["enable_duplicate_check"] == 1
    assert 10800 <= body["duplicate_check_interval"] <= 14400
    assert line.wire.calls[0][0] == "/cgi-bin/gettoken"


async def test_a_repetition_is_swallowed_and_the_same_words_on_purpose_are_not(line: Line) -> None:
    for key in ("k1", "k1", "k2"):
        assert await line.send(key=key) == Sent()

    assert line.wire.texts() == ["今天还没有报送"] * 2


async def test_one_token_serves_until_five_minutes_before_its_end(line: Line) -> None:
    await line.send()
    line.clock.pass_(minutes=114)
    await line.send()
    assert line.wire.tokens == 1

    line.clock.pass_(minutes=2)
    await line.send()
    assert line.wire.tokens == 2


async def test_the_token_is_shared_through_its_row(wire: Wire, database: Database) -> None:
    rows = TokenRows(desks(database, Clock()))
    first, second = Line(wire, CONFIG, rows), Line(wire, CONFIG, rows)

    assert await first.send() == await second.send(key="k2") == Sent()

    assert wire.tokens == 1
    with database.reading() as connection:
        [row] = connection.execute(select(channel_tokens)).all()
    assert row.expires_at == NOON + timedelta(hours=2)
    assert CONFIG.secret[:10] not in row.name
    first.client.close()
    second.client.close()


def test_many_threads_without_a_token_ask_for_one(line: Line) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: line.client.call("message/send", {"n": n, "msgtype": "x"}), range(8)))

    assert line.wire.tokens == 1


async def test_buttons_become_a_card_with_a_task_of_its_own(line: Line) -> None:
    assert await line.send(QUESTION) == Sent()
    await line.send(QUESTION, key="k2")

    card, other = (body["template_card"] for body in line.wire.sent)
    assert card["card_type"] == "button_interaction"
    assert card["main_title"] == {"title": "按这个记录吗？"}
    assert card["sub_title_text"] == "工人 52，机械 3"
    assert [(button["text"], button["key"]) for button in card["button_list"]] == [
        ("对", "yes:1"),
        ("不对", "no:1"),
    ]
    assert re.fullmatch(r"[0-9A-Za-z_\-@]{1,128}", card["task_id"])
    assert card["task_id"] != other["task_id"]


async def test_where_cards_are_refused_the_same_question_goes_as_text_from_then_on(line: Line) -> None:
    assert await line.answered({"errcode": 43012, "errmsg": "no callback"}, outgoing=QUESTION) == Sent()
    assert await line.send(QUESTION, key="k2") == Sent()

    assert [body["msgtype"] for body in line.wire.sent] == ["template_card", "text", "text"]
    assert line.wire.texts()[0] == "按这个记录吗？\n工人 52，机械 3\n回复 1 对\n回复 2 不对"


@pytest.mark.parametrize("code", [40058, 42045, 41060])
async def test_a_card_with_a_bad_field_falls_back_once(line: Line, code: int) -> None:
    assert await line.answered({"errcode": code, "errmsg": "x"}, outgoing=QUESTION) == Sent()
    assert await line.send(QUESTION, key="k2") == Sent()

    assert [body["msgtype"] for body in line.wire.sent] == ["template_card", "text", "template_card"]


@pytest.mark.parametrize(
    "outgoing",
    [
        Outgoing("选一个", tuple(Button(str(n), f"a:{n}") for n in range(7))),
        Outgoing("选一个", (Button("一个太长放不进按钮的说法", "a"),)),
        Outgoing("很长" * 30, (Button("对", "a"),)),
        Outgoing("短\n" + "很长" * 100, (Button("对", "a"),)),
        Outgoing("两个一样", (Button("甲", "a"), Button("乙", "a"))),
        Outgoing("没有按钮"),
    ],
)
def test_what_does_not_fit_a_card_goes_as_text(outgoing: Outgoing) -> None:
    bodies = messages(outgoing, "Z", 1, "k", cards=True)

    assert [body["msgtype"] for body in bodies] == ["text"]
    assert all(button.label in bodies[0]["text"]["content"] for button in outgoing.buttons)


async def test_a_long_text_goes_whole_and_in_order(line: Line) -> None:
    text = "\n".join(f"{number}．清溪县人民医院迁建项目：滞后 12 天" for number in range(200))

    assert await line.send(Outgoing(text)) == Sent()

    assert "\n".join(line.wire.texts()) == text
    assert all(len(piece.encode()) <= MOST_TEXT for piece in line.wire.texts())


@given(st.text(st.sampled_from("中a\n👷 "), max_size=400), st.integers(4, 60))
def test_pieces_fit_and_lose_nothing_but_line_ends(text: str, most: int) -> None:
    cut = pieces(text, most)

    assert all(0 < len(piece.encode()) <= most for piece in cut)
    assert "".join("".join(cut).split()) == "".join(text.split())


def test_a_line_that_ends_exactly_at_the_limit_is_not_broken() -> None:
    assert pieces("aaaa\nbbbb\ncc", 4) == ["aaaa", "bbbb", "cc"]
    assert pieces("中中中", 4) == ["中", "中", "中"]
    assert pieces("") == []


# ---- what the answers mean


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ({"errcode": -1, "errmsg": ""}, Again("errcode -1")),
        ({"errcode": 6000, "errmsg": ""}, Again("errcode 6000")),
        ({"errcode": 45033, "errmsg": ""}, Again("errcode 45033")),
        ({"errcode": 45009, "errmsg": ""}, Again("errcode 45009", after=60)),
        ({"errcode": 60020, "errmsg": ""}, Again("errcode 60020", after=600)),
        ({"errcode": 81013, "errmsg": ""}, Gone("errcode 81013")),
        ({"errcode": 60111, "errmsg": ""}, Gone("errcode 60111")),
        ({"errcode": 40003, "errmsg": ""}, Gone("errcode 40003")),
        ({**OK, "invaliduser": "lisi|zhangsan"}, Gone("invaliduser")),
        ({**OK, "invaliduser": ""}, Sent()),
        ({**OK, "unlicenseduser": "ZhangSan"}, GivenUp("unlicenseduser")),
        ({"errcode": 45002, "errmsg": ""}, GivenUp("errcode 45002")),
        ({"errcode": 40007, "errmsg": ""}, GivenUp("errcode 40007")),
        ({"errcode": 86999, "errmsg": ""}, Again("errcode 86999", at_most=5)),
        (502, Again("no answer: HTTP error")),
        (302, Again("no answer: no errcode")),
        (b"<html>login page</html>", Again("no answer: no errcode")),
        (b"[1]", Again("no answer: no errcode")),
        (b'{"errcode": "x"}', Again("no answer: ValueError")),
        (b'{"errcode": null}', Again("no answer: TypeError")),
        (b"{}", Again("no answer: no errcode")),
        ("hang up", Again("no answer: ConnectionError")),
    ],
)
async def test_each_answer_has_its_outcome(line: Line, answer: Any, outcome: Outcome) -> None:
    assert await line.answered(answer) == outcome
    assert line.wire.count("message/send") == 1


async def test_a_refused_token_is_renewed_once_and_the_message_goes(line: Line) -> None:
    await line.send()
    line.wire.revoked.add("canary-token-1")

    assert await line.send(key="k2") == Sent()
    assert (line.wire.tokens, line.wire.count("message/send")) == (2, 3)


@pytest.mark.parametrize("code", [40014, 42001])
async def test_a_token_refused_for_ever_is_not_asked_for_for_ever(line: Line, code: int) -> None:
    refused = {"errcode": code, "errmsg": ""}

    assert await line.answered(*[refused] * 50) == Again(f"errcode {code}", after=60)
    assert (line.wire.tokens, line.wire.count("message/send")) == (2, 2)


async def test_a_wrong_secret_is_tried_once_and_said_loudly(
    wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    line = Line(wire, replace(CONFIG, secret="wrong-secret-canary"))

    for key in ("k1", "k2", "k3"):
        assert await line.send(key=key) == Again("errcode 40001", after=600)

    assert wire.count("gettoken") == 1
    assert [record.levelname for record in caplog.records] == ["CRITICAL"]
    line.clock.pass_(minutes=10)
    await line.send()
    assert wire.count("gettoken") == 2
    line.client.close()


@pytest.mark.parametrize(
    "answer", [{"errcode": 0, "errmsg": "ok"}, b"no json", 500, {"errcode": -1, "errmsg": ""}]
)
async def test_a_token_that_does_not_come_leaves_the_message_for_later(line: Line, answer: Any) -> None:
    line.wire.token_script.append(answer)

    assert isinstance(await line.send(), Again)
    assert await line.send() == Sent()


async def test_a_member_gets_no_more_than_thirty_a_minute(line: Line) -> None:
    for number in range(30):
        assert await line.send(key=f"k{number}") == Sent()
        line.clock.pass_(seconds=1)

    assert await line.send(key="k30") == Again("member rate", after=30.0)
    assert await line.send(account="LiSi", key="k31") == Sent()
    line.clock.pass_(seconds=30)
    assert await line.send(key="k30") == Sent()


@pytest.mark.parametrize("silent", ["gettoken", "message/send", "media/get"])
def test_no_call_waits_for_ever(line: Line, silent: str) -> None:
    line.client.timeout = (0.2, 0.2)
    if silent == "gettoken":
        line.wire.token_script.append("silence")
    elif silent == "message/send":
        line.wire.script.append("silence")

    calls: dict[str, Callable[[], object]] = {
        "media/get": lambda: line.client.download("silence", LARGEST_PICTURE)
    }
    call = calls.get(silent, lambda: line.client.call("message/send", {"msgtype": "x"}))
    with pytest.raises(NoAnswer, match="Timeout"):
        call()


# ---- photos


async def test_a_photo_is_fetched_whole(line: Line) -> None:
    line.wire.media["M"] = ("image/jpeg", b"\xff\xd8" + b"x" * 300_000)

    assert await line.sender.fetch_media("M") == b"\xff\xd8" + b"x" * 300_000


async def test_what_is_no_photo_or_too_big_is_refused(line: Line) -> None:
    line.wire.media["page"] = ("text/html", b"<html>")
    line.wire.media["drawing"] = ("image/svg+xml", b"<svg onload=x>")
    line.wire.media["big"] = ("image/png", b"x" * (LARGEST_PICTURE + 1))

    for media_id in ("page", "drawing", "big", "expired"):
        with pytest.raises(MediaGone):
            await line.sender.fetch_media(media_id)


async def test_a_photo_that_does_not_come_now_may_come_later(line: Line) -> None:
    line.wire.token_script.append({"errcode": 45009, "errmsg": ""})

    with pytest.raises(ApiError, match="45009"):
        await line.sender.fetch_media("M")


def test_a_slow_photo_is_not_waited_for_for_ever(line: Line) -> None:
    line.wire.media["M"] = ("image/jpeg", b"x" * 300_000)
    tick = iter(range(1000))
    line.client._clock = lambda: NOON + timedelta(seconds=31 * next(tick))

    with pytest.raises(NoAnswer):
        line.client.download("M", LARGEST_PICTURE)


# ---- secrets


async def test_no_secret_in_any_log_line_or_error(wire: Wire, caplog: pytest.LogCaptureFixture) -> None:
    """The noisiest settings, every failure, and a root handler that has the filter."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    root = logging.getLogger()
    root.addHandler(handler)
    before = root.level
    root.setLevel(logging.DEBUG)
    hush([CONFIG.secret, CONFIG.token, CONFIG.aes_key], [handler])
    logging.getLogger("urllib3").setLevel(logging.DEBUG)  # as if somebody had turned it up again
    try:
        line = Line(wire, CONFIG)
        for answer in (OK, 502, b"html", "hang up", {"errcode": 45002, "errmsg": "canary-token-1 too long"}):
            await line.answered(answer)
        unreachable = Client(replace(CONFIG, api_base="http://127.0.0.1:9"), Memory(), Clock())
        try:
            unreachable.call("message/send", {})
        except NoAnswer:
            logging.getLogger("test").exception("as a careless caller would")
        try:
            raise RuntimeError(
                f"https://x/gettoken?corpid=a&corpsecret={CONFIG.secret}&access_token=canary-token-9"
            )
        except RuntimeError:
            logging.getLogger("test").exception('body {"access_token": "canary-token-8"} %s', CONFIG.aes_key)
    finally:
        root.removeHandler(handler)
        root.setLevel(before)
        line.client.close()
        unreachable.close()

    assert "gettoken" in written.getvalue()  # something was there to be blotted out
    for secret in (CONFIG.secret, CONFIG.token, CONFIG.aes_key, "canary-token"):
        assert secret not in written.getvalue()


def test_an_error_carries_no_url_even_inside_its_cause() -> None:
    client = Client(replace(CONFIG, api_base="http://127.0.0.1:9"), Memory(), Clock())
    with pytest.raises(NoAnswer) as caught:
        client.call("message/send", {})
    client.close()

    assert str(caught.value) == "ConnectionError"
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    "line",
    [
        "GET /cgi-bin/gettoken?corpid=ww1&corpsecret=CANARY HTTP/1.1",
        "'access_token': 'CANARY'",
        "Authorization: Bearer CANARY",
        "aes_key=CANARY, agent_id=1",
        "https://api.telegram.org/bot123456:CANARY-x/sendMessage",
    ],
)
def test_whatever_looks_like_a_secret_is_blotted_out(line: str) -> None:
    assert "CANARY" not in redact(line)


def test_an_event_of_structlogs_is_cleaned_too_and_stays_one() -> None:
    record = logging.LogRecord(
        "x", logging.INFO, "", 0, {"event": "GET ?access_token=CANARY", "n": 1}, None, None
    )

    Redaction().filter(record)

    assert record.msg == {"event": "GET ?access_token=***", "n": 1}


def test_other_words_stay() -> None:
    assert (
        redact("letter 12 failed: KeyError, secretary 王小明")
        == "letter 12 failed: KeyError, secretary 王小明"
    )
