"""The site states what has been invested; what looks wrong is asked about before it is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backend.domain.errors import Invalid
from backend.domain.investment import MAX_WAN, Covers, Doubt, Investment, doubts, month_of, year_invested
from backend.domain.people import Actor
from backend.services import projects
from backend.services.daily_reports import LONGEST_TEXT, reportable
from backend.services.desk import Desk

OLDEST_MONTHS = 12  # older months are the office's to mend


@dataclass(frozen=True, slots=True)
class Stated:
    """`investment` None: not stored, the doubts must be settled first and the figure stated again, confirmed.

    before_wan, after_wan: the year to the end of that month without and with the figure. All 万元.
    """

    project_id: int
    investment: Investment | None
    doubts: tuple[Doubt, ...]
    before_wan: Decimal
    after_wan: Decimal
    plan_wan: Decimal | None


def invest(
    desk: Desk,
    actor: Actor,
    project_id: int,
    wan: Decimal,
    covers: Covers,
    month: date | None = None,
    text: str = "",
    *,
    confirmed: bool = False,
) -> Stated:
    """`month` is any day of the month the figure is about or ends in; None is this month.

    Raises NotFound, NotAllowed as for a daily report; Invalid for an amount or a month that cannot be.
    """
    project = reportable(desk, actor, project_id)
    month = month_of(month or desk.moment.day)
    _check(desk, actor, wan, month, text)
    known = desk.unit.investments.of_project(project.id, month.year)
    plan = desk.unit.projects.annual_plan([project.id], month.year).get(project.id)
    asked = doubts(known, month, covers, wan, plan)
    figure = Investment(0, project.id, month, covers, wan, actor.person.id, desk.moment.at, text)
    stored = None if asked and not confirmed else desk.unit.investments.add(figure)
    return Stated(
        project_id=project.id,
        investment=stored,
        doubts=asked,
        before_wan=year_invested(known, month),
        after_wan=year_invested([*known, stored or figure], month),
        plan_wan=plan,
    )


def of_year(desk: Desk, actor: Actor, project_id: int, year: int) -> Sequence[Investment]:
    """The figures that stand, in the order they were stated."""
    project = projects.get(desk, actor, project_id)
    return desk.unit.investments.of_project(project.id, year)


def _check(desk: Desk, actor: Actor, wan: Decimal, month: date, text: str) -> None:
    if not (wan.is_finite() and 0 <= wan <= MAX_WAN):
        raise Invalid("wan_out_of_range", field="wan", value=wan, limit=MAX_WAN)
    this = month_of(desk.moment.day)
    if month > this:
        raise Invalid("month_in_future", field="month", month=month, today=desk.moment.day)
    age = (this.year - month.year) * 12 + this.month - month.month
    if age > OLDEST_MONTHS and not actor.is_office():
        raise Invalid("month_too_old", field="month", month=month, months=OLDEST_MONTHS)
    if len(text) > LONGEST_TEXT:
        raise Invalid("text_too_long", field="text", limit=LONGEST_TEXT)
