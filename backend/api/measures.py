"""What the application counts of itself while it runs: requests by route, status and time taken."""

from time import perf_counter
from typing import Any

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import CollectorRegistry, Gauge, Histogram
from prometheus_client.exposition import generate_latest

from backend.services.health import Health

METHODS = ("GET", "HEAD", "POST", "PUT", "OPTIONS")
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Measures(ASGIMiddleware):
    """One registry an application, so that two in one process do not count for each other."""

    scopes = (ScopeType.HTTP,)

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Histogram(
            "steward_request_seconds",
            "Time from the request to the end of its answer.",
            ("method", "route", "status"),
            buckets=SECONDS,
            registry=self._registry,
        )
        self._curves: dict[tuple[str, str, int], Histogram] = {}
        self._letters = self._gauge("steward_inbox_letters", "Letters of the inbox by state.", "state")
        self._parcels = self._gauge("steward_outbox_parcels", "Parcels of the outbox by state.", "state")
        self._age = self._gauge("steward_inbox_oldest_seconds", "Age of the oldest open letter.")
        self._runs = self._gauge("steward_job_runs", "Job runs by state.", "state")
        self._reports = self._gauge("steward_daily_reports_today", "Projects that have told of today.")

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        started, status = perf_counter(), 0

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await next_app(scope, receive, watched)
        finally:
            self._curve(_method(scope), _route(scope), status).observe(perf_counter() - started)

    def _curve(self, method: str, route: str, status: int) -> Histogram:
        """Looking a curve up by its labels takes a lock and a check each time; these are few and stay."""
        key = (method, route, status)
        if key not in self._curves:
            self._curves[key] = self._requests.labels(method, route, str(status))
        return self._curves[key]

    def text(self, health: Health) -> bytes:
        """In the format Prometheus reads."""
        for state, count in (("open", health.inbox_open), ("dead", health.inbox_dead)):
            self._letters.labels(state).set(count)
        for state, count in (("open", health.outbox_open), ("dead", health.outbox_dead)):
            self._parcels.labels(state).set(count)
        self._age.set(health.inbox_oldest_seconds)
        self._runs.clear()  # a state that no run is in any more
        for state, count in health.runs.items():
            self._runs.labels(state).set(count)
        self._reports.set(health.reports_today)
        return generate_latest(self._registry)

    def _gauge(self, name: str, words: str, *labels: str) -> Gauge:
        return Gauge(name, words, labels, registry=self._registry)


def _route(scope: Any) -> str:
    """The route's pattern, never the path as asked for: that would let anybody fill the memory."""
    return str(scope.get("path_template") or "unknown")


def _method(scope: Any) -> str:
    """A method nobody has heard of is not worth a curve of its own."""
    return str(scope["method"]) if scope["method"] in METHODS else "other"
