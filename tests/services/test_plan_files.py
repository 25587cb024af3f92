"""Plans to MS Project and back, and files of MS Project as others make them."""

from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

from hypothesis import given, settings

from backend.domain.backward import schedule
from backend.domain.calendars import Calendars
from backend.domain.plan import LagUnit, Link, LinkType, Nature, Plan, Step
from backend.domain.workdays import Workdays
from backend.intake.ms_project import read_ms_project
from backend.intake.ms_project_rows import PLANNED, PRESUMED
from backend.intake.plan_form import NATURES, PLANS
from backend.intake.plan_steps import TITLES, assemble
from backend.services import plans
from reports import ms_project as out
from reports.ms_project import ProjectFile, ms_project
from tests import builders
from tests.intake import plan_cases

BY = Calendars(Workdays(), {"national": Workdays(), "seven_day": Workdays.seven_day()})
WORDS = {nature: spellings[0] for nature, spellings in NATURES.items()}


def written(plan: Plan) -> bytes:
    computed = plans.forecast(plan, BY, plan_cases.TODAY)
    file = ProjectFile("县医院", "重点办", replace(computed, plan=plan), BY, TITLES, WORDS, plan_cases.TODAY)
    return ms_project(file)


@settings(max_examples=25, deadline=None)
@given(plan_cases.plans)
def test_a_plan_that_is_written_for_ms_project_is_read_as_the_same_plan(plan: Plan) -> None:
    found = read_ms_project(written(plan), "QX-1", BY)
    assert (found.complaints, found.partial) == ((), ())
    whole = assemble(found.rows, plan.steps)
    assert whole.complaints == ()
    # Of what is left, MS Project has whole percents and days: the days that remain are the same, whoever said them.
    assert [told(step) for step in whole.steps] == [told(step) for step in plan.steps]
    assert [step.days_left for step in whole.steps] == [step.days_left for step in plan.steps]
    assert found.rows[0].start == plan.start
    target = found.rows[0].target
    assert target == plan.target
    again = Plan(plan.start, plan.target, whole.steps)
    first, second = (schedule(one, BY, plan_cases.TODAY) for one in (plan, again))
    assert first.early_finish == second.early_finish
    assert first.late_start == second.late_start


def told(step: Step) -> Step:
    """Without what is left."""
    return replace(step, percent=None, remaining=None, after=tuple(sorted(step.after, key=repr)))


def test_titles_of_custom_fields_are_those_of_the_form() -> None:
    titles = {column.title for column in PLANS.columns}
    assert {field.title for field in out.FIELDS} - titles == {PLANNED, PRESUMED}


NS = {"p": out.NAMESPACE}


def test_what_ms_project_is_told() -> None:
    steps = (
        Step("a", "桩基", 10, actual_start=date(2026, 11, 2), percent=None, remaining=4, owner="卫健局"),
        Step("b", "养护", 28, (Link("a", lag=3, unit=LagUnit.CALENDAR),), calendar="seven_day"),
        Step("c", "验收", 0, (Link("b", LinkType.FF, -2),), milestone=True, not_after=date(2027, 3, 1)),
        Step("d", "移交", 5, (Link("c"),), finish_on=date(2027, 4, 1), nature=Nature.APPROVAL),
    )
    root = ElementTree.fromstring(written(Plan(plan_cases.START, plan_cases.TARGET, steps)))
    tasks = root.findall("p:Tasks/p:Task", NS)

    def said(task: int, *tags: str) -> list[str | None]:
        return [tasks[task].findtext(f"p:{tag}", namespaces=NS) for tag in tags]

    assert said(0, "UID", "ID", "Name", "Duration", "ActualStart", "PercentComplete", "RemainingDuration") == [
        "1", "1", "桩基", "PT80H0M0S", "2026-11-02T08:00:00", "60", "PT32H0M0S",
    ]  # fmt: skip
    assert said(0, "Notes", "Start", "Finish", "Deadline") == [
        "责任单位：卫健局", "2026-11-02T08:00:00", "2026-11-23T17:00:00", None,
    ]  # fmt: skip
    assert said(1, "CalendarUID", "PredecessorLink/p:LinkLag", "PredecessorLink/p:LagFormat") == [
        "2",
        "43200",
        "8",
    ]
    assert said(2, "Milestone", "Duration", "ConstraintType", "ConstraintDate", "PredecessorLink/p:Type") == [
        "1", "PT0H0M0S", "7", "2027-03-01T17:00:00", "0",
    ]  # fmt: skip
    assert said(2, "PredecessorLink/p:LinkLag", "PredecessorLink/p:LagFormat") == ["-9600", "7"]
    assert said(3, "ConstraintType", "ConstraintDate", "Deadline") == [
        "3", "2027-04-01T17:00:00", "2027-06-30T17:00:00",
    ]  # fmt: skip
    assert root.findtext("p:StatusDate", namespaces=NS) == "2026-11-18T17:00:00"
    names = [c.findtext("p:Name", namespaces=NS) for c in root.findall("p:Calendars/p:Calendar", NS)]
    assert names == ["项目日历", "七天施工"]


def test_holidays_and_days_made_up_are_exceptions_of_the_calendar() -> None:
    holidays = [date(2026, 10, n) for n in (1, 2, 5, 6, 7)]
    workdays = builders.workdays(holidays, [date(2026, 9, 27), date(2026, 10, 10)])
    computed = schedule(Plan(date(2026, 9, 1), date(2026, 12, 1), (Step("a", "甲", 3),)), workdays)
    content = ms_project(ProjectFile("甲", "办", computed, Calendars(workdays), {}, WORDS, date(2026, 9, 1)))
    found = []
    for one in ElementTree.fromstring(content).iterfind(".//p:Exception", NS):
        period = [
            one.findtext(f"p:TimePeriod/p:{tag}", namespaces=NS) or "" for tag in ("FromDate", "ToDate")
        ]
        found.append((*(day[:10] for day in period), one.findtext("p:DayWorking", namespaces=NS)))
    assert found == [
        ("2026-09-27", "2026-09-27", "1"),
        ("2026-10-01", "2026-10-07", "0"),  # the weekend between is off anyway
        ("2026-10-10", "2026-10-10", "1"),
    ]
    assert read_ms_project(content, "X", Calendars(workdays)).warnings == ()
    differ = read_ms_project(content, "X", Calendars(Workdays())).warnings
    assert [str(one) for one in differ] == [
        "「日历 项目日历」：与本项目的日历有 7 天不同（2026-09-27、2026-10-01、2026-10-02、2026-10-05、2026-10-06、2026-10-07、2026-10-10），按本项目的日历排期"
    ]
