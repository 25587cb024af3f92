"""`Outgoing` as WeCom takes it: text in pieces of at most 2048 bytes, or a card with buttons. Pure."""

import hashlib
from typing import Any

from bots.message import Outgoing, numbered

MOST_TEXT = 2048  # bytes; WeCom cuts the rest off without a word
MOST_BUTTONS = 6
MOST_TITLE, MOST_SUBTITLE, MOST_LABEL = 36, 160, 10  # characters on a card
DUPLICATE_WINDOW = 14400  # seconds, the longest there is


def messages(
    outgoing: Outgoing, account: str, agent_id: int, key: str, *, cards: bool
) -> list[dict[str, Any]]:
    """The bodies of `message/send`, in order. The same key gives the same bodies, so that a repetition is recognised."""
    head = _head(account, agent_id, key)
    if cards and fits_card(outgoing):
        return [{**head, "msgtype": "template_card", "template_card": _card(outgoing, key)}]
    return [{**head, "msgtype": "text", "text": {"content": piece}} for piece in pieces(numbered(outgoing))]


def image(media_id: str, account: str, agent_id: int, key: str) -> dict[str, Any]:
    return {**_head(account, agent_id, key), "msgtype": "image", "image": {"media_id": media_id}}


def _head(account: str, agent_id: int, key: str) -> dict[str, Any]:
    return {"touser": account, "agentid": agent_id, "safe": 0, **_once(key)}


def _once(key: str) -> dict[str, int]:
    """WeCom swallows a body it has seen within the window: a repetition after a crash, but also the same answer to the
    same question asked twice. The window's length is part of the body, so it is shortened by up to an hour by the key.
    """
    shorter = int.from_bytes(_digest(key)[:4], "big") % 3600
    return {"enable_duplicate_check": 1, "duplicate_check_interval": DUPLICATE_WINDOW - shorter}


def fits_card(outgoing: Outgoing) -> bool:
    title, _, rest = outgoing.text.partition("\n")
    labels = [button.label for button in outgoing.buttons]
    return (
        0 < len(labels) <= MOST_BUTTONS
        and all(0 < len(label) <= MOST_LABEL for label in labels)
        and len({button.action for button in outgoing.buttons}) == len(labels)
        and 0 < len(title) <= MOST_TITLE
        and len(rest) <= MOST_SUBTITLE
    )


def _card(outgoing: Outgoing, key: str) -> dict[str, Any]:
    title, _, rest = outgoing.text.partition("\n")
    return {
        "card_type": "button_interaction",
        "task_id": _digest(key).hex(),
        "main_title": {"title": title},
        **({"sub_title_text": rest} if rest else {}),
        "button_list": [
            {"text": button.label, "style": 1 if number == 0 else 2, "key": button.action}
            for number, button in enumerate(outgoing.buttons)
        ],
    }


def pieces(text: str, most: int = MOST_TEXT) -> list[str]:
    """Cut at line ends where that is possible, never inside a character; blank pieces are left out."""
    cut: list[str] = []
    while len(text.encode()) > most:
        end = _end(text, most)
        cut.append(text[:end])
        text = text[end:].removeprefix("\n")
    return [piece for piece in (*cut, text) if piece.strip()]


def _end(text: str, most: int) -> int:
    """How many characters go into the first piece."""
    fitting = text.encode()[: most + 1].decode(
        errors="ignore"
    )  # one more: a line may end exactly at the limit
    line_end = fitting.rfind("\n", 1)
    if line_end > 0:
        return line_end
    return len(text.encode()[:most].decode(errors="ignore"))


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()
