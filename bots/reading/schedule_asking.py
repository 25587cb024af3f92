"""Questions about the schedule: 倒排 县医院, 还差几天 县医院, 关键线路 县医院, 影响 12号.

A daily report speaks of the same things (倒排工期已调整, 影响施工3天, 还差12根桩): only a text that asks, with at most
a project's name beside it, is a question here.
"""

import re
from collections.abc import Callable
from datetime import date

from bots import intents
from bots.intents import Order
from bots.reading.order_parts import REF, as_typed

LONGEST = 60  # characters; a report may be longer, a question is not
_OPENING = re.compile(
    r"(?:(?:你好|您好|领导好|请问|请|麻烦|劳驾|帮我|帮忙|给我|我想|我要|想|能不能|可不可以|能否|"
    r"问|知道|了解|查询|查看|查|看看|看|发|调|出示|打开)(?:你|您|一下|下|一份|一张|个)?(?:给?我)?[\s，,!。:]*)*"
)
_CLOSING = re.compile(
    r"(?:[\s，,。!~]|谢谢|谢了|多谢|辛苦了?|麻烦了|拜托了?|好吗|可以吗|行吗|发我|发来|发过来|给我看看|看看|看一下|看下|一下)+$"
)

_ENDING = r"(?:项目|工程|路|街|院|厂|厂房|园|园区|桥|中心|学校|[一二三四五六\d]期|扩建|迁建|改造|小区|镇|城|馆|站|基地|广场)"
_NAME = r"(?P<name>[^\s，,。?!;:][^，,。?!;:\n]{0,38}?)"
_GLUED = rf"(?P<name>[\u4e00-\u9fffA-Za-z0-9#]{{1,20}}{_ENDING})"
_OURS = re.compile(
    r"(?:(?:我们?|咱们?|你们?|本|这个?|该|全)的?(?:项目|工程|工地)?|项目|工程|工地|我负责的项目|整个项目|总体|整体)"
)
# What stands there is said, not asked about.
_SAID = re.compile(
    r"^(?:已|正在|还在|没有|不|按|因|受|由于|完成|调整|编制|制[定订]|上报|重新|滞后|提前|下达|优化|细化|压缩|严格|执行|"
    r"落实|对照|根据|依据|加快|抓紧|今[天日]|昨[天日]|明天|后天|本[周月]|上[周月]|下[周月]|目前|现在|现场|工人|机械|就|只|仅|也|又|预计|大概|大约|影响|"
    r"施工|距|离|工期|节点|关键|进度|日报|更正|同意|申请|审核|修改|报送|提交|确保|保证|争取|是否|一[个是]|各|所有|重要|主要|"
    r"确定|实现|达到|抢|保|卡|打通|下一|挂图)"
    r"|\d+\s*(?:天|人|台|方|根|米|吨|个|户|小时|%|[号栋]楼)|(?:完成|调整|滞后|完毕|到位|正常|通过|审批|不变|确定|要求|召开|了|中)$|工人|机械"
)

_HOW = r"(?:的)?(?:现在|目前)?(?:怎么样|怎样|如何|咋样|什么情况|情况|是什么|有哪些|怎么排的?|是怎么排的?|呢)?(?:了|啦)?\??"
_SCHEDULE = (
    rf"(?:倒排(?:工期|计划|进度|时间)?(?:推进)?(?:表|图|计划|安排)?|(?:推进)?路径图|(?:工期|节点)(?:计划|安排)(?:表|图)?|"
    rf"节点(?:完成)?情况){_HOW}"
)
_TO_THE_END = r"(?:(?:距离?|离)(?:项目)?(?:竣工|完工|完成|目标|交付|工期|到期|建成|投用)(?:日期?|时间)?)?"
_DAYS = (
    rf"(?:工期)?{_TO_THE_END}(?:总共|一共)?(?:还(?:差|有|剩下?|要)|差|剩下?|剩余)(?:几|多少)个?(?:工作日|天|日)"
    r"(?:(?:才?能|可以)?(?:完工|竣工|完成|交付|到期|建成))?(?:呢|啊|呀)?\??"
)
_ASKS = r"(?:吗|么|嘛|不|没有?|\?)+"
_IN_TIME = (
    rf"(?:工期|时间|进度)?(?:现在|目前|到底)?还?(?:来不来得及|赶不赶得[上及]|来得及(?:来不及|{_ASKS})|赶得[上及](?:赶不[上及]|{_ASKS}))"
    r"(?:呢|啊)?\??"
)
_DONE = r"(?:完成|完工|竣工|交付|建成|投用|投产)"
_ON_DAY = r"(?:按期|按时|如期|准时)"
_BY_TARGET = (
    rf"(?:工期|现在|目前|到底)?还?(?:(?:能不能|能否|是否能?|可不可以){_ON_DAY}{_DONE}(?:{_ASKS})?|"
    rf"(?:能|可以|会)?{_ON_DAY}能?{_DONE}得?了?{_ASKS}|"
    rf"(?:会不会|是否会)(?:延期|逾期|超期|误期|拖期|延误)|会(?:延期|逾期|超期|误期|拖期|延误){_ASKS})(?:呢|啊)?\??"
)
_WHEN = (
    rf"(?:预计|大概|大约)?(?:什么时候|什么时间|何时|几时|哪天)(?:才?能|可以|会)?(?:{_DONE}|完)(?:呢|啊)?\??"
)
_DAYS_LEFT = rf"(?:{_DAYS}|{_IN_TIME}|{_BY_TARGET}|{_WHEN})"
_CRITICAL = rf"关键(?:线路|路线|路径|工序)(?:图|是哪些|是哪几个|在哪里?)?{_HOW}"
_NODES = (rf"节点[\s:]+{_NAME}", rf"{_NAME}的节点", rf"{_NAME}(?:的|还)?有(?:哪些|什么|几个)节点\??")

_IMPACT = (
    r"影响(?:总?工期|进度|完工|竣工)?(?:有)?(?:多大|多久|多少天|几天|大吗|大不大|如何|怎么样|什么|吗|么|\?)+"
)
_WOULD = r"(?:对(?:总?工期|进度|项目)的?)?(?:会不会|会|是否会?|有没有|有(?:什么)?|到底)?"
_THIS = r"(?:这个?|该|此|那个?)(?:问题|交办|事项?)"


def _beside(topic: str, gap: str) -> tuple[str, ...]:
    return (
        topic,
        rf"{topic}[{gap}]+{_NAME}",
        rf"{_NAME}[\s，,:]*的?\s*{topic}",
        rf"{topic}{_GLUED}",
    )


_SCHEDULE_ASKED = (*_beside(_SCHEDULE, r"\s:"), *_NODES)
_DAYS_ASKED = _beside(_DAYS_LEFT, r"\s:，,?")
_CRITICAL_ASKED = _beside(_CRITICAL, r"\s:")
# Without any of these words no pattern can fit, and nearly every text has none.
_SCHEDULE_WORDS = re.compile("倒排|路径图|节点|工期[计安]")
_DAYS_WORDS = re.compile(
    "[几多少].{0,3}[天日]|得及|赶|[按如超误拖延逾]期|延误|[按准]时|什么时|何时|几时|哪天"
)
_CRITICAL_WORDS = re.compile("关键")


def schedule(body: str, typed: str, _today: date) -> Order | None:
    """倒排 NAME / NAME的倒排 / 路径图 NAME / 节点 NAME"""
    name = _named(body, typed, _SCHEDULE_WORDS, _SCHEDULE_ASKED)
    return None if name is None else intents.AskSchedule(name)


def days_left(body: str, typed: str, _today: date) -> Order | None:
    """还差几天 NAME / NAME来得及吗 / NAME能按期完成吗"""
    name = _named(body, typed, _DAYS_WORDS, _DAYS_ASKED)
    return None if name is None else intents.AskDaysLeft(name)


def critical(body: str, typed: str, _today: date) -> Order | None:
    """关键线路 NAME"""
    name = _named(body, typed, _CRITICAL_WORDS, _CRITICAL_ASKED)
    return None if name is None else intents.AskCritical(name)


def impact(body: str, typed: str, _today: date) -> Order | None:
    """影响 12号 / 12号影响多大 / 这个问题影响工期吗 12号; of a problem without its number that is asked."""
    if "影响" not in body:
        return None
    said, words = _core(body, typed)
    for pattern in (
        rf"影响(?:工期|进度)?(?:[\s:]+|(?=#|[\u4e00-\u9fff]*\s?\[)|(?=\d+\s?号)){REF}(?:问题|交办单?)?\??",
        rf"(?:关于)?(?:问题|交办)?{REF}(?:这个|的)?(?:问题|交办单?)?[\s，,:]*{_WOULD}{_IMPACT}",
        rf"(?:问题)?{REF}(?:问题|交办单?)?的影响\??",
        rf"(?:{_THIS})?[\s，,]*{_WOULD}{_IMPACT}[\s，,?:]+(?:问题)?{REF}\??",
        rf"{_THIS}[\s，,]*{_WOULD}{_IMPACT}",
    ):
        if match := re.fullmatch(pattern, said):
            ref = as_typed(words, match, "ref") if "ref" in match.re.groupindex else ""
            return intents.AskImpact(re.sub(r"(?:的?问题|交办单|单)$", "", ref))
    return None


READERS: tuple[Callable[[str, str, date], Order | None], ...] = (schedule, days_left, critical, impact)


def _core(body: str, typed: str) -> tuple[str, str]:
    """Without what is only polite; nothing of a text that is too long for a question."""
    if len(body) > LONGEST:
        return "", ""
    start = match.end() if (match := _OPENING.match(body)) else 0
    closing = _CLOSING.search(body, start)
    end = closing.start() if closing else len(body)
    return body[start:end], typed[start:end]


def _named(body: str, typed: str, words_of: re.Pattern[str], patterns: tuple[str, ...]) -> str | None:
    """The project's name as typed, "" when none is said; None when the text is something else."""
    if not words_of.search(body):
        return None
    said, words = _core(body, typed)
    for pattern in patterns:
        match = re.fullmatch(pattern, said)
        if match is None:
            continue
        if "name" not in match.re.groupindex:
            return ""
        name = as_typed(words, match, "name").removesuffix("的")
        if _OURS.fullmatch(name):
            return ""
        if name and not _SAID.search(name):
            return name
    return None
