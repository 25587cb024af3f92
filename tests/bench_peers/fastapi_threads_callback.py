"""The same with the synchronous ORM on its pool of threads."""

import sys

import uvicorn
from fastapi import FastAPI, Request, Response
from sqlalchemy import create_engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import sessionmaker
from starlette.concurrency import run_in_threadpool

from tests.bench_peers.fastapi_messages import Base, Message, as_durable_as_ours, read

engine = create_engine(sys.argv[2].replace("postgresql://", "postgresql+psycopg://"))
as_durable_as_ours(engine)
session_of = sessionmaker(engine)
app = FastAPI()


def save(body: bytes, query: dict[str, str]) -> None:
    message = read(body, query)
    with session_of() as session:
        if session.scalar(select(Message).where(Message.msg_id == message.msg_id)) is not None:
            return
        session.add(message)
        try:
            session.commit()
        except IntegrityError:
            session.rollback()


@app.post("/hooks/wecom")
async def callback(request: Request) -> Response:
    await run_in_threadpool(save, await request.body(), dict(request.query_params))
    return Response()


if __name__ == "__main__":
    Base.metadata.create_all(engine)
    uvicorn.run(app, port=int(sys.argv[1]), log_config=None, access_log=False)
