"""Investment done, in 万元, with what it covers; never a contract price, a debt or a plan."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bots.intents import Doubt, Invested, Money, Span
from bots.reading.clauses import inside
from bots.reading.numerals import number_at

_AMOUNT = re.compile(
    r"(?P<n>\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,4})?|(?<![\d.])\d{1,12}(?:\.\d{1,6})?|[零〇一二两三四五六七八九十百千点]{1,16})"
    r"(?P<vague>多|余|来|几)?\s?个?(?P<unit>万亿|千万|百万|万元|亿元|万(?![方立平米吨株亩人吨m块根元\d零〇一二两三四五六七八九])|亿(?![方立])|w(?![a-z])|W(?![A-Za-z])|元)(?:元|人民币)?(?P<after>左右|上下|以上|出头)?"
)
_DONE = re.compile(r"完成(?:固定资产)?(?:投资|额)?|投资(?:额|完成额|完成)?|固投|入统|入库|纳统")
_NOT_DONE = re.compile(
    r"计划|总投资|概算|预算|合同|造价|估算|中标|差|欠|缺|罚|款|工资|产值|产能|税|贷|融资|债|专项|资金|拨|补偿|赔|成本|价|租|营收|销售|利润|拟|预计|剩余|还需|需|目标|任务|力争|争取|确保|招标|采购"
)
_COVERS = (
    # Neither the month's nor the year's: it must be asked.
    (Money.UNSAID, re.compile(r"(?:开工以来|开工[至到]今|总|开)累计?|开工以来|开工[至到]今")),
    (Money.MONTH, re.compile(r"[本当]月(?:份)?累计")),
    (Money.DAY, re.compile(r"今[天日]|当[天日]|昨[天日]|本日")),
    (
        Money.YEAR_TO_DATE,
        re.compile(
            r"\d{1,2}\s?[-~至到]\s?\d{1,2}月|累计|今年|本年|年初|年内|至今|截[至止]|全年|上半年|前[一二三]季度"
        ),
    ),
    (
        Money.MONTH,
        re.compile(r"本月|当月|这个?月|上个?月|月度|\d{1,2}月份?|[一二三四五六七八九十]{1,2}月份?|旬"),
    ),
)
_UNITS = {
    "万亿": Decimal(10) ** 8,
    "亿": Decimal(10_000),
    "亿元": Decimal(10_000),
    "千万": Decimal(1000),
    "百万": Decimal(100),
}
_MONTHS = re.compile(r"(?:\d{1,2}\s?[-~至到]\s?)?(\d{1,2})月")


def read_money(
    text: str, today: date, plans: Sequence[tuple[int, int]]
) -> tuple[tuple[Invested, ...], tuple[Doubt, ...], tuple[Span, ...]]:
    """Every figure of investment done, in the order said."""
    found: list[Invested] = []
    doubts: list[Doubt] = []
    spans: list[Span] = []
    floor = 0
    for m in _AMOUNT.finditer(text):
        lead = _lead(text, floor, m.start())
        carried = bool(found) and re.search(r"累计|本月|当月|今年", lead) is not None
        if inside(m.start(), plans) or _NOT_DONE.search(lead) or not (_DONE.search(lead) or carried):
            continue
        if re.match(r"\s?(?:的|以上|方|立方|平)", text[m.end() : m.end() + 3]):
            continue
        floor = m.end()
        wan = _wan(m)
        if wan is None or m["vague"] or m["after"] or re.search(r"约|大概|近$|左右|估计", lead):
            doubts.append(
                Doubt("invested", text[m.start() : m.end()], () if wan is None else (f"{wan.normalize():f}",))
            )
        else:
            found.append(Invested(wan, _covers(lead), _month(lead, today)))
            spans.append(Span("invested", m.start(), m.end()))
    return tuple(found), tuple(doubts), tuple(spans)


def _lead(text: str, floor: int, at: int) -> str:
    """What stands before the amount in its sentence, after the amount before it; 1-7月 may be a clause away."""
    start = max(floor, at - 40, *(text.rfind(mark, 0, at) + 1 for mark in "。;!?\n"))
    words = text[start:at]
    last = max(words.rfind("，"), words.rfind(","))
    clause = words[last + 1 :]
    return clause if _DONE.search(clause) or last < 0 else words


def _wan(m: re.Match[str]) -> Decimal | None:
    words = m["n"].replace(",", "")
    if words[0].isdigit():
        value = Decimal(words)
    else:
        number = number_at(words, 0)
        if number is None or number.end != len(words) or not number.exact:
            return None
        value = number.value
    if m["unit"] == "元":
        return value / 10_000
    return (value * _UNITS.get(m["unit"], Decimal(1))).normalize() + 0


def _covers(lead: str) -> Money:
    """The words nearest to the amount decide."""
    best, at = Money.UNSAID, -1
    for covers, pattern in _COVERS:
        for m in pattern.finditer(lead):
            if m.end() > at and not (
                best is Money.YEAR_TO_DATE and covers is Money.MONTH and m.start() <= at
            ):
                best, at = covers, m.end()
    return best


def _month(lead: str, today: date) -> date | None:
    months = _MONTHS.findall(lead)
    if not months or not 1 <= int(months[-1]) <= 12:
        if re.search(r"本月|当月|这个?月", lead):
            return today.replace(day=1)
        return None
    month = int(months[-1])
    return date(today.year if month <= today.month else today.year - 1, month, 1)
