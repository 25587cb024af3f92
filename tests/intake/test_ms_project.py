"""Files of MS Project as others make them: what is read, what is said to be left out, and what is refused."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.calendars import Calendars
from backend.domain.plan import LagUnit, Link, Step
from backend.domain.workdays import Workdays
from backend.intake import ms_project_xml
from backend.intake.complaint import Reading
from backend.intake.ms_project import MOST_TASKS, read_ms_project
from backend.intake.plan_sheet import PlanRow
from backend.intake.plan_steps import assemble
from tests.intake.msp import HEAD, RESOURCES, file, link, task

ONE = Calendars(Workdays())
SEVEN = Calendars(Workdays(), {"seven_day": Workdays.seven_day()})


def read(*tasks: str, by: Calendars = ONE, head: str = "", tail: str = "") -> Reading[PlanRow]:
    titles = dict.fromkeys(by.named, "七天施工")
    return read_ms_project(file(*tasks, head=head, tail=tail), "QX-1", by, titles)


def steps(found: Reading[PlanRow]) -> dict[str, Step]:
    assert [str(one) for one in found.complaints] == []
    whole = assemble(found.rows)
    assert whole.complaints == ()
    return {step.id: step for step in whole.steps}


def links(found: Reading[PlanRow]) -> dict[str, set[str]]:
    """By the id of a step, as 2SS+1."""
    return {
        id: {
            f"{one.before}{one.type}{one.lag:+}{'' if one.unit is LagUnit.WORK else 'd'}"
            for one in step.after
        }
        for id, step in steps(found).items()
    }


def said(found: Reading[PlanRow]) -> tuple[list[str], list[str]]:
    return [str(one) for one in found.complaints], [str(one) for one in found.warnings]


def test_a_plain_file_is_a_plan() -> None:
    found = read(
        task(
            1,
            "桩基",
            80,
            1,
            PercentComplete=40,
            ActualStart="2026-03-02T08:00:00",
            RemainingDuration="PT48H0M0S",
        ),
        task(2, "封顶 &amp; 验收", 0, 1, link(1, 1, 48000), Milestone=1, Deadline="2026-12-18T17:00:00"),
        head="<FinishDate>2026-12-01T17:00:00</FinishDate>",
        tail=f"{RESOURCES}<Assignments><Assignment><TaskUID>101</TaskUID><ResourceUID>5</ResourceUID></Assignment></Assignments>",
    )
    assert said(found) == ([], [])
    assert steps(found) == {
        "1": Step("1", "桩基", 10, actual_start=date(2026, 3, 2), percent=Decimal(40), owner="县住建局"),
        "2": Step("2", "封顶&验收", 0, (Link("1", lag=10),), milestone=True),
    }
    assert {(row.code, row.start, row.target) for row in found.rows} == {
        ("QX-1", date(2026, 3, 2), date(2026, 12, 18)),
        ("QX-1", None, None),
    }


def test_lags_of_every_format() -> None:
    found = read(
        *(task(n, f"前{n}") for n in range(1, 9)),
        task(9, "后", 8, 1, link(1, 0, 9600, 7), link(2, 2, 24000, 9), link(3, 3, -4800, 5), link(4, 1, 72000, 8),
             link(5, 1, 100800, 10), link(6, 1, 6000, 5), link(7, 1, -6000, 39), link(8, 1, 7200, 6)),
    )  # fmt: skip
    assert links(found)["9"] == {"1FF+2", "2SF+5", "3SS-1", "4FS+5d", "5FS+7d", "6FS+2", "7FS-1", "8FS+1d"}
    assert said(found)[1] == [
        "第 9 行「前置步骤」：与第 6 行的间隔 1.25 个工作日，进为整天 2",
        "第 9 行「前置步骤」：与第 7 行的间隔 -1.25 个工作日，进为整天 -1",
        "第 9 行「前置步骤」：与第 8 行的间隔 0.5 个日历天，进为整天 1",
    ]


def test_a_lag_that_is_a_share_is_refused_with_the_row() -> None:
    found = read(task(1, "甲"), task(2, "乙", 8, 1, link(1, 1, 50, 19)))
    assert said(found)[0] == [
        "第 2 行「前置步骤」：与第 1 行的链接：间隔不能用百分比，请在 MS Project 里改成天数"
    ]


def test_hours_become_days_and_elapsed_ones_run_on() -> None:
    tasks = (
        task(1, "验槽", 4),
        task(2, "养护", 24 * 28, 1, DurationFormat=8, Start="2026-03-02T08:00:00"),
        task(3, "会议", 0.25),
    )
    found = read(*tasks, by=SEVEN)
    assert [(s.days, s.calendar) for s in steps(found).values()] == [(1, ""), (28, "seven_day"), (1, "")]
    assert said(found)[1] == [
        "第 1 行「工期」：0.5 个工作日，进为 1 个工作日",
        "第 2 行「工期」：28 个日历天，按“七天施工”的 28 天导入",
        "第 3 行「工期」：0.03125 个工作日，进为 1 个工作日",
    ]
    found = read(*tasks)
    assert (steps(found)["2"].days, said(found)[1][1]) == (
        20,
        "第 2 行「工期」：28 个日历天，折成 20 个工作日",
    )
    longer = read(task(1, "甲", 40), head="<MinutesPerDay>600</MinutesPerDay>")
    assert steps(longer)["1"].days == 4


def test_summaries_are_flattened_and_their_links_are_those_of_their_tasks() -> None:
    found = read(
        "<Task><UID>0</UID><ID>0</ID><Name>整个项目</Name><OutlineLevel>0</OutlineLevel><Summary>1</Summary></Task>",
        task(1, "前期", 0, 1, Summary=1),
        task(2, "立项", 40, 2),
        task(3, "用地", 40, 2, link(2)),
        task(4, "环评", 40, 2),
        "<Task><UID>77</UID><ID>5</ID><IsNull>1</IsNull></Task>",
        task(6, "施工", 0, 1, link(1, 1, 9600), Summary=1),
        task(7, "桩基", 40, 2),
        task(8, "上部", 0, 2, Summary=1),
        task(9, "主体", 40, 3, link(7)),
        task(10, "监测", 40, 2, link(8, 0)),
        task(11, "收尾", 40, 1, link(8, 3)),
    )
    # What follows the preparations follows its last tasks; what no task of the works holds is held by the summary's link.
    assert links(found) == {
        "2": set(), "3": {"2FS+0"}, "4": set(),
        "7": {"3FS+2", "4FS+2"}, "9": {"7FS+0"}, "10": {"9FF+0", "3FS+2", "4FS+2"}, "11": {"9SS+0"},
    }  # fmt: skip
    assert said(found)[1] == ["摘要任务已展开，只导入其下的任务：第 1、6、8 行"]


def test_links_at_a_summary_that_no_plan_can_say_are_refused() -> None:
    found = read(
        task(1, "阶段", 0, 1, Summary=1),
        task(2, "甲", 40, 2),
        task(3, "乙", 40, 2, link(1)),
        task(4, "丙", 40, 1, link(1, 3)),
        task(5, "阶段二", 0, 1, link(4, 0), Summary=1),
        task(6, "丁", 40, 2, link(6)),
    )
    assert said(found)[0] == [
        "第 3 行「前置步骤」：与第 1 行的链接：任务不能以自己或自己的摘要任务为前置",
        "第 4 行「前置步骤」：前置的第 1 行是摘要任务，有几个任务都可能最先开始；请改为链接到其中一个",
        "第 5 行「前置步骤」：摘要任务的前置只能是“完成-开始”或“开始-开始”，不能是 FF",
        "第 6 行「前置步骤」：与第 6 行的链接：任务不能以自己或自己的摘要任务为前置",
    ]


def test_two_large_summaries_are_not_tied_task_by_task() -> None:
    many = [task(n, f"甲{n}", 8, 2) for n in range(2, 62)]
    more = [task(n, f"乙{n}", 8, 2) for n in range(101, 161)]
    found = read(task(1, "一期", 0, 1), *many, task(100, "二期", 0, 1, link(1)), *more)
    assert said(found)[0] == [
        "第 100 行「前置步骤」：与第 1 行的链接要展开成 3600 条，请在中间加一个里程碑任务"
    ]


def test_nothing_is_left_out_in_silence() -> None:
    field = "<ExtendedAttributes><ExtendedAttribute><FieldID>9</FieldID><Alias>风险</Alias></ExtendedAttribute></ExtendedAttributes>"
    value = "<ExtendedAttribute><FieldID>9</FieldID><Value>高</Value></ExtendedAttribute>"
    found = read(
        task(1, "旧方案", 40, 1, Active=0),
        task(2, "外部", 40, 1, ExternalTask=1),
        task(3, "甲", 40, 1, link(1), link(2), link(50), value, Notes="注意安全"),
        task(4, "手动", 40, 1, Manual=1, Start="2026-05-06T08:00:00"),
        task(5, "阶段", 0, 1, Summary=1),
        task(6, "停用的", 40, 2, Active=0),
        task(7, "乙", 40, 1, link(5)),
        head=field,
    )
    assert steps(found)["4"].not_before == date(2026, 5, 6)
    assert said(found)[1] == [
        "摘要任务已展开，只导入其下的任务：第 5 行",
        "已停用的任务没有导入：第 1、6 行",
        "别的项目里的任务没有导入：第 2 行",
        "备注没有导入：第 3 行",
        "自定义字段没有导入：风险",
        "第 3 行「前置步骤」：前置任务第 1 行已停用或在别的项目里，这条链接没有导入",
        "第 3 行「前置步骤」：前置任务第 2 行已停用或在别的项目里，这条链接没有导入",
        "第 3 行「前置步骤」：前置任务（UID 150）不在文件里，没有导入",
        "第 4 行「不早于」：手动计划的任务，改由前置步骤和限期排期",
        "第 7 行「前置步骤」：前置的第 5 行下没有启用的任务，这条链接没有导入",
    ]


@pytest.mark.parametrize(
    ("kind", "limit", "limits", "warned"),
    [
        (0, "2026-05-08T08:00:00", (None, None, None), False),
        (1, "2026-05-08T08:00:00", (None, None, None), True),
        (2, "2026-05-08T08:00:00", (date(2026, 5, 8), date(2026, 5, 14), None), True),
        (3, "2026-05-08T17:00:00", (None, None, date(2026, 5, 8)), False),
        (4, "2026-05-08T08:00:00", (date(2026, 5, 8), None, None), False),
        (4, "2026-05-08T17:00:00", (date(2026, 5, 9), None, None), False),  # at the end of the day before
        (5, "2026-05-08T08:00:00", (None, date(2026, 5, 14), None), True),
        (6, "2026-05-08T17:00:00", (date(2026, 5, 4), None, None), True),
        (7, "2026-05-08T17:00:00", (None, date(2026, 5, 8), None), False),
    ],
)
def test_constraints_become_limits(
    kind: int, limit: str, limits: tuple[date | None, ...], warned: bool
) -> None:
    found = read(task(1, "甲", 40, 1, ConstraintType=kind, ConstraintDate=limit))
    step = steps(found)["1"]
    assert (step.not_before, step.not_after, step.finish_on) == limits
    assert bool(found.warnings) == warned


def test_a_plan_made_from_its_finish_gives_its_finish_as_the_target() -> None:
    found = read(
        task(1, "甲"),
        head="<ScheduleFromStart>0</ScheduleFromStart><FinishDate>2027-06-30T17:00:00</FinishDate>",
    )
    assert (found.rows[0].start, found.rows[0].target) == (None, date(2027, 6, 30))


def test_a_deadline_on_the_way_is_a_limit_and_the_last_one_the_target() -> None:
    found = read(
        task(1, "甲", 40, 1, Deadline="2026-05-29T17:00:00"),
        task(2, "乙", 40, 1, link(1), Deadline="2026-12-31T17:00:00"),
        task(3, "丙", 40, 1, Deadline="2026-11-30T17:00:00"),
    )
    assert [step.not_after for step in steps(found).values()] == [date(2026, 5, 29), None, date(2026, 11, 30)]
    assert found.rows[0].target == date(2026, 12, 31)
    assert said(found)[1] == [
        "第 1 行「不晚于」：期限 2026-05-29 按“不晚于”导入",
        "第 3 行「不晚于」：期限 2026-11-30 按“不晚于”导入",
    ]


def test_tasks_of_one_name_are_told_apart_by_their_summary() -> None:
    found = read(task(1, "一期", 0, 1), task(2, "桩基", 40, 2), task(3, "二期", 0, 1), task(4, "桩基", 40, 2))
    assert [step.name for step in steps(found).values()] == ["一期·桩基", "二期·桩基"]
    assert "第 2 行「步骤名称」：有重名，改为“一期·桩基”" in said(found)[1]


CALENDARS = """<CalendarUID>1</CalendarUID><Calendars>
<Calendar><UID>1</UID><Name>标准</Name><WeekDays>{week}
<WeekDay><DayType>0</DayType><DayWorking>0</DayWorking><TimePeriod><FromDate>2026-03-09T00:00:00</FromDate>
<ToDate>2026-03-10T23:59:00</ToDate></TimePeriod></WeekDay></WeekDays></Calendar>
<Calendar><UID>2</UID><Name>夜班</Name><BaseCalendarUID>1</BaseCalendarUID><WeekDays>
<WeekDay><DayType>1</DayType><DayWorking>1</DayWorking></WeekDay>
<WeekDay><DayType>7</DayType><DayWorking>1</DayWorking></WeekDay></WeekDays></Calendar></Calendars>"""
WEEK = "".join(
    f"<WeekDay><DayType>{n}</DayType><DayWorking>{int(n not in (1, 7))}</DayWorking></WeekDay>"
    for n in range(1, 8)
)


def test_calendars_are_held_against_the_project_s_own() -> None:
    head = CALENDARS.format(week=WEEK)
    tasks = (
        task(1, "甲", 40, 1, CalendarUID=2, Deadline="2026-04-30T17:00:00"),
        task(2, "乙", 40, 1, CalendarUID=-1),
    )
    found = read(*tasks, head=head, by=SEVEN)
    assert [step.calendar for step in steps(found).values()] == ["seven_day", ""]
    assert said(found)[1] == [
        "「日历 标准」：与本项目的日历有 2 天不同（2026-03-09、2026-03-10），按本项目的日历排期",
        "第 1 行「日历」：“夜班”按七天施工导入",
    ]
    assert "第 1 行「日历」：本项目没有日历“夜班”，按项目的日历排期" in said(read(*tasks, head=head))[1]


def test_exceptions_without_end_are_not_compared() -> None:
    period = "<TimePeriod><FromDate>1990-01-01T00:00:00</FromDate><ToDate>2100-12-31T00:00:00</ToDate></TimePeriod>"
    exceptions = f"<Exception>{period}<DayWorking>0</DayWorking></Exception>" * 2000
    head = f"<CalendarUID>1</CalendarUID><Calendars><Calendar><UID>1</UID><Name>怪</Name><Exceptions>{exceptions}</Exceptions></Calendar></Calendars>"
    found = read(task(1, "甲", 40, 1, Deadline="2026-12-31T17:00:00"), head=head)
    assert said(found) == ([], ["「日历 怪」：例外日太多，没有比对"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gb2312"])
def test_a_file_is_read_in_the_encoding_it_is_in(encoding: str) -> None:
    text = file(task(1, "桩基施工")).decode().replace("UTF-8", encoding.removesuffix("-sig"))
    assert steps(read_ms_project(text.encode(encoding), "QX-1", ONE))["1"].name == "桩基施工"


BOMB = '<!DOCTYPE Project [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<Project>\n<Tasks>\n</Project>", "文件不是完整的 XML：第 3 行第 3 列（mismatched tag）"),
        (file(task(1, "甲"))[:-30], "文件不是完整的 XML：第 2 行"),
        (f'<?xml version="1.0"?>\n{BOMB}<Project/>'.encode(), "文件里有不该有的内容（DOCTYPE、ENTITY），不予导入"),
        (f"{OUTSIDE}<Project><Name>&x;</Name></Project>".encode(), "文件里有不该有的内容（DOCTYPE、ENTITY），不予导入"),
        (f"{OUTSIDE}<Project/>".encode("utf-16"), "文件里有不该有的内容（DOCTYPE、ENTITY），不予导入"),
        (b"<Project><Name>&nbsp;</Name></Project>", "文件不是完整的 XML：第 1 行第 16 列（undefined entity）"),
        (b"<html><body/></html>", "这不是 MS Project 的 XML（最外层是 html）"),
        (b"<a>" * 100, "文件嵌套过深或内容过多"),
        (b"\xd0\xcf\x11\xe0 Project", "这是 .mpp 文件，请在 MS Project 里“另存为”“XML 格式”"),
        ('<?xml version="1.0" encoding="utf-8"?><Project>桩基础</Project>'.encode("gbk"), "文件的文字编码与声明的 utf-8 不符"),
        (b'<?xml version="1.0" encoding="no-such"?><Project/>', "文件的文字编码与声明的 no-such 不符"),
        (b"<Project>" + b" " * (21 * 1024 * 1024), "文件超过 20 MB"),
    ],
)  # fmt: skip
def test_what_is_no_plan_is_refused_with_the_place(content: bytes, reason: str) -> None:
    found = read_ms_project(content, "QX-1", ONE)
    assert found.rows == ()
    [complaint] = found.complaints
    assert str(complaint).startswith(reason)


def test_everything_wrong_with_the_tasks_is_said_at_once() -> None:
    found = read(
        task(1, ""),
        task(2, "长" * 121),
        task(3, "甲", None),
        task(4, "乙", 40, 1, ActualStart="昨天", ConstraintType=4, ConstraintDate="2026-13-01T08:00:00"),
        task(5, "丙", 8 * 5001),
        "<Task><UID>9</UID><ID>6</ID><Name>丁</Name><Duration>五天</Duration></Task>",
    )
    assert said(found)[0] == [
        "第 1 行「步骤名称」：没有填",
        "第 2 行「步骤名称」：有 121 个字，最多 120 个字",
        "第 3 行「工期」：没有填",
        "第 4 行「实际开始」：「昨天」不是日期",
        "第 4 行「不早于」：「2026-13-01T08:00:00」不是日期",
        "第 5 行「工期」：「5001」不在 0–5000 之间",
        "第 6 行「工期」：「五天」不是工期（应如 PT40H0M0S）",
    ]


@pytest.mark.parametrize("count", [0, 1, MOST_TASKS, MOST_TASKS + 1])
def test_any_number_of_tasks(count: int) -> None:
    found = read(*(task(n, f"任务{n}", 8, 1, *([link(n - 1)] if n > 1 else [])) for n in range(1, count + 1)))
    if count > MOST_TASKS:
        assert said(found)[0] == [f"文件里有 {count} 个任务，最多 {MOST_TASKS} 个，请拆成几个项目导入"]
    else:
        assert (len(found.rows), found.complaints) == (count, ())


def test_elements_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ms_project_xml, "MOST_ELEMENTS", 100)
    found = read(*(task(n, "甲") for n in range(1, 30)))
    assert str(found.complaints[0]).startswith("文件嵌套过深或内容过多")


@settings(max_examples=150)
@given(
    st.binary(max_size=200) | st.text(max_size=200).map(lambda text: (HEAD + text).encode("utf-8", "replace"))
)
def test_no_bytes_are_a_fault_of_ours(content: bytes) -> None:
    found = read_ms_project(content, "QX-1", ONE)
    assert found.complaints or found.rows == ()
