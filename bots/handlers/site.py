"""What the site tells in free text: reports, corrections, blockers, money, services, visits."""

from dataclasses import replace
from datetime import date

from backend.domain.daily_report import Facts, Origin
from backend.domain.investment import Covers
from backend.domain.people import Role
from backend.domain.project import Project
from backend.services import daily_reports, investments, problems, visits
from bots.dialogs.conversation import Asked, Held, Question
from bots.handlers import lookup, queries
from bots.handlers.talk import Answers, Talk
from bots.intents import Invested, Kind, Money, Reading
from bots.message import Kind as Shape
from bots.prompts import (
    Filed,
    FiledInvestment,
    Noted,
    NotUnderstood,
    RaisedHere,
    SureAboutInvestment,
    WhichValue,
)
from bots.reading import category

REPORTED = ("workers", "machines", "progress")


def tell(talk: Talk, readings: tuple[Reading, ...], today: date) -> Answers:
    """Each stretch of the message is about one project; each is answered by itself."""
    said: Answers = []
    for reading in readings:
        said += _one(talk, reading, today)
    if all(isinstance(prompt, Noted) for prompt in said):
        return said[:1]
    return [prompt for prompt in said if not isinstance(prompt, Noted)]


def _one(talk: Talk, reading: Reading, today: date) -> Answers:
    match reading.kind:
        case Kind.CHATTER:
            return [Noted()]
        case Kind.UNKNOWN | Kind.COMMAND:
            return [NotUnderstood(reading.text)]
        case Kind.QUESTION:
            return queries.about(talk, reading)
        case _:
            pass
    project = _project(talk, reading)
    if isinstance(project, lookup.Unclear):
        return [lookup.ask(talk, "report", project, Held(Shape.TEXT, reading.text))]
    return file(talk, project, reading, today)


def _project(talk: Talk, reading: Reading) -> Project | lookup.Unclear:
    """A correction that names no project means the one told of last."""
    if reading.kind is Kind.CORRECTION and not reading.project_text:
        last = daily_reports.last_told(talk.desk, talk.actor)
        if last is not None:
            return talk.named(last)
    return lookup.project(talk, reading.project_text)


def file(talk: Talk, project: Project, reading: Reading, today: date) -> Answers:
    """Everything one reading says about a project; the report first, so that the echo shows the day's figures."""
    day = reading.day or today
    facts = facts_of(reading)
    echo = _echo(project, day, today, reading)
    if _is_report(reading, facts):
        echo = _filed(talk, project, reading, facts, day, echo)
    echo = replace(echo, problems=_raised(talk, project, reading))
    if reading.kind is Kind.VISIT and not echo.report_kept:
        echo = replace(echo, visited=_visited(talk, project, reading))
    said: Answers = []
    for invested in (*((reading.invested,) if reading.invested else ()), *reading.invested_also):
        echo, question = _invested(talk, project, invested, reading.text, today, echo)
        said += question
    doubt = next((d for d in reading.doubts if d.field in ("workers", "machines")), None)
    if doubt is not None and talk.asked is None:
        talk.asked = Asked(
            Question.VALUE,
            options=doubt.candidates,
            labels=doubt.candidates,
            project_id=project.id,
            day=day,
            field=doubt.field,
        )
        said.append(WhichValue(doubt.field, project.name, doubt.words, doubt.candidates))
        echo = replace(echo, doubts=(doubt.field,))
    return [echo, *said] if _told_something(echo) else said


def facts_of(reading: Reading) -> Facts:
    return Facts(
        workers=reading.workers,
        trades=reading.trades,
        machines=reading.machines,
        machine_types=reading.machine_types,
        progress=reading.progress,
        percent=reading.percent,
        stopped=True if reading.stopped else (False if reading.resumed else None),
        stop_reason=reading.stop_reason,
        service=reading.text if reading.kind is Kind.SERVICE else None,
    )


def _is_report(reading: Reading, facts: Facts) -> bool:
    """A blocker, a visit or a sum of money alone is no day's report."""
    return reading.same_as_before or reading.kind is Kind.SAME_AS_YESTERDAY or not facts.is_empty()


def _echo(project: Project, day: date, today: date, reading: Reading) -> Filed:
    return Filed(
        project_id=project.id,
        project=project.name,
        day=day,
        today=today,
        said=Facts(),
        changed=(),
        late=False,
        corrected=reading.kind is Kind.CORRECTION,
        missing=(),
        serviced=reading.kind is Kind.SERVICE,
        report_kept=False,
    )


def _filed(talk: Talk, project: Project, reading: Reading, facts: Facts, day: date, echo: Filed) -> Filed:
    origin = Origin.CORRECTION if reading.kind is Kind.CORRECTION else Origin.REPORT
    if reading.same_as_before or reading.kind is Kind.SAME_AS_YESTERDAY:
        done = daily_reports.same_as_before(talk.desk, talk.actor, project.id, day, facts, reading.text)
    else:
        done = daily_reports.file(talk.desk, talk.actor, project.id, day, facts, reading.text, origin)
    now, before = done.report.facts, done.before or Facts()
    doubtful = {doubt.field for doubt in reading.doubts}
    shown = now if done.report.facts.copied else facts
    return replace(
        echo,
        said=shown,
        changed=tuple(
            (name, getattr(before, name), getattr(now, name))
            for name in done.changed
            if getattr(before, name) is not None
        ),
        late=done.late,
        missing=tuple(name for name in REPORTED if getattr(now, name) is None and name not in doubtful),
        report_kept=True,
    )


def _raised(talk: Talk, project: Project, reading: Reading) -> tuple[RaisedHere, ...]:
    raised = []
    for text in reading.blockers:
        done = problems.raise_(talk.desk, talk.actor, project.id, text, category(text))
        raised.append(RaisedHere(done.problem.id, done.problem.text, done.already, done.problem.number))
    return tuple(raised)


def _visited(talk: Talk, project: Project, reading: Reading) -> bool:
    """Told, not checked in: kept as a note without a place, for the speaker's own visit only."""
    if not talk.actor.roles & {Role.LEADER, Role.SECRETARY}:
        return False
    visits.check_in(talk.desk, talk.actor, project.id, note=reading.text)
    return True


def _invested(
    talk: Talk, project: Project, invested: Invested, text: str, today: date, echo: Filed
) -> tuple[Filed, Answers]:
    """A figure that is sure is entered; one that is not is asked about, and waits."""
    month = invested.month or today.replace(day=1)
    covers = Covers.YEAR_TO_DATE if invested.covers is Money.YEAR_TO_DATE else Covers.MONTH
    doubts: tuple[str, ...] = ("unsaid",)
    if invested.covers in (Money.MONTH, Money.YEAR_TO_DATE):
        done = investments.invest(talk.desk, talk.actor, project.id, invested.wan, covers, month, text)
        if done.investment is not None:
            return replace(echo, invested=FiledInvestment(invested.wan, covers.value, month)), []
        doubts = tuple(doubt.value for doubt in done.doubts)
    talk.asked = Asked(
        Question.INVESTMENT,
        options=("yes",),
        labels=("对",),
        project_id=project.id,
        wan=invested.wan,
        covers=covers.value,
        month=month,
        held=Held(Shape.TEXT, text),
    )
    return echo, [SureAboutInvestment(project.name, invested.wan, covers.value, month, doubts)]


def _told_something(echo: Filed) -> bool:
    return bool(echo.report_kept or echo.problems or echo.invested or echo.serviced or echo.visited)


def exact(talk: Talk, asked: Asked, number: int) -> Answers:
    """The answer to "how many exactly": one figure of one day."""
    today = talk.desk.moment.day
    assert asked.project_id is not None  # noqa: S101 - a question about a figure always has its project
    project = talk.named(asked.project_id)
    facts = Facts(workers=number) if asked.field == "workers" else Facts(machines=number)
    reading = Reading(kind=Kind.CORRECTION, text=talk.incoming.text, day=asked.day)
    echo = _echo(project, asked.day or today, today, reading)
    return [_filed(talk, project, reading, facts, asked.day or today, echo)]


def investment_confirmed(talk: Talk, asked: Asked) -> Answers:
    assert asked.project_id is not None  # noqa: S101 - a question about money always has all three
    assert asked.wan is not None  # noqa: S101
    assert asked.month is not None  # noqa: S101
    project = talk.named(asked.project_id)
    text = asked.held.text if asked.held else ""
    covers = Covers(asked.covers)
    investments.invest(
        talk.desk, talk.actor, project.id, asked.wan, covers, asked.month, text, confirmed=True
    )
    today = talk.desk.moment.day
    echo = _echo(project, today, today, Reading(Kind.INVESTMENT, text))
    return [replace(echo, invested=FiledInvestment(asked.wan, covers.value, asked.month))]
