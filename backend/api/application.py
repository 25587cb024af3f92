"""The web application: API, health, documentation, and the pages and hooks it is given."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

from litestar import Litestar, Router
from litestar.di import Provide
from litestar.types import ControllerRouterHandler

from backend.api import (
    calendar,
    calendars,
    compression,
    daily_reports,
    documentation,
    health,
    investments,
    missing,
    plan_changes,
    plan_files,
    plan_ledger,
    plan_pictures,
    plan_progress,
    plan_versions,
    plans,
    problems,
    projects,
    publications,
    visits,
)
from backend.api.asking import asker, bearer, only_known_parameters
from backend.api.body import StrictBody
from backend.api.errors import HANDLERS
from backend.api.headers import harden
from backend.api.measures import Measures
from backend.services.desk import OpenDesk
from backend.services.runs import Job
from reports.fonts import Fonts, find_fonts

LARGEST_BODY = 1_000_000  # bytes; a plan of 500 steps is a tenth of it
NOUNS = (
    projects,
    plans,
    plan_versions,
    plan_progress,
    plan_ledger,
    plan_pictures,
    plan_changes,
    compression,
    plan_files,
    daily_reports,
    investments,
    visits,
    problems,
    publications,
    missing,
    calendar,
    calendars,
)


class Lifespan(Protocol):
    def __call__(self, app: Litestar, /) -> AbstractAsyncContextManager[None]: ...


def application(
    open_desk: OpenDesk,
    read_desk: OpenDesk,
    hooks: Sequence[ControllerRouterHandler] = (),
    lifespan: Sequence[Lifespan] = (),
    *,
    pages: Sequence[ControllerRouterHandler] = (),
    timetable: Sequence[Job] = (),
    fonts: Callable[[], Fonts] = find_fonts,
) -> Litestar:
    """`hooks` take care of their own callers; `pages` are open to everybody. Jobs of `timetable` are watched for health.

    `fonts` for pictures, asked when one is drawn; it may raise Refused("fonts_missing").
    """
    measures = Measures()
    return Litestar(
        route_handlers=[_v1(read_desk), *health.routes(read_desk, measures, timetable), *pages, *hooks],
        dependencies={
            "writing": Provide(lambda: open_desk, sync_to_thread=False),
            "reading": Provide(lambda: read_desk, sync_to_thread=False),
            "fonts": Provide(lambda: fonts, sync_to_thread=False),
        },
        exception_handlers=HANDLERS,
        before_send=[harden],
        middleware=[measures],
        openapi_config=documentation.CONFIG,
        lifespan=list(lifespan),
        logging_config=None,
        request_max_body_size=LARGEST_BODY,
    )


def _v1(read_desk: OpenDesk) -> Router:
    handlers: list[Any] = [handler for noun in NOUNS for handler in noun.ROUTES]
    return Router(
        "/api/v1",
        route_handlers=handlers,
        guards=[bearer(read_desk), only_known_parameters],
        dependencies={"asker": Provide(asker, sync_to_thread=False)},
        dto=StrictBody,
        return_dto=None,
        opt={"auth": "bearer"},
        security=[{"bearer": []}],
    )
