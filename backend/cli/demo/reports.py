"""The evening's reports, each secretary in a way of their own: in time, late, corrected, copied, forgotten, silent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from random import Random

from backend.cli.demo.county import (
    CARELESS,
    ON_LEAVE,
    SCHEMES,
    SECRETARIES,
    SILENT,
    STAND_IN,
    Scheme,
    Someone,
    secretary_of,
)
from backend.cli.demo.line import Line, Shape, clock
from backend.cli.demo.schedules import Run
from backend.cli.demo.story import BLOCKED, LEAVE_DAY
from backend.cli.demo.works import OUTDOORS, words_for

RAINY = 9  # every ninth working day is wet
Own = Sequence[tuple[int, Scheme, Run]]


@dataclass(frozen=True, slots=True)
class Evening:
    """The n-th working day; `gap` is how many days ago the one before it was."""

    day: date
    n: int
    total: int
    gap: int

    @property
    def wet(self) -> bool:
        return self.n % RAINY == 4

    def blocker(self, scheme: Scheme) -> str | None:
        return BLOCKED.get((self.n, scheme.alias))


def reports(working: Sequence[date], runs: Sequence[Run], chance: Random) -> list[Line]:
    lines: list[Line] = []
    for n, day in enumerate(working):
        evening = Evening(day, n, len(working), (day - working[n - 1]).days if n else 99)
        for secretary in SECRETARIES:
            own = [(i, scheme, runs[i]) for i, scheme in enumerate(SCHEMES) if secretary_of(i) == secretary]
            lines += _of_day(evening, secretary, own, chance)
    return lines


def _of_day(evening: Evening, who: Someone, own: Own, chance: Random) -> Iterator[Line]:
    day, n = evening.day, evening.n
    if who.name == SILENT and evening.total // 4 <= n:
        if n == evening.total - 2:
            text = f"{own[0][1].alias} 工人15，前几天出差没来得及报"
            yield Line(day, time(19, 20), who.account, Shape.TEXT, text)
        return
    if who.name == CARELESS and n % 4 == 2:
        return  # forgets; makes it up the next morning
    if who.name == CARELESS and n % 4 == 3 and evening.gap == 1:
        for minute, (_, scheme, _) in enumerate(own, 20):
            text = f"补报 昨天 {scheme.alias} 工人{_crew(scheme, chance)}人，正常施工"
            yield Line(day, time(8, minute), who.account, Shape.TEXT, text)
    if who.name == ON_LEAVE and n == LEAVE_DAY + 1:
        who = STAND_IN
    yield from _told_by(evening, who, own, chance)


def _told_by(evening: Evening, who: Someone, own: Own, chance: Random) -> Iterator[Line]:
    minute = 16 * 60 + 5 + chance.randrange(75)
    plain = not evening.wet and not any(evening.blocker(scheme) for _, scheme, _ in own)
    if len(own) == 2 and evening.n % 5 == 1 and plain:
        text = "，".join(f"{s.alias} {_crew(s, chance)}人{chance.randrange(2, 7)}台" for _, s, _ in own)
        yield Line(evening.day, clock(minute), who.account, Shape.TEXT, text)
    elif SECRETARIES.index(who) % 2 == 0:  # these tell of all their sites in one message
        text = "\n".join(_told(evening, scheme, run, chance) for _, scheme, run in own)
        yield Line(evening.day, clock(minute), who.account, Shape.TEXT, text)
    else:
        for index, scheme, run in own:
            minute += 2 + chance.randrange(6)
            text = _told(evening, scheme, run, chance)
            yield Line(evening.day, clock(minute), who.account, Shape.TEXT, text)
            yield from _afterwards(evening, minute, who, index, scheme, chance)


def _afterwards(
    evening: Evening, minute: int, who: Someone, index: int, scheme: Scheme, chance: Random
) -> Iterator[Line]:
    if evening.wet:
        return
    if chance.random() < 0.25:
        yield Line(evening.day, clock(minute + 1), who.account, Shape.PHOTO, f"{index}-{evening.n}")
    if chance.random() < 0.06:
        text = f"更正 {scheme.alias} 工人应为{_crew(scheme, chance)}人"
        yield Line(evening.day, clock(minute + 3), who.account, Shape.TEXT, text)


def _told(evening: Evening, scheme: Scheme, run: Run, chance: Random) -> str:
    if evening.wet and scheme.trade in OUTDOORS:
        return f"{scheme.alias}今天下雨停工，工人0"
    if evening.n % RAINY != 5 and evening.gap <= 3 and not evening.blocker(scheme) and chance.random() < 0.06:
        return f"{scheme.alias} 同昨天"
    return _sentence(evening, scheme, run, chance)


def _sentence(evening: Evening, scheme: Scheme, run: Run, chance: Random) -> str:
    blocker = evening.blocker(scheme)
    told = f"，问题：{blocker}" if blocker else ""
    if scheme.stands_still and evening.n > 2:
        return f"{scheme.alias} 工人{_crew(scheme, chance)}人，看场，等资金{told}"
    trouble = told or chance.choice(("，无问题", "", ""))
    workers = _crew(scheme, chance)
    step, share = run.at(evening.day)
    words, work = words_for(scheme.trade, step, share, evening.n // 2)
    (first, second), (x, y, z) = work.machines, work.crew
    a, b = chance.randrange(1, 5), chance.randrange(1, 4)
    most, some = workers * 5 // 10, workers * 2 // 10
    return chance.choice(
        (
            f"{scheme.alias}今日现场工人{workers}人，{first}{a}台、{second}{b}台，{words}{trouble}",
            f"{scheme.alias} 工人{workers} {first}{a} {second}{b}，{words}{trouble}",
            f"{scheme.alias}：{workers}人，机械{a + b}台，{words}{trouble}",
            f"{scheme.alias} {x}{most} {y}{some} {z}{workers - most - some}，{first}{a}台，{words}{trouble}",
        )
    )


def _crew(scheme: Scheme, chance: Random) -> int:
    if scheme.stands_still:
        return chance.randrange(2, 5)
    return max(2, round(scheme.crew * chance.uniform(0.85, 1.12)))
