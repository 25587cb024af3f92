"""Numbers tied to what they count: heads or machines, by the unit behind them or the noun before them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from bots.reading.lexicon import ACTIVITIES, MACHINE_KINDS
from bots.reading.loose import LOOSE_UNITS, PEOPLE_JUST_SAID, is_loose, somebody_came
from bots.reading.scan import (
    MACHINE_HEADS,
    PEOPLE_HEADS,
    Scan,
    alternative,
    denied,
    ends,
    head_before,
    measure_index,
    noun_after,
    previous,
    words_before,
)
from bots.reading.tokens import Tok, Token


class Sort(Enum):
    PEOPLE = auto()
    MACHINES = auto()


class Role(Enum):
    TOTAL = auto()  # 工人86人, 共62人, 机械8
    PART = auto()  # 木工22, 洞内38人, 挖机3台
    SUBSET = auto()  # 其中1台在修: already in a total
    PER = auto()  # 每个点10人: no total can be made of it
    CHANGE = auto()  # 新增5人
    NOT_OURS = auto()  # visitors, the injured, the planned, the missing
    WRONG = auto()  # 不是83


@dataclass(frozen=True, slots=True)
class Count:
    """`name` is the trade, the kind of machine or the label before the number; "" when nothing was said."""

    sort: Sort
    role: Role
    name: str
    value: int
    exact: bool
    start: int
    end: int
    words: str
    instead: int | None = None  # the other of "12个还是14个"
    shared: bool = False  # 塔吊、泵车各1台: already multiplied


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
    made = _by_unit(scan, i, last, unit, head)
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
    name = "、".join(_name(scan.tokens[j]) for j in sorted(each))
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


_Made = tuple[Sort, str, set[int], int]  # what, name, head tokens it takes, end of its words


def _by_unit(scan: Scan, i: int, last: int, unit: int | None, head: int | None) -> _Made | None:
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


def _man_days(scan: Scan, unit: int, head: int | None) -> _Made | None:
    """出工88人次: heads of a kind, but perhaps not those of one moment; see `loose.is_loose`."""
    if scan.tokens[unit].word not in LOOSE_UNITS or head is None or scan.tokens[head].kind is not Tok.WORKERS:
        return None
    return Sort.PEOPLE, "", {head}, scan.tokens[unit].end


def _heads(scan: Scan, i: int, unit: int, head: int | None) -> _Made:
    """86人, 12名钢筋工, 木工22人."""
    end = scan.tokens[unit].end
    after = noun_after(scan, unit, PEOPLE_HEADS)
    if head is not None and scan.tokens[head].kind in PEOPLE_HEADS:
        return Sort.PEOPLE, _name(scan.tokens[head]), {head}, end
    if after is not None:
        return Sort.PEOPLE, _name(scan.tokens[after]), {after}, scan.tokens[after].end
    return Sort.PEOPLE, _label(scan, i), set(), end


def _pieces(scan: Scan, i: int, unit: int, head: int | None) -> _Made | None:
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
        return Sort.MACHINES, _name(tokens[after]), {after}, tokens[after].end
    before = words_before(scan, i)
    if _VERBS_OF_FITTING.search(before):
        return None
    return _unnamed_pieces(scan, before, end)


def _unnamed_pieces(scan: Scan, before: str, end: int) -> _Made | None:
    if _BEING_FITTED.match(scan.text, end):
        return None
    if match := re.search(r"[\u4e00-\u9fff]{1,4}[机车钻吊]$", before):
        return Sort.MACHINES, strip_generic(match.group()), set(), end
    after = scan.text[end : end + 2]
    bound = not re.search(r"[\u4e00-\u9fff]$", before) or _GENERIC_BEFORE_PIECES.search(before)
    free = not re.match(r"[\u4e00-\u9fff]", after) or _GENERIC_AFTER_PIECES.match(after)
    return (Sort.MACHINES, "", set(), end) if bound and free else None


def _whatever(scan: Scan, i: int, unit: int, head: int | None) -> _Made | None:
    """木工来了12个, 三个木工, 人都在，51个; never 19个点."""
    tokens, end = scan.tokens, scan.tokens[unit].end
    if head is not None and tokens[head].kind in (Tok.WORKERS, Tok.TRADE, Tok.ACTIVITY):
        return Sort.PEOPLE, _name(tokens[head]), {head}, end
    if head is not None and tokens[head].kind is Tok.MACHINE:
        return Sort.MACHINES, _name(tokens[head]), {head}, end
    after = noun_after(scan, unit, frozenset({Tok.TRADE, Tok.WORKERS, Tok.STAFF, Tok.VISITOR, Tok.MACHINE}))
    if after is None:
        people = _single_letter_head(scan, i) or (
            PEOPLE_JUST_SAID.search(scan.text[max(0, tokens[i].start - 14) : tokens[i].start])
            and ends(scan, unit)
        )
        return (Sort.PEOPLE, "", set(), end) if people or somebody_came(scan, i, unit) else None
    sort = Sort.MACHINES if tokens[after].kind is Tok.MACHINE else Sort.PEOPLE
    return sort, _name(tokens[after]), {after}, tokens[after].end


def _without_unit(scan: Scan, i: int, last: int, head: int | None) -> _Made | None:
    """工人27, 挖机4, 人46; 14泥工, 3 excavators."""
    tokens, end = scan.tokens, scan.tokens[last].end
    after = noun_after(scan, last, frozenset({Tok.TRADE, Tok.MACHINE, Tok.WORKERS, Tok.MACHINES}))
    if after is not None and tokens[after].kind is Tok.MACHINES and tokens[after].word[0] > "z":
        after = None
    if after is not None and _belongs_behind(scan, i, last, after, head):
        sort = Sort.MACHINES if tokens[after].kind in MACHINE_HEADS else Sort.PEOPLE
        return sort, _name(tokens[after]), {after}, tokens[after].end
    if head is not None and tokens[head].kind is not Tok.INSTALLED:
        sort = Sort.PEOPLE if tokens[head].kind in PEOPLE_HEADS else Sort.MACHINES
        name = _name(tokens[head]) if sort is Sort.PEOPLE else _machine_name(scan, head)
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


def _name(token: Token) -> str:
    if token.kind in (Tok.WORKERS, Tok.MACHINES):
        return ""
    return MACHINE_KINDS.get(token.word, token.word)


def _machine_name(scan: Scan, head: int) -> str:
    """ "" for 挖机、吊车共5台: several kinds share the number."""
    tokens = scan.tokens
    if head >= 2 and tokens[head - 1].word in ("、", "和", "及") and tokens[head - 2].kind is Tok.MACHINE:
        return ""
    return _name(tokens[head])


_GENERIC = re.compile(
    r"今天|今日|目前|现在|现场|工地|施工|作业|在岗|到岗|上岗|在场|进场|到场|出勤|工人|人员|人数|劳务|务工|民工|共有|总共|一共|合计|共计|总计|大概|大约|差不多|项目|这边|我们|这里|"
    r"[共有约近为是的了来到上在用等总计:\s\-()\[\],]"
)


def strip_generic(words: str) -> str:
    return _GENERIC.sub("", words)


def _label(scan: Scan, i: int) -> str:
    """What stands before an unnamed head count in its clause: 洞内, 夜班, 绑筋."""
    return strip_generic(words_before(scan, i))[-8:]


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
            kept.append(
                replace(count, role=Role.PART, exact=False)
            )  # 水电8 抹灰15: heads, or is it 15 rooms?
    return kept
