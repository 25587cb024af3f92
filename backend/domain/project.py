"""A key project, and what must be filled before it counts as active (M14: one project, one leader, one team)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from backend.domain.people import Duty, Role


class Kind(StrEnum):
    """Which milestone template fits; see `backend/data/templates.toml`."""

    INDUSTRIAL = "industrial"
    BUILDING = "building"  # government building: hospital, school
    ROAD = "road"
    WATER = "water"  # dikes, reservoirs, rivers
    PARK = "park"  # roads, pipes and ground of an industrial park
    NEIGHBOURHOOD = "neighbourhood"  # old housing estates renewed
    OTHER = "other"


class Stage(StrEnum):
    PREPARING = "preparing"  # 前期
    ACTIVE = "active"  # 在建
    COMPLETED = "completed"  # 竣工
    SUSPENDED = "suspended"  # 停建


@dataclass(frozen=True, slots=True)
class Site:
    """Where the project is (GCJ-02 degrees, as chat apps send them) and how far counts as being there (metres)."""

    lat: float
    lon: float
    radius_m: int = 500


@dataclass(frozen=True, slots=True)
class Project:
    """`code` is the office's own number and the key of an import. Money in 万元, exact."""

    id: int
    code: str
    name: str
    aliases: tuple[str, ...] = ()
    region: str = ""
    sector: str = ""
    kind: Kind = Kind.OTHER
    stage: Stage = Stage.PREPARING
    unit_id: int | None = None
    start: date | None = None
    target: date | None = None
    total_wan: Decimal | None = None
    site: Site | None = None
    seven_day: bool = False  # the site works on Saturdays, Sundays and holidays too


class Seat(StrEnum):
    LEADER = "leader"
    SECRETARY = "secretary"
    UNIT = "unit"
    TARGET = "target"


def empty_seats(project: Project, duties: list[Duty], day: date) -> tuple[Seat, ...]:
    """What is still missing before the project may be active (M14). A region's leader fills the leader's seat (M10)."""
    held = [d for d in duties if d.holds_on(day)]
    leader = any(
        d.role is Role.LEADER
        and (d.project_id == project.id or (d.region is not None and d.region == project.region))
        for d in held
    )
    secretary = any(d.role is Role.SECRETARY and d.project_id == project.id for d in held)
    filled = {
        Seat.LEADER: leader,
        Seat.SECRETARY: secretary,
        Seat.UNIT: project.unit_id is not None,
        Seat.TARGET: project.target is not None,
    }
    return tuple(seat for seat, there in filled.items() if not there)
