"""The project form: what a row says, and every complaint at once."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from backend.domain.project import Kind, Stage
from backend.intake.cells import Named
from backend.intake.complaint import Reading
from backend.intake.projects import ProjectRow, read_projects
from tests.intake import sheets


def read(header: list[str], *rows: list[Any]) -> Reading[ProjectRow]:
    return read_projects(sheets.xlsx([header, *rows]))


def said(found: Reading[ProjectRow]) -> list[str]:
    return [str(complaint) for complaint in found.complaints]


def test_a_full_row_becomes_what_to_change() -> None:
    found = read(
        ["序号", "项目编号*", "项目\n名称 *", "简称", "所属地区", "行业", "项目类型", "建设阶段", "责任单位", "包保领导", "项目秘书", "开工日期", "目标完成日期", "总投资（亿元）", "2026年计划投资(万元)", "年度计划投资", "经纬度", "到场半径（米）", "节假日施工"],
        [1, "QX-001", "县医院迁建", "县医院、新医院", "东城", "卫生", "医院", "续建", "卫健局", "李国强", "王小明、张伟13800000001", "2026年3月", "2027年12月", 3.2, "8000", 9000, "113.2034,34.5021", 300, "是"],
    )  # fmt: skip

    assert said(found) == []
    assert found.warnings == ()
    assert found.rows == (
        ProjectRow(
            line=2,
            code="QX-001",
            name="县医院迁建",
            changes={
                "aliases": ("县医院", "新医院"),
                "region": "东城",
                "sector": "卫生",
                "kind": Kind.BUILDING,
                "stage": Stage.ACTIVE,
                "start": date(2026, 3, 1),
                "target": date(2027, 12, 31),
                "total_wan": Decimal(32000),
                "seven_day": True,
            },
            unit="卫健局",
            leaders=(Named("李国强"),),
            secretaries=(Named("王小明"), Named("张伟", "13800000001")),
            position=(34.5021, 113.2034),
            radius_m=300,
            plans={2026: Decimal(8000), None: Decimal(9000)},
        ),
    )


def test_blank_leaves_things_as_they_are_and_none_takes_them_away() -> None:
    header = ["编号", "名称", "简称", "地区", "责任单位", "包保领导", "总投资"]
    blank, none = read(header, ["1", "甲"], ["2", "乙", "无", "—", "/", "无", "-"]).rows

    assert (blank.changes, blank.unit, blank.leaders) == ({}, None, None)
    assert (none.changes, none.unit, none.leaders) == ({"aliases": (), "region": ""}, "", ())


def test_every_complaint_is_made_at_once_with_its_row_and_column() -> None:
    found = read(
        ["项目编号", "项目名称", "建设阶段", "总投资(万元)", "目标日期", "经纬度", "开工日期"],
        ["1", None, "半拉子", "约3亿", "以后", "1,2", None],
        ["2", "好的", "在建", 1, "2026-12-18", None, None],
        ["3", "倒着的", "在建", 1, "2026-01-01", None, "2026-02-01"],
        [None, "没有编号", None, None, None, None, None],
    )

    assert [(c.line, c.column) for c in found.complaints] == [
        (2, "项目名称"),
        (2, "建设阶段"),
        (2, "目标日期"),
        (2, "总投资(万元)"),
        (2, "经纬度"),
        (4, "目标完成日期"),
        (5, "项目编号"),
    ]
    assert "第 2 行「建设阶段」：「半拉子」不在可选范围，请填：前期、在建、竣工、停建" in said(found)
    assert [row.code for row in found.rows] == ["2"]


def test_a_code_or_name_used_twice_is_named_with_both_rows() -> None:
    found = read(["编号", "名称"], ["1", "甲"], [1, "乙"], ["２", "甲"])
    assert said(found) == [
        "第 3 行「项目编号」：「1」 与第 2 行重复",
        "第 4 行「项目名称」：「甲」 与第 2 行重复",
    ]


def test_titles_examples_sections_totals_notes_and_empty_rows_are_no_projects() -> None:
    found = read_projects(
        sheets.xlsx(
            [
                ["清溪县重点项目台账"],
                ["单位：亿元"],
                [],
                ["序号", "项目编号", "项目名称", "总投资"],
                ["示例", "QX", "样子", "错的金额"],
                ["一、工业项目"],
                [1, "A1", "甲", 1.2],
                [2, None, None, None],
                [],
                ["小计", None, None, 1.2],
                [None, "合计", None, 1.2],
                ["注：数据截至 6 月底"],
                [3, "A2", "乙", "500万元"],
            ],
            merges=["A1:D1", "A6:D6"],
        )
    )

    assert said(found) == []
    assert [(row.line, row.name, row.changes["total_wan"]) for row in found.rows] == [
        (7, "甲", Decimal(12000)),
        (13, "乙", Decimal(500)),
    ]


def test_unknown_columns_are_mentioned_and_stop_nothing() -> None:
    found = read(["编号", "名称", "心情", None], ["1", "甲", "好", "x"])
    assert [str(warning) for warning in found.warnings] == ["第 1 行「心情」：不认识这一列，没有导入"]
    assert len(found.rows) == 1


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (["项目名称", "总投资"], "第 1 行「项目编号」：表头里缺少这一列"),
        (["编号", "名称", "项目名称"], "第 1 行「项目名称」：这一列在表头里出现了两次"),
    ],
)
def test_a_header_that_cannot_be_is_refused(header: list[str], reason: str) -> None:
    assert said(read(header, ["1", "甲", "乙"])) == [reason]


def test_figures_that_look_wrong_are_warned_of() -> None:
    found = read(["编号", "名称", "总投资", "年度计划", "经纬度"], ["1", "甲", 10, 20, "113.2,34.5"])
    assert [warning.column for warning in found.warnings] == ["年度计划投资", "经纬度"]
    assert found.complaints == ()


def test_names_that_look_like_formulas_are_only_names() -> None:
    names = ['=HYPERLINK("http://x","y")', "+1", "@SUM(A1)", "甲" * 40, "-总部"]
    found = read_projects(sheets.text([["编号", "名称"], *[[str(n), name] for n, name in enumerate(names)]]))
    assert [row.name for row in found.rows] == names


@pytest.mark.parametrize("count", [0, 1, 500])
def test_any_number_of_rows_is_read(count: int) -> None:
    found = read(["编号", "名称"], *[[f"C{n}", f"项目{n}"] for n in range(count)])
    assert found.complaints == ()
    assert [row.line for row in found.rows] == list(range(2, count + 2))
