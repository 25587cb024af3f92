"""Who draws the pictures that chat sends."""

from backend.main import House
from backend.services import drawings
from bots.pictures import Gallery


def gallery(house: House) -> Gallery:
    return Gallery(house.read_desk, route_map=drawings.nothing)
