"""What the README says is what the code is."""

import re
from pathlib import Path

import click
import pytest

from backend.cli import COMMANDS, cli
from backend.settings import KNOWN, PREFIX

ROOT = Path(__file__).parents[2]
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]


@pytest.fixture(params=READMES, ids=lambda path: path.name)
def readme(request: pytest.FixtureRequest) -> str:
    text: str = request.param.read_text("utf-8")
    return text


def test_every_setting_is_in_the_table_and_no_other(readme: str) -> None:
    assert set(re.findall(r"^\| `(STEWARD_\w+)`", readme, re.MULTILINE)) == {PREFIX + name for name in KNOWN}


def test_every_command_is_in_the_table_and_no_other(readme: str) -> None:
    told = set(re.findall(r"`steward (\w+)", readme))

    assert told == set(COMMANDS)


def test_every_command_can_be_loaded_and_says_what_it_does() -> None:
    context = click.Context(cli)
    for name in COMMANDS:
        command = cli.get_command(context, name)

        assert command is not None, name
        assert command.help, name


def test_every_module_on_the_map_exists(readme: str) -> None:
    floors = ["backend/domain", "backend/storage", "backend/services", "bots/handlers", "reports"]
    rows = re.findall(r"^\| [^|`]+ \|" + r"([^|]*)\|" * 5 + "$", readme, re.MULTILINE)
    assert len(rows) >= 10
    for row in rows:
        for floor, cell in zip(floors, row, strict=True):
            for name in re.findall(r"`([\w*]+)`", cell):
                places = [*(ROOT / floor).glob(f"{name}.py"), *(ROOT / "bots").glob(f"{name}.py")]
                assert places, f"{floor}/{name}"


def test_both_languages_have_the_same_parts() -> None:
    shapes = [re.findall(r"^(#+) ", path.read_text("utf-8"), re.MULTILINE) for path in READMES]

    assert shapes[0] == shapes[1]
