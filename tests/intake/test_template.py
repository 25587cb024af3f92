"""The empty forms: what they offer, and that they can be read back."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from backend.intake.forms import PEOPLE, PROJECTS, Form
from backend.intake.people import read_people
from backend.intake.projects import read_projects
from backend.intake.template import EXAMPLE_ROW, HEADER_ROW, write_form
from tests.intake.sheets import saved

READERS = {"项目表": read_projects, "人员表": read_people}


@pytest.mark.parametrize("form", [PROJECTS, PEOPLE], ids=lambda form: form.name)
def test_an_empty_form_imports_as_nothing_and_its_example_is_no_row(form: Form) -> None:
    found = READERS[form.name](write_form(form))
    assert (found.rows, found.complaints, found.warnings) == ((), (), ())


@pytest.mark.parametrize("form", [PROJECTS, PEOPLE], ids=lambda form: form.name)
def test_the_example_is_itself_a_good_row(form: Form) -> None:
    book = load_workbook(BytesIO(write_form(form)))
    book[form.name].cell(EXAMPLE_ROW, 1).value = 1

    found = READERS[form.name](saved(book))
    assert (len(found.rows), found.complaints, found.warnings) == (1, (), ())


@pytest.mark.parametrize("form", [PROJECTS, PEOPLE], ids=lambda form: form.name)
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
