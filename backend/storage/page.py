"""A stretch of a long list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of `total` items, by id; `next` is the `after` of the next page, None on the last."""

    items: tuple[T, ...]
    total: int
    next: int | None = None


def paged(
    connection: Connection,
    query: Select[Any],
    key: ColumnElement[int],
    made: Callable[[Row[Any]], T],
    *,
    after: int,
    limit: int,
) -> Page[T]:
    """The rows of `query` whose `key` comes after `after`, in order of the key; `key` is labelled "id" in them."""
    total = connection.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    rows = connection.execute(query.where(key > after).order_by(key).limit(limit + 1)).all()
    more = len(rows) > limit
    return Page(tuple(made(row) for row in rows[:limit]), total, rows[limit - 1].id if more else None)
