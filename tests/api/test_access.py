"""Every route held against everybody: no token, a stranger, another project's secretary, a leader by region, a unit, the office."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from backend.api.application import application
from backend.domain.daily_report import Facts
from backend.domain.people import Person
from backend.domain.site_calendar import Base, SiteCalendar
from backend.intake.holidays import days_given
from backend.services import daily_reports, holiday_notices, own_calendars, people, plans, problems
from backend.web.routes import pages
from tests.api.conftest import PAPER, Api, plan, published
from tests.desks import NOON

PUBLIC = {
    ("GET", "/"),
    ("GET", "/board"),
    ("GET", "/static/{name:str}"),
    ("GET", "/healthz"),
    ("GET", "/metrics"),
    ("GET", "/schema"),
    ("GET", "/schema/openapi.json"),
    ("GET", "/schema/static/{name:str}"),
    ("GET", "/schema/{path:str}"),
}

# What each may get: S sees or does it, B gets an answer without the hospital in it, N not found, F forbidden.
# In order: somebody without a duty, the road's secretary, the region's leader, the unit's contact, the office.
ANSWERS = {
    ("GET", "/projects"): "BBSSS",
    ("GET", "/projects/{project_id:int}"): "NNSSS",
    ("GET", "/projects/{project_id:int}/overview"): "NNSSS",
    ("POST", "/projects/{project_id:int}/activate"): "NNFFS",
    ("GET", "/projects/{project_id:int}/plan"): "NNSSS",
    ("GET", "/projects/{project_id:int}/plan/ledger"): "NNSSS",
    ("PUT", "/projects/{project_id:int}/plan"): "NNFFS",
    ("POST", "/projects/{project_id:int}/plan/steps/{step:str}/progress"): "NNSFS",
    ("GET", "/projects/{project_id:int}/plan/versions"): "NNSSS",
    ("GET", "/projects/{project_id:int}/plan/versions/{version:int}"): "NNSSS",
    ("POST", "/projects/{project_id:int}/plan/baselines"): "NNFFS",
    ("GET", "/projects/{project_id:int}/plan/comparison"): "NNSSS",
    ("GET", "/projects/{project_id:int}/plan/route-map.svg"): "NNSSS",
    ("GET", "/projects/{project_id:int}/plan/route-map.png"): "NNSSS",
    ("GET", "/projects/{project_id:int}/plan/route-map.pdf"): "NNSSS",
    ("POST", "/projects/{project_id:int}/plan/what-if"): "NNSSS",
    ("GET", "/projects/{project_id:int}/plan/compression"): "NNSSS",
    ("POST", "/projects/{project_id:int}/plan/compression"): "NNFFS",
    ("GET", "/projects/{project_id:int}/plan/file"): "NNSSS",
    ("POST", "/projects/{project_id:int}/plan/file"): "NNFFS",
    ("POST", "/projects/{project_id:int}/milestones"): "NNSFS",
    ("POST", "/projects/{project_id:int}/plan/from-template"): "NNFFS",
    ("GET", "/projects/{project_id:int}/plan/progress"): "NNSSS",
    ("GET", "/projects/{project_id:int}/plan/progress.svg"): "NNSSS",
    ("GET", "/projects/{project_id:int}/plan/curve.svg"): "NNSSS",
    ("GET", "/plans/look-ahead"): "BBSSS",
    ("GET", "/daily-reports"): "BBSSS",
    ("GET", "/daily-reports/{report_id:int}"): "NNSSS",
    ("GET", "/daily-reports/{report_id:int}/history"): "NNSSS",
    ("POST", "/daily-reports"): "NNFFS",
    ("GET", "/investments"): "NNSSS",
    ("POST", "/investments"): "NNFFS",
    ("GET", "/visits"): "BBSSS",
    ("POST", "/visits"): "NNSSS",
    ("GET", "/problems"): "BBSSS",
    ("POST", "/problems"): "NNSFS",
    ("GET", "/problems/{problem_id:int}"): "NNSSS",
    ("GET", "/problems/{problem_id:int}/history"): "NNSSS",
    ("GET", "/problems/dearest"): "BBSSS",
    ("GET", "/problems/{problem_id:int}/impact"): "NNSSS",
    ("PUT", "/problems/{problem_id:int}/step"): "NNSFS",
    ("POST", "/problems/{problem_id:int}/issue"): "NNFFS",
    ("POST", "/problems/{problem_id:int}/acknowledge"): "NNFSF",
    ("POST", "/problems/{problem_id:int}/answer"): "NNFSF",
    ("POST", "/problems/{problem_id:int}/return"): "NNFSF",
    ("POST", "/problems/{problem_id:int}/extend"): "NNFSS",
    ("POST", "/problems/{problem_id:int}/refuse-extension"): "NNFFS",
    ("POST", "/problems/{problem_id:int}/send-back"): "NNFFS",
    ("POST", "/problems/{problem_id:int}/close"): "NNFFS",
    ("POST", "/problems/{problem_id:int}/withdraw"): "NNFFS",
    ("GET", "/publications"): "BBBBS",
    ("GET", "/publications/{publication_id:int}"): "NNNNS",
    ("GET", "/publications/{publication_id:int}/documents/{name:str}"): "NNNNS",
    ("GET", "/snapshots/{period:str}"): "FFFFS",
    ("GET", "/missing"): "BBSSS",
    ("GET", "/calendar/{year:int}"): "SSSSS",
    ("PUT", "/calendar/days/{day:str}"): "FFFFS",
    ("DELETE", "/calendar/days/{day:str}"): "FFFFS",
    ("POST", "/calendar/notices"): "FFFFS",
    ("GET", "/calendar/notices/{year:int}/changes"): "BBSSS",
    ("GET", "/calendars"): "SSSSS",
    ("GET", "/calendars/{name:str}"): "SSSSS",
    ("PUT", "/calendars/{name:str}"): "FFFFS",
    ("DELETE", "/calendars/{name:str}"): "FFFFS",
}
WHO = ("nobody here", "the road's secretary", "region_leader", "contact", "office")


def handlers(app: Litestar) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                for method in handler.http_methods - {"OPTIONS"}:
                    yield method, route.path, handler


ROUTES = list(handlers(application(None, None, pages=pages(None))))  # type: ignore[arg-type]


def test_every_route_says_who_may_come_in() -> None:
    undeclared = [(method, path) for method, path, handler in ROUTES if "auth" not in handler.opt]
    assert undeclared == []


def test_only_these_routes_are_open_to_everybody() -> None:
    assert {(m, p) for m, p, handler in ROUTES if handler.opt["auth"] == "public"} == PUBLIC


def test_every_route_of_the_api_is_in_the_table() -> None:
    bearer = {(m, p.removeprefix("/api/v1")) for m, p, h in ROUTES if h.opt["auth"] == "bearer"}
    assert bearer == set(ANSWERS)
    assert all(path.startswith("/api/v1/") for _, path, h in ROUTES if h.opt["auth"] == "bearer")


@pytest.mark.parametrize("header", [None, "Bearer wrong", "Basic c2VjcmV0", "Bearer", f"Bearer {'x' * 5000}"])
def test_without_a_token_that_works_nothing_is_answered(api: Api, header: str | None) -> None:
    headers = {"Authorization": header} if header else {}
    for method, path in ANSWERS:
        asked = "/api/v1" + re.sub(r"{\w+:\w+}", "1", path)
        answer = api.client.request(method, asked, headers=headers, content=b"{")
        assert answer.status_code == 401, path
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("n", range(len(WHO)), ids=WHO)
def test_everybody_gets_what_their_duties_allow(api: Api, n: int) -> None:
    hospital, requests = furnished(api)
    who = asker(api, n)
    wrong = []
    for (method, path), expected in ANSWERS.items():
        for request in requests[method, path]:
            answer = api.as_(who, method, **request)
            if not fits(answer, expected[n], hospital):
                wrong.append(
                    f"{method} {path}: {answer.status_code} instead of {expected[n]}: {answer.text[:200]}"
                )
    assert wrong == []


def fits(answer: Any, expected: str, hospital: int) -> bool:
    match expected:
        case "S":
            return answer.status_code in (200, 201, 409)
        case "B":
            rows = answer.json()["items"]
            return answer.status_code == 200 and all(
                hospital not in (r.get("project_id"), r["id"]) for r in rows
            )
        case "N":
            return answer.status_code == 404
        case _:
            return answer.status_code == 403


def asker(api: Api, n: int) -> Person:
    """The stranger of the cast is the road's secretary; somebody without any duty comes in new."""
    if n:
        known: Person = api.cast.stranger if n == 1 else getattr(api.cast, WHO[n])
        return known
    with api.open_desk() as desk:
        person = desk.unit.people.add(Person(0, "新来的"))
        api.tokens[person.id] = people.create_token(desk, person.id, "test", "another secret")
    return person


def furnished(api: Api) -> tuple[int, dict[tuple[str, str], list[dict[str, Any]]]]:
    """One of everything at the hospital, and the requests that ask for it."""
    known = api.cast
    with api.open_desk() as desk:
        secretary, office = (known.actor(desk, p) for p in (known.secretary, known.office))
        plans.adopt(desk, office, known.hospital, plan(), source="test")
        report = daily_reports.file(
            desk, secretary, known.hospital.id, desk.moment.day, Facts(workers=30), "30人"
        ).report
        problem = problems.raise_(desk, secretary, known.hospital.id, "10千伏杆线未迁改").problem
        problem = problems.issue(desk, office, problem.id, known.bureau.id).problem
        other = problems.raise_(desk, secretary, known.hospital.id, "资金拨付滞后两个月").problem
        paper_id = published(desk)
        notice = days_given(2027, "国办发明电〔2026〕8号", [(date(2027, 2, 8), False, "春节")])
        holiday_notices.load(desk, office, notice)
        own_calendars.set_calendar(desk, office, SiteCalendar("night", "夜间", Base.SEVEN_DAY, (), "本办"))
    ids = {
        "{project_id:int}": known.hospital.id,
        "{report_id:int}": report.id,
        "{publication_id:int}": paper_id,
        "{version:int}": 1,
        "{step:str}": "a",
        "{name:str}": PAPER,
        "{period:str}": "2026-10",
        "{year:int}": "2027",
        "{day:str}": "2027-03-01",
    }
    said = {"text": "已办理完毕，请核验"}
    why = {"reason": "设计变更", "approved_by": known.leader.id}
    step = {"id": "a", "days": 5, "name": "施工许可"}
    bodies: dict[str, dict[str, Any]] = {
        "/plan": {"start": "2026-03-02", "target": "2027-06-30", "steps": [step], **why},
        "/from-template": {"template": "building", **why},
        "/baselines": {"name": "年初下达", **why},
        "/progress": {"actual_start": "2026-11-02", "percent": "40"},
        "/what-if": {"wait": {"id": "a", "days": 5}},
        "/compression": {"accept": [1], "version": 1, **why},
        "/milestones": {"name": "施工许可"},
        "/daily-reports": {"project_id": known.hospital.id, "workers": 12},
        "/investments": {"project_id": known.hospital.id, "wan": "800", "covers": "month"},
        "/visits": {"project_id": known.hospital.id},
        "/problems": {"project_id": known.hospital.id, "text": "设计图纸未到"},
        "/issue": {"unit_id": known.bureau.id},
        "/step": {"step": None},
        "/extend": {"reason": "等待批复", "working_days": 5},
        "/2027-03-01": {"works": False, "source": "区政府办〔2026〕8号"},
        "/notices": {"year": 2027, "source": "通知", "days": [{"day": "2027-01-01", "works": False}]},
        "/night": {"title": "夜间", "base": "seven_day", "source": "本办", "spells": []},
    }
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for method, path in ANSWERS:
        filled = path.replace("{problem_id:int}", str(other.id if path.endswith("/issue") else problem.id))
        if path.startswith("/calendars"):
            filled = filled.replace("{name:str}", "night")
        for name, value in ids.items():
            filled = filled.replace(name, str(value))
        request: dict[str, Any] = {"path": f"/api/v1{filled}"}
        if (method, path) == ("GET", "/investments"):
            request["params"] = {"project_id": known.hospital.id}
        if method != "GET" and not path.endswith("/acknowledge"):
            request["json"] = bodies.get("/" + filled.rsplit("/", 1)[1], said)
        if (method, path) == ("POST", "/projects/{project_id:int}/plan/file"):
            request["content"] = "步骤编号,步骤名称,工期,项目编号\na,施工许可,5,QX-001\n".encode()
            request["params"] = why
            del request["json"]
        found[method, path] = [request]
    return known.hospital.id, found


def test_a_token_stops_working_when_it_is_revoked_and_when_its_time_is_over(api: Api) -> None:
    with api.open_desk() as desk:
        text = people.create_token(desk, api.cast.office.id, "short", "brief", days=1)
        token_id = max(token.id for token, _ in people.tokens(desk))
    ask = {"Authorization": f"Bearer {text}"}
    assert api.client.get("/api/v1/projects", headers=ask).status_code == 200
    api.clock.pass_(days=2)
    assert api.client.get("/api/v1/projects", headers=ask).status_code == 401
    api.clock.now = NOON
    with api.open_desk() as desk:
        people.revoke_token(desk, token_id)
    assert api.client.get("/api/v1/projects", headers=ask).status_code == 401


def test_the_token_is_looked_at_before_the_body(api: Api) -> None:
    answer = api.client.post("/api/v1/problems", content=b"not json at all")
    assert answer.status_code == 401
