"""Words that ask the bot to do or tell something: 进度 县医院, 签收 12号, 交办 … 给 … 5天."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from bots import intents
from bots.intents import Order
from bots.reading.dates import Tense, find_dates, next_day
from bots.reading.numerals import number_at

_REF = r"(?P<ref>(?:[\u4e00-\u9fff]{1,8})?\s?\[\d{4}\]\s?第?\d{1,5}\s?号?|#\s?\d{1,6}|(?:第|编号|单号)?\s?\d{1,6}\s?号?(?:单|问题|交办单)?(?![\d天日个人台年月]))"
_DAYS = re.compile(
    r"(?:限期?|期限|时限|在|于)?\s?(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})\s?个?(?P<unit>工作日|自然日|天|日|周|星期)(?:之?内)?(?:办结|完成|解决|办完|办好|处理完|反馈|整改到位|整改完成|整改)*"
)
_UNIT_ENDING = re.compile(
    r"(?:局|公司|镇|乡|街道|街道办|办|委|中心|所|区|院|集团|队|管委会|政府|部|处|站|厅|大队|支队|办公室|指挥部|电网|银行|村委会|居委会|城投|交投|水投|住建|供电|移动|联通|电信)$"
)


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


def _missing(body: str, _typed: str, today: date) -> Order | None:
    """今天谁没报 / 未报名单 / 昨天还有哪些项目没报"""
    asked = re.search(
        r"(?:谁|哪些|哪几个|哪个|还有谁).{0,8}(?:没有?|未|漏)(?:上)?报|(?:未|没|漏)报(?:的)?(?:名单|情况|项目|的有谁|统计)|^(?:今天|昨天)?(?:未报|没报的|漏报)$|(?:没|未)报的?(?:有谁|有哪些)",
        body,
    )
    if not asked or len(body) > 24 or re.search(r"没报(?:告|批|建|销|警|价|名|审)", body):
        return None
    days = [d.day for d in find_dates(body, today) if d.day]
    return intents.AskMissing(days[0] if days else None)


_NAME = r"(?P<name>[^\s，,。?!;:][^，,。?!;:\n]{0,38}?)"


def _progress(body: str, typed: str, _today: date) -> Order | None:
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
            return intents.AskProgress(_slice(typed, match, "name"))
    match = re.fullmatch(
        r"进度(?P<name>[\u4e00-\u9fffA-Za-z0-9#]{2,20}(?:项目|工程|路|院|厂|园|桥|中心|学校|[一二三四\d]期|扩建|迁建|改造|小区|镇|城))\??",
        body,
    )
    return intents.AskProgress(_slice(typed, match, "name")) if match else None


def _slice(typed: str, match: re.Match[str], group: str) -> str:
    return typed[match.start(group) : match.end(group)].strip(" ，,。:：?？!！；;")


def _problems(body: str, typed: str, _today: date) -> Order | None:
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
                _slice(typed, match, "name"), match["kind"] in ("逾期", "超期", "到期", "过期")
            )
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
    return intents.StartReport(found[0].day if found else None)


def _raise(body: str, typed: str, _today: date) -> Order | None:
    match = re.fullmatch(
        r"(?:上报|提交|反映|提|报)(?:一下)?(?:一?个)?(?:问题|困难)[\s:，,]*(?P<text>.*)", body, re.DOTALL
    )
    if not match:
        return None
    text = _slice(typed, match, "text")
    named = re.match(
        r"(?P<name>[\u4e00-\u9fffA-Za-z0-9#()（）]{2,20})[\s:：，,]+(?P<rest>\S.*)", text, re.DOTALL
    )
    if named and len(named["rest"]) > 2:
        return intents.RaiseProblem(named["rest"].strip(), named["name"])
    return intents.RaiseProblem(text)


def _issue(body: str, typed: str, _today: date) -> Order | None:
    """交办 <项目|#12> <事项> 给 <单位> 5天; 给 may be left out before the last word when that is a unit's name."""
    match = re.fullmatch(r"(?:交办|下交办|下交办单|派单|转办)[\s:]+(?P<rest>\S.*)", body, re.DOTALL)
    if not match:
        return None
    rest, at = match["rest"], match.start("rest")
    raw = typed[at : at + len(rest)]
    days = None
    if found := [
        m for m in _DAYS.finditer(rest) if m.end() >= len(rest.rstrip(" 。.")) or m.start() > len(rest) // 2
    ]:
        days = _working_days(found[-1])
        rest, raw = (s[: found[-1].start()] + " " + s[found[-1].end() :] for s in (rest, raw))
    rest, raw, unit = _take_unit(rest, raw)
    head = re.match(rf"(?:{_REF})(?=\s|$|，|,)", rest)
    if head:
        return intents.IssueProblem(
            raw[head.end() :].strip(" ，,。:："), unit, days, ref=raw[: head.end()].strip()
        )
    words = raw.strip(" ，,。").split(maxsplit=1)
    if len(words) == 2:
        return intents.IssueProblem(words[1].strip(" ，,。"), unit, days, project=words[0].strip("，,:："))
    return intents.IssueProblem(words[0] if words else "", unit, days)


def _take_unit(rest: str, raw: str) -> tuple[str, str, str]:
    given = list(
        re.finditer(
            r"(?:\s|，|,|^)(?:交?给|交由|由|责任单位\s?:?|主办\s?:?)\s?(?P<unit>[^\s，,。]{2,20}?)(?:负责|办理|牵头|处理|解决)?(?=[\s，,。]|$)",
            rest,
        )
    )
    given = given or list(re.finditer(r"给(?P<unit>[^\s，,。]{2,20})(?=[\s，,。]*$)", rest))
    if given:
        m = given[-1]
        unit = raw[m.start("unit") : m.end("unit")]
        return rest[: m.start()] + rest[m.end() :], raw[: m.start()] + raw[m.end() :], unit
    trimmed = rest.rstrip(" ，,。")
    last = re.search(r"[\s，,](?P<unit>[^\s，,。]{2,20})$", trimmed)
    if last and _UNIT_ENDING.search(last["unit"]) and len(trimmed.split()) > 1:
        return rest[: last.start()], raw[: last.start()], raw[last.start("unit") : last.end("unit")]
    return rest, raw, ""


def _working_days(m: re.Match[str]) -> int:
    words = m["n"]
    number = None if words.isdigit() else number_at(words, 0)
    days = int(words) if words.isdigit() else int(number.value) if number else 0
    return days * 5 if m["unit"] in ("周", "星期") else days


def _with_ref(
    verbs: str, make: Callable[[str, str], Order], needs_text: bool
) -> Callable[[str, str, date], Order | None]:
    """VERB REF TEXT, or REF VERB TEXT."""

    def reader(body: str, typed: str, _today: date) -> Order | None:
        for pattern in (
            rf"(?:{verbs})(?:了|一下)?[\s:]*{_REF}(?=$|[\s:，,。])[\s:，,。]*(?P<text>.*)",
            rf"(?:关于)?\s?{_REF}[\s:，,]*(?:{verbs})(?:了)?(?P<text>(?:$|[\s:，,。].*))",
        ):
            match = re.fullmatch(pattern, body, re.DOTALL)
            if match and (not needs_text or match["text"].strip(" ，,。:")):
                return make(_slice(typed, match, "ref"), _slice(typed, match, "text"))
        return None

    return reader


def _extend(body: str, typed: str, today: date) -> Order | None:
    """延期 12号 5天 等图纸 / 延期 #3 到7月20日 等图纸"""
    match = re.fullmatch(
        rf"(?:申请)?(?:延期|延长|顺延)(?:申请)?[\s:]*{_REF}(?=$|[\s:，,。到至延])[\s:，,。]*(?P<text>.*)",
        body,
        re.DOTALL,
    )
    if not match:
        return None
    ref, text, at = _slice(typed, match, "ref"), match["text"], match.start("text")
    until = re.match(r"(?:延期?)?[到至]\s?", text)
    if until and (days := [d for d in find_dates(text, today) if d.start == until.end()]):
        day = _ahead(days[0].words, today)
        return intents.Extend(ref, typed[at + days[0].end :].strip(" ，,。:："), None, day)
    if days_match := re.match(r"(?:延期?)?\s?" + _DAYS.pattern, text):
        inner = _DAYS.search(days_match.group())
        return intents.Extend(
            ref, typed[at + days_match.end() :].strip(" ，,。:："), _working_days(inner) if inner else None
        )
    return intents.Extend(ref, typed[at:].strip(" ，,。"))


def _leave(body: str, typed: str, today: date) -> Order | None:
    """请假 11月3日到5日 家里有事 / 请假3天 / 明天请假"""
    match = re.search(r"(?:请个?|休|申请)(?:事|病|年|婚|产|丧|探亲)?假", body)
    if not match or len(body) > 60 or re.search(r"人请假|工人|\d人", body):
        return None
    rest = body[: match.start()] + " " * (match.end() - match.start()) + body[match.end() :]
    raw = typed[: match.start()] + " " * (match.end() - match.start()) + typed[match.end() :]
    span = _leave_days(rest, today)
    if span is None:
        return None
    since, until, start, end = span
    reason = (raw[:start] + " " + raw[end:]).strip(" ，,。:：从")
    return intents.TakeLeave(
        since, until, re.sub(r"^(?:我|我要|因为?|由于|申请)\s*", "", reason).strip(" ，,。")
    )


def _leave_days(text: str, today: date) -> tuple[date, date, int, int] | None:
    ranged = re.search(
        r"(?:从)?(?:(?P<m1>\d{1,2})月)?(?P<d1>\d{1,2})[日号]?\s?(?:-|~|到|至)\s?(?:(?P<m2>\d{1,2})月)?(?P<d2>\d{1,2})[日号]?(?!\d)",
        text,
    )
    if ranged:
        first = next_day(int(ranged["m1"] or today.month), int(ranged["d1"]), today)
        last = first and next_day(int(ranged["m2"] or first.month), int(ranged["d2"]), first)
        if first and last and (last - first).days < 200:
            return first, last, ranged.start(), ranged.end()
        return None
    if both := re.search(r"明后两?天|今明两?天", text):
        first = today + timedelta(days=both.group()[0] == "明")
        return first, first + timedelta(days=1), both.start(), both.end()
    dates = [(d, day) for d in find_dates(text, today) if (day := _ahead(d.words, today))]
    length = _DAYS.search(text)
    if not dates:
        return (
            None
            if not length
            else (today, today + timedelta(days=_calendar_days(length) - 1), length.start(), length.end())
        )
    first, start, end = dates[0][1], dates[0][0].start, dates[0][0].end
    if (
        len(dates) > 1
        and re.fullmatch(r"\s?(?:-|~|到|至)\s?", text[end : dates[1][0].start])
        and dates[1][1] >= first
    ):
        return first, dates[1][1], start, dates[1][0].end
    if length and length.start() >= end and length.start() - end <= 3:
        return first, first + timedelta(days=_calendar_days(length) - 1), start, length.end()
    return first, first, start, end


def _calendar_days(m: re.Match[str]) -> int:
    days = _working_days(m)
    return max(1, days // 5 * 7 if m["unit"] in ("周", "星期") else days)


def _ahead(words: str, today: date) -> date | None:
    """A date that is meant to come: 7月11日 and 11号 are the next such day, 周三 the coming one."""
    if full := re.match(r"(20\d\d)\D+(\d{1,2})\D+(\d{1,2})", words):
        try:
            return date(int(full[1]), int(full[2]), int(full[3]))
        except ValueError:
            return None
    if monthday := re.match(r"(\d{1,2})[月./-]\s?(\d{1,2})", words):
        return next_day(int(monthday[1]), int(monthday[2]), today)
    if day := re.match(r"(\d{1,2})[日号]", words):
        month = today.month if int(day[1]) >= today.day else today.month % 12 + 1
        return next_day(month, int(day[1]), today)
    found = find_dates(words, today)
    if not found or found[0].day is None:
        return None
    late = (
        found[0].day < today
        and found[0].tense is Tense.SPOKEN
        and "上" not in words
        and re.search(r"[周期拜]", words)
    )
    return found[0].day + timedelta(days=7) if late else found[0].day


def _finish(body: str, typed: str, today: date) -> Order | None:
    """节点完成 <项目> <节点> [日期]"""
    match = re.fullmatch(r"(?:节点完成|完成节点|节点已完成|节点)[\s:]+(?P<rest>\S.*)", body)
    if not match or (match.group().startswith("节点") and "完成" not in match.group()):
        return None
    rest, at = match["rest"], match.start("rest")
    raw = typed[at : at + len(rest)]
    day = None
    if dates := [d for d in find_dates(rest, today) if d.end >= len(rest.rstrip()) or d.start == 0]:
        day = dates[-1].day
        raw = raw[: dates[-1].start] + " " + raw[dates[-1].end :]
    elif short := re.search(r"\s(\d{1,2})[./-](\d{1,2})$", rest):
        found = find_dates(f"{short[1]}月{short[2]}日", today)
        day, raw = found[0].day if found else None, raw[: short.start()]
    words = raw.strip(" ，,。").split(maxsplit=1)
    if not words:
        return None
    return intents.FinishMilestone(
        words[0], re.sub(r"\s?(?:已)?完成$", "", words[1]).strip() if len(words) > 1 else "", day
    )


def _about(body: str, typed: str, _today: date) -> Order | None:
    """关于清交办〔2026〕12号，今天开了协调会: an answer without the word."""
    match = re.fullmatch(
        r"(?:关于)?\s?(?P<ref>[\u4e00-\u9fff]{1,8}\s?\[\d{4}\]\s?第?\d{1,5}\s?号?)(?:文|单|交办单|问题)?[\s:，,]+(?P<text>\S.*)",
        body,
        re.DOTALL,
    )
    if not match or re.search(r"[?]\s*$|怎么样|办了没|到哪", match["text"]):
        return None
    ref = _slice(typed, match, "ref")
    return intents.Answer(ref.removeprefix("关于"), _slice(typed, match, "text"))


def _solved(body: str, typed: str, _today: date) -> Order | None:
    """这个问题已经解决了，可以销号: an answer whose number is left out."""
    if (
        re.match(r"(?:这个|该|上次(?:的|那个)?|此)(?:问题|交办|事项?)", body)
        and re.search(r"销号|办结", body)
        and not re.search(r"[?]|吗", body)
    ):
        return intents.Answer("", typed.strip())
    return None


_READERS: Sequence[Callable[[str, str, date], Order | None]] = (
    _bind,
    _start_report,
    _missing,
    _problems,
    _with_ref("重办|重新办理|重新交办|不予销号|退回重办|打回重办|打回", intents.SendBack, needs_text=False),
    _with_ref("签收|已签收|收到签收", lambda ref, _: intents.Acknowledge(ref), needs_text=False),
    _with_ref("反馈|回复|答复|办理情况|办理反馈", intents.Answer, needs_text=True),
    _with_ref("退回|退单|退办", intents.Return, needs_text=False),
    _with_ref("销号|同意销号|办结|核销|可以销号|准予销号", intents.Close, needs_text=False),
    lambda body, *_: intents.Acknowledge("") if body in ("签收", "已签收") else None,
    _extend,
    _leave,
    _finish,
    _issue,
    _raise,
    _about,
    _solved,
    _progress,
)
