"""The front door, and the files the pages are drawn with."""

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from backend.web.rendering import STATIC, rendered

OPEN = {"auth": "public"}
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def page() -> HTTPRouteHandler:
    @get("/", opt=OPEN, include_in_schema=False, sync_to_thread=True)
    def front() -> Response[str]:
        return rendered("front.html")

    return front


@get("/static/{name:str}", opt=OPEN, include_in_schema=False, sync_to_thread=True)
def static(name: FromPath[str]) -> Response[bytes]:
    known = {path.name: path for path in STATIC.iterdir() if path.suffix in TYPES}
    if name not in known:
        raise NotFoundException
    return Response(
        known[name].read_bytes(),
        media_type=TYPES[known[name].suffix],
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )
