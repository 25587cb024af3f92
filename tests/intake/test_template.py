"""The empty forms: what they offer, and that they can be read back."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from backend.intake.forms import PEOPLE, PROJECTS, Form
from backend.intake.people import read_people
from backend.intake.plan_form import PLANS
from backend.intake.plan_sheet import read_plan_sheet
from backend.intake.plan_steps import assemble
from backend.intake.projects import read_projects
from backend.intake.template import EXAMPLE_ROW, HEADER_ROW, write_form
from tests.intake.sheets import saved

READERS = {"项目表": read_projects, "人员表": read_people, "计划表": read_plan_sheet}
FORMS = [PROJECTS, PEOPLE, PLANS]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_an_empty_form_imports_as_nothing_and_its_example_is_no_row(form: Form) -> None:
    found = READERS[form.name](write_form(form))
    assert (found.rows, found.complaints, found.warnings) == ((), (), ())


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_the_examples_are_themselves_good_rows(form: Form) -> None:
    book = load_workbook(BytesIO(write_form(form)))
    for row in range(len(form.examples)):
        book[form.name].cell(EXAMPLE_ROW + row, 1).value = row + 1

    found = READERS[form.name](saved(book))
    assert (len(found.rows), found.complaints, found.warnings) == (len(form.examples), (), ())


def test_the_example_steps_make_a_plan() -> None:
    book = load_workbook(BytesIO(write_form(PLANS)))
    for row in range(len(PLANS.examples)):
        book[PLANS.name].cell(EXAMPLE_ROW + row, 1).value = None
    whole = assemble(read_plan_sheet(saved(book)).rows)
    assert (len(whole.steps), whole.complaints) == (4, ())
    assert sum(step.weight for step in whole.steps) == 100


def test_a_link_typed_far_below_the_ruled_rows_stays_a_text() -> None:
    sheet = load_workbook(BytesIO(write_form(PLANS)))[PLANS.name]
    after = next(cell.column_letter for cell in sheet[HEADER_ROW] if cell.value == "前置步骤")
    assert sheet.column_dimensions[after].number_format == "@"


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_column_is_printed_marked_and_explained(form: Form) -> None:
    book = load_workbook(BytesIO(write_form(form)))
    header = [str(cell.value) for cell in book[form.name][HEADER_ROW]]
    explained = [row[0] for row in book["填表说明"].iter_rows(values_only=True)]

    assert [heading.endswith("*") for heading in header] == [column.required for column in form.columns]
    assert set(explained) >= {column.heading for column in form.columns}


def test_what_the_register_knows_is_offered_as_text() -> None:
    book = load_workbook(BytesIO(write_form(PROJECTS, {"region": ["东城", "=1+1"], "unit": []})))
    lists = {column[0].value: column for column in book["选项"].columns}

    assert [cell.data_type for cell in lists["东城"][:2]] == ["s", "s"]
    assert book["选项"].sheet_state == "hidden"
    rules = {rule.formula1: rule for rule in book["项目表"].data_validations.dataValidation}
    assert "选项!$E$1:$E$2" in rules
    assert not rules["选项!$E$1:$E$2"].showErrorMessage
    assert rules["选项!$H$1:$H$4"].showErrorMessage


def test_dates_are_checked_where_they_are_typed() -> None:
    sheet = load_workbook(BytesIO(write_form(PROJECTS)))["项目表"]
    kinds = {rule.type for rule in sheet.data_validations.dataValidation}
    assert kinds == {"list", "date"}
    assert sheet.freeze_panes == "D4"
