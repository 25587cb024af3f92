"""Templates into answers: everything escaped, nothing from anywhere else, no script but our own files."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Response

HERE = Path(__file__).parent
STATIC = HERE / "static"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


def rendered(template: str, **values: Any) -> Response[str]:
    text = _templates.get_template(template).render(values)
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
    return Response(text, media_type="text/html", headers=headers)


def asset(name: str) -> str:
    """The address of a static file, another one when its content is another."""
    digest = sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


_templates.globals["asset"] = asset
