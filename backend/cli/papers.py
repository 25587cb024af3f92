"""steward board, briefing, digest: a month's papers as files, from the frozen figures or, before the month is closed, as a draft."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import click

from backend.cli import Door
from backend.domain.digest import digest as digest_of
from backend.domain.errors import Invalid
from backend.domain.period import Period, Span, period_named, period_of
from backend.domain.snapshot import Snapshot
from backend.services import people, publications
from backend.services.desk import Desk
from reports.document import Document

OUT = click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default="here",
    help="folder",
)
MONTH = click.option("--month", "key", help="YYYY-MM; the month before this one when left out")


@click.command()
@MONTH
@OUT
@click.pass_obj
def board(door: Door, key: str | None, out: Path) -> None:
    """The backward-schedule board (.xlsx)."""
    from reports import board as paper

    with door.read_desk() as desk:
        snapshot = _figures(desk, key)
    _save(out, [paper.board(snapshot)])


@click.command()
@MONTH
@OUT
@click.pass_obj
def briefing(door: Door, key: str | None, out: Path) -> None:
    """The monthly briefing (.docx, .xlsx, and .pdf where there is a Chinese font)."""
    with door.read_desk() as desk:
        snapshot = _figures(desk, key)
    papers = publications.briefing_papers(snapshot, publications.machine_fonts(door.house.font_dirs()))
    _save(out, papers)
    if not any(paper.name.endswith(".pdf") for paper in papers):
        click.echo("没有找到中文字体，未生成 PDF。装好字体或设置 STEWARD_FONTS_DIR 后再试。", err=True)


@click.command()
@click.argument("leader")
@MONTH
@click.pass_obj
def digest(door: Door, leader: str, key: str | None) -> None:
    """The digest of one leader, by name, as it goes out by chat."""
    from bots.wording.digest import digest_text

    with door.read_desk() as desk:
        actor = people.actor_named(desk, leader)
        snapshot = _figures(desk, key)
    click.echo(digest_text(digest_of(snapshot, actor.person.id)))


def _figures(desk: Desk, key: str | None) -> Snapshot:
    snapshot, frozen = publications.figures(desk, _month(desk, key))
    if not frozen:
        click.echo(f"{snapshot.key}尚未定稿，以下为草稿，数据截至{snapshot.cutoff}。", err=True)
    return snapshot


def _month(desk: Desk, key: str | None) -> Period:
    today = desk.moment.day
    if key is None:
        return period_of(today.replace(day=1) - timedelta(days=1), Span.MONTH)
    try:
        month = period_named(key, Span.MONTH)
    except Invalid as error:
        raise click.BadParameter(f"{key} 不是年月，应写成 2026-10", param_hint="--month") from error
    if month.first > today:
        raise click.BadParameter(f"{key} 还没开始", param_hint="--month")
    return month


def _save(out: Path, papers: Sequence[Document]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for paper in papers:
        (out / paper.name).write_bytes(paper.content)
        click.echo(f"已写出 {out / paper.name}")
