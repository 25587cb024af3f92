"""`steward schedule picture|board-picture`: the route map of a project and the board over all, as files."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from backend.cli import Door
from backend.cli.schedule.finding import in_words, project_of
from backend.domain.errors import Refused
from backend.domain.people import EVERYTHING
from backend.domain.period import Span, period_of

if TYPE_CHECKING:
    from reports.fonts import Fonts

OUT = click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="file to write",
)


@click.command()
@click.argument("code")
@OUT
@click.option("--vertical", is_flag=True, help="with .svg: for phones, 390 wide")
@click.pass_obj
def picture(door: Door, code: str, out: Path, vertical: bool) -> None:
    """The route map of a project: .svg for pages, .png for chat, .pdf (A3) for the wall."""
    from backend.services import route_maps
    from reports.route_map import RouteMap, route_map_pdf, route_map_png, route_map_svg

    drawings: Mapping[str, Callable[[RouteMap], bytes]] = {
        ".svg": lambda route: route_map_svg(route, vertical).encode(),
        ".png": lambda route: route_map_png(route, _fonts(door)),
        ".pdf": lambda route: route_map_pdf(route, _fonts(door)),
    }
    draw = drawings.get(out.suffix.lower())
    if draw is None:
        raise click.ClickException(f"{out} 应以 .svg、.png 或 .pdf 结尾。")
    if vertical and out.suffix.lower() != ".svg":
        raise click.ClickException("--vertical 只用于 .svg；.png 总是竖排，.pdf 总是横排。")
    with door.read_desk() as desk:
        project = project_of(desk, code, EVERYTHING)
        try:
            route = route_maps.route_map(desk, project)
        except Refused as error:
            raise click.ClickException(in_words(error, code)) from error
    _write(out, draw(route))


@click.command("board-picture")
@OUT
@click.pass_obj
def board_picture(door: Door, out: Path) -> None:
    """All projects as they stand today, the worst first: FILE, and FILE-2, FILE-3 when there are many."""
    from backend.services import publications
    from reports.board_picture import board_png, board_text

    if out.suffix.lower() != ".png":
        raise click.ClickException(f"{out} 应以 .png 结尾。")
    with door.read_desk() as desk:
        snapshot, _ = publications.figures(desk, period_of(desk.moment.day, Span.MONTH))
    for number, page in enumerate(board_png(snapshot, _fonts(door)), 1):
        _write(out if number == 1 else out.with_stem(f"{out.stem}-{number}"), page)
    click.echo(board_text(snapshot))


def _fonts(door: Door) -> "Fonts":
    """Raises Refused("fonts_missing")."""
    from reports.fonts import find_fonts  # not before it is needed: the commands beside these draw nothing

    return find_fonts(door.house.font_dirs())


def _write(out: Path, content: bytes) -> None:
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"无法写入 {out}：{error.strerror}") from error
    click.echo(f"已写出 {out}")
