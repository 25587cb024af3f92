"""Photos from the site: which project and day they show, and whether their content has been fetched."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, func, insert, select, update

from backend.domain.visit import Photo
from backend.storage.prepared import Prepared
from backend.storage.tables import photos

# What every photo asks is built once: building a statement costs more than running it.

ADD = Prepared(insert(photos).returning(photos.c.id))
COUNTS = Prepared(
    select(photos.c.project_id, func.count().label("sent"))
    .where(photos.c.day.between(bindparam("first"), bindparam("last")), photos.c.project_id.is_not(None))
    .group_by(photos.c.project_id)
)


class Photos:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self, project_id: int | None, day: date, person_id: int, channel: str, media: str, at: datetime
    ) -> int:
        values = {
            "project_id": project_id,
            "day": day,
            "person_id": person_id,
            "channel": channel,
            "media": media,
            "at": at,
        }
        (row,) = ADD.all(self._connection, values)
        return int(row.id)

    def by_id(self, photo_id: int) -> Photo | None:
        return next(iter(self._photos(photos.c.id == photo_id)), None)

    def settle(self, photo_id: int, project_id: int) -> None:
        self._set(photo_id, project_id=project_id)

    def fetched(self, photo_id: int, sha256: str, size: int) -> None:
        self._set(photo_id, sha256=sha256, size=size, failed=None)

    def failed(self, photo_id: int, reason: str) -> None:
        self._set(photo_id, failed=reason)

    def first_use(self, sha256: str, besides: int) -> Photo | None:
        """The oldest other photo with the same content."""
        return next(iter(self._photos(photos.c.sha256 == sha256, photos.c.id != besides, limit=1)), None)

    def to_fetch(self, limit: int) -> list[Photo]:
        return self._photos(photos.c.sha256.is_(None), photos.c.failed.is_(None), limit=limit)

    def between(
        self, first: date, last: date, project_ids: Collection[int] | None = None
    ) -> dict[int, list[Photo]]:
        """Fetched photos of those days by project, oldest first; one query."""
        conditions = [photos.c.day.between(first, last), photos.c.sha256.is_not(None)]
        conditions.append(
            photos.c.project_id.is_not(None) if project_ids is None else photos.c.project_id.in_(project_ids)
        )
        found: dict[int, list[Photo]] = {}
        for photo in self._photos(*conditions):
            if photo.project_id is not None:
                found.setdefault(photo.project_id, []).append(photo)
        return found

    def counts(self, first: date, last: date) -> dict[int, int]:
        """Photos sent by project, fetched or not."""
        rows = COUNTS.all(self._connection, {"first": first, "last": last})
        return {row.project_id: row.sent for row in rows}

    def _set(self, photo_id: int, **values: Any) -> None:
        self._connection.execute(update(photos).where(photos.c.id == photo_id).values(**values))

    def _photos(self, *conditions: ColumnElement[bool], limit: int | None = None) -> list[Photo]:
        query = select(photos).where(*conditions).order_by(photos.c.at, photos.c.id).limit(limit)
        return [_photo(row) for row in self._connection.execute(query)]


def _photo(row: Row[Any]) -> Photo:
    return Photo(**row._asdict())
