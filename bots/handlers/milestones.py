"""A milestone is reported done."""

from datetime import date

from backend.domain.project import Project
from backend.services import plans
from bots.dialogs.conversation import Asked, Question
from bots.handlers.talk import Answers, Talk
from bots.intents import FinishMilestone
from bots.prompts import MilestoneDone, WhichMilestone
from bots.reading import match_project

MOST_OPTIONS = 5


def finished(talk: Talk, order: FinishMilestone, project: Project) -> Answers:
    day = order.day or talk.today
    open_ = plans.open_steps(talk.desk, project)
    match = match_project(order.milestone, open_)
    if match.best is not None:
        return finish(talk, project, match.best, day)
    steps = [step.name for step in plans.stored_plan(talk.desk, project).plan.steps]
    known = match_project(order.milestone, steps).best
    if known is not None and not match.candidates:
        return finish(talk, project, known, day)  # a step that is no milestone, or one that is done already
    options = tuple(match.candidates or open_)[:MOST_OPTIONS]
    talk.asked = Asked(Question.STEP, options, order.milestone, project_id=project.id, day=day)
    return [WhichMilestone(project.name, order.milestone, options, bool(match.candidates))]


def step_named(talk: Talk, asked: Asked, words: str) -> Answers:
    """Nothing when the words are no option's name."""
    match = match_project(words, asked.options)
    return [] if match.best is None else finish_named(talk, asked, match.best)


def finish_named(talk: Talk, asked: Asked, name: str) -> Answers:
    return finish(talk, talk.named(asked.project_id or 0), name, asked.day or talk.today)


def finish(talk: Talk, project: Project, name: str, day: date) -> Answers:
    done = plans.finish(talk.desk, talk.actor, project, name, day)
    coming = done.after.coming
    return [
        MilestoneDone(
            project=project.name,
            milestone=done.name,
            today=talk.today,
            day=done.day,
            latest=done.figure.latest,
            days_late=done.figure.days_late,
            next_milestone=coming.name if coming else None,
            next_latest=coming.latest if coming else None,
            float_days=done.after.schedule.project_float,
        )
    ]
