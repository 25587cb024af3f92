"""The project form into the register: insert or update by code, all rows or none."""

from collections.abc import Sequence
from dataclasses import replace

from backend.domain.people import EVERYTHING, Duty, Role
from backend.domain.project import Project, Seat, Site, Stage, empty_seats
from backend.intake.cells import Named
from backend.intake.complaint import Reading
from backend.intake.projects import ProjectRow
from backend.services.desk import Desk
from backend.services.outcome import Complaints, Done, Outcome, all_or_nothing, happened
from backend.services.roster import Roster, sync_duties

SEATS = {
    Seat.LEADER: "包保领导",
    Seat.SECRETARY: "项目秘书",
    Seat.UNIT: "责任单位",
    Seat.TARGET: "目标完成日期",
}


def register(desk: Desk, reading: Reading[ProjectRow], *, dry_run: bool = False) -> Outcome:
    """A row is the project of that code; the same form a second time changes nothing.

    A project may only be 在建 with every seat filled (M14), a leader of its region counting. Raises
    Invalid("register_refused", complaints=…) with the reading's complaints and all of its own; nothing is
    saved then.
    """
    rows = [*reading.rows, *reading.partial]
    intake = _Intake(desk, Complaints(list(reading.complaints)), rows)
    with all_or_nothing(desk, intake.complaints, dry_run=dry_run):
        outcome = Outcome(tuple((row.name, intake.save(row)) for row in rows))
    return outcome


class _Intake:
    def __init__(self, desk: Desk, complaints: Complaints, rows: Sequence[ProjectRow]) -> None:
        self.complaints = complaints
        self._known = {project.code: project for project in desk.unit.projects.all(EVERYTHING)}
        renamed = {row.code for row in rows}
        self._taken = {p.name: p.code for p in self._known.values() if p.code not in renamed}
        self._desk = desk
        self._projects = desk.unit.projects
        self._roster = Roster(desk, complaints)
        self._regional = [duty for duty in self._roster.duties if duty.region is not None]
        self._own: dict[int, list[Duty]] = {}
        for duty in self._roster.duties:
            if duty.project_id is not None:
                self._own.setdefault(duty.project_id, []).append(duty)

    def save(self, row: ProjectRow) -> Done:
        """What happened to the project; nothing, when there is a complaint about the row."""
        known = self._known.get(row.code, Project(0, row.code, row.name))
        project = self._changed(row, known)
        wanted = self._wanted(row, project)
        self._check(row, project, wanted)
        if self.complaints.about(row.line):
            return Done.UNCHANGED
        if not project.id:
            project = self._projects.add(project)
        elif project != known:
            self._projects.update(project)
        self._known[row.code] = project
        changes = [
            project != known,
            self._save_plans(row, project),
            sync_duties(
                self._desk,
                self._own.get(project.id, []),
                [replace(duty, project_id=project.id) for duty in wanted],
            ),
        ]
        return happened(known.id > 0, any(changes))

    def _changed(self, row: ProjectRow, known: Project) -> Project:
        unit_id = known.unit_id
        if row.unit is not None:
            unit_id = self._roster.find_unit(row.line, "责任单位", row.unit) if row.unit else None
        return replace(known, name=row.name, unit_id=unit_id, site=self._site(row, known), **row.changes)

    def _site(self, row: ProjectRow, known: Project) -> Site | None:
        radius = row.radius_m or (known.site.radius_m if known.site else self._desk.policy.site_radius_m)
        if row.position is not None:
            return Site(*row.position, radius)
        return known.site and replace(known.site, radius_m=radius)

    def _wanted(self, row: ProjectRow, project: Project) -> list[Duty]:
        """The project's duties as they shall be; a seat the row is silent about stays as it is."""
        wanted = list(self._own.get(project.id, []))
        seats = ((Role.LEADER, "包保领导", row.leaders), (Role.SECRETARY, "项目秘书", row.secretaries))
        for role, column, named in seats:
            if named is not None:
                wanted = [duty for duty in wanted if duty.role is not role]
                wanted += self._holders(row.line, column, role, named)
        return [replace(duty, project_id=project.id) for duty in wanted]

    def _holders(self, line: int, column: str, role: Role, named: tuple[Named, ...]) -> list[Duty]:
        found = [self._roster.find(line, column, who) for who in named]
        today = self._desk.moment.day
        return [Duty(0, p.id, role, since=today, deputy_id=p.deputy_id) for p in found if p is not None]

    def _check(self, row: ProjectRow, project: Project, wanted: list[Duty]) -> None:
        if other := self._taken.get(row.name):
            self.complaints.add(row.line, "项目名称", f"编号 {other} 的项目已叫「{row.name}」")
        if project.start and project.target and project.target < project.start:
            self.complaints.add(row.line, "目标完成日期", f"{project.target} 早于开工日期 {project.start}")
        # A name that was not found has its own complaint; its seat need not be called empty as well.
        if project.stage is Stage.ACTIVE and not self.complaints.about(row.line):
            empty = empty_seats(project, [*wanted, *self._regional], self._desk.moment.day)
            if empty:
                missing = "、".join(SEATS[seat] for seat in empty)
                self.complaints.add(row.line, "建设阶段", f"“在建”项目必须补齐：{missing}")

    def _save_plans(self, row: ProjectRow, project: Project) -> bool:
        changed = False
        for year, plan in row.plans.items():
            in_year = self._desk.moment.day.year if year is None else year
            if self._projects.annual_plan([project.id], in_year).get(project.id) != plan:
                self._projects.set_annual_plan(project.id, in_year, plan)
                changed = True
        return changed
