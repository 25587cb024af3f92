"""What the bot says, on the terminal of the one person who sits at it."""

from collections.abc import Callable

from bots.message import Outgoing, numbered
from bots.pump import Again, Outcome, Sent

ELSEWHERE = 2.0  # seconds after which somebody else's terminal may have asked


class ConsoleSender:
    def __init__(self, write: Callable[[str], None], account: str | None = None) -> None:
        """`account` None: everybody's words appear here."""
        self._write = write
        self._account = account

    async def send(self, account: str, outgoing: Outgoing, key: str) -> Outcome:  # noqa: ARG002  one reader, no repeats
        if self._account not in (None, account):
            return Again("sits at another terminal", after=ELSEWHERE)
        self._write(numbered(outgoing))
        return Sent()
