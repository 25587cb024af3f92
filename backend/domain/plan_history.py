"""How a plan was known on a day: the version that held, the calendars then, nothing of what happened later.

Before the first version there was none: that version is taken to have held from the beginning, since an office
enters plans of works that have long begun. A version adopted on a day holds from that day on.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from backend.domain.calendars import Calendars
from backend.domain.known import known_on
from backend.domain.plan import Plan, Step
from backend.domain.recorded import has_happened, renamed
from backend.domain.under_way import presumed


@dataclass(frozen=True, slots=True)
class Version:
    """A plan as adopted, and the first day it held. `told`: by step, the day from which what is left of it counts."""

    number: int
    since: date
    plan: Plan
    told: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StepName:
    """A step as the newest version calls it; `id` "" for one that is no longer in it."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class History:
    """Versions and calendars, each the oldest first; of several on one day the last one holds.

    presumes: work that nothing holds back counts as begun, as for projects whose sites seldom tell of starts.
    Of what is left of a step only the last word is kept, so on days before it nothing is known of that. A late word on an old day (a finish told after a new version came)
    counts for the older versions too: who is to answer for a day must not hang on when a clerk wrote it down.
    """

    versions: tuple[Version, ...]
    calendars: tuple[tuple[date, Calendars], ...]
    presumes: bool = True

    @classmethod
    def of(
        cls,
        versions: Sequence[Version],
        calendars: Sequence[tuple[date, Calendars]],
        *,
        presumes: bool = True,
    ) -> "History":
        newest = versions[-1].plan.steps
        return cls(tuple(_with_late_word(one, newest) for one in versions), tuple(calendars), presumes)

    def version(self, day: date) -> Version:
        return self.versions[_held(day, [one.since for one in self.versions])]

    def by(self, day: date) -> Calendars:
        return self.calendars[_held(day, [since for since, _ in self.calendars])][1]

    def known(self, version: Version, day: date, by: Calendars, today: date) -> Plan:
        """What was known of it by the end of `day`, as it stands `today` when nothing more is heard."""
        known = known_on(version.plan, day, version.told, by, today)
        return presumed(known, by, today) if self.presumes else known

    def turning_days(self) -> set[date]:
        """Every day on which more was known than on the day before, or something else held."""
        steps = [step for version in self.versions for step in version.plan.steps]
        days = {day for step in steps for day in (step.actual_start, step.actual_finish) if day}
        held = {one.since for one in self.versions} | {since for since, _ in self.calendars}
        return days | held | {day for version in self.versions for day in version.told.values()}

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


def _with_late_word(version: Version, newest: Sequence[Step]) -> Version:
    now = renamed(newest, version.plan.steps)
    steps = tuple(
        replace(step, actual_start=word.actual_start, actual_finish=word.actual_finish)
        if (word := now.get(step.id)) and has_happened(word)
        else step
        for step in version.plan.steps
    )
    # What nobody dated was said with the version itself.
    undated = {step.id: version.since for step in steps if step.days_left is not None}
    return replace(version, plan=replace(version.plan, steps=steps), told={**undated, **version.told})


def _held(day: date, since: list[date]) -> int:
    return max(bisect_right(since, day) - 1, 0)
