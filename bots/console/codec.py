"""A line typed in the terminal → `Incoming`. Pure.

工人86人，挖机3台          what a person would type in chat
[photo 三层封顶.jpg]       a picture from a file
[place 29.61,106.84]       where one is, in GCJ-02 degrees
[enter]                    opening the conversation
"""

import math
import re
from datetime import datetime

from bots.message import Incoming, Kind

CHANNEL = "console"
_BRACKET = re.compile(r"\[(?P<what>photo|place|enter)(?:\s+(?P<rest>.+?))?\s*\]")


class Unreadable(ValueError):
    """The line is in brackets and is not what brackets are for; the text says how to write it."""


def decode(line: str, account: str, key: str, at: datetime) -> Incoming:
    typed = line.strip()
    found = _BRACKET.fullmatch(typed)
    if found is None:
        return Incoming(CHANNEL, key, account, at, Kind.TEXT, text=typed)
    rest = found["rest"] or ""
    match found["what"]:
        case "photo":
            if not rest:
                raise Unreadable("照片这样发：[photo 文件名]")
            return Incoming(CHANNEL, key, account, at, Kind.PHOTO, media=rest)
        case "place":
            lat, lon = _degrees(rest)
            return Incoming(CHANNEL, key, account, at, Kind.LOCATION, lat=lat, lon=lon)
        case _:
            return Incoming(CHANNEL, key, account, at, Kind.ENTER)


def _degrees(text: str) -> tuple[float, float]:
    try:
        lat, lon = (float(part) for part in re.split(r"[,，]", text))
    except ValueError:
        raise Unreadable("位置这样发：[place 纬度,经度]，例如 [place 29.61,106.84]") from None
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
        raise Unreadable("位置超出范围：纬度在-90至90之间，经度在-180至180之间")
    return lat, lon
