"""`steward schedule`: projects' backward schedules (倒排工期) in the database."""

import click

from backend.cli.schedule.pictures import board_picture, picture
from backend.cli.schedule.plans import adopt, finish, show


@click.group()
def schedule() -> None:
    """Projects' backward schedules (倒排工期): adopt, show, finish, and draw."""


for command in (show, adopt, finish, picture, board_picture):
    schedule.add_command(command)
