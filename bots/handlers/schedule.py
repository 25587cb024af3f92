"""The schedule asked about: 倒排, 还差几天, 关键线路, 影响 12号."""

from datetime import date

from backend.domain.errors import NotFound
from backend.services import problem_prices, problem_views
from backend.services.plans import Planned
from backend.services.schedule_talk import Deciding, Outlook, outlook
from bots.handlers.talk import Answers, Talk
from bots.message import Drawing, Picture
from bots.prompts import (
    CriticalLine,
    DaysLeft,
    DecidingLine,
    HowTo,
    NodeLine,
    ProblemImpact,
    ScheduleCard,
    Unplanned,
)


def card(talk: Talk, project_id: int) -> Answers:
    view = outlook(talk.desk, talk.actor, project_id)
    planned = _planned(view)
    last = max((m for m in planned.milestones if m.actual), key=lambda m: m.actual or date.min, default=None)
    return [
        ScheduleCard(
            today=talk.today,
            project=view.project.name,
            target=planned.schedule.plan.target,
            finish=planned.schedule.finish,
            float_days=planned.schedule.project_float,
            provisional=planned.schedule.provisional,
            finished=not view.chain,
            done=planned.done,
            total=len(planned.milestones),
            last_done=last.name if last else None,
            last_day=last.actual if last else None,
            nodes=_nodes(view, planned),
            picture=_route_map(talk, view),
        )
    ]


def _planned(view: Outlook) -> Planned:
    if view.planned is None:
        raise NotFound("plan_missing", name=view.project.name)
    return view.planned


def _nodes(view: Outlook, planned: Planned) -> tuple[NodeLine, ...]:
    return tuple(
        NodeLine(one.name, one.latest, one.expected, one.state, one.days_late, view.owners.get(one.seq, ""))
        for one in planned.milestones
        if one.actual is None
    )


def _route_map(talk: Talk, view: Outlook) -> Picture:
    return Picture(Drawing.ROUTE_MAP, view.project.id, talk.desk.moment.at, f"{view.project.name}路径图")


def days_left(talk: Talk, project_id: int) -> Answers:
    view = outlook(talk.desk, talk.actor, project_id)
    today, name, days = talk.today, view.project.name, view.days or 0
    if view.planned is None or view.target is None or view.planned.schedule.finish is None:
        return [Unplanned(today, name, view.target, days, view.working_days)]
    computed = view.planned.schedule
    return [
        DaysLeft(
            today=today,
            project=name,
            target=view.target,
            days=days,
            working_days=view.working_days,
            finish=computed.finish or today,
            float_days=computed.project_float,
            provisional=computed.provisional,
            deciding=_deciding(view.chain[0]) if view.chain else None,
        )
    ]


def critical(talk: Talk, project_id: int) -> Answers:
    view = outlook(talk.desk, talk.actor, project_id)
    computed = _planned(view).schedule
    return [
        CriticalLine(
            today=talk.today,
            project=view.project.name,
            target=computed.plan.target,
            finish=computed.finish or computed.plan.target,
            float_days=computed.project_float,
            provisional=computed.provisional,
            lines=tuple(_deciding(one) for one in view.chain),
        )
    ]


def _deciding(one: Deciding) -> DecidingLine:
    """What is under way, or takes no time, is to be finished in time; what has not begun is to begin in time."""
    row = one.row
    ends = row.step.is_under_way or row.step.days == 0
    return DecidingLine(
        name=row.step.name,
        under_way=row.step.is_under_way,
        due=row.late_finish if ends else row.late_start,
        first=row.early_start,
        last=row.early_finish,
        left=one.left if row.step.days else 0,
        owner=row.step.owner,
    )


def impact(talk: Talk, ref: str) -> Answers:
    if not ref:
        return [HowTo("impact")]
    problem = problem_views.find(talk.desk, talk.actor, ref)
    found = problem_prices.quoted(talk.desk, talk.actor, problem.id)
    return [ProblemImpact(talk.today, found.project.name, found.problem, found.price, found.guessed)]
