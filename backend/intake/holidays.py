"""A holiday notice out of a file: the text as it was published, or a table of days."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from backend.intake.holiday_draft import Draft, NoticeReading, SaidDay, checked, festivals_in
from backend.intake.holiday_sheet import read_holiday_sheet
from backend.intake.holiday_text import draft_of, read_holiday_text

TABLES = frozenset({".csv", ".xlsx", ".xlsm", ".xls", ".tsv"})


def read_holidays(path: Path, source: str = "") -> NoticeReading:
    """`source` stands in place of the one that the file gives."""
    read = read_holiday_sheet if path.suffix.lower() in TABLES else read_holiday_text
    return checked(read(path), source)


def days_given(year: int, source: str, days: Iterable[tuple[date, bool, str]]) -> NoticeReading:
    """For programs: (day, works, festival)."""
    draft = Draft(year, source)
    for day, works, name in days:
        draft.days.append(SaidDay(day, works, None))
        draft.festivals |= festivals_in(name)
    return checked(draft)


def text_given(text: str, source: str = "") -> NoticeReading:
    return checked(draft_of(text), source)
