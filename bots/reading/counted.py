"""What a number counts, by the unit behind it or else by the noun beside it."""

import re

from bots.reading.count import Sort, name_of, strip_generic
from bots.reading.loose import LOOSE_UNITS, PEOPLE_JUST_SAID, somebody_came
from bots.reading.scan import (
    MACHINE_HEADS,
    PEOPLE_HEADS,
    Scan,
    ends,
    noun_after,
    previous,
    words_before,
)
from bots.reading.tokens import Tok

Made = tuple[Sort, str, set[int], int]  # what, name, head tokens it takes, end of its words

_VERBS_OF_FITTING = re.compile(
    r"安装|调试|采购|买|到货|更换|就位|订购|采买|交付|购置|新购|配备|投产|通电|验收"
)
_BEING_FITTED = re.compile(
    r"\s?(?:已|全部|均|都|正在|开始|今[天日])*(?:吊装|安装|就位|到货|调试|投运|送电|通电|并网|验收|采购|下线|卸货|组装|运抵)"
)
_GENERIC_BEFORE_PIECES = re.compile(
    r"(?:其中|现场|工地|投入|上场|在场|进场|出动|调集|组织|开动|作业|运转|使用|租|用|上|来|动|有|共|计|出|了|剩|余|留|还|车|车子|机子|辆|(?<![建装维])修|(?<![砸撞损压])坏了|停用|备用|闲置|待修|维修|检修)$"
)
_GENERIC_AFTER_PIECES = re.compile(
    r"在|施工|作业|正|照|进场|同时|全|都|的|运转|开|机|停|坏|待|连|干|配|轮|昼|挖|左|上|车|吊|大|小|设|左右|多|以"
)


def counted(scan: Scan, i: int, last: int, unit: int | None, head: int | None) -> Made | None:
    kind = scan.tokens[unit].kind if unit is not None else None
    if unit is not None and kind is Tok.HEADS:
        return _heads(scan, i, unit, head)
    if unit is not None and kind is Tok.MACHINE_UNIT:
        return _pieces(scan, i, unit, head)
    if unit is not None and kind is Tok.PIECE:
        return _whatever(scan, i, unit, head)
    if unit is not None and kind is Tok.UNIT:
        return _man_days(scan, unit, head)
    return _without_unit(scan, i, last, head)


def _man_days(scan: Scan, unit: int, head: int | None) -> Made | None:
    """出工88人次: heads of a kind, but perhaps not those of one moment; see `loose.is_loose`."""
    if scan.tokens[unit].word not in LOOSE_UNITS or head is None or scan.tokens[head].kind is not Tok.WORKERS:
        return None
    return Sort.PEOPLE, "", {head}, scan.tokens[unit].end


def _heads(scan: Scan, i: int, unit: int, head: int | None) -> Made:
    """86人, 12名钢筋工, 木工22人."""
    end = scan.tokens[unit].end
    after = noun_after(scan, unit, PEOPLE_HEADS)
    if head is not None and scan.tokens[head].kind in PEOPLE_HEADS:
        return Sort.PEOPLE, name_of(scan.tokens[head]), {head}, end
    if after is not None:
        return Sort.PEOPLE, name_of(scan.tokens[after]), {after}, scan.tokens[after].end
    return Sort.PEOPLE, _label(scan, i), set(), end


def _pieces(scan: Scan, i: int, unit: int, head: int | None) -> Made | None:
    """挖机3台, 2台泵车, 6台; but not 变压器2台, nor 2台 of something unknown."""
    tokens, end = scan.tokens, scan.tokens[unit].end
    if head is not None and tokens[head].kind in (Tok.MACHINES, Tok.MACHINE):
        if tokens[head].word == "设备" and _BEING_FITTED.match(scan.text, end):
            return None
        return Sort.MACHINES, _machine_name(scan, head), {head}, end
    if head is not None and tokens[head].kind is Tok.INSTALLED:
        return None
    after = noun_after(scan, unit, MACHINE_HEADS)
    if after is not None:
        if tokens[after].kind is Tok.INSTALLED:
            return None
        return Sort.MACHINES, name_of(tokens[after]), {after}, tokens[after].end
    before = words_before(scan, i)
    if _VERBS_OF_FITTING.search(before):
        return None
    return _unnamed_pieces(scan, before, end)


def _unnamed_pieces(scan: Scan, before: str, end: int) -> Made | None:
    if _BEING_FITTED.match(scan.text, end):
        return None
    if match := re.search(r"[\u4e00-\u9fff]{1,4}[机车钻吊]$", before):
        return Sort.MACHINES, strip_generic(match.group()), set(), end
    after = scan.text[end : end + 2]
    bound = not re.search(r"[\u4e00-\u9fff]$", before) or _GENERIC_BEFORE_PIECES.search(before)
    free = not re.match(r"[\u4e00-\u9fff]", after) or _GENERIC_AFTER_PIECES.match(after)
    return (Sort.MACHINES, "", set(), end) if bound and free else None


def _whatever(scan: Scan, i: int, unit: int, head: int | None) -> Made | None:
    """木工来了12个, 三个木工, 人都在，51个; never 19个点."""
    tokens, end = scan.tokens, scan.tokens[unit].end
    if head is not None and tokens[head].kind in (Tok.WORKERS, Tok.TRADE, Tok.ACTIVITY):
        return Sort.PEOPLE, name_of(tokens[head]), {head}, end
    if head is not None and tokens[head].kind is Tok.MACHINE:
        return Sort.MACHINES, name_of(tokens[head]), {head}, end
    after = noun_after(scan, unit, frozenset({Tok.TRADE, Tok.WORKERS, Tok.STAFF, Tok.VISITOR, Tok.MACHINE}))
    if after is None:
        people = _single_letter_head(scan, i) or (
            PEOPLE_JUST_SAID.search(scan.text[max(0, tokens[i].start - 14) : tokens[i].start])
            and ends(scan, unit)
        )
        return (Sort.PEOPLE, "", set(), end) if people or somebody_came(scan, i, unit) else None
    sort = Sort.MACHINES if tokens[after].kind is Tok.MACHINE else Sort.PEOPLE
    return sort, name_of(tokens[after]), {after}, tokens[after].end


def _without_unit(scan: Scan, i: int, last: int, head: int | None) -> Made | None:
    """工人27, 挖机4, 人46; 14泥工, 3 excavators."""
    tokens, end = scan.tokens, scan.tokens[last].end
    after = noun_after(scan, last, frozenset({Tok.TRADE, Tok.MACHINE, Tok.WORKERS, Tok.MACHINES}))
    if after is not None and tokens[after].kind is Tok.MACHINES and tokens[after].word[0] > "z":
        after = None
    if after is not None and _belongs_behind(scan, i, last, after, head):
        sort = Sort.MACHINES if tokens[after].kind in MACHINE_HEADS else Sort.PEOPLE
        return sort, name_of(tokens[after]), {after}, tokens[after].end
    if head is not None and tokens[head].kind is not Tok.INSTALLED:
        sort = Sort.PEOPLE if tokens[head].kind in PEOPLE_HEADS else Sort.MACHINES
        name = name_of(tokens[head]) if sort is Sort.PEOPLE else _machine_name(scan, head)
        return sort, name, {head}, end
    if head is None and _sums_up_people(scan, i, last):
        return Sort.PEOPLE, "", {i - 1}, end
    single = _single_letter_head(scan, i)
    return None if single is None else (single[0], "", {single[1]}, end)


def _sums_up_people(scan: Scan, i: int, last: int) -> bool:
    """工人20，外协15，共35: a bare total behind heads, with no machine named in the sentence."""
    if (
        not i
        or scan.tokens[i - 1].word not in ("共", "共计", "合计", "总计", "一共", "总共")
        or not ends(scan, last)
    ):
        return False
    start = max((j for j in range(i) if scan.tokens[j].word in "。;\n"), default=0)
    kinds = {t.kind for t in scan.tokens[start:i]}
    return bool(kinds & {Tok.WORKERS, Tok.TRADE}) and not kinds & MACHINE_HEADS


def _belongs_behind(scan: Scan, i: int, last: int, after: int, head: int | None) -> bool:
    """Whether "27 X" means 27 of X rather than the noun before having 27."""
    if head is None:
        return True
    if head == i - 1:
        return False
    tokens = scan.tokens
    same = (tokens[head].kind in PEOPLE_HEADS) == (tokens[after].kind in PEOPLE_HEADS)
    return same and after == last + 1 and tokens[head].kind in (Tok.WORKERS, Tok.MACHINES)


def _single_letter_head(scan: Scan, i: int) -> tuple[Sort, int] | None:
    """人46 机7: one character alone before the number."""
    before = previous(scan.tokens, i)
    while before is not None and (
        scan.tokens[before].kind in (Tok.COLON, Tok.LINK) or scan.tokens[before].word == "个"
    ):
        before = previous(scan.tokens, before)
    if before is None or scan.tokens[before].word not in ("人", "工", "机", "车"):
        return None
    if scan.tokens[before].kind is not Tok.OTHER:
        return None
    edge = scan.tokens[before - 1].kind if before else Tok.STOP
    if scan.tokens[before - 1].word not in (".", "·") and edge not in (
        Tok.STOP,
        Tok.SPACE,
        Tok.NUMBER,
        Tok.HEADS,
        Tok.MACHINE_UNIT,
        Tok.LINK,
        Tok.COLON,
    ):
        return None
    return (Sort.PEOPLE if scan.tokens[before].word in "人工" else Sort.MACHINES), before


def _machine_name(scan: Scan, head: int) -> str:
    """ "" for 挖机、吊车共5台: several kinds share the number."""
    tokens = scan.tokens
    if head >= 2 and tokens[head - 1].word in ("、", "和", "及") and tokens[head - 2].kind is Tok.MACHINE:
        return ""
    return name_of(tokens[head])


def _label(scan: Scan, i: int) -> str:
    """What stands before an unnamed head count in its clause: 洞内, 夜班, 绑筋."""
    return strip_generic(words_before(scan, i))[-8:]
