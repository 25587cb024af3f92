"""steward demo"""

import asyncio
import logging
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click
import structlog

from backend.settings import Settings, WecomSettings

if TYPE_CHECKING:
    from backend.domain.snapshot import Snapshot
    from backend.main import House

OPENING = time(8, 0)
ZONE = ZoneInfo("Asia/Shanghai")
MARK = ".steward-demo"
MADE = (
    "board.xlsx",
    "briefing.docx",
    "briefing.pdf",
    "briefing.xlsx",
    "board.png",
    "board-2.png",
    "board-3.png",
    "route-map.png",
    "transcript.txt",
    "digests",
    "intake",
    "photos",
)


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="folder for what is made"
)
@click.option("--no-serve", is_flag=True, help="stop after the papers are written")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="the day it plays on; today when left out")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def demo(out: Path, no_serve: bool, today: datetime | None, port: int) -> None:
    """A month of an invented county: real traffic through the encrypted callback, then the month's papers, then a server."""
    from backend.main import now

    day = today.date() if today else now().astimezone(ZONE).date()
    _clean(out)
    click.echo(f"清溪县（虚构）：30个项目，自{_first(day)}起的聊天记录逐条经加密回调送入……")
    _quiet()
    asyncio.run(_play(out, day))
    _tell(out, port, serving=not no_serve)
    if not no_serve:
        _serve(out, port)


def _quiet() -> None:
    """The story has its own progress; the parts' log lines would bury it."""
    logging.basicConfig(level=logging.WARNING, force=True)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))


def _first(today: date) -> date:
    """The story begins with the month before this one, which is the month that gets its papers."""
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)


def _clean(out: Path) -> None:
    """A second run starts clean; a folder that is somebody else's is left alone."""
    if out.exists() and any(out.iterdir()) and not (out / MARK).exists():
        raise click.ClickException(f"{out} 不是空文件夹，也不是以前演示留下的，请换一个。")
    out.mkdir(parents=True, exist_ok=True)
    (out / MARK).touch()
    for path in [*(out / name for name in MADE), *out.glob("steward.db*")]:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _settings(out: Path) -> Settings:
    key = secrets.token_hex(32)[:43]
    wecom = WecomSettings("wwdemo", secrets.token_hex(8), key, 1000002, "demo", "http://127.0.0.1:9/cgi-bin/")
    return Settings(f"sqlite:///{out / 'steward.db'}", out, ZONE, None, None, None, wecom)


async def _play(out: Path, today: date) -> None:
    from backend.cli.demo.opening import open_office
    from backend.cli.demo.script import month
    from backend.cli.demo.stage import Clock, stage
    from backend.main import House

    first, last = _first(today), today - timedelta(days=1)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    clock = Clock(datetime.combine(first, OPENING, ZONE).astimezone(UTC))
    house = House(_settings(out), clock)
    runs = open_office(house, out, first, last)
    async with stage(house, clock) as played:
        lines = month(days, house.calendar, runs)
        with _progress(len(days)) as step:
            await played.play(lines, days, step)
        # The first of the month may be today itself: its morning has the papers.
        clock.at = datetime.combine(today, time(7, 41), ZONE).astimezone(UTC)
        played.parts.tick()
        await played.parts.pump.drain()
        (out / "transcript.txt").write_text("\n".join(played.transcript.lines) + "\n", "utf-8")
        if played.refused:
            raise click.ClickException(f"有{played.refused}条回调没有被接收")
        click.echo(f"共送入{played.sent}条消息，全部落库后应答。")
    _write_papers(house, out, first)
    house.close()


def _write_papers(house: "House", out: Path, month: date) -> None:
    from backend.domain.digest import digest
    from backend.domain.period import Span, period_of
    from backend.services import publications
    from bots.wording.digest import digest_text

    with house.read_desk() as desk:
        papers = publications.papers_of(desk, period_of(month, Span.MONTH))
        snapshot, _ = publications.figures(desk, period_of(month, Span.MONTH))
    for paper in papers:
        (out / paper.name).write_bytes(paper.content)
    folder = out / "digests"
    folder.mkdir(exist_ok=True)
    for leader in snapshot.leaders:
        text = digest_text(digest(snapshot, leader.person_id))
        (folder / f"{leader.name}.txt").write_text(text + "\n", "utf-8")
    _draw(house, out, snapshot)


def _draw(house: "House", out: Path, snapshot: "Snapshot") -> None:
    """All projects, and the way of the one that has most to gain; nothing without a Chinese font."""
    from backend.domain.people import EVERYTHING
    from backend.services import publications, route_maps
    from reports.board_picture import board_png
    from reports.route_map import route_map_png

    fonts = publications.machine_fonts(house.font_dirs())
    if fonts is None:
        return
    for number, page in enumerate(board_png(snapshot, fonts), 1):
        (out / ("board.png" if number == 1 else f"board-{number}.png")).write_bytes(page)
    worst = min(
        (one for one in snapshot.projects if one.float_days is not None), key=lambda one: one.float_days or 0
    )
    with house.read_desk() as desk:
        (project,) = desk.unit.projects.by_ids({worst.id}, EVERYTHING).values()
        (out / "route-map.png").write_bytes(route_map_png(route_maps.route_map(desk, project), fonts))


@contextmanager
def _progress(total: int) -> Iterator[Callable[[date], None]]:
    """A bar on a terminal, a line a week elsewhere."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console()
    if console.is_terminal:
        with Progress(console=console) as bar:
            task = bar.add_task("一天一天过", total=total)
            yield lambda _day: bar.advance(task)
        return
    yield lambda day: click.echo(f"  已过到{day}") if day.weekday() == 6 else None


def _tell(out: Path, port: int, *, serving: bool) -> None:
    names = [name for name in MADE if (out / name).exists() and name not in ("photos", "intake")]
    click.echo(f"\n成果在 {out}/ ：{'、'.join(names)}")
    click.echo(
        "  聊天记录 transcript.txt · 作战图 board.xlsx、board.png · 路径图 route-map.png · 简报 briefing.docx / .pdf / .xlsx · 领导月报 digests/"
    )
    if "briefing.pdf" not in names:
        click.echo(
            "  没有找到中文字体，未生成 briefing.pdf（可安装 fonts-noto-cjk，或设置 STEWARD_FONTS_DIR）。"
        )
    command = f"STEWARD_DATABASE_URL=sqlite:///{out / 'steward.db'} {_program()}"
    click.echo("\n接着聊（与企业微信里同一个机器人）：")
    click.echo(f"  {command} chat --as 周晓舟      # 项目秘书")
    click.echo(f"  {command} chat --as 林知秋      # 重点办")
    click.echo("看倒排工期（换成任何项目编号）：")
    click.echo(f"  {command} schedule show QX-003")
    click.echo(f"  {command} schedule compress QX-003")
    if serving:
        click.echo("\n打开：")
        click.echo(f"  进度牌   http://127.0.0.1:{port}/board")
        click.echo(f"  接口说明 http://127.0.0.1:{port}/schema")
        click.echo(f"  接口令牌 {command} token create --person 林知秋")
        click.echo("按 Ctrl+C 停止。")


def _program() -> str:
    """The command as it was called: in a new virtual environment it is not on the path."""
    called = Path(sys.argv[0])
    return str(called) if called.name == "steward" else "steward"


def _serve(out: Path, port: int) -> None:
    import uvicorn

    from backend.application import application, engine
    from backend.cli.serve import set_up_logs
    from backend.main import House

    house = House(_settings(out))
    set_up_logs(house.secrets())
    try:
        app = application(house, engine(house, {}))
        uvicorn.run(app, host="127.0.0.1", port=port, log_config=None, access_log=False, server_header=False)
    finally:
        house.close()
