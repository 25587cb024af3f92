"""The plan form into plans: a new version for each project whose steps, links or dates changed, all projects or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from backend.domain.errors import Invalid
from backend.domain.people import Actor, Person
from backend.domain.plan import Plan
from backend.domain.project import Project
from backend.domain.recorded import replans
from backend.intake.complaint import Complaint, Reading
from backend.intake.plan_form import PLANS
from backend.intake.plan_sheet import NOT_HAPPENED, PlanRow
from backend.intake.plan_steps import assemble, out_of_plan
from backend.services import plans, replanning
from backend.services.desk import Desk
from backend.services.outcome import Complaints, all_or_nothing
from backend.services.plan_sheets import calendar_titles
from backend.services.revisions import Revision, revise
from backend.services.site_calendars import calendars_of
from backend.storage.plans import StoredPlan

SOURCE = "计划表"
ON_CODE = PLANS.column("code").title
LACKING = {
    "reason_missing": "要写明原因",
    "approver_missing": "要写明批准人",
    "approver_not_entitled": "{name}不能批准（不是它的包保领导，也不是管它的重点办人员）",
}
TO_SAY = (LACKING["reason_missing"], LACKING["approver_missing"])
ON_STEPS, ON_WEIGHT = PLANS.column("step").title, PLANS.column("weight").title
ON_DATE = {"start": PLANS.column("start").title, "target": PLANS.column("target").title}


@dataclass(frozen=True, slots=True)
class Why:
    """What is said with a file: why plans change, and who approved it; neither is needed where none is planned anew."""

    reason: str = ""
    approver: Person | None = None


NO_WORD = Why()


@dataclass(frozen=True, slots=True)
class PlansTaken:
    """Every project of the sheet in the order of its first row; warnings stopped nothing."""

    revisions: tuple[Revision, ...]
    warnings: tuple[Complaint, ...]


def register(
    desk: Desk,
    actor: Actor,
    reading: Reading[PlanRow],
    why: Why = NO_WORD,
    *,
    dry_run: bool = False,
    source: str = SOURCE,
) -> PlansTaken:
    """Each project's rows are its whole plan; actual days that the sheet leaves open stay as they are.

    A plan that there was and that says something else now needs the reason and the approver. Only projects in the actor's scope are there. Raises Invalid("register_refused", complaints=…) with the
    reading's complaints and all of its own, NotAllowed for anybody but the office; nothing is saved then.
    """
    complaints = Complaints(list(reading.complaints))
    intake = _Intake(desk, actor, complaints, why, source)
    with all_or_nothing(desk, complaints, dry_run=dry_run):
        rows = sorted((*reading.rows, *reading.partial), key=lambda row: row.line)
        revisions = intake.save(rows)
    return PlansTaken(revisions, (*reading.warnings, *intake.warnings))


class _Intake:
    def __init__(self, desk: Desk, actor: Actor, complaints: Complaints, why: Why, source: str) -> None:
        self.warnings: list[Complaint] = []
        self._desk = desk
        self._actor = actor
        self._complaints = complaints
        self._why = why
        self._source = source
        self._projects = _Known(desk.unit.projects.all(actor.scope))
        self._calendars_of = calendars_of(desk)

    def save(self, rows: Sequence[PlanRow]) -> tuple[Revision, ...]:
        groups: dict[int, list[PlanRow]] = {}
        for row in rows:
            project = self._projects.find(row, self._complaints)
            if project is not None:
                groups.setdefault(project.id, []).append(row)
        stored = self._desk.unit.plans.newest(groups)
        taken = [self._take(self._projects.by_id[id], own, stored.get(id)) for id, own in groups.items()]
        return tuple(revision for revision in taken if revision is not None)

    def _take(self, project: Project, rows: list[PlanRow], stored: StoredPlan | None) -> Revision | None:
        """The project's next version; None when there is a complaint about any of its rows."""
        plan, lost = self._plan(project, rows, stored)
        if plan is None or any(self._complaints.about(row.line) for row in rows):
            return None
        by = self._calendars_of(project)
        try:
            computed = plans.forecast(plan, by, self._desk.moment.day)
        except Invalid as error:
            if error.code != "date_out_of_range":
                raise
            years = f"{error.facts['first']}–{error.facts['last']} 年"
            self._complaints.add(rows[0].line, ON_STEPS, f"排出的日期超出日历（{years}），请检查工期和间隔")
            return None
        anew = stored is not None and replans(stored.plan, plan)
        if anew and self._objected(project, rows[0]):
            return None
        return revise(
            self._desk,
            self._actor,
            project,
            stored,
            computed,
            plan,
            source=self._source,
            reason=self._why.reason,
            # Who approved one project's shift need not answer for all the others of the sheet.
            approver=self._why.approver if anew else None,
            lost=lost,
        )

    def _objected(self, project: Project, row: PlanRow) -> bool:
        """Whether anything is missing that planning anew needs; all of it becomes one complaint."""
        found = list(replanning.objections(self._desk, project, self._why.reason, self._why.approver))
        if found:
            lacks = "、".join(LACKING[error.code].format(**error.facts) for error in found)
            self._complaints.add(row.line, ON_CODE, f"“{project.name}”的计划有改动，{lacks}")
        return bool(found)

    def _plan(
        self, project: Project, rows: list[PlanRow], stored: StoredPlan | None
    ) -> tuple[Plan | None, tuple[str, ...]]:
        calendars = calendar_titles(self._desk)
        found = assemble(rows, stored.plan.steps if stored else (), calendars)
        for complaint in found.complaints:
            self._complaints.add(complaint.line or rows[0].line, complaint.column, complaint.reason)
        self._check(rows)
        start, target = self._day("start", project, rows), self._day("target", project, rows)
        if start is None or target is None:
            return None, ()
        if target < start:
            line = next((row.line for row in rows if row.target or row.start), rows[0].line)
            self._complaints.add(line, ON_DATE["target"], f"{target} 早于开工日期 {start}")
        wrong, warnings = out_of_plan(rows, start, target)
        for complaint in wrong:
            self._complaints.add(complaint.line or rows[0].line, complaint.column, complaint.reason)
        self.warnings += warnings
        return Plan(start, target, found.steps), tuple(step.name for step in found.lost)

    def _check(self, rows: list[PlanRow]) -> None:
        if len(rows) > plans.MAX_STEPS:
            reason = f"本项目有 {len(rows)} 个步骤，最多 {plans.MAX_STEPS} 个"
            self._complaints.add(rows[plans.MAX_STEPS].line, ON_STEPS, reason)
        today = self._desk.moment.day
        for row in rows:
            for key in ("actual_start", "actual_finish"):
                actual = getattr(row, key)
                if actual is not None and actual != NOT_HAPPENED and actual > today:
                    reason = f"{actual} 还没到，实际日期不能晚于今天"
                    self._complaints.add(row.line, PLANS.column(key).title, reason)
        total = sum(row.weight for row in rows)
        if total not in (0, 100):
            self.warnings.append(Complaint(rows[0].line, ON_WEIGHT, f"本项目合计 {total}，不是 100"))

    def _day(self, key: str, project: Project, rows: list[PlanRow]) -> date | None:
        """What the rows agree on, else the project's own."""
        given = [(row.line, day) for row in rows if (day := getattr(row, key)) is not None]
        for line, day in given[1:]:
            if day != given[0][1]:
                reason = f"{day} 与第 {given[0][0]} 行的 {given[0][1]} 不一致，一个项目只能有一个"
                self._complaints.add(line, ON_DATE[key], reason)
        found: date | None = given[0][1] if given else getattr(project, key)
        if found is None and not self._is_unreadable(key, rows):
            self._complaints.add(
                rows[0].line, ON_DATE[key], f"项目没有{ON_DATE[key]}，请在这一列填，或先补到项目表"
            )
        return found

    def _is_unreadable(self, key: str, rows: list[PlanRow]) -> bool:
        """A day that is there and cannot be read has its own complaint."""
        column, lines = PLANS.column(key), {row.line for row in rows}
        titles = {column.title, *column.synonyms}
        return any(one.line in lines and one.column in titles for one in self._complaints.found)


class _Known:
    """Projects as a sheet may call them: by code, by name, or by an alias that only one has."""

    def __init__(self, projects: Sequence[Project]) -> None:
        self.by_id = {project.id: project for project in projects}
        self._by_code = {project.code: project for project in projects}
        self._by_name = _by_name(projects)

    def find(self, row: PlanRow, complaints: Complaints) -> Project | None:
        if row.code:
            project = self._by_code.get(row.code)
            if project is None:
                # The nearest code is only the neighbour's.
                complaints.add(row.line, PLANS.column("code").title, f"没有编号为「{row.code}」的项目")
            elif row.name and self._by_name.get(row.name) != project:
                reason = f"编号 {row.code} 的项目叫「{project.name}」，不是「{row.name}」"
                complaints.add(row.line, PLANS.column("name").title, reason)
            return project
        project = self._by_name.get(row.name)
        if project is None and row.name:
            complaints.unknown(
                row.line, PLANS.column("name").title, f"没有叫「{row.name}」的项目", row.name, self._by_name
            )
        elif project is None and not complaints.about(row.line):
            complaints.add(row.line, PLANS.column("code").title, "没有填")
        return project


def _by_name(projects: Sequence[Project]) -> Mapping[str, Project]:
    names: dict[str, Project] = {}
    shared: set[str] = set()
    for project in projects:
        for alias in project.aliases:
            if names.setdefault(alias, project) != project:
                shared.add(alias)
    plain = {alias: project for alias, project in names.items() if alias not in shared}
    return {**plain, **{project.name: project for project in projects}}
