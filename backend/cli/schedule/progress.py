"""`steward schedule look|progress`: what comes next, and how far a plan has come, as text and as pictures."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import click

from backend.cli import Door
from backend.cli.day import DAY
from backend.cli.schedule.finding import in_words, project_of
from backend.cli.table import aligned
from backend.domain.errors import Refused
from backend.domain.people import EVERYTHING
from backend.domain.progress_line import bent
from backend.domain.project import Project
from backend.services import progress as services
from backend.services import projects, publications
from backend.services.progress import LookAhead, Progress
from backend.services.progress_charts import curve_chart, line_chart, money_since
from reports import phrases, progress_phrases
from reports.fonts import Fonts
from reports.progress_line import progress_line_png, progress_line_svg
from reports.s_curve import s_curve_png, s_curve_svg

AHEAD = ("期限", "余", "项目", "步骤", "事项", "责任", "预计", "说明")
LINE = ("步骤", "计划开始", "计划完成", "完成", "现状", "总时差")
PICTURE = click.Path(path_type=Path, dir_okay=False)
ENDINGS = (".png", ".svg")


@click.command()
@click.argument("code", required=False)
@click.option(
    "--days",
    type=click.IntRange(1, services.LONGEST_LOOK),
    default=7,
    show_default=True,
    help="calendar days to look ahead",
)
@click.pass_obj
def look(door: Door, code: str | None, days: int) -> None:
    """What must be begun and finished next, in one project or in all of them; overdue first."""
    with door.read_desk() as desk:
        sites = [project_of(desk, code, EVERYTHING)] if code else projects.everything(desk)
        found = services.looked_ahead(desk, sites, days)
    if code and sites[0].id not in found.stills:
        raise click.ClickException(_not_looked_at(sites[0].stage in services.CHASED, code))
    overdue = sum(row.coming.overdue for row in found.rows)
    click.echo(f"{found.day} 起 {days} 天：{len(found.rows)} 个步骤，其中逾期 {overdue} 个。")
    if found.rows:
        click.echo("\n" + "\n".join(aligned([AHEAD, *_ahead_rows(found)])))
    if told := _stills(found, sites, everyone=code is None):
        click.echo("\n" + "\n".join(told))


def _stills(found: LookAhead, sites: Sequence[Project], everyone: bool) -> list[str]:
    """When the float is gone if nothing moves: of one project, or of all that lose theirs in the days looked at."""
    if not everyone:
        return list(filter(None, [progress_phrases.stand_still(found.stills[sites[0].id], found.day)]))
    return [
        f"{site.name}（{site.code}）：{progress_phrases.stand_still(still, found.day)}"
        for site, still in found.losing_float(sites)
    ]


def _not_looked_at(chased: bool, code: str) -> str:
    if not chased:
        return f"项目 {code} 已竣工或停建，不再提示。"
    return in_words(Refused("plan_missing"), code)


def _ahead_rows(found: LookAhead) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for row in found.rows:
        coming, scheduled = row.coming, row.coming.row
        expected = scheduled.early_finish if coming.begun else scheduled.early_start
        rows.append(
            (
                str(coming.latest)
                + ("（暂定）" if scheduled.provisional_late and not coming.overdue else ""),
                progress_phrases.left(coming, found.day),
                row.project.code,
                phrases.clipped(scheduled.step.name, 20),
                progress_phrases.must(coming),
                row.owner or phrases.NOTHING,
                str(expected),
                progress_phrases.note(coming, found.names[row.project.id]),
            )
        )
    return rows


@click.command()
@click.argument("code")
@click.option("--day", type=DAY, help="the status date; today by default")
@click.option("-o", "--out", "line", type=PICTURE, help="draw the progress line into FILE.png or FILE.svg")
@click.option("--curve", type=PICTURE, help="draw the S-curve into FILE.png or FILE.svg")
@click.pass_obj
def progress(door: Door, code: str, day: date | None, line: Path | None, curve: Path | None) -> None:
    """The progress line (前锋线) of a project's plan and its S-curve."""
    for path in filter(None, (line, curve)):
        if path.suffix.lower() not in ENDINGS:
            raise click.BadParameter(f"{path.name} 应以 .png 或 .svg 结尾")
    with door.read_desk() as desk:
        project = project_of(desk, code, EVERYTHING)
        try:
            found = services.progress(desk, project, day)
        except Refused as error:
            raise click.ClickException(_refusal(error, code)) from error
    _tell(found)
    if line:
        chart = line_chart(found)
        _save(door, line, lambda: progress_line_svg(chart), lambda fonts: progress_line_png(chart, fonts))
    if curve:
        curves = curve_chart(found)
        _save(door, curve, lambda: s_curve_svg(curves), lambda fonts: s_curve_png(curves, fonts))


def _refusal(error: Refused, code: str) -> str:
    if error.code == "day_in_future":
        return f"{error.facts['day']} 还没到，只能看今天和以前的进度。"
    return in_words(error, code)


def _tell(found: Progress) -> None:
    look, verdict = progress_phrases.finish(found.planned, found.current, found.work)
    title = f"{found.project.name}（{found.project.code}）第 {found.version} 版"
    click.echo(f"{title}，截至 {found.day}：{look.symbol} {verdict}")
    curve = progress_phrases.curve(found.curve)
    click.echo(f"{curve}（{progress_phrases.weighing(found.curve.weights)}）")
    now = next((point for point in found.money if point.day == found.day), None)
    if now is not None and now.invested is not None:
        click.echo(progress_phrases.invested(now.planned, now.invested, money_since(found)))
    click.echo("\n" + "\n".join(aligned([LINE, *_line_rows(found)])))
    sentences = [progress_phrases.bent(point) for point in bent(found.points)]
    sentences += filter(None, [progress_phrases.stand_still(found.still, found.day)])
    if sentences:
        click.echo("\n" + "\n".join(sentences))


def _line_rows(found: Progress) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for point in found.points:
        finish = str(point.planned_finish) + ("（暂定）" if point.provisional else "")
        share = phrases.percent(point.done_share, 0) + ("（推算）" if point.presumed else "")
        stand = f"{progress_phrases.look(point, found.day).symbol} {progress_phrases.stand(point, found.day)}"
        name = phrases.clipped(point.step.name, 24)
        rows.append((name, str(point.planned_start), finish, share, stand, str(point.spare)))
    return rows


def _save(door: Door, path: Path, svg: Callable[[], str], png: Callable[[Fonts], bytes]) -> None:
    if path.suffix.lower() == ".svg":
        content = svg().encode()
    else:
        fonts = publications.machine_fonts(door.house.font_dirs())
        if fonts is None:
            raise click.ClickException(
                "没有找到中文字体，画不出图片。装好字体或设置 STEWARD_FONTS_DIR，或改存为 .svg。"
            )
        content = png(fonts)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    click.echo(f"已写出 {path}")
