"""`steward jobs` as an operator uses it."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import time

import pytest
from click.testing import CliRunner, Result
from structlog.testing import capture_logs

from backend.cli.jobs import jobs, rule_text
from backend.domain.period import Span
from backend.domain.timetable import Rule, each_workday, last_day_of_each, last_workday_of_each
from backend.jobs.runner import tick
from backend.jobs.timetable import timetable
from backend.services.desk import Desk
from backend.services.runs import Job
from backend.storage.engine import Database
from tests.jobs.office import Office, broken, say_blindly

NAMES = (
    "remind_missing",
    "list_missing",
    "standings",
    "problems",
    "visit_shortfall",
    "ten_day_dispatch",
    "month",
)


class Steward:
    """The office's own timetable, with the command line before it; only the paper is out for `standings`."""

    def __init__(self, office: Office) -> None:
        self.office = office
        works = {name: say_blindly(name) for name in NAMES}
        self.timetable: Sequence[Job] = timetable(office.policy, {**works, "standings": broken})

    def open_desk(self) -> AbstractContextManager[Desk]:
        return self.office.open_desk()

    def __call__(self, *arguments: str) -> Result:
        with capture_logs():  # the log has a place of its own, set up by whoever starts the command
            return CliRunner().invoke(jobs, arguments, obj=self)


@pytest.fixture
def steward(sqlite_database: Database) -> Steward:
    steward = Steward(Office(sqlite_database))
    tick(steward.open_desk, steward.timetable)
    return steward


def test_the_list_names_every_job_with_its_time_its_last_run_and_its_next(steward: Steward) -> None:
    steward.office.set("2026-11-02T18:45")
    tick(steward.open_desk, steward.timetable)

    lines = steward("list").output.splitlines()

    assert lines[0].split() == ["名称", "事项", "时间", "上次办结", "下次"]
    assert lines[1].split()[:4] == ["remind_missing", "日报催报", "每天", "17:30"]
    assert "2026-11-02 18:45  2026-11-03 17:30（2026-11-03）" in lines[1]
    assert "每个工作日 08:40" in lines[4]
    assert "每周最后一个工作日 10:10" in lines[5]
    assert "每旬最后一天 17:05" in lines[6]
    assert "每月结束次日 07:40" in lines[7]
    assert lines[7].endswith("—                 2026-12-01 07:40（2026-11）")


def test_due_says_when_there_is_nothing(steward: Steward) -> None:
    assert steward("due").output == "没有到期未办的事项。\n"


def test_due_shows_what_waits_and_why(steward: Steward) -> None:
    steward.office.set("2026-11-03T06:30")
    tick(steward.open_desk, steward.timetable)
    steward.office.set("2026-11-03T08:50")

    lines = steward("due").output.splitlines()

    assert [line.split() for line in lines[1:]] == [
        ["standings", "四类研判", "2026-11-03", "2026-11-03", "06:10", "待重试", "1次", "RuntimeError"],
        ["problems", "交办到期与逾期提醒", "2026-11-03", "2026-11-03", "08:40", "待办", "0次", "—"],
    ]


def test_a_job_is_done_by_hand_once(steward: Steward) -> None:
    first, second = steward("run", "month"), steward("run", "month", "--period", "2026-10")

    assert (first.exit_code, first.output) == (0, "已办结：month（2026-10）。\n")
    assert second.exit_code == 1
    assert second.output == "Error: “month”2026-10 期已于 2026-11-02 09:00 办结，不重复办理。\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("tea",), f"没有名为“tea”的事项。可用名称：{'、'.join(NAMES)}。"),
        (("month", "--period", "上月"), "期次“上月”无法识别，应形如 2026-10。"),
        (("problems", "--period", "2026-11-01"), "2026-11-01 内没有工作日，“problems”本期不办。"),
        (
            ("month", "--period", "2026-11"),
            "“month”2026-11 期尚未到时间，应于 2026-12-01 07:40 办理。",
        ),
        (("standings",), "“standings”2026-11-02 期办理失败（RuntimeError），未保存任何结果，稍后自动重试。"),
    ],
)
def test_what_cannot_be_done_by_hand_is_refused_with_the_reason(
    steward: Steward, arguments: tuple[str, ...], said: str
) -> None:
    result = steward("run", *arguments)

    assert (result.exit_code, result.output) == (1, f"Error: {said}\n")


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (each_workday(time(8, 5)), "每个工作日 08:05"),
        (last_workday_of_each(Span.MONTH, time(9, 0)), "每月最后一个工作日 09:00"),
        (last_day_of_each(Span.QUARTER, time(9, 0)), "每季度最后一天 09:00"),
    ],
)
def test_a_rule_reads_as_a_clerk_says_it(rule: Rule, text: str) -> None:
    assert rule_text(rule) == text
