"""Frozen snapshots, publications and their documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, insert, select

from backend.domain.snapshot import Snapshot
from backend.storage.tables import documents, publications, snapshots


@dataclass(frozen=True, slots=True)
class Publication:
    """`issue` counts within the year, `total_issue` from the first ever."""

    id: int
    kind: str
    period: str
    issue: int
    total_issue: int
    title: str
    created_at: datetime
    documents: tuple[str, ...] = ()  # names


@dataclass(frozen=True, slots=True)
class StoredDocument:
    name: str
    media_type: str
    content: bytes


class Publications:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def freeze(self, period: str, cutoff: date, snapshot: Snapshot, at: datetime) -> None:
        """Raises the database's integrity error when the period is frozen already: a snapshot never changes."""
        body = msgspec.json.encode(snapshot)
        row = {"period": period, "cutoff": cutoff, "frozen_at": at, "body": body}
        self._connection.execute(insert(snapshots).values(**row))

    def frozen(self, period: str) -> Snapshot | None:
        body = self._connection.execute(select(snapshots.c.body).where(snapshots.c.period == period)).scalar()
        return None if body is None else msgspec.json.decode(body, type=Snapshot)

    def frozen_periods(self) -> list[str]:
        query = select(snapshots.c.period).order_by(snapshots.c.cutoff.desc())
        return list(self._connection.execute(query).scalars())

    def next_issue(self, kind: str, year: int) -> tuple[int, int]:
        """(number within the year, running number) of the next publication of this kind."""
        mine = select(func.count()).select_from(publications).where(publications.c.kind == kind)
        total = self._connection.execute(mine).scalar_one()
        of_year = self._connection.execute(
            mine.where(publications.c.period.startswith(f"{year}"))
        ).scalar_one()
        return of_year + 1, total + 1

    def add(self, publication: Publication, papers: Sequence[StoredDocument]) -> int:
        row = {
            "kind": publication.kind,
            "period": publication.period,
            "issue": publication.issue,
            "total_issue": publication.total_issue,
            "title": publication.title,
            "created_at": publication.created_at,
        }
        inserted = insert(publications).values(**row).returning(publications.c.id)
        publication_id: int = self._connection.execute(inserted).scalar_one()
        for paper in papers:
            values = {"name": paper.name, "media_type": paper.media_type, "content": paper.content}
            self._connection.execute(insert(documents).values(publication_id=publication_id, **values))
        return publication_id

    def listing(
        self, *, kind: str | None = None, period: str | None = None, after: int = 0, limit: int = 100
    ) -> tuple[list[Publication], int]:
        """A page of publications in order of their ids, and how many there are in all."""
        where = []
        if kind is not None:
            where.append(publications.c.kind == kind)
        if period is not None:
            where.append(publications.c.period == period)
        total = self._connection.execute(
            select(func.count()).select_from(publications).where(*where)
        ).scalar_one()
        query = (
            select(publications)
            .where(*where, publications.c.id > after)
            .order_by(publications.c.id)
            .limit(limit)
        )
        return self._with_names(self._connection.execute(query).all()), total

    def by_id(self, publication_id: int) -> Publication | None:
        query = select(publications).where(publications.c.id == publication_id)
        found = self._with_names(self._connection.execute(query).all())
        return found[0] if found else None

    def of_period(self, kind: str, period: str) -> Publication | None:
        found, _ = self.listing(kind=kind, period=period, limit=1)
        return found[0] if found else None

    def document(self, publication_id: int, name: str) -> StoredDocument | None:
        query = select(documents).where(
            documents.c.publication_id == publication_id, documents.c.name == name
        )
        row = self._connection.execute(query).one_or_none()
        return None if row is None else StoredDocument(row.name, row.media_type, row.content)

    def _with_names(self, rows: Sequence[Row[Any]]) -> list[Publication]:
        query = select(documents.c.publication_id, documents.c.name).where(
            documents.c.publication_id.in_([row.id for row in rows])
        )
        names: dict[int, list[str]] = {}
        for publication_id, name in self._connection.execute(query.order_by(documents.c.id)):
            names.setdefault(publication_id, []).append(name)
        return [
            Publication(
                row.id, row.kind, row.period, row.issue, row.total_issue, row.title, row.created_at,
                tuple(names.get(row.id, ())),
            )
            for row in rows
        ]  # fmt: skip
