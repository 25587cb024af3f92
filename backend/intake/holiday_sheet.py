"""A year's holidays as a table: one row a day, off or worked."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from backend.intake import cells
from backend.intake.complaint import BadCell
from backend.intake.forms import ALL_OR_NOTHING, ANY_ORDER, SERIAL, Column, Form, offered
from backend.intake.holiday_draft import Draft, SaidDay, festivals_in, named_year
from backend.intake.ledger import Record, read_ledger

WORKS: Mapping[bool, tuple[str, ...]] = {
    False: ("放假", "放假调休", "休息", "休", "假", "节假日", "法定节假日", "补休"),
    True: ("上班", "调休上班", "补班", "班", "工作日", "工作"),
}
WORDS = {word: works for works, words in WORKS.items() for word in words}
_NOTES = (
    "一行一天，放假的每一天、调休上班的每一天都要列；没列的日子按周一至周五上班、周末休息。灰色的示例不会导入。",
    "一张表只填一年。元旦连着上一年 12 月的日子照实填上一年的日期，会记到上一年。",
    "也可以不填本表，把放假通知全文存成 .txt 文件直接导入。",
    ANY_ORDER,
    ALL_OR_NOTHING,
)

HOLIDAYS = Form(
    "放假安排表",
    "年度放假安排表",
    (
        SERIAL,
        Column(
            "day",
            "日期",
            "写到日，如 2027-01-01。",
            "2027-01-01",
            ("放假日期", "日子", "day", "date"),
            required=True,
            width=16,
            is_date=True,
        ),
        Column(
            "works",
            "类型",
            "放假或上班（调休上班的周六、周日）。",
            "放假",
            ("安排", "放假或上班", "类别", "type"),
            required=True,
            width=12,
            options=offered(WORKS),
        ),
        Column(
            "name",
            "名称",
            "节日名称，如元旦、春节；用来核对七个法定节日是否齐全。",
            "元旦",
            ("节日", "节日名称", "假期", "name"),
            width=16,
        ),
    ),
    notes=_NOTES,
    samples=(("示例", "2027-01-03", "上班", "元旦"),),
)


def read_holiday_sheet(source: Path | bytes) -> Draft:
    ledger = read_ledger(source, HOLIDAYS)
    rows = [(record, *_row(record)) for record in ledger.records]
    year = named_year(day.year for _, day, _ in rows if day is not None)
    draft = Draft(year, f"{year}年放假安排表（导入时没有写明文号）")
    draft.complaints += ledger.complaints
    draft.warnings += ledger.warnings
    for record, day, works in rows:
        draft.complaints += record.complaints
        draft.festivals |= festivals_in(record.read("name", partial(cells.text, limit=60)) or "")
        if day is not None and works is not None:
            draft.days.append(SaidDay(day, works, record.line))
    return draft


def _row(record: Record) -> tuple[date | None, bool | None]:
    record.require()
    works = partial(cells.choice, words=WORDS, shown_as="、".join(offered(WORKS)))
    return record.read("day", _exact_day), record.read("works", works)


def _exact_day(value: Any) -> date:
    """A month alone will not do."""
    first, last = cells.day(value, last=False), cells.day(value, last=True)
    if first != last:
        raise BadCell(f"「{value}」要写到日，如 2027-01-01")
    return first
