"""Numbers as people type and say them, with how sure the speaker was."""

import re
from dataclasses import dataclass
from decimal import Decimal

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2, "仨": 3}
DIGITS |= {c: i for i, c in enumerate("壹贰叁肆伍陆柒捌玖", 1)}
SCALES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10_000, "亿": 100_000_000}
_SHORT = {"廿": 20, "卅": 30}
_CHINESE = "".join(DIGITS) + "".join(SCALES) + "".join(_SHORT)

# Bounded, and never starting in the middle of a number: a text of nothing but digits is read once.
NUMBER = re.compile(
    rf"""
    (?:
        (?P<arabic>(?<![\d.])(?:\d{{1,3}}(?:,\d{{3}}){{1,3}}(?!\d)|\d{{1,15}}(?:\.\d{{1,6}})?))
        (?P<scale>\s?[百千万亿]{{1,2}}(?!分))?
      | (?P<chinese>几?[{_CHINESE}]{{1,24}}(?:点[{"".join(DIGITS)}]{{1,4}}(?=[万亿米公吨兆千]))?|几)
    )
    (?P<vague>\+(?=$|[，,。;\s人名台个])|多|余|几|好几|来(?=[个人号名台位辆部万]|$)|把(?=[个人号名台位]|$))?
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Number:
    """`exact` is False for 十来个, 30多, 三四十, 几十: `value` is then only the best guess, `upto` the 40 of 三四十."""

    value: Decimal
    exact: bool
    start: int
    end: int
    upto: int | None = None

    @property
    def whole(self) -> int | None:
        return int(self.value) if self.value == int(self.value) else None


def number_at(text: str, at: int) -> Number | None:
    """The number that starts at `at`, as far as it goes."""
    match = NUMBER.match(text, at)
    if match is None:
        return None
    sure = match["vague"] is None
    if match["arabic"]:
        value = Decimal(match["arabic"].replace(",", ""))
        for char in (match["scale"] or "").strip():
            value *= SCALES[char]
        return Number(value, sure, at, match.end())
    if match["chinese"] in SCALES and match["chinese"] not in "十拾" and sure:
        heads = text[match.end() : match.end() + 1] in ("人", "号", "名")
        return (
            Number(Decimal(SCALES[match["chinese"]]), False, at, match.end()) if heads else None
        )  # 近百人; 百货, 千山
    if match["chinese"][0] in "百千" and len(match["chinese"]) > 1:
        sure = False  # 百十号人, 千八百
    read = from_chinese(match["chinese"])
    if read is None:
        return None
    return Number(read[0], read[1] and sure, at, match.end(), _far_end(match["chinese"]))


def _far_end(words: str) -> int | None:
    """五十 of 四五十, 十三 of 十二三."""
    pair = re.search(r"([一二两三四五六七八九])([二两三四五六七八九])", words)
    if pair is None or DIGITS[pair[1]] >= DIGITS[pair[2]] or re.search("[零〇点]", words):
        return None
    read = from_chinese(words[: pair.start()] + words[pair.start(2) :])
    return int(read[0]) if read and read[1] else None


def from_chinese(words: str) -> tuple[Decimal, bool] | None:
    """(value, exact) of a run of Chinese numerals; None when it is no number (千百, 万一)."""
    if "几" in words:
        rest = words.replace("几", "")
        guess = from_chinese("一" + rest if rest and rest[0] in SCALES else rest or "三")
        return guess and (guess[0], False)
    if "点" in words:
        whole, _, fraction = words.partition("点")
        head = from_chinese(whole)
        return head and (head[0] + Decimal("0." + "".join(str(DIGITS[c]) for c in fraction)), head[1])
    if all(c in DIGITS for c in words):
        return _digit_by_digit(words)
    return _with_scales(words)


def _digit_by_digit(words: str) -> tuple[Decimal, bool] | None:
    """三 is 3, 一零六 is 106; 三四 and 三五 mean "three or so", and 一三四 may be a name or a slip."""
    value = Decimal("".join(str(DIGITS[c]) for c in words))
    if len(words) == 1 or any(c in "零〇" for c in words[1:]):
        return value, True
    if len(words) == 2:
        return Decimal(DIGITS[words[0]]), False
    return value, False


def _with_scales(words: str) -> tuple[Decimal, bool] | None:
    total = section = digit = 0
    scale_before = 1
    exact = True
    pending = False  # a digit waits for its scale
    zero = False
    for i, char in enumerate(words):
        if char in _SHORT:
            section += _SHORT[char]
            scale_before, pending, zero = 10, False, False
        elif char in DIGITS:
            if pending and DIGITS[char] == 0:
                return None
            if pending:  # 三四十, 十二三: two neighbours, the speaker is not sure
                exact = False
                continue
            zero = zero or DIGITS[char] == 0
            digit, pending = DIGITS[char], DIGITS[char] != 0
        elif (scale := SCALES[char]) < 10_000:
            if scale_before <= scale and section and not pending:
                return None
            section += (digit if pending else 0 if zero and i == 0 else 1) * scale
            digit, pending, scale_before, zero = 0, False, scale, False
        else:
            if not (section or pending):
                return None
            total += (section + (digit if pending else 0)) * scale
            section, digit, pending, scale_before, zero = 0, 0, False, scale, False
    if pending:  # 两百五 is 250, 一万二 is 12000; 一百零五 is 105
        section += digit * (scale_before // 10 if scale_before >= 100 and not zero else 1)
    return Decimal(total + section), exact
