"""A day on the command line."""

from datetime import date
from typing import Any

import click

from backend.domain.workdays import FIRST_YEAR, LAST_YEAR


class Day(click.ParamType[date]):
    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value} 不是日期，请写成 2026-12-18", param, ctx)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.fail(f"{value} 超出日历范围（{FIRST_YEAR}–{LAST_YEAR} 年）", param, ctx)
        return day


DAY = Day()
