"""Folded text cut into words that matter: numbers, who, what machine, which unit, what breaks the link between them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from bots.reading import lexicon
from bots.reading.numerals import Number, number_at


class Tok(Enum):
    NUMBER = auto()
    WORKERS = auto()  # 工人, 人数, 到岗
    TRADE = auto()
    ACTIVITY = auto()  # 钢筋, 模板: a trade only beside trades
    STAFF = auto()
    VISITOR = auto()
    HEADS = auto()  # the unit: 人, 名, 个人
    PIECE = auto()  # 个: whatever the noun says
    MACHINES = auto()
    MACHINE = auto()
    MACHINE_UNIT = auto()
    INSTALLED = auto()
    UNIT = auto()  # any other unit of measure
    LINK = auto()  # 是, 有, 共, 今天: lets a head reach its number
    STOP = auto()  # clause end
    COLON = auto()
    SPACE = auto()
    MASK = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Token:
    kind: Tok
    word: str
    start: int
    end: int
    number: Number | None = None


_LINKS = lexicon.words("""
是 为 共 有 计 约 大约 大概 来了 来 到了 到 在 上了 上 共计 总计 合计 总共 一共 总数 目前 达到 达 投入 投入了 只有 仅 仅有 还有 还是 剩 应该是 应该 应是 应为 不对 错了 有误 不准 → 打成 写成 报成 记成 说成 发成 多报了 少报了 减到 减至 减少到 增到 增至 增加到 增加至 加到 降到 降至 变成 变为 达到了 好 超 超过 更正为 更正成 改为 改成 更正
现有 实有 实到 实际 大概是 大概有 差不多 不是 而不是 并非 由 从 数 数量 数为 总 now is are was were about around total of approx ( ) = - 了 的 也是 就 只 等 报 报了 好像 可能 估计 估摸 兴许 那个 x * 进场 进场了 退回 分别 也 " ' “ ” [ ]
""")

_TABLE: dict[str, Tok] = {}
for _kind, _words in (
    (Tok.OTHER, lexicon.NOISE),
    (Tok.LINK, _LINKS),
    (Tok.ACTIVITY, lexicon.ACTIVITIES),
    (Tok.INSTALLED, lexicon.INSTALLED),
    (Tok.VISITOR, lexicon.VISITORS),
    (Tok.STAFF, lexicon.STAFF),
    (Tok.TRADE, (*lexicon.TRADES, *lexicon.SHIFTS)),
    (Tok.WORKERS, lexicon.WORKER_WORDS),
    (Tok.MACHINES, lexicon.MACHINE_WORDS),
    (Tok.MACHINE, lexicon.MACHINE_KINDS),
):
    _TABLE.update(dict.fromkeys(_words, _kind))


def _by_first(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """First character → words, longest first: one look at each place."""
    found: dict[str, list[str]] = {}
    for word in words:
        found.setdefault(word[0], []).append(word)
    return {first: tuple(sorted(group, key=len, reverse=True)) for first, group in found.items()}


_WORDS = _by_first(_TABLE)
_UNITS = _by_first(lexicon.UNITS)
_LATIN = re.compile(r"[a-z]{1,20}")
_HEADS = re.compile(
    r"(?:多|来|几)?(?:个|号|口)?(?:人(?![次均民防工大社]|才(?![对是行够]))|工(?=[、，,。;\s]|$))|(?:名|位)(?!(?:置|于|称|单))人?|员(?![工])|[个名]?(?:劳动力|劳力)|个(?=工人|民工)|p\b"
)
_MACHINE_UNIT = re.compile(
    r"台\(套\)|台/套|台套|台辆|台\(辆\)|机(?=$|[，,。;\s])|台(?![班次阶账帐身背风])|辆(?!次)|部(?![分位门署件队长])|架(?![子空设梁体])|艘|sets?\b|units?\b"
)
_CRAFT = re.compile(r"(?!其中)[\u4e00-\u9fff]{1,3}工(?=\s{0,2}[:]?\s{0,2}[\d一二三四五六七八九十两]|来了|有)")
_APPARATUS = re.compile(r"[\u4e00-\u9fff]{1,4}?[机车钻吊泵](?![\u4e00-\u9fff机])")
# 人工55 is a head count; 人工30元, 人工挖土3方 are none.
_MANUAL = re.compile(r"人工\s?:?\s?\d{1,4}(?:人|个|名|(?=$|[，,。;、\s]))")
# 升降机2, 吊篮机:3: a machine nobody taught us, known by its last character and the bare number behind it.
_RIG = re.compile(r"[\u4e00-\u9fff]{1,3}[机吊钻](?=\s?:?\s?\d{1,3}(?:$|[，,。;、\s]))")
_STOPS = frozenset("，,。;!?\n/")


def lex(text: str, masks: Iterable[tuple[int, int]], dates: Iterable[tuple[int, int]] = ()) -> list[Token]:
    """Tokens of folded `text`, covering it in order; nothing inside `masks` or `dates` becomes a number.

    A date may stand between a head and its number (工人今天45), a mask may not.
    """
    lower = text.lower()
    ends = {start: (end, Tok.MASK) for start, end in masks} | {start: (end, Tok.LINK) for start, end in dates}
    tokens: list[Token] = []
    at = 0
    while at < len(lower):
        token = _mask_at(lower, at, ends) or _next(lower, at, tokens)
        tokens.append(token)
        at = token.end
    return tokens


def _mask_at(text: str, at: int, ends: dict[int, tuple[int, Tok]]) -> Token | None:
    if at not in ends:
        return None
    end, kind = ends[at]
    return Token(kind, text[at:end], at, end)


def _next(text: str, at: int, before: list[Token]) -> Token:
    char = text[at]
    if char == "\n" or char in _STOPS:
        return Token(Tok.STOP, char, at, at + 1)
    if char in " |":
        return Token(Tok.SPACE, char, at, at + 1)
    if char == ":":
        return Token(Tok.COLON, char, at, at + 1)
    token = _measure(text, at) if _follows_number(before) else None
    if token and not (token.kind is Tok.UNIT and _begins_work(text, at, before)):
        return token
    if "a" <= char <= "z":
        return _latin(text, at)
    return _chinese(text, at, before)


def _follows_number(before: list[Token]) -> bool:
    """Directly, or over one space: "12 层", "3 excavators"."""
    if before and before[-1].kind is Tok.SPACE:
        before = before[:-1] if len(before) < 2 else before[-2:-1]
    return bool(before) and before[-1].kind is Tok.NUMBER


def _begins_work(text: str, at: int, before: list[Token]) -> bool:
    """吊车2 路基填筑: behind a gap, when the number clings to the noun before it, the "unit" begins the next phrase."""
    if before[-1].kind is not Tok.SPACE or not "\u4e00" <= text[at] <= "\u9fff":
        return False
    if len(_longest(text, at, _WORDS)) > len(_longest(text, at, _UNITS)):
        return True
    return len(before) > 2 and before[-3].kind in _COUNTED


_COUNTED = frozenset({Tok.WORKERS, Tok.TRADE, Tok.MACHINES, Tok.MACHINE, Tok.COLON})


def _measure(text: str, at: int) -> Token | None:
    unit = "" if text[at] == "号" and text[at - 1] in "来多把余" else _longest(text, at, _UNITS)
    heads = _HEADS.match(text, at)
    if heads and (not unit or len(unit) <= heads.end() - at):
        return Token(Tok.HEADS, heads.group(), at, heads.end())
    machine = _MACHINE_UNIT.match(text, at)
    if machine and len(unit) <= machine.end() - at and not _is_word(text, at, machine.group()):
        return Token(Tok.MACHINE_UNIT, machine.group(), at, machine.end())
    if unit == "车" and text[at + 1 : at + 2].isdigit():
        return None  # 人32车5
    if unit and not _is_word(text, at, unit):
        return Token(Tok.UNIT, unit, at, at + len(unit))
    if text[at] == "号" and text[at - 1] in "来多把余":
        return Token(Tok.HEADS, "号", at, at + 1)  # 五十来号
    if text[at] in "个号":
        return Token(Tok.PIECE, text[at], at, at + 1)
    return None


def _is_word(text: str, at: int, unit: str) -> bool:
    """条件, 车间, 机械, "m" of "men": the unit is only the start of a longer word we know, or of a Latin word."""
    if "a" <= unit[-1] <= "z":
        return at + len(unit) < len(text) and "a" <= text[at + len(unit)] <= "z"
    word = _longest(text, at, _WORDS)
    return len(word) > len(unit) and _TABLE[word] is not Tok.OTHER


def _latin(text: str, at: int) -> Token:
    match = _LATIN.match(text, at)
    word = match.group() if match else text[at]
    return Token(_TABLE.get(word, Tok.OTHER), word, at, at + len(word))


def _chinese(text: str, at: int, before: list[Token]) -> Token:
    word = _longest(text, at, _WORDS)
    if word == "人工" and _MANUAL.match(text, at):
        return Token(Tok.WORKERS, word, at, at + 2)
    if word and _TABLE[word] is Tok.OTHER:
        return Token(Tok.OTHER, word, at, at + len(word))
    number = number_at(text, at)
    if number and number.end - at >= len(word):
        return Token(Tok.NUMBER, text[at : number.end], at, number.end, number)
    if word:
        return Token(_TABLE[word], word, at, at + len(word))
    if (match := _CRAFT.match(text, at)) and not any(_longest(text, at + i, _WORDS) for i in (1, 2)):
        return Token(Tok.TRADE, match.group(), at, match.end())
    if (match := _RIG.match(text, at)) and not any(
        _longest(text, at + i, _WORDS) for i in range(1, match.end() - at)
    ):
        return Token(Tok.MACHINE, match.group(), at, match.end())
    if (before and before[-1].kind is Tok.MACHINE_UNIT) and (match := _APPARATUS.match(text, at)):
        return Token(Tok.MACHINE, match.group(), at, match.end())
    return Token(Tok.OTHER, text[at], at, at + 1)


def _longest(text: str, at: int, words: dict[str, tuple[str, ...]]) -> str:
    for word in words.get(text[at], ()):
        if text.startswith(word, at):
            return word
    return ""
