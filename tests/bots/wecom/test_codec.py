"""WeCom callbacks: what comes out of real ones, and that nothing but `Forged` comes out of others."""

import base64
import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
import wechatpy.enterprise.crypto
import xmltodict
from hypothesis import given
from hypothesis import strategies as st

from bots.message import Incoming, Kind
from bots.wecom.codec import LARGEST_BODY, Codec, TooLarge
from bots.wecom.envelope import Envelope, Forged, WecomConfig
from bots.wecom.parts import NotXml, read_parts
from bots.wecom.seal import event_message, location_message, seal, seal_echo, text_message
from tests.bots.wecom.app import CONFIG, RANDOM16, sealed, sealed_text
from tests.desks import NOON

VECTORS = Path(__file__).parents[4] / "shared" / "data" / "wecom_vectors.json"
CODEC = Codec(CONFIG)
PRINTABLE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=300)


def vectors() -> dict[str, Any]:
    if not VECTORS.exists():
        pytest.skip(f"the captured callbacks are not beside the checkout ({VECTORS})")
    read: dict[str, Any] = json.loads(VECTORS.read_text("utf-8"))
    return read


def decode(xml: str) -> Incoming:
    return CODEC.decode(*sealed(xml, NOON), NOON)


def event(name: str, key: str = "", extra: str = "") -> Incoming:
    return decode(event_message(CONFIG, "ZhangSan", name, key, 1760000000, extra))


# ---- callbacks made by WeCom's own library

FIELDS: dict[str, tuple[Kind, dict[str, str]]] = {
    "text_ascii": (Kind.TEXT, {"text": "hello"}),
    "text_wecom_face": (Kind.TEXT, {"text": "收到[微笑][OK]"}),
    "text_entity_escaped": (Kind.TEXT, {"text": "a]]>b <c> & 中"}),
    "text_empty": (Kind.TEXT, {"text": ""}),
    "text_userid_dotted": (Kind.TEXT, {"text": "打卡", "sender": "li.si_01-A@x"}),
    "voice": (Kind.UNSUPPORTED, {"text": "voice"}),
    "link": (Kind.UNSUPPORTED, {"text": "link"}),
    "event_view": (Kind.IGNORED, {"text": "view"}),
    "event_pic_photo_or_album": (Kind.IGNORED, {"text": "pic_photo_or_album"}),
    "event_template_card_vote_single": (Kind.ACTION, {"action": "submit", "text": "问题类型=征拆"}),
    "text_pad_32": (Kind.TEXT, {"text": "pppppp"}),
}


def test_every_captured_callback_decodes_to_exactly_its_fields() -> None:
    data = vectors()
    config = config_of(data["config"])

    for sample in data["samples"]:
        sent = datetime.fromtimestamp(int(sample["timestamp"]), UTC)
        query = urlencode({name: sample[name] for name in ("msg_signature", "timestamp", "nonce")})

        got = Codec(config).decode(query, sample["post_body"].encode(), sent)
        again = Codec(config).decode(*sealed(sample["plaintext"], NOON, config=config), NOON)

        kind, fields = FIELDS[sample["name"]]
        plain = xmltodict.parse(sample["plaintext"])["xml"]
        assert got.kind is kind, sample["name"]
        assert {name: getattr(got, name) for name in fields} == fields
        assert got.sender == plain["FromUserName"]
        assert got.at == datetime.fromtimestamp(int(plain["CreateTime"]), UTC)
        assert got.key == plain.get("MsgId") or (got.key.startswith("event:") and sample["kind"] == "event")
        assert again == got  # signed afresh it is the same letter


def test_the_captured_url_check_is_answered_with_its_echo() -> None:
    data = vectors()
    for check in data["url_verification"]:
        sent = datetime.fromtimestamp(int(check["timestamp"]), UTC)

        echo = Codec(config_of(data["config"])).verify_url(check["query_string"], sent)

        assert echo == check["plaintext"].encode()


def test_the_sample_of_the_official_manual_opens() -> None:
    sample = vectors()["official_doc_vector"]
    envelope = Envelope(WecomConfig(sample["corp_id"], sample["token"], sample["encoding_aes_key"], 218, ""))

    envelope.check(sample["msg_signature"], sample["timestamp"], sample["nonce"], sample["encrypt"].encode())

    assert envelope.open(sample["encrypt"].encode()).decode() == sample["npm_plaintext"]


def config_of(values: dict[str, Any]) -> WecomConfig:
    return WecomConfig(values["corp_id"], values["token"], values["encoding_aes_key"], values["agent_id"], "")


# ---- the mandated library as oracle


@given(PRINTABLE, st.binary(min_size=16, max_size=16))
def test_what_we_seal_wechatpy_opens(text: str, random16: bytes) -> None:
    query, body = seal(
        CONFIG, text_message(CONFIG, "ZhangSan", text, 7, 1760000000), 1760000000, "n", random16
    )
    fields = {name: values[0] for name, values in parse_qs(query).items()}

    opened = oracle().decrypt_message(body, fields["msg_signature"], fields["timestamp"], fields["nonce"])

    assert xmltodict.parse(opened, strip_whitespace=False)["xml"]["Content"] == (text or None)


@given(PRINTABLE)
def test_what_wechatpy_seals_we_open(text: str) -> None:
    now = str(int(NOON.timestamp()))
    xml = text_message(CONFIG, "ZhangSan", text, 7, 1)
    reply = xmltodict.parse(oracle().encrypt_message(xml, "n", now))["xml"]
    query = urlencode({"msg_signature": reply["MsgSignature"], "timestamp": now, "nonce": "n"})

    got = CODEC.decode(query, f"<xml><Encrypt>{reply['Encrypt']}</Encrypt></xml>".encode(), NOON)

    assert got.text == text


def oracle() -> Any:
    return wechatpy.enterprise.crypto.WeChatCrypto(CONFIG.token, CONFIG.aes_key, CONFIG.corp_id)


# ---- what becomes of each kind


@pytest.mark.parametrize(
    "text",
    ["  two spaces  ", "\n第一行\n第二行\n", "   ", "]]>", "a]]>b]]>", "👷‍♂️𠮷", "00123", "<a href='x'>&amp;"],
)
def test_text_arrives_as_it_was_typed(text: str) -> None:
    assert CODEC.decode(*sealed_text(text, NOON), NOON).text == text


def test_a_photo_is_known_by_its_media_id() -> None:
    got = decode(message("image", "<PicUrl>http://x</PicUrl><MediaId>M-1</MediaId><MsgId>9</MsgId>"))

    assert (got.kind, got.media, got.key) == (Kind.PHOTO, "M-1", "9")


def test_a_location_comes_as_numbers_latitude_first_and_its_time_in_utc() -> None:
    got = decode(location_message(CONFIG, "ZhangSan", 32.1285, 112.7531, "枣阳市", 5, 1760000000))

    assert (got.kind, got.lat, got.lon, got.place) == (Kind.LOCATION, 32.1285, 112.7531, "枣阳市")
    assert got.at == datetime(2025, 10, 9, 8, 53, 20, tzinfo=UTC)


CHOSEN = (
    "<SendLocationInfo><Location_X>32.1</Location_X><Location_Y>112.7</Location_Y><Scale>16</Scale>"
    "<Label>枣阳</Label><Poiname>二号厂房</Poiname></SendLocationInfo>"
)


def test_a_location_from_the_menu_says_which_entry_it_came_from() -> None:
    got = event("location_select", "VISIT", CHOSEN)

    assert (got.kind, got.lat, got.lon, got.place, got.action) == (
        Kind.LOCATION,
        32.1,
        112.7,
        "二号厂房",
        "VISIT",
    )


def test_the_two_reports_of_one_place_can_be_told_apart_and_put_together() -> None:
    as_event = event("location_select", "VISIT", CHOSEN)
    as_message = decode(location_message(CONFIG, "ZhangSan", 32.1, 112.7, "", 5, 1760000000))

    assert as_event.key != as_message.key
    assert (as_event.lat, as_event.lon) == (as_message.lat, as_message.lon)


def test_menu_entries_and_card_buttons_are_actions() -> None:
    assert event("click", "HELP").action == "HELP"
    assert event("template_card_event", "yes:17", "<TaskId>t1</TaskId>").action == "yes:17"
    assert event("template_card_menu_event", "mute", "<TaskId>t1</TaskId>").action == "mute"


def test_ticked_options_read_the_same_for_one_and_for_many() -> None:
    def item(question: str, *options: str) -> str:
        ids = "".join(f"<OptionId>{option}</OptionId>" for option in options)
        return (
            f"<SelectedItem><QuestionKey>{question}</QuestionKey><OptionIds>{ids}</OptionIds></SelectedItem>"
        )

    one, two = item("类型", "征拆"), item("部门", "供电", "水利")

    def ticked(items: str) -> str:
        return event("template_card_event", "ok", f"<SelectedItems>{items}</SelectedItems>").text

    assert ticked(one) == "类型=征拆"
    assert ticked(one + two) == "类型=征拆\n部门=供电,水利"


def test_entering_is_entering_and_the_rest_is_ignored() -> None:
    assert event("enter_agent").kind is event("subscribe").kind is Kind.ENTER
    for name in ("LOCATION", "view", "unsubscribe", "pic_sysphoto", "inactive_alert", "something_new"):
        assert event(name).kind is Kind.IGNORED


@pytest.mark.parametrize("kind", ["voice", "video", "link", "file"])
def test_what_the_bot_cannot_read_is_named_so_that_it_can_say_so(kind: str) -> None:
    got = decode(message(kind, "<MediaId>M</MediaId><MsgId>9</MsgId>"))

    assert (got.kind, got.text) == (Kind.UNSUPPORTED, kind)


def test_a_retried_event_has_the_same_key_and_another_event_another() -> None:
    first, retried = event("click", "A"), event("click", "A")
    others = {event("click", "B").key, event("view", "A").key, event("click", "A", "<TaskId>t</TaskId>").key}

    assert first.key == retried.key
    assert len(others | {first.key}) == 4


def test_a_blank_event_key_is_an_empty_string() -> None:
    assert event("click", "").action == ""


def message(
    kind: str, rest: str, *, sender: str = "ZhangSan", at: str = "1760000000", agent: str = "1000002"
) -> str:
    return (
        f"<xml><ToUserName>c</ToUserName><FromUserName>{sender}</FromUserName><CreateTime>{at}</CreateTime>"
        f"<MsgType>{kind}</MsgType>{rest}<AgentID>{agent}</AgentID></xml>"
    )


# ---- what is refused


def test_a_signature_must_be_whole_lower_case_and_ours() -> None:
    query, body = sealed_text("hello", NOON)
    fields = {name: values[0] for name, values in parse_qs(query).items()}
    right = fields["msg_signature"]

    for signature in [right.upper(), right[:-1], right + "0", "", "é" * 40, "0" * 40]:
        refused(urlencode({**fields, "msg_signature": signature}), body, "signature")
    for name in ("timestamp", "nonce"):
        refused(urlencode({**fields, name: fields[name] + "1"}), body, "signature")
        refused(urlencode({other: value for other, value in fields.items() if other != name}), body)
    refused(f"{query}&nonce=n1", body, "query")
    refused(query.replace("nonce=n1", "nonce=%ff"), body, "query")
    refused("", body, "signature")


@pytest.mark.parametrize("minutes", [-10, 10])
def test_ten_minutes_off_is_the_limit(minutes: int) -> None:
    signed_at = NOON + timedelta(minutes=minutes)

    assert CODEC.decode(*sealed_text("hello", signed_at), NOON).text == "hello"
    refused(*sealed_text("hello", signed_at + timedelta(seconds=minutes / 10)), "stale")


@pytest.mark.parametrize("timestamp", ["", "x", "-1", "1e9", "²", "9" * 14, "9" * 12])
def test_a_signed_timestamp_that_is_no_time_is_refused(timestamp: str) -> None:
    envelope = Envelope(CONFIG)
    encrypted = envelope.seal(b"<xml/>", RANDOM16)
    fields = {
        "msg_signature": envelope.sign(timestamp, "n", encrypted),
        "timestamp": timestamp,
        "nonce": "n",
    }

    refused(urlencode(fields), b"<xml><Encrypt>" + encrypted + b"</Encrypt></xml>", "time")


def test_every_changed_byte_of_the_ciphertext_is_noticed() -> None:
    query, body = sealed_text("hello", NOON)
    start = body.index(b"<Encrypt><![CDATA[") + 18
    for position in range(start, body.index(b"]]></Encrypt>"), 7):
        changed = bytearray(body)
        changed[position] = ord("A") if changed[position] != ord("A") else ord("B")

        refused(query, bytes(changed))


def test_a_well_signed_box_with_something_wrong_inside_is_refused() -> None:
    """What wechatpy answers with seven kinds of exception, or takes."""
    envelope = Envelope(CONFIG)
    good = base64.b64decode(
        envelope.seal(text_message(CONFIG, "Z", "hello", 1, 1760000000).encode(), RANDOM16)
    )
    elsewhere = Envelope(WecomConfig("ww-other", CONFIG.token, CONFIG.aes_key, 1, "")).seal(
        b"<xml/>", RANDOM16
    )

    refused(*signed(base64.b64encode(good[:-5])), "block")
    refused(*signed(base64.b64encode(good[:-16])), "block")
    refused(*signed(base64.b64encode(good[:32])), "padding")
    refused(*signed(base64.b64encode(good[:-32])), "padding")
    refused(*signed(b""), "Encrypt")
    refused(*signed(b"===="), "base64")
    refused(*signed(elsewhere), "corp id")
    inside = [
        b"",
        b"not xml",
        b"<xml><a>\xff</a></xml>",
        b"<xml><a>\x01</a></xml>",
        b"<root><a>1</a></root>",
        b"<xml>" + b"<a>" * 2000 + b"</a>" * 2000 + b"</xml>",
    ]
    for xml in inside:
        refused(*signed(envelope.seal(xml, RANDOM16)), "xml")


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE xml [<!ENTITY a "b">]>',
        '<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        "<!DOCTYPE xml>",
    ],
)
def test_declarations_are_refused_outside_and_inside(doctype: str) -> None:
    xml = text_message(CONFIG, "Z", "hello", 1, 1760000000)
    query, body = sealed(xml, NOON)

    refused(query, body.replace(b"<xml>", doctype.encode() + b"<xml>", 1), "body")
    refused(query, body.replace(b"<xml>", b"<xml>" + doctype.encode(), 1), "body")
    refused(*sealed(doctype + xml, NOON), "xml")


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "body"),
        (b"hello", "body"),
        (b"{}", "body"),
        (b"<xml/>", "body"),
        (b"<xml></xml>", "Encrypt"),
        (b"<root><Encrypt>QQ==</Encrypt></root>", "body"),
        (b"<xml><Encrypt></Encrypt></xml>", "Encrypt"),
        (b"<xml><Encrypt>QQ==</Encrypt><Encrypt>QQ==</Encrypt></xml>", "Encrypt"),
        (b"<xml><Encrypt>a b</Encrypt></xml>", "Encrypt"),
        (b"<xml><!-- --><Encrypt>QQ==</Encrypt></xml>", "body"),
        ("<xml><a>中</a><Encrypt>QQ==</Encrypt></xml>".encode("gbk"), "utf-8"),
        (b"<xml>\xff\xfe</xml>", "utf-8"),
    ],
)
def test_bodies_that_are_no_envelope_are_refused(body: bytes, why: str) -> None:
    refused("msg_signature=x&timestamp=1&nonce=n", body, why)


def test_a_truncated_body_is_refused_wherever_it_was_cut() -> None:
    query, body = sealed_text("hello", NOON)
    for length in range(0, len(body) - 1, 11):
        refused(query, body[:length])


def test_plain_text_without_encryption_is_no_way_round_it() -> None:
    query, _ = sealed_text("hello", NOON)

    refused(query, text_message(CONFIG, "Z", "hello", 1, 1760000000).encode(), "Encrypt")


def test_another_apps_message_is_refused() -> None:
    refused(*sealed(message("text", "<Content>x</Content><MsgId>1</MsgId>", agent="1000003"), NOON), "agent")


@pytest.mark.parametrize(
    ("xml", "why"),
    [
        (message("text", "<Content>x</Content>"), "MsgId"),
        (message("text", "<Content>x</Content><MsgId>1</MsgId>", sender=""), "sender"),
        (message("text", "<Content>x</Content><MsgId>1</MsgId>", sender="x" * 129), "sender"),
        (message("text", "<Content>x</Content><MsgId>1</MsgId>", at="yesterday"), "time"),
        (message("text", f"<Content>x</Content><MsgId>{'1' * 65}</MsgId>"), "MsgId"),
        (message("image", "<MsgId>1</MsgId>"), "MediaId"),
        (message("image", f"<MsgId>1</MsgId><MediaId>{'m' * 513}</MediaId>"), "MediaId"),
        (message("location", "<Location_X>x</Location_X><Location_Y>1</Location_Y><MsgId>1</MsgId>"), "loc"),
        (
            message("location", "<Location_X>nan</Location_X><Location_Y>1</Location_Y><MsgId>1</MsgId>"),
            "loc",
        ),
        (
            message("location", "<Location_X>112</Location_X><Location_Y>32</Location_Y><MsgId>1</MsgId>"),
            "loc",
        ),
        (message("location", "<MsgId>1</MsgId>"), "loc"),
        ("<xml/>", "sender"),
    ],
)
def test_messages_that_wecom_would_not_write_are_refused(xml: str, why: str) -> None:
    refused(*sealed(xml, NOON), why)


def test_more_than_64_kb_is_too_large_before_anything_is_looked_at() -> None:
    with pytest.raises(TooLarge):
        CODEC.decode("", b"<" * (LARGEST_BODY + 1), NOON)
    refused("", b"<" * LARGEST_BODY)


@pytest.mark.parametrize(
    "body",
    [
        b"<xml>" + b"<a>" * 21_000 + b"</xml>",
        b"<xml>" + b"<a/>" * 16_000 + b"</xml>",
        b"<xml><Encrypt>" + b"A" * 65_000 + b"</xml>",
        b"<xml>" + b"<Encrypt>" * 7_000 + b"</xml>",
        b"<xml><Encrypt>" + b" " * 65_000 + b"</xml>",
        b"<xml><Encrypt>" + b"A" * 65_000 + b"</Encrypt></xml>",
    ],
)
def test_nobody_without_the_key_can_make_us_work(body: bytes) -> None:
    """A parser would take up to two seconds of CPU over these; nothing here may be more than linear."""
    started = time.thread_time()
    refused("msg_signature=x&timestamp=1&nonce=n", body)

    assert time.thread_time() - started < 0.05


def test_an_echo_for_somebody_else_is_refused() -> None:
    right = seal_echo(CONFIG, "5927782489442352469", int(NOON.timestamp()), "n", RANDOM16)

    assert CODEC.verify_url(right, NOON) == b"5927782489442352469"
    for wrong in (right.replace("nonce=n", "nonce=m"), right.partition("&echostr")[0], ""):
        with pytest.raises(Forged):
            CODEC.verify_url(wrong, NOON)
    with pytest.raises(Forged, match="stale"):
        CODEC.verify_url(right, NOON + timedelta(minutes=11))


def test_an_echo_whose_plus_was_not_escaped_is_still_understood() -> None:
    queries = (seal_echo(CONFIG, str(n), int(NOON.timestamp()), "n", RANDOM16) for n in range(200))
    found = next(query for query in queries if "%2B" in query)

    assert CODEC.verify_url(found.replace("%2B", "+"), NOON).isdigit()


def test_no_secret_shows_when_the_settings_are_printed() -> None:
    for secret in (CONFIG.secret, CONFIG.token, CONFIG.aes_key):
        assert secret not in repr(CONFIG)


@given(st.binary(max_size=400), st.text(max_size=200))
def test_whatever_is_thrown_at_it_only_forged_comes_out(body: bytes, query: str) -> None:
    refused(query, body)
    refused(query, b"<xml><Encrypt>" + base64.b64encode(body) + b"</Encrypt></xml>")


@given(st.binary(max_size=300))
def test_whatever_lies_in_a_well_signed_box_only_forged_comes_out(inside: bytes) -> None:
    refused(*signed(base64.b64encode(inside)))
    refused(*signed(Envelope(CONFIG).seal(inside, RANDOM16)))


@given(st.dictionaries(st.sampled_from("abcd"), PRINTABLE))
def test_leaves_read_as_xmltodict_reads_them(leaves: dict[str, str]) -> None:
    xml = xmltodict.unparse({"xml": {**leaves, "outer": {"inner": "x"}}}, full_document=False)

    assert dict(read_parts(xml.encode())) == {**leaves, "outer/inner": "x"}


def test_a_repeated_field_cannot_replace_the_first() -> None:
    assert read_parts(b"<xml><a>1</a><a>2</a></xml>").one("a") == "1"
    with pytest.raises(NotXml):
        read_parts(b"<xml><a>1</a>")


def signed(encrypted: bytes) -> tuple[str, bytes]:
    now = str(int(NOON.timestamp()))
    fields = {"msg_signature": Envelope(CONFIG).sign(now, "n", encrypted), "timestamp": now, "nonce": "n"}
    return urlencode(fields), b"<xml><Encrypt>" + encrypted + b"</Encrypt></xml>"


def refused(query: str, body: bytes, why: str | None = None) -> None:
    with pytest.raises(Forged, match=why):
        CODEC.decode(query, body, NOON)
