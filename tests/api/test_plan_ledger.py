"""The ledger, ties and prices over HTTP."""

from backend.services import plans, problems
from tests.api.conftest import Api, plan


def prepared(api: Api) -> int:
    """The hospital has a plan since March, of which nothing is done, and a problem; returns the problem's id."""
    with api.open_desk() as desk:
        office, secretary = (api.cast.actor(desk, one) for one in (api.cast.office, api.cast.secretary))
        plans.adopt(desk, office, api.cast.hospital, plan(), source="test")
        raised = problems.raise_(desk, secretary, api.cast.hospital.id, "施工许可缺图审意见").problem
        return problems.issue(desk, office, raised.id, api.cast.bureau.id).problem.id


def test_a_problem_is_tied_priced_and_named_in_the_ledger(api: Api) -> None:
    problem, ask = prepared(api), f"/api/v1/projects/{api.cast.hospital.id}/plan/ledger"
    unknown = api.office("GET", f"/api/v1/problems/{problem}/impact").json()
    assert unknown["proposal"] == {"step": "a", "name": "施工许可", "ground": "words"}
    assert unknown["price"]["sentence"] == "今天刚上报，尚未耽误“施工许可”。"

    tied = api.secretary("PUT", f"/api/v1/problems/{problem}/step", json={"step": "施工许可"})
    assert (tied.status_code, tied.json()["step"], tied.json()["step_name"]) == (200, "a", "施工许可")
    api.clock.pass_(days=2)
    price = api.office("GET", f"/api/v1/problems/{problem}/impact").json()["price"]
    assert (price["open"], price["stopped"], price["eaten"], price["moved"]) == (2, 2, 2, 2)
    assert price["sentence"].startswith("“施工许可”已等2个工作日，吃掉机动时间181天中的2天")

    found = api.office("GET", ask, params={"first": "2026-11-16"}).json()
    assert (found["first"], found["last"], found["slip"]) == ("2026-11-16", "2026-11-20", 4)
    assert sum(one["days"] for one in found["entries"]) == 4
    assert [(one["day"], one["problem"], one["cause"]) for one in found["entries"]] == [
        ("2026-11-17", None, "own"),
        ("2026-11-18", problem, "problem"),
        ("2026-11-19", problem, "problem"),
        ("2026-11-20", problem, "problem"),
    ]
    assert found["entries"][0]["step"] == {"id": "a", "name": "施工许可"}
    assert [(one["name"], one["id"], one["days"]) for one in found["by_problem"]] == [
        ("清交办〔2026〕1号", str(problem), 3),
        (None, None, 1),
    ]
    assert [(one["name"], one["days"], one["by_problems"]) for one in found["by_owner"]] == [
        ("区卫健局", 4, 3)
    ]
    assert "共推迟4个工作日" in found["sentence"]
    milestone = api.office("GET", ask, params={"first": "2026-11-16", "milestone": "b"}).json()
    assert (milestone["milestone"], milestone["slip"]) == ({"id": "b", "name": "主体封顶"}, 4)

    dearest = api.secretary("GET", "/api/v1/problems/dearest").json()
    assert [(one["problem"]["id"], one["price"]) for one in dearest["items"]] == [(problem, price)]
    assert api.as_(api.cast.stranger, "GET", "/api/v1/problems/dearest").json()["items"] == []

    untied = api.office("PUT", f"/api/v1/problems/{problem}/step", json={"step": None}).json()
    assert untied["step"] is None
    acts = api.office("GET", f"/api/v1/problems/{problem}/history").json()["items"]
    assert [(one["act"], one["text"]) for one in acts][-2:] == [("tie", "施工许可"), ("tie", "施工许可")]


def test_a_problem_raised_with_its_step(api: Api) -> None:
    prepared(api)
    body = {"project_id": api.cast.hospital.id, "text": "塔吊没有到场", "step": "b"}
    assert api.secretary("POST", "/api/v1/problems", json=body).json()["problem"]["step"] == "b"
    wrong = api.secretary("POST", "/api/v1/problems", json={**body, "text": "等资金", "step": "装修"})
    assert (wrong.status_code, wrong.json()["code"]) == (404, "step_not_found")
    assert api.office("GET", "/api/v1/problems").json()["total"] == 2


def test_what_cannot_be_asked_is_said(api: Api) -> None:
    ask = f"/api/v1/projects/{api.cast.hospital.id}/plan/ledger"
    assert api.office("GET", ask).json()["code"] == "plan_missing"
    prepared(api)
    for params, code in (
        ({"first": "2026-11-18", "last": "2026-11-17"}, "ledger_reversed"),
        ({"last": "2026-11-19"}, "ledger_in_future"),
        ({"first": "2020-01-01"}, "ledger_too_long"),
        ({"milestone": "装修"}, "step_not_found"),
        ({"from": "2026-11-01"}, "parameter_unknown"),
    ):
        assert api.office("GET", ask, params=params).json()["code"] == code
