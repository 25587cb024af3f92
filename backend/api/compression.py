"""/projects/{id}/plan/compression: how the working days that are missing could be gained, and taking what is chosen."""

from datetime import date
from typing import Annotated

from litestar import get, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from backend.api.asking import Asker, Desks
from backend.api.plan_changes import StandingOut
from backend.api.shapes import PLAIN, Id, In, Out, Text
from backend.domain.backward import Schedule
from backend.domain.measure import Change, Measure
from backend.services import compressing, plans, projects, replanning
from backend.services.compressing import Compressed, Proposed
from reports import plan_phrases


class ChangeOut(Out, frozen=True):
    """`old`, `new`: working days, or lag of the link from `before`. `text`: the same in words."""

    number: int
    measure: Measure
    step: str
    before: str | None
    through: list[str]
    old: int
    new: int
    limit: int
    gained: int
    make_up: date | None
    text: str


class ProposalOut(Out, frozen=True):
    """`short_of`: working days still missing after all of it. `mark`: changes when the proposal does."""

    project_id: int
    version: int
    mark: str
    day: date
    before: StandingOut
    after: StandingOut
    short_of: int
    fewest: bool
    changes: list[ChangeOut]
    lines: list[str]


class CompressIn(In, frozen=True):
    """`accept`: numbers of changes; `version` and, better still, `mark` are of the proposal looked at.

    `approved_by`: the id of the person who approved it.
    """

    accept: Annotated[list[int], Meta(min_length=1, max_length=plans.MAX_STEPS)]
    reason: Text
    version: Id
    approved_by: Id | None = None
    mark: Annotated[str, Meta(max_length=20, pattern=PLAIN)] | None = None


class CompressedOut(Out, frozen=True):
    project_id: int
    version: int
    taken: list[int]
    before: StandingOut
    after: StandingOut


@get(
    "/projects/{project_id:int}/plan/compression",
    summary="How the working days that are missing could be gained",
    sync_to_thread=True,
)
def get_compression(reading: Desks, asker: Asker, project_id: FromPath[int]) -> ProposalOut:
    with reading() as desk:
        return _proposal_out(compressing.proposed(desk, projects.get(desk, asker, project_id)))


@post(
    "/projects/{project_id:int}/plan/compression",
    summary="Adopt chosen changes as a new version (office)",
    sync_to_thread=True,
)
def accept_compression(
    writing: Desks, asker: Asker, project_id: FromPath[int], data: JSONBody[CompressIn]
) -> CompressedOut:
    with writing() as desk:
        done = compressing.compress(
            desk,
            asker,
            projects.get(desk, asker, project_id),
            frozenset(data.accept),
            version=data.version,
            reason=data.reason,
            approver=replanning.approver(desk, data.approved_by),
            mark=data.mark,
        )
        return _compressed_out(done, data.accept)


ROUTES = (get_compression, accept_compression)


def _standing(one: Schedule) -> StandingOut:
    return StandingOut(
        target=one.plan.target,
        finish=one.finish,
        project_float=one.project_float,
        provisional=one.provisional,
    )


def _proposal_out(found: Proposed) -> ProposalOut:
    proposal = found.proposal
    lines = plan_phrases.proposal(proposal, found.day)
    steps = {step.id: step for step in proposal.before.plan.steps}
    texts = [plan_phrases.change(one, steps, found.day) for one in proposal.changes]
    return ProposalOut(
        project_id=found.project.id,
        version=found.version,
        mark=found.mark,
        day=found.day,
        before=_standing(proposal.before),
        after=_standing(proposal.after),
        short_of=proposal.short_of,
        fewest=proposal.fewest,
        changes=[
            _change_out(n, *pair) for n, pair in enumerate(zip(proposal.changes, texts, strict=True), 1)
        ],
        lines=lines,
    )


def _change_out(number: int, one: Change, text: str) -> ChangeOut:
    return ChangeOut(
        number=number,
        measure=one.measure,
        step=one.step,
        before=one.before or None,
        through=list(one.through),
        old=one.old,
        new=one.new,
        limit=one.limit,
        gained=one.gained,
        make_up=one.make_up,
        text=text,
    )


def _compressed_out(done: Compressed, accepted: list[int]) -> CompressedOut:
    return CompressedOut(
        project_id=done.project.id,
        version=done.after.stored.version,
        taken=sorted(set(accepted)),
        before=_standing(done.before.proposal.before),
        after=_standing(done.after.schedule),
    )
