"""The ceiling: a raw ASGI function with the same codec that stores nothing."""

import sys
from datetime import UTC, datetime
from typing import Any

import uvicorn

from bots.wecom.codec import Codec
from tests.bots.wecom.app import CONFIG

CODEC = Codec(CONFIG)


async def app(scope: Any, receive: Any, send: Any) -> None:
    body = (await receive())["body"]
    CODEC.decode(scope["query_string"].decode("latin-1"), body, datetime.now(UTC))
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[1]), log_config=None, access_log=False, lifespan="off")
