"""What goes wrong is a problem document with the right status, and never more than the asker may know."""

from collections.abc import Iterator
from typing import Any

import pytest
from litestar import Litestar, get
from litestar.testing import TestClient

from backend.api.application import application
from backend.services.desk import OpenDesk
from backend.storage.engine import Database
from tests.api.conftest import Api
from tests.desks import Clock, desks

MEMBERS = {"type", "title", "status", "code", "detail", "instance", "facts"}


def problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert set(body) == MEMBERS
    assert (body["status"], body["code"], body["type"]) == (status, code, f"urn:steward:problem:{code}")
    assert body["detail"].endswith("。")
    return body


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"project_id": 1, "text": "路不通", "colour": "red"}, "colour"),
        ({"project_id": 1}, "text"),
        ({"project_id": "1", "text": "路不通"}, "project_id"),
        ({"project_id": True, "text": "路不通"}, "project_id"),
        ({"project_id": 1.5, "text": "路不通"}, "project_id"),
        ({"project_id": 2**31, "text": "路不通"}, "project_id"),
        ({"project_id": 1, "text": None}, "text"),
        ({"project_id": 1, "text": "路\x00不通"}, "text"),
        ({"project_id": 1, "text": "长" * 2001}, "text"),
        ({"project_id": 1, "text": "路不通", "category": "weather"}, "category"),
    ],
)
def test_a_wrong_field_is_named(api: Api, body: dict[str, Any], field: str) -> None:
    told = problem(api.office("POST", "/api/v1/problems", json=body), 400, "field_invalid")
    assert told["facts"]["field"] == field
    assert field in told["detail"]


def test_a_wrong_field_deep_inside_is_named_with_its_place(api: Api) -> None:
    steps = [{"id": "a", "days": 1}, {"id": "b", "days": "ten"}]
    body = {"start": "2026-03-02", "target": "2026-12-18", "steps": steps}
    told = problem(
        api.office("PUT", f"/api/v1/projects/{api.cast.hospital.id}/plan", json=body), 400, "field_invalid"
    )
    assert told["facts"]["field"] == "steps[1].days"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "field_invalid"),
        (b"{", "body_unreadable"),
        (b"[1,2]", "field_invalid"),
        (b"\xff\xfe", "body_unreadable"),
        (b'{"project_id":1,"text":"\xff"}', "body_unreadable"),
        (b'{"project_id":1,"text":"\\ud800"}', "body_unreadable"),
        (b'{"project_id":NaN,"text":"x"}', "body_unreadable"),
        (b"[" * 100_000, "body_too_deep"),
        (b'{"text":' * 100_000, "body_too_deep"),
        (b'{"project_id":' + b"9" * 5000 + b',"text":"x"}', "field_invalid"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_body_that_cannot_be_read_is_the_senders_fault(api: Api, content: bytes, code: str) -> None:
    answer = api.office("POST", "/api/v1/problems", content=content)
    assert answer.status_code == 400, answer.text
    assert answer.json()["code"] in {code, "body_unreadable", "field_invalid"}


def test_nested_deeper_than_anybody_means_is_refused(api: Api) -> None:
    body = b'{"start":"2026-03-02","target":"2026-12-18","steps":' + b"[" * 100_000
    answer = api.office("PUT", f"/api/v1/projects/{api.cast.hospital.id}/plan", content=body)
    assert answer.status_code == 400


def test_more_than_a_megabyte_is_too_large(api: Api) -> None:
    answer = api.office("POST", "/api/v1/problems", content=b"x" * 1_000_001)
    problem(answer, 413, "body_too_large")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=501", "limit"),
        ("limit=0", "limit"),
        ("limit=many", "limit"),
        ("after=-1", "after"),
        ("after=99999999999999999999", "after"),
        ("stage=finished", "stage"),
        ("text=%00", "text"),
        ("text=" + "x" * 121, "text"),
        ("unit_id=0", "unit_id"),
    ],
)
def test_a_wrong_parameter_is_named(api: Api, query: str, field: str) -> None:
    told = problem(api.office("GET", f"/api/v1/projects?{query}"), 400, "field_invalid")
    assert told["facts"]["field"] == field


def test_a_misspelt_filter_is_refused_and_not_taken_for_none(api: Api) -> None:
    told = problem(api.office("GET", "/api/v1/projects?stag=active"), 400, "parameter_unknown")
    assert told["facts"]["field"] == "stag"
    problem(api.secretary("GET", "/api/v1/problems?states=raised"), 400, "parameter_unknown")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1999-12-31", "2101-01-01"])
def test_a_day_no_calendar_knows_is_refused(api: Api, day: str) -> None:
    told = problem(api.office("GET", f"/api/v1/missing?day={day}"), 400, "date_out_of_range")
    assert told["facts"]["field"] == "day"
    problem(api.office("GET", f"/api/v1/visits?first={day}"), 400, "date_out_of_range")


def test_an_unknown_path_a_wrong_method_and_another_kind_of_content_are_told_apart(api: Api) -> None:
    problem(api.office("GET", "/api/v1/nothing"), 404, "path_unknown")
    wrong = api.office("DELETE", "/api/v1/projects")
    problem(wrong, 405, "method_not_allowed")
    assert "GET" in wrong.headers["allow"]


def test_numbers_of_ids_that_cannot_be_are_not_found(api: Api) -> None:
    for wrong in ("0", "-1", "99999999999", "9" * 30, "9" * 5000):
        assert api.office("GET", f"/api/v1/projects/{wrong}").status_code == 404
        assert api.office("GET", f"/api/v1/daily-reports/{wrong}").status_code == 404
        assert api.office("GET", f"/api/v1/problems/{wrong}").status_code == 404
        assert api.office("GET", f"/api/v1/publications/{wrong}").status_code == 404


def test_a_refusal_says_its_facts_in_words_and_in_numbers(api: Api) -> None:
    body = {"project_id": api.cast.hospital.id, "day": "2026-11-20", "workers": 5}
    told = problem(api.secretary("POST", "/api/v1/daily-reports", json=body), 400, "day_in_future")
    assert told["facts"] == {"field": "day", "day": "2026-11-20", "today": "2026-11-18"}
    assert told["title"] == "填写有误"
    assert told["detail"].startswith("11月20日还没到")
    assert told["instance"] == "/api/v1/daily-reports"


def test_the_wrong_moment_is_a_conflict(api: Api) -> None:
    raised = api.secretary(
        "POST", "/api/v1/problems", json={"project_id": api.cast.hospital.id, "text": "杆线未迁改"}
    ).json()["problem"]
    told = problem(
        api.office("POST", f"/api/v1/problems/{raised['id']}/close", json={}), 409, "problem_not_in_state"
    )
    assert told["detail"] == "这个问题现在是“待交办”，不能销号。"


@pytest.fixture
def gone() -> Iterator[OpenDesk]:
    """A database that is not there."""
    database = Database("sqlite:////nowhere/at/all.db")
    yield desks(database, Clock())
    database.close()


def test_a_database_that_does_not_answer_is_503_with_a_time_to_come_back(gone: OpenDesk) -> None:
    with TestClient(application(gone, gone)) as client:
        answer = client.get("/api/v1/projects", headers={"Authorization": "Bearer st_x"})
        problem(answer, 503, "database_unavailable")
        assert int(answer.headers["retry-after"]) > 0
        health = client.get("/healthz")
        assert (health.status_code, health.json()["database"]) == (503, False)
        assert client.get("/metrics").status_code == 503


def test_what_nobody_foresaw_is_told_to_the_log_and_to_nobody_else(
    api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    @get("/boom", opt={"auth": "public"}, sync_to_thread=True)
    def boom() -> None:
        raise RuntimeError("secret detail")

    app: Litestar = application(api.open_desk, api.open_desk, pages=[boom])
    with TestClient(app, raise_server_exceptions=False) as client:
        answer = client.get("/boom")
    problem(answer, 500, "internal_error")
    assert "secret detail" not in answer.text
    assert "secret detail" in caplog.text


def test_every_answer_keeps_browsers_from_guessing(api: Api) -> None:
    for path in (
        "/",
        "/board",
        "/schema",
        "/schema/openapi.json",
        "/api/v1/projects",
        "/nothing",
        "/healthz",
        "/metrics",
    ):
        headers = api.client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert headers["content-security-policy"].startswith("default-src 'none'"), path
        assert headers["referrer-policy"] == "no-referrer", path
