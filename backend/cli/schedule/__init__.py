"""`steward schedule`: projects' backward schedules (倒排工期) in the database."""

import click

from backend.cli.schedule.changes import compress, what_if_command
from backend.cli.schedule.plans import adopt, finish, show


@click.group()
def schedule() -> None:
    """Projects' backward schedules (倒排工期): adopt, show, finish, try, compress."""


for command in (show, adopt, finish, what_if_command, compress):
    schedule.add_command(command)
