"""A message cut where people breathe, and the stretches that speak of other days or ask instead of tell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_BREAKS = re.compile(r"[，,。;!?\n]")
_ASKING = re.compile(
    r"[?]|吗|哪位|(?:按|用|算|报)[^，,。;\d]{1,10}还是(?:按|用|算|报)|请问|怎么(?:没|不|还|才)|(?<![\d一二三四五六七八九十百千好来])几[分个天人台次遍](?=[，,。;!?\s]|$)|呢$|吧[?]|(?P<a>[\u4e00-\u9fff])[不没](?P=a)|有没有|能否|是否|可否|多少|怎么样|怎么办|怎么[算报填弄办理做写查]|什么时候|啥时候|为什么|咋样|咋办|如何|几点|几号|哪[些个天里]|"
    r"报了没$|了没$|没报$|谁[来去负能回]|是谁|来着[?]"
)
# A heading of plans; what follows, up to the end of its sentence, has not happened.
_PLANS = re.compile(
    r"(?:(?:明[天日]|后天|次日|下周|下步|下一步|下阶段|本[周旬月]|下[月旬]|上旬|中旬|下旬|近期|今后|明后天)(?:的)?(?:工作|施工|主要)?(?:计划|安排|打算|目标|工作)?|"
    r"(?:工作|施工|倒排|进度|节点)?(?:计划|安排|打算)|目标)(?:是|为|如下)?:(?:[^。;!?\n]|;(?![^:;。\n]{0,8}:|\s?(?:工人|人数|机械|今|现|存在|问题)))*"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """[start, end) of the segment, without the mark that ends it."""

    text: str
    start: int
    end: int
    asks: bool
    mark: str  # the sign that ended it; "" at the end of the text


def clauses(text: str) -> tuple[Clause, ...]:
    found: list[Clause] = []
    start = 0
    for end, mark in [*((m.start(), m.group()) for m in _breaks(text)), (len(text), "")]:
        if text[start:end].strip():
            found.append(Clause(text[start:end], start, end, _asks(text[start:end] + mark), mark))
        start = end + 1
    return tuple(found)


def _breaks(text: str) -> list[re.Match[str]]:
    """Every break except the comma of 1,200."""
    return [m for m in _BREAKS.finditer(text) if not (m.group() == "," and _is_thousands(text, m.start()))]


def _is_thousands(text: str, at: int) -> bool:
    return bool(re.match(r"\d,\d{3}(?!\d)", text[max(0, at - 1) : at + 5]))


def _asks(words: str) -> bool:
    return bool(_ASKING.search(words.rstrip(" ")))


def plans(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(m.span() for m in _PLANS.finditer(text))


def inside(at: int, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in ranges)
