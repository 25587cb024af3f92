"""`steward calendar`: a year's working days, and the office's own word on single days."""

from collections.abc import Iterable
from datetime import date, timedelta

import click

from backend.cli import Door
from backend.cli.day import DAY
from backend.domain.errors import Invalid
from backend.domain.workdays import FIRST_YEAR, LAST_YEAR, Override
from backend.services import calendar as services
from backend.services.calendar import Changed, Moved

WEEKDAYS = "一二三四五六日"


@click.group()
def calendar() -> None:
    """Working days: national notices, make-up days, and days the office decides itself."""


@calendar.command()
@click.argument("year", type=click.IntRange(FIRST_YEAR, LAST_YEAR))
@click.pass_obj
def show(door: Door, year: int) -> None:
    """Where a year's days come from, and which differ from the week."""
    with door.open_desk() as desk:
        known = desk.calendar
        own = [override for override in desk.unit.calendars.overrides() if override.day.year == year]
    notice = known.notice(year)
    off = [day for day in notice.holidays if day.weekday() not in known.weekend]
    worked = [day for day in notice.workdays if day.weekday() in known.weekend]
    click.echo(f"{year} 年{'（暂定）' if notice.provisional else ''}：{notice.source}")
    click.echo(f"工作日共 {known.count(date(year, 1, 1), date(year, 12, 31))} 天")
    click.echo(f"周一至周五放假：{_spans(off)}")
    click.echo(f"周末调休上班：{_spans(worked)}")
    click.echo("本办自定：" + ("无" if not own else ""))
    for override in own:
        click.echo(f"  {_named(override.day)}　{'上班' if override.works else '休息'}　{override.source}")


@calendar.command("set")
@click.argument("day", type=DAY)
@click.option("--on/--off", "works", default=None, help="worked, or not")
@click.option("--source", default="", help="whose word it is, such as the notice's number; must be given")
@click.pass_obj
def set_(door: Door, day: date, works: bool | None, source: str) -> None:
    """Decide a day, over the national notice; says which projects' forecasts move."""
    if works is None:
        raise click.UsageError("请用 --on（上班）或 --off（休息）写明。")
    with door.open_desk() as desk:
        try:
            changed = services.set_day(desk, Override(day, works, source.strip()))
        except Invalid as error:
            if error.code != "source_missing":
                raise
            raise click.UsageError("请用 --source 写明依据，如“区政府办〔2026〕8号”。") from error
    click.echo(f"{_named(day)}定为{'上班' if works else '休息'}，依据：{source.strip()}。")
    _tell(changed)


@calendar.command()
@click.argument("day", type=DAY)
@click.pass_obj
def unset(door: Door, day: date) -> None:
    """Take the office's own word on a day back; the national notice holds again."""
    with door.open_desk() as desk:
        changed = services.unset_day(desk, day)
        works = changed is not None and changed.worked[1]
    if changed is None:
        raise click.ClickException(f"{_named(day)}没有本办自定的安排。")
    click.echo(f"已撤销{_named(day)}的自定安排，恢复为{'上班' if works else '休息'}。")
    _tell(changed)


def _tell(changed: Changed) -> None:
    if changed.worked[0] == changed.worked[1]:
        click.echo(f"这一天原来就是{'上班' if changed.worked[0] else '休息'}。")
    if not changed.moved:
        click.echo("没有项目的预计完成日期因此变动。")
        return
    click.echo(f"{len(changed.moved)} 个项目的预计完成日期变动：")
    for one in changed.moved:
        click.echo(f"  {_moved(one)}")


def _moved(one: Moved) -> str:
    way = "推后" if one.days > 0 else "提前"
    spare = f"须抢回 {-one.spare} 个工作日" if one.spare < 0 else f"时差 {one.spare} 个工作日"
    return f"{one.project.name}：{one.before} → {one.after}，{way} {abs(one.days)} 个工作日，{spare}"


def _spans(days: Iterable[date]) -> str:
    """1月1日至2日、2月16日至20日; days with nothing but a weekend between them are told apart."""
    spans: list[list[date]] = []
    for day in sorted(days):
        if spans and day - spans[-1][-1] == timedelta(days=1):
            spans[-1].append(day)
        else:
            spans.append([day])
    return "、".join(map(_span, spans)) or "无"


def _span(days: list[date]) -> str:
    first, last = days[0], days[-1]
    if first == last:
        return f"{first.month}月{first.day}日"
    until = f"{last.day}日" if first.month == last.month else f"{last.month}月{last.day}日"
    return f"{first.month}月{first.day}日至{until}"


def _named(day: date) -> str:
    return f"{day}（周{WEEKDAYS[day.weekday()]}）"
