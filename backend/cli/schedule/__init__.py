"""`steward schedule`: projects' backward schedules (倒排工期) in the database."""

import click

from backend.cli.schedule.plans import adopt, finish, show
from backend.cli.schedule.progress import look, progress


@click.group()
def schedule() -> None:
    """Projects' backward schedules (倒排工期): adopt, show, finish, look ahead, progress."""


for command in (show, adopt, finish, look, progress):
    schedule.add_command(command)
