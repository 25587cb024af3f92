"""The door for WeCom: GET checks the URL, POST takes one callback and answers when it is on disk.

A bare ASGI handler (`@asgi`), since Litestar's parameter handling would cost more than everything done here. Every
refusal is the same empty 403, so that nobody learns which check failed; 503 makes WeCom send again.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from litestar import asgi
from litestar.handlers.asgi_handlers import ASGIRouteHandler
from litestar.types import Receive, Scope, Send

from bots.message import Incoming
from bots.receiving import NotStored, Receiver
from bots.wecom.codec import LARGEST_BODY, Codec, TooLarge
from bots.wecom.envelope import Forged, WecomConfig

PATH = "/hooks/wecom"
BODY_WITHIN = 4.0  # seconds; WeCom sends all of it at once
QUIET = timedelta(seconds=1)
Clock = Callable[[], datetime]

log = logging.getLogger(__name__)


class Webhook:
    """An ASGI application of its own."""

    def __init__(
        self, config: WecomConfig, receiver: Receiver, clock: Clock, *, body_within: float = BODY_WITHIN
    ) -> None:
        self._codec = Codec(config)
        self._receiver = receiver
        self._clock = clock
        self._body_within = body_within
        self._refused = 0
        self._said_at: datetime | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        method = scope.get("method")  # None for a websocket
        if method == "POST":
            status, text = await self._post(scope, receive)
        elif method == "GET":
            status, text = self._get(scope)
        elif method is None:
            await send({"type": "websocket.close", "code": 1000, "reason": None})
            return
        else:
            status, text = 405, b""
        if status:
            await _answer(send, status, text)

    def _get(self, scope: Scope) -> tuple[int, bytes]:
        try:
            return 200, self._codec.verify_url(_query(scope), self._clock())
        except Forged as error:
            return self._refuse(error)

    async def _post(self, scope: Scope, receive: Receive) -> tuple[int, bytes]:
        try:
            body = await _body(receive, self._body_within)
            message = self._codec.decode(_query(scope), body, self._clock())
        except TooLarge:
            return 413, b""
        except Forged as error:
            return self._refuse(error)
        except TimeoutError:
            return 408, b""
        except _HungUp:
            return 0, b""
        return await self._store(message), b""

    async def _store(self, message: Incoming) -> int:
        try:
            await self._receiver.take(message)
        except NotStored as error:
            log.error("callback not stored: %s", error)
            return 503
        return 200

    def _refuse(self, error: Forged) -> tuple[int, bytes]:
        """One line a second at most: anybody may knock as often as they like."""
        self._refused += 1
        now = self._clock()
        if self._said_at is None or now - self._said_at >= QUIET:
            log.warning("callbacks refused so far: %d, the last for its %s", self._refused, error)
            self._said_at = now
        return 403, b""


def make_webhook(
    config: WecomConfig, receiver: Receiver, clock: Clock, *, body_within: float = BODY_WITHIN
) -> ASGIRouteHandler:
    """The route for the application."""
    webhook = Webhook(config, receiver, clock, body_within=body_within)

    @asgi(PATH, copy_scope=False)
    async def wecom(scope: Scope, receive: Receive, send: Send) -> None:
        await webhook(scope, receive, send)

    return wecom


class _HungUp(Exception):
    pass


def _query(scope: Scope) -> str:
    query: bytes = scope["query_string"]
    return query.decode("latin-1")


async def _body(receive: Receive, within: float) -> bytes:
    first: Any = await receive()
    if first["type"] != "http.request":
        raise _HungUp
    body: bytes = first.get("body", b"")
    if len(body) > LARGEST_BODY:
        raise TooLarge
    if not first.get("more_body", False):
        return body
    async with asyncio.timeout(within):
        return await _rest(receive, body)


async def _rest(receive: Receive, body: bytes) -> bytes:
    chunks, size, more = [body], len(body), True
    while more:
        event: Any = await receive()
        if event["type"] != "http.request":
            raise _HungUp
        chunks.append(event.get("body", b""))
        size += len(chunks[-1])
        if size > LARGEST_BODY:
            raise TooLarge
        more = event.get("more_body", False)
    return b"".join(chunks)


UNREAD = (b"connection", b"close")  # the rest of the body was not waited for
EXTRA: dict[int, list[tuple[bytes, bytes]]] = {405: [(b"allow", b"GET, POST")], 408: [UNREAD], 413: [UNREAD]}
PLAIN = (b"content-type", b"text/plain; charset=utf-8")
EMPTY = (b"content-length", b"0")


async def _answer(send: Send, status: int, text: bytes) -> None:
    length = [PLAIN, (b"content-length", b"%d" % len(text))] if text else [EMPTY]
    headers = EXTRA.get(status, []) + length
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text, "more_body": False})
