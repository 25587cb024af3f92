"""What a count is by its surroundings: the day's own, a part, a change, a plan, a visitor, a guess."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bots.reading.count import Count, Role, Sort, strip_generic

_NOT_PLANS = re.compile(
    r"(?:按|照|按照|依)计划|计划内|将近|差不多|无需|至少|不少于?|(?:增加?|减少?|降|加|升)(?:到|至)"
)
_PER = re.compile(r"平均|人均|每(?!日|天(?!\d))|各(?=[\d约有]|$)")
_CHANGE = re.compile(
    r"新增|增加|增派|增援|新进|新来|新到|多了|又来|又进|又上|再进|加了|比.{0,6}[多少增减]|较.{0,6}[多少增减]|减少|少了|减了|撤|退场|离场|走了|调走|调离"
)
_NOT_OURS = re.compile(
    r"计划|预计|预期|拟|明[天日年早晚]|后天|下周|下月|下步|将(?!近)|准备|打算|要求|最低|应到|应有|定员|编制|需|缺|还差|差(?=[\d一二两三四五六七八九十约几]|$)|不足|"
    r"少(?=\d)|高峰|力争|争取|累计|历史|去年|上月|本来|原先|起初|原来|原有|之前|以前|过去|请假|回家|返乡|受伤|轻伤|重伤|死亡|被困|中暑|失联|遇难|培训|演练|体检|招聘|面试|报名|签约|慰问|调解|接访|开会|参会|出席|会议(?!室)|观摩|安置(?![点房区小])|"
    r"就业|入学|陪同|随行|带队|一行|容纳|可住|床位|惠及|受益|服务人口|涉及|疏散|转移|隔离|确诊|核酸|食堂|就餐|宿舍|住宿|持证"
)
_AFTERWARDS = re.compile(
    r"^[^，,。;\n]{0,6}?(?:受伤|轻伤|重伤|擦伤|扭伤|摔|骨折|划伤|烫伤|砸伤|碰伤|伤亡|死亡|遇难|中暑|被困|失联|送医|住院|离场|退场|撤场|清退|清场|辞退|劝退|请假|缺勤|缺席|没来|没到|未到|未上岗|辞|回家|返乡|走了|阻工|阻挠|阻拦|"
    r"堵门|堵路|堵在|围堵|上访|讨薪|来闹|闹|拦|培训|来看|看(?:现场|房|地|项目)|来谈|谈判|来查|参会|开会|座谈|体检|到访|来访|打架|不同意|签字|没签|未签|隔离|确诊|持证|要[钱账债]|嫌|跑了|讨|参加(?!施工|作业|抢)|出席|参训|缺口|进不[了去]|进场不了|(?:不能|无法|没法)(?:进|施工|上|到)|回来|领导|督查|检查|调研|考察|视察|参观|观摩|慰问|走访|食堂|宿舍|餐厅|会议室|规模|编制|床位|公寓|教室|活动中心|报告厅|以上的|的岗位|未发|没发|没拿到|欠)"
)
_UNUSABLE = re.compile(r"\s?[\u4e00-\u9fff]{0,3}?(?:不能|无法|没法|进不[了去来]|开不[了起进]|过不[了去来])")
GRAND = re.compile(r"共|合计|总(?!监|包|承包|工(?!人))|总数|total")
_ROUGHLY = re.compile(
    r"约(?!定|束|谈|占)|大概|估摸|约摸|目测|感觉|兴许|(?<![附最临])近(?=\s?[\d一二两三四五六七八九十]|$)|将近|接近|差不多|估计|可能|好像|大致|应该有|应该(?=\d|$)|至少|最少|不到|超(?!限|载|前|重|长|市)|不少于|不下|上百|around|about|approx|some"
)
_ROUGHLY_AFTER = re.compile(
    r"^\s?(?:±|左右|上下|出头|来着|吧|以上|的样子|不到点|多点|好像|可能|大概|应该|不确定|没细数|没数清|不等|or so)"
)
PART_OF_DAY = re.compile(r"上午|下午|中午|早上|晚上")
_AHEAD = re.compile(r"明[天日年早晚]|后天|下周|下月|下步|次日")
_NOW = re.compile(r"今|现|目前|[。;!?\n]")
_VISIT_BEFORE = re.compile(
    r"(?:督[查导]组|检查组|调研组|专家|领导|[县市区镇乡]长|书记|局长|主任|考察团|工作组|客商|村民|群众)[^，,。;\n]{0,14}[，,]\s?(?:一行|共|一共|来了|有)?\s?$"
)


def judged(
    text: str, counts: Sequence[Count], elsewhere: Sequence[tuple[int, int]], correcting: bool = False
) -> list[Count]:
    """The counts with the role their clause gives them; those inside `elsewhere` (plans, questions, other days) dropped.

    In a correction 应该 is a statement, not a guess.
    """
    found: list[Count] = []
    ahead = -1  # end of the last planned count: what follows it in its sentence is planned too
    for i, count in enumerate(counts):
        if any(start <= count.start < end for start, end in elsewhere):
            continue
        before = _clause_before(text, counts[i - 1].end if i else 0, count)
        before = before.replace("应该", "") if correcting else before
        after = _clause_after(text, count, _ceiling(text, counts, i))
        if _AHEAD.search(before) or (ahead >= 0 and not _NOW.search(text[ahead : count.end])):
            ahead = count.end
            found.append(replace(count, role=Role.NOT_OURS))
        elif _is_of_visit(text, count) or (
            found and found[-1].role is Role.NOT_OURS and _is_planned_along(text, counts[i - 1], count)
        ):
            found.append(replace(count, role=Role.NOT_OURS))
        elif i and _is_aside(text, counts[i - 1], count):
            found.append(replace(count, role=Role.SUBSET))
        else:
            found.append(_judge(count, before, after))
    return found


def _is_planned_along(text: str, before: Count, count: Count) -> bool:
    """计划上泵车3台、工人80人: one plan, two counts."""
    joined = text[before.end : count.start].strip() in ("、", "和", "及", "与", "")
    lead = text[max(0, before.start - 12) : before.start]
    return (
        joined and re.search(r"(?<![按照])(?:计划|预计|拟|准备|需要?|力争)[^，,。;]{0,8}$", lead) is not None
    )


def _is_aside(text: str, before: Count, count: Count) -> bool:
    """5台（2台待料）: a nameless count in brackets is part of the one they follow."""
    between = text[before.end : count.start]
    return (
        before.sort is count.sort
        and not count.name
        and between.strip() == "("
        and count.value <= before.value
    )


def _is_of_visit(text: str, count: Count) -> bool:
    """督查组来工地，8个人: a bare number of heads right behind a clause of visitors."""
    bare = count.sort is Sort.PEOPLE and count.words[0].isdigit()
    return bare and _VISIT_BEFORE.search(text[max(0, count.start - 40) : count.start]) is not None


def _clause_before(text: str, floor: int, count: Count) -> str:
    start = max(floor, *(text.rfind(mark, floor, count.start) + 1 for mark in "，,。;!?\n"))
    words = text[start : count.start]
    chunk, space, last = words.rpartition(" ")
    if space and not last.strip() and len(chunk.strip()) > 6:
        words = ""  # "明天转匝道 工人27": the gap is a full stop
    elif space and last.strip():
        words = last
    # a parenthesis or 其中 of the count before belongs to this one
    return words + text[count.start : count.end]


def _ceiling(text: str, counts: Sequence[Count], i: int) -> int:
    """Where the words behind count `i` end; of two machine counts in a row the second is in sight: 3台坏了1台."""
    if i + 1 == len(counts):
        return len(text)
    machines = counts[i].sort is Sort.MACHINES and counts[i + 1].sort is Sort.MACHINES
    return counts[i + 1].end if machines else counts[i + 1].start


def _clause_after(text: str, count: Count, ceiling: int) -> str:
    match = re.compile(r"[，,。;!?\n]").search(text, count.end, ceiling)
    return text[count.end : match.start() if match else ceiling]


def _judge(count: Count, before: str, after: str) -> Count:
    words = _NOT_PLANS.sub("", before)
    if count.role in (Role.WRONG, Role.NOT_OURS):
        return count
    if _AFTERWARDS.match(after) and count.sort is Sort.PEOPLE:
        return replace(count, role=Role.NOT_OURS)
    if count.sort is Sort.MACHINES and _UNUSABLE.match(after):
        return replace(count, role=Role.NOT_OURS)
    if (
        "其中" in before
        or "包括" in before
        or "含" in before
        or (count.sort is Sort.MACHINES and _idle(before, after))
    ):
        return replace(count, role=Role.SUBSET)
    if _PER.search(words) and not count.shared:
        return replace(count, role=Role.PER)
    if _CHANGE.search(words):
        return replace(count, role=Role.CHANGE)
    if _NOT_OURS.search(words) or (count.sort is Sort.PEOPLE and _visits(words)):
        return replace(count, role=Role.NOT_OURS)
    exact = count.exact and not _ROUGHLY.search(before) and not _ROUGHLY_AFTER.match(after)
    role = Role.TOTAL if GRAND.search(before) and not _is_kind(count) else count.role
    part_of_day = PART_OF_DAY.search(before)
    name = (part_of_day.group() if part_of_day else count.name) or (
        strip_generic(before.removesuffix(count.words)) if before.endswith(count.words) else ""
    )
    return replace(
        count, role=role, name=name, exact=exact, words=_with_roughness(count, before, after, exact)
    )


_IDLE_AFTER = re.compile(
    r"\s?(?:还)?(?:在|待|正在|正)?(?:修(?![坡路边建筑整便面])|维修|检修|保养|故障|坏|停用|停着|闲置|备用|未用|趴窝|没动|没用|待[料图工命])(?!了?\s?[\d一二两三四五六七八九十]{1,3}\s?[台辆部])"
)


def _idle(before: str, after: str) -> bool:
    """3台（1台在修）: the broken ones are among those told. In 3台在修1台 the word is the next one's."""
    return bool(_IDLE_AFTER.match(after) or re.search(r"坏了|在修|待修|故障|闲置|停用", before))


def _is_kind(count: Count) -> bool:
    return count.sort is Sort.MACHINES and count.role is Role.PART


def _visits(words: str) -> bool:
    return bool(
        re.search(
            r"领导|督[查导]组|检查组|调研组|考察|专家|工作组|验收组|村民|群众|居民|[县市区镇乡]长|书记|局长|主任|记者|党员|干部|代表|家属|客商|老板|投资商|管理人员|监理|保安|甲方",
            words,
        )
    )


def _with_roughness(count: Count, before: str, after: str, exact: bool) -> str:
    if exact:
        return count.words
    lead = _ROUGHLY.search(before[: len(before) - len(count.words)]) if before.endswith(count.words) else None
    tail = _ROUGHLY_AFTER.match(after)
    return (lead.group() if lead else "") + count.words + (tail.group() if tail else "")
