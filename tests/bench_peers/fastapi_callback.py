"""The usual modern one: FastAPI, wechatpy, the SQLAlchemy ORM, a session and a commit a message."""

import sys
from datetime import datetime

import uvicorn
from fastapi import FastAPI, Request, Response
from sqlalchemy import DateTime, String, Text, create_engine, event, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker
from starlette.concurrency import run_in_threadpool
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


def sessions(url: str) -> sessionmaker[Session]:
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    if url.startswith("sqlite"):

        @event.listens_for(engine, "connect")
        def prepare(connection: object, _record: object) -> None:
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
                connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]

    Base.metadata.create_all(engine)
    return sessionmaker(engine)


app = FastAPI()
session_of = sessions(sys.argv[2])


def save(body: bytes, query: dict[str, str]) -> None:
    xml = CRYPTO.decrypt_message(body, query["msg_signature"], query["timestamp"], query["nonce"])
    message = parse_message(xml)
    with session_of() as session:
        if session.scalar(select(Message).where(Message.msg_id == str(message.id))) is not None:
            return
        session.add(
            Message(
                msg_id=str(message.id),
                sender=message.source,
                kind=message.type,
                content=message.content,
                at=message.create_time.replace(tzinfo=None),
            )
        )
        try:
            session.commit()
        except IntegrityError:
            session.rollback()


@app.post("/hooks/wecom")
async def callback(request: Request) -> Response:
    await run_in_threadpool(save, await request.body(), dict(request.query_params))
    return Response()


if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[1]), log_config=None, access_log=False)
