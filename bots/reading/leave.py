"""请假 11月3日到5日 家里有事: from when, until when, why."""

import re
from datetime import date, timedelta

from bots import intents
from bots.intents import Order
from bots.reading.dates import coming, find_dates, next_day
from bots.reading.order_parts import DAYS, working_days


def leave(body: str, typed: str, today: date) -> Order | None:
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
    dates = [(d, day) for d in find_dates(text, today) if (day := coming(d.words, today))]
    length = DAYS.search(text)
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
    days = working_days(m)
    return max(1, days // 5 * 7 if m["unit"] in ("周", "星期") else days)
