"""What every handler has at hand: who speaks, on which desk, about what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from backend.domain.people import Actor, Role
from backend.domain.project import Project
from backend.services import projects
from backend.services.desk import Desk
from bots.dialogs.conversation import Asked
from bots.message import Incoming
from bots.prompts import Prompt

Answers = list[Prompt]


@dataclass
class Talk:
    desk: Desk
    actor: Actor
    incoming: Incoming
    open: Asked | None = None  # the question that was open when the message came
    asked: Asked | None = None  # the question that this message leaves open

    @cached_property
    def own(self) -> Sequence[Project]:
        """The speaker's projects; all of them for the office. Not every message needs them."""
        if self.actor.is_office():
            return projects.visible(self.desk, self.actor)
        return projects.mine(self.desk, self.actor)

    @cached_property
    def names(self) -> list[str]:
        """Everything that the own projects are called."""
        return [name for one in self.own for name in (one.name, *one.aliases)]

    @property
    def today(self) -> date:
        """The day on which the message was sent."""
        return self.desk.moment.day_of(self.incoming.at)

    @property
    def reports(self) -> bool:
        """Whether daily reports are the speaker's business."""
        return Role.SECRETARY in self.actor.roles or self.actor.is_office()

    def named(self, project_id: int) -> Project:
        for one in self.__dict__.get("own", ()):
            if one.id == project_id:
                found: Project = one
                return found
        return projects.get(self.desk, self.actor, project_id)


SHORT = 10  # characters on a button


def called(candidates: Iterable[Project]) -> tuple[str, ...]:
    """What each is called on a button: by its shortest name that fits there, unless that makes two of them one."""
    shown = list(candidates)
    short = [
        min((n for n in (one.name, *one.aliases) if len(n) <= SHORT), key=len, default=one.name)
        for one in shown
    ]
    return tuple(short) if len(set(short)) == len(short) else tuple(one.name for one in shown)
