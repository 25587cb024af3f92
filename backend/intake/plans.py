"""A plan file (JSON) into a plan and its calendar, or every complaint at once.

    {"target": "2026-12-18", "start": "2026-03-02", "calendar": "cn",
     "steps": [{"id": "a", "name": "桩基", "days": 20, "after": [{"id": "b", "type": "FS", "lag": 0}]}]}

`calendar` is "cn" (the default) or {"holidays": [dates], "workdays": [dates]}: Saturdays, Sundays and the
holidays are off, the workdays are worked, nothing of it is provisional. `name`, `after`, `type` and `lag` may be
left out; keys not named here are ignored.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from backend.domain.errors import Invalid
from backend.domain.flaw import Flaw, FlawCode, flaws
from backend.domain.plan import Link, LinkType, Plan, Step
from backend.domain.workdays import FIRST_YEAR, LAST_YEAR, Override, Workdays
from backend.intake.calendars import national_calendar

MAX_DAYS = 5000  # of a step or a lag; twenty years of working days: more is a slip of the finger
MAX_STEPS = 5000
MAX_BYTES = 8_000_000
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Complaint:
    """`where` is a path into the file as in steps[2].days; `text` is the sentence for the person who wrote it."""

    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.where}：{self.text}" if self.where else self.text


@dataclass(frozen=True, slots=True)
class PlanFile:
    plan: Plan
    workdays: Workdays


def read_plan(raw: bytes | str, national: Callable[[], Workdays] = national_calendar) -> PlanFile:
    """Raises Invalid("plan_rejected", complaints=tuple[Complaint, ...])."""
    return plan_of(_parsed(raw), national)


def plan_of(value: object, national: Callable[[], Workdays] = national_calendar) -> PlanFile:
    """The same from JSON already parsed, as an API receives it."""
    reading = _Reading()
    if not isinstance(value, dict):
        raise _rejected([Complaint("", f"应为一个对象（{{…}}），实为{_kind(value)}")])
    start, target = reading.required_day(value, "start", ""), reading.required_day(value, "target", "")
    workdays = reading.calendar(value.get("calendar", "cn"), national)
    steps = reading.steps(value)
    complaints = reading.complaints + _flaws(steps)
    if complaints or start is None or target is None or workdays is None:
        raise _rejected(complaints)
    return PlanFile(Plan(start, target, tuple(steps)), workdays)


def _rejected(complaints: list[Complaint]) -> Invalid:
    return Invalid("plan_rejected", complaints=tuple(complaints))


def _parsed(raw: bytes | str) -> object:
    if len(raw) > MAX_BYTES:
        raise _rejected([Complaint("", f"文件过大，上限 {MAX_BYTES // 1_000_000} MB")])
    try:
        text = raw.decode("utf-8-sig") if isinstance(raw, bytes) else raw.removeprefix("\ufeff")
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise _rejected([Complaint("", f"不是 UTF-8 编码的文本（第 {error.start + 1} 个字节）")]) from None
    except json.JSONDecodeError as error:
        raise _rejected(
            [Complaint("", f"不是有效的 JSON：第 {error.lineno} 行第 {error.colno} 列处有误")]
        ) from None
    except (
        ValueError,
        RecursionError,
    ) as error:  # a repeated key, NaN, a number of thousands of digits, depth
        reason = str(error) if isinstance(error, _NotPlainError) else "数字过长或嵌套过深"
        raise _rejected([Complaint("", f"不是有效的 JSON：{reason}")]) from None


class _NotPlainError(ValueError):
    pass


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        repeated = next(key for key in keys if keys.count(key) > 1)
        raise _NotPlainError(f"同一对象内键“{_shown(repeated)}”重复")
    return found


def _no_constant(name: str) -> None:
    raise _NotPlainError(f"不接受 {name}")


@dataclass(slots=True)
class _Reading:
    """Reads on after a mistake, so that all of them are told. A value that is wrong reads as None or a stand-in."""

    complaints: list[Complaint] = field(default_factory=list)

    def complain(self, where: str, text: str) -> None:
        self.complaints.append(Complaint(where, text))

    def required_day(self, table: dict[str, Any], key: str, where: str) -> date | None:
        if table.get(key) is None:
            self.complain(f"{where}{key}", "缺少此项，应为日期，如 2026-12-18")
            return None
        return self.day(table[key], f"{where}{key}")

    def day(self, value: object, where: str) -> date | None:
        try:
            if not isinstance(value, str) or not _DATE.fullmatch(value):
                raise ValueError
            day = date.fromisoformat(value)
        except ValueError:
            self.complain(where, f"应为日期，如 2026-12-18，实为{_kind(value)}")
            return None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.complain(where, f"日期 {value} 超出日历范围（{FIRST_YEAR}—{LAST_YEAR} 年）")
            return None
        return day

    def calendar(self, value: object, national: Callable[[], Workdays]) -> Workdays | None:
        if value == "cn" or value is None:
            return national()
        if not isinstance(value, dict):
            self.complain("calendar", f'应为 "cn" 或含 holidays、workdays 的对象，实为{_kind(value)}')
            return None
        off, on = (self.days(value.get(key), f"calendar.{key}") for key in ("holidays", "workdays"))
        for day in sorted(off & on):
            self.complain("calendar", f"{day} 同时列在 holidays 和 workdays 中")
        return Workdays(
            overrides=[
                *(Override(day, works=False, source="plan file") for day in off),
                *(Override(day, works=True, source="plan file") for day in on),
            ]
        )

    def days(self, value: object, where: str) -> set[date]:
        return {
            day
            for k, item in self.items(value, where)
            if (day := self.day(item, f"{where}[{k}]")) is not None
        }

    def items(self, value: object, where: str) -> Iterator[tuple[int, Any]]:
        """The items of a list with their places; nothing, and a complaint, when it is no list."""
        if value is not None and not isinstance(value, list):
            self.complain(where, f"应为列表（[…]），实为{_kind(value)}")
        return enumerate(value) if isinstance(value, list) else enumerate(())

    def steps(self, table: dict[str, Any]) -> list[Step]:
        rows = table.get("steps")
        if rows is None:
            self.complain("steps", "缺少此项，应为工序列表")
        if isinstance(rows, list) and len(rows) > MAX_STEPS:
            self.complain("steps", f"共 {len(rows)} 道工序，上限 {MAX_STEPS}")
            return []
        read = [self.step(row, f"steps[{k}]") for k, row in self.items(rows, "steps")]
        return [step for step in read if step is not None]

    def step(self, row: object, where: str) -> Step | None:
        if not isinstance(row, dict):
            self.complain(where, f"应为对象（{{…}}），实为{_kind(row)}")
            return None
        id = self.text(row.get("id"), f"{where}.id")
        named = f"{where}（{id}）" if id else where
        name = id if row.get("name") in (None, "") else self.text(row["name"], f"{named}.name")
        if row.get("days") is None:
            self.complain(f"{named}.days", "缺少此项，应为工作日天数")
        days = self.whole(row.get("days"), f"{named}.days", 0, MAX_DAYS)
        links = [
            self.link(item, f"{named}.after[{k}]")
            for k, item in self.items(row.get("after"), f"{named}.after")
        ]
        return Step(id, name, days, tuple(link for link in links if link is not None))

    def link(self, item: object, where: str) -> Link | None:
        if not isinstance(item, dict):
            self.complain(where, f"应为对象（{{…}}），实为{_kind(item)}")
            return None
        before = self.text(item.get("id"), f"{where}.id")
        kind = "FS" if item.get("type") is None else item["type"]
        if kind not in [t.value for t in LinkType]:
            self.complain(f"{where}.type", f"应为 FS、SS、FF、SF 之一，实为{_kind(kind)}")
            kind = "FS"
        lag = self.whole(item.get("lag"), f"{where}.lag", -MAX_DAYS, MAX_DAYS)
        return Link(before, LinkType(kind), lag) if before else None

    def text(self, value: object, where: str) -> str:
        if value is None:
            self.complain(where, "缺少此项，应为文字")
        elif not isinstance(value, str) or not value.strip():
            self.complain(where, f"应为非空文字，实为{_kind(value)}")
        elif not value.isprintable():
            self.complain(where, "含有不可显示的字符")
        else:
            return value
        return ""

    def whole(self, value: object, where: str, least: int, most: int) -> int:
        if value is None:
            return 0
        if not isinstance(value, int) or isinstance(value, bool):
            self.complain(where, f"应为整数（工作日），实为{_kind(value)}")
        elif not least <= value <= most:
            self.complain(where, f"应在 {least} 到 {most} 之间，实为{_kind(value)}")
        else:
            return value
        return 0


def _kind(value: object) -> str:
    """What somebody wrote, short enough to be repeated to them."""
    match value:
        case None:
            return "空值（null）"
        case bool():
            return "真假值（true/false）"
        case int() | float():
            return f"数字 {value}" if abs(value) < 1e15 else "过大的数字"
        case str():
            return f"“{_shown(value)}”"
        case list():
            return "列表"
        case _:
            return "对象"


def _shown(text: str) -> str:
    plain = "".join(c if c.isprintable() else "?" for c in text)
    return plain if len(plain) <= 30 else f"{plain[:30]}…"


def _flaws(steps: list[Step]) -> list[Complaint]:
    """What is wrong between the steps; a step without an id has been complained of already."""
    return [_flaw(flaw) for flaw in flaws(steps) if "" not in flaw.steps]


def _flaw(flaw: Flaw) -> Complaint:
    ids = [_shown(id) for id in flaw.steps]
    match flaw.code:
        case FlawCode.DUPLICATE_STEP:
            return Complaint("steps", f"工序编号“{ids[0]}”重复")
        case FlawCode.UNKNOWN_STEP:
            return Complaint("steps", f"工序“{ids[0]}”的紧前工序“{ids[1]}”不存在")
        case FlawCode.NEGATIVE_DURATION:
            return Complaint("steps", f"工序“{ids[0]}”的天数为负")
        case FlawCode.ACTUALS_REVERSED:
            return Complaint("steps", f"工序“{ids[0]}”的实际完成早于实际开始")
        case FlawCode.LIMITS_REVERSED:
            return Complaint("steps", f"工序“{ids[0]}”的完成限期早于不得早于的开始日期")
        case FlawCode.LEAST_ABOVE_DAYS:
            return Complaint("steps", f"工序“{ids[0]}”的最短天数大于天数")
        case FlawCode.PERCENT_OUT_OF_RANGE:
            return Complaint("steps", f"工序“{ids[0]}”的完成百分比不在 0 到 100 之间")
        case FlawCode.UNKNOWN_CALENDAR:
            return Complaint("steps", f"没有日历“{_shown(flaw.calendar)}”，用到它的工序：{_some(ids)}")
        case FlawCode.CALENDAR_WITHOUT_WORKDAY:
            name = f"日历“{_shown(flaw.calendar)}”" if flaw.calendar else "日历"
            return Complaint("steps", f"{name}中没有一个工作日，用到它的工序：{_some(ids)}")
        case FlawCode.CYCLE:
            return Complaint("steps", f"工序互为前提，无法排期：{in_a_row(ids)}")


def _some(ids: Sequence[str]) -> str:
    return "、".join(ids[:10]) + (f" 等 {len(ids)} 道" if len(ids) > 10 else "")


def in_a_row(ids: Sequence[str]) -> str:
    """A cycle in working order, back to where it began."""
    shown = [*ids, ids[0]] if len(ids) <= 12 else [*ids[:10], f"…共 {len(ids)} 道…", ids[0]]
    return " → ".join(shown)
