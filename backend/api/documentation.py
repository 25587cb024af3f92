"""OpenAPI at /schema/openapi.json, and a page at /schema drawn with nothing but files of an installed package."""

from pathlib import Path
from typing import Any

from litestar import MediaType, Request, Response, Router, get
from litestar.exceptions import NotFoundException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import OpenAPIRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.params import FromPath
from swagger_ui_bundle import swagger_ui_path

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
<link rel="stylesheet" href="/schema/static/swagger-ui.css">
</head>
<body>
<div id="api"></div>
<script src="/schema/static/swagger-ui-bundle.js"></script>
<script src="/schema/static/documentation.js"></script>
</body>
</html>
"""


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
    render_plugins=[LocalPage()],
    components=Components(security_schemes={"bearer": SecurityScheme(type="http", scheme="bearer")}),
    openapi_router=Router(
        "/schema",
        route_handlers=[static],
        opt={"auth": "public"},
        response_headers=POLICY,
        include_in_schema=False,
    ),
)
PLUGINS: list[Any] = []
