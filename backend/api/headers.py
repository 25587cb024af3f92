"""What every answer carries so that a browser does nothing with it but show it."""

from litestar.types import Message, Scope

DEFAULTS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}


_ENCODED = [(name.lower().encode(), value.encode()) for name, value in DEFAULTS.items()]


async def harden(message: Message, _: Scope) -> None:
    """A page that needs more than nothing has said so in a policy of its own."""
    if message["type"] == "http.response.start":
        there = {name.lower() for name, _ in message["headers"]}
        message["headers"] = [*message["headers"], *(pair for pair in _ENCODED if pair[0] not in there)]
