"""The server: pages, API, hooks, and beside them the worker, the pump and the waker, for as long as it lives."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from litestar import Litestar
from litestar.types import ControllerRouterHandler

from backend.api.application import application as assembled
from backend.gallery import gallery
from backend.jobs.runner import tick
from backend.jobs.scheduler import Waker
from backend.main import House
from backend.web.routes import pages
from bots.dispatch import handle
from bots.photos import Collector, FetchMedia
from bots.pump import Pump, Sender
from bots.receiving import Receiver, into_inbox
from bots.wecom.envelope import WecomConfig
from bots.wecom.webhook import make_webhook
from bots.wording.catalogue import APOLOGY, words
from bots.worker import Worker
from reports.fonts import find_fonts

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Engine:
    """What runs beside the web server. Each part can also be driven by hand, a step at a time."""

    house: House
    receiver: Receiver
    worker: Worker
    pump: Pump
    photos: Collector | None = None
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def tick(self) -> None:
        tick(self.house.open_desk, self.house.timetable)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        waker = Waker(self.tick, self.house.settings.timezone, [job.when.at for job in self.house.timetable])
        parts: Sequence[Callable[[], object]] = [self.worker.run, self.pump.run]
        if self.photos is not None:
            parts = [*parts, self.photos.run]
        self._tasks = [asyncio.create_task(part()) for part in parts]  # type: ignore[arg-type]
        for task in self._tasks:
            task.add_done_callback(_say_if_dead)
        waker.start()
        try:
            yield
        finally:
            await asyncio.to_thread(waker.stop)
            await self.receiver.close()
            for task in self._tasks:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task


def _say_if_dead(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and task.exception() is not None:
        log.critical("a part of the server has stopped: %s", type(task.exception()).__name__)


def wecom_config(house: House) -> WecomConfig | None:
    given = house.settings.wecom
    if given is None:
        return None
    return WecomConfig(
        given.corp_id, given.token, given.aes_key, given.agent_id, given.secret, given.api_base
    )


def channels(house: House) -> tuple[dict[str, Sender], FetchMedia | None]:
    """How the bot reaches people, from the settings: senders by channel, and where photos are fetched."""
    config = wecom_config(house)
    if config is None:
        return {}, None
    from bots.wecom.client import Client
    from bots.wecom.sender import TokenRows, WecomSender

    client = Client(config, TokenRows(house.open_desk), house.clock)
    sender = WecomSender(config, client, house.clock, gallery(house).show)

    async def fetch(_channel: str, media: str) -> bytes:
        return await sender.fetch_media(media)

    return {"wecom": sender}, fetch


def engine(house: House, senders: Mapping[str, Sender], fetch: FetchMedia | None = None) -> Engine:
    pump = Pump(house.open_desk, words, senders, house.chance)
    worker = Worker(house.open_desk, handle, lambda _: APOLOGY, handled=pump.wake)
    receiver = Receiver(into_inbox(house.post_room), stored=worker.wake)
    photos = Collector(house.open_desk, house.files.put, fetch) if fetch else None
    return Engine(house, receiver, worker, pump, photos)


def application(house: House, parts: Engine, *, alone: bool = True) -> Litestar:
    """`alone` False leaves worker, pump and jobs to whoever drives them by hand."""
    hooks: list[ControllerRouterHandler] = []
    config = wecom_config(house)
    if config is not None:
        hooks.append(make_webhook(config, parts.receiver, house.clock))

    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncIterator[None]:
        async with parts.running():
            yield

    return assembled(
        house.open_desk,
        house.read_desk,
        hooks,
        [lifespan] if alone else [],
        pages=pages(house.read_desk),
        timetable=house.timetable,
        fonts=lambda: find_fonts(house.font_dirs()),
    )
