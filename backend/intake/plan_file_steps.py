"""The steps of a plan file."""

from typing import Any

from backend.domain.plan import LagUnit, Link, LinkType, Nature, Step
from backend.intake.plan_file_calendars import FileCalendars
from backend.intake.plan_values import Values, kind

MAX_DAYS = 5000  # of a step or a lag; twenty years of working days: more is a slip of the finger
MAX_STEPS = 5000
LIMITS = ("not_before", "not_after", "finish_on", "actual_start", "actual_finish")


class StepReading:
    def __init__(self, values: Values, calendars: FileCalendars) -> None:
        self._values = values
        self._calendars = calendars

    def steps(self, table: dict[str, Any]) -> list[Step]:
        values, rows = self._values, table.get("steps")
        if rows is None:
            values.complain("steps", "缺少此项，应为工序列表")
        if isinstance(rows, list) and len(rows) > MAX_STEPS:
            values.complain("steps", f"共 {len(rows)} 道工序，上限 {MAX_STEPS}")
            return []
        read = [self._step(row, f"steps[{k}]") for k, row in values.items(rows, "steps")]
        return [step for step in read if step is not None]

    def _step(self, row: object, where: str) -> Step | None:
        values = self._values
        if not isinstance(row, dict):
            values.complain(where, f"应为对象（{{…}}），实为{kind(row)}")
            return None
        id = values.text(row.get("id"), f"{where}.id")
        named = f"{where}（{id}）" if id else where
        name = id if row.get("name") in (None, "") else values.text(row["name"], f"{named}.name")
        if row.get("days") is None:
            values.complain(f"{named}.days", "缺少此项，应为工作日天数")
        days = values.whole(row.get("days"), f"{named}.days", 0, MAX_DAYS)
        links = [
            self._link(item, f"{named}.after[{k}]")
            for k, item in values.items(row.get("after"), f"{named}.after")
        ]
        return Step(
            id=id,
            name=name,
            days=days,
            after=tuple(link for link in links if link is not None),
            calendar=self._calendars.of_step(row.get("calendar"), f"{named}.calendar"),
            **self._terms(row, named),
        )

    def _terms(self, row: dict[str, Any], named: str) -> dict[str, Any]:
        """What a step may say besides, by the names of its fields."""
        values = self._values
        days = {
            key: None if row.get(key) is None else values.whole(row[key], f"{named}.{key}", 0, MAX_DAYS)
            for key in ("remaining", "least")
        }
        nature = values.one_of(row.get("nature"), f"{named}.nature", [*Nature], Nature.WORK)
        return {
            **{key: values.day_in(row, key, f"{named}.") for key in LIMITS},
            **days,
            "percent": values.share(row.get("percent"), f"{named}.percent"),
            "nature": Nature(nature),
            "deferrable": values.yes(row.get("deferrable"), f"{named}.deferrable"),
            "milestone": values.yes(row.get("milestone"), f"{named}.milestone"),
            "weight": values.share(row.get("weight"), f"{named}.weight") or 0,
            "owner": values.text(row["owner"], f"{named}.owner") if row.get("owner") else "",
        }

    def _link(self, item: object, where: str) -> Link | None:
        values = self._values
        if not isinstance(item, dict):
            values.complain(where, f"应为对象（{{…}}），实为{kind(item)}")
            return None
        before = values.text(item.get("id"), f"{where}.id")
        type = values.one_of(item.get("type"), f"{where}.type", [*LinkType], LinkType.FS)
        lag = values.whole(item.get("lag"), f"{where}.lag", -MAX_DAYS, MAX_DAYS)
        unit = values.one_of(item.get("lag_unit"), f"{where}.lag_unit", [*LagUnit], LagUnit.WORK)
        return Link(before, LinkType(type), lag, LagUnit(unit)) if before else None
