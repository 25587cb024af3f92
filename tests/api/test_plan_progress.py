"""Progress, its drawings and the look ahead as a program asks for them."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from backend.services import plans
from tests.api.conftest import Api, plan


@pytest.fixture
def path(api: Api) -> str:
    with api.open_desk() as desk:
        clerk = api.cast.actor(desk, api.cast.office)
        plans.adopt(desk, clerk, api.cast.hospital, plan(), source="test")
    return f"/api/v1/projects/{api.cast.hospital.id}/plan"


def test_points_curve_and_sentences(api: Api, path: str) -> None:
    found = api.secretary("GET", f"{path}/progress").json()

    # 20 + 60 + 20 days from 2 March on; on 18 November the permit is under way and nobody ever told it is done.
    assert (found["day"], found["planned_finish"], found["basis"]) == (
        "2026-11-18",
        "2026-07-17",
        "durations",
    )
    permit, roof, handover = found["points"]
    assert (permit["name"], permit["done_share"], permit["presumed"]) == ("施工许可", "0.9500", True)
    assert (permit["effect"], permit["moves_finish"]) == ("finish", -permit["days"])
    assert (roof["stands_at"], handover["done_share"]) == ("2026-03-30", "0.0000")
    assert found["curve"][0] == {"day": "2026-03-01", "planned": "0.000000", "latest": "0.000000", "earned": "0.000000"}  # fmt: skip
    assert [point["earned"] for point in found["curve"] if point["day"] > found["day"]] == [None] * sum(
        point["day"] > found["day"] for point in found["curve"]
    )
    assert len(found["sentences"]) == 3
    assert "处在关键线路上" in "".join(found["sentences"])
    assert found["stand_still"]["step"] == "施工许可"
    assert found["stand_still"]["sentence"] == (
        "若“施工许可”（推定在办）从11月18日起没有进展，181个工作日后（2027年7月29日）整个项目将没有机动时间。"
    )


def test_a_past_day_may_be_asked_and_none_to_come(api: Api, path: str) -> None:
    assert api.office("GET", f"{path}/progress?day=2026-03-16").json()["sentences"] == []
    refused = api.office("GET", f"{path}/progress?day=2026-11-19")
    assert (refused.status_code, refused.json()["code"]) == (400, "day_in_future")
    assert api.office("GET", f"{path}/progress.svg?day=1999-01-01").json()["code"] == "date_out_of_range"


@pytest.mark.parametrize("name", ["progress.svg", "curve.svg"])
def test_drawings_are_svg(api: Api, path: str, name: str) -> None:
    answer = api.office("GET", f"{path}/{name}?day=2026-06-01")

    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")
    assert ElementTree.fromstring(answer.content).attrib["role"] == "img"
    assert "清溪县人民医院迁建项目" in answer.text


def test_without_a_plan_there_is_nothing_to_draw(api: Api) -> None:
    answer = api.office("GET", f"/api/v1/projects/{api.cast.road.id}/plan/curve.svg")
    assert (answer.status_code, answer.json()["code"]) == (404, "plan_missing")


def test_the_look_ahead_is_of_ones_own_projects_and_paged(api: Api, path: str) -> None:
    with api.open_desk() as desk:
        clerk = api.cast.actor(desk, api.cast.office)
        plans.adopt(desk, clerk, api.cast.road, replace(plan(), start=desk.moment.day), source="test")
    every = api.office("GET", "/api/v1/plans/look-ahead?days=366").json()
    assert (len(every["items"]), every["total"], every["next"]) == (6, 6, None)
    assert every["items"][0]["days"] == min(item["days"] for item in every["items"])

    mine = api.secretary("GET", "/api/v1/plans/look-ahead?days=366&limit=2").json()
    assert {item["project_id"] for item in mine["items"]} == {api.cast.hospital.id}
    assert (mine["total"], mine["next"]) == (3, 2)
    last = api.secretary("GET", "/api/v1/plans/look-ahead?days=366&limit=2&after=2").json()
    assert ([item["name"] for item in last["items"]], last["next"]) == (["竣工验收"], None)
    assert last["items"][0]["waits_for"] == ["b"]
    assert last["items"][0]["owner"] == "区卫健局"


@pytest.mark.parametrize("days", ["0", "367", "soon"])
def test_days_that_cannot_be_looked_ahead_are_refused(api: Api, days: str) -> None:
    answer = api.office("GET", f"/api/v1/plans/look-ahead?days={days}")
    assert (answer.status_code, answer.json()["facts"]["field"]) == (400, "days")
