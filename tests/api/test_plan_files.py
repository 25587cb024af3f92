"""A plan as a file over HTTP: downloaded, changed outside, sent back."""

from io import BytesIO
from urllib.parse import quote

import pytest
from openpyxl import load_workbook

from backend.services import plans
from tests.api.conftest import Api, plan
from tests.intake import msp


@pytest.fixture
def path(api: Api) -> str:
    with api.open_desk() as desk:
        plans.adopt(desk, api.cast.actor(desk, api.cast.office), api.cast.hospital, plan(), source="test")
    return f"/api/v1/projects/{api.cast.hospital.id}/plan/file"


@pytest.mark.parametrize(
    ("format", "media", "ending", "start"),
    [
        (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "倒排工期计划表.xlsx",
            b"PK",
        ),
        ("xml", "application/xml", "倒排工期计划.xml", b"<?xml"),
    ],
)
def test_a_plan_goes_out_and_comes_back_unchanged(
    api: Api, path: str, format: str, media: str, ending: str, start: bytes
) -> None:
    got = api.office("GET", path, params={"format": format})
    assert got.status_code == 200
    assert got.headers["content-type"].startswith(media)
    assert quote(api.cast.hospital.name + ending) in got.headers["content-disposition"]
    assert got.content.startswith(start)
    holds = api.office("GET", path.removesuffix("/file")).json()
    back = api.office("POST", path, content=got.content)
    assert back.status_code == 200
    assert {**back.json(), "warnings": []} == {
        "warnings": [], "dry_run": False, "done": "unchanged", "version": 1,
        "finish": holds["finish"], "project_float": holds["project_float"], "lost": [],
    }  # fmt: skip


def test_a_changed_file_is_rehearsed_and_then_taken(api: Api, path: str) -> None:
    book = load_workbook(BytesIO(api.office("GET", path).content))
    sheet = book.worksheets[0]
    days = next(cell.column for cell in sheet[3] if str(cell.value).startswith("工期"))
    sheet.cell(4, days).value = 30
    content = BytesIO()
    book.save(content)
    for dry_run, version in ((True, 2), (False, 2), (False, 2)):
        params = {"dry_run": dry_run, "reason": "县政府专题会议", "approved_by": api.cast.leader.id}
        answer = api.office("POST", path, content=content.getvalue(), params=params).json()
        assert (answer["version"], answer["dry_run"]) == (version, dry_run)
    assert answer["done"] == "unchanged"
    with api.open_desk() as desk:
        assert plans.stored_plan(desk, api.cast.hospital).reason == "县政府专题会议"


def test_what_is_wrong_is_answered_by_row_column_and_reason(api: Api, path: str) -> None:
    rows = "项目编号,步骤编号,步骤名称,工期,已完成%\nQX-001,1,桩基,-3,150\nQX-9,2,封顶,3,\n"
    answer = api.office("POST", path, content=rows.encode("gb18030"))
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["code"], problem["facts"]["complaints"][:2]) == (
        "register_refused",
        [
            {"sheet": "", "row": 2, "column": "工期", "reason": "「-3」不在 0–5000 之间"},
            {"sheet": "", "row": 2, "column": "已完成%", "reason": "「150」不在 0–100 之间"},
        ],
    )
    [other] = [one for one in problem["facts"]["complaints"] if one["row"] == 3]
    assert other["reason"].startswith("这里只能导入")
    assert "第2行“工期”：「-3」不在 0–5000 之间" in problem["detail"]


def test_a_file_of_ms_project_may_be_larger_than_other_requests(api: Api, path: str) -> None:
    many = [msp.task(n, f"任务{n}", 8, 1, Notes="长" * 1000) for n in range(1, 480)]
    content = msp.file(*many, msp.task(500, "完", 0, 1, Deadline="2030-12-31T17:00:00"))
    assert len(content) > 1_400_000
    why = {"reason": "县政府专题会议", "approved_by": api.cast.leader.id}
    answer = api.office("POST", path, content=content, params={"dry_run": True, **why})
    assert (answer.status_code, answer.json()["done"]) == (200, "updated")
    notes = {
        "sheet": "",
        "row": None,
        "column": "",
        "reason": "备注没有导入：第 1、2、3、4、5、6、7、8 等 479 行",
    }
    assert notes in answer.json()["warnings"]
    assert api.office("POST", path, content=b" " * (21 * 1024 * 1024)).status_code == 413


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "文件是空的"), (b"\x00\x01\x02", ""), (b"<!DOCTYPE x><Project/>", "DOCTYPE")],
)
def test_what_is_no_plan_is_refused(api: Api, path: str, content: bytes, reason: str) -> None:
    answer = api.office("POST", path, content=content)
    assert answer.status_code == 400
    assert reason in answer.json()["detail"]


def test_without_a_plan_there_is_no_file_and_formats_are_two(api: Api, path: str) -> None:
    road = f"/api/v1/projects/{api.cast.road.id}/plan/file"
    assert api.office("GET", road).json()["code"] == "plan_missing"
    assert api.office("GET", road, params={"format": "xml"}).json()["code"] == "plan_missing"
    assert api.office("GET", path, params={"format": "mpp"}).status_code == 400
