"""What holds a step back, as offices and scheduling programs write it: 2；3+5；4SS+2；5FF-1天."""

import re
from collections.abc import Collection, Iterator
from typing import Any
from unicodedata import normalize

from backend.domain.plan import Link, LinkType
from backend.intake.cells import plain
from backend.intake.complaint import BadCell
from backend.intake.plans import MAX_DAYS

SEPARATORS = "、,，;；\r\n"
SHAPE = "请写成 2；3+5；4SS+2 的样子"
_DASHES = str.maketrans("−–—‐‑", "-----")
_TAIL = re.compile(  # what may stand behind a step's id
    r" ?(?P<type>FS|SS|FF|SF)? ?(?P<lag>[+-] ?\d{1,9} ?(?:天|日|个?工作日|d)?)?", re.ASCII | re.IGNORECASE
)


def step_id(value: Any) -> str:
    """Raises BadCell for what could not be told apart inside a list of links."""
    shown = _tidy(plain(value))
    if re.search(rf"[\s{SEPARATORS}]", shown) or not shown.isprintable():
        raise BadCell("编号里不能有空格、逗号、顿号、分号")
    if not any(character.isalnum() for character in shown):
        raise BadCell(f"「{shown}」不是编号，请写成 1、1.1 或 A-3 的样子")
    if len(shown) > 60:
        raise BadCell(f"有 {len(shown)} 个字，最多 60 个字")
    return shown


def link_texts(value: Any) -> tuple[str, ...]:
    """The links of a cell, each still a text: whether 3-2 is a step or a lag only the plan's steps can tell."""
    found = (_tidy(part) for part in re.split(f"[{SEPARATORS}]", plain(value)))
    return tuple(dict.fromkeys(part for part in found if part))


def _tidy(text: str) -> str:
    return " ".join(normalize("NFKC", text).translate(_DASHES).split())


def link_of(text: str, known: Collection[str]) -> Link:
    """Raises BadCell for a step that is not there, and where two steps of the plan make a text mean two things."""
    readings = [link for link in _readings(text) if link.before in known]
    if len(readings) > 1:
        choices = "；".join(f"{_meant(link)}，写成 {_spelt(link)}" for link in readings)
        raise BadCell(f"「{text}」有两种读法：{choices}")
    if not readings:
        raise BadCell(_unknown(text))
    if abs(readings[0].lag) > MAX_DAYS:
        raise BadCell(f"「{text}」的间隔超过 {MAX_DAYS} 个工作日")
    return readings[0]


def _unknown(text: str) -> str:
    *_, shortest = _readings(text)
    if shortest.before != text:
        return f"「{text}」里的步骤「{shortest.before}」本项目没有"
    return f"本项目没有步骤「{text}」" + ("" if text.isalnum() else f"，{SHAPE}")


def _readings(text: str) -> Iterator[Link]:
    """All of it as a step's id, then less and less of it."""
    yield Link(text)
    for at in range(len(text) - 1, 0, -1):
        tail = _TAIL.fullmatch(text, at)
        if tail and text[at - 1] != " ":
            lag = int(re.sub(r"[^\d+-]", "", tail["lag"] or "0"))
            yield Link(text[:at], LinkType((tail["type"] or "FS").upper()), lag)


def _meant(link: Link) -> str:
    if link.lag == 0:
        return f"步骤 {link.before}"
    return f"步骤 {link.before} {'隔' if link.lag > 0 else '提前'} {abs(link.lag)} 个工作日"


def _spelt(link: Link) -> str:
    return f"{link.before}{link.type}{link.lag:+}" if link.lag else f"{link.before}{link.type}"
