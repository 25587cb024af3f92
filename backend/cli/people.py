"""steward people"""

import secrets

import click

from backend.cli import Door
from backend.services import people as services

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that looks like something else
LENGTH = 8


@click.group()
def people() -> None:
    """Who is bound to which chat account."""


@people.command()
@click.argument("name")
@click.pass_obj
def code(door: Door, name: str) -> None:
    """A binding code for one person: they send “绑定 CODE” to the bot within some minutes."""
    with door.open_desk() as desk:
        actor = services.actor_named(desk, name)
        drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        services.issue_code(desk, actor.person.id, drawn)
        minutes = desk.policy.binding_minutes
    click.echo(f"{name}的绑定码：{drawn}（{minutes}分钟内有效，用一次即失效）")
    click.echo(f"请对方在聊天里发：绑定 {drawn}")
