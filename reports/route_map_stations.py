"""What a route map (推进路径图) shows: a project's milestones as stations on a way, and the words for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from backend.domain.snapshot import MilestoneState
from backend.domain.standing import Standing
from reports import phrases

FINISHED = (MilestoneState.DONE, MilestoneState.DONE_LATE)
PROVISIONAL_NOTE = "暂定：所在年份的放假安排尚未公布，先按周末和法定节日推算，公布后可能变动。"


@dataclass(frozen=True, slots=True)
class Station:
    """`latest`: the last day the target allows; `expected`: the forecast; `original`: of the first plan, None when
    nobody kept it. days_late: calendar days past `latest`. current: the next one to be reached."""

    seq: int
    name: str
    owner: str
    latest: date
    expected: date
    actual: date | None
    original: date | None
    state: MilestoneState
    days_late: int = 0
    critical: bool = False
    current: bool = False
    provisional: bool = False

    @property
    def is_done(self) -> bool:
        return self.state in FINISHED

    @property
    def is_overdue(self) -> bool:
        return self.state is MilestoneState.OVERDUE

    @property
    def slip(self) -> int:
        """Calendar days by which an unfinished one that is not late yet will be."""
        return 0 if self.is_done or self.is_overdue else max(0, (self.expected - self.latest).days)


@dataclass(frozen=True, slots=True)
class RouteMap:
    """project_float: working days between forecast and target, negative = so many must be gained.
    day: the cut-off. `standing` None: not graded."""

    office: str
    county: str
    project: str
    code: str
    unit: str
    leader: str
    target: date
    finish: date | None
    project_float: int
    provisional: bool
    day: date
    stations: tuple[Station, ...]
    standing: Standing | None = None

    @property
    def done(self) -> int:
        return sum(station.is_done for station in self.stations)

    @property
    def due(self) -> int:
        """How many should have been reached by now."""
        return sum(station.latest <= self.day for station in self.stations)

    @property
    def is_complete(self) -> bool:
        return bool(self.stations) and self.done == len(self.stations)

    @property
    def overdue(self) -> tuple[Station, ...]:
        """Longest first."""
        late = [station for station in self.stations if station.is_overdue]
        return tuple(sorted(late, key=lambda s: (-s.days_late, s.seq)))


# Words for one station


def numbered(station: Station) -> str:
    return f"{station.seq} {phrases.line(station.name)}"


def verdict(station: Station) -> str:
    """按期完成, 逾期7天完成, 逾期54天未完成, 正在实施, 未到时间"""
    match station.state:
        case MilestoneState.DONE_LATE:
            return f"逾期{station.days_late}天完成"
        case MilestoneState.OVERDUE:
            return f"逾期{station.days_late}天未完成"
    return phrases.MILESTONE_LOOKS[station.state].word


def outlook(station: Station) -> str:
    """实际2026-06-12; 预计2026-12-20, with the days it will be late."""
    if station.actual is not None:
        return f"实际{station.actual}"
    return f"预计{station.expected}" + (f"，晚{station.slip}天" if station.slip else "")


def promised(station: Station) -> str:
    """原定2026-05-30 where the first plan said another day, else nothing."""
    return f"原定{station.original}" if station.original not in (None, station.latest) else ""


# Words for the whole


def spare(days: int) -> str:
    if days < 0:
        return f"须抢回{-days}个工作日"
    return f"有{days}个工作日机动" if days else "恰好按期，没有机动"


def against_target(route: RouteMap) -> str:
    """比目标晚21天, in calendar days."""
    if route.finish is None:
        return ""
    days = (route.finish - route.target).days
    return f"比目标{'晚' if days > 0 else '早'}{abs(days)}天" if days else "与目标同日"


# Too many stations for a picture


@dataclass(frozen=True, slots=True)
class Fold:
    """A run of stations told in one line."""

    stations: tuple[Station, ...]

    @property
    def latest(self) -> date:
        return self.stations[0].latest

    @property
    def words(self) -> str:
        counts = {state: sum(s.state is state for s in self.stations) for state in MilestoneState}
        done = sum(counts[state] for state in FINISHED)
        late = (
            f"（其中逾期完成{counts[MilestoneState.DONE_LATE]}个）"
            if counts[MilestoneState.DONE_LATE]
            else ""
        )
        if done == len(self.stations):
            return f"已完成{done}个节点{late}"
        others = [
            f"{phrases.MILESTONE_LOOKS[state].word}{counts[state]}个"
            for state in (MilestoneState.OVERDUE, MilestoneState.DUE, MilestoneState.PLANNED)
            if counts[state]
        ]
        said = "、".join([f"已完成{done}个{late}", *others] if done else others)
        return f"另有{len(self.stations)}个节点：{said}"

    @property
    def is_done(self) -> bool:
        return all(station.is_done for station in self.stations)


Item = Station | Fold


def folded(stations: Sequence[Station], most: int) -> list[Item]:
    """At most `most` lines: what matters most by itself, the runs between told in one line each."""
    if len(stations) <= most:
        return list(stations)
    kept: set[int] = set()
    for index in sorted(range(len(stations)), key=lambda i: _weight(stations, i)):
        if len(_lines(stations, kept | {index})) <= most:
            kept.add(index)
    return _lines(stations, kept)


def _weight(stations: Sequence[Station], index: int) -> tuple[int, int]:
    """The current one and the last, what is longest overdue, what is under way, the next, the last done."""
    station = stations[index]
    if station.current or index == len(stations) - 1:
        return (0, index)
    match station.state:
        case MilestoneState.OVERDUE:
            return (1, -station.days_late)
        case MilestoneState.DUE:
            return (2, index)
        case MilestoneState.PLANNED:
            return (3, index)
    return (4, -index)


def _lines(stations: Sequence[Station], kept: set[int]) -> list[Item]:
    lines: list[Item] = []
    run: list[Station] = []
    for index, station in enumerate(stations):
        if index not in kept:
            run.append(station)
            continue
        lines += [*([Fold(tuple(run))] if run else []), station]
        run = []
    return [*lines, Fold(tuple(run))] if run else lines
