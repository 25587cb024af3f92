"""What the bot says, on the terminal of the one person who sits at it."""

from collections.abc import Callable

from bots.message import Outgoing, numbered
from bots.pump import Again, Outcome, Sent

ELSEWHERE = 2.0  # seconds after which somebody else's terminal may have asked


class ConsoleSender:
    def __init__(self, account: str, write: Callable[[str], None]) -> None:
        self._account = account
        self._write = write

    async def send(self, account: str, outgoing: Outgoing, key: str) -> Outcome:  # noqa: ARG002  one reader, no repeats
        if account != self._account:
            return Again("sits at another terminal", after=ELSEWHERE)
        self._write(numbered(outgoing))
        return Sent()
