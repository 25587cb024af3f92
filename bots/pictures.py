"""Pictures that messages name are drawn when they are sent: out of every transaction, and once for all attempts."""

from collections.abc import Callable
from dataclasses import replace
from threading import Lock

from backend.services import drawings
from backend.services.desk import OpenDesk
from backend.services.drawings import Draw
from bots.message import Drawing, Picture

Show = Callable[[Picture], bytes | None]
"""PNG or JPEG; None when there is nothing to draw with. Blocking, for up to a third of a second."""

KEPT = 8  # pictures, of at most half a megabyte each


def nothing(_picture: Picture) -> None:
    """For a channel without pictures."""


class Gallery:
    def __init__(self, read_desk: OpenDesk, route_map: Draw) -> None:
        self._read_desk = read_desk
        self._draws = {Drawing.ROUTE_MAP: route_map}
        self._recent: dict[Picture, bytes | None] = {}
        self._drawing = Lock()  # one at a time: it takes a whole core

    def show(self, picture: Picture) -> bytes | None:
        """The picture as of when it was asked for; drawn once, however often it has to be sent."""
        with self._drawing:
            if picture not in self._recent:
                self._recent[picture] = self._drawn(picture)
                while len(self._recent) > KEPT:
                    del self._recent[next(iter(self._recent))]
            return self._recent[picture]

    def _drawn(self, picture: Picture) -> bytes | None:
        with self._read_desk() as desk:
            then = replace(desk, moment=replace(desk.moment, at=picture.at))
            return drawings.drawn(then, self._draws[picture.drawing], picture.project_id)
