"""One transaction, and one repository a noun that shares it."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from sqlalchemy import Connection

from backend.storage import schema
from backend.storage.baselines import Baselines
from backend.storage.calendars import Calendars
from backend.storage.daily_reports import DailyReports
from backend.storage.investments import Investments
from backend.storage.mailbox import Mailbox
from backend.storage.office_templates import OfficeTemplates
from backend.storage.people import People
from backend.storage.photos import Photos
from backend.storage.plans import Plans
from backend.storage.problems import Problems
from backend.storage.projects import Projects
from backend.storage.publications import Publications
from backend.storage.runs import Runs
from backend.storage.standings import Standings
from backend.storage.visits import Visits


class Unit:
    """Whoever opened the transaction commits it; repositories and services never do."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._depth = 0

    @contextmanager
    def attempt(self, *, first: bool = False) -> Iterator[None]:
        """A savepoint: what fails inside is taken back alone and the error goes on to the caller.

        `first`: nothing was written since the attempt around this one began, whose savepoint then serves both.
        In plain SQL: every message opens one, and `begin_nested` costs four times as much.
        """
        if first and self._depth:
            try:
                yield
            except BaseException:
                self._connection.exec_driver_sql(f"ROLLBACK TO SAVEPOINT attempt_{self._depth}")
                raise
            return
        self._depth += 1
        name = f"attempt_{self._depth}"
        run = self._connection.exec_driver_sql
        try:
            run(f"SAVEPOINT {name}")
            try:
                yield
            except BaseException:
                run(f"ROLLBACK TO SAVEPOINT {name}")
                raise
            finally:
                run(f"RELEASE SAVEPOINT {name}")
        finally:
            self._depth -= 1

    def schema_is_current(self) -> bool:
        return schema.revision(self._connection) == schema.head()

    @cached_property
    def people(self) -> People:
        return People(self._connection)

    @cached_property
    def projects(self) -> Projects:
        return Projects(self._connection)

    @cached_property
    def calendars(self) -> Calendars:
        return Calendars(self._connection)

    @cached_property
    def plans(self) -> Plans:
        return Plans(self._connection)

    @cached_property
    def baselines(self) -> Baselines:
        return Baselines(self._connection)

    @cached_property
    def office_templates(self) -> OfficeTemplates:
        return OfficeTemplates(self._connection)

    @cached_property
    def daily_reports(self) -> DailyReports:
        return DailyReports(self._connection)

    @cached_property
    def investments(self) -> Investments:
        return Investments(self._connection)

    @cached_property
    def photos(self) -> Photos:
        return Photos(self._connection)

    @cached_property
    def visits(self) -> Visits:
        return Visits(self._connection)

    @cached_property
    def standings(self) -> Standings:
        return Standings(self._connection)

    @cached_property
    def problems(self) -> Problems:
        return Problems(self._connection)

    @cached_property
    def publications(self) -> Publications:
        return Publications(self._connection)

    @cached_property
    def mailbox(self) -> Mailbox:
        return Mailbox(self._connection)

    @cached_property
    def runs(self) -> Runs:
        return Runs(self._connection)
