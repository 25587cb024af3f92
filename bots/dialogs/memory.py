"""A conversation as bytes and back. What cannot be read back (an older version's) counts as nothing open."""

import msgspec

from bots.dialogs.conversation import Conversation


def pack(conversation: Conversation) -> bytes:
    return msgspec.json.encode(conversation)


def unpack(body: bytes | None) -> Conversation | None:
    if body is None:
        return None
    try:
        return msgspec.json.decode(body, type=Conversation)
    except msgspec.DecodeError:
        return None
