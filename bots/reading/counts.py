"""Numbers tied to what they count: heads or machines, by the unit behind them or the noun before them."""

from collections.abc import Sequence
from dataclasses import replace

from bots.reading.count import Count, Role, Sort, name_of
from bots.reading.counted import counted
from bots.reading.lexicon import ACTIVITIES
from bots.reading.loose import is_loose
from bots.reading.scan import (
    Scan,
    alternative,
    denied,
    head_before,
    measure_index,
)
from bots.reading.tokens import Tok, Token


def find_counts(text: str, tokens: Sequence[Token]) -> list[Count]:
    """Every number in `tokens` that counts heads or machines, in order; roles are not yet judged by context."""
    scan = Scan(text, tokens, set(), {i for i, t in enumerate(tokens) if denied(tokens, i)})
    found: list[Count] = []
    skip = -1
    for i, token in enumerate(tokens):
        if token.kind is not Tok.NUMBER or i <= skip:
            continue
        last = alternative(tokens, i)
        count = _count(scan, i, last)
        if last != i:
            skip = last
        if count is not None:
            found.append(count)
    return _with_activities(found, tokens)


def _count(scan: Scan, i: int, last: int) -> Count | None:
    number = scan.tokens[i].number
    if number is None or number.whole is None:
        return None
    unit = measure_index(scan.tokens, last)
    if each := _each(scan, i):
        return _shared(scan, i, unit, each)
    head = head_before(scan, i)
    made = counted(scan, i, last, unit, head)
    if made is None:
        return None
    sort, name, used, end = made
    loose = is_loose(scan, i, unit)
    scan.used |= used
    start = min([scan.tokens[i].start, *(scan.tokens[u].start for u in used)])
    role = Role.WRONG if i in scan.wrong else Role.TOTAL if name == "" else Role.PART
    if any(scan.tokens[u].kind in (Tok.STAFF, Tok.VISITOR) for u in used):
        role = Role.NOT_OURS
    exact = number.exact and last == i and not loose
    other = scan.tokens[last].number if last != i else None
    return Count(
        sort,
        role,
        name,
        number.whole,
        exact,
        start,
        end,
        scan.text[start:end],
        other.whole if other else number.upto,
    )


def _each(scan: Scan, i: int) -> list[int]:
    """The kinds that share number `i` in 塔吊、泵车和吊车各1台."""
    j = i - 1
    while j > 0 and scan.tokens[j].word in ("各", "有", " "):
        j -= 1
    if j == i - 1 or "各" not in [t.word for t in scan.tokens[j + 1 : i]]:
        return []
    found: list[int] = []
    while j >= 0 and scan.tokens[j].kind in (Tok.MACHINE, Tok.TRADE) and j not in scan.used:
        found.append(j)
        j -= 2 if j and scan.tokens[j - 1].word in ("、", "和", "及", "与", " ") else j + 1
    return found


def _shared(scan: Scan, i: int, unit: int | None, each: list[int]) -> Count | None:
    number = scan.tokens[i].number
    kinds = {scan.tokens[j].kind for j in each}
    if number is None or number.whole is None or len(kinds) != 1:
        return None
    scan.used |= set(each)
    start = scan.tokens[min(each)].start
    end = scan.tokens[unit].end if unit is not None else scan.tokens[i].end
    sort = Sort.MACHINES if kinds == {Tok.MACHINE} else Sort.PEOPLE
    name = "、".join(name_of(scan.tokens[j]) for j in sorted(each))
    return Count(
        sort,
        Role.PART,
        name,
        number.whole * len(each),
        number.exact,
        start,
        end,
        scan.text[start:end],
        shared=True,
    )


def _with_activities(counts: list[Count], tokens: Sequence[Token]) -> list[Count]:
    """ "钢筋18" is heads only in a list of trades, or when 人 says so; alone it may be tonnes."""
    activities = {t.start: t for t in tokens if t.kind is Tok.ACTIVITY}
    kept: list[Count] = []
    for i, count in enumerate(counts):
        token = activities.get(count.start)
        if token is None or count.sort is not Sort.PEOPLE or count.words[-1] in "人名员位":
            kept.append(count)
            continue
        near = counts[max(0, i - 1) : i] + counts[i + 1 : i + 2]
        if any(n.sort is Sort.PEOPLE and n.name not in ACTIVITIES and n.role is Role.PART for n in near):
            kept.append(replace(count, role=Role.PART))
        elif any(n.start in activities and n.sort is Sort.PEOPLE for n in near):
            # 水电8 抹灰15: heads, or is it 15 rooms?
            kept.append(replace(count, role=Role.PART, exact=False))
    return kept
