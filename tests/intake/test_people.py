"""The people form: what a row says, and every complaint at once."""

from typing import Any

from backend.domain.people import Role
from backend.intake.cells import Named
from backend.intake.complaint import Reading
from backend.intake.people import PersonRow, read_people
from tests.intake import sheets

HEADER = ["姓名", "联系电话", "单位", "职务", "角色", "负责地区", "企业微信账号", "B岗"]


def read(*rows: list[Any], header: list[str] = HEADER) -> Reading[PersonRow]:
    return read_people(sheets.xlsx([header, *rows]))


def test_a_full_row_becomes_what_to_change() -> None:
    found = read(
        ["李 国强", 13800000001, "县政府", "副县长", "首席服务人、管理员", "东城、西城", "LiGuoqiang", "赵阳"]
    )

    assert found.complaints == ()
    assert found.rows == (
        PersonRow(
            line=2,
            name="李国强",
            phone="13800000001",
            unit="县政府",
            title="副县长",
            roles=(Role.LEADER, Role.ADMIN),
            regions=("东城", "西城"),
            account="LiGuoqiang",
            deputy=Named("赵阳"),
        ),
    )


def test_blank_leaves_things_as_they_are_and_none_takes_them_away() -> None:
    blank, none = read(["甲"], ["乙", "无", "无", "无", "无", "无", "无", "无"]).rows
    assert blank == PersonRow(2, "甲")
    assert none == PersonRow(3, "乙", "", "", "", (), (), "", Named(""))


def test_every_complaint_is_made_at_once_with_its_row_and_column() -> None:
    found = read(
        [None, "1380000000", None, None, "帮忙的", None, "中文", "甲、乙"],
        ["丙13800000001"],
        ["丁", None, None, None, "项目秘书", "东城"],
        ["戊", "13800000002", None, None, None, None, None, "戊"],
    )
    assert [(c.line, c.column) for c in found.complaints] == [
        (2, "姓名"),
        (2, "联系电话"),
        (2, "角色"),
        (2, "企业微信账号"),
        (2, "B岗"),
        (3, "姓名"),
        (4, "负责地区"),
        (5, "B岗"),
    ]


def test_the_same_person_or_account_twice_is_named_with_both_rows() -> None:
    found = read(
        ["甲", "13800000001", None, None, None, None, "jia"],
        ["甲", "138 0000 0001", None, None, None, None, "yi"],
        ["丙", None, None, None, None, None, "jia"],
    )
    assert [str(complaint) for complaint in found.complaints] == [
        "第 3 行「姓名」：「甲 13800000001」 与第 2 行重复",
        "第 4 行「企业微信账号」：「jia」 与第 2 行重复",
    ]


def test_two_of_a_name_need_phones() -> None:
    found = read(["张伟", "13800000001"], ["张伟"], ["李强"])
    assert [str(complaint) for complaint in found.complaints] == [
        "第 3 行「电话」：表里有 2 个「张伟」，请填电话"
    ]
