"""/projects/{id}/plan/route-map.…: the project's route map for pages, for chat and for the wall."""

from typing import Annotated

from litestar import Response, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, QueryParameter

from backend.api.asking import Asker, Desks, FindFonts
from backend.domain.people import Actor
from backend.services import projects, route_maps
from backend.services.desk import OpenDesk
from reports.document import PDF, PNG, SVG
from reports.route_map import RouteMap, route_map_pdf, route_map_png, route_map_svg

Vertical = Annotated[bool, QueryParameter(description="390 wide, for phones; otherwise 1440 wide.")]


def _file(description: str, kind: str) -> dict[int, ResponseSpec]:
    return {200: ResponseSpec(bytes, generate_examples=False, description=description, media_type=kind)}


@get(
    "/projects/{project_id:int}/plan/route-map.svg",
    summary="The route map as a drawing",
    responses=_file("SVG, attributes only.", SVG),
    sync_to_thread=True,
)
def route_map_as_svg(
    reading: Desks, asker: Asker, project_id: FromPath[int], vertical: Vertical = False
) -> Response[bytes]:
    drawn = route_map_svg(_found(reading, asker, project_id), vertical)
    return Response(drawn.encode(), media_type=SVG)


@get(
    "/projects/{project_id:int}/plan/route-map.png",
    summary="The route map as a picture for chat",
    responses=_file("PNG, 1080 wide.", PNG),
    sync_to_thread=True,
)
def route_map_as_png(
    reading: Desks, asker: Asker, fonts: FindFonts, project_id: FromPath[int]
) -> Response[bytes]:
    return Response(route_map_png(_found(reading, asker, project_id), fonts()), media_type=PNG)


@get(
    "/projects/{project_id:int}/plan/route-map.pdf",
    summary="The route map for the wall",
    responses=_file("PDF, A3 lying.", PDF),
    sync_to_thread=True,
)
def route_map_as_pdf(
    reading: Desks, asker: Asker, fonts: FindFonts, project_id: FromPath[int]
) -> Response[bytes]:
    return Response(route_map_pdf(_found(reading, asker, project_id), fonts()), media_type=PDF)


ROUTES = (route_map_as_svg, route_map_as_png, route_map_as_pdf)


def _found(reading: OpenDesk, asker: Actor, project_id: int) -> RouteMap:
    """The desk is closed again before anything is drawn."""
    with reading() as desk:
        return route_maps.route_map(desk, projects.get(desk, asker, project_id))
