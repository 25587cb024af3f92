"""The API over a real database, with the cast around it and a token for each of them."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any

import httpx
import pytest
from litestar import Litestar
from litestar.testing import TestClient

from backend.api.application import application
from backend.domain.people import Person, Role
from backend.domain.period import Span, period_of
from backend.domain.plan import Link, Plan, Step
from backend.services import people, snapshots
from backend.services.desk import Desk, OpenDesk
from backend.storage.engine import Database
from backend.storage.publications import Publication, StoredDocument
from backend.web.routes import pages
from reports.document import DOCX
from tests import builders, cast
from tests.cast import Cast
from tests.desks import NOON, Clock, desks


@dataclass
class Api:
    client: TestClient[Litestar]
    cast: Cast
    clock: Clock
    open_desk: OpenDesk
    tokens: dict[int, str]

    def as_(self, person: Person | None, method: str, path: str, **rest: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.tokens[person.id]}"} if person else {}
        return self.client.request(method, path, headers={**headers, **rest.pop("headers", {})}, **rest)

    def office(self, method: str, path: str, **rest: Any) -> httpx.Response:
        return self.as_(self.cast.office, method, path, **rest)

    def secretary(self, method: str, path: str, **rest: Any) -> httpx.Response:
        return self.as_(self.cast.secretary, method, path, **rest)


class Switch:
    """One application for all tests, at the desks of whichever test is running."""

    def __init__(self) -> None:
        self.current: OpenDesk | None = None

    def __call__(self) -> AbstractContextManager[Desk]:
        assert self.current is not None
        return self.current()


@pytest.fixture(scope="session")
def switched() -> Iterator[tuple[TestClient[Litestar], Switch]]:
    switch = Switch()
    with TestClient(application(switch, switch, pages=pages(switch))) as client:
        yield client, switch


@pytest.fixture
def api(sqlite_database: Database, switched: tuple[TestClient[Litestar], Switch]) -> Api:
    """A county anew for each test; the stranger is the secretary of the road."""
    client, switch = switched
    clock = Clock()
    switch.current = open_desk = desks(sqlite_database, clock)
    with open_desk() as desk:
        known = cast.enter(desk)
        builders.duty(desk, known.stranger, Role.SECRETARY, project_id=known.road.id)
        everyone = [
            getattr(known, name) for name in known.__slots__ if isinstance(getattr(known, name), Person)
        ]
        tokens = {one.id: people.create_token(desk, one.id, "test", f"secret{one.id}") for one in everyone}
    return Api(client, known, clock, open_desk, tokens)


def plan() -> Plan:
    steps = (
        Step("a", "施工许可", 20, milestone=True),
        Step("b", "主体封顶", 60, (Link("a"),), milestone=True),
        Step("c", "竣工验收", 20, (Link("b"),), milestone=True),
    )
    return Plan(NOON.date().replace(month=3, day=2), NOON.date().replace(year=2027), steps)


PAPER = "清溪县重点工程简报（2026年10月） 第1期.docx"


def published(desk: Desk) -> int:
    """October with one paper of some bytes."""
    month = period_of(date(2026, 10, 1), Span.MONTH)
    desk.unit.publications.freeze(month.key, month.last, snapshots.compose(desk, month, 1, 1), desk.moment.at)
    publication = Publication(0, "briefing", month.key, 1, 1, "重点工程简报", desk.moment.at)
    return desk.unit.publications.add(publication, [StoredDocument(PAPER, DOCX, b"PK paper")])
