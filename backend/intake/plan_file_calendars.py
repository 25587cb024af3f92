"""The calendars of a plan file: by name, or written out.

A calendar is "cn" (national, the default), "seven_day", a name from the file's `calendars`, or an object with
`base` ("cn", "seven_day" or "weekdays", the default: Saturdays and Sundays off), `weekend` (the days off in a week
instead: numbers, 1 is Monday), `holidays`, `workdays` (lists of days) and `stops` ([{"first", "last"}]: nobody works).
"""

import json
from collections.abc import Callable
from typing import Any

from backend.domain.calendars import Calendars
from backend.domain.workdays import SATURDAY_SUNDAY, Override, Spell, Workdays, no_notice
from backend.intake.plan_values import Values, kind

NATIONAL, SEVEN_DAY, WEEKDAYS = "cn", "seven_day", "weekdays"
ALSO = {"national": NATIONAL, "7day": SEVEN_DAY, "7d": SEVEN_DAY}
SOURCE = "plan file"


class FileCalendars:
    """Names each calendar once, however many steps write the same one out."""

    def __init__(self, values: Values, national: Callable[[], Workdays]) -> None:
        self._values = values
        self._national = national
        self._named: dict[str, Workdays] = {}
        self._written: dict[str, str] = {}

    def declare(self, table: object) -> None:
        """The `calendars` of the file."""
        if table is None:
            return
        if not isinstance(table, dict):
            self._values.complain("calendars", f"应为对象（{{名称: 日历}}），实为{kind(table)}")
            return
        for name, value in table.items():
            found = self._built(value, f"calendars.{name}")
            if found is not None:
                self._named[name] = found

    def standard(self, value: object) -> Workdays | None:
        """The plan's own."""
        if isinstance(value, str) and value in self._named:
            return self._named[value]
        return self._built(NATIONAL if value is None else value, "calendar")

    def of_step(self, value: object, where: str) -> str:
        """The name a step's calendar goes by; "" is the plan's."""
        if value is None or value == "":
            return ""
        if isinstance(value, str) and value in self._named:
            return value
        name = ALSO.get(value, value) if isinstance(value, str) else self._name_of(value, where)
        if name not in self._named:
            found = self._built(value, where)
            if found is None:
                return ""
            self._named[name] = found
        return name

    def all(self, standard: Workdays) -> Calendars:
        return Calendars(standard, self._named)

    def _name_of(self, value: object, where: str) -> str:
        return self._written.setdefault(json.dumps(value, sort_keys=True, ensure_ascii=False), where)

    def _built(self, value: object, where: str) -> Workdays | None:
        match ALSO.get(value, value) if isinstance(value, str) else value:
            case "cn":
                return self._national()
            case "seven_day":
                return Workdays.seven_day()
            case dict() as table:
                return self._from(table, where)
            case _:
                known = "、".join(f'"{name}"' for name in (NATIONAL, SEVEN_DAY, *self._named))
                reason = f"应为 {known} 或含 holidays、workdays 的对象，实为{kind(value)}"
                self._values.complain(where, reason)
        return None

    def _from(self, table: dict[str, Any], where: str) -> Workdays:
        values = self._values
        off, on = (values.days(table.get(key), f"{where}.{key}") for key in ("holidays", "workdays"))
        for day in sorted(off & on):
            values.complain(where, f"{day} 同时列在 holidays 和 workdays 中")
        overrides = [
            *(Override(day, works=False, source=SOURCE) for day in off),
            *(Override(day, works=True, source=SOURCE) for day in on),
        ]
        spells = [
            spell
            for n, row in values.items(table.get("stops"), f"{where}.stops")
            for spell in self._stop(row, f"{where}.stops[{n}]")
        ]
        base = values.one_of(table.get("base"), f"{where}.base", (WEEKDAYS, NATIONAL, SEVEN_DAY), WEEKDAYS)
        usual = frozenset[int]() if base == SEVEN_DAY else SATURDAY_SUNDAY
        weekend = self._weekend(table.get("weekend"), f"{where}.weekend", usual)
        notice_of = self._national().notice if base == NATIONAL else no_notice
        return Workdays(notice_of, overrides, weekend, spells)

    def _stop(self, row: object, where: str) -> list[Spell]:
        if not isinstance(row, dict):
            self._values.complain(where, f"应为对象（{{…}}），实为{kind(row)}")
            return []
        first, last = (self._values.required_day(row, key, f"{where}.") for key in ("first", "last"))
        if first is None or last is None:
            return []
        if last < first:
            self._values.complain(where, f"结束日期 {last} 早于开始日期 {first}")
            return []
        return [Spell(first, last, works=False, source=SOURCE)]

    def _weekend(self, value: object, where: str, usual: frozenset[int]) -> frozenset[int]:
        if value is None:
            return usual
        return frozenset(
            self._values.whole(day, f"{where}[{n}]", 1, 7) - 1
            for n, day in self._values.items(value, where)
            if day is not None
        )
