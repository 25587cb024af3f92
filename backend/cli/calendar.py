"""`steward calendar`: a year's working days, the office's own word on single days, and the calendars of sites."""

from collections.abc import Iterable
from datetime import date, timedelta, tzinfo

import click

from backend.cli import Door
from backend.cli.calendar_words import change_lines, named
from backend.cli.day import DAY
from backend.cli.site_calendars import sites
from backend.domain.errors import Invalid
from backend.domain.holiday_notice import HolidayNotice
from backend.domain.workdays import FIRST_YEAR, LAST_YEAR, Override
from backend.services import calendar as services
from backend.services import holiday_notices
from backend.services.calendar import Changed
from reports import phrases

YEAR = click.IntRange(FIRST_YEAR, LAST_YEAR)


@click.group()
def calendar() -> None:
    """Working days: national notices, make-up days, days the office decides itself, and calendars of sites."""


calendar.add_command(sites)


@calendar.command()
@click.argument("year", type=YEAR)
@click.pass_obj
def show(door: Door, year: int) -> None:
    """Where a year's days come from, and which differ from the week."""
    with door.read_desk() as desk:
        found, weekend, zone = services.year_of(desk, year), desk.calendar.weekend, desk.moment.zone
    notice = found.notice
    off = [day for day in notice.holidays if day.weekday() not in weekend]
    worked = [day for day in notice.workdays if day.weekday() in weekend]
    click.echo(f"{phrases.marked(f'{year} 年', notice.provisional)}：{notice.source}")
    if found.loaded:
        click.echo(_loaded(found.loaded, zone))
    for before in found.earlier:
        click.echo(f"此前：{before.source}，{_loaded(before, zone)}")
    click.echo(f"工作日共 {found.workdays} 天")
    click.echo(f"周一至周五放假：{_spans(off, notice.provisional)}")
    click.echo(f"周末调休上班：{_spans(worked, notice.provisional)}")
    click.echo("本办自定：" + ("无" if not found.own else ""))
    for override in found.own:
        click.echo(f"  {named(override.day)}　{'上班' if override.works else '休息'}　{override.source}")


def _loaded(notice: HolidayNotice, zone: tzinfo) -> str:
    at = phrases.day(notice.loaded_at.astimezone(zone).date()) if notice.loaded_at else ""
    dated = f"{phrases.day(notice.published)}发布，" if notice.published else ""
    by = f"由{notice.loaded_by}" if notice.loaded_by else ""
    return f"{dated}{at}{by}导入，第 {notice.version} 版"


@calendar.command()
@click.argument("year", type=YEAR)
@click.option("--all", "every_node", is_flag=True, help="every milestone, however many")
@click.pass_obj
def changes(door: Door, year: int, every_node: bool) -> None:
    """What a year's holiday notice moved when it was loaded."""
    with door.read_desk() as desk:
        change = holiday_notices.changes(desk, year)
    click.echo(f"{change.title}（{change.source}），第 {change.version} 版")
    for line in change_lines(change, every_node=every_node):
        click.echo(line)


@calendar.command("set")
@click.argument("day", type=DAY)
@click.option("--on/--off", "works", default=None, help="worked, or not")
@click.option("--source", default="", help="whose word it is, such as the notice's number; must be given")
@click.pass_obj
def set_(door: Door, day: date, works: bool | None, source: str) -> None:
    """Decide a day, over the national notice; says which projects' dates move."""
    if works is None:
        raise click.UsageError("请用 --on（上班）或 --off（休息）写明。")
    with door.open_desk() as desk:
        try:
            changed = services.set_day(desk, Override(day, works, source.strip()))
        except Invalid as error:
            if error.code != "source_missing":
                raise
            raise click.UsageError("请用 --source 写明依据，如“区政府办〔2026〕8号”。") from error
    click.echo(f"{named(day)}定为{'上班' if works else '休息'}，依据：{source.strip()}。")
    _tell(changed)


@calendar.command()
@click.argument("day", type=DAY)
@click.pass_obj
def unset(door: Door, day: date) -> None:
    """Take the office's own word on a day back; the national notice holds again."""
    with door.open_desk() as desk:
        changed = services.unset_day(desk, day)
    if changed is None:
        raise click.ClickException(f"{named(day)}没有本办自定的安排。")
    click.echo(f"已撤销{named(day)}的自定安排，恢复为{'上班' if changed.worked[1] else '休息'}。")
    _tell(changed)


def _tell(changed: Changed) -> None:
    if changed.change is None:
        click.echo("原来就是这样定的，没有改动。")
        return
    if changed.worked[0] == changed.worked[1]:
        click.echo(f"这一天原来就是{'上班' if changed.worked[0] else '休息'}。")
    for line in change_lines(changed.change):
        click.echo(line)


def _spans(days: Iterable[date], provisional: bool) -> str:
    """1月1日至2日、2月16日至20日（暂定）; days with nothing but a weekend between them are told apart."""
    spans: list[list[date]] = []
    for day in sorted(days):
        if spans and day - spans[-1][-1] == timedelta(days=1):
            spans[-1].append(day)
        else:
            spans.append([day])
    return "、".join(phrases.marked(_span(span), provisional) for span in spans) or "无"


def _span(days: list[date]) -> str:
    first, last = days[0], days[-1]
    if first == last:
        return f"{first.month}月{first.day}日"
    until = f"{last.day}日" if first.month == last.month else f"{last.month}月{last.day}日"
    return f"{first.month}月{first.day}日至{until}"
