"""How a day is called in chat: the word people use for near days, with the date beside it."""

from datetime import date

from reports import phrases

WEEKDAYS = "一二三四五六日"
PROVISIONAL = "（次年放假安排未公布，日期为暂定）"


def spoken(day: date, today: date) -> str:
    """今天（10月26日）; a far day has its weekday instead of a word."""
    near = {0: "今天", -1: "昨天", -2: "前天", 1: "明天"}.get((day - today).days)
    return f"{near}（{plain(day, today)}）" if near else f"{plain(day, today)}（周{WEEKDAYS[day.weekday()]}）"


def plain(day: date | None, today: date) -> str:
    """10月26日, with the year when it is not this one."""
    return phrases.short_day(day) if day is None or day.year == today.year else phrases.day(day)


def float_words(days: int | None) -> str:
    """The project's float as a sentence: room, none, or how much must be gained."""
    if days is None:
        return ""
    if days < 0:
        return f"须抢回{-days}个工作日"
    return "没有机动时间" if days == 0 else f"还有{days}个工作日机动时间"


def silent(days: int) -> str:
    """How long nothing was told, after a name; one day is not worth a word."""
    return f"，连续{days}天" if days > 1 else ""
