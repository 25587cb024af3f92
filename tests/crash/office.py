"""The way in and the way out in one process, to be killed: `python -m tests.crash.office URL PORT WECOM`."""

import asyncio
import random
import sys
import time
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import uvicorn

from backend.services import mailbox
from backend.services.desk import Desk
from backend.storage.engine import Database
from bots.message import Incoming, Outgoing, pack, unpack_outgoing
from bots.pump import Pump
from bots.receiving import Receiver, Store, into_inbox
from bots.wecom.client import Client
from bots.wecom.sender import TokenRows, WecomSender
from bots.wecom.webhook import Webhook
from bots.worker import Worker
from tests.bots.wecom.app import CONFIG
from tests.desks import Clock, desks


class Now(Clock):
    def __call__(self) -> datetime:
        return datetime.now(UTC)


def handle(desk: Desk, message: Incoming) -> None:
    """The key is new each time: a letter dealt with twice shows as two rows."""
    mailbox.reply(
        desk, "wecom", message.sender, pack(Outgoing(message.text)), f"{message.key}/{uuid.uuid4()}"
    )


def slow_disk(store: Store) -> Store:
    """A commit takes so long that a kill often falls before it: whoever answers too early is found out."""

    def slow(messages: list[Incoming]) -> list[bool]:
        time.sleep(random.uniform(0.0, 0.1))
        return store(messages)

    return slow


async def main(url: str, port: int, wecom: str) -> None:
    clock = Now()
    open_desk = desks(Database(url), clock)
    config = replace(CONFIG, api_base=wecom)
    sender = WecomSender(config, Client(config, TokenRows(open_desk), clock), clock)
    pump = Pump(
        open_desk,
        lambda _, payload: unpack_outgoing(payload),
        {"wecom": sender},
        random.random,
        lease=timedelta(seconds=3),
    )
    worker = Worker(open_desk, handle, lambda _: Outgoing("抱歉"), handled=pump.wake)
    receiver = Receiver(slow_disk(into_inbox(open_desk)), stored=worker.wake)
    server = uvicorn.Server(
        uvicorn.Config(Webhook(config, receiver, clock), port=port, log_config=None, lifespan="off")
    )
    await asyncio.gather(server.serve(), worker.run(), pump.run())


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), sys.argv[3]))
