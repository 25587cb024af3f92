"""`steward`: every command, each loaded only when it is called, so that --help is quick."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from backend.main import House
    from backend.services.desk import Desk
    from backend.services.runs import Job

COMMANDS = {
    "serve": ("backend.cli.serve:serve", "run the web server, the bot and the jobs"),
    "demo": ("backend.cli.demo:demo", "a month of an invented county, from chat to papers"),
    "chat": ("backend.cli.chat:chat", "talk to the bot in the terminal"),
    "db": ("backend.cli.db:db", "bring the database to the newest shape"),
    "intake": ("backend.cli.intake:intake", "Excel forms out, filled forms in"),
    "plan": ("backend.cli.plan:plan", "compute a backward schedule"),
    "schedule": ("backend.cli.schedule:schedule", "projects' backward schedules: adopt, show, finish"),
    "calendar": ("backend.cli.calendar:calendar", "working days of a year, and the office's own days"),
    "read": ("backend.cli.read:read", "show how a sentence is read"),
    "jobs": ("backend.cli.jobs:jobs", "the timetable, and running a job by hand"),
    "board": ("backend.cli.papers:board", "write the milestone board of a month"),
    "briefing": ("backend.cli.papers:briefing", "write the briefing of a month"),
    "digest": ("backend.cli.papers:digest", "show a leader's digest of a month"),
    "people": ("backend.cli.people:people", "binding codes for chat accounts"),
    "token": ("backend.cli.token:token", "bearer tokens for the API"),
    "backup": ("backend.cli.backup:backup", "a consistent copy of the SQLite database"),
    "doctor": ("backend.cli.doctor:doctor", "what is missing or wrong here"),
}


class Door:
    """What a command may ask of the house; nothing is read or opened before it is asked for."""

    def __init__(self, clock: "Callable[[], datetime] | None" = None) -> None:
        self._clock = clock

    @cached_property
    def house(self) -> "House":
        from backend import settings
        from backend.main import House

        try:
            read = settings.read(os.environ)
        except settings.SettingsError as error:
            raise click.ClickException("\n".join(["设置有误：", *error.complaints])) from error
        return House(read) if self._clock is None else House(read, self._clock)

    def close(self) -> None:
        if "house" in self.__dict__:
            self.house.close()

    def today(self) -> date:
        return self.house.today()

    @property
    def timetable(self) -> "tuple[Job, ...]":
        return self.house.timetable

    @contextmanager
    def open_desk(self) -> "Iterator[Desk]":
        self.ready()
        with self.house.open_desk() as desk:
            yield desk

    @contextmanager
    def read_desk(self) -> "Iterator[Desk]":
        """For questions, beside a server that writes."""
        self.ready()
        with self.house.read_desk() as desk:
            yield desk

    def ready(self) -> "House":
        """The house, with a database at the newest shape or a message that names the command."""
        from backend.main import SchemaTooOld

        try:
            self.house.check_schema()
        except SchemaTooOld as error:
            raise click.ClickException(str(error)) from error
        return self.house


class Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """A refusal is one line that says why, never a traceback."""
        from backend.domain.errors import Refused

        try:
            return super().invoke(ctx)
        except Refused as refused:
            from reports.refusals import sentence

            raise click.ClickException(sentence(refused.code, refused.facts)) from refused

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.command(cls=Lazy)
@click.version_option(package_name="steward")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Steward (项目管家): key projects from the site's chat to the month's briefing."""
    if ctx.obj is None:
        ctx.obj = Door()
    if isinstance(ctx.obj, Door):
        ctx.call_on_close(ctx.obj.close)


def main() -> None:
    """The console script."""
    cli(standalone_mode=True)
