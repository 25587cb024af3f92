"""Ours: Litestar route, group commit, the real tables."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import uvicorn
from litestar import Litestar

from backend.storage import schema
from backend.storage.engine import Database
from bots.receiving import Receiver, into_inbox
from bots.wecom.webhook import make_webhook
from tests.bots.wecom.app import CONFIG
from tests.desks import Clock, desks


class Now(Clock):
    def __call__(self) -> datetime:
        return datetime.now(UTC)


def app(url: str) -> Litestar:
    database, clock = Database(url), Now()
    schema.upgrade(database)
    receiver = Receiver(into_inbox(desks(database, clock)))

    @asynccontextmanager
    async def running(_app: Litestar) -> AsyncIterator[None]:
        yield
        await receiver.close()
        database.close()

    return Litestar(
        [make_webhook(CONFIG, receiver, clock)], lifespan=[running], openapi_config=None, logging_config=None
    )


if __name__ == "__main__":
    uvicorn.run(app(sys.argv[2]), port=int(sys.argv[1]), log_config=None, access_log=False)
