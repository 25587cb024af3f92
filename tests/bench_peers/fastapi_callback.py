"""The usual modern one: FastAPI, wechatpy, the SQLAlchemy async ORM; a session a message: is it there? add, commit."""

import sys

import uvicorn
from fastapi import FastAPI, Request, Response
from sqlalchemy import create_engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from tests.bench_peers.fastapi_messages import Base, Message, as_durable_as_ours, read

URL = sys.argv[2].replace("postgresql://", "postgresql+psycopg://")

engine = create_async_engine(URL.replace("sqlite://", "sqlite+aiosqlite://"))
as_durable_as_ours(engine.sync_engine)
session_of = async_sessionmaker(engine)
app = FastAPI()


@app.post("/hooks/wecom")
async def callback(request: Request) -> Response:
    message = read(await request.body(), dict(request.query_params))
    async with session_of() as session:
        if await session.scalar(select(Message).where(Message.msg_id == message.msg_id)) is not None:
            return Response()
        session.add(message)
        try:
            await session.commit()
        except IntegrityError:
            await session.rollback()
    return Response()


if __name__ == "__main__":
    Base.metadata.create_all(create_engine(URL))
    uvicorn.run(app, port=int(sys.argv[1]), log_config=None, access_log=False)
