"""How a plan was known on a day: the version that held, the calendars then, nothing of what happened later.

Before the first version there was none: that version is taken to have held from the beginning, since an office
enters plans of works that have long begun. A version adopted on a day holds from that day on.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from backend.domain.calendars import Calendars
from backend.domain.plan import Plan, Step
from backend.domain.recorded import has_happened, renamed


@dataclass(frozen=True, slots=True)
class Version:
    """A plan as adopted, and the first day it held."""

    number: int
    since: date
    plan: Plan


@dataclass(frozen=True, slots=True)
class StepName:
    """A step as the newest version calls it; `id` "" for one that is no longer in it."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class History:
    """Versions and calendars, each the oldest first; of several on one day the last one holds.

    told: the day on which it was last said what is left of steps under way. Nobody keeps what was said before, so
    on earlier days nothing is known of it. A late word on an old day (a finish told after a new version came)
    counts for the older versions too: who is to answer for a day must not hang on when a clerk wrote it down.
    """

    versions: tuple[Version, ...]
    calendars: tuple[tuple[date, Calendars], ...]
    told: date = date.min

    @classmethod
    def of(
        cls, versions: Sequence[Version], calendars: Sequence[tuple[date, Calendars]], told: date = date.min
    ) -> "History":
        newest = versions[-1].plan.steps
        return cls(tuple(_with_late_word(one, newest) for one in versions), tuple(calendars), told)

    def version(self, day: date) -> Version:
        return self.versions[_held(day, [one.since for one in self.versions])]

    def by(self, day: date) -> Calendars:
        return self.calendars[_held(day, [since for since, _ in self.calendars])][1]

    def known(self, version: Version, day: date) -> Plan:
        return known_on(version.plan, day, told=day >= self.told)

    def turning_days(self) -> set[date]:
        """Every day on which more was known than on the day before, or something else held."""
        steps = [step for version in self.versions for step in version.plan.steps]
        days = {day for step in steps for day in (step.actual_start, step.actual_finish) if day}
        held = {one.since for one in self.versions} | {since for since, _ in self.calendars}
        return days | held | {self.told}

    def names(self) -> dict[int, dict[str, StepName]]:
        """By version and step id, what the step is called now; a step is followed from version to version."""
        newest = self.versions[-1]
        found = {newest.number: {step.id: StepName(step.id, step.name) for step in newest.plan.steps}}
        for older, newer in zip(self.versions[-2::-1], self.versions[:0:-1], strict=True):
            now, later = renamed(newer.plan.steps, older.plan.steps), found[newer.number]
            found[older.number] = {
                step.id: later[now[step.id].id] if step.id in now else StepName("", step.name)
                for step in older.plan.steps
            }
        return found


def known_on(plan: Plan, day: date, *, told: bool) -> Plan:
    """The plan without what happened after `day`, and without what is left unless that was told by then."""
    return replace(plan, steps=tuple(_known(step, day, told) for step in plan.steps))


def _with_late_word(version: Version, newest: Sequence[Step]) -> Version:
    now = renamed(newest, version.plan.steps)
    steps = tuple(
        replace(step, actual_start=word.actual_start, actual_finish=word.actual_finish)
        if (word := now.get(step.id)) and has_happened(word)
        else step
        for step in version.plan.steps
    )
    return replace(version, plan=replace(version.plan, steps=steps))


def _held(day: date, since: list[date]) -> int:
    return max(bisect_right(since, day) - 1, 0)


def _known(step: Step, day: date, told: bool) -> Step:
    start = step.actual_start if step.actual_start and step.actual_start <= day else None
    finish = step.actual_finish if step.actual_finish and step.actual_finish <= day else None
    remaining, percent = (step.remaining, step.percent) if told else (None, None)
    if (start, finish, remaining, percent) == (
        step.actual_start,
        step.actual_finish,
        step.remaining,
        step.percent,
    ):
        return step
    return replace(step, actual_start=start, actual_finish=finish, remaining=remaining, percent=percent)
