"""Strangers and their way in."""

from backend.domain.errors import Refused
from backend.services import people
from backend.services.desk import Desk
from backend.services.projects import mine
from bots.intents import Bind, Order
from bots.message import Incoming
from bots.prompts import NotBound, Prompt, Refusal, Welcome


def stranger(desk: Desk, incoming: Incoming, order: Order | None) -> Prompt:
    """Somebody we do not know gets a binding answer and nothing else, whatever was sent."""
    if not isinstance(order, Bind):
        return NotBound(desk.policy.office)
    try:
        person = people.bind(desk, incoming.channel, incoming.sender, order.code)
    except Refused as refused:
        return Refusal(refused.code, refused.facts)
    if person is None:
        return Refusal("binding_refused", {})
    return welcome(desk, incoming)


def welcome(desk: Desk, incoming: Incoming) -> Prompt:
    actor = people.actor_at(desk, incoming.channel, incoming.sender)
    if actor is None:
        return NotBound(desk.policy.office)
    own = tuple(project.name for project in mine(desk, actor))
    return Welcome(actor.person.name, tuple(sorted(actor.roles)), own)
