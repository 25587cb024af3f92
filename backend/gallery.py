"""Who draws the pictures that chat sends."""

from functools import cache

from backend.domain.project import Project
from backend.main import House
from backend.services import publications
from backend.services.desk import Desk
from backend.services.route_maps import route_map
from bots.pictures import Gallery
from reports.fonts import Fonts
from reports.route_map import route_map_png


def gallery(house: House) -> Gallery:
    """Without a Chinese font nothing is drawn, and the words go alone."""

    @cache
    def fonts() -> Fonts | None:
        return publications.machine_fonts(house.font_dirs())

    def draw(desk: Desk, project: Project) -> bytes | None:
        found = fonts()
        return route_map_png(route_map(desk, project), found) if found else None

    return Gallery(house.read_desk, route_map=draw)
