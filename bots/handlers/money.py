"""What the site says of money: a figure that is sure is entered, one that is not is asked about and waits."""

from datetime import date
from decimal import Decimal

from backend.domain.investment import Covers
from backend.domain.project import Project
from backend.services import investments
from bots.dialogs.conversation import Asked, Held, Question
from bots.handlers.talk import Talk
from bots.intents import Money, Reading
from bots.message import Kind
from bots.prompts import FiledInvestment, LeftOut, Prompt, SureAboutInvestment

EITHER = (Covers.MONTH.value, Covers.YEAR_TO_DATE.value)
SURE = ("yes",)


def entered(
    talk: Talk, project: Project, reading: Reading
) -> tuple[tuple[FiledInvestment, ...], list[Prompt]]:
    """What was entered of one reading's figures, and what must be asked first."""
    done: list[FiledInvestment] = []
    asked: list[Prompt] = []
    for figure in (*((reading.invested,) if reading.invested else ()), *reading.invested_also):
        month = figure.month or talk.today.replace(day=1)
        if figure.covers in (Money.MONTH, Money.YEAR_TO_DATE):
            answer = _state(talk, project, figure.wan, Covers(figure.covers.value), month, reading.text)
        else:
            answer = _ask(talk, project, EITHER, figure.wan, Covers.MONTH, month, reading.text)
        if isinstance(answer, FiledInvestment):
            done.append(answer)
        else:
            asked.append(answer)
    return tuple(done), asked


def answered(talk: Talk, asked: Asked, value: str) -> FiledInvestment | SureAboutInvestment | LeftOut:
    """Yes to a doubtful figure, or what an unclear one covers: then it may still be doubtful."""
    confirmed = value in SURE
    return _state(
        talk,
        talk.named(asked.project_id or 0),
        asked.wan or Decimal(0),
        Covers(asked.covers if confirmed else value),
        asked.month or talk.today.replace(day=1),
        asked.held.text if asked.held else "",
        confirmed=confirmed,
    )


def _state(
    talk: Talk,
    project: Project,
    wan: Decimal,
    covers: Covers,
    month: date,
    text: str,
    *,
    confirmed: bool = False,
) -> FiledInvestment | SureAboutInvestment | LeftOut:
    done = investments.invest(
        talk.desk, talk.actor, project.id, wan, covers, month, text, confirmed=confirmed
    )
    if done.investment is not None:
        return FiledInvestment(wan, covers.value, month)
    doubts = tuple(doubt.value for doubt in done.doubts)
    return _ask(talk, project, SURE, wan, covers, month, text, doubts)


def _ask(
    talk: Talk,
    project: Project,
    options: tuple[str, ...],
    wan: Decimal,
    covers: Covers,
    month: date,
    text: str,
    doubts: tuple[str, ...] = (),
) -> SureAboutInvestment | LeftOut:
    """One figure can wait; a second one that is not sure must be said again."""
    if talk.asked is not None and talk.asked.question is not Question.REASON:
        return LeftOut("investment", text)
    talk.asked = Asked(
        Question.INVESTMENT,
        options,
        project_id=project.id,
        wan=wan,
        covers=covers.value,
        month=month,
        held=Held(Kind.TEXT, text),
    )
    return question(talk.asked, project, doubts)


def question(asked: Asked, project: Project, doubts: tuple[str, ...] = ()) -> SureAboutInvestment:
    assert asked.wan is not None  # noqa: S101 - a question about money always has both
    assert asked.month is not None  # noqa: S101
    return SureAboutInvestment(project.name, asked.wan, asked.covers, asked.month, doubts)
