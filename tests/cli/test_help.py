"""`steward --help` and every command's own."""

import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from backend.cli import COMMANDS, cli

HEAVY = ("sqlalchemy", "litestar", "openpyxl", "typst", "wechatpy", "docx", "PIL", "apscheduler", "rich")


def branches(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None, name
            yield from branches(found, (*path, name))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_how_it_is_used_down_to_the_last(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None

    for path in branches(command, (name,)):
        shown = CliRunner().invoke(cli, [*path, "--help"])
        assert (shown.exit_code, shown.output.startswith("Usage: ")) == (0, True), shown.output


def test_the_first_page_lists_every_command_with_what_it_is_for() -> None:
    shown = CliRunner().invoke(cli, ["--help"]).output

    for name, (_, text) in COMMANDS.items():
        assert f"  {name} " in shown
        assert text.split(",")[0] in shown


def test_a_command_that_is_none_is_named() -> None:
    refused = CliRunner().invoke(cli, ["tea"])
    assert refused.exit_code == 2
    assert "No such command 'tea'" in refused.output


def test_help_loads_no_heavy_library() -> None:
    code = (
        "import sys; from backend.cli import cli; cli(['--help'], standalone_mode=False); print(*sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)

    loaded = {name.partition(".")[0] for name in run.stdout.splitlines()[-1].split()}
    assert "click" in loaded
    assert loaded.isdisjoint(HEAVY)
