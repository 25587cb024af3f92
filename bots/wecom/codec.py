"""WeCom callbacks → `Incoming`. Pure: the time is an argument, and whatever is wrong is `Forged` or `TooLarge`.

No XML is parsed before the signature holds: the one field that is signed, `Encrypt`, is found by a pattern; the other
fields of the outer body are not signed and so are not read. When the menu entry for a location is used, WeCom may send
the event `location_select` and a location message of the same place. Their keys have nothing in common, so both come
out as LOCATION (the event with `action` = its EventKey) and it is the dialog that takes two of one place for one.
"""

import hashlib
import math
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

from bots.message import Incoming, Kind
from bots.wecom.envelope import Envelope, Forged, WecomConfig
from bots.wecom.parts import NotXml, Parts, read_parts

CHANNEL = "wecom"
LARGEST_BODY = 64 * 1024
MOST_SKEW = timedelta(minutes=10)
LONGEST_SENDER = 128  # the width of the column; WeCom's user ids have 64
LONGEST_MSG_ID = 64
LONGEST_MEDIA = 512
LATEST = 253402300799  # the last second of the year 9999

DECLARATION = re.compile(rb"<!(?!\[CDATA\[)")
ENCRYPT = re.compile(rb"<Encrypt>\s*(?:<!\[CDATA\[\s*([\w+/=]+)\s*\]\]>|([\w+/=]+))\s*</Encrypt>", re.ASCII)

CLICKS = frozenset({"click", "template_card_event", "template_card_menu_event"})


class TooLarge(Exception):
    """More than 64 KB: no callback of WeCom comes near it."""


class Codec:
    def __init__(self, config: WecomConfig) -> None:
        self._agent_id = str(config.agent_id)
        self._envelope = Envelope(config)

    def verify_url(self, query: str, now: datetime) -> bytes:
        """The decrypted echo, to be answered as it is within a second. Raises `Forged`."""
        fields = _query(query)
        # An unescaped plus of the base64 arrives as a space.
        encrypted = fields.get("echostr", "").replace(" ", "+").encode()
        self._admit(fields, encrypted, now)
        return self._envelope.open(encrypted)

    def decode(self, query: str, body: bytes, now: datetime) -> Incoming:
        """Raises `Forged` or `TooLarge`, nothing else."""
        if len(body) > LARGEST_BODY:
            raise TooLarge
        encrypted = _encrypted(body)
        self._admit(_query(query), encrypted, now)
        return self._read(self._envelope.open(encrypted))

    def _admit(self, fields: dict[str, str], encrypted: bytes, now: datetime) -> None:
        timestamp, nonce = fields.get("timestamp", ""), fields.get("nonce", "")
        self._envelope.check(fields.get("msg_signature", ""), timestamp, nonce, encrypted)
        if abs(now - _instant(timestamp)) > MOST_SKEW:
            raise Forged("stale")

    def _read(self, message: bytes) -> Incoming:
        try:
            parts = read_parts(message)
        except NotXml:
            raise Forged("xml") from None
        if parts.one("AgentID", self._agent_id) != self._agent_id:
            raise Forged("agent")
        return _incoming(parts)


def _encrypted(body: bytes) -> bytes:
    whole = body.strip()
    if (
        not whole.startswith((b"<xml>", b"<?xml"))
        or not whole.endswith(b"</xml>")
        or DECLARATION.search(body)
    ):
        raise Forged("body")
    try:
        whole.decode()
    except UnicodeDecodeError:
        raise Forged("utf-8") from None
    found = ENCRYPT.findall(body)
    if len(found) != 1:
        raise Forged("Encrypt")
    cdata, plain = found[0]
    return bytes(cdata or plain)


def _query(query: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=20)
        fields = dict(pairs)
        for value in fields.values():
            value.encode()  # a lone surrogate cannot be signed
    except ValueError:
        raise Forged("query") from None
    if len(fields) != len(pairs):
        raise Forged("query")
    return fields


def _instant(seconds: str) -> datetime:
    if not seconds.isascii() or not seconds.isdigit() or len(seconds) > 12 or int(seconds) > LATEST:
        raise Forged("time")
    return datetime.fromtimestamp(int(seconds), UTC)


def _incoming(parts: Parts) -> Incoming:
    sender, kind = parts.one("FromUserName"), parts.one("MsgType")
    if not 0 < len(sender) <= LONGEST_SENDER:
        raise Forged("sender")
    at = _instant(parts.one("CreateTime"))
    if kind == "event":
        return _event(parts, sender, at)
    key = parts.one("MsgId")
    if not 0 < len(key) <= LONGEST_MSG_ID:
        raise Forged("MsgId")
    match kind:
        case "text":
            return Incoming(CHANNEL, key, sender, at, Kind.TEXT, text=parts.one("Content"))
        case "image":
            media = parts.one("MediaId")
            if not 0 < len(media) <= LONGEST_MEDIA:
                raise Forged("MediaId")
            return Incoming(CHANNEL, key, sender, at, Kind.PHOTO, media=media)
        case "location":
            return _location(parts, key, sender, at, inside="", action="")
        case _:
            return Incoming(CHANNEL, key, sender, at, Kind.UNSUPPORTED, text=kind)


def _event(parts: Parts, sender: str, at: datetime) -> Incoming:
    event, event_key = parts.one("Event"), parts.one("EventKey")
    key = _event_key(sender, parts.one("CreateTime"), event, event_key, parts.one("TaskId"))
    if event in CLICKS:
        return Incoming(CHANNEL, key, sender, at, Kind.ACTION, text=_chosen(parts), action=event_key)
    if event in ("enter_agent", "subscribe"):
        return Incoming(CHANNEL, key, sender, at, Kind.ENTER)
    if event == "location_select":
        return _location(parts, key, sender, at, inside="SendLocationInfo/", action=event_key)
    # LOCATION on entering, view, unsubscribe; pic_*, whose photos follow as messages; what nobody has heard of yet.
    return Incoming(CHANNEL, key, sender, at, Kind.IGNORED, text=event)


def _event_key(*facts: str) -> str:
    """Events have no MsgId; a retry repeats all of these. Hashed, since an EventKey may have 1024 bytes."""
    return "event:" + hashlib.sha256("\x1f".join(facts).encode()).hexdigest()


def _location(parts: Parts, key: str, sender: str, at: datetime, *, inside: str, action: str) -> Incoming:
    place = parts.one(f"{inside}Poiname") or parts.one(f"{inside}Label")
    return Incoming(
        CHANNEL,
        key,
        sender,
        at,
        Kind.LOCATION,
        lat=_degrees(parts.one(f"{inside}Location_X"), 90),
        lon=_degrees(parts.one(f"{inside}Location_Y"), 180),
        place=place,
        action=action,
    )


def _degrees(text: str, most: int) -> float:
    try:
        value = float(text)
    except ValueError:
        raise Forged("location") from None
    if not math.isfinite(value) or abs(value) > most:
        raise Forged("location")
    return value


def _chosen(parts: Parts) -> str:
    """What was ticked on a card, one line a question: `question=option,option`."""
    lines: list[str] = []
    for path, text in parts:
        if path == "SelectedItems/SelectedItem/QuestionKey":
            lines.append(f"{text}=")
        elif path == "SelectedItems/SelectedItem/OptionIds/OptionId" and lines:
            lines[-1] += ("" if lines[-1].endswith("=") else ",") + text
    return "\n".join(lines)
