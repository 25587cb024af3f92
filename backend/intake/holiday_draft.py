"""What a file says of a year's holidays, held against the rules; everything wrong is said at once."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from backend.domain.holiday_notice import FESTIVALS, HolidayNotice, belongs
from backend.domain.workdays import FIRST_YEAR, LAST_YEAR, SATURDAY_SUNDAY
from backend.intake.complaint import Complaint

WEEKDAYS = "一二三四五六日"
FESTIVAL_WORDS = {
    "元旦": "元旦",
    "新年": "元旦",
    "春节": "春节",
    "除夕": "春节",
    "清明": "清明节",
    "劳动": "劳动节",
    "五一": "劳动节",
    "端午": "端午节",
    "中秋": "中秋节",
    "国庆": "国庆节",
}


@dataclass(frozen=True, slots=True)
class SaidDay:
    """`line` is where it is said; None where there are no lines."""

    day: date
    works: bool
    line: int | None


@dataclass(slots=True)
class Draft:
    """What a file says, not yet held against the rules. `festivals` by their full names."""

    year: int | None
    source: str
    published: date | None = None
    days: list[SaidDay] = field(default_factory=list)
    festivals: set[str] = field(default_factory=set)
    complaints: list[Complaint] = field(default_factory=list)
    warnings: list[Complaint] = field(default_factory=list)

    def complain(self, line: int | None, reason: str) -> None:
        self.complaints.append(Complaint(line, "", reason))

    def warn(self, line: int | None, reason: str) -> None:
        self.warnings.append(Complaint(line, "", reason))


@dataclass(frozen=True, slots=True)
class NoticeReading:
    """`notice` is None when there is a complaint, or nothing in the file at all."""

    notice: HolidayNotice | None
    complaints: tuple[Complaint, ...] = ()
    warnings: tuple[Complaint, ...] = ()


def festivals_in(words: str) -> set[str]:
    return {name for word, name in FESTIVAL_WORDS.items() if word in words}


def named_year(years: Iterable[int]) -> int | None:
    """The year that is named most often, the later of two."""
    counted = Counter(years)
    return max(counted, key=lambda year: (counted[year], year), default=None)


def in_reach(year: int) -> bool:
    """Of years whose neighbours calendars know too."""
    return FIRST_YEAR < year < LAST_YEAR


def chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def weekday(day: date) -> str:
    return f"周{WEEKDAYS[day.weekday()]}"


def checked(draft: Draft, source: str = "") -> NoticeReading:
    """The notice, when nothing is wrong with it."""
    year = draft.year
    complaints = list(draft.complaints)
    if year is not None and not in_reach(year):
        complaints.append(
            Complaint(None, "", f"{year} 年超出日历范围（{FIRST_YEAR + 1}–{LAST_YEAR - 1} 年）")
        )
    elif year is not None:
        complaints += [*_astray(draft.days, year), *_contradictions(draft.days)]
    if complaints or not draft.days or year is None:
        return NoticeReading(None, tuple(sorted(complaints, key=_place)), tuple(draft.warnings))
    notice = HolidayNotice(
        year,
        source.strip() or draft.source,
        frozenset(said.day for said in draft.days if not said.works),
        frozenset(said.day for said in draft.days if said.works),
        draft.published,
    )
    return NoticeReading(notice, (), (*draft.warnings, *_missing(draft)))


def _place(complaint: Complaint) -> int:
    return complaint.place


def _astray(days: Iterable[SaidDay], year: int) -> Iterator[Complaint]:
    for said in days:
        if not belongs(said.day, year):
            reason = f"{chinese(said.day)}不在 {year} 年（上一年的只能是 12 月，随元旦放假调休）"
            yield Complaint(said.line, "", reason)
        elif said.works and said.day.weekday() not in SATURDAY_SUNDAY:
            reason = f"{chinese(said.day)}是{weekday(said.day)}，本来就上班，不是调休上班日"
            yield Complaint(said.line, "", reason)


def _contradictions(days: Iterable[SaidDay]) -> Iterator[Complaint]:
    seen: dict[date, SaidDay] = {}
    for said in days:
        before = seen.setdefault(said.day, said)
        if before is said:
            continue
        where = f"第 {before.line} 行" if before.line is not None else "前面"
        if before.works == said.works:
            yield Complaint(said.line, "", f"{chinese(said.day)}与{where}重复")
        else:
            old, new = ("上班", "放假") if before.works else ("放假", "上班")
            yield Complaint(said.line, "", f"{chinese(said.day)}既{old}（{where}）又{new}")


def _missing(draft: Draft) -> Iterator[Complaint]:
    missing = [name for name in FESTIVALS if name not in draft.festivals]
    if missing:
        reason = f"{len(FESTIVALS)} 个法定节日里没有{'、'.join(missing)}，请核对是否漏了"
        yield Complaint(None, "", reason)
