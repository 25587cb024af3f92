"""From judged counts to one figure: the sum, or a doubt in its place."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bots.intents import Doubt, Span
from bots.reading.count import Count, Role, Sort
from bots.reading.judging import GRAND, PART_OF_DAY
from bots.reading.lexicon import ACTIVITIES, TRADES

_MOST = {
    Sort.PEOPLE: 20_000,
    Sort.MACHINES: 3_000,
}  # beyond this it is a slip of the finger  # beyond this it is a slip of the finger
_NO_TRADE = ("停工", "复工", "开工", "施工", "完工", "出工", "上工")
_FIELD = {Sort.PEOPLE: "workers", Sort.MACHINES: "machines"}


# What a total may belong to and still add up to one site: 一期工人30，二期工人45.
_SITE_PART = re.compile(
    r"[期区标段楼栋幅岸洞口线侧端桥墩道点处站队组班面边头间层井池库馆房#号\d]|上午|下午|白天|[夜晚早]"
)


# Labels that sound like two projects: 中学32人，小学28人.
_OTHER_SITE = re.compile(r"(?:[大中小]学|医院|厂|公园|大道|项目|中心|馆|镇|广场|小区)(?:那边|这边|报)?$")


@dataclass(frozen=True, slots=True)
class Tally:
    """`value` is None when nothing was said or when what was said is doubtful."""

    value: int | None = None
    parts: Mapping[str, int] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()
    spans: tuple[Span, ...] = ()


def tally(counts: Iterable[Count], sort: Sort) -> Tally:
    """The day's figure of one sort, from judged counts."""
    ours = [c for c in counts if c.sort is sort]
    spans = tuple(Span(_FIELD[sort], c.start, c.end) for c in ours if c.role in (Role.TOTAL, Role.PART))
    parts = _parts(ours)
    value, reason = _figure(ours, sort)
    if reason:
        return Tally(None, {}, (_doubt(reason, ours, sort),), spans)
    return Tally(value, parts if value is not None else {}, (), spans)


def _parts(ours: Sequence[Count]) -> dict[str, int]:
    found: dict[str, int] = {}
    for count in ours:
        named = (
            count.sort is Sort.MACHINES
            or count.name in TRADES
            or count.name in ACTIVITIES
            or (count.name.endswith("工") and count.name[-2:] not in _NO_TRADE)
        )
        if count.role in (Role.PART, Role.SUBSET) and count.name and named and count.exact:
            found[count.name] = found.get(count.name, 0) + count.value
    return found


def _figure(ours: Sequence[Count], sort: Sort) -> tuple[int | None, str]:
    """(figure, "") or (None, why it is doubtful); (None, "") when there is nothing."""
    totals = [c for c in ours if c.role is Role.TOTAL]
    parts = [c for c in ours if c.role is Role.PART]
    if not totals and not parts:
        return None, "per" if any(c.role is Role.PER for c in ours) else "change" if any(
            c.role is Role.CHANGE for c in ours
        ) else ""
    grand = [c for c in totals if GRAND.search(c.words)] or totals
    chosen = grand or parts
    if any(not c.exact for c in chosen):
        return None, "rough"
    if len(chosen) > 1 and sum(bool(PART_OF_DAY.search(c.name)) for c in chosen) > 1:
        return None, "several"
    if (
        len({c.value for c in grand}) > 1
        and len({c.name for c in grand if c.name}) == len(grand)
        and all(_SITE_PART.search(c.name) for c in grand)
    ):
        return sum(c.value for c in grand), ""  # 一期工人30，二期工人45
    if len({c.value for c in grand}) > 1:
        return None, "several"
    if not grand and len({c.name for c in parts if _OTHER_SITE.search(c.name)}) > 1:
        return None, "several"
    summed = sum(c.value for c in parts)
    value = grand[0].value if grand else summed
    if grand and summed > value and all(c.exact for c in parts):
        return None, "several"
    if any(c.role is Role.PER for c in ours) and not grand:
        return None, "per"
    return (None, "large") if value > _MOST[sort] else (value, "")


def _doubt(reason: str, ours: Sequence[Count], sort: Sort) -> Doubt:
    said = [c for c in ours if c.role not in (Role.WRONG, Role.NOT_OURS, Role.SUBSET)]
    words = "、".join(dict.fromkeys(c.words for c in said))
    guesses: set[int] = set()
    if reason == "rough" and len(said) > 1 and all(c.role is Role.PART for c in said):
        guesses = {sum(c.value for c in said)}
    elif reason in ("rough", "several"):
        guesses = {v for c in said for v in (c.value, c.instead) if v is not None and "几" not in c.words}
    return Doubt(_FIELD[sort], words, tuple(str(v) for v in sorted(guesses)))
