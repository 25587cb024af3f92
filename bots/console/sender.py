"""What the bot says, on the terminal."""

from collections.abc import Callable

from bots.message import Outgoing, numbered
from bots.pump import Outcome, Sent


class ConsoleSender:
    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write

    async def send(self, account: str, outgoing: Outgoing, key: str) -> Outcome:  # noqa: ARG002  one reader, no repeats
        self._write(numbered(outgoing))
        return Sent()
