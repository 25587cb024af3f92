"""`steward schedule`: projects' backward schedules (倒排工期) in the database."""

import click

from backend.cli.schedule.ledger import impact, ledger, tie
from backend.cli.schedule.plans import adopt, finish, show


@click.group()
def schedule() -> None:
    """Projects' backward schedules (倒排工期): adopt, show, finish, ledger, impact, tie."""


for command in (show, adopt, finish, ledger, impact, tie):
    schedule.add_command(command)
