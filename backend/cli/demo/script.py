"""What people in the invented county send, day by day, as they would type it.

Pure: the same seed, days and runs give the same month.
"""

from collections.abc import Sequence
from datetime import date, time
from random import Random

from backend.cli.demo.county import CENTRE, LEADERS, SCHEMES, SILENT, Someone, leader_of, secretary_of
from backend.cli.demo.line import Line, Shape, clock
from backend.cli.demo.reports import reports
from backend.cli.demo.schedules import Run
from backend.cli.demo.story import story
from backend.domain.workdays import Workdays

DILIGENCE = (0.45, 0.5, 0.42, 0.4, 0.5, 0.2, 0.38, 0.3)  # how often a leader goes to a site on a day
STRAY = 0.05  # one check-in in twenty is sent from the road


def site_of(index: int) -> tuple[float, float]:
    """Sites lie a kilometre or more apart, so that a place belongs to one of them."""
    row, column = divmod(index, 6)
    return CENTRE[0] + 0.02 * row, CENTRE[1] + 0.02 * column


def month(days: Sequence[date], calendar: Workdays, runs: Sequence[Run], seed: int = 20261) -> list[Line]:
    """Every line of every day, in order of time."""
    chance = Random(seed)
    working = [day for day in days if calendar.is_workday(day)]
    lines = [line for n, day in enumerate(working) for line in _visits(day, n, chance)]
    lines += reports(working, runs, chance)
    lines += _so_far(days[0])
    lines += _money(working, chance)
    lines += _reached(runs)
    lines += story(working)
    return sorted(lines, key=lambda line: (line.day, line.at))


def _visits(day: date, n: int, chance: Random) -> list[Line]:
    """Leaders check in; some keep the quota of two a week and some do not. Secretaries send a place now and then."""
    lines = []
    for index in range(len(SCHEMES)):
        leader, secretary = leader_of(index), secretary_of(index)
        if chance.random() < DILIGENCE[LEADERS.index(leader)]:
            minute = (9 + index % 3) * 60 + (5 + index + chance.randrange(15)) % 60
            lines += _check_in(day, minute, leader, index, chance)
        if chance.random() < 0.15 and not (secretary.name == SILENT and n > 5):
            minute = 14 * 60 + 5 + index + chance.randrange(40)
            lines += _check_in(day, minute, secretary, index, chance)
    return lines


def _check_in(day: date, minute: int, who: Someone, index: int, chance: Random) -> list[Line]:
    """Sent from too far off, the bot asks which project is meant; most answer."""
    lat, lon = site_of(index)
    stray = chance.random() < STRAY
    place = (lat + (0.012 if stray else chance.uniform(0, 0.002)), lon)
    lines = [Line(day, clock(minute), who.account, Shape.PLACE, "", place)]
    if stray and chance.random() < 0.7:
        lines.append(Line(day, clock(minute + 1), who.account, Shape.TEXT, SCHEMES[index].alias))
    return lines


def _so_far(day: date) -> list[Line]:
    """The year so far, told on the first morning; in January there is none."""
    told = day.month - 1
    return [
        Line(
            day,
            clock(9 * 60 + 2 + index),
            secretary_of(index).account,
            Shape.TEXT,
            f"{scheme.alias} 1-{told}月累计完成投资{round(scheme.annual * told / 12 * scheme.money)}万元",
        )
        for index, scheme in enumerate(SCHEMES)
        if told
    ]


def _money(working: Sequence[date], chance: Random) -> list[Line]:
    """Three times a month each site tells what the month's investment has come to."""
    lines = []
    for first in sorted({day.replace(day=1) for day in working}):
        of_month = [day for day in working if day.replace(day=1) == first]
        for index, scheme in enumerate(SCHEMES):
            whole = scheme.annual / 12 * scheme.money * chance.uniform(0.9, 1.12)
            if scheme.stands_still or secretary_of(index).name == SILENT:
                continue
            for until in (10, 20, 30):
                due = [day for day in of_month if until - 6 <= day.day <= until]
                if due:
                    day = due[max(-1 - index % 3, -len(due))]
                    done = round(whole * min(day.day + index % 3, 30) / 30)
                    text = f"{scheme.alias}本月完成投资{done}万元"
                    at = clock(10 * 60 + 1 + index)
                    lines.append(Line(day, at, secretary_of(index).account, Shape.TEXT, text))
    return lines


def _reached(runs: Sequence[Run]) -> list[Line]:
    """A milestone is told of in the afternoon of the day it is reached."""
    return [
        Line(
            day, time(15, 10 + i), secretary_of(i).account, Shape.TEXT, f"节点完成 {SCHEMES[i].alias} {name}"
        )
        for i, run in enumerate(runs)
        for day, name in run.finishes
    ]
