"""Which versions of plans later ones are compared with; none is ever taken away."""

from dataclasses import asdict, replace

from sqlalchemy import Connection, Row, insert, select

from backend.domain.baseline import Baseline
from backend.storage.tables import baselines


class Baselines:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, baseline: Baseline) -> Baseline:
        """Store a new one; its id is given here."""
        values = {name: value for name, value in asdict(baseline).items() if name != "id"}
        added = self._connection.execute(insert(baselines).values(values).returning(baselines.c.id))
        return replace(baseline, id=added.scalar_one())

    def of(self, project_id: int) -> list[Baseline]:
        """Newest first."""
        query = select(baselines).where(baselines.c.project_id == project_id).order_by(baselines.c.id.desc())
        return [_baseline(row) for row in self._connection.execute(query)]


def _baseline(row: Row[tuple[object, ...]]) -> Baseline:
    return Baseline(**row._asdict())
