"""Pictures on their way into WeCom: uploaded once for three days, whoever they are sent to."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

from bots.wecom.client import Client

SMALLEST, LARGEST = 6, 10 * 1024 * 1024  # bytes that media/upload takes of an image
TYPES = {b"\x89PNG\r\n\x1a\n": ("picture.png", "image/png"), b"\xff\xd8\xff": ("picture.jpg", "image/jpeg")}
LASTS = timedelta(days=3) - timedelta(hours=1)  # the media id; an hour for clocks that differ


class NotSendable(Exception):
    """No picture that WeCom takes: of another type, or too big."""


class Media:
    """Media ids by content. In memory: after a restart a picture is uploaded again, which costs nothing but time."""

    def __init__(self, client: Client, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._clock = clock
        self._ids: dict[str, tuple[str, datetime]] = {}
        self._lock = Lock()

    def id_of(self, content: bytes) -> str:
        """Raises `NotSendable`, and as `Client.upload` does. Blocking."""
        digest, now = hashlib.sha256(content).hexdigest(), self._clock()
        with self._lock:
            self._ids = {name: held for name, held in self._ids.items() if held[1] > now}
            if digest in self._ids:
                return self._ids[digest][0]
        media_id = self._client.upload(*_named(content), content)
        with self._lock:
            self._ids[digest] = media_id, now + LASTS
        return media_id

    def forget(self, content: bytes) -> None:
        """WeCom does not know its id any more."""
        with self._lock:
            self._ids.pop(hashlib.sha256(content).hexdigest(), None)


def _named(content: bytes) -> tuple[str, str]:
    """A file name in ASCII, which is all that WeCom reads of a form, and the type."""
    if not SMALLEST <= len(content) <= LARGEST:
        raise NotSendable(f"{len(content)} bytes")
    for mark, named in TYPES.items():
        if content.startswith(mark):
            return named
    raise NotSendable("neither PNG nor JPEG")
