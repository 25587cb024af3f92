"""`steward calendar sites`: the calendars a step may be worked by, and the office's own."""

from collections.abc import Iterator
from dataclasses import replace

import click

from backend.cli import Door
from backend.cli.calendar_words import change_lines
from backend.cli.table import aligned
from backend.domain.calendar_diff import CalendarChange
from backend.domain.site_calendar import Base, SiteCalendar, found
from backend.intake.complaint import BadCell
from backend.intake.site_calendars import shown, spells
from backend.services import own_calendars
from backend.services.site_calendars import site_calendars

BASES = {Base.NATIONAL: "国家工作日", Base.SEVEN_DAY: "全年每天"}


@click.group(invoke_without_command=True)
@click.pass_context
def sites(ctx: click.Context) -> None:
    """Calendars of sites by name, such as a winter stop; without a command, all of them."""
    if ctx.invoked_subcommand is not None:
        return
    with ctx.obj.read_desk() as desk:
        known = site_calendars(desk).values()
    head = ("名称", "中文名称", "以什么为底", "停工、施工时段", "来源")
    rows = [(s.name, s.title, _base(s), _days(s), "本办" if s.own else "自带") for s in known]
    click.echo("\n".join(aligned([head, *rows])))


@sites.command("show")
@click.argument("name")
@click.pass_obj
def show(door: Door, name: str) -> None:
    """One calendar, by its name or its Chinese title, with its source and who works by it."""
    with door.read_desk() as desk:
        site = found(name, site_calendars(desk).values())
        projects = own_calendars.used_by(desk, site.name)
    click.echo(f"{site.title}（{site.name}）：{'本办自定' if site.own else '自带'}")
    click.echo(f"以{_base(site)}为底，时段：{_days(site)}")
    click.echo(f"依据：{site.source}")
    click.echo(f"在用项目：{'、'.join(projects) or '无'}")


@sites.command("set")
@click.argument("name")
@click.option("--title", default="", help="Chinese title; of a known calendar, the one it has")
@click.option("--base", type=click.Choice([base.value for base in Base]), help="what the spells lie over")
@click.option(
    "--off", multiple=True, metavar="SPAN", help="no work: 11-15..03-15 every year, or with years, once"
)
@click.option("--on", multiple=True, metavar="SPAN", help="work, over anything off: 2027-02-04..2027-02-10")
@click.option("--clear", is_flag=True, help="no spans any more")
@click.option("--yearly", is_flag=True, help="spans with years come every year too")
@click.option(
    "--through-holidays/--with-holidays", default=None, help="worked on the days off of the notices"
)
@click.option("--source", default="", help="whose word it is, such as the plan's number; must be given")
@click.pass_obj
def set_(
    door: Door,
    name: str,
    title: str,
    base: str | None,
    off: tuple[str, ...],
    on: tuple[str, ...],
    clear: bool,
    yearly: bool,
    through_holidays: bool | None,
    source: str,
) -> None:
    """Add a calendar or change one; spans given replace all it had. Says which projects' dates move."""
    try:
        days = spells(off, on, source.strip(), yearly=yearly)
    except BadCell as error:
        raise click.UsageError(str(error)) from error
    with door.open_desk() as desk:
        before = site_calendars(desk).get(name, SiteCalendar(name, "", Base.NATIONAL))
        through = before.through_holidays if through_holidays is None else through_holidays
        site = SiteCalendar(
            name,
            title.strip() or before.title,
            Base(base) if base else before.base,
            days if days or clear else tuple(replace(one, source=source.strip()) for one in before.spells),
            source.strip(),
            through,
        )
        change = own_calendars.set_calendar(desk, None, site)
    click.echo(f"{site.title}（{site.name}）：以{_base(site)}为底，时段：{_days(site)}")
    _tell(change)


@sites.command("remove")
@click.argument("name")
@click.pass_obj
def remove(door: Door, name: str) -> None:
    """Take the office's own calendar away; a shipped one is then as it was shipped."""
    with door.open_desk() as desk:
        site = found(name, site_calendars(desk).values())
        change = own_calendars.remove_calendar(desk, None, site.name)
        back = site_calendars(desk).get(site.name)
    click.echo(
        f"已撤销{site.title}（{site.name}）" + (f"，恢复为自带的：{_days(back)}" if back else "") + "。"
    )
    _tell(change)


def _tell(change: CalendarChange | None) -> None:
    if change is None:
        click.echo("原来就是这样定的，没有改动。")
        return
    for line in change_lines(change):
        click.echo(line)


def _base(site: SiteCalendar) -> str:
    return BASES[site.base] + ("（节假日照常施工）" if site.through_holidays else "")


def _days(site: SiteCalendar) -> str:
    return "；".join(_spells(site)) or "无"


def _spells(site: SiteCalendar) -> Iterator[str]:
    for spell in site.spells:
        words = shown(spell).replace("..", "至")
        yield f"{'每年 ' if spell.yearly else ''}{words} {'施工' if spell.works else '停工'}"
