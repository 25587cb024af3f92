"""What the clock makes the office say: to the silent, to leaders away from their sites, to itself.

Each asks what is still open now and queues a notice under a key of its period, so that asking again says
nothing new. Late is not too late by itself: each says until when it still makes sense.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from backend.domain.notice import (
    DispatchEntry,
    MissingEntry,
    MissingList,
    MissingReminder,
    TenDayDispatch,
    VisitShortfall,
    VisitShortfallEntry,
)
from backend.domain.people import EVERYTHING
from backend.domain.period import Period
from backend.domain.project import Project, Stage
from backend.domain.standing import WORST_FIRST, Standing
from backend.services import expectations, people, plans, problem_deadlines, visits
from backend.services.desk import Desk
from backend.services.expectations import Missing
from backend.services.notices import tell
from backend.services.runs import Work


def remind_missing(desk: Desk, period: Period) -> None:
    """One reminder to each secretary (or deputy) with all own silent projects; none once the deadline has passed."""
    day = period.first
    if desk.moment.at >= desk.moment.on(day, desk.policy.report_deadline):
        return
    silent: dict[int, list[str]] = {}
    for gap in expectations.missing(desk, day):
        if gap.person is not None:
            silent.setdefault(gap.person.id, []).append(gap.project.name)
    deadline = f"{desk.policy.report_deadline:%H:%M}"
    for person_id, names in silent.items():
        tell(desk, person_id, MissingReminder(day, tuple(names), deadline), f"missing:reminder:{day}")


def list_missing(desk: Desk, period: Period) -> None:
    """To the office: who was expected and is still silent, or that everybody has reported."""
    day = period.first
    expected = [entry.project_id for entry in expectations.expected(desk, day)]
    missing = {gap.project.id: gap for gap in expectations.missing(desk, day)}
    for clerk_id, own in _by_clerk(desk, expected).items():
        notice = _missing_list(day, len(own), [gap for id_, gap in missing.items() if id_ in own])
        tell(desk, clerk_id, notice, f"missing:list:{day}")


def visit_shortfall(desk: Desk, period: Period) -> None:
    """To each leader below the week's quota, while there is still time to go."""
    if desk.moment.day > period.last:
        return
    short: dict[int, list[VisitShortfallEntry]] = {}
    for gap in visits.shortfall(desk, period):
        entry = VisitShortfallEntry(gap.project.name, gap.done, gap.quota)
        short.setdefault(gap.person_id, []).append(entry)
    for leader_id, entries in short.items():
        tell(desk, leader_id, VisitShortfall(period.last, tuple(entries)), f"visits:{period.key}")


def chase_problems(desk: Desk, _period: Period) -> None:
    """Judged by today even when late: days left are counted from the day on which it is read."""
    problem_deadlines.remind(desk, desk.moment.day)


def ten_day_dispatch(desk: Desk, period: Period) -> None:
    """To the office: how many projects stand where, and those that call for a word, the worst first."""
    day = min(period.last, desk.moment.day)
    cases = _cases(desk, day)
    for clerk_id, own in _by_clerk(desk, cases).items():
        seen = [case for id_, case in cases.items() if id_ in own]
        counted = Counter(case.standing for case in seen)
        notice = TenDayDispatch(
            period=period.key,
            first=period.first,
            last=period.last,
            counts=tuple((standing.value, counted[standing.value]) for standing in WORST_FIRST),
            entries=tuple(sorted(filter(_calls_for_a_word, seen), key=_severity)),
        )
        tell(desk, clerk_id, notice, f"dispatch:{period.key}")


def _cases(desk: Desk, day: date) -> dict[int, DispatchEntry]:
    """Every project that is graded and not completed, by id; the same number of queries however many there are."""
    projects = [p for p in desk.unit.projects.all(EVERYTHING) if p.stage is not Stage.COMPLETED]
    ids = [project.id for project in projects]
    graded = desk.unit.standings.latest(ids, day)
    plans_ = plans.planned(desk, projects, day)
    problems = problem_deadlines.of_projects(desk, ids, day, day)
    cases = {}
    for project in projects:
        if (grade := graded.get(project.id)) is not None:
            planned = plans_.get(project.id)
            late = planned.late if planned else None
            cases[project.id] = DispatchEntry(
                project=project.name,
                standing=grade.light.standing.value,
                late_milestone=late.name if late else None,
                days_late=late.days_late if late else 0,
                open_problems=sum(problem.closed is None for problem in problems.get(project.id, ())),
            )
    return cases


def _calls_for_a_word(entry: DispatchEntry) -> bool:
    fine = Standing(entry.standing) in (Standing.AHEAD, Standing.ON_TRACK)
    return not fine or entry.late_milestone is not None or entry.open_problems > 0


def _severity(entry: DispatchEntry) -> tuple[int, int, int, str]:
    rank = WORST_FIRST.index(Standing(entry.standing))
    return rank, -entry.days_late, -entry.open_problems, entry.project


def _missing_list(day: date, expected: int, missing: Iterable[Missing]) -> MissingList:
    entries = tuple(
        MissingEntry(gap.project.name, gap.person.name if gap.person else "", gap.days_silent)
        for gap in missing
    )
    return MissingList(day, expected, expected - len(entries), entries)


def _by_clerk(desk: Desk, project_ids: Iterable[int]) -> dict[int, dict[int, Project]]:
    """Person id → the projects the office's person is told of, by id: a clerk for one region only that region's."""
    projects = desk.unit.projects.by_ids(list(project_ids), EVERYTHING)
    clerks = {region: people.office(desk, region) for region in {p.region for p in projects.values()}}
    told: dict[int, dict[int, Project]] = {}
    for project in projects.values():
        for clerk in clerks[project.region]:
            told.setdefault(clerk.id, {})[project.id] = project
    return told


WORKS: Mapping[str, Work] = {
    "remind_missing": remind_missing,
    "list_missing": list_missing,
    "visit_shortfall": visit_shortfall,
    "ten_day_dispatch": ten_day_dispatch,
    "problems": chase_problems,
}
