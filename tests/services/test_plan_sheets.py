"""Plans out and in again: the workbook says the same plan, and says it as a planner wants to see it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook

from backend.domain.calendars import Calendars
from backend.domain.people import EVERYTHING, Role
from backend.domain.plan import Link, LinkType, Plan, Step
from backend.domain.project import Project
from backend.domain.workdays import Workdays
from backend.intake.plan_form import COMPUTED, PLANS
from backend.intake.plan_sheet import read_plan_sheet
from backend.intake.plan_steps import TITLES, assemble
from backend.services import plan_intake, plan_sheets, plans
from backend.services.outcome import Done
from backend.services.plan_intake import Why
from backend.services.plan_sheets import plan_sheet
from backend.services.plans import Planned
from backend.storage.engine import Database
from backend.storage.plans import StoredPlan
from reports.plan_sheet import Explanation, plan_book, sheet_titles
from tests import builders, cast
from tests.intake import plan_cases

BY = Calendars(Workdays(), {"national": Workdays(), "seven_day": Workdays.seven_day()})
NOTHING = Explanation((), ())


def planned(plan: Plan) -> Planned:
    stored = StoredPlan(1, 1, 3, "计划表", "", datetime(2026, 3, 1, tzinfo=UTC), plan)
    return Planned(stored, plans.forecast(plan, BY, plan_cases.TODAY), ())


def written(plan: Plan) -> bytes:
    project = Project(1, "QX-1", "县医院迁建")
    sheet = plan_sheet(project, planned(plan), TITLES, "重点办", plan_cases.TODAY)
    return plan_book([sheet], NOTHING, title="计划表", office="重点办", day=plan_cases.TODAY)


@settings(max_examples=25, deadline=None)
@given(plan_cases.plans)
def test_a_plan_that_is_written_is_read_as_the_same_plan(plan: Plan) -> None:
    found = read_plan_sheet(written(plan))
    assert (found.complaints, found.warnings, found.partial) == ((), (), ())
    first, again = assemble(found.rows), assemble(found.rows, plan.steps)
    assert first.complaints == again.complaints == ()
    assert first.steps == tuple(
        replace(step, name=step.name.replace("A 区 B", "A区B")) for step in plan.steps
    )
    assert again.steps == plan.steps
    assert {(row.start, row.target) for row in found.rows if row.start} == {(plan.start, plan.target)}
    assert {(row.code, row.name) for row in found.rows} == {("QX-1", "县医院迁建")}


def test_the_sheet_is_the_form_with_what_was_computed_beside_it() -> None:
    steps = (Step("1", "桩基", 10), Step("2", "=封顶", 5, (Link("1", LinkType.SS, 2),), least=4))
    book = load_workbook(BytesIO(written(Plan(plan_cases.START, plan_cases.TARGET, steps))))
    sheet = book["县医院迁建"]
    header = [str(cell.value).replace("\n", "") for cell in sheet[3]]
    assert header[: len(PLANS.columns)] == [c.heading + (" *" if c.required else "") for c in PLANS.columns]
    assert header[len(PLANS.columns) :] == [f"{title}（推算）" for title in COMPUTED]
    row = dict(zip(header, sheet[5], strict=True))
    assert (row["步骤名称 *"].value, row["步骤名称 *"].data_type) == ("=封顶", "s")
    assert row["前置步骤"].value == "1SS+2"
    folded = {column for column, dimension in sheet.column_dimensions.items() if dimension.hidden}
    assert {str(sheet[f"{column}3"].value).replace("\n", "") for column in folded} == {
        "项目编号", "项目名称", "权重（%）", "责任人", "日历", "类型", "不早于", "不晚于", "必须完成于", "已完成（%）", "剩余工期（工作日）", "可容缺",
    }  # fmt: skip
    assert sheet.freeze_panes == "F4"
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$3:$3")
    kinds = {rule.type for rule in sheet.data_validations.dataValidation}
    assert kinds == {"list", "date"}


@pytest.mark.parametrize(
    ("names", "titles"),
    [
        ([], []),
        (["医院", "医院", "医院"], ["医院", "医院（2）", "医院（3）"]),
        (["A/B:C*?[1]", "a b c   1"], ["A B C   1", "a b c 1"]),
        (["'单引号'", "", "History", "填表说明"], ["单引号", "计划", "History（2）", "填表说明（2）"]),
        (["长" * 40, "长" * 41], ["长" * 31, "长" * 28 + "（2）"]),
        (["𠮷" * 40], ["𠮷" * 15]),
    ],
)
def test_sheets_are_named_as_a_workbook_allows(names: list[str], titles: list[str]) -> None:
    assert [" ".join(title.split()) for title in sheet_titles(names, ("填表说明",))] == [
        " ".join(title.split()) for title in titles
    ]


def test_ids_that_no_list_of_links_can_hold_are_written_anew() -> None:
    steps = (Step("a b", "一", 1), Step("1", "二", 2, (Link("a b"),)), Step("x；y", "三", 3, (Link("1"),)))
    whole = assemble(read_plan_sheet(written(Plan(plan_cases.START, plan_cases.TARGET, steps))).rows)
    assert whole.complaints == ()
    assert [(step.id, [link.before for link in step.after]) for step in whole.steps] == [
        ("1_1", []),
        ("1", ["1_1"]),
        ("3", ["1"]),
    ]


class Office:
    """The office with two projects on a real database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with builders.open_desk(database) as desk:
            self.clerk = builders.person(desk, "陈晓")
            builders.duty(desk, self.clerk, Role.OFFICE)
            builders.project(desk, "QX-1", "县医院迁建")
            builders.project(desk, "QX-2", "环城路")

    def __enter__(self) -> Any:
        self.opened = builders.open_desk(self.database)
        desk = self.opened.__enter__()
        self.actor = cast.actor_of(self.clerk, desk.unit.people.duties_of(self.clerk.id), desk.moment.day)
        return desk

    def __exit__(self, *failure: Any) -> None:
        self.opened.__exit__(*failure)


def test_a_book_of_several_plans_comes_back_unchanged_and_a_change_in_one_is_one_version(
    database: Database,
) -> None:
    office = Office(database)
    with office as desk:
        projects = desk.unit.projects.all(EVERYTHING)
        for n, project in enumerate(projects, start=1):
            steps = tuple(Step(str(k), f"步骤{k}", k, (Link(str(k - 1)),) if k else ()) for k in range(3 * n))
            plan = Plan(date(2026, 3, 2), date(2027, 12, 31), steps)
            plans.adopt(desk, office.actor, project, plan, source="test")
    with office as desk:
        out = plan_sheets.workbook(desk, projects)
    assert out.without == ()
    found = read_plan_sheet(out.document.content)
    assert len(found.rows) == 9
    with office as desk:
        taken = plan_intake.register(desk, office.actor, found)
    assert [one.done for one in taken.revisions] == [Done.UNCHANGED, Done.UNCHANGED]

    book = load_workbook(BytesIO(out.document.content))
    days = next(cell.column for cell in book["环城路"][3] if str(cell.value).startswith("工期"))
    book["环城路"].cell(4, days).value = 9
    changed = BytesIO()
    book.save(changed)
    with office as desk:
        why = Why("县政府专题会议", office.actor.person)
        changes = read_plan_sheet(changed.getvalue())
        taken = plan_intake.register(desk, office.actor, changes, why, dry_run=True)
    assert [one.done for one in taken.revisions] == [Done.UNCHANGED, Done.UPDATED]


def test_the_largest_plan_goes_out_and_in(sqlite_database: Database) -> None:
    office = Office(sqlite_database)
    with office as desk:
        project = desk.unit.projects.all(EVERYTHING)[0]
        steps = tuple(Step(str(k), f"步骤{k}", 1, (Link(str(k - 1)),) if k else ()) for k in range(500))
        plans.adopt(
            desk, office.actor, project, Plan(date(2026, 3, 2), date(2028, 12, 31), steps), source="test"
        )
    with office as desk:
        out = plan_sheets.workbook(desk, [project])
        taken = plan_intake.register(desk, office.actor, read_plan_sheet(out.document.content))
    assert [(one.done, one.version) for one in taken.revisions] == [(Done.UNCHANGED, 1)]
