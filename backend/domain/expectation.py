"""Who is expected to report on a day: a missing report is one that was expected and is absent.

A project is expected on its working days (every day when the site works seven days) for as long as its stage
is ACTIVE. A stop told from the site does not end that: a stopped site says so each day, and silence would look
the same as forgetting; what ends it is the office's own word, Stage.SUSPENDED or COMPLETED. Stages have no
history, so days gone by are judged by the stage of now.

The secretary answers, or the deputy while the secretary is on leave. With both away, or the seat empty, nobody
is to be reminded: the day counts for no one, but the project is still named, as unattended (无人值守).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from backend.domain.people import Duty, Leave, Role, acting
from backend.domain.project import Project, Stage
from backend.domain.workdays import Workdays


@dataclass(frozen=True, slots=True)
class Expected:
    """`person_id` None: the project is unattended that day."""

    project_id: int
    person_id: int | None


@dataclass(frozen=True, slots=True)
class Roster:
    """Who answers for the reports of which project, from a few plain lists; made once, asked for many days."""

    projects: Mapping[int, Project]
    secretaries: Mapping[int, Sequence[Duty]]  # by project, the longest held first
    leaves: Mapping[int, Sequence[Leave]]  # by person
    calendar: Workdays

    def works(self, project_id: int, day: date) -> bool:
        project = self.projects[project_id]
        return project.stage is Stage.ACTIVE and (project.seven_day or self.calendar.is_workday(day))

    def answers(self, project_id: int, day: date) -> int | None:
        """The person to report that day, if anybody is there."""
        for duty in self.secretaries.get(project_id, ()):
            pair = (duty.person_id, duty.deputy_id)
            away = [leave for person in pair if person is not None for leave in self.leaves.get(person, ())]
            found = acting(duty, day, away)
            if found is not None:
                return found
        return None

    def expected(self, day: date) -> list[Expected]:
        return [Expected(id_, self.answers(id_, day)) for id_ in self.projects if self.works(id_, day)]

    def expected_days(self, project_id: int, first: date, last: date) -> Iterator[date]:
        """Days on which somebody was to report, newest first, `first` and `last` included."""
        for back in range((last - first).days + 1):
            day = last - timedelta(days=back)
            if self.works(project_id, day) and self.answers(project_id, day) is not None:
                yield day


def roster(
    projects: Iterable[Project], duties: Iterable[Duty], leaves: Iterable[Leave], calendar: Workdays
) -> Roster:
    secretaries: dict[int, list[Duty]] = {}
    for duty in sorted(duties, key=lambda d: (d.since, d.id)):
        if duty.role is Role.SECRETARY and duty.project_id is not None:
            secretaries.setdefault(duty.project_id, []).append(duty)
    away: dict[int, list[Leave]] = {}
    for leave in leaves:
        away.setdefault(leave.person_id, []).append(leave)
    return Roster({project.id: project for project in projects}, secretaries, away, calendar)
