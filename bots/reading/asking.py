"""Questions the bot can answer: 今天谁没报, 进度 县医院, 逾期问题."""

import re
from datetime import date

from bots import intents
from bots.intents import Order
from bots.reading.dates import find_dates
from bots.reading.order_parts import as_typed

_NAME = r"(?P<name>[^\s，,。?!;:][^，,。?!;:\n]{0,38}?)"


def missing(body: str, _typed: str, today: date) -> Order | None:
    """今天谁没报 / 未报名单 / 昨天还有哪些项目没报"""
    asked = re.search(
        r"(?:谁|哪些|哪几个|哪个|还有谁).{0,8}(?:没有?|未|漏)(?:上)?报|(?:未|没|漏)报(?:的)?(?:名单|情况|项目|的有谁|统计)|^(?:今天|昨天)?(?:未报|没报的|漏报)$|(?:没|未)报的?(?:有谁|有哪些)",
        body,
    )
    if not asked or len(body) > 24 or re.search(r"没报(?:告|批|建|销|警|价|名|审)", body):
        return None
    days = [d.day for d in find_dates(body, today) if d.day]
    return intents.AskMissing(days[0] if days else None)


def progress(body: str, typed: str, _today: date) -> Order | None:
    """进度 NAME / NAME进度怎么样"""
    for pattern in (
        rf"(?:查|查询|查看|看看?|问)?(?:一下)?(?:项目)?进度[\s:]+{_NAME}",
        rf"(?:查|查询|查看|看看?)(?:一下)?{_NAME}的?(?:项目)?(?:形象)?进度(?:情况)?",
        rf"(?:请?问)?(?:一下)?{_NAME}(?:这个)?(?:项目)?(?:的)?(?:现在|目前|今天|最近)?(?:的)?(?:形象|工程|施工)?(?:进度|进展)(?:现在|目前|到底)?(?:怎么样|怎样|如何|咋样|到哪了?|到哪一步|到哪里|情况|多少|是多少|什么情况)(?:了|啦|啊|呢|呀)*",
        rf"(?:请?问)?{_NAME}(?:项目)?(?:现在|目前)?(?:干|建|做|进行|施工|修)?到(?:哪|哪儿|哪里|什么程度|哪一步|几层|第几层)(?:了|啦|呢)+",
        rf"(?:请?问)?{_NAME}(?:项目)?(?:现在|目前)(?:怎么样|什么情况|咋样|情况如何|怎样)(?:了|啦)?",
    ):
        match = re.fullmatch(pattern + r"\s*[?!。]*", body)
        if match and not re.fullmatch(
            r"今天|昨天|现在|目前|的|我们?|大家|你们?|这个|那个|项目|工程|总体|整体|各项目", match["name"]
        ):
            return intents.AskProgress(as_typed(typed, match, "name"))
    match = re.fullmatch(
        r"进度(?P<name>[\u4e00-\u9fffA-Za-z0-9#]{2,20}(?:项目|工程|路|院|厂|园|桥|中心|学校|[一二三四\d]期|扩建|迁建|改造|小区|镇|城))\??",
        body,
    )
    return intents.AskProgress(as_typed(typed, match, "name")) if match else None


def problems(body: str, typed: str, _today: date) -> Order | None:
    """待办问题 / 逾期问题 [NAME]"""
    kind = r"(?:还有|有)?(?:哪些|什么)?(?P<kind>待办|待办理|待处理|未办结|没办结|未办完|未办|未解决|在办|没办完|没解决|未销号|逾期|超期|到期|过期|所有|全部)(?:未办|未办结|未销号)?(?:的)?"
    noun = r"(?:问题|事项|交办|交办单|交办事项)(?:清单|列表|台账|有哪些|有几个)?"
    for pattern in (
        rf"(?:查|查询|查看|看看?|列出|我的)?(?:一下)?(?:我的)?{kind}{noun}[\s:]*(?P<name>[^\s，,。?!;:]{{0,30}})\s*[?。]*",
        rf"(?:查|查询|查看|看看?)?(?:一下)?(?P<name>[^\s，,。?!;:]{{2,30}}?)\s*(?:项目)?(?:的|有哪些|有什么)?\s*{kind}{noun}\s*[?。]*",
        r"(?P<kind>待办|逾期)(?P<name>)\s*[?。]*",
    ):
        if match := re.fullmatch(pattern, body):
            return intents.AskProblems(
                as_typed(typed, match, "name"), match["kind"] in ("逾期", "超期", "到期", "过期")
            )
    return None
