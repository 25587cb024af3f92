"""The route map over the API: drawing, picture and wall copy."""

from xml.etree import ElementTree

import pytest
from litestar.testing import TestClient

from backend.api.application import application
from backend.services import plans
from backend.services.publications import machine_fonts
from reports.fonts import find_fonts
from tests.api.conftest import Api, plan

needs_fonts = pytest.mark.skipif(machine_fonts() is None, reason="no Chinese font on this machine")


@pytest.fixture
def path(api: Api) -> str:
    with api.open_desk() as desk:
        clerk = api.cast.actor(desk, api.cast.office)
        plans.adopt(desk, clerk, api.cast.hospital, plan(), source="test")
    return f"/api/v1/projects/{api.cast.hospital.id}/plan/route-map"


@pytest.mark.parametrize(
    ("query", "width"), [("", "1440"), ("?vertical=true", "390"), ("?vertical=false", "1440")]
)
def test_the_drawing_lies_or_stands(api: Api, path: str, query: str, width: str) -> None:
    answer = api.secretary("GET", f"{path}.svg{query}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("image/svg+xml")
    root = ElementTree.fromstring(answer.content)
    assert root.get("width") == width
    assert api.cast.hospital.name in root.get("aria-label", "")


@needs_fonts
@pytest.mark.parametrize(
    ("ending", "kind", "begins"), [("png", "image/png", b"\x89PNG"), ("pdf", "application/pdf", b"%PDF-")]
)
def test_the_picture_and_the_wall_copy(api: Api, path: str, ending: str, kind: str, begins: bytes) -> None:
    answer = api.secretary("GET", f"{path}.{ending}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == kind
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.content.startswith(begins)
    assert api.secretary("GET", f"{path}.{ending}").content == answer.content


def test_without_a_chinese_font_the_drawing_is_given_and_the_others_say_why(api: Api, path: str) -> None:
    bare = application(api.open_desk, api.open_desk, fonts=lambda: find_fonts((), system=False))
    token = {"Authorization": f"Bearer {api.tokens[api.cast.secretary.id]}"}
    with TestClient(bare) as client:
        assert client.get(f"{path}.svg", headers=token).status_code == 200
        for ending in ("png", "pdf"):
            answer = client.get(f"{path}.{ending}", headers=token)
            assert (answer.status_code, answer.json()["code"]) == (409, "fonts_missing")
            assert answer.json()["detail"].startswith("没有找到中文字体")


@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_no_plan_no_project_and_no_right_to_see_it(api: Api, path: str, ending: str) -> None:
    road = f"/api/v1/projects/{api.cast.road.id}/plan/route-map.{ending}"
    assert api.office("GET", road).json()["code"] == "plan_missing"
    assert api.as_(api.cast.stranger, "GET", f"{path}.{ending}").json()["code"] == "project_not_found"
    nowhere = api.office("GET", f"/api/v1/projects/99999/plan/route-map.{ending}")
    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "project_not_found")


def test_a_question_that_is_none_is_refused(api: Api, path: str) -> None:
    assert api.secretary("GET", f"{path}.svg?vertical=maybe").status_code == 400
    assert api.secretary("GET", f"{path}.svg?sideways=true").json()["code"] == "parameter_unknown"
