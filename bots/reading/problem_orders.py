"""The life of a problem in words: 上报, 交办, 签收, 反馈, 退回, 延期, 销号, 重办."""

import re
from collections.abc import Callable
from datetime import date

from bots import intents
from bots.intents import Order
from bots.reading.dates import coming, find_dates
from bots.reading.order_parts import DAYS, REF, as_typed, working_days

_UNIT_ENDING = re.compile(
    r"(?:局|公司|镇|乡|街道|街道办|办|委|中心|所|区|院|集团|队|管委会|政府|部|处|站|厅|大队|支队|办公室|指挥部|电网|银行|村委会|居委会|城投|交投|水投|住建|供电|移动|联通|电信)$"
)


def raise_problem(body: str, typed: str, _today: date) -> Order | None:
    match = re.fullmatch(
        r"(?:上报|提交|反映|提|报)(?:一下)?(?:一?个)?(?:问题|困难)[\s:，,]*(?P<text>.*)", body, re.DOTALL
    )
    if not match:
        return None
    text = as_typed(typed, match, "text")
    named = re.match(
        r"(?P<name>[\u4e00-\u9fffA-Za-z0-9#()（）]{2,20})[\s:：，,]+(?P<rest>\S.*)", text, re.DOTALL
    )
    if named and len(named["rest"]) > 2:
        return intents.RaiseProblem(named["rest"].strip(), named["name"])
    return intents.RaiseProblem(text)


def issue(body: str, typed: str, _today: date) -> Order | None:
    """交办 <项目|#12> <事项> 给 <单位> 5天; 给 may be left out before the last word when that is a unit's name."""
    match = re.fullmatch(r"(?:交办|下交办|下交办单|派单|转办)[\s:]+(?P<rest>\S.*)", body, re.DOTALL)
    if not match:
        return None
    rest, at = match["rest"], match.start("rest")
    raw = typed[at : at + len(rest)]
    days = None
    if found := [
        m for m in DAYS.finditer(rest) if m.end() >= len(rest.rstrip(" 。.")) or m.start() > len(rest) // 2
    ]:
        days = working_days(found[-1])
        rest, raw = (s[: found[-1].start()] + " " + s[found[-1].end() :] for s in (rest, raw))
    rest, raw, unit = _take_unit(rest, raw)
    head = re.match(rf"(?:{REF})(?=\s|$|，|,)", rest)
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


def with_ref(verbs: str, make: Callable[[str, str], Order]) -> Callable[[str, str, date], Order | None]:
    """VERB REF TEXT, or REF VERB TEXT; words that are left out are asked for by whoever needs them."""

    def reader(body: str, typed: str, _today: date) -> Order | None:
        for pattern in (
            rf"(?:{verbs})(?:了|一下)?[\s:]*{REF}(?=$|[\s:，,。])[\s:，,。]*(?P<text>.*)",
            rf"(?:关于)?\s?{REF}[\s:，,]*(?:{verbs})(?:了)?(?P<text>(?:$|[\s:，,。].*))",
        ):
            match = re.fullmatch(pattern, body, re.DOTALL)
            if match:
                return make(as_typed(typed, match, "ref"), as_typed(typed, match, "text"))
        return None

    return reader


_withdrawn = with_ref("撤回|撤销|撤回交办|撤销交办|撤单|撤回问题|撤销问题", intents.Withdraw)


def withdraw(body: str, typed: str, today: date) -> Order | None:
    """撤回 12号 重复上报; of 撤回 28号 日报 it is the report that is meant."""
    return None if "日报" in body else _withdrawn(body, typed, today)


def extend(body: str, typed: str, today: date) -> Order | None:
    """延期 12号 5天 等图纸 / 延期 #3 到7月20日 等图纸 / 同意延期 12号"""
    match = re.fullmatch(
        rf"(?:申请|同意|批准|准予)?(?:延期|延长|顺延)(?:申请)?[\s:]*{REF}(?=$|[\s:，,。到至延])[\s:，,。]*(?P<text>.*)",
        body,
        re.DOTALL,
    )
    if not match:
        return None
    ref, text, at = as_typed(typed, match, "ref"), match["text"], match.start("text")
    until = re.match(r"(?:延期?)?[到至]\s?", text)
    if until and (days := [d for d in find_dates(text, today) if d.start == until.end()]):
        day = coming(days[0].words, today)
        return intents.Extend(ref, typed[at + days[0].end :].strip(" ，,。:："), None, day)
    if days_match := re.match(r"(?:延期?)?\s?" + DAYS.pattern, text):
        inner = DAYS.search(days_match.group())
        return intents.Extend(
            ref, typed[at + days_match.end() :].strip(" ，,。:："), working_days(inner) if inner else None
        )
    return intents.Extend(ref, typed[at:].strip(" ，,。"))


def about(body: str, typed: str, _today: date) -> Order | None:
    """关于清交办〔2026〕12号，产权单位已到场: an answer without the word."""
    match = re.fullmatch(
        r"(?:关于)?\s?(?P<ref>[\u4e00-\u9fff]{1,8}\s?\[\d{4}\]\s?第?\d{1,5}\s?号?)(?:文|单|交办单|问题)?[\s:，,]+(?P<text>\S.*)",
        body,
        re.DOTALL,
    )
    if not match or re.search(r"[?]\s*$|怎么样|办了没|到哪", match["text"]):
        return None
    if not body.startswith("关于") and re.search(r"工人|人数|机械|\d\s?[人台]", match["text"]):
        return None  # a report that begins with the number of a paper
    ref = as_typed(typed, match, "ref")
    return intents.Answer(ref.removeprefix("关于"), as_typed(typed, match, "text"))


def solved(body: str, typed: str, _today: date) -> Order | None:
    """该问题办结，申请销号: an answer whose number is left out."""
    if (
        re.match(r"(?:这个|该|上次(?:的|那个)?|此)(?:问题|交办|事项?)", body)
        and re.search(r"销号|办结", body)
        and not re.search(r"[?]|吗", body)
    ):
        return intents.Answer("", typed.strip())
    return None
