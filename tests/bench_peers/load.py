"""Load on keep-alive connections: `python -m … PORT CONNECTIONS SECONDS MOST FIRST_ID`; prints one line of JSON."""

import asyncio
import json
import statistics
import sys
import time
from datetime import UTC, datetime

import uvloop

from tests.bots.wecom.app import sealed_text


class Connection(asyncio.Protocol):
    """One request after the other; a response is over at the blank line plus its content-length."""

    def __init__(self, requests: list[bytes], latencies: list[float], statuses: dict[str, int]) -> None:
        self._requests, self._latencies, self._statuses = requests, latencies, statuses
        self._read = b""
        self.stopping = False
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]
        self._next()

    def _next(self) -> None:
        if self.stopping or not self._requests:
            self._transport.close()
            return
        self._at = time.perf_counter()
        self._transport.write(self._requests.pop())

    def data_received(self, data: bytes) -> None:
        self._read += data
        head, blank, rest = self._read.partition(b"\r\n\r\n")
        if not blank or len(rest) < _length(head):
            return
        self._latencies.append(time.perf_counter() - self._at)
        status = head[9:12].decode()
        self._statuses[status] = self._statuses.get(status, 0) + 1
        self._read = b""
        self._next()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.closed.done():
            self.closed.set_result(None)


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line[15:])
    return 0


def prepared(count: int, first_id: int) -> list[bytes]:
    now = datetime.now(UTC)
    requests = []
    for number in range(first_id, first_id + count):
        text = "今天到岗工人52人，挖机3台，浇筑二层楼板，无问题"
        query, body = sealed_text(text, now, msg_id=number, sender=f"member{number % 50}")
        head = f"POST /hooks/wecom?{query} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/xml\r\nContent-Length: {len(body)}\r\n\r\n"
        requests.append(head.encode() + body)
    return requests


async def load(port: int, connections: int, seconds: float, requests: list[bytes]) -> dict[str, object]:
    """gunicorn's synchronous worker closes after every answer: then the connection is opened anew, as a client would."""
    loop = asyncio.get_running_loop()
    latencies: list[float] = []
    statuses: dict[str, int] = {}
    until = loop.time() + seconds

    async def one() -> None:
        while loop.time() < until and requests:
            _, protocol = await loop.create_connection(
                lambda: Connection(requests, latencies, statuses), "127.0.0.1", port
            )
            handle = loop.call_at(until, setattr, protocol, "stopping", True)
            await protocol.closed
            handle.cancel()

    started = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(connections)))
    elapsed = time.perf_counter() - started
    cuts = statistics.quantiles(latencies, n=100)
    return {
        "rps": len(latencies) / elapsed,
        "answered": len(latencies),
        "p50": cuts[49] * 1000,
        "p99": cuts[98] * 1000,
        "statuses": statuses,
    }


if __name__ == "__main__":
    port, connections, seconds, most, first_id = sys.argv[1:]
    requests = prepared(int(most), int(first_id))
    print(json.dumps(uvloop.run(load(int(port), int(connections), float(seconds), requests))))
