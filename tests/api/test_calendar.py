"""The calendar over HTTP: a year, single days, notices and site calendars."""

from datetime import date
from typing import Any

import pytest

from backend.domain.plan import Plan, Step
from tests.api.conftest import Api
from tests.intake.notices import NOTICE_2027

DAYS = "/api/v1/calendar/days"
NOTICES = "/api/v1/calendar/notices"


@pytest.fixture
def planned(api: Api) -> Api:
    """At the hospital ten days of piles from Monday 1 February 2027, to be done by Friday 5 March."""
    plan = Plan(date(2027, 2, 1), date(2027, 3, 5), (Step("a", "桩基", 10, milestone=True),))
    with api.open_desk() as desk:
        desk.unit.plans.add(
            api.cast.hospital.id, plan, source="", reason="", person_id=None, at=desk.moment.at
        )
    return api


def test_a_day_is_decided_and_taken_back(planned: Api) -> None:
    body = {"works": False, "source": "区政府办〔2026〕8号"}
    first = planned.office("PUT", f"{DAYS}/2027-02-03", json=body).json()
    assert (first["worked_before"], first["worked"]) == (True, False)
    (moved,) = first["change"]["items"]
    assert (moved["project"], moved["group"]) == ("清溪县人民医院迁建项目", "later")
    assert moved["finish"] == {
        "before": "2027-02-12",
        "after": "2027-02-15",
        "days": 1,
        "calendar_days": 3,
        "provisional": False,
    }
    assert (moved["leaders"], moved["secretaries"], moved["contacts"]) == (
        ["李国强", "孙东"],
        ["王小明"],
        ["周敏"],
    )
    assert planned.office("PUT", f"{DAYS}/2027-02-03", json=body).json()["change"] is None
    year = planned.secretary("GET", "/api/v1/calendar/2027").json()
    assert year["own"] == [{"day": "2027-02-03", **body}]

    assert planned.office("DELETE", f"{DAYS}/2027-02-03").json()["worked"] is True
    assert planned.secretary("GET", "/api/v1/calendar/2027").json()["own"] == []
    gone = planned.office("DELETE", f"{DAYS}/2027-02-03")
    assert (gone.status_code, gone.json()["code"]) == (404, "day_not_set")


def test_a_notice_is_tried_loaded_and_looked_at_again_by_those_it_concerns(planned: Api) -> None:
    tried = planned.office("POST", f"{NOTICES}?dry_run=true", json={"text": NOTICE_2027}).json()
    assert (tried["done"], tried["version"], tried["change"]["plans"]) == ("added", 1, 1)
    assert planned.office("GET", f"{NOTICES}/2027/changes").status_code == 404

    loaded = planned.office("POST", NOTICES, json={"text": NOTICE_2027}).json()
    assert loaded == tried
    again = planned.office("POST", NOTICES, json={"text": NOTICE_2027}).json()
    assert (again["done"], again["change"]) == ("unchanged", None)
    seen = planned.secretary("GET", f"{NOTICES}/2027/changes").json()
    assert seen == loaded["change"]
    other = planned.as_(planned.cast.stranger, "GET", f"{NOTICES}/2027/changes").json()
    assert (other["items"], other["total"], other["plans"]) == ([], 0, 1)
    year = planned.secretary("GET", "/api/v1/calendar/2027").json()
    assert (year["version"], year["published"], year["loaded_by"]) == (1, "2026-11-10", "陈晓")


def test_days_may_be_given_one_by_one(planned: Api) -> None:
    days = [{"day": "2027-02-03", "works": False, "name": "春节"}, {"day": "2027-02-06", "works": True}]
    body = {"year": 2027, "source": "通知", "days": days}
    loaded = planned.office("POST", NOTICES, json=body).json()
    assert loaded["warnings"] == [
        "7 个法定节日里没有元旦、清明节、劳动节、端午节、中秋节、国庆节，请核对是否漏了"
    ]
    differs = planned.office("POST", NOTICES, json={**body, "days": days[:1]})
    assert (differs.status_code, differs.json()["code"]) == (409, "notice_differs")
    assert differs.json()["facts"]["off"] == ["2027-02-06"]
    replaced = planned.office("POST", NOTICES, json={**body, "days": days[:1], "replace": True}).json()
    assert (replaced["version"], replaced["off"]) == (2, ["2027-02-06"])


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "notice_empty"),
        ({"text": "元旦：1月1日放假。"}, "register_refused"),
        ({"days": [{"day": "2027-01-01", "works": False}], "source": "x"}, "field_invalid"),
        ({"days": [{"day": "2027-01-01", "works": False}], "year": 2027}, "source_missing"),
        ({"days": [{"day": "2027-01-04", "works": True}], "year": 2027, "source": "x"}, "register_refused"),
        ({"text": "x" * 20_001}, "field_invalid"),
    ],
)
def test_a_notice_that_cannot_be_is_refused_whole(planned: Api, body: dict[str, Any], code: str) -> None:
    refused = planned.office("POST", NOTICES, json=body)
    assert (refused.status_code, refused.json()["code"]) == (400, code)
    assert planned.office("GET", "/api/v1/calendar/2027").json()["version"] is None


@pytest.mark.parametrize("path", ["/calendar/1800", "/calendar/notices/2200/changes", "/calendar/last"])
def test_a_year_that_is_none_is_refused(planned: Api, path: str) -> None:
    assert planned.office("GET", f"/api/v1{path}").status_code in (400, 404)


@pytest.mark.parametrize("day", ["2027-02-30", "morgen", "1066-10-14"])
def test_a_day_that_is_none_is_refused(planned: Api, day: str) -> None:
    refused = planned.office("PUT", f"{DAYS}/{day}", json={"works": True, "source": "x"})
    assert (refused.status_code, refused.json()["facts"]["field"]) == (400, "day")


def test_site_calendars_are_listed_added_and_taken_away(planned: Api) -> None:
    names = [one["name"] for one in planned.secretary("GET", "/api/v1/calendars").json()["items"]]
    assert names[:3] == ["national", "seven_day", "winter_stop"]
    body = {
        "title": "夜间施工",
        "base": "seven_day",
        "source": "本办",
        "spells": [{"first": "2000-06-07", "last": "2000-06-10", "yearly": True}],
    }
    added = planned.office("PUT", "/api/v1/calendars/night", json=body).json()
    assert added["calendar"] == {
        **body,
        "name": "night",
        "through_holidays": False,
        "own": True,
        "spells": [{"first": "2000-06-07", "last": "2000-06-10", "works": False, "yearly": True}],
    }
    assert added["change"]["items"] == []
    assert planned.office("PUT", "/api/v1/calendars/night", json=body).json()["change"] is None
    assert planned.secretary("GET", "/api/v1/calendars/夜间施工").json()["name"] == "night"
    assert planned.office("DELETE", "/api/v1/calendars/night").status_code == 200
    gone = planned.secretary("GET", "/api/v1/calendars/night")
    assert (gone.status_code, gone.json()["code"]) == (404, "calendar_not_found")


def test_a_spell_that_ends_before_it_begins_is_refused(planned: Api) -> None:
    spell = {"first": "2027-02-10", "last": "2027-02-04"}
    body = {"title": "夜间", "base": "national", "source": "本办", "spells": [spell]}
    refused = planned.office("PUT", "/api/v1/calendars/night", json=body)
    assert (refused.status_code, refused.json()["code"]) == (400, "spell_reversed")
