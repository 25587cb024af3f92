"""What the site tells in free text: reports, corrections, blockers, services, visits."""

from collections.abc import Sequence
from dataclasses import replace

from backend.domain.daily_report import Facts, Origin
from backend.domain.errors import Invalid, Refused
from backend.domain.people import Role
from backend.domain.project import Project
from backend.services import daily_reports, expectations, problems, visits
from bots.dialogs.conversation import Asked, Held, Question
from bots.handlers import lookup, money, queries
from bots.handlers.talk import Answers, Talk
from bots.intents import Kind, Reading
from bots.message import Kind as Shape
from bots.prompts import (
    AllReported,
    Filed,
    FiledInvestment,
    FiledSeveral,
    Noted,
    NothingToCopy,
    NotUnderstood,
    Prompt,
    RaisedHere,
    Refusal,
    WhichValue,
)
from bots.reading import category

REPORTED = ("workers", "machines", "progress")


def tell(talk: Talk, readings: Sequence[Reading]) -> Answers:
    """Each stretch of the message is about one project; one that is refused does not take the others along."""
    if len(readings) == 1:
        return _one(talk, readings[0], alone=True)
    said: Answers = []
    for reading in readings:
        try:
            with talk.desk.unit.attempt():
                said += _one(talk, reading, alone=False)
        except Refused as refused:
            said.append(Refusal(refused.code, refused.facts, about=reading.project_text or ""))
    meant: Answers = [prompt for prompt in said if not isinstance(prompt, Noted)]
    return together(talk, meant) or said[:1]


def together(talk: Talk, said: Answers) -> Answers:
    """Several echoes as one message."""
    echoes = tuple(prompt for prompt in said if isinstance(prompt, Filed))
    if len(echoes) < 2:
        return said
    if talk.asked is not None and talk.asked.question is Question.REASON:
        talk.asked = None  # of several, it could be any one's reason
    return [FiledSeveral(echoes), *(prompt for prompt in said if not isinstance(prompt, Filed))]


def _one(talk: Talk, reading: Reading, *, alone: bool) -> Answers:
    match reading.kind:
        case Kind.CHATTER:
            return [Noted()]
        case Kind.UNKNOWN | Kind.COMMAND:
            return [NotUnderstood(talk.reports)]
        case Kind.QUESTION:
            return queries.about(talk, reading)
        case _:
            pass
    if _says_only_same(reading) and Role.SECRETARY in talk.actor.roles and len(talk.own) > 1:
        return same_as_yesterday(talk)
    project = _project(talk, reading, alone=alone)
    if isinstance(project, lookup.Unclear):
        return [lookup.ask(talk, "report", project, Held(Shape.TEXT, reading.text))]
    return file(talk, project, reading)


def _says_only_same(reading: Reading) -> bool:
    return reading.same_as_before and not reading.project_text and facts_of(reading).is_empty()


def _project(talk: Talk, reading: Reading, *, alone: bool) -> Project | lookup.Unclear:
    """A correction that names no project means the one told of last.

    `alone`: in a message about one project what looks like a name may be none; of several each was named.
    """
    if reading.kind is Kind.CORRECTION and not reading.project_text and len(talk.own) > 1:
        last = daily_reports.last_told(talk.desk, talk.actor)
        if last is not None:
            return talk.named(last)
    find = lookup.project if alone else lookup.named
    return find(talk, reading.project_text)


# ---- for every own project that is still silent today


def same_as_yesterday(talk: Talk) -> Answers:
    said: Answers = []
    nothing: list[str] = []
    silent = _silent(talk)
    for project in silent:
        try:
            with talk.desk.unit.attempt():
                said += file(talk, project, Reading(Kind.SAME_AS_YESTERDAY, "同昨天", same_as_before=True))
        except Refused as refused:
            if refused.code != "nothing_to_copy":
                raise
            nothing.append(project.name)
    said = together(talk, said)
    if nothing:
        said.append(NothingToCopy(tuple(nothing)))
    return said or [AllReported()]


def stopped_today(talk: Talk) -> Answers:
    said: Answers = []
    for project in _silent(talk):
        said += file(talk, project, Reading(Kind.DAILY_REPORT, "今天停工", stopped=True))
    return together(talk, said) or [AllReported()]


def _silent(talk: Talk) -> list[Project]:
    return sorted(expectations.silent(talk.desk, talk.actor), key=lambda one: one.id)


# ---- one reading of one project


def file(talk: Talk, project: Project, reading: Reading) -> Answers:
    """Everything one reading says about a project; the report first, so that the echo shows the day's figures."""
    _has_a_day(reading)
    visit = _is_visit(talk, reading)
    facts = Facts() if visit else facts_of(reading)
    echo = _echo(talk, project, reading)
    if reading.same_as_before or reading.kind is Kind.SAME_AS_YESTERDAY or not facts.is_empty():
        echo = _filed(talk, project, reading, facts, echo)
    echo = replace(echo, problems=raised(talk, project, reading.blockers))
    if visit:
        echo = replace(echo, visited=_visited(talk, project, reading))
    entered, questions = money.entered(talk, project, reading)
    echo = replace(echo, invested=entered)
    doubts = _doubts(talk, project, reading, echo)
    asked = {doubt.field for doubt in doubts}
    echo = replace(echo, missing=tuple(name for name in echo.missing if name not in asked))
    questions += doubts
    if _told_something(echo):
        return [echo, *questions]
    return questions or [NotUnderstood(talk.reports)]


def _has_a_day(reading: Reading) -> None:
    """2月30日 is no day at all: nothing of it may be taken for today's."""
    words = next((doubt.words for doubt in reading.doubts if doubt.field == "day"), None)
    if words is not None and reading.day is None:
        raise Invalid("day_unknown", field="day", words=words)


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


def _is_visit(talk: Talk, reading: Reading) -> bool:
    """What a leader does for a project is a visit; a secretary's service belongs into the day's report."""
    counted = reading.workers is not None or reading.machines is not None
    return not counted and (reading.kind is Kind.VISIT or (reading.kind is Kind.SERVICE and not talk.reports))


def _echo(talk: Talk, project: Project, reading: Reading) -> Filed:
    return Filed(
        project_id=project.id,
        project=project.name,
        day=reading.day or talk.today,
        today=talk.today,
        said=Facts(),
        changed=(),
        late=False,
        corrected=False,
        missing=(),
        serviced=False,
        report_kept=False,
    )


def _filed(talk: Talk, project: Project, reading: Reading, facts: Facts, echo: Filed) -> Filed:
    origin = Origin.CORRECTION if reading.kind is Kind.CORRECTION else Origin.REPORT
    if reading.same_as_before or reading.kind is Kind.SAME_AS_YESTERDAY:
        done = daily_reports.same_as_before(talk.desk, talk.actor, project.id, echo.day, facts, reading.text)
    else:
        done = daily_reports.file(talk.desk, talk.actor, project.id, echo.day, facts, reading.text, origin)
    now, before = done.report.facts, done.before or Facts()
    changed = tuple(
        (name, getattr(before, name), getattr(now, name))
        for name in done.changed
        if getattr(before, name) is not None
    )
    if now.stopped and not now.stop_reason and talk.asked is None:
        talk.asked = Asked(Question.REASON, project_id=project.id, day=echo.day)
    return replace(
        echo,
        said=now if now.copied else facts,
        changed=changed,
        late=done.late,
        corrected=reading.kind is Kind.CORRECTION and bool(changed),
        missing=tuple(name for name in REPORTED if getattr(now, name) is None),
        serviced=reading.kind is Kind.SERVICE,
        report_kept=True,
    )


def raised(talk: Talk, project: Project, texts: Sequence[str]) -> tuple[RaisedHere, ...]:
    found = []
    for text in texts:
        done = problems.raise_(talk.desk, talk.actor, project.id, text, category(text))
        found.append(RaisedHere(done.problem.id, done.problem.text, done.already, done.problem.number))
    return tuple(found)


def raise_on(talk: Talk, project: Project, text: str) -> Answers:
    """A problem and nothing else."""
    echo = _echo(talk, project, Reading(Kind.BLOCKER, text))
    return [replace(echo, problems=raised(talk, project, [text]))]


def _visited(talk: Talk, project: Project, reading: Reading) -> bool:
    """Told, not checked in: kept as a note without a place, for the speaker's own visit only."""
    if not talk.actor.roles & {Role.LEADER, Role.SECRETARY}:
        return False
    visits.check_in(talk.desk, talk.actor, project.id, note=reading.text)
    return True


def _doubts(talk: Talk, project: Project, reading: Reading, echo: Filed) -> list[WhichValue]:
    """Ask about the first figure that is not sure, unless something else is asked already."""
    doubt = next((one for one in reading.doubts if one.field in ("workers", "machines")), None)
    if doubt is None or (talk.asked is not None and talk.asked.question is not Question.REASON):
        return []
    talk.asked = Asked(
        Question.VALUE, doubt.candidates, doubt.words, project_id=project.id, day=echo.day, field=doubt.field
    )
    return [WhichValue(doubt.field, project.name, doubt.words, doubt.candidates)]


def _told_something(echo: Filed) -> bool:
    return bool(echo.report_kept or echo.problems or echo.invested or echo.visited)


# ---- answers to questions


def exact(talk: Talk, asked: Asked, number: int) -> Answers:
    """The answer to "how many exactly": one figure of one day."""
    facts = Facts(workers=number) if asked.field == "workers" else Facts(machines=number)
    return _told_later(talk, asked, Kind.CORRECTION, facts)


def reason_given(talk: Talk, asked: Asked, words: str) -> Answers:
    return _told_later(talk, asked, Kind.DAILY_REPORT, Facts(stopped=True, stop_reason=words))


def money_settled(talk: Talk, asked: Asked, value: str) -> Answers:
    answer = money.answered(talk, asked, value)
    if not isinstance(answer, FiledInvestment):
        return [answer]
    project = talk.named(asked.project_id or 0)
    return [replace(_echo(talk, project, Reading(Kind.INVESTMENT, "")), invested=(answer,))]


def money_asked_again(talk: Talk, asked: Asked) -> Prompt:
    talk.asked = asked
    project = talk.named(asked.project_id or 0)
    return money.question(asked, project)


def _told_later(talk: Talk, asked: Asked, kind: Kind, facts: Facts) -> Answers:
    project = talk.named(asked.project_id or 0)
    reading = Reading(kind=kind, text=talk.incoming.text, day=asked.day)
    return [_filed(talk, project, reading, facts, _echo(talk, project, reading))]
