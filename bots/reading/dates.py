"""Days as people write them: 今天, 前天, 周三, 11号, 7月11日, 7.11, 11-20, 2026.7.11."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

from bots.reading.numerals import from_chinese

_D = r"(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})"
_WEEKDAYS = {c: i for i, c in enumerate("一二三四五六")} | {"日": 6, "天": 6, "末": 5}
_RELATIVE = {"大前": -3, "前": -2, "昨": -1, "今": 0, "本": 0, "当": 0, "明": 1, "后": 2, "大后": 3}

_DATES = re.compile(
    rf"""
      (?P<range>(?<![\d.])(?:\d{{1,2}}月)?\d{{1,2}}[日号]?\s?(?:[-~]|至|到)\s?\d{{1,2}}月(?:\d{{1,2}}[日号])?(?:份)?)
    | (?P<full>(?<![\d.])(?P<y>20\d\d)\s?[年./-]\s?(?P<m>\d{{1,2}})\s?[月./-]\s?(?P<d>\d{{1,2}})(?![\d.])[日号]?)
    | (?P<monthday>(?<![\d.])(?P<md_m>{_D})月\s?(?P<md_d>{_D})(?:[日号]|(?=[\s,，:。、]|工人|现场|日报|$)))
    | (?P<month>(?<![\d.])(?:{_D})月(?:份|底|初|末|中旬|上旬|下旬|中)?)
    | (?P<relative>(?P<rel>大前|大后|前|昨|今|当|明|后)(?:天|日|儿个)(?P<part>凌晨|早上|早晨|上午|中午|下午|晚上|夜里|夜间)?)
    | (?P<night>昨晚|昨夜|今晚|今早|今晨|明早|明晚|今夜)
    | (?P<weekday>(?P<week>上上|上|本|这|下)?(?:个)?(?:周|星期|礼拜)(?P<wd>[一二三四五六日天末]))
    | (?P<day>(?P<which>本月|上月|上个月|这个月|下月|下个月)?(?<![\d.〕\]#第])(?P<d_d>{_D})[日号]
        (?=[\s,，:。.;、)\]]|的|工人|工地|现场|日报|日|报|那天|之?前|晚|早|上午|下午|中午|到|至|-|~|晴|雨|阴|多云|今天|停工|复工|开工|下雨|$))
    | (?P<english>\b(?P<en>today|yesterday|tomorrow)\b)
    """,
    re.VERBOSE | re.IGNORECASE,
)
# "7.11", "11-20", "7/11" are dates only where a date would stand.
_SHORT = re.compile(
    r"(?P<lead>^\s{0,3}|[\n【\[(]\s?|(?:日报|补报|日期|补)[:\s\]]{0,3})(?P<m>\d{1,2})[-./](?P<d>\d{1,2})"
    r"(?=[\s，,:】)\]]|工人|现场|日报|[\u4e00-\u9fff]{2,8}(?:项目|路|园|院|厂))(?!\s?(?:公里|米|万|亿|元|吨|方|km|m))"
)


NEAR = 60  # days: a date this close to today is of this year, even on the wrong side of today


class Tense(Enum):
    NAMED = auto()  # a calendar day
    SPOKEN = auto()  # 今天, 昨天, 周三
    AHEAD = auto()  # 明天, 下周三
    VAGUE = auto()  # 7月底, 1-7月, 昨晚: no single day of a report


@dataclass(frozen=True, slots=True)
class Dated:
    """`day` is None for VAGUE, and for a day that cannot be (2月30日, or one still to come)."""

    day: date | None
    tense: Tense
    start: int
    end: int
    words: str


def find_dates(text: str, today: date) -> tuple[Dated, ...]:
    """Every date in `text`, in order. Days without a year are the latest such day that has come."""
    found = [_dated(m, today) for m in _DATES.finditer(text)]
    taken = [(d.start, d.end) for d in found]
    for m in _SHORT.finditer(text):
        start, end = m.start("m"), m.end("d")
        if not any(a < end and start < b for a, b in taken) and _real(today.year, m["m"], m["d"]):
            found.append(Dated(_past(m["m"], m["d"], today), Tense.NAMED, start, end, text[start:end]))
    return tuple(sorted(found, key=lambda d: d.start))


def next_day(month: int, day: int, today: date) -> date | None:
    """The first such day from today on: what a deadline or a leave means. One just past is not meant for next year."""
    for year in (today.year - 1, today.year, today.year + 1):
        if (found := _real(year, str(month), str(day))) and (today - found).days <= NEAR:
            return found
    return None


def coming(words: str, today: date) -> date | None:
    """A date that is meant to come: 7月11日 and 11号 are the next such day, 周三 the coming one."""
    if full := re.match(r"(20\d\d)\D+(\d{1,2})\D+(\d{1,2})", words):
        try:
            return date(int(full[1]), int(full[2]), int(full[3]))
        except ValueError:
            return None
    if monthday := re.match(rf"({_D})[月./-]\s?({_D})", words):
        return next_day(_number(monthday[1]), _number(monthday[2]), today)
    if day := re.match(rf"(?:本月|这个月)?({_D})[日号]", words):
        month = today.month if _number(day[1]) >= today.day else today.month % 12 + 1
        return next_day(month, _number(day[1]), today)
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


def _dated(m: re.Match[str], today: date) -> Dated:
    day, tense = _day_of(m, today)
    return Dated(day, tense, m.start(), m.end(), m.group())


def _day_of(m: re.Match[str], today: date) -> tuple[date | None, Tense]:
    if m["full"]:
        return _not_ahead(_real(int(m["y"]), m["m"], m["d"]), today), Tense.NAMED
    if m["monthday"]:
        return _past(m["md_m"], m["md_d"], today), Tense.NAMED
    if m["relative"]:
        return _shifted(today, _RELATIVE[m["rel"]], m["part"])
    if m["weekday"]:
        return _weekday(m["week"] or "", _WEEKDAYS[m["wd"]], today)
    if m["day"]:
        return _day_of_month(m["which"] or "", m["d_d"], today)
    if m["english"]:
        return _shifted(today, {"today": 0, "yesterday": -1, "tomorrow": 1}[m["en"].lower()], None)
    if m["night"] and m["night"][0] == "今":
        return today, Tense.SPOKEN
    return None, Tense.VAGUE


def _shifted(today: date, days: int, part: str | None) -> tuple[date | None, Tense]:
    """昨天晚上 belongs to no day's report for certain: night shifts are told the morning after."""
    if days < 0 and part in ("晚上", "夜里", "夜间"):
        return None, Tense.VAGUE
    day = _plus(today, days)
    return day, Tense.AHEAD if days > 0 else Tense.SPOKEN


def _weekday(week: str, weekday: int, today: date) -> tuple[date | None, Tense]:
    monday = _plus(today, -today.weekday())
    if monday is None:
        return None, Tense.VAGUE
    if week == "下":
        return _plus(monday, 7 + weekday), Tense.AHEAD
    if week in ("上", "上上"):
        return _plus(monday, weekday - 7 * len(week)), Tense.SPOKEN
    day = _plus(monday, weekday)
    if day and day > today:
        return (day, Tense.AHEAD) if week else (_plus(day, -7), Tense.SPOKEN)
    return day, Tense.SPOKEN


def _day_of_month(which: str, day: str, today: date) -> tuple[date | None, Tense]:
    if which.startswith("下"):
        return None, Tense.AHEAD
    year, month = today.year, today.month
    back = which.startswith("上") or (not which and _number(day) > today.day)
    if back:
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    found = _real(year, str(month), day)
    ahead = _real(today.year, str(today.month), day)
    if back and not which and found and ahead and ahead - today < today - found:
        return None, Tense.NAMED  # 30日 said on the 29th is tomorrow, not four weeks ago
    return _not_ahead(found, today), Tense.NAMED


def _past(month: str, day: str, today: date) -> date | None:
    """The latest such day up to today; but a day just ahead is a slip or a plan, not a year ago."""
    this_year = _real(today.year, month, day)
    if this_year is None or this_year <= today:
        return this_year
    if (this_year - today).days <= NEAR:
        return None
    return _real(today.year - 1, month, day)


def _not_ahead(day: date | None, today: date) -> date | None:
    return day if day is None or day <= today else None


def _real(year: int, month: str, day: str) -> date | None:
    try:
        return date(year, _number(month), _number(day))
    except ValueError:
        return None


def _plus(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def _number(words: str) -> int:
    if words.isdigit():
        return int(words)
    read = from_chinese(words)
    return int(read[0]) if read else 0
