"""Every page with its address."""

from collections.abc import Sequence

from litestar.handlers import HTTPRouteHandler

from backend.services.desk import OpenDesk
from backend.web import board, front


def pages(read_desk: OpenDesk) -> Sequence[HTTPRouteHandler]:
    """Open to everybody, and so without anything personal."""
    return [front.page(), board.page(read_desk), front.static]
