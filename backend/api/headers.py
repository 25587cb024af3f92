"""What every answer carries so that a browser does nothing with it but show it."""

from litestar.types import Message, Scope

DEFAULTS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# As they go over the wire: every answer passes here, callbacks by the thousand too.
_PAIRS = tuple((name.lower().encode(), value.encode()) for name, value in DEFAULTS.items())


async def harden(message: Message, _: Scope) -> None:
    """A page that needs more than nothing has said so in a policy of its own."""
    if message["type"] == "http.response.start":
        given = list(message["headers"])
        said = {name.lower() for name, _ in given}
        message["headers"] = [*given, *(pair for pair in _PAIRS if pair[0] not in said)]
