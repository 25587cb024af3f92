"""`steward token` as an operator uses it: shown once, listed without itself, stopped at once."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from backend.cli import Door, cli
from backend.domain.people import Actor
from backend.services import people
from backend.storage.engine import Database
from tests.cli.houses import NOON, door

Steward = Callable[..., Result]


@pytest.fixture
def opened(sqlite_database: Database, tmp_path: Path) -> Iterator[Door]:
    with door(sqlite_database, tmp_path) as found:
        yield found


@pytest.fixture
def steward(opened: Door) -> Steward:
    return lambda *arguments: CliRunner().invoke(cli, ("token", *arguments), obj=opened)


def speaks(opened: Door, text: str, days: int = 0) -> Actor | None:
    opened.house.clock = lambda: NOON + timedelta(days=days)
    with opened.open_desk() as desk:
        return people.actor_of_token(desk, text)


def test_a_token_works_in_the_persons_name_until_it_runs_out(opened: Door, steward: Steward) -> None:
    shown = steward("create", "--person", "陈晓", "--name", "大屏", "--days", "30").output.strip()

    actor = speaks(opened, shown)
    assert actor is not None
    assert actor.person.name == "陈晓"
    assert actor.is_office()
    assert speaks(opened, shown, days=29) is not None
    assert speaks(opened, shown, days=30) is None
    assert speaks(opened, shown[:-1]) is None


def test_the_list_never_shows_the_token(steward: Steward) -> None:
    shown = steward("create", "--person", "陈晓", "--name", "大屏").output.strip()

    listed = steward("list").output

    assert "陈晓  大屏  到2027-07-15" in listed
    assert shown not in listed
    assert shown.split("_", 1)[1][8:] not in listed


def test_a_token_that_is_stopped_stops_at_once(opened: Door, steward: Steward) -> None:
    shown = steward("create", "--person", "陈晓").output.strip()
    other = steward("create", "--person", "陈晓").output.strip()

    assert steward("revoke", "1").output == "已停用。\n"

    assert speaks(opened, shown) is None
    assert speaks(opened, other) is not None
    first, second = steward("list").output.splitlines()
    assert (first.endswith("停用"), second.endswith("停用")) == (True, False)


def test_no_tokens_and_nobody_of_that_name(steward: Steward) -> None:
    assert steward("list").output == "还没有令牌。\n"
    refused = steward("create", "--person", "查无此人")
    assert (refused.exit_code, refused.output) == (1, "Error: 没有找到这个人。\n")
    assert steward("revoke", "7").exit_code == 1
    assert steward("create", "--person", "陈晓", "--days", "0").exit_code == 2
