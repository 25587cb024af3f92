"""/projects/{id}/plan/ledger and the step a problem stops: who answers for delay, and what a problem costs."""

from datetime import date
from typing import Annotated

from litestar import get, put
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta

from backend.api.asking import Asker, Desks
from backend.api.problems import ProblemOut, problems_out
from backend.api.shapes import PLAIN, IdFilter, In, Limit, Listed, Out, within_reach
from backend.domain.delay import Cause, Entry, Total
from backend.domain.plan_history import StepName
from backend.domain.problem_price import Price
from backend.domain.step_proposal import Ground
from backend.services import delays, problem_prices, problem_steps
from backend.services.delays import Delays
from reports import delay_words, price_words

DayFilter = Annotated[date | None, QueryParameter(description="A status day, inclusive.")]
StepFilter = Annotated[
    str | None, QueryParameter(min_length=1, max_length=120, pattern=PLAIN, description="Its id or name.")
]
StepRef = Annotated[
    str, Meta(min_length=1, max_length=120, pattern=PLAIN, description="Its id or name in the plan.")
]


class StepNameOut(Out, frozen=True):
    """As the plan that holds calls it; `id` is null for a step that is no longer in it."""

    id: str | None
    name: str


class EntryOut(Out, frozen=True):
    """The forecast finish moved by `days` working days on `day`, to `finish`; negative = recovered.

    `problem`, `also`: ids of those open on that day, the oldest first. `sharing`: steps that decided just as much.
    """

    day: date
    days: int
    cause: Cause
    step: StepNameOut | None
    owner: str
    problem: int | None
    also: list[int]
    sharing: list[StepNameOut]
    finish: date | None


class TotalOut(Out, frozen=True):
    """`days` = `lost` - `recovered`; `by_problems`: lost while a problem was open.

    `name`, `id`: of the step, owner or problem, null where there is none; `cause` where no step did it.
    """

    name: str | None
    id: str | None
    cause: Cause | None
    days: int
    lost: int
    recovered: int
    by_problems: int


class ReplanOut(Out, frozen=True):
    """A version that came in and by how many working days it moved the finish."""

    day: date
    version: int
    days: int
    target_before: date
    target: date


class LedgerOut(Out, frozen=True):
    """`slip`: working days from `finish_before` to `finish_after`: the sum of the entries, and of each kind of totals."""

    project_id: int
    milestone: StepNameOut | None
    first: date
    last: date
    finish_before: date | None
    finish_after: date | None
    target: date
    slip: int
    lost: int
    recovered: int
    sentence: str
    entries: list[EntryOut]
    by_step: list[TotalOut]
    by_owner: list[TotalOut]
    by_problem: list[TotalOut]
    replans: list[ReplanOut]


class TieIn(In, frozen=True):
    """`step` null unties it."""

    step: StepRef | None


class ProposalOut(Out, frozen=True):
    """The step that it most likely stops, and why that one."""

    step: str
    name: str
    ground: Ground


class PriceOut(Out, frozen=True):
    """`open`: working days since it was raised; `stopped`: those of them in which the step could have been worked.

    Floats of the step without and with the problem; `finish`, `moved_to`: of the plan, likewise, `moved` apart.
    """

    open: int
    stopped: int
    float_before: int
    float_after: int
    eaten: int
    finish: date | None
    moved_to: date | None
    moved: int
    project_float: int
    sentence: str


class ImpactOut(Out, frozen=True):
    """`price` is null for a problem tied to no step, or to one done before; `proposal` is for the former."""

    problem: ProblemOut
    price: PriceOut | None
    proposal: ProposalOut | None


@get(
    "/projects/{project_id:int}/plan/ledger",
    summary="Who answers for every working day of delay",
    sync_to_thread=True,
)
def get_ledger(
    reading: Desks,
    asker: Asker,
    project_id: FromPath[int],
    first: DayFilter = None,
    last: DayFilter = None,
    milestone: StepFilter = None,
) -> LedgerOut:
    within_reach(first=first, last=last)
    with reading() as desk:
        return _ledger_out(delays.ledger(desk, asker, project_id, first, last, milestone or ""))


@put(
    "/problems/{problem_id:int}/step",
    summary="Say which step of the plan it stops (secretary, leader, office)",
    sync_to_thread=True,
)
def put_step(writing: Desks, asker: Asker, problem_id: FromPath[int], data: JSONBody[TieIn]) -> ProblemOut:
    with writing() as desk:
        return problems_out(desk, [problem_steps.tie(desk, asker, problem_id, data.step or "")])[0]


@get(
    "/problems/dearest",
    summary="Open problems tied to a step, those first that have eaten most float",
    sync_to_thread=True,
)
def list_dearest(
    reading: Desks, asker: Asker, project_id: IdFilter = None, limit: Limit = 100
) -> Listed[ImpactOut]:
    with reading() as desk:
        found = problem_prices.dearest(desk, asker, project_id)
        shown = problems_out(desk, [problem for problem, _ in found[:limit]])
        prices = [_price_out(price, desk.moment.day) for _, price in found[:limit]]
        items = [
            ImpactOut(problem=problem, price=price, proposal=None)
            for problem, price in zip(shown, prices, strict=True)
        ]
        return Listed(items=items, total=len(found))


@get("/problems/{problem_id:int}/impact", summary="What it costs the plan", sync_to_thread=True)
def get_impact(reading: Desks, asker: Asker, problem_id: FromPath[int]) -> ImpactOut:
    with reading() as desk:
        found = problem_prices.quoted(desk, asker, problem_id)
        proposal = found.guessed
        return ImpactOut(
            problem=problems_out(desk, [found.problem])[0],
            price=_price_out(found.price, desk.moment.day) if found.price else None,
            proposal=ProposalOut(step=proposal.step, name=proposal.name, ground=proposal.ground)
            if proposal
            else None,
        )


ROUTES = (get_ledger, put_step, list_dearest, get_impact)


def _ledger_out(found: Delays) -> LedgerOut:
    one = found.ledger
    return LedgerOut(
        project_id=found.project.id,
        milestone=_step_out(found.milestone),
        first=one.first,
        last=one.last,
        finish_before=one.before,
        finish_after=one.after,
        target=found.target,
        slip=one.slip,
        lost=one.lost,
        recovered=one.recovered,
        sentence=delay_words.sentence(one),
        entries=[_entry_out(entry) for entry in one.entries],
        by_step=[
            _total_out(None, None, total, step)
            if isinstance(step, Cause)
            else _total_out(step.name, step.id, total)
            for step, total in one.by_step.items()
        ],
        by_owner=[
            _total_out(None, None, total, owner)
            if isinstance(owner, Cause)
            else _total_out(owner or None, None, total)
            for owner, total in one.by_owner.items()
        ],
        by_problem=[
            _total_out(found.problems[id_].number, str(id_), total) if id_ else _total_out(None, None, total)
            for id_, total in one.by_problem.items()
        ],
        replans=[
            ReplanOut(
                day=each.day,
                version=each.version,
                days=each.days,
                target_before=each.before,
                target=each.target,
            )
            for each in one.replans
        ],
    )


def _entry_out(entry: Entry) -> EntryOut:
    sharing = [step for step in map(_step_out, entry.sharing) if step]
    return EntryOut(
        day=entry.day,
        days=entry.days,
        cause=entry.cause,
        step=_step_out(entry.step),
        owner=entry.owner,
        problem=entry.problem,
        also=list(entry.also),
        sharing=sharing,
        finish=entry.finish,
    )


def _step_out(step: StepName | None) -> StepNameOut | None:
    return StepNameOut(id=step.id or None, name=step.name) if step else None


def _total_out(name: str | None, id_: str | None, total: Total, cause: Cause | None = None) -> TotalOut:
    return TotalOut(
        name=name,
        id=id_ or None,
        cause=cause,
        days=total.days,
        lost=total.lost,
        recovered=total.recovered,
        by_problems=total.by_problems,
    )


def _price_out(price: Price, today: date) -> PriceOut:
    impact = price.impact
    return PriceOut(
        open=price.open,
        stopped=price.stopped,
        float_before=impact.float_before or 0,
        float_after=impact.float_after or 0,
        eaten=impact.eaten,
        finish=impact.before.finish,
        moved_to=impact.after.finish,
        moved=impact.moved,
        project_float=impact.after.spare,
        sentence=price_words.sentence(price, today),
    )
