"""Against plain execution, which is what it stands for."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import bindparam, insert, select, update

from backend.domain.errors import Conflict
from backend.storage.engine import Database
from backend.storage.prepared import Prepared
from backend.storage.tables import people, projects, runs

VALUES: dict[str, Any] = {
    "code": "P1",
    "name": "100%完成的“项目”?",
    "aliases": ["一期", "II期"],
    "region": "",
    "sector": "",
    "kind": "road",
    "stage": "active",
    "unit_id": None,
    "start": date(2026, 3, 1),
    "target": None,
    "total_wan": Decimal("1234.5678"),
    "lat": 29.6,
    "lon": 106.8,
    "radius_m": None,
    "seven_day": True,
}


def test_every_type_comes_back_as_it_does_from_plain_execution(database: Database) -> None:
    add = Prepared(insert(projects).returning(projects.c.id))
    one = select(projects).where(projects.c.name == bindparam("called"), projects.c.kind == "road")
    with database.writing() as connection:
        number = add.scalar(connection, VALUES)
        (row,) = Prepared(one).all(connection, {"called": VALUES["name"]})

        plain = connection.execute(one, {"called": VALUES["name"]}).one()

    assert row._asdict() == dict(plain._mapping) == {**VALUES, "id": number}


def test_the_same_statement_takes_other_columns_another_time(database: Database) -> None:
    change = Prepared(update(projects).where(projects.c.code == bindparam("which")))
    with database.writing() as connection:
        connection.execute(insert(projects), VALUES)
        change.run(connection, {"name": "乙", "which": "P1"})
        change.run(connection, {"region": "东城", "seven_day": False, "which": "P1"})

        row = connection.execute(select(projects)).one()

    assert (row.name, row.region, row.seven_day) == ("乙", "东城", False)


def test_nothing_found_is_none(database: Database) -> None:
    found = Prepared(select(people.c.name).where(people.c.id == bindparam("who")))
    with database.reading() as connection:
        assert found.all(connection, {"who": 1}) == []
        assert found.first(connection, {"who": 1}) is None
        assert found.scalar(connection, {"who": 1}) is None


def test_what_the_database_refuses_is_told_as_ever(database: Database) -> None:
    add = Prepared(insert(projects))
    with database.writing() as connection:
        add.run(connection, VALUES)
    with pytest.raises(Conflict), database.writing() as connection:
        add.run(connection, VALUES)


@pytest.mark.parametrize("at", [datetime(2026, 11, 18, 4, 0, 0, 123456, tzinfo=UTC)])
def test_an_instant_is_kept_in_utc(database: Database, at: datetime) -> None:
    abroad = at.astimezone(timezone(timedelta(hours=8)))
    told = Prepared(select(bindparam("at", abroad, type_=_instant()).label("at")))
    with database.reading() as connection:
        assert told.scalar(connection, {"at": abroad}) == at


def _instant() -> Any:
    return next(column.type for column in runs.c if type(column.type).__name__ == "Instant")
