"""A plan's life as a program would lead it. Today is Wednesday 18 November 2026; weekdays are working days."""

from typing import Any

import pytest

from backend.domain.project import Kind
from tests import builders
from tests.api.conftest import Api

WHOLE: dict[str, Any] = {
    "id": "b",
    "name": "养护",
    "days": 28,
    "after": [{"id": "a", "type": "SS", "lag": 7, "lag_unit": "calendar"}],
    "milestone": True,
    "weight": "12.5",
    "owner": "住建局",
    "calendar": "",
    "not_before": "2026-12-01",
    "not_after": "2027-03-31",
    "finish_on": "2027-03-01",
    "remaining": None,
    "percent": None,
    "least": 14,
    "nature": "approval",
    "deferrable": True,
}
PLAN: dict[str, Any] = {
    "start": "2026-11-02",
    "target": "2027-06-30",
    "steps": [{"id": "a", "name": "施工许可", "days": 20}, WHOLE],
}


def path(api: Api, rest: str = "") -> str:
    return f"/api/v1/projects/{api.cast.hospital.id}/plan{rest}"


def why(api: Api, reason: str = "设计变更") -> dict[str, Any]:
    return {"reason": reason, "approved_by": api.cast.leader.id}


def test_everything_said_of_a_step_is_answered_as_it_was_said(api: Api) -> None:
    steps = api.office("PUT", path(api), json=PLAN).json()["steps"]
    assert {key: steps[1][key] for key in WHOLE} == WHOLE
    assert (steps[1]["actual_start"], steps[1]["actual_finish"]) == (None, None)
    # The first is taken to be under way; nobody has said so.
    assert (steps[0]["actual_start"], steps[0]["early_start"]) == (None, "2026-11-02")
    sent = [{key: one[key] for key in WHOLE} for one in steps]
    assert api.office("PUT", path(api), json={**PLAN, "steps": sent}).json()["version"] == 1


@pytest.mark.parametrize(
    ("step", "code", "field"),
    [
        ({"not_before": "1990-01-01"}, "date_out_of_range", "steps[1].not_before"),
        ({"finish_on": "2101-01-01"}, "date_out_of_range", "steps[1].finish_on"),
        ({"percent": "100.5"}, "field_invalid", "steps[1].percent"),
        ({"percent": 50}, "field_invalid", "steps[1].percent"),
        ({"weight": "-1"}, "field_invalid", "steps[1].weight"),
        ({"least": -1}, "field_invalid", "steps[1].least"),
        ({"remaining": 5001}, "field_invalid", "steps[1].remaining"),
        ({"nature": "magic"}, "field_invalid", "steps[1].nature"),
        ({"owner": "长" * 121}, "field_invalid", "steps[1].owner"),
        ({"after": [{"id": "a", "lag_unit": "moon"}]}, "field_invalid", "steps[1].after[0].lag_unit"),
        ({"actual_start": "2026-11-02"}, "field_invalid", "steps[1].actual_start"),
        ({"least": 29}, "plan_flawed", "steps"),
        ({"not_before": "2027-04-01"}, "plan_flawed", "steps"),
        ({"calendar": "没有"}, "plan_flawed", None),
    ],
)
def test_what_is_wrong_is_named_by_its_place(api: Api, step: dict[str, Any], code: str, field: str) -> None:
    answer = api.office("PUT", path(api), json={**PLAN, "steps": [PLAN["steps"][0], {**WHOLE, **step}]})
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert answer.json()["facts"].get("field") == field
    assert api.office("GET", path(api)).status_code == 404


def test_progress_is_told_and_taken_back(api: Api) -> None:
    api.office("PUT", path(api), json=PLAN)
    where = path(api, "/steps/a/progress")
    told = api.secretary("POST", where, json={"actual_start": "2026-11-09", "percent": "50"})
    assert told.status_code == 200
    step = told.json()["plan"]["steps"][0]
    assert (step["actual_start"], step["percent"], step["early_finish"]) == ("2026-11-09", "50", "2026-12-01")
    assert told.json()["milestone"]["name"] == "施工许可"
    again = api.secretary("POST", where, json={"remaining": 3, "day": "2026-11-17"}).json()["plan"]["steps"][
        0
    ]
    assert (again["remaining"], again["percent"], again["early_finish"]) == (3, None, "2026-11-19")
    back = api.secretary("POST", where, json={"actual_start": None}).json()["plan"]["steps"][0]
    assert (back["actual_start"], back["remaining"]) == (None, None)
    assert api.office("GET", path(api)).json()["version"] == 1


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({}, "nothing_said", None),
        ({"day": "2026-11-17"}, "nothing_said", None),
        ({"actual_start": "2026-11-19"}, "day_in_future", "actual_start"),
        (
            {"actual_start": "2026-11-10", "actual_finish": "2026-11-09"},
            "finish_before_start",
            "actual_finish",
        ),
        ({"percent": "101"}, "field_invalid", "percent"),
        ({"percent": "5", "day": "2026-11-19"}, "day_in_future", "day"),
        ({"actual_start": "1990-01-01"}, "date_out_of_range", "actual_start"),
        ({"done": True}, "field_invalid", "done"),
    ],
)
def test_progress_that_cannot_be_is_refused(api: Api, said: dict[str, Any], code: str, field: str) -> None:
    api.office("PUT", path(api), json=PLAN)
    answer = api.secretary("POST", path(api, "/steps/a/progress"), json=said)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert answer.json()["facts"].get("field") == field
    assert api.office("GET", path(api)).json()["steps"][0]["actual_start"] is None


def test_versions_baselines_and_what_became_of_them(api: Api) -> None:
    assert api.office("GET", path(api, "/versions")).json()["code"] == "plan_missing"
    api.office("PUT", path(api), json={**PLAN, "reason": "首次编制"})
    set_ = api.office("POST", path(api, "/baselines"), json={"name": "年初下达", **why(api, "常务会议")})
    assert set_.status_code == 201
    assert (set_.json()["version"], set_.json()["approver_id"]) == (1, api.cast.leader.id)
    later = {**PLAN, "steps": [{**PLAN["steps"][0], "days": 25}, WHOLE], **why(api)}
    api.office("PUT", path(api), json=later)

    listed = api.secretary("GET", path(api, "/versions")).json()
    assert [
        (one["version"], one["reason"], one["by"], one["approved_by"], one["baselines"], one["finish"])
        for one in listed["items"]
    ] == [
        (2, "设计变更", "陈晓", "李国强", [], "2027-03-01"),
        (1, "首次编制", "陈晓", "", ["年初下达"], "2027-03-01"),
    ]
    first = api.secretary("GET", path(api, "/versions/1")).json()
    assert (first["source"], first["steps"][0]["days"]) == ("api", 20)
    # The other waits for this one's start alone, and that has happened: only the target holds its finish.
    assert (first["steps"][0]["planned_finish"], first["steps"][0]["latest_finish"]) == (
        "2026-11-27",
        "2027-06-30",
    )
    assert api.secretary("GET", path(api, "/versions/3")).json()["code"] == "version_not_found"

    found = api.secretary("GET", path(api, "/comparison")).json()
    assert (found["version"], found["baseline"]["name"], found["difference"]) == (2, "年初下达", 0)
    assert found["steps"][0] == {
        "id": "a",
        "name": "施工许可",
        "original": "2026-11-27",
        "original_latest": "2027-06-30",
        "baseline": "2026-11-27",
        "baseline_latest": "2027-06-30",
        "expected": "2026-12-04",
        "actual": None,
        "difference": 5,
    }


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": ""}, "field_invalid"),
        ({"name": " "}, "baseline_name_length"),
        ({"reason": ""}, "reason_missing"),
        ({"approved_by": None}, "approver_missing"),
        ({"approved_by": 999}, "person_not_found"),
        ({"version": 7}, "version_not_found"),
    ],
)
def test_a_baseline_that_nobody_answers_for_is_refused(api: Api, change: dict[str, Any], code: str) -> None:
    api.office("PUT", path(api), json=PLAN)
    body = {"name": "年初下达", **why(api), **change}
    assert api.office("POST", path(api, "/baselines"), json=body).json()["code"] == code
    assert api.office("GET", path(api, "/comparison")).json()["baseline"] is None


def test_a_plan_is_begun_from_a_template(api: Api) -> None:
    with api.open_desk() as desk:
        dike = builders.project(desk, "W-1", "清江堤防加固", kind=Kind.WATER)
    where = f"/api/v1/projects/{dike.id}/plan/from-template"
    adopted = api.office("POST", where, json={"size": "20"}).json()
    assert (adopted["done"], adopted["lost"], adopted["plan"]["version"]) == ("added", [], 1)
    steps = {step["id"]: step for step in adopted["plan"]["steps"]}
    assert (steps["embankment"]["days"], steps["embankment"]["least"], steps["eia"]["nature"]) == (
        180,
        130,
        "approval",
    )
    assert api.office("POST", where, json={"size": "20"}).json()["done"] == "unchanged"
    for body, code in (
        ({}, "reason_missing"),
        ({"template": "月球"}, "template_not_found"),
        ({"size": "0"}, "size_out_of_range"),
        ({"size": "二十"}, "field_invalid"),
        ({"target": "2026-01-01"}, "dates_reversed"),
        ({"target": "2201-01-01"}, "date_out_of_range"),
    ):
        assert api.office("POST", where, json=body).json()["code"] == code
    anew = api.office(
        "POST", where, json={"template": "road", "reason": "改按道路", "approved_by": api.cast.office.id}
    )
    assert (anew.json()["done"], anew.json()["plan"]["version"]) == ("updated", 2)
