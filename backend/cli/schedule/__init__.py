"""`steward schedule`: projects' backward schedules (倒排工期) in the database."""

import click

from backend.cli.schedule.export import export
from backend.cli.schedule.plans import adopt, finish, show


@click.group()
def schedule() -> None:
    """Projects' backward schedules (倒排工期): adopt, show, finish, export."""


for command in (show, adopt, finish, export):
    schedule.add_command(command)
