"""/healthz and /metrics: whether it is well, in numbers, without a word about people."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from backend.api.application import application
from backend.domain.letter import Letter
from backend.domain.timetable import ALL, Run, RunState, each_day
from backend.services import mailbox
from backend.services.runs import Job
from backend.storage.engine import Database
from tests.api.conftest import Api
from tests.desks import NOON, Clock, desks


def test_a_quiet_house_is_well(api: Api) -> None:
    assert api.client.get("/healthz").json() == {
        "status": "ok",
        "database": True,
        "schema_current": True,
        "inbox_oldest_seconds": 0,
        "dead_letters": 0,
        "failed_runs": 0,
        "overdue_runs": 0,
    }


def test_a_letter_that_nobody_works_off_is_trouble(api: Api) -> None:
    with api.open_desk() as desk:
        mailbox.receive(desk, [Letter("wecom", "1", "wang", b"{}")])
    api.clock.pass_(minutes=4)
    assert api.client.get("/healthz").json()["status"] == "ok"
    api.clock.pass_(minutes=2)
    seen = api.client.get("/healthz")
    assert (seen.status_code, seen.json()["status"], seen.json()["inbox_oldest_seconds"]) == (
        200,
        "degraded",
        360,
    )


def test_a_job_given_up_and_a_dead_letter_are_trouble(api: Api) -> None:
    with api.open_desk() as desk:
        desk.unit.runs.put([Run("briefing", "2026-10", NOON, RunState.FAILED)])
    assert api.client.get("/healthz").json()["failed_runs"] == 1
    with api.open_desk() as desk:
        mailbox.receive(desk, [Letter("wecom", "1", "wang", b"{}")])
        (letter,) = mailbox.claim(desk, 1)
        desk.unit.mailbox.failed(letter.id, "ValueError", desk.moment.at)
    assert api.client.get("/healthz").json()["dead_letters"] == 1
    assert api.client.get("/healthz").json()["status"] == "degraded"


def test_a_state_that_no_run_is_in_any_more_leaves_the_metrics(api: Api) -> None:
    with api.open_desk() as desk:
        desk.unit.runs.put([Run("briefing", "2026-10", NOON, RunState.FAILED)])
    assert 'steward_job_runs{state="failed"} 1.0' in api.client.get("/metrics").text
    with api.open_desk() as desk:
        desk.unit.runs.renew(desk.unit.runs.held("briefing", "2026-10"))
    text = api.client.get("/metrics").text
    assert 'state="failed"' not in text
    assert 'steward_job_runs{state="due"} 1.0' in text


def test_a_job_that_nobody_wakes_is_trouble(api: Api) -> None:
    job = Job("remind", "催报", each_day(NOON.time()), lambda *_: None, ALL)
    with api.open_desk() as desk:
        desk.unit.runs.put([Run("remind", "begin", NOON - timedelta(days=2), RunState.BEGUN)])
    with TestClient(application(api.open_desk, api.open_desk, timetable=[job])) as client:
        assert client.get("/healthz").json()["overdue_runs"] > 0


def test_an_old_database_is_told_from_a_current_one(tmp_path: object) -> None:
    database = Database(f"sqlite:///{tmp_path}/empty.db")
    empty = desks(database, Clock())
    with TestClient(application(empty, empty)) as client:
        seen = client.get("/healthz").json()
        assert (seen["status"], seen["schema_current"]) == ("degraded", False)
        assert client.get("/metrics").status_code == 200
    database.close()


@pytest.fixture
def fresh(api: Api) -> Iterator[TestClient[Litestar]]:
    """An application that nobody has asked anything yet."""
    with TestClient(application(api.open_desk, api.open_desk)) as client:
        yield client


def test_metrics_count_requests_by_their_pattern_and_never_by_path(
    api: Api, fresh: TestClient[Litestar]
) -> None:
    api.client = fresh
    for wrong in range(20):
        api.client.get(f"/nothing/{wrong}")
    api.office("GET", f"/api/v1/projects/{api.cast.hospital.id}")
    api.secretary("POST", "/api/v1/daily-reports", json={"project_id": api.cast.hospital.id, "workers": 5})
    text = api.client.get("/metrics").text
    one = 'steward_request_seconds_count{method="GET",route="/api/v1/projects/{project_id}",status="200"} 1.0'
    assert one in text
    assert "nothing" not in text
    assert "steward_daily_reports_today 1.0" in text
    assert 'steward_outbox_parcels{state="dead"} 0.0' in text
    for name in (api.cast.hospital.name, api.cast.secretary.name, api.cast.secretary.phone):
        assert name not in text
