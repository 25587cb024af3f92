"""A milestone is reported done."""

from datetime import date

from backend.domain.project import Project
from backend.services import plans
from bots.dialogs.conversation import Asked, Question
from bots.handlers import lookup
from bots.handlers.talk import Answers, Talk
from bots.intents import FinishMilestone
from bots.prompts import MilestoneDone, WhichMilestone
from bots.reading import match_project

MOST_OPTIONS = 5


def finished(talk: Talk, order: FinishMilestone) -> Answers:
    project = lookup.required(talk, order.project)
    day = order.day or talk.desk.moment.day
    names = plans.open_steps(talk.desk, project)
    match = match_project(order.milestone, names)
    if match.best is not None:
        return finish(talk, project, match.best, day)
    options = tuple(match.candidates or names)[:MOST_OPTIONS]
    talk.asked = Asked(Question.STEP, options=options, labels=options, project_id=project.id, day=day)
    return [WhichMilestone(project.name, order.milestone, options)]


def finish_named(talk: Talk, asked: Asked, name: str) -> Answers:
    return finish(talk, talk.named(asked.project_id or 0), name, asked.day or talk.desk.moment.day)


def finish(talk: Talk, project: Project, name: str, day: date) -> Answers:
    done = plans.finish(talk.desk, talk.actor, project, name, day)
    coming = done.after.coming
    return [
        MilestoneDone(
            project=project.name,
            milestone=done.name,
            day=done.day,
            latest=done.figure.latest,
            days_late=done.figure.days_late,
            next_milestone=coming.name if coming else None,
            next_latest=coming.latest if coming else None,
            float_days=done.after.schedule.project_float,
        )
    ]
