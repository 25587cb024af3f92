"""A visit to the site with the place it was checked in from (M02), and the photos that show it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
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


SAME_VISIT = timedelta(minutes=30)  # checking in again so soon is the same visit told twice
MAX_NOTE = 2_000


def seen_from(site: Site | None, lat: float | None, lon: float | None) -> tuple[int | None, bool | None]:
    """Metres to the site, rounded, and whether that counts as being there; None where the one or the other is unknown."""
    if site is None or lat is None or lon is None:
        return None, None
    metres = distance_m(site, lat, lon)
    return round(metres), metres <= site.radius_m


def told_again(visit: SiteVisit, again: SiteVisit) -> SiteVisit:
    """The one visit that two check-ins make: the place nearer the truth (inside before outside before unknown), both notes."""

    def proof(v: SiteVisit) -> int:
        return 2 if v.inside else 1 if v.lat is not None else 0

    place = again if proof(again) >= proof(visit) else visit
    notes = dict.fromkeys(note for note in (visit.note, again.note) if note)
    return replace(
        visit,
        lat=place.lat,
        lon=place.lon,
        distance_m=place.distance_m,
        inside=place.inside,
        note="；".join(notes)[:MAX_NOTE],
    )


@dataclass(frozen=True, slots=True)
class Photo:
    """`media` is what the channel fetches the content by; `sha256` is None until that has happened.

    `project_id` None: it is not known yet what the photo shows. `failed` says why it can never be fetched.
    """

    id: int
    project_id: int | None
    day: date
    person_id: int
    channel: str
    media: str
    at: datetime
    sha256: str | None = None
    size: int | None = None
    failed: str | None = None
