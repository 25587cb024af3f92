"""How a day is called in chat: the word people use for near days, with the date beside it."""

from datetime import date

from reports import phrases

WEEKDAYS = "一二三四五六日"


def spoken(day: date, today: date) -> str:
    """今天（10月26日）; a far day has its weekday instead of a word."""
    near = {0: "今天", -1: "昨天", -2: "前天", 1: "明天"}.get((day - today).days)
    written = phrases.short_day(day) if day.year == today.year else phrases.day(day)
    return f"{near}（{written}）" if near else f"{written}（周{WEEKDAYS[day.weekday()]}）"


def due(deadline: date, today: date) -> str:
    """剩2天 / 今天到期 / 已逾期3天, in calendar days."""
    left = (deadline - today).days
    if left == 0:
        return "今天到期"
    return f"剩{left}天" if left > 0 else f"已逾期{-left}天"


def float_words(days: int | None) -> str:
    """The project's float as a sentence: room, none, or how much must be gained."""
    if days is None:
        return ""
    if days < 0:
        return f"须抢回{-days}个工作日"
    return "没有机动时间" if days == 0 else f"还有{days}个工作日机动时间"
