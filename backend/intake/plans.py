"""A plan file (JSON) into a plan, its calendars and its status date, or every complaint at once.

    {"target": "2026-12-18", "start": "2026-03-02", "status_date": "2026-06-01", "calendar": "cn",
     "steps": [{"id": "a", "name": "桩基", "days": 20, "calendar": "seven_day", "not_before": "2026-03-10",
                "after": [{"id": "b", "type": "FS", "lag": 7, "lag_unit": "calendar"}]}]}

Of a step only `id` and `days` must be there; it may have `not_before`, `not_after`, `finish_on`, `actual_start`,
`actual_finish`, `remaining`, `percent`, `least`, `nature` ("work", "approval"), `deferrable`, `milestone`, `weight`
and `owner`: see `backend.domain.plan.Step`. Calendars: see `plan_file_calendars`. Keys not named are ignored.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from backend.domain.calendars import Calendars
from backend.domain.errors import Invalid
from backend.domain.flaw import Flaw, FlawCode, flaws
from backend.domain.plan import Plan, Step
from backend.domain.workdays import Workdays
from backend.intake.calendars import national_calendar
from backend.intake.plan_file_calendars import FileCalendars
from backend.intake.plan_file_steps import MAX_DAYS, StepReading
from backend.intake.plan_values import Complaint, Values, kind, shown

__all__ = ["MAX_DAYS", "Complaint", "PlanFile", "flawed", "in_a_row", "plan_of", "read_plan"]

MAX_BYTES = 8_000_000


@dataclass(frozen=True, slots=True)
class PlanFile:
    """`status`: the day the plan is looked at from, None when the file has none."""

    plan: Plan
    calendars: Calendars
    status: date | None = None


def read_plan(raw: bytes | str, national: Callable[[], Workdays] = national_calendar) -> PlanFile:
    """Raises Invalid("plan_rejected", complaints=tuple[Complaint, ...])."""
    return plan_of(_parsed(raw), national)


def plan_of(value: object, national: Callable[[], Workdays] = national_calendar) -> PlanFile:
    """The same from JSON already parsed, as an API receives it."""
    if not isinstance(value, dict):
        raise _rejected([Complaint("", f"应为一个对象（{{…}}），实为{kind(value)}")])
    values = Values()
    calendars = FileCalendars(values, national)
    calendars.declare(value.get("calendars"))
    start, target = values.required_day(value, "start", ""), values.required_day(value, "target", "")
    status = values.day_in(value, "status_date", "")
    standard = calendars.standard(value.get("calendar"))
    steps = StepReading(values, calendars).steps(value)
    complaints = values.complaints + _flaws(steps)
    if complaints or start is None or target is None or standard is None:
        raise _rejected(complaints)
    return PlanFile(Plan(start, target, tuple(steps)), calendars.all(standard), status)


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
        raise _NotPlainError(f"同一对象内键“{shown(repeated)}”重复")
    return found


def _no_constant(name: str) -> None:
    raise _NotPlainError(f"不接受 {name}")


def _flaws(steps: list[Step]) -> list[Complaint]:
    """What is wrong between the steps; a step without an id has been complained of already."""
    return [flawed(flaw) for flaw in flaws(steps) if "" not in flaw.steps]


def flawed(flaw: Flaw) -> Complaint:
    ids = [shown(id) for id in flaw.steps]
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
            return Complaint("steps", f"没有日历“{shown(flaw.calendar)}”，用到它的工序：{_some(ids)}")
        case FlawCode.CALENDAR_WITHOUT_WORKDAY:
            name = f"日历“{shown(flaw.calendar)}”" if flaw.calendar else "日历"
            return Complaint("steps", f"{name}中没有一个工作日，用到它的工序：{_some(ids)}")
        case FlawCode.CYCLE:
            return Complaint("steps", f"工序互为前提，无法排期：{in_a_row(ids)}")


def _some(ids: Sequence[str]) -> str:
    return "、".join(ids[:10]) + (f" 等 {len(ids)} 道" if len(ids) > 10 else "")


def in_a_row(ids: Sequence[str]) -> str:
    """A cycle in working order, back to where it began."""
    shown = [*ids, ids[0]] if len(ids) <= 12 else [*ids[:10], f"…共 {len(ids)} 道…", ids[0]]
    return " → ".join(shown)
