"""What the bot says, on the terminal of the one person who sits at it."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

from bots.message import Outgoing, Picture, numbered
from bots.pictures import Show, nothing
from bots.pump import Again, Outcome, Sent

ELSEWHERE = 2.0  # seconds after which somebody else's terminal may have asked
LONGEST_NAME = 60  # characters of a file name: three bytes each, and a file system takes 255


class ConsoleSender:
    def __init__(
        self,
        write: Callable[[str], None],
        account: str | None = None,
        show: Show = nothing,
        folder: Path = Path(),
    ) -> None:
        """`account` None: everybody's words appear here. Pictures are written into `folder`, the newest of each name."""
        self._write = write
        self._account = account
        self._show = show
        self._folder = folder

    async def send(self, account: str, outgoing: Outgoing, key: str) -> Outcome:  # noqa: ARG002  one reader, no repeats
        if self._account not in (None, account):
            return Again("sits at another terminal", after=ELSEWHERE)
        if outgoing.text:
            self._write(numbered(outgoing))
        if outgoing.picture is not None and (shown := await asyncio.to_thread(self._hung, outgoing.picture)):
            self._write(shown)
        return Sent()

    def _hung(self, picture: Picture) -> str:
        """Where the picture lies now; nothing when it cannot be drawn."""
        content = self._show(picture)
        if content is None:
            return ""
        self._folder.mkdir(parents=True, exist_ok=True)
        title = re.sub(r'[\\/:*?"<>|\s\x00-\x1f]+', "_", picture.title)[:LONGEST_NAME]
        path = self._folder / f"{title}.png"
        path.write_bytes(content)
        return f"[图片 {path.name} {max(1, round(len(content) / 1024))} KB]\n已存到 {path}"
