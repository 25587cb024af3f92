from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.cli import Door
from backend.storage.engine import Database
from tests.cli import houses


@pytest.fixture
def door(sqlite_database: Database, tmp_path: Path) -> Iterator[Door]:
    with houses.door(sqlite_database, tmp_path) as opened:
        yield opened
