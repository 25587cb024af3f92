"""What orders are made of: the number of a problem, a term in days, the words as they were typed."""

import re

from bots.reading.numerals import number_at

# 清交办〔2026〕12号, 12号, #12, 12; what follows must not make it a count or a term.
REF = r"(?P<ref>(?:[\u4e00-\u9fff]{1,8})?\s?\[\d{4}\]\s?第?\d{1,5}\s?号?|#\s?\d{1,6}|(?:第|编号|单号)?\s?\d{1,6}\s?号?(?:单|问题|交办单)?(?![\d天日个人台年月]))"
DAYS = re.compile(
    r"(?:限期?|期限|时限|在|于)?\s?(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})\s?个?(?P<unit>工作日|自然日|天|日|周|星期)(?:之?内)?(?:办结|完成|解决|办完|办好|处理完|反馈|整改到位|整改完成|整改)*"
)


def as_typed(typed: str, match: re.Match[str], group: str) -> str:
    return typed[match.start(group) : match.end(group)].strip(" ，,。:：?？!！；;")


def working_days(m: re.Match[str]) -> int:
    """A week is five working days."""
    words = m["n"]
    number = None if words.isdigit() else number_at(words, 0)
    days = int(words) if words.isdigit() else int(number.value) if number else 0
    return days * 5 if m["unit"] in ("周", "星期") else days
