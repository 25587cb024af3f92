"""Trying changes and taking compression proposals as a program would."""

from typing import Any

import pytest

from tests.api.conftest import Api

# Today is Wednesday 18 November: the pit, begun on the 9th, has 13 days left.
STEPS: list[dict[str, Any]] = [
    {"id": "pit", "name": "沟槽开挖", "days": 20},
    {"id": "pipes", "name": "管线敷设", "days": 20, "after": [{"id": "pit"}], "milestone": True},
]
PLAN = {"start": "2026-11-09", "target": "2026-12-25", "steps": STEPS}


@pytest.fixture
def path(api: Api) -> str:
    path = f"/api/v1/projects/{api.cast.hospital.id}/plan"
    assert api.office("PUT", path, json=PLAN).status_code == 200
    return path


def test_a_wait_is_tried_by_whoever_may_see_the_plan(api: Api, path: str) -> None:
    asked = {"wait": {"id": "pit", "days": 3}}
    tried = api.secretary("POST", f"{path}/what-if", json=asked)
    assert tried.status_code == 200
    told = tried.json()
    assert told["sentence"] == (
        "“沟槽开挖”若再推迟3个工作日，本已没有机动时间，完工由2027年1月1日推迟到2027年1月6日（晚3个工作日），"
        "须抢回的工作日由5天增至8天。"
    )
    assert (told["float_before"], told["float_after"], told["eaten"], told["moved"]) == (-5, -8, 3, 3)
    assert told["after"]["project_float"] == -8
    assert told["milestones"] == [
        {"id": "pipes", "name": "管线敷设", "before": "2027-01-01", "after": "2027-01-06", "days": 3}
    ]
    assert api.office("GET", path).json()["version"] == 1


def test_anything_may_be_tried_together(api: Api, path: str) -> None:
    change = {
        "target": "2027-02-26",
        "change": [
            {"id": "pit", "days": 10, "actual_start": "2026-11-10", "remaining": 2, "not_after": None}
        ],
        "add": [
            {"id": "road", "days": 5, "after": [{"id": "pipes", "type": "SS", "lag": 3, "unit": "calendar"}]}
        ],
        "spell": {"first": "2026-12-07", "last": "2026-12-11", "works": False},
    }
    told = api.office("POST", f"{path}/what-if", json=change).json()
    days = {step["id"]: (step["early_start"], step["early_finish"]) for step in told["steps"]}
    assert days == {
        "pit": ("2026-11-10", "2026-11-19"),
        "pipes": ("2026-11-20", "2026-12-24"),
        "road": ("2026-11-23", "2026-11-27"),
    }
    gone = api.office("POST", f"{path}/what-if", json={"remove": ["pit"]}).json()
    assert gone["sentence"].startswith("取消“沟槽开挖”，")


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"wait": {"id": "moon", "days": 1}}, 404, "milestone_not_found"),
        ({"change": [{"id": "pit", "days": -1}]}, 400, "field_invalid"),
        ({"change": [{"id": "pit", "percent": "150"}]}, 400, "plan_flawed"),
        ({"change": [{"id": "pit", "colour": "red"}]}, 400, "field_invalid"),
        ({"change": [{"id": "pit", "not_before": "1890-01-01"}]}, 400, "date_out_of_range"),
        ({"spell": {"first": "2026-12-07", "last": "2026-12-01", "works": False}}, 400, "spell_reversed"),
        ({"remove": ["pit", "pipes"]}, 400, "plan_empty"),
    ],
)
def test_what_cannot_be_tried_is_refused(
    api: Api, path: str, change: dict[str, Any], status: int, code: str
) -> None:
    answer = api.office("POST", f"{path}/what-if", json=change)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_proposal_is_read_and_taken_once(api: Api, path: str) -> None:
    found = api.secretary("GET", f"{path}/compression").json()
    [change] = found["changes"]
    assert (change["measure"], change["step"], change["before"], change["gained"]) == (
        "overlap",
        "pipes",
        "pit",
        5,
    )
    assert (found["short_of"], found["before"]["project_float"], found["after"]["project_float"]) == (
        0,
        -5,
        0,
    )
    assert found["lines"][1] == f"1. {change['text']}"
    take = {
        "accept": [1],
        "reason": "赶工",
        "version": 1,
        "mark": found["mark"],
        "approved_by": api.cast.leader.id,
    }
    taken = api.office("POST", f"{path}/compression", json=take)
    assert taken.status_code == 201
    assert (taken.json()["version"], taken.json()["after"]["project_float"]) == (2, 0)
    again = api.office("POST", f"{path}/compression", json=take)
    assert (again.status_code, again.json()["code"]) == (409, "changed_meanwhile")
    assert api.office("GET", f"{path}/compression").json()["changes"] == []


@pytest.mark.parametrize(
    ("wrong", "status", "code"),
    [
        ({"accept": []}, 400, "field_invalid"),
        ({"accept": [9]}, 400, "change_unknown"),
        ({"reason": " "}, 400, "reason_missing"),
        ({"approved_by": 99_999}, 404, "person_not_found"),
        ({"mark": "another"}, 409, "changed_meanwhile"),
    ],
)
def test_what_cannot_be_taken_is_refused(
    api: Api, path: str, wrong: dict[str, Any], status: int, code: str
) -> None:
    take = {"accept": [1], "reason": "赶工", "version": 1, **wrong}
    answer = api.office("POST", f"{path}/compression", json=take)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert api.office("GET", path).json()["version"] == 1
