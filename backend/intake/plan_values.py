"""Values of a plan file, read one by one: what is wrong is complained of with its place, and the reading goes on."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from backend.domain.workdays import FIRST_YEAR, LAST_YEAR

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Complaint:
    """`where` is a path into the file as in steps[2].days; `text` is the sentence for the person who wrote it."""

    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.where}：{self.text}" if self.where else self.text


@dataclass(slots=True)
class Values:
    """Reads on after a mistake, so that all of them are told. A value that is wrong reads as None or a stand-in."""

    complaints: list[Complaint] = field(default_factory=list)

    def complain(self, where: str, text: str) -> None:
        self.complaints.append(Complaint(where, text))

    def required_day(self, table: dict[str, Any], key: str, where: str) -> date | None:
        if table.get(key) is None:
            self.complain(f"{where}{key}", "缺少此项，应为日期，如 2026-12-18")
        return self.day_in(table, key, where)

    def day_in(self, table: dict[str, Any], key: str, where: str) -> date | None:
        """None when it is not there."""
        return None if table.get(key) is None else self.day(table[key], f"{where}{key}")

    def day(self, value: object, where: str) -> date | None:
        try:
            if not isinstance(value, str) or not _DATE.fullmatch(value):
                raise ValueError
            day = date.fromisoformat(value)
        except ValueError:
            self.complain(where, f"应为日期，如 2026-12-18，实为{kind(value)}")
            return None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.complain(where, f"日期 {value} 超出日历范围（{FIRST_YEAR}—{LAST_YEAR} 年）")
            return None
        return day

    def days(self, value: object, where: str) -> set[date]:
        return {
            day
            for k, item in self.items(value, where)
            if (day := self.day(item, f"{where}[{k}]")) is not None
        }

    def items(self, value: object, where: str) -> Iterator[tuple[int, Any]]:
        """The items of a list with their places; nothing, and a complaint, when it is no list."""
        if value is not None and not isinstance(value, list):
            self.complain(where, f"应为列表（[…]），实为{kind(value)}")
        return enumerate(value) if isinstance(value, list) else enumerate(())

    def text(self, value: object, where: str) -> str:
        if value is None:
            self.complain(where, "缺少此项，应为文字")
        elif not isinstance(value, str) or not value.strip():
            self.complain(where, f"应为非空文字，实为{kind(value)}")
        elif not value.isprintable():
            self.complain(where, "含有不可显示的字符")
        else:
            return value
        return ""

    def whole(self, value: object, where: str, least: int, most: int) -> int:
        if value is None:
            return 0
        if not isinstance(value, int) or isinstance(value, bool):
            self.complain(where, f"应为整数（工作日），实为{kind(value)}")
        elif not least <= value <= most:
            self.complain(where, f"应在 {least} 到 {most} 之间，实为{kind(value)}")
        else:
            return value
        return 0

    def yes(self, value: object, where: str) -> bool:
        if value is not None and not isinstance(value, bool):
            self.complain(where, f"应为 true 或 false，实为{kind(value)}")
        return value is True

    def share(self, value: object, where: str) -> Decimal | None:
        """A percentage with its decimals as they are written."""
        if value is None:
            return None
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 100:
            return Decimal(str(value))
        self.complain(where, f"应在 0 到 100 之间，实为{kind(value)}")
        return None

    def one_of(self, value: object, where: str, known: Sequence[str], usual: str) -> str:
        if value is None:
            return usual
        if isinstance(value, str) and value in known:
            return value
        self.complain(where, f"应为 {'、'.join(known)} 之一，实为{kind(value)}")
        return usual


def kind(value: object) -> str:
    """What somebody wrote, short enough to be repeated to them."""
    match value:
        case None:
            return "空值（null）"
        case bool():
            return "真假值（true/false）"
        case int() | float():
            return f"数字 {value}" if abs(value) < 1e15 else "过大的数字"
        case str():
            return f"“{shown(value)}”"
        case list():
            return "列表"
        case _:
            return "对象"


def shown(text: str) -> str:
    plain = "".join(c if c.isprintable() else "?" for c in text)
    return plain if len(plain) <= 30 else f"{plain[:30]}…"
