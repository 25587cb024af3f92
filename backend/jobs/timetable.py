"""What is done by the clock. A row: name, title, when, and what of the time slept through is caught up."""

from collections.abc import Mapping
from datetime import time
from typing import NamedTuple

from backend.domain.errors import Invalid
from backend.domain.period import Span
from backend.domain.policy import Policy
from backend.domain.timetable import (
    ALL,
    LATEST,
    CatchUp,
    Rule,
    day_after_each,
    each_day,
    each_workday,
    last_day_of_each,
    last_workday_of_each,
    skip_older_than,
)
from backend.services.runs import Job, Work


class Row(NamedTuple):
    name: str
    title: str
    when: Rule
    catch_up: CatchUp


def rows(policy: Policy) -> tuple[Row, ...]:
    """Times of our own keep off the full and the half hour, when WeCom is slow."""
    return (
        # A weekend is a working day of some projects, so these two ask every day and the deed looks closer.
        Row("remind_missing", "日报催报", each_day(policy.report_reminder), skip_older_than(hours=3)),
        Row("list_missing", "日报未报名单", each_day(policy.missing_list), skip_older_than(hours=12)),
        Row("standings", "四类研判", each_day(time(6, 10)), LATEST),
        Row("problems", "交办到期与逾期提醒", each_workday(time(8, 40)), skip_older_than(hours=12)),
        Row("visit_shortfall", "踏勘不足提醒", last_workday_of_each(Span.WEEK, time(10, 10)), LATEST),
        Row("ten_day_dispatch", "旬调度", last_day_of_each(Span.TEN_DAYS, time(17, 5)), LATEST),
        Row("month", "月度挂图、简报与月报短信", day_after_each(Span.MONTH, time(7, 40)), ALL),
    )


def timetable(policy: Policy, works: Mapping[str, Work]) -> tuple[Job, ...]:
    """Every row with its deed.

    Raises `Invalid("timetable_works")` when the two do not match, `Invalid("timetable_hours")` when the evening's
    hours are out of order: a reminder after the deadline would never be sent.
    """
    if not policy.report_reminder < policy.report_deadline <= policy.missing_list:
        raise Invalid(
            "timetable_hours",
            field="report_reminder",
            reminder=policy.report_reminder,
            deadline=policy.report_deadline,
            missing_list=policy.missing_list,
        )
    planned = rows(policy)
    names = {row.name for row in planned}
    if names != works.keys():
        raise Invalid(
            "timetable_works", missing=sorted(names - works.keys()), unknown=sorted(works.keys() - names)
        )
    return tuple(Job(row.name, row.title, row.when, works[row.name], row.catch_up) for row in planned)
