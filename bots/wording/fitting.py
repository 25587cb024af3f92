"""The last measure: whatever people have typed into it, a message fits what every channel can carry."""

from collections.abc import Sequence
from dataclasses import replace

from bots.message import Outgoing, numbered
from reports import phrases

MOST = 2048  # bytes of UTF-8 in a WeCom text message, the choices beneath it included
LONG_LINE = 160  # characters
MORE = "……（内容较长，其余略）"


def fitted(outgoing: Outgoing) -> Outgoing:
    """First long lines are shortened, then the last lines left out, and that is said."""
    if _size(outgoing) <= MOST:
        return outgoing
    lines = [phrases.clipped(line, LONG_LINE) for line in outgoing.text.split("\n")]
    shorter = replace(outgoing, text="\n".join(lines))
    while _size(shorter) > MOST and len(lines) > 1:
        lines.pop()
        shorter = replace(outgoing, text="\n".join([*lines, MORE]))
    return shorter


def rest(total: int, shown: int) -> list[str]:
    """The line below a list that was cut: how many more there are."""
    return [f"……另有{total - shown}个"] if total > shown else []


def as_many(head: Sequence[str], lines: Sequence[str], most: int) -> str:
    """The head and so many of the lines from the first on, fewer when one message takes no more, and how many are left."""
    for shown in range(min(len(lines), most), -1, -1):
        text = "\n".join([*head, *lines[:shown], *rest(len(lines), shown)])
        if len(text.encode()) <= MOST:
            break
    return text


def _size(outgoing: Outgoing) -> int:
    return len(numbered(outgoing).encode())
