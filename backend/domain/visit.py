"""A visit to the site with the place it was checked in from (M02)."""

from dataclasses import dataclass
from datetime import date, datetime
from math import asin, cos, radians, sin, sqrt

from backend.domain.people import Role
from backend.domain.project import Site

EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG


def distance_m(site: Site, lat: float, lon: float) -> float:
    """Great-circle distance in metres (haversine)."""
    phi, psi = radians(site.lat), radians(lat)
    a = sin((psi - phi) / 2) ** 2 + cos(phi) * cos(psi) * sin(radians(lon - site.lon) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(sqrt(min(1.0, a)))


@dataclass(frozen=True, slots=True)
class SiteVisit:
    """`distance_m` and `inside` are None when the project's site or the place is not known.

    `role` is the seat the visitor held that day: leaders and secretaries have quotas of their own.
    """

    id: int
    project_id: int
    person_id: int
    role: Role
    day: date
    at: datetime
    lat: float | None = None
    lon: float | None = None
    distance_m: int | None = None
    inside: bool | None = None
    note: str = ""
