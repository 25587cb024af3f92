import pytest

from backend.domain.people import EVERYTHING
from backend.domain.project import Project
from backend.storage.engine import Database
from backend.storage.unit import Unit


class Broken(Exception):
    pass


def _add_and_break(unit: Unit) -> None:
    unit.projects.add(Project(0, "2", "乙"))
    raise Broken


def test_what_fails_first_in_an_attempt_is_taken_back_and_the_attempt_goes_on(database: Database) -> None:
    with database.writing() as connection:
        unit = Unit(connection)
        unit.projects.add(Project(0, "1", "甲"))
        with unit.attempt():
            with pytest.raises(Broken), unit.attempt(first=True):
                _add_and_break(unit)
            unit.projects.add(Project(0, "3", "丙"))

    with database.reading() as connection:
        assert [one.code for one in Unit(connection).projects.all(EVERYTHING)] == ["1", "3"]


def test_a_first_attempt_that_stands_alone_has_a_savepoint_of_its_own(database: Database) -> None:
    with database.writing() as connection:
        unit = Unit(connection)
        unit.projects.add(Project(0, "1", "甲"))
        with pytest.raises(Broken), unit.attempt(first=True):
            _add_and_break(unit)

    with database.reading() as connection:
        assert [one.code for one in Unit(connection).projects.all(EVERYTHING)] == ["1"]
