"""`steward schedule`: projects' backward schedules (倒排工期) in the database."""

import click

from backend.cli.schedule.changes import compress, what_if_command
from backend.cli.schedule.export import export
from backend.cli.schedule.ledger import impact, ledger, tie
from backend.cli.schedule.pictures import board_picture, picture
from backend.cli.schedule.plans import adopt, finish, show
from backend.cli.schedule.progress import look, progress
from backend.cli.schedule.templates import template
from backend.cli.schedule.versions import baseline, compare, versions


@click.group()
def schedule() -> None:
    """Projects' backward schedules (倒排工期): their versions, how they stand, and what comes next."""


COMMANDS = (
    show,
    adopt,
    finish,
    versions,
    baseline,
    compare,
    template,
    look,
    progress,
    ledger,
    impact,
    tie,
    picture,
    board_picture,
    what_if_command,
    compress,
    export,
)
for command in COMMANDS:
    schedule.add_command(command)
