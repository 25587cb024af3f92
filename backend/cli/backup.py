"""steward backup"""

import sqlite3
from contextlib import closing
from pathlib import Path

import click

from backend.cli import Door


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def backup(door: Door, file: Path) -> None:
    """A consistent copy of the SQLite database while it is in use; FILE must not exist."""
    house = door.ready()
    if not house.database.is_sqlite:
        raise click.ClickException("PostgreSQL 请用 pg_dump 备份。")
    if file.exists():
        raise click.ClickException(f"{file} 已存在，不覆盖。")
    part = file.with_name(f"{file.name}.part")
    try:
        part.unlink(missing_ok=True)
        verdict = _copied(house.database.url.database or "", part)
    except (sqlite3.Error, OSError) as error:
        part.unlink(missing_ok=True)
        raise click.ClickException(f"备份没有做成：{error}") from error
    if verdict != "ok":
        part.unlink()
        raise click.ClickException(f"备份校验没有通过：{verdict}")
    part.rename(file)
    click.echo(f"已备份到 {file}，校验通过。")


def _copied(database: str, part: Path) -> str:
    """What SQLite says of the copy: one that cannot be read back is not a backup."""
    with closing(sqlite3.connect(database)) as source:
        source.execute("VACUUM INTO ?", (str(part),))
    with closing(sqlite3.connect(part)) as copy:
        return str(copy.execute("PRAGMA integrity_check").fetchone()[0])
