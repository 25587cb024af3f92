"""Statements of the hot paths, compiled once: what SQLAlchemy does anew on each execution costs more than the database.

The types of the columns are kept: what goes in and out is what `Connection.execute` would take and give.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, CursorResult, Delete, Dialect, Insert, Select, Update

Statement = Select[Any] | Insert | Update | Delete
Convert = Callable[[Any], Any]


@dataclass(slots=True)
class _Form:
    """The statement for one dialect and one set of value names."""

    sql: str
    positions: list[str] | None  # names in order, None where the driver takes them by name
    fixed: dict[str, Any]  # values that the statement brings along
    into: list[tuple[str, Convert]]
    row: Callable[..., Any] | None = None
    out: list[tuple[int, Convert]] = field(default_factory=list)


class Prepared:
    """No `IN` over a list whose length varies: its places are part of the statement."""

    def __init__(self, statement: Statement) -> None:
        self._statement = statement
        self._forms: dict[tuple[str, tuple[str, ...]], _Form] = {}

    def run(self, connection: Connection, values: Mapping[str, Any]) -> CursorResult[Any]:
        """For what gives no rows."""
        return self._executed(connection, values)[0]

    def all(self, connection: Connection, values: Mapping[str, Any]) -> list[Any]:
        """Rows as named tuples."""
        result, form = self._executed(connection, values)
        cursor: Any = result.cursor
        found = cursor.fetchall()
        if found and form.row is None:
            self._describe(form, connection.dialect, cursor.description)
        result.close()
        return [_read(form, row) for row in found]

    def first(self, connection: Connection, values: Mapping[str, Any]) -> Any | None:
        return next(iter(self.all(connection, values)), None)

    def scalar(self, connection: Connection, values: Mapping[str, Any]) -> Any | None:
        row = self.first(connection, values)
        return None if row is None else row[0]

    def _executed(self, connection: Connection, values: Mapping[str, Any]) -> tuple[CursorResult[Any], _Form]:
        key = (connection.dialect.name, tuple(values))
        form = self._forms.get(key)
        if form is None:
            form = self._forms[key] = self._compiled(connection.dialect, list(values))
        given = {**form.fixed, **values}
        for name, convert in form.into:
            given[name] = convert(given[name])
        if form.positions is None:
            return connection.exec_driver_sql(form.sql, given), form
        return connection.exec_driver_sql(form.sql, tuple([given[name] for name in form.positions])), form

    def _compiled(self, dialect: Dialect, names: list[str]) -> _Form:
        compiled: Any = self._statement.compile(
            dialect=dialect, column_keys=None if isinstance(self._statement, Select) else names
        )
        into = []
        for name, bind in compiled.binds.items():
            convert = bind.type.dialect_impl(dialect).bind_processor(dialect)
            if convert is not None:
                into.append((name, convert))
        fixed = {name: bind.value for name, bind in compiled.binds.items() if name not in names}
        return _Form(str(compiled), compiled.positiontup, fixed, into)

    def _describe(self, form: _Form, dialect: Dialect, description: Any) -> None:
        """How rows are read: some types of PostgreSQL ask for the code that comes with the first answer."""
        columns: list[Any] = list(self._statement.exported_columns)
        converts = [
            column.type.dialect_impl(dialect).result_processor(dialect, described[1])
            for column, described in zip(columns, description, strict=True)
        ]
        form.out = [(n, convert) for n, convert in enumerate(converts) if convert is not None]
        # Last, because it tells other threads that the form is complete.
        form.row = _rows_of([column.key for column in columns])


def _rows_of(names: list[str]) -> Callable[..., Any]:
    make: Any = namedtuple  # the names are known at run time only
    kind: Callable[..., Any] = make("Row", names)
    return kind


def _read(form: _Form, row: tuple[Any, ...]) -> Any:
    values = list(row)
    for n, convert in form.out:
        values[n] = convert(values[n])
    return form.row(*values)  # type: ignore[misc]
