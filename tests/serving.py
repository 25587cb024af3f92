"""An ASGI application on a real port, and a keep-alive HTTP client to talk to it."""

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn


@contextmanager
def served(app: Any) -> Iterator[int]:
    """Yields the port on loopback; the application's lifespan runs in the server's own thread and loop."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="on", loop="asyncio")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


def post(port: int, query: str, body: bytes, *, timeout: float = 10) -> int:
    """The status of one callback on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("POST", f"/hooks/wecom?{query}", body, {"content-type": "text/xml"})
        response = connection.getresponse()
        response.read()
        return response.status
    finally:
        connection.close()
