"""Photos named in messages are fetched from the channel later, one by one, and kept by their content."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Protocol

from backend.domain.errors import Invalid
from backend.domain.visit import Photo
from backend.services import photos
from backend.services.desk import OpenDesk

POLL_SECONDS = 15.0
BATCH = 8

FetchMedia = Callable[[str, str], Awaitable[bytes]]
"""(channel, media) → the picture's bytes. Raises `MediaGone` when there is no hope, anything else for later."""

log = logging.getLogger(__name__)


class MediaGone(Exception):
    """Expired, never there, or no picture: asking again cannot help. The message says which, in a word."""


class Put(Protocol):
    def __call__(self, content: bytes) -> tuple[str, int]: ...


class Collector:
    def __init__(self, open_desk: OpenDesk, put: Put, fetch: FetchMedia) -> None:
        """`put` stores bytes under their digest and gives (digest, size)."""
        self._open_desk = open_desk
        self._put = put
        self._fetch = fetch

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.step()
            except Exception as error:  # noqa: BLE001 - the photos are still to be had at the next turn
                log.warning("photos wait: %s", type(error).__name__)
            await asyncio.sleep(POLL_SECONDS)

    async def step(self) -> int:
        """Try the oldest photos that are waiting, once each; returns how many were settled."""
        waiting = await asyncio.to_thread(self._waiting)
        settled = 0
        for photo in waiting:
            settled += await self._one(photo)
        return settled

    def _waiting(self) -> list[Photo]:
        with self._open_desk() as desk:
            return list(photos.photos_to_fetch(desk, BATCH))

    async def _one(self, photo: Photo) -> bool:
        try:
            content = await self._fetch(photo.channel, photo.media)
            digest, size = await asyncio.to_thread(self._put, content)
        except MediaGone as error:
            return await asyncio.to_thread(self._failed, photo.id, str(error) or "gone")
        except Invalid as error:
            return await asyncio.to_thread(self._failed, photo.id, error.code)
        except Exception as error:  # noqa: BLE001 - whatever the wire throws, the photo waits for its next turn
            log.warning("photo %s not fetched yet: %s", photo.id, type(error).__name__)
            return False
        return await asyncio.to_thread(self._fetched, photo.id, digest, size)

    def _fetched(self, photo_id: int, digest: str, size: int) -> bool:
        with self._open_desk() as desk:
            photos.photo_fetched(desk, photo_id, digest, size)
        return True

    def _failed(self, photo_id: int, reason: str) -> bool:
        with self._open_desk() as desk:
            photos.photo_failed(desk, photo_id, reason)
        return True
