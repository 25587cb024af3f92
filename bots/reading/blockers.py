"""What holds the site up, one by one: listed under 问题, or said in passing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from backend.domain.problem import Category
from bots.reading import trouble
from bots.reading.clauses import Clause, inside

_HEADING = re.compile(
    r"(?:目前|当前|今日|现场|现|项目|施工)?(?:还)?(?:存在|急需|需要?|亟需|请求?|主要)?(?:的|协调解决|协调|解决)?(?:主要|突出|重点|几个|以下|一些|[一二两三四五六七八九十\d]{1,2}个)?(?:的)?"
    r"(?:问题|困难|难点|难题|卡点|堵点|障碍|诉求|需协调事项|协调事项|需协调|需解决|隐患|受阻(?:情况|原因)?|影响因素)(?:和困难|及困难|与困难|和建议|及建议|建议|反馈|描述|情况|上报)?"
    r"(?:\s?:|(?:主要)?(?:是|有|如下|为)\s?:?|\s(?=[\u4e00-\u9fff]))"
)
_OTHER_LABEL = re.compile(
    r"(?:[\n。;]|^|\s)\s{0,3}(?:[一二三四五六七八九十\d]{1,2}[、.]\s?)?(?:现场)?(?:工人数?|人数|机械|设备|人员|形象进度|进度|完成情况|施工内容|施工情况|工作内容|天气|投资|责任单位|责任人|备注|下[一]?步|下步计划|明[日天](?:计划)?|计划|措施|日期|项目|填报人|秘书|联系人|其他|其它)[^\n:，。]{0,6}:"
)
_ENUMERATOR = re.compile(
    r"[①②③④⑤⑥⑦⑧⑨⑩]|\(\d{1,2}\)|\([一二三四五六七八九十]\)|(?:(?<=[\s;。，,:])|^)\d{1,2}\s?(?:[、)]|\.(?!\d))|(?:(?<=[\s;。，,:])|^)(?:[一二三四五六七八九十]、|第?[一二三四五六七]是|其[一二三四五])",
    re.MULTILINE,
)
_TRIM = " ，,。;:、!?\n-—.·"


@dataclass(frozen=True, slots=True)
class Found:
    items: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    no_problem: bool


def read_blockers(
    text: str,
    original: str,
    cut: Sequence[Clause],
    plans: Sequence[tuple[int, int]],
    counts: Sequence[tuple[int, int]],
) -> Found:
    """Blockers as typed in `original`. `counts` are spans of head and machine counts, which are no part of a blocker."""
    sections = _sections(text)
    listed = [(start, end) for _, start, end in sections]
    spans = [item for start, end in listed for item in _items(text, start, end)]
    spans = [s for s in spans if _is_item(text[s[0] : s[1]])]
    rest = [
        _above(c, sections)
        for c in cut
        if not inside(c.start, listed) and not c.asks and not inside(c.start, plans)
    ]
    spans += _in_passing(text, rest)
    cleaned = [_without_counts(span, counts) for span in sorted(spans)]
    cleaned = [(a, b) for a, b in cleaned if b - a > 1]
    items = tuple(dict.fromkeys(words for a, b in cleaned if len(words := _said(original[a:b])) > 1))
    return Found(items, tuple(cleaned), not items and bool(trouble.NO_TROUBLE.search(text)))


_LEADS = re.compile(
    r"^(?:因为?|由于|但是?|不过|可是|只是|就是|另外|还有|同时|而且|并且|目前|当前|主要是|原因是|主要原因是?|(?:存在的?)?(?:主要)?(?:问题|困难|难点|原因)(?:是|有)?\s?[:：]|(?:需|需要)协调[:：])\s?(?=[\u4e00-\u9fffA-Za-z\d])(?!此)"
)


def _said(words: str) -> str:
    """As it stands in a list: no 因为 before it, no comma after."""
    marks = _TRIM + "：；，！（）【】"
    words = words.strip(marks)
    while match := _LEADS.match(words):
        words = words[match.end() :].strip(marks)
    if "（" in words and "）" not in words:
        words += "）"
    return words


def _above(clause: Clause, sections: Sequence[tuple[int, int, int]]) -> Clause:
    """The clause up to the heading that stands in it."""
    for heading, start, _ in sections:
        if clause.start <= heading < clause.end or clause.start < start <= clause.end:
            end = max(clause.start, heading)
            return replace(clause, text=clause.text[: end - clause.start], end=end, mark="")
    return clause


def _sections(text: str) -> list[tuple[int, int, int]]:
    """(heading, start, end) of what is listed under each heading such as 问题：."""
    found: list[tuple[int, int, int]] = []
    for m in _HEADING.finditer(text):
        if (found and m.start() < found[-1][2]) or _is_no_heading(text, m):
            continue
        ends = [len(text)]
        if label := _OTHER_LABEL.search(text, m.end()):
            ends.append(label.start() + 1)
        stop = text.find("。", m.end())
        if stop >= 0 and not _ENUMERATOR.match(text[stop + 1 :].lstrip()):
            ends.append(stop)
        found.append((m.start(), m.end(), max(m.end(), min(ends))))
    return found


def _is_no_heading(text: str, m: re.Match[str]) -> bool:
    """没问题, 这个问题已经解决, 解决问题1个."""
    before = text[max(0, m.start() - 4) : m.start()]
    return bool(re.search(r"(?:没有?|无|这个|这些|该|个|上次|昨天的?)$", before)) or bool(
        m.group()[-1] in " 是有为"
        and re.match(r"(?:已|都|全部|解决|不大|无|没|个|什么|哪)", text[m.end() :].lstrip())
    )


def _items(text: str, start: int, end: int) -> list[tuple[int, int]]:
    body = text[start:end]
    marks = _in_sequence(list(_ENUMERATOR.finditer(body))) if _ENUMERATOR.match(body.lstrip()) else []
    if len(marks) == 1 and body[marks[0].end() : marks[0].end() + 1].isdigit():
        marks = []  # 1、3号地块 alone is no list
    edges = [(start + m.end(), start + n.start()) for m, n in pairwise(marks)]
    if marks:
        return [*edges, (start + marks[-1].end(), end)]
    pieces = _split(text, start, end, ";\n")
    return [piece for a, b in pieces for piece in _by_clause(text, a, b)]


def _in_sequence(marks: list[re.Match[str]]) -> list[re.Match[str]]:
    """Only marks that count 1, 2, 3: the "1" of "2、1号地块" is no second list."""
    kept: list[re.Match[str]] = []
    for m in marks:
        digits = re.sub(r"\D", "", m.group())
        if not digits or int(digits) == len(kept) + 1:
            kept.append(m)
    return kept


def _by_clause(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A list without numbers: each troubled clause is an item, with what it follows from; 、 parts them when both are."""
    whole = text[start:end]
    pieces = _split(text, start, end, "，,") or [(start, end)]
    troubled = [p for p in pieces if trouble.troubled(text[p[0] : p[1]])]
    if len(troubled) < 2 or len(pieces) == 1:
        return _by_pause(text, start, end) if whole.strip() else []
    joined: list[tuple[int, int]] = []
    for a, b in pieces:
        apart = (
            joined and trouble.troubled(text[a:b]) and trouble.troubled(text[joined[-1][0] : joined[-1][1]])
        )
        if joined and not (apart and not trouble.FOLLOWS_FROM.match(text[a:b])):
            joined[-1] = (joined[-1][0], b)
        else:
            joined.append((a, b))
    return [piece for a, b in joined for piece in _by_pause(text, a, b)]


def _by_pause(text: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces = _split(text, start, end, "、")
    return (
        pieces if len(pieces) > 1 and all(trouble.troubled(text[a:b]) for a, b in pieces) else [(start, end)]
    )


def _split(text: str, start: int, end: int, marks: str) -> list[tuple[int, int]]:
    found, at = [], start
    for i in range(start, end + 1):
        if i == end or text[i] in marks:
            if text[at:i].strip(_TRIM):
                found.append((at, i))
            at = i + 1
    return found


def _is_item(words: str) -> bool:
    plain = words.strip(_TRIM)
    if len(plain) < 2 or re.fullmatch(
        r"(?:暂?无|没有?|无问题|没问题|暂时没有|目前没有|/|\\|正常|一切正常|none|no)[。.!]?(?:其他正常)?",
        plain,
        re.IGNORECASE,
    ):
        return False
    if trouble.NO_TROUBLE.match(plain) or re.match(r"(?:暂?无|没有?)(?=[，, ])", plain):
        return False
    return trouble.troubled(plain) or not trouble.SOLVED.search(plain)


def _in_passing(text: str, rest: Sequence[Clause]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for i, clause in enumerate(rest):
        before = rest[i - 1] if i else None
        adjacent = before is not None and clause.start - before.end <= 1 and before.mark in "，,;"
        left = trouble.half_done(before.text, clause.text) if before and adjacent else None
        if left is not None and before is not None:
            found = [f for f in found if f[0] < before.start] + ([(before.start, clause.end)] if left else [])
        elif (
            adjacent
            and found
            and before is not None
            and found[-1][1] == before.end
            and trouble.solves(clause.text)
        ):
            found.pop()
        elif (
            trouble.raises_points(clause.text)
            and not trouble.solves(clause.text)
            and not trouble.SOLVED.search(clause.text)
        ):
            found.append((clause.start, clause.end))
        else:
            _add_clause(text, clause, before if adjacent else None, found)
    return found


def _add_clause(text: str, clause: Clause, before: Clause | None, found: list[tuple[int, int]]) -> None:
    pieces = _terse(text, clause)
    for start, end in pieces:
        weather_before = before is not None and bool(_WEATHER.search(before.text))
        if not trouble.troubled(text[start:end]) or _only_weather(text[start:end], weather_before):
            continue
        if (
            before is not None
            and found
            and found[-1][1] == before.end
            and trouble.FOLLOWS_FROM.match(text[start:end])
        ):
            found[-1] = (found[-1][0], end)
        else:
            found += _after_check(text, start, end)


def _terse(text: str, clause: Clause) -> list[tuple[int, int]]:
    """文化馆 30人 路没通: where gaps do the work of commas, a piece of its own is long enough to mean something."""
    pieces = _split(text, clause.start, clause.end, " ")
    if len(pieces) < 2:
        return [(clause.start, clause.end)]
    joined: list[tuple[int, int]] = []
    for start, end in pieces:
        if joined and (end - start < 3 or joined[-1][1] - joined[-1][0] < 4):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _after_check(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """检查发现A、B、C: the findings, not the check."""
    match = trouble.FOUND_BY_CHECK.search(text, start, end)
    if not match:
        return _by_pause(text, start, end)
    pieces = _split(text, match.end(), end, "、")
    findings = all(re.search(r"[没未无不]", text[a:b]) or trouble.troubled(text[a:b]) for a, b in pieces)
    return pieces if findings else [(match.end(), end)]


_WEATHER = re.compile(r"下大?雨|雨|雪|台风|大风|高温|雾|天气|低温|寒潮")
_WEATHER_ONLY = re.compile(
    r"没法|无法|影响|停了|不能施工|不能|干不[了成]|推迟|耽误|没干|误工|窝工|受影响|停下来|暂停|(?:工人|人)?(?:都|全)?没(?:来|到|出工|上工)|没(?:有)?人(?:干活|施工|作业)"
)


def _only_weather(words: str, weather_before: bool) -> bool:
    """Rain is nobody's to solve: a stop for weather is a stop, not a problem to be assigned."""
    if not weather_before and not _WEATHER.search(words):
        return False
    return not trouble.troubled(_WEATHER_ONLY.sub("", words))


def _without_counts(span: tuple[int, int], counts: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Cut a head or machine count off either end."""
    start, end = span
    for a, b in counts:
        if start <= a < end and b >= end - 1:
            end = a
        elif a <= start < b:
            start = b
    return start, max(start, end)


# The first that fits, so that the more telling words come first.
_CATEGORIES = (
    (
        Category.DISPUTE,
        r"阻工|阻挠|阻拦|围堵|堵门|堵路|上访|信访|闹|纠纷|争议|投诉|扰民|举报|扯皮|讨薪|漫天要价|拦着|拦住",
    ),
    (
        Category.FUNDS,
        r"欠(?:薪|款|付|费|条|工)|拖欠|工资|资金|没钱|缺钱|融资|贷款|(?:款|钱|补偿费|补偿金|专项债|补助).{0,8}(?:差|没|缺|未|不|欠|紧)|(?:差|缺).{0,6}(?:万|亿|款|钱)|造价没|概算|超预算|付款|拨款|拨付",
    ),
    (
        Category.DEMOLITION,
        r"征拆|拆迁|拆除|未拆|没拆|拆不|征收|坟|钉子户|腾退|腾空|没腾|搬迁|没搬|不搬|补偿|安置|房子挡|青苗|附着物|不同意签",
    ),
    (
        Category.UTILITIES,
        r"电杆|杆线|管线|燃气|天然气|电缆|光缆|自来水|电力|迁改|停电|停水|断电|断水|限电|用电|用水|通电|通水|没电|没水|变压器|通信|通讯|高压线|弱电|热力|电信|移动公司|联通|箱变|\d\s?kv",
    ),
    (Category.LAND, r"用地|土地|地块|交地|红线|林地|指标|征地|国土|耕地|占补|农转用|学校用地|地没|没地"),
    (Category.DESIGN, r"图审|设计|图纸|变更|勘察|勘探|出图|施工图|要重绘|标高不|冲突"),
    (
        Category.APPROVAL,
        r"批|许可|审|手续|核准|备案|环评|能评|稳评|水保|规划证|证没|没证|办证|验收|消防|招标|招投标|挂网|过会",
    ),
    (
        Category.MATERIALS,
        r"料|砂|石|混凝土|商砼|钢材|钢筋.{0,3}(?:没|缺)|水泥|沥青.{0,3}(?:没|缺)|炸药|到货|涨价|供应|断供|停供|构件|配件|设备.{0,4}(?:没|未|不)|厂家|苗木",
    ),
    (
        Category.CONSTRUCTION,
        r"进度|工期|质量|安全|隐患|塌|漏|渗|裂|故障|坏|人手|缺.{0,4}[工人]|劳务|机械|滞后|慢|返工|溶洞|孤石|积水|涌水|滑坡|防护|事故|伤|碰断|挖断|施工|环保|扬尘|超标|PM|整改|停",
    ),
)
_COMPILED = tuple((category, re.compile(pattern, re.IGNORECASE)) for category, pattern in _CATEGORIES)


def category(text: str) -> Category:
    """The office's class of a blocker, by its words; OTHER when none tells."""
    return next((category for category, pattern in _COMPILED if pattern.search(text)), Category.OTHER)
