"""/investments: figures as stated, in 万元."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from litestar import get, post
from litestar.params import JSONBody, QueryParameter

from backend.api.asking import Asker, Desks
from backend.api.shapes import Id, In, Listed, LongText, Out, WanText, exact, within_reach
from backend.domain.investment import Covers, Doubt, Investment
from backend.services import investments
from backend.services.projects import LARGEST_ID

Year = Annotated[int | None, QueryParameter(ge=2000, le=2100, description="This year when left out.")]
ProjectId = Annotated[int, QueryParameter(ge=1, le=LARGEST_ID)]


class Statement(In, frozen=True):
    """`month` is any day of the month the figure is about or ends in, this month when left out.

    What looks wrong is not stored but answered with its doubts; state it again with `confirmed` to have it stored.
    """

    project_id: Id
    wan: WanText
    covers: Covers
    month: date | None = None
    text: LongText = ""
    confirmed: bool = False


class InvestmentOut(Out, frozen=True):
    id: int
    project_id: int
    month: date
    covers: Covers
    wan: Decimal | None
    person_id: int
    at: datetime
    text: str


class StatedOut(Out, frozen=True):
    """`investment` null: not stored for the `doubts`. The year to the end of that month `before` and `after` the figure."""

    investment: InvestmentOut | None
    doubts: list[Doubt]
    before_wan: Decimal | None
    after_wan: Decimal | None
    plan_wan: Decimal | None


@get("/investments", summary="A project's figures of a year, as stated", sync_to_thread=True)
def list_investments(
    reading: Desks, asker: Asker, project_id: ProjectId, year: Year = None
) -> Listed[InvestmentOut]:
    with reading() as desk:
        found = investments.of_year(desk, asker, project_id, year or desk.moment.day.year)
        return Listed(items=[_out(one) for one in found], total=len(found))


@post("/investments", summary="State a figure (secretary, deputy, office)", sync_to_thread=True)
def state_investment(writing: Desks, asker: Asker, data: JSONBody[Statement]) -> StatedOut:
    within_reach(month=data.month)
    with writing() as desk:
        wan = Decimal(data.wan)
        stated = investments.invest(
            desk, asker, data.project_id, wan, data.covers, data.month, data.text, confirmed=data.confirmed
        )
        return StatedOut(
            investment=_out(stated.investment) if stated.investment else None,
            doubts=list(stated.doubts),
            before_wan=exact(stated.before_wan),
            after_wan=exact(stated.after_wan),
            plan_wan=exact(stated.plan_wan),
        )


ROUTES = (list_investments, state_investment)


def _out(investment: Investment) -> InvestmentOut:
    return InvestmentOut(
        id=investment.id,
        project_id=investment.project_id,
        month=investment.month,
        covers=investment.covers,
        wan=exact(investment.wan),
        person_id=investment.person_id,
        at=investment.at,
        text=investment.text,
    )
