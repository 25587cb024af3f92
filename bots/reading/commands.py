"""Words that ask the bot to do or tell something: 帮助, 绑定 CODE, 日报, 签收 12号, 请假 3天."""

import re
from collections.abc import Callable, Sequence
from datetime import date

from bots import intents
from bots.intents import Order
from bots.reading import asking, schedule_asking
from bots.reading import problem_orders as problems
from bots.reading.dates import Dated, coming, find_dates
from bots.reading.leave import leave


def read_command(text: str, original: str, today: date) -> Order | None:
    """The order in folded `text`, or None when it is something else. Names and refs come as typed."""
    start = _past_address(text)
    body = text[start:].rstrip(" \n")
    typed = original[start : start + len(body)]
    bare = body.strip(" !。.~,，\n").lower()
    if (word := _one_word(bare)) is not None:
        return word
    for reader in _READERS:
        order = reader(body, typed, today)
        if order is not None:
            return order
    return None


def _past_address(text: str) -> int:
    match = re.match(r"\s*(?:@\S{1,20}\s+)?(?:/|请(?!假)|帮我|麻烦|我要|我想|帮忙)?\s*", text)
    return match.end() if match else 0


_WORDS: tuple[tuple[str, Callable[[], Order]], ...] = (
    (
        r"帮助|help|\?|/help|怎么用|使用说明|使用帮助|菜单|功能|指令|命令|怎么报|你会什么|你能干什么|start",
        intents.AskHelp,
    ),
    (
        r"我的项目|我负责的项目|我有哪些项目|我管的项目|我负责哪些项目|我的项目有哪些|查我的项目|查看我的项目",
        intents.AskMine,
    ),
    (
        r"我?还?(?:欠|差|缺)(?:什么|啥|哪些|几个)(?:没报|没交|材料)?\??|我还有(?:什么|哪些|啥)没(?:报|办|交|做)完?的?\??|我的?欠账|我的欠报|我今天还要报什么\??",
        intents.AskOwed,
    ),
    (
        r"撤销|撤回|作废|撤销上一条|撤回上一条|撤销刚才的|撤回刚才的|撤销刚才那条|撤回刚才那条|撤销日报|撤回日报|undo",
        intents.Undo,
    ),
    (
        r"对|对的|对对|是|是的|确认|确认无误|好|好的|没错|正确|嗯|嗯嗯|行|可以|ok|okay|yes|y|无误|准确|属实",
        intents.Yes,
    ),
    (r"(?:查|查询|查看|看看?)?(?:项目)?进度(?:查询|情况)?\??", intents.AskProgress),
    (r"不对|不是|不是的|否|错|错了|取消|no|n|不|不正确|有误|算了|不用了|不要", intents.No),
)
_CHINESE_CHOICE = "一二三四五六七八九"


def _one_word(bare: str) -> Order | None:
    for pattern, order in _WORDS:
        if re.fullmatch(pattern, bare):
            return order()
    match = re.fullmatch(r"(?:选|选择|第)?\s?([1-9一二三四五六七八九])\s?(?:个|项|号)?", bare)
    if match and (match[1].isdigit() or len(bare) > 1 or bare in _CHINESE_CHOICE):
        return intents.Choose(int(match[1]) if match[1].isdigit() else _CHINESE_CHOICE.index(match[1]) + 1)
    return None


def _bind(body: str, _typed: str, _today: date) -> Order | None:
    match = re.fullmatch(
        r"(?:绑定|bind)[\s:]*(?:绑定码|验证码|码)?[\s:]*(?P<code>[A-Za-z0-9-]{3,40})", body, re.IGNORECASE
    )
    return intents.Bind(match["code"]) if match else None


def _start_report(body: str, _typed: str, today: date) -> Order | None:
    match = re.fullmatch(
        r"(?:报|写|填|填报|上报|开始)?(?:日报|报日报|补报|报数|报人数)[\s:]*(?P<day>.{0,12})", body
    )
    if not match:
        return None
    found = find_dates(match["day"], today)
    if match["day"].strip() and (
        len(found) != 1 or found[0].words != match["day"].strip().removesuffix("的")
    ):
        return None
    if not found:
        return intents.StartReport(None)
    day = _said(found[0], today)
    return intents.StartReport(day) if day else None


def _said(found: Dated, today: date) -> date | None:
    """A day still to come is the day that was said, and for others to refuse; None is in no calendar."""
    return found.day or coming(found.words, today)


def _finish(body: str, typed: str, today: date) -> Order | None:
    """节点完成 <项目> <节点> [日期]"""
    match = re.fullmatch(r"(?:节点完成|完成节点|节点已完成|节点)[\s:]+(?P<rest>\S.*)", body)
    if not match or (match.group().startswith("节点") and "完成" not in match.group()):
        return None
    rest, at = match["rest"], match.start("rest")
    raw = typed[at : at + len(rest)]
    dated, day = False, None
    if dates := [d for d in find_dates(rest, today) if d.end >= len(rest.rstrip()) or d.start == 0]:
        dated, day = True, _said(dates[-1], today)
        raw = raw[: dates[-1].start] + " " + raw[dates[-1].end :]
    elif short := re.search(r"\s(\d{1,2})[./-](\d{1,2})$", rest):
        found = find_dates(f"{short[1]}月{short[2]}日", today)
        dated, day, raw = True, _said(found[0], today) if found else None, raw[: short.start()]
    words = raw.strip(" ，,。").split(maxsplit=1)
    if not words or (dated and day is None):
        return None  # 2月30日 is not today
    return intents.FinishMilestone(
        words[0], re.sub(r"\s?(?:已)?完成$", "", words[1]).strip() if len(words) > 1 else "", day
    )


_READERS: Sequence[Callable[[str, str, date], Order | None]] = (
    _bind,
    _start_report,
    asking.missing,
    asking.problems,
    problems.with_ref("重办|重新办理|重新交办|不予销号|退回重办|打回重办|打回", intents.SendBack),
    problems.with_ref("签收|已签收|收到签收", lambda ref, _: intents.Acknowledge(ref)),
    problems.with_ref("反馈|回复|答复|办理情况|办理反馈", intents.Answer),
    problems.with_ref("退回|退单|退办", intents.Return),
    problems.with_ref("销号|同意销号|办结|核销|可以销号|准予销号", intents.Close),
    problems.with_ref(
        "(?:不同意|不批准|不予|不准予?|不许|拒绝|驳回)(?:申请)?(?:延期|延长|顺延)(?:申请)?",
        intents.RefuseExtension,
    ),
    problems.withdraw,
    lambda body, *_: intents.Acknowledge("") if body in ("签收", "已签收") else None,
    problems.extend,
    leave,
    _finish,
    problems.issue,
    problems.raise_problem,
    problems.about,
    problems.solved,
    *schedule_asking.READERS,
    asking.progress,
)
