"""A fragment of a name against the full names: 县医院 is 县人民医院迁建项目, 二期 is not 一期."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from bots.reading.fold import fold
from bots.reading.numerals import from_chinese

CLOSE = 10  # two names whose scores differ by less are a question, not an answer
ENOUGH = 60


@dataclass(frozen=True, slots=True)
class Match:
    """`best` is None when nothing fits or when it must be asked which; `candidates` come best first."""

    best: str | None
    candidates: tuple[str, ...] = ()


def match_project(fragment: str, names: Sequence[str]) -> Match:
    """The one of `names` that `fragment` means. Exact and contained names win; what ties is asked."""
    wanted = normalized(fragment)
    if not wanted or not names:
        return Match(None)
    table = {name: normalized(name) for name in names}
    for test in (
        lambda n: n == wanted,
        lambda n: _bare(n) == _bare(wanted),
        lambda n: wanted in n or (len(n) > 2 and n in wanted),
    ):
        if hits := [name for name, plain in table.items() if test(plain)]:
            return Match(hits[0] if len(hits) == 1 else None, tuple(hits))
    scored = sorted(((_score(wanted, plain), name) for name, plain in table.items()), key=lambda s: -s[0])
    likely = [(score, name) for score, name in scored if score >= ENOUGH]
    if not likely:
        return Match(None)
    close = [name for score, name in likely if likely[0][0] - score < CLOSE]
    return Match(close[0] if len(close) == 1 else None, tuple(name for _, name in likely[:5]))


_MARKS = re.compile(r"[\s\-_·,，。.、:;()\[\]\"'“”《》]")
_NUMBERED = re.compile(r"第?([一二三四五六七八九十]{1,3})(?=期|标|号|区|中|小|院|桥|路|厂)")


@lru_cache(maxsize=8192)  # the same names with every message
def normalized(name: str) -> str:
    """Folded, lower case, without marks and gaps, its numerals Arabic: 二期, 2期 and Ⅱ期 are one."""
    plain = _MARKS.sub("", fold(name).lower())
    plain = (
        plain.replace("ⅰ", "1")
        .replace("ⅱ", "2")
        .replace("ⅲ", "3")
        .replace("iii期", "3期")
        .replace("ii期", "2期")
    )
    return _NUMBERED.sub(_arabic, plain)


def _arabic(m: re.Match[str]) -> str:
    read = from_chinese(m[1])
    return str(read[0]) if read and read[1] else m[0]


def _bare(name: str) -> str:
    return re.sub(r"(?:建设|新建)?(?:项目|工程)$", "", name)


def _score(wanted: str, name: str) -> float:
    """Letters are initials (xyy); else the best of common letters in order and what dictation would mishear."""
    if re.fullmatch(r"[a-z]{2,12}", wanted):
        return 90.0 if wanted in _initials(name) else 0.0
    if _phases(wanted) and _phases(name) and _phases(wanted) != _phases(name):
        return 0.0
    if _is_subsequence(wanted, name):
        return 80.0 + 20.0 * len(wanted) / len(name)
    sound = fuzz.partial_ratio(_sounds(wanted), _sounds(name)) * 0.8 if len(wanted) > 2 else 0.0
    return max(fuzz.WRatio(wanted, name) * 0.9, sound)


def _phases(name: str) -> list[str]:
    return re.findall(r"\d+(?=期|标)", name)


def _is_subsequence(wanted: str, name: str) -> bool:
    """县医院 in 县人民医院迁建; three letters at least, or two that begin the name."""
    letters = iter(name)
    return (len(wanted) > 2 or name.startswith(wanted)) and all(char in letters for char in wanted)


def _initials(name: str) -> str:
    from pypinyin import (
        Style,
        lazy_pinyin,
    )  # its dictionaries cost a tenth of a second; most messages need none

    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))


def _sounds(name: str) -> list[str]:
    from pypinyin import lazy_pinyin

    return lazy_pinyin(name)
