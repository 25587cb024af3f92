"""/healthz for whoever restarts things, /metrics for whoever draws curves. Counts only, nothing about people."""

from collections.abc import Sequence
from typing import Literal

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from backend.api.measures import Measures
from backend.api.shapes import Out
from backend.domain.errors import Unavailable
from backend.services import health
from backend.services.desk import OpenDesk
from backend.services.health import Health
from backend.services.runs import Job

OPEN = {"auth": "public"}
STALE_SECONDS = 300  # a letter that waits so long is not being worked off


class HealthOut(Out, frozen=True):
    """`degraded`: something needs a person; the database answers all the same. Everything but `database` null when it does not."""

    status: Literal["ok", "degraded", "unavailable"]
    database: bool
    schema_current: bool | None = None
    inbox_oldest_seconds: int | None = None
    dead_letters: int | None = None
    failed_runs: int | None = None
    overdue_runs: int | None = None


def routes(read_desk: OpenDesk, measures: Measures, timetable: Sequence[Job]) -> list[HTTPRouteHandler]:
    def look() -> Health:
        with read_desk() as desk:
            return health.look(desk, timetable)

    @get("/healthz", summary="Is it well?", opt=OPEN, sync_to_thread=True)
    def healthz() -> Response[HealthOut]:
        try:
            return Response(_out(look()))
        except Unavailable:
            return Response(HealthOut(status="unavailable", database=False), status_code=503)

    @get(
        "/metrics",
        summary="Counts for Prometheus",
        opt=OPEN,
        media_type="text/plain; version=0.0.4",
        sync_to_thread=True,
    )
    def metrics() -> bytes:
        return measures.text(look())

    return [healthz, metrics]


def _out(found: Health) -> HealthOut:
    dead = found.inbox_dead + found.outbox_dead
    failed = found.runs.get("failed", 0)
    trouble = dead or failed or found.overdue_runs or found.inbox_oldest_seconds > STALE_SECONDS
    return HealthOut(
        status="ok" if found.schema_current and not trouble else "degraded",
        database=True,
        schema_current=found.schema_current,
        inbox_oldest_seconds=found.inbox_oldest_seconds,
        dead_letters=dead,
        failed_runs=failed,
        overdue_runs=found.overdue_runs,
    )
