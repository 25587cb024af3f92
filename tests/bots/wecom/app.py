"""A WeCom app for tests: its keys, and callbacks sealed with them."""

from datetime import datetime

from bots.wecom.envelope import WecomConfig
from bots.wecom.seal import seal, text_message

CONFIG = WecomConfig(
    corp_id="wwd3adbeef01234567",
    token="kP7rQ2vX9sTz",
    aes_key="abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
    agent_id=1000002,
    secret="canary-secret-5c1f0a77",
)
RANDOM16 = b"0123456789abcdef"


def sealed(xml: str, now: datetime, *, config: WecomConfig = CONFIG, nonce: str = "n1") -> tuple[str, bytes]:
    return seal(config, xml, int(now.timestamp()), nonce, RANDOM16)


def sealed_text(text: str, now: datetime, *, msg_id: int = 1, sender: str = "ZhangSan") -> tuple[str, bytes]:
    return sealed(text_message(CONFIG, sender, text, msg_id, int(now.timestamp())), now)
