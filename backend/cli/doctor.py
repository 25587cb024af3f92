"""steward doctor"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import click

from backend.cli import Door
from backend.domain.errors import Refused
from reports.refusals import sentence

LEAST_FREE = 1 << 30  # bytes; photos are refused long before a full disk stops the inbox


class Finding(NamedTuple):
    """`bad` must be mended, otherwise it is only said."""

    bad: bool
    text: str


Check = Callable[[Door], Iterator[Finding]]


@click.command()
@click.pass_obj
def doctor(door: Door) -> None:
    """What is missing or wrong here: settings, database, fonts, calendar, disk, WeCom. Exit status 1 when anything is."""
    findings = list(_settings(door))
    if not any(finding.bad for finding in findings):
        for about, check in CHECKS.items():
            findings += _guarded(about, check, door)
    for finding in findings:
        click.echo(f"{'✗' if finding.bad else '✓'} {finding.text}")
    if any(finding.bad for finding in findings):
        raise SystemExit(1)


def _guarded(about: str, check: Check, door: Door) -> list[Finding]:
    """What was found before a check broke off is kept, with the reason why it did."""
    found: list[Finding] = []
    try:
        for finding in check(door):
            found.append(finding)
    except Refused as refused:
        found.append(Finding(True, f"{about}：{sentence(refused.code, refused.facts)}"))
    return found


def _settings(_door: Door) -> Iterator[Finding]:
    from backend import settings

    try:
        settings.read(os.environ)
    except settings.SettingsError as error:
        yield from (Finding(True, f"设置：{line}") for line in error.complaints)
    else:
        yield Finding(False, "设置可用")


def _database(door: Door) -> Iterator[Finding]:
    from backend.main import SchemaTooOld

    house = door.house
    where = house.database.url.render_as_string(hide_password=True)
    try:
        house.check_schema()
    except SchemaTooOld:
        yield Finding(True, f"数据库 {where}：结构不是最新，请运行 steward db upgrade")
        return
    yield Finding(False, f"数据库 {where}：可用，结构最新")
    if house.database.is_sqlite:
        yield Finding(False, f"SQLite {sqlite3.sqlite_version}：只用一个写连接，已提交的写入均已落盘")


def _policy(door: Door) -> Iterator[Finding]:
    policy, rule = door.house.policy, door.house.rule
    yield Finding(
        False,
        f"制度：{policy.office}，文号“{policy.number_prefix}”，日报{policy.report_deadline:%H:%M}截止（{policy.source}）",
    )
    yield Finding(False, f"四类规则：{rule.id}@{rule.version}（{rule.source}）")
    _ = door.timetable  # refuses hours out of order


def _fonts(door: Door) -> Iterator[Finding]:
    from reports.fonts import find_fonts

    try:
        found = find_fonts(door.house.font_dirs())
    except Refused:
        yield Finding(
            True, "字体：没有中文字体，出不了 PDF。请安装 fonts-noto-cjk，或把字体放进 STEWARD_FONTS_DIR"
        )
        return
    yield Finding(False, f"字体：正文用{found.body[0]}，标题用{found.title[0]}")
    if found.stand_ins:
        yield Finding(
            False,
            f"字体：{'、'.join(found.stand_ins)}没有公文字体，用近似字体代替（可放进 STEWARD_FONTS_DIR）",
        )


def _calendar(door: Door) -> Iterator[Finding]:
    from backend.intake.calendars import national_notice

    year = door.today().year
    for one in (year, year + 1):
        notice = national_notice(one)
        state = "放假通知未公布，按法定节假日暂定" if notice.provisional else notice.source
        yield Finding(False, f"日历：{one}年 {state}")


def _disk(door: Door) -> Iterator[Finding]:
    folders = {"照片": door.house.settings.data_dir}
    if door.house.database.is_sqlite and door.house.database.url.database:
        folders["数据库"] = Path(door.house.database.url.database).parent
    for name, folder in folders.items():
        there = next(one for one in (folder.absolute(), *folder.absolute().parents) if one.exists())
        free = shutil.disk_usage(there).free
        usable = os.access(there, os.W_OK) and free >= LEAST_FREE
        yield Finding(
            not usable,
            f"磁盘：{name}目录 {folder} 剩余 {free / (1 << 30):.1f} GB{'' if usable else '，不够用或不可写'}",
        )


def _wecom(door: Door) -> Iterator[Finding]:
    wecom = door.house.settings.wecom
    if wecom is None:
        yield Finding(False, "企业微信：未配置（收发消息需要 STEWARD_WECOM_*）")
        return
    yield Finding(False, f"企业微信：应用 {wecom.agent_id}，接口 {wecom.api_base}，回调地址 /hooks/wecom")


CHECKS: Mapping[str, Check] = {
    "数据库": _database,
    "制度": _policy,
    "字体": _fonts,
    "日历": _calendar,
    "磁盘": _disk,
    "企业微信": _wecom,
}
