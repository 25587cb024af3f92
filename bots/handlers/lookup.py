"""Which project is meant: by name, by being the only one, or by a question."""

from dataclasses import dataclass

from backend.domain.errors import NotFound
from backend.domain.project import Project
from bots.dialogs.conversation import Asked, Held, Question
from bots.handlers.talk import Talk
from bots.message import Kind
from bots.prompts import WhichProject
from bots.reading import match_project

MOST_OPTIONS = 5


@dataclass(frozen=True, slots=True)
class Unclear:
    """Candidates to ask about; none when nothing fits."""

    words: str
    candidates: tuple[Project, ...]


def project(talk: Talk, words: str | None) -> Project | Unclear:
    """The project that `words` name among the speaker's, or the only one when nothing was named."""
    if not words:
        if len(talk.own) == 1:
            return talk.own[0]
        return Unclear("", tuple(talk.own[:MOST_OPTIONS]))
    names = [name for one in talk.own for name in (one.name, *one.aliases)]
    owner = [one for one in talk.own for _ in (one.name, *one.aliases)]
    match = match_project(words, names)
    if match.best is not None:
        return owner[names.index(match.best)]
    fits = list(dict.fromkeys(owner[names.index(name)] for name in match.candidates))
    if len(fits) == 1:  # a name and an alias of the same project
        return fits[0]
    return Unclear(words, tuple(fits[:MOST_OPTIONS]))


def required(talk: Talk, words: str) -> Project:
    """For orders that name their project. Raises NotFound when the words fit none or several."""
    found = project(talk, words)
    if isinstance(found, Unclear):
        raise NotFound("project_not_found", name=words)
    return found


def ask(talk: Talk, what: str, unclear: Unclear, held: Held) -> WhichProject:
    """Leave the message waiting for the project's name."""
    if unclear.candidates:
        talk.asked = Asked(
            Question.PROJECT,
            options=tuple(str(one.id) for one in unclear.candidates),
            labels=tuple(one.name for one in unclear.candidates),
            held=held,
            field=what,
        )
    return WhichProject(what, unclear.words, tuple(one.name for one in unclear.candidates))


def nothing_held(words: str) -> Held:
    """A question about progress waits as the command it was."""
    return Held(Kind.TEXT, f"进度 {words}")
