"""What every handler has at hand: who speaks, on which desk, about what."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from backend.domain.people import Actor
from backend.domain.project import Project
from backend.services import projects
from backend.services.desk import Desk
from bots.dialogs.conversation import Asked
from bots.message import Incoming
from bots.prompts import Prompt


@dataclass(slots=True)
class Talk:
    desk: Desk
    actor: Actor
    incoming: Incoming
    asked: Asked | None = None  # the question that this message leaves open
    own: Sequence[Project] = field(
        default_factory=tuple
    )  # the speaker's projects; all of them for the office

    @classmethod
    def with_projects(cls, desk: Desk, actor: Actor, incoming: Incoming) -> "Talk":
        own = projects.visible(desk, actor) if actor.is_office() else projects.mine(desk, actor)
        return cls(desk, actor, incoming, own=own)

    def named(self, project_id: int) -> Project:
        return projects.get(self.desk, self.actor, project_id)


Answers = list[Prompt]
