"""What every answer carries so that a browser does nothing with it but show it."""

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

DEFAULTS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}


async def harden(message: Message, _: Scope) -> None:
    """A page that needs more than nothing has said so in a policy of its own."""
    if message["type"] == "http.response.start":
        headers = MutableScopeHeaders.from_message(message)
        for name, value in DEFAULTS.items():
            headers.setdefault(name, value)
