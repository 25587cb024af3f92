"""Which project is meant: by name, by being the only one, or by a question."""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.domain.project import Project
from backend.services import projects
from bots.dialogs.conversation import Asked, Held, Question
from bots.handlers.talk import Talk, called
from bots.prompts import WhichProject
from bots.reading import match_project

MOST_BUTTONS = 5  # and one for none of them


@dataclass(frozen=True, slots=True)
class Unclear:
    """Candidates to ask about; none when nothing fits."""

    words: str
    candidates: tuple[Project, ...]


def project(talk: Talk, words: str | None) -> Project | Unclear:
    """As `named`; but words by which no project anywhere is called were no name, and the only own one is meant."""
    found = named(talk, words)
    if isinstance(found, Project) or not words or not is_no_name(talk, words):
        return found
    return talk.own[0]


def is_no_name(talk: Talk, words: str) -> bool:
    """Of words taken for a name by where they stand (塔吊基础 未验收), said by somebody with one project only."""

    def fits(names: Sequence[str]) -> bool:
        match = match_project(words, names)
        return match.best is not None or bool(match.candidates)

    return len(talk.own) == 1 and not projects.is_any_called(talk.desk, fits)


def named(talk: Talk, words: str | None, among: Sequence[Project] | None = None) -> Project | Unclear:
    """The project that `words` name among the speaker's, or the only one when nothing was named."""
    own = talk.own if among is None else among
    if not words:
        likely = own if len(own) < 2 else projects.answered_for(talk.desk, talk.actor, own)
        return likely[0] if len(likely) == 1 else Unclear("", tuple(likely))
    owner = {name: one for one in own for name in (one.name, *one.aliases)}
    match = match_project(words, list(owner))
    if match.best is not None:
        return owner[match.best]
    fits = tuple({owner[name].id: owner[name] for name in match.candidates}.values())
    # One candidate left is a name and an alias of the same project.
    return fits[0] if len(fits) == 1 else Unclear(words, fits)


def ask(talk: Talk, what: str, unclear: Unclear, held: Held, photos: tuple[int, ...] = ()) -> WhichProject:
    """Leave the message waiting for the project's name. One can wait: a second one is told to come again."""
    waits = bool(unclear.candidates) and talk.asked is None
    if waits:
        options = tuple(str(one.id) for one in unclear.candidates)
        talk.asked = Asked(Question.PROJECT, options, unclear.words, held, photos=photos, field=what)
    few = waits and len(unclear.candidates) <= MOST_BUTTONS
    return WhichProject(
        what,
        unclear.words,
        called(unclear.candidates) if few else (),
        len(unclear.candidates) if waits else 0,
        held.text if what in ("report", "problem") else "",
    )
