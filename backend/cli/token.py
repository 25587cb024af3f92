"""steward token"""

import secrets

import click

from backend.cli import Door
from backend.services import people


@click.group()
def token() -> None:
    """Bearer tokens for the API: each speaks in one person's name, with that person's roles and scope."""


@token.command()
@click.option("--person", required=True, help="the person's name as registered")
@click.option("--name", default="api", show_default=True, help="what it is for")
@click.option(
    "--days", type=click.IntRange(1, 3660), default=365, show_default=True, help="how long it works"
)
@click.pass_obj
def create(door: Door, person: str, name: str, days: int) -> None:
    """Make a token and show it, this once."""
    with door.open_desk() as desk:
        actor = people.actor_named(desk, person)
        click.echo(people.create_token(desk, actor.person.id, name, secrets.token_urlsafe(32), days))


@token.command()
@click.argument("token_id", type=int)
@click.pass_obj
def revoke(door: Door, token_id: int) -> None:
    """Stop a token from working, at once."""
    with door.open_desk() as desk:
        people.revoke_token(desk, token_id)
    click.echo("已停用。")


@token.command("list")
@click.pass_obj
def list_(door: Door) -> None:
    """Every token by its number and first letters; never the token itself."""
    with door.open_desk() as desk:
        rows = people.tokens(desk)
    for row, person in rows:
        state = "停用" if row.revoked_at else (f"到{row.expires_at:%Y-%m-%d}" if row.expires_at else "长期")
        click.echo(f"{row.id:4}  st_{row.prefix}_…  {person}  {row.name}  {state}")
    if not rows:
        click.echo("还没有令牌。")
