"""What the two FastAPI programs share: the mapped class and the reading of a callback with wechatpy."""

from datetime import datetime

from sqlalchemy import DateTime, Engine, String, Text, event
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from wechatpy.enterprise import parse_message
from wechatpy.enterprise.crypto import WeChatCrypto

from tests.bots.wecom.app import CONFIG

CRYPTO = WeChatCrypto(CONFIG.token, CONFIG.aes_key, CONFIG.corp_id)


class Base(DeclarativeBase):
    pass


class Message(Base):
    __tablename__ = "peer_messages"
    id: Mapped[int] = mapped_column(primary_key=True)
    msg_id: Mapped[str] = mapped_column(String(64), unique=True)
    sender: Mapped[str] = mapped_column(String(128))
    kind: Mapped[str] = mapped_column(String(20))
    content: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(DateTime)


def read(body: bytes, query: dict[str, str]) -> Message:
    xml = CRYPTO.decrypt_message(body, query["msg_signature"], query["timestamp"], query["nonce"])
    message = parse_message(xml)
    return Message(
        msg_id=str(message.id),
        sender=message.source,
        kind=message.type,
        content=message.content,
        at=message.create_time.replace(tzinfo=None),
    )


def as_durable_as_ours(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def prepare(connection: object, _record: object) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
            connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]
