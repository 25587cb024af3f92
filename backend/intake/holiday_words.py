"""The words of a holiday notice: what counts as a festival, a day, a verb; its year and its number."""

import re
from unicodedata import normalize

from backend.intake.holiday_draft import FESTIVAL_WORDS, Draft, named_year

NUMBERS = {word: n for n, word in enumerate("一二三四五六七八九十", 1)} | {"两": 2}

_NAME = "(?:" + "|".join(FESTIVAL_WORDS) + ")节?"
WEEKDAY = r"(?:周|星期|礼拜)([一二三四五六日天])"
_RANGE = r"至|到|-+|—+|–|~"
TOKEN = re.compile(
    rf"(?P<festival>{_NAME}(?:[、和与及]?{_NAME})*(?:假期|放假)?(?=:|[,。]?\d))"
    rf"|(?P<count>共?计?(?P<n>\d+|[一二两三四五六七八九十])天)"
    rf"|(?P<date>(?:(?P<y>\d{{4}})[年/.-])?(?:(?P<m>\d{{1,2}})[月/.-])?(?P<d>\d{{1,2}})"
    rf"(?:[日号]|(?<=[月/.-]\d)(?=(?:{_RANGE})\d)|(?<=[月/.-]\d\d)(?=(?:{_RANGE})\d)|(?<=[/.-]\d\d)(?!\d))"
    rf"(?:\((?P<aside>[^()]*)\)|(?P<bare>{WEEKDAY}))?)"
    rf"|(?P<linked>与周末连休|连同周末|同周末连休)"
    rf"|(?P<on>(?:调休|正常|照常)?(?:上班|补班)|正常工作)"
    rf"|(?P<off>放假(?:调休)?|补休|调休|休息)"
    rf"|(?P<wish>鼓励|倡导)"
    rf"|(?P<range>{_RANGE})"
    rf"|(?P<stop>[。;!])"
)
_YEAR = re.compile(r"(?:关于|现将)(\d{4})年|(\d{4})年(?:全年|全国|部分|法定)*(?:节假日|假期|放假)")
_TITLE = re.compile(r"(?:国务院办公厅)?关于\d{4}年[^,。:\d]{0,20}?通知")
_NUMBER = re.compile(r"(国办[一-鿿]{0,8})[〔\[(](\d{4})[〕\])](\d+)号")


def flattened(text: str) -> tuple[str, list[int]]:
    """Without blanks and line breaks, and for each character left the number of its line."""
    flat: list[str] = []
    lines: list[int] = []
    for number, line in enumerate(text.splitlines(), start=1):
        kept = "".join(normalize("NFKC", line).split())
        flat.append(kept)
        lines += [number] * len(kept)
    return "".join(flat), lines


def year_in(flat: str, lines: list[int], draft: Draft) -> int | None:
    """The year it is for, by its title or else by its days; None with a complaint when that is not clear."""
    said: dict[int, int] = {}
    for found in _YEAR.finditer(flat):
        said.setdefault(int(found[1] or found[2]), lines[found.start()])
    years = list(said)
    for other in years[1:]:
        draft.complain(said[other], f"这里写 {other} 年，前面写的是 {years[0]} 年")
    if years:
        return years[0] if len(years) == 1 else None
    dated = (found for found in TOKEN.finditer(flat) if found["y"] and found["m"])
    year = named_year(int(found["y"]) for found in dated)
    if year is None:
        draft.complain(None, "没有写明是哪一年，请保留标题，如“关于2027年部分节假日安排的通知”")
    return year


def source_in(flat: str, year: int) -> str:
    title, number = _TITLE.search(flat), _NUMBER.search(flat)
    shown = title[0] if title else f"国务院办公厅关于{year}年部分节假日安排的通知"
    return f"{shown}（{number[1]}〔{number[2]}〕{number[3]}号）" if number else shown


def number_in(words: str) -> int:
    return NUMBERS[words] if words in NUMBERS else int(words)
