"""From an outbox row to its words: a reply was worded when it was given, a notice is worded when it is sent."""

from backend.services.mailbox import read_notice
from bots.message import Outgoing, unpack_outgoing
from bots.wording.notices import told

REPLY = "reply"
APOLOGY = Outgoing("系统没能处理您刚发的消息，已转管理员查看。请稍后换个说法再发一次。")


def words(kind: str, payload: bytes) -> Outgoing:
    if kind == REPLY:
        return unpack_outgoing(payload)
    return told(read_notice(kind, payload))
