"""Finding one's way among the tokens around a number: its unit, the noun before it, the noun behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bots.reading.tokens import Tok, Token

PEOPLE_HEADS = frozenset({Tok.WORKERS, Tok.TRADE, Tok.ACTIVITY, Tok.STAFF, Tok.VISITOR})
MACHINE_HEADS = frozenset({Tok.MACHINES, Tok.MACHINE, Tok.INSTALLED})
HEADS = PEOPLE_HEADS | MACHINE_HEADS
_OR = frozenset({"还是", "或", "或者", "-", "~", "到", "至", "、", "+"})
_NOT_BEFORE = frozenset(
    {"不是", "而不是", "并非", "非", "不", "打成", "写成", "报成", "记成", "说成", "发成", "多报了", "少报了"}
)


_REPLACED_BY = frozenset(
    {
        "→",
        "减到",
        "减至",
        "减少到",
        "增到",
        "增至",
        "增加到",
        "增加至",
        "加到",
        "降到",
        "降至",
        "变成",
        "变为",
        "改为",
        "改成",
        "更正为",
        "更正成",
        "更正",
    }
)


_WRONG_AFTER = frozenset({"不对", "错了", "有误", "不准"})


@dataclass(slots=True)
class Scan:
    text: str
    tokens: Sequence[Token]
    used: set[int]  # indices of head tokens that already have their number
    wrong: set[int]  # indices of numbers that were denied


def denied(tokens: Sequence[Token], i: int) -> bool:
    """不是83; 83 of "83改为38"."""
    if tokens[i].kind is not Tok.NUMBER:
        return False
    before = previous(tokens, i)
    if (
        before is not None
        and tokens[before].kind in HEADS
        and before
        and tokens[before - 1].word in _NOT_BEFORE
    ):
        return True  # 写成塔吊5台
    if before is not None and tokens[before].word in _NOT_BEFORE:
        return True
    after = measure_index(tokens, i)
    after = following(tokens, after if after is not None else i)
    return after is not None and (tokens[after].word in _REPLACED_BY or tokens[after].word in _WRONG_AFTER)


def previous(tokens: Sequence[Token], i: int) -> int | None:
    i -= 1
    while i >= 0 and tokens[i].kind is Tok.SPACE:
        i -= 1
    return i if i >= 0 else None


def following(tokens: Sequence[Token], i: int) -> int | None:
    i += 1
    while i < len(tokens) and tokens[i].kind is Tok.SPACE:
        i += 1
    return i if i < len(tokens) else None


def measure_index(tokens: Sequence[Token], i: int) -> int | None:
    """The unit of the number at `i`: next to it, or over one space."""
    for j in (i + 1, i + 2):
        if j >= len(tokens):
            return None
        if tokens[j].kind in (Tok.HEADS, Tok.MACHINE_UNIT, Tok.UNIT, Tok.PIECE):
            return j
        if tokens[j].kind is not Tok.SPACE:
            return None
    return None


def alternative(tokens: Sequence[Token], i: int) -> int:
    """The index of the last number of "12个还是14个", "30-40"; `i` itself when there is one number only."""
    unit = measure_index(tokens, i)
    if unit is not None and tokens[unit].kind is Tok.UNIT:
        return i
    if unit is None and _stands_beside_another(tokens, i):
        return i + 2
    link = following(tokens, unit if unit is not None else i)
    if link is None or tokens[link].word not in _OR:
        return i
    other = following(tokens, link)
    if other is None or tokens[other].kind is not Tok.NUMBER:
        return i
    measure = measure_index(tokens, other)
    if measure is not None and tokens[measure].kind is Tok.UNIT:
        return i
    return other


def _stands_beside_another(tokens: Sequence[Token], i: int) -> bool:
    """工人45 46: two bare numbers and one noun."""
    kinds = [t.kind for t in tokens[i + 1 : i + 4]]
    return kinds[:2] == [Tok.SPACE, Tok.NUMBER] and (len(kinds) == 2 or kinds[2] is Tok.STOP)


def head_before(scan: Scan, i: int) -> int | None:
    """The noun whose number this is: over spaces, a colon and linking words, and over numbers that were denied."""
    tokens = scan.tokens
    denied = False
    for j in range(i - 1, max(-1, i - 12), -1):
        kind = tokens[j].kind
        if kind in HEADS:
            return None if j in scan.used and not denied else j
        if j in scan.wrong:
            denied = True
        elif kind in (Tok.HEADS, Tok.MACHINE_UNIT, Tok.STOP) and any(
            k in scan.wrong for k in range(max(0, j - 3), j)
        ):
            continue
        elif kind not in (Tok.SPACE, Tok.COLON, Tok.LINK):
            return None
    return None


def noun_after(scan: Scan, i: int, kinds: frozenset[Tok]) -> int | None:
    """The noun right behind token `i` (over one 的 or space), unless it starts its own count: 5台 挖机3台."""
    tokens = scan.tokens
    j = i + 1
    if j < len(tokens) and (tokens[j].word in ("的", "那个") or tokens[j].kind is Tok.SPACE):
        j += 1
    if (
        j + 2 < len(tokens)
        and tokens[j].kind is Tok.OTHER
        and "a" <= tokens[j].word[0] <= "z"
        and tokens[j + 1].kind is Tok.SPACE
    ):
        j += 2  # 2 tower cranes
    if j >= len(tokens) or tokens[j].kind not in kinds:
        return None
    if tokens[j - 1].kind is Tok.SPACE and tokens[i - 1].kind is Tok.SPACE and own_number(tokens, j) is None:
        return j  # "40 个 工人": a hand that puts gaps everywhere
    spaced = tokens[j - 1].kind is Tok.SPACE
    chinese = "\u4e00" <= tokens[j].word[0] <= "\u9fff"
    if spaced and chinese:
        return None
    if chinese and own_number(tokens, j) == j + 1:
        return None if not _reads_backwards(tokens, j) else j
    return j


def own_number(tokens: Sequence[Token], j: int) -> int | None:
    """The number that follows noun `j` over gaps and a colon."""
    after = following(tokens, j)
    if after is not None and tokens[after].kind is Tok.COLON:
        after = following(tokens, after)
    return after if after is not None and tokens[after].kind is Tok.NUMBER else None


def _reads_backwards(tokens: Sequence[Token], j: int) -> bool:
    """2台泵车1台挖机: the number behind the noun has a unit and a noun of its own."""
    unit = measure_index(tokens, j + 1)
    k = (unit if unit is not None else j + 1) + 1
    return k < len(tokens) and tokens[k].kind in (Tok.MACHINE, Tok.TRADE)


def ends(scan: Scan, i: int) -> bool:
    """Whether nothing but a break follows token `i`."""
    return i + 1 >= len(scan.tokens) or scan.tokens[i + 1].kind in (Tok.STOP, Tok.SPACE)


def words_before(scan: Scan, i: int) -> str:
    """The text from the last break, or the last number, up to number `i`."""
    parts: list[str] = []
    for j in range(i - 1, -1, -1):
        token = scan.tokens[j]
        if (
            token.kind in (Tok.STOP, Tok.NUMBER, Tok.HEADS, Tok.MACHINE_UNIT, Tok.UNIT)
            or token.word in "、()"
            or len(parts) > 24
        ):
            break
        if token.kind is Tok.SPACE and parts:
            break
        parts.append("" if token.kind is Tok.LINK else token.word)
    return "".join(reversed(parts))
