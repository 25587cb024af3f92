"""The briefing's workbook."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from backend.domain.snapshot import Snapshot
from reports import briefing_xlsx
from tests.reports.sample import project, snapshot


def book(found: Snapshot):  # type: ignore[no-untyped-def]
    return load_workbook(BytesIO(briefing_xlsx.draw(found).content))


def rows(page):  # type: ignore[no-untyped-def]
    return [r for r in page.iter_rows(min_row=4, values_only=True) if isinstance(r[0], int)]


def test_the_sheets_an_office_looks_for_are_there() -> None:
    assert book(snapshot()).sheetnames == [
        "总体情况",
        "责任单位排名",
        "分领域情况",
        "项目一览",
        "滞后和无进展项目",
        "问题台账",
        "领导走进项目",
    ]


def test_numbers_percents_and_days_are_values_with_formats() -> None:
    page = book(snapshot())["项目一览"]
    row = page[12]
    assert (row[9].value, row[9].number_format) == (16440, "#,##0")
    assert row[12].number_format == "0.0%"
    assert row[12].value == pytest.approx(10522 / 16440)
    assert isinstance(row[15].value, datetime)
    assert row[15].number_format == "yyyy-mm-dd"


def test_sums_of_the_project_sheet_are_those_of_its_rows() -> None:
    page = book(snapshot())["项目一览"]
    total = next(r for r in page.iter_rows(min_row=4, values_only=True) if r[1] == "合计")
    for column in (8, 9, 10, 11, 19):
        assert total[column] == sum(r[column] for r in rows(page) if isinstance(r[column], int | float))


def test_every_problem_has_a_row() -> None:
    found = snapshot()
    assert len(rows(book(found)["问题台账"])) == sum(len(p.problems) for p in found.projects)


def test_the_ranking_has_a_chart_excel_can_edit_with_axes_shown_and_the_last_three_in_red() -> None:
    content = briefing_xlsx.draw(snapshot()).content
    chart = ZipFile(BytesIO(content)).read("xl/charts/chart1.xml").decode()
    root = ElementTree.fromstring(chart)
    space = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
    assert [d.attrib["val"] for d in root.iter(f"{space}delete")] == ["0", "0"]
    assert len(list(root.iter(f"{space}dPt"))) == 3
    assert "责任单位年度投资完成率" in chart
    assert "'责任单位排名'!$F$4:$F$11" in chart


def test_a_long_ledger_in_a_users_words_holds_no_formula() -> None:
    odd = replace(project(1), name="=cmd|' /C calc'!A0", progress="+1", unit="@单位", secretary="-1")
    content = briefing_xlsx.draw(replace(snapshot(1), projects=(odd,))).content
    archive = ZipFile(BytesIO(content))
    for name in archive.namelist():
        if name.startswith("xl/worksheets/sheet"):
            assert b"<f>" not in archive.read(name)


@pytest.mark.parametrize("count", [0, 1, 2, 500])
def test_any_number_of_projects_makes_a_readable_book(count: int) -> None:
    found = book(snapshot(count))
    assert len(rows(found["项目一览"])) == count
    if not count:
        assert found["项目一览"]["A4"].value == "本期无此项内容"
