"""steward db"""

import click

from backend.cli import Door
from backend.storage import schema


@click.group()
def db() -> None:
    """Bring the database to the newest shape."""


@db.command()
@click.pass_obj
def upgrade(door: Door) -> None:
    """Run every migration that is missing. Running it again changes nothing."""
    before = schema.current(door.house.database)
    after = schema.upgrade(door.house.database)
    click.echo(
        f"数据库已是最新（{after}）。" if before == after else f"数据库已由{before or '空库'}升级到{after}。"
    )


@db.command()
@click.pass_obj
def status(door: Door) -> None:
    """Which shape the database has and which this program needs."""
    click.echo(f"database {schema.current(door.house.database) or 'empty'}\nprogram  {schema.head()}")
