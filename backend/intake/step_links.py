"""What holds a step back, as offices and scheduling programs write it: 2；3+5；4SS+2；5FF-1天；6FS+7日历天；A10: FS 5。

    <step>[:][FS|SS|FF|SF|完成-开始|…][+|-<lag>[unit]]

Without a unit, and in d, 天, 工作日, a lag counts working days; in ed, 日历天, 自然日 it counts days of the week as they
come (养护). A week (w, 周) is five working days, a calendar week (ew, 日历周) seven days.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any
from unicodedata import normalize

from backend.domain.plan import LagUnit, Link, LinkType
from backend.intake.cells import plain
from backend.intake.complaint import BadCell
from backend.intake.plans import MAX_DAYS

SEPARATORS = "、，,;；\r\n"
SHAPE = "请写成 2；3+5；4SS+2 的样子"
_DASHES = str.maketrans("−–—‐‑", "-----")
_TYPES = {"完成": "F", "开始": "S"}
_WORK_DAY = r"d|days?|wd|天|日|(?:个 ?)?工作[日天]"
_WORK_WEEK = r"w|wks?|weeks?|(?:个 ?)?(?:工作)?(?:周|星期)"
_CALENDAR_DAY = r"ed|edays?|elapsed days?|(?:个 ?)?(?:日历|自然|连续)[天日]"
_CALENDAR_WEEK = r"ew|ewks?|eweeks?|elapsed weeks?|(?:个 ?)?(?:日历|自然|连续)(?:周|星期)"
_OTHER = r"e?%|e?h|e?hrs?|e?hours?|e?m|e?mins?|e?minutes?|(?:个 ?)?小时|分钟?|e?mo|e?mons?|e?months?|(?:个 ?)?月|年"
_UNITS: Mapping[str, tuple[str, LagUnit, int]] = {
    "work_day": (_WORK_DAY, LagUnit.WORK, 1),
    "work_week": (_WORK_WEEK, LagUnit.WORK, 5),
    "calendar_day": (_CALENDAR_DAY, LagUnit.CALENDAR, 1),
    "calendar_week": (_CALENDAR_WEEK, LagUnit.CALENDAR, 7),
}
_ANY_UNIT = "|".join(
    [*(f"(?P<{name}>{words})" for name, (words, _, _) in _UNITS.items()), f"(?P<other>{_OTHER})"]
)
_TAIL = re.compile(  # what may stand behind a step's id; P6 puts a colon between, and no plus before a lag
    r" ?(?P<colon>:)? ?(?P<type>FS|SS|FF|SF|(?P<from>完成|开始) ?[-~至到→]? ?(?P<to>完成|开始))?"
    rf" ?(?P<lag>(?P<sign>[+-])? ?(?P<count>\d{{1,9}}(?:\.\d{{1,9}})?) ?(?:{_ANY_UNIT})?)?",
    re.ASCII | re.IGNORECASE,
)
_UNIT_WORDS = {LagUnit.WORK: "个工作日", LagUnit.CALENDAR: "个日历天"}
_UNIT_ENDINGS = {LagUnit.WORK: "", LagUnit.CALENDAR: "日历天"}


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
    readings = [(before, tail) for before, tail in _readings(text) if before in known]
    if len(readings) > 1:
        links = [_link(text, before, tail) for before, tail in readings]
        choices = "；".join(f"{_meant(link)}，写成 {_spelt(link)}" for link in links)
        raise BadCell(f"「{text}」有两种读法：{choices}")
    if not readings:
        raise BadCell(_unknown(text))
    link = _link(text, *readings[0])
    if abs(link.lag) > MAX_DAYS:
        raise BadCell(f"「{text}」的间隔超过 {MAX_DAYS} {_UNIT_WORDS[link.unit]}")
    return link


def _unknown(text: str) -> str:
    *_, (shortest, _) = _readings(text)
    if shortest != text:
        return f"「{text}」里的步骤「{shortest}」本项目没有"
    return f"本项目没有步骤「{text}」" + ("" if text.isalnum() else f"，{SHAPE}")


def _readings(text: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    """All of it as a step's id, then less and less of it with what is said behind it."""
    yield text, None
    for at in range(len(text) - 1, 0, -1):
        tail = _TAIL.fullmatch(text, at)
        if tail and text[at - 1] != " " and _is_plain(tail):
            yield text[:at], tail


def _is_plain(tail: re.Match[str]) -> bool:
    """A bare number behind an id is a lag only where its type is said: 12 is never the step 1 with a lag of 2."""
    return not tail["lag"] or bool(tail["sign"] or tail["type"])


def _link(text: str, before: str, tail: re.Match[str] | None) -> Link:
    if tail is None:
        return Link(before)
    said = (tail["type"] or "FS").upper()
    if tail["from"]:
        said = _TYPES[tail["from"]] + _TYPES[tail["to"]]
    lag, unit = _lag(text, tail)
    return Link(before, LinkType(said), lag, unit if lag else LagUnit.WORK)


def _lag(text: str, tail: re.Match[str]) -> tuple[int, LagUnit]:
    if not tail["lag"]:
        return 0, LagUnit.WORK
    if tail["other"]:
        wrong = "百分比" if tail["other"].endswith("%") else f"“{tail['other']}”"
        raise BadCell(f"「{text}」的间隔不能用{wrong}，请换算成工作日（如 3+5）或日历天（如 3+7日历天）")
    unit, size = next(
        ((unit, size) for name, (_, unit, size) in _UNITS.items() if tail[name]), (LagUnit.WORK, 1)
    )
    days = float(tail["count"]) * size
    if not days.is_integer():
        raise BadCell(f"「{text}」的间隔不是整天，请写整数，如 3+5")
    return int(days) * (-1 if tail["sign"] == "-" else 1), unit


def link_text(link: Link, known: Collection[str]) -> str:
    """The shortest spelling that `link_of` reads as this link among these steps.

    No step's id has a blank in it, so that with a blank and a colon behind the id nothing can be misread.
    """
    type = "" if link.type is LinkType.FS else link.type.value
    lag = f"{link.lag:+}{_UNIT_ENDINGS[link.unit]}" if link.lag else ""
    for spelling in (f"{link.before}{type}{lag}", f"{link.before}{link.type}{lag}"):
        if [before for before, _ in _readings(spelling) if before in known] == [link.before]:
            return spelling
    return f"{link.before} :{link.type}{lag}"


def _meant(link: Link) -> str:
    if link.lag == 0:
        return f"步骤 {link.before}"
    return f"步骤 {link.before} {'隔' if link.lag > 0 else '提前'} {abs(link.lag)} {_UNIT_WORDS[link.unit]}"


def _spelt(link: Link) -> str:
    lag = f"{link.lag:+}{_UNIT_ENDINGS[link.unit]}" if link.lag else ""
    return f"{link.before}{link.type}{lag}"
