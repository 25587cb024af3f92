"""Grading projects into the four classes, keeping every change, and telling of a class that has turned."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from backend.domain.notice import StandingTurned
from backend.domain.people import EVERYTHING, Actor
from backend.domain.pro_rata import pro_rata
from backend.domain.project import Project, Stage
from backend.domain.standing import Inputs, Light, MilestoneDates, Standing, grade
from backend.services import people, projects
from backend.services.desk import Desk
from backend.services.notices import tell
from backend.storage.standings import Graded


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of the work up to a day, by project id; a project that is absent has nothing to show.

    invested: 万元 since 1 January. last_progress: the last day on which the site told of something new.
    watched: the first day it was judged; absent when it does not matter.
    """

    milestones: Mapping[int, Sequence[MilestoneDates]] = field(default_factory=dict)
    invested: Mapping[int, Decimal] = field(default_factory=dict)
    last_progress: Mapping[int, date] = field(default_factory=dict)
    watched: Mapping[int, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """A row that was written: `before` is None the first time, and equals the new class when only the reasons changed."""

    project: Project
    before: Standing | None
    light: Light

    @property
    def is_turn(self) -> bool:
        return self.before is not None and self.before is not self.light.standing


def lights(
    desk: Desk, day: date, evidence: Evidence, of: Iterable[Project] | None = None
) -> dict[int, Light]:
    """Every project's class on that day with today's figures in the reasons; nothing is stored."""
    judged = desk.unit.projects.all(EVERYTHING) if of is None else list(of)
    plans = desk.unit.projects.annual_plan([project.id for project in judged], day.year)
    return {
        project.id: grade(_inputs(project, day, plans.get(project.id), evidence), desk.rule)
        for project in judged
    }


def refresh(desk: Desk, day: date, evidence: Evidence) -> list[Change]:
    """Grade all, store whose class or kinds of reasons differ from the last row, tell of classes that turned.

    A second time on the same day with the same evidence changes and says nothing. A completed project is graded once more.
    """
    every = desk.unit.projects.all(EVERYTHING)
    known = desk.unit.standings.latest([project.id for project in every], day)
    judged = [project for project in every if not _is_settled(project, known.get(project.id))]
    found = lights(desk, day, evidence, judged)
    changes = [
        Change(project, before.light.standing if before else None, found[project.id])
        for project in judged
        for before in [known.get(project.id)]
        if before is None or _differs(before.light, found[project.id])
    ]
    desk.unit.standings.put(day, {change.project.id: change.light for change in changes})
    _tell(desk, day, [change for change in changes if change.is_turn])
    return changes


def current(desk: Desk, actor: Actor, project_id: int) -> Graded | None:
    """None for a project that has not been graded yet; NotFound for one the asker may not see."""
    project = projects.get(desk, actor, project_id)
    return latest(desk, [project.id], desk.moment.day).get(project.id)


def changes_of(desk: Desk, actor: Actor, project_id: int) -> list[Graded]:
    """Every change of the project's class or reasons, oldest first."""
    return desk.unit.standings.of_project(projects.get(desk, actor, project_id).id)


def latest(desk: Desk, project_ids: Collection[int], day: date) -> dict[int, Graded]:
    """What held on that day; a project not graded by then is absent."""
    return desk.unit.standings.latest(project_ids, day)


def _inputs(project: Project, day: date, annual_plan: Decimal | None, evidence: Evidence) -> Inputs:
    milestones = tuple(evidence.milestones.get(project.id, ()))
    told = evidence.last_progress.get(project.id)
    done = [m.actual for m in milestones if m.actual is not None and m.actual <= day]
    return Inputs(
        stage=project.stage,
        day=day,
        pro_rata=pro_rata(day),
        annual_plan_wan=annual_plan,
        invested_wan=evidence.invested.get(project.id, Decimal(0)),
        milestones=milestones,
        last_progress=max([*done, *([told] if told else [])], default=None),
        started=project.start,
        watched=evidence.watched.get(project.id),
    )


def _is_settled(project: Project, known: Graded | None) -> bool:
    """Completed and graded as such: time alone must not turn it any more."""
    return project.stage is Stage.COMPLETED and known is not None and "completed" in known.light.codes


def _differs(before: Light, after: Light) -> bool:
    return before.standing is not after.standing or before.codes != after.codes


def _tell(desk: Desk, day: date, turned: Sequence[Change]) -> None:
    teams = projects.teams(desk, [change.project for change in turned])
    clerks = {region: people.office(desk, region) for region in {c.project.region for c in turned}}
    for change in turned:
        project, light = change.project, change.light
        notice = StandingTurned(project.name, change.before, light.standing, light.reasons)
        key = f"standing:{project.id}:{day}:{light.standing}"
        for person in dict.fromkeys([*clerks[project.region], *teams[project.id].leaders]):
            tell(desk, person.id, notice, key)
