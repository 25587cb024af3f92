"""Each noun as a program would use it."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from backend.api.publications import attachment
from backend.domain.people import Role
from backend.domain.project import Stage
from tests import builders
from tests.api.conftest import PAPER, Api, plan, published


def test_projects_are_filtered_and_paged(api: Api) -> None:
    with api.open_desk() as desk:
        for n in range(7):
            builders.project(desk, f"ZZ-{n}", f"补充项目{n}", region="南城", stage=Stage.ACTIVE)
    first = api.office("GET", "/api/v1/projects?region=南城&limit=3").json()
    assert (len(first["items"]), first["total"]) == (3, 7)
    second = api.office("GET", f"/api/v1/projects?region=南城&limit=3&after={first['next']}").json()
    third = api.office("GET", f"/api/v1/projects?region=南城&limit=3&after={second['next']}").json()
    names = [one["name"] for page in (first, second, third) for one in page["items"]]
    assert names == [f"补充项目{n}" for n in range(7)]
    assert third["next"] is None
    assert api.office("GET", "/api/v1/projects?text=人民医院").json()["total"] == 1
    assert api.office("GET", "/api/v1/projects?stage=active&region=西城").json() == {
        "items": [],
        "total": 0,
        "next": None,
    }
    assert api.office("GET", f"/api/v1/projects?unit_id={api.cast.bureau.id}").json()["total"] == 1


def test_an_overview_gathers_what_is_known_of_a_project(api: Api) -> None:
    hospital = api.cast.hospital.id
    with api.open_desk() as desk:
        desk.unit.projects.set_annual_plan(hospital, 2026, Decimal("12000"))
    stated = {"project_id": hospital, "wan": "8600.50", "covers": "year_to_date"}
    assert api.secretary("POST", "/api/v1/investments", json=stated).status_code == 201
    api.secretary("POST", "/api/v1/problems", json={"project_id": hospital, "text": "杆线未迁改"})
    seen = api.secretary("GET", f"/api/v1/projects/{hospital}/overview").json()
    assert seen["leaders"] == ["李国强", "孙东"]
    assert (seen["annual_plan_wan"], seen["invested_wan"]) == ("12000.00", "8600.50")
    assert seen["standing"]["standing"] == "behind"
    assert seen["standing"]["reasons"][0] == "年度投资完成71.7%，低于序时进度11.6个百分点"
    assert [problem["text"] for problem in seen["problems"]] == ["杆线未迁改"]
    assert "phone" not in str(seen)
    assert "138000" not in str(seen)


def test_a_project_becomes_active_only_with_every_seat_filled(api: Api) -> None:
    with api.open_desk() as desk:
        early = builders.project(desk, "QX-009", "前期项目", region="东城", unit_id=api.cast.bureau.id)
    refused = api.office("POST", f"/api/v1/projects/{early.id}/activate")
    assert (refused.status_code, refused.json()["code"]) == (400, "seats_empty")
    with api.open_desk() as desk:
        builders.duty(desk, api.cast.secretary, Role.SECRETARY, project_id=early.id)
    assert api.office("POST", f"/api/v1/projects/{early.id}/activate").json()["stage"] == "active"


PLAN: dict[str, Any] = {
    "start": "2026-03-02",
    "target": "2026-12-18",
    "calendar": "cn",
    "steps": [
        {"id": "a", "name": "施工许可", "days": 20, "milestone": True},
        {"id": "b", "days": 100, "after": [{"id": "a", "type": "FS", "lag": 2}], "milestone": True},
    ],
}


def test_a_plan_is_adopted_read_back_and_kept_to_what_is_done(api: Api) -> None:
    path = f"/api/v1/projects/{api.cast.hospital.id}"
    assert api.office("GET", f"{path}/plan").json()["code"] == "plan_missing"
    adopted = api.office("PUT", f"{path}/plan", json=PLAN).json()
    assert (adopted["version"], [step["name"] for step in adopted["steps"]]) == (1, ["施工许可", "b"])
    assert adopted == api.secretary("GET", f"{path}/plan").json()
    done = api.secretary("POST", f"{path}/milestones", json={"name": "施工许可", "day": "2026-04-01"}).json()
    assert done["milestone"]["actual"] == "2026-04-01"
    again = api.secretary("POST", f"{path}/milestones", json={"name": "施工许可"})
    assert (again.status_code, again.json()["code"]) == (409, "milestone_already_done")
    later = {**PLAN, "target": "2027-03-31", "reason": "调整"}
    alone = api.office("PUT", f"{path}/plan", json=later)
    assert (alone.status_code, alone.json()["code"]) == (400, "approver_missing")
    by_himself = api.office("PUT", f"{path}/plan", json={**later, "approved_by": api.cast.stranger.id})
    assert by_himself.json()["code"] == "approver_not_entitled"
    assert (
        api.office("PUT", f"{path}/plan", json={**later, "approved_by": 999}).json()["code"]
        == "person_not_found"
    )
    second = api.office("PUT", f"{path}/plan", json={**later, "approved_by": api.cast.leader.id}).json()
    assert (second["version"], second["steps"][0]["actual_finish"]) == (2, "2026-04-01")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"steps": []}, "field_invalid"),
        ({"steps": [{"id": "a", "days": 1}, {"id": "a", "days": 1}]}, "plan_flawed"),
        ({"steps": [{"id": "a", "days": 1, "after": [{"id": "a"}]}]}, "plan_flawed"),
        ({"steps": [{"id": "a", "days": 1, "after": [{"id": "x"}]}]}, "plan_flawed"),
        (
            {
                "steps": [
                    {"id": f"s{n}", "days": 5000, "after": [{"id": f"s{n - 1}"}] if n else []}
                    for n in range(9)
                ]
            },
            "date_out_of_range",
        ),
        ({"start": "1990-01-01"}, "date_out_of_range"),
        ({"calendar": {"holidays": []}}, "field_invalid"),
    ],
)
def test_a_plan_that_cannot_be_computed_is_refused_and_the_old_one_stays(
    api: Api, change: dict[str, Any], code: str
) -> None:
    path = f"/api/v1/projects/{api.cast.hospital.id}/plan"
    api.office("PUT", path, json=PLAN)
    answer = api.office("PUT", path, json={**PLAN, **change})
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert api.office("GET", path).json()["version"] == 1


def test_a_day_is_told_in_two_messages_and_has_both_in_its_history(api: Api) -> None:
    hospital = api.cast.hospital.id
    first = {
        "project_id": hospital,
        "trades": {"木工": 20, "钢筋工": 15},
        "progress": "三层梁板",
        "text": "木工20钢筋工15",
    }
    filed = api.secretary("POST", "/api/v1/daily-reports", json=first)
    assert filed.status_code == 201
    told = filed.json()
    assert (told["first"], told["report"]["facts"]["workers"], told["report"]["late"]) == (True, 35, False)
    again = {"project_id": hospital, "workers": 40, "percent": "62.5", "corrects": True}
    told = api.secretary("POST", "/api/v1/daily-reports", json=again).json()
    assert (told["first"], told["changed"]) == (False, ["workers", "trades", "percent"])
    report = api.office("GET", f"/api/v1/daily-reports/{told['report']['id']}").json()
    assert report == told["report"]
    assert (report["facts"]["percent"], report["facts"]["progress"]) == ("62.5", "三层梁板")
    history = api.office("GET", f"/api/v1/daily-reports/{report['id']}/history").json()
    assert [one["origin"] for one in history["items"]] == ["api", "correction"]
    assert api.office("GET", "/api/v1/daily-reports?first=2026-11-18&last=2026-11-18").json()["total"] == 1
    assert api.office("GET", "/api/v1/daily-reports?last=2026-11-17").json()["total"] == 0


def test_nothing_said_is_refused(api: Api) -> None:
    answer = api.secretary("POST", "/api/v1/daily-reports", json={"project_id": api.cast.hospital.id})
    assert (answer.status_code, answer.json()["code"]) == (400, "nothing_said")


def test_a_doubtful_figure_is_stored_when_it_is_confirmed(api: Api) -> None:
    hospital = api.cast.hospital.id
    with api.open_desk() as desk:
        desk.unit.projects.set_annual_plan(hospital, 2026, Decimal("1000"))
    figure = {"project_id": hospital, "wan": "5000.05", "covers": "month"}
    asked = api.secretary("POST", "/api/v1/investments", json=figure).json()
    assert (asked["investment"], asked["doubts"], asked["after_wan"]) == (None, ["over_plan"], "5000.05")
    stored = api.secretary("POST", "/api/v1/investments", json={**figure, "confirmed": True}).json()
    assert stored["investment"]["wan"] == "5000.05"
    found = api.office("GET", f"/api/v1/investments?project_id={hospital}").json()
    assert [one["month"] for one in found["items"]] == ["2026-11-01"]
    assert api.office("GET", "/api/v1/investments").status_code == 400


@pytest.mark.parametrize("wan", ["-1", "1e9", "1.234", "12,000", "", "NaN", "９", 800, None])
def test_money_is_a_plain_decimal_string(api: Api, wan: Any) -> None:
    body = {"project_id": api.cast.hospital.id, "wan": wan, "covers": "month"}
    answer = api.secretary("POST", "/api/v1/investments", json=body)
    assert (answer.status_code, answer.json()["facts"]["field"]) == (400, "wan")


def test_a_visit_told_twice_is_one(api: Api) -> None:
    body = {"project_id": api.cast.hospital.id, "note": "现场协调"}
    first = api.as_(api.cast.leader, "POST", "/api/v1/visits", json=body).json()
    second = api.as_(api.cast.leader, "POST", "/api/v1/visits", json=body).json()
    assert (first["again"], second["again"], second["visit"]["role"]) == (False, True, "leader")
    assert api.office("GET", f"/api/v1/visits?person_id={api.cast.leader.id}").json()["total"] == 1
    half = api.office("POST", "/api/v1/visits", json={**body, "lat": 30.5})
    assert (half.status_code, half.json()["code"]) == (400, "place_half_given")


def test_a_problem_lives_its_whole_life(api: Api) -> None:
    hospital, unit = api.cast.hospital.id, api.cast.contact
    raised = api.secretary(
        "POST",
        "/api/v1/problems",
        json={"project_id": hospital, "text": "10千伏杆线未迁改", "category": "utilities"},
    ).json()
    assert (raised["already"], raised["problem"]["state"]) == (False, "raised")
    path = f"/api/v1/problems/{raised['problem']['id']}"
    issued = api.office(
        "POST", f"{path}/issue", json={"unit_id": api.cast.bureau.id, "working_days": 5}
    ).json()
    assert (issued["problem"]["number"], issued["problem"]["deadline"]) == ("清交办〔2026〕1号", "2026-11-25")
    assert api.as_(unit, "POST", f"{path}/acknowledge").json()["problem"]["state"] == "acknowledged"
    asked = api.as_(unit, "POST", f"{path}/extend", json={"reason": "等待停电计划", "working_days": 3}).json()
    assert asked["problem"]["asked_until"] == "2026-11-30"
    refused = api.office("POST", f"{path}/refuse-extension", json={"text": "工期紧张"}).json()
    assert refused["problem"]["asked_until"] is None
    assert (
        api.as_(unit, "POST", f"{path}/answer", json={"text": "已迁改"}).json()["problem"]["state"]
        == "answered"
    )
    assert (
        api.office("POST", f"{path}/send-back", json={"text": "影像不全"}).json()["problem"]["state"]
        == "acknowledged"
    )
    api.clock.pass_(days=10)
    late = api.office("GET", "/api/v1/problems?overdue=true").json()["items"]
    assert [one["days_overdue"] for one in late] == [3]
    api.as_(unit, "POST", f"{path}/answer", json={"text": "已补影像"})
    assert api.office("POST", f"{path}/close", json={}).json()["problem"]["state"] == "closed"
    acts = [one["act"] for one in api.secretary("GET", f"{path}/history").json()["items"]]
    assert acts == [
        "raise", "issue", "acknowledge", "ask_extension", "refuse_extension", "answer", "send_back", "answer", "close",
    ]  # fmt: skip
    assert api.office("GET", "/api/v1/problems?state=closed&state=raised").json()["total"] == 1
    assert api.office("GET", "/api/v1/problems?state=issued").json()["total"] == 0


def test_a_problem_is_returned_once_and_withdrawn(api: Api) -> None:
    body = {"project_id": api.cast.hospital.id, "text": "燃气管道未迁改"}
    raised = api.secretary("POST", "/api/v1/problems", json=body).json()["problem"]
    assert api.secretary("POST", "/api/v1/problems", json=body).json()["already"] is True
    path = f"/api/v1/problems/{raised['id']}"
    api.office("POST", f"{path}/issue", json={"unit_id": api.cast.bureau.id})
    returned = api.as_(api.cast.contact, "POST", f"{path}/return", json={"text": "不属我单位职责"}).json()
    assert (returned["problem"]["state"], returned["problem"]["returns"]) == ("returned", 1)
    gone = api.office("POST", f"{path}/withdraw", json={"text": "另行研究"}).json()
    assert gone["problem"]["state"] == "withdrawn"


def test_papers_are_listed_and_downloaded_under_their_own_names(api: Api) -> None:
    with api.open_desk() as desk:
        published(desk)
    listed = api.office("GET", "/api/v1/publications?kind=briefing&period=2026-10").json()
    assert (listed["total"], listed["next"]) == (1, None)
    paper = listed["items"][0]
    answer = api.office("GET", f"/api/v1/publications/{paper['id']}/documents/{paper['documents'][0]}")
    assert answer.content == b"PK paper"
    assert answer.headers["content-type"].endswith("wordprocessingml.document")
    assert answer.headers["content-disposition"] == attachment(PAPER)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert api.office("GET", f"/api/v1/publications/{paper['id']}/documents/other.docx").status_code == 404
    snapshot = api.office("GET", "/api/v1/snapshots/2026-10").json()
    assert snapshot["cutoff"] == "2026-10-31"
    assert api.office("GET", "/api/v1/snapshots/2026-09").json()["code"] == "period_not_frozen"


def test_a_file_name_cannot_break_out_of_its_header() -> None:
    header = attachment('简报"；\r\nX-Evil: 1;.docx')
    assert header.isascii()
    assert "\r" not in header
    assert "\n" not in header
    assert header.count('"') == 2


def test_papers_are_paged(api: Api) -> None:
    with api.open_desk() as desk:
        published(desk)
        first = desk.unit.publications.listing()[0][0]
        for kind in ("board", "dispatch", "digest", "notice"):
            desk.unit.publications.add(replace(first, kind=kind), [])
    seen, after = [], 0
    while after is not None:
        page = api.office("GET", f"/api/v1/publications?limit=2&after={after}").json()
        seen += [one["id"] for one in page["items"]]
        after = page["next"]
    assert len(seen) == len(set(seen)) == 5


def test_who_is_missing_is_told_by_day(api: Api) -> None:
    found = api.office("GET", "/api/v1/missing?day=2026-11-17").json()
    assert [(one["project"], one["person"]) for one in found["items"]] == [(api.cast.hospital.name, "王小明")]
    body = {"project_id": api.cast.hospital.id, "day": "2026-11-17", "workers": 3}
    api.secretary("POST", "/api/v1/daily-reports", json=body)
    assert api.office("GET", "/api/v1/missing?day=2026-11-17").json()["total"] == 0


def test_a_plan_of_the_shape_in_the_database_can_be_read(api: Api) -> None:
    with api.open_desk() as desk:
        desk.unit.plans.add(
            api.cast.hospital.id, plan(), source="test", reason="", person_id=None, at=desk.moment.at
        )
    seen = api.secretary("GET", f"/api/v1/projects/{api.cast.hospital.id}/plan").json()
    assert [one["name"] for one in seen["milestones"]] == ["施工许可", "主体封顶", "竣工验收"]
    assert seen["project_float"] > 0
