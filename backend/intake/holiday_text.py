"""A holiday notice as it is published and pasted: 一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。

Lines may be broken anywhere, digits full-width, weekdays 周 or 星期. Days without a year belong to the notice's year,
but a December day under 元旦 to the year before. What is only recommended (鼓励) is no day off.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from backend.domain.workdays import SATURDAY_SUNDAY
from backend.intake.complaint import BadFile
from backend.intake.files import read_text
from backend.intake.holiday_draft import WEEKDAYS, Draft, SaidDay, chinese, festivals_in, in_reach, weekday
from backend.intake.holiday_words import TOKEN, WEEKDAY, flattened, number_in, source_in, year_in

LONGEST = 15  # days off in one go; more is a slip of the pen


@dataclass(slots=True)
class _Span:
    """`dated`: its year is written."""

    first: date
    last: date
    line: int
    dated: bool = False

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(slots=True)
class _Group:
    """Days off that one 放假 speaks of, with what is said of them before the next."""

    spans: list[_Span] = field(default_factory=list)
    count: int | None = None
    line: int = 0


def read_holiday_text(source: Path | bytes) -> Draft:
    try:
        text = read_text(source)
    except BadFile as error:
        draft = Draft(None, "")
        draft.complain(None, str(error))
        return draft
    return draft_of(text)


def draft_of(text: str) -> Draft:
    flat, lines = flattened(text)
    draft = Draft(None, "")
    draft.year = year_in(flat, lines, draft)
    if draft.year is not None and in_reach(draft.year):
        draft.source = source_in(flat, draft.year)
        _Reader(draft, draft.year, flat, lines).read()
        if not draft.days and not draft.complaints:
            draft.complain(
                None, "没有读到放假日期，请粘贴通知全文，如“一、元旦：1月1日（周五）放假，共1天。”"
            )
    return draft


class _Reader:
    """Word by word: days wait until it is said whether they are off or worked."""

    def __init__(self, draft: Draft, year: int, flat: str, lines: list[int]) -> None:
        self._draft, self._year, self._flat, self._lines = draft, year, flat, lines
        self._festivals: set[str] = set()
        self._waiting: list[_Span] = []
        self._doubtful = False  # what waits is surely meant as a day of the notice
        self._group = _Group()
        self._wished = self._reaching = False
        self._last: date | None = None

    def read(self) -> None:
        for found in TOKEN.finditer(self._flat):
            self._take(found, self._lines[found.start()])
        self._end()

    def _take(self, found: re.Match[str], line: int) -> None:
        match found.lastgroup:
            case "festival":
                self._end()
                self._festivals = festivals_in(found[0])
                self._draft.festivals |= self._festivals
            case "date" if self._festivals:
                self._date(found, line)
            case "count":
                self._group.count, self._group.line = number_in(found["n"]), line
                self._doubtful = True
            case "range":
                self._reaching = bool(self._waiting)
            case "linked":
                for span in self._group.spans or self._waiting:
                    _stretch(span)
            case "on" | "off" as verb:
                self._decide(verb == "on")
            case "wish":
                self._wished = True
            case "stop":
                self._end()

    def _date(self, found: re.Match[str], line: int) -> None:
        # “1月1日至，放假” has decided the day that “至” reached from: what comes then stands for itself.
        reaching, self._reaching = self._reaching and bool(self._waiting), False
        day = self._day(found, line, self._waiting[-1].first if reaching else None)
        if day is None:
            return
        self._check_weekday(found, day, line)
        self._last = day
        self._doubtful |= reaching or found["aside"] is not None or found["bare"] is not None
        if reaching:
            self._reach(day, line)
        else:
            self._waiting.append(_Span(day, day, line, dated=found["y"] is not None))

    def _day(self, found: re.Match[str], line: int, since: date | None) -> date | None:
        """None for what is no day; said, when it was meant to be one."""
        near = since or self._last
        if found["m"] is None and near is None:
            return None
        month = int(found["m"]) if found["m"] else near.month if near else 0
        year = (
            int(found["y"]) if found["y"] else self._year_of(month, since, near if not found["m"] else None)
        )
        try:
            if in_reach(year):
                return date(year, month, int(found["d"]))
        except ValueError:
            pass
        self._draft.complain(line, f"没有“{found['date']}”这一天")
        return None

    def _year_of(self, month: int, since: date | None, near: date | None) -> int:
        if since is not None:
            return since.year + (month < since.month)
        if near is not None:
            return near.year
        return self._year - 1 if month == 12 and "元旦" in self._festivals else self._year

    def _check_weekday(self, found: re.Match[str], day: date, line: int) -> None:
        said = re.search(WEEKDAY, found["aside"] or found["bare"] or "")
        if said and WEEKDAYS.index(said[1].replace("天", "日")) != day.weekday():
            self._draft.complain(line, f"{chinese(day)}是{weekday(day)}，写的是周{said[1]}")

    def _reach(self, day: date, line: int) -> None:
        span = self._waiting[-1]
        if day < span.first:
            self._draft.complain(line, f"{chinese(span.first)}至{chinese(day)}：结束早于开始")
        elif (day - span.first).days >= LONGEST:
            self._draft.complain(line, f"{chinese(span.first)}至{chinese(day)}超过 {LONGEST} 天，请核对")
        else:
            span.last = day

    def _decide(self, works: bool) -> None:
        spans, self._waiting = self._waiting, []
        if not spans:
            return
        if self._wished:
            days = "、".join(_shown(span) for span in spans)
            self._draft.warn(spans[0].line, f"{days}是鼓励安排，不算放假，没有导入")
        elif works:
            self._settle(spans, works=True)
        else:
            counted = self._group if not self._group.spans else _Group()
            self._close()
            self._group = counted
            self._group.spans = spans
        self._doubtful = False

    def _close(self) -> None:
        """The days off of one 放假 are all said now."""
        group, self._group = self._group, _Group()
        total = sum(span.days for span in group.spans)
        if group.spans and group.count is not None and group.count != total:
            days = "、".join(_shown(span) for span in group.spans)
            self._draft.complain(group.line, f"{days}是 {total} 天，写的是共 {group.count} 天")
        self._settle(group.spans, works=False)

    def _settle(self, spans: list[_Span], *, works: bool) -> None:
        self._draft.days += [SaidDay(day, works, span.line) for span in spans for day in _each(span)]

    def _end(self) -> None:
        """A sentence is over: days of which nothing was said are the notice's date, or a gap in it."""
        self._close()
        for span in self._waiting:
            if self._doubtful:
                self._draft.complain(span.line, f"{_shown(span)}没有写明放假还是上班")
            elif span.dated:
                self._draft.published = span.first
        self._waiting, self._doubtful, self._wished, self._reaching, self._last = (
            [],
            False,
            False,
            False,
            None,
        )


def _each(span: _Span) -> Iterator[date]:
    return (span.first + timedelta(days=n) for n in range(span.days))


def _shown(span: _Span) -> str:
    return chinese(span.first) + (f"至{chinese(span.last)}" if span.days > 1 else "")


def _stretch(span: _Span) -> None:
    """Over the weekend that touches it."""
    while (span.first - timedelta(days=1)).weekday() in SATURDAY_SUNDAY:
        span.first -= timedelta(days=1)
    while (span.last + timedelta(days=1)).weekday() in SATURDAY_SUNDAY:
        span.last += timedelta(days=1)
