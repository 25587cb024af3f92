"""The interface describes itself, on a page that needs nobody else."""

import re

from tests.api.conftest import Api


def test_every_operation_says_what_it_does_and_how_it_may_be_refused(api: Api) -> None:
    schema = api.client.get("/schema/openapi.json").json()
    assert schema["openapi"].startswith("3.1")
    operations = [
        (path, method, operation)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    assert len(operations) > 30
    for path, method, operation in operations:
        assert operation["summary"], path
        if not path.startswith("/api/"):
            continue
        assert operation["security"] == [{"bearer": []}], path
        expected = {"400", "401", "403", "404", "409"} | ({"413"} if "requestBody" in operation else set())
        assert expected <= set(operation["responses"]), (path, method)
        content = operation["responses"]["404"]["content"]
        assert content == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


def test_every_reference_points_at_something(api: Api) -> None:
    text = api.client.get("/schema/openapi.json").text
    schemas = api.client.get("/schema/openapi.json").json()["components"]["schemas"]
    found = set(re.findall(r'"#/components/schemas/([^"]+)"', text))
    assert found
    assert found <= set(schemas)


def test_the_page_is_drawn_with_files_of_its_own(api: Api) -> None:
    page = api.client.get("/schema")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "http" not in page.text.replace("http-equiv", "")
    files = re.findall(r'(?:src|href)="(/[^"]+)"', page.text)
    assert len(files) == 3
    for file in files:
        answer = api.client.get(file)
        assert (answer.status_code, len(answer.content) > 100) == (200, True), file
    assert api.client.get("/schema/static/index.html").status_code == 404
    assert api.client.get("/schema/static/..%2f..%2fpyproject.toml").status_code == 404
