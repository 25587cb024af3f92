"""OpenAPI at /schema/openapi.json, and a page at /schema drawn with nothing but files of an installed package."""

import re
from pathlib import Path
from typing import Any

import msgspec
from litestar import MediaType, Request, Response, Router, get
from litestar.enums import OpenAPIMediaType
from litestar.exceptions import NotFoundException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin, OpenAPIRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.params import FromPath
from swagger_ui_bundle import swagger_ui_path

from backend.api.errors import MEDIA_TYPE, Problem
from backend.api.shapes import In

STATIC = Path(__file__).parent / "static"
FROM_PACKAGE = {
    "swagger-ui.css": "text/css",
    "swagger-ui-bundle.js": "text/javascript",
}
POLICY = {
    # The package sets styles from script and draws its icons from data: addresses.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'"
}
PAGE = b"""<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>\xe9\xa1\xb9\xe7\x9b\xae\xe7\xae\xa1\xe5\xae\xb6 API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/schema/static/swagger-ui.css">
</head>
<body>
<div id="api"></div>
<script src="/schema/static/swagger-ui-bundle.js"></script>
<script src="/schema/static/documentation.js"></script>
</body>
</html>
"""


DECLARED = {
    "400": "A field, a parameter or the body is wrong; `facts.field` names it.",
    "401": "No token, or one that does not work.",
    "403": "Seen, but not for one's role to do.",
    "404": "Not there, or outside one's scope.",
    "409": "What is there now does not allow it.",
    "413": "The body is larger than 1 MB, a file than 20 MB.",
    "503": "The database does not answer; the same request may go through later.",
}


class Interface(JsonRenderPlugin):
    """The description as Litestar makes it, completed by what it leaves out: see `completed`."""

    def __init__(self) -> None:
        super().__init__(path="/openapi.json", media_type=OpenAPIMediaType.OPENAPI_JSON)

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        del request
        return completed(openapi_schema)


def completed(schema: dict[str, Any]) -> bytes:
    """With the refusals every operation may give, and with request bodies as strict as they are read."""
    kinds, components = msgspec.json.schema_components(
        [Problem, *In.__subclasses__()], ref_template="#/components/schemas/{name}"
    )
    operations = {
        path: {method: _operation(path, operation, kinds[0]) for method, operation in methods.items()}
        for path, methods in schema["paths"].items()
    }
    known = schema["components"]
    whole = {
        **schema,
        "paths": operations,
        "components": {**known, "schemas": {**known.get("schemas", {}), **components}},
    }
    # ListedProblemOut reads better than Listed_backend.api.problems.ProblemOut_.
    return re.sub(rb"Listed_[\w.]*\.(\w+)_", rb"Listed\1", msgspec.json.encode(whole))


def _operation(path: str, operation: dict[str, Any], problem: dict[str, Any]) -> dict[str, Any]:
    """Tagged by the noun in its path."""
    if not path.startswith("/api/"):
        return operation
    content = {MEDIA_TYPE: {"schema": problem}}
    refusals = {
        status: {"description": words, "content": content}
        for status, words in DECLARED.items()
        if status != "413" or "requestBody" in operation
    }
    return {**operation, "tags": [path.split("/")[3]], "responses": {**operation["responses"], **refusals}}


class LocalPage(OpenAPIRenderPlugin):
    """Litestar's own pages load their scripts from a third party; this one does not."""

    def __init__(self) -> None:
        super().__init__(path="/", media_type=MediaType.HTML)

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        del request, openapi_schema
        return PAGE


@get("/static/{name:str}", include_in_schema=False, sync_to_thread=True, cache_control=None)
def static(name: FromPath[str]) -> Response[bytes]:
    if name == "documentation.js":
        return Response((STATIC / name).read_bytes(), media_type="text/javascript")
    if name not in FROM_PACKAGE:
        raise NotFoundException
    return Response((swagger_ui_path / name).read_bytes(), media_type=FROM_PACKAGE[name])


CONFIG = OpenAPIConfig(
    title="项目管家 Steward",
    version="1",  # of the interface: what breaks callers is another one
    render_plugins=[LocalPage(), Interface()],
    components=Components(security_schemes={"bearer": SecurityScheme(type="http", scheme="bearer")}),
    openapi_router=Router(
        "/schema",
        route_handlers=[static],
        opt={"auth": "public"},
        response_headers=POLICY,
        include_in_schema=False,
    ),
)
