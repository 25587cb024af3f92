"""The office's own calendars of sites, or its own days for a shipped one; changing one recomputes every plan."""

from dataclasses import replace

from backend.domain.calendar_diff import CalendarChange, Subject
from backend.domain.errors import Conflict, Invalid, NotFound
from backend.domain.people import EVERYTHING, Actor
from backend.domain.plan import Plan
from backend.domain.project import Project
from backend.domain.site_calendar import SEVEN_DAY, SiteCalendar, check
from backend.intake.site_calendars import shipped_calendars
from backend.services.desk import Desk
from backend.services.recalculation import Touches, Turn, by_whom, only_office, recalculate
from backend.services.site_calendars import site_calendars


def set_calendar(desk: Desk, actor: Actor | None, site: SiteCalendar) -> CalendarChange | None:
    """Add the calendar, or put it in place of the one of that name; None when it says the same.

    Raises NotAllowed, and what `site_calendar.check` raises.
    """
    only_office(actor)
    known = site_calendars(desk)
    check(site, known.values())
    before = known.get(site.name)
    if before is not None and replace(before, own=site.own) == site:
        return None
    turn = Turn(Subject.SITE, site.name, site.title, site.source, touches=_worked_by(site.name))
    return recalculate(
        desk, actor, turn, lambda: desk.unit.calendars.set_site(site, *by_whom(desk, actor))
    ).change


def remove_calendar(desk: Desk, actor: Actor | None, name: str) -> CalendarChange:
    """Take the office's own calendar away; a shipped one is then as it was shipped.

    Raises NotAllowed, NotFound("calendar_not_found", name, known), Invalid("calendar_shipped", name),
    Conflict("calendar_in_use", name, projects: names) when a plan that holds has a step worked by it.
    """
    only_office(actor)
    known = site_calendars(desk)
    if name not in known:
        raise NotFound("calendar_not_found", name=name, known=[site.title for site in known.values()])
    site = known[name]
    if not site.own:
        raise Invalid("calendar_shipped", name=site.title)
    if all(one.name != name for one in shipped_calendars()) and (projects := used_by(desk, name)):
        raise Conflict("calendar_in_use", name=site.title, projects=projects)
    turn = Turn(Subject.SITE, name, f"{site.title}（撤销自定）", site.source, touches=_worked_by(name))
    return recalculate(
        desk, actor, turn, lambda: desk.unit.calendars.remove_site(site, *by_whom(desk, actor))
    ).change


def used_by(desk: Desk, name: str) -> list[str]:
    """Names of the projects whose plan that holds has a step worked by the calendar."""
    projects = {project.id: project for project in desk.unit.projects.all(EVERYTHING)}
    stored = desk.unit.plans.newest(projects)
    return [
        project.name
        for id_, project in projects.items()
        if id_ in stored and _worked_by(name)(project, stored[id_].plan)
    ]


def _worked_by(name: str) -> Touches:
    """Plans with a step worked by the calendar, or all worked by it where sites have no days off."""

    def touches(project: Project, plan: Plan) -> bool:
        usual = project.seven_day and name == SEVEN_DAY
        return any(step.calendar == name or (usual and not step.calendar) for step in plan.steps)

    return touches
