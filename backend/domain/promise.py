"""What a version of a plan promised on the day it was adopted: dates that nothing later changes (原定)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from backend.domain.backward import Schedule


@dataclass(frozen=True, slots=True)
class Promised:
    """A step's days: the first and the last one it was planned for, and the last one the target allowed."""

    start: date
    finish: date
    latest: date


@dataclass(frozen=True, slots=True)
class Promise:
    """`steps` by id; `finish` of the whole plan, None without steps."""

    finish: date | None = None
    steps: Mapping[str, Promised] = field(default_factory=dict)


def promised(computed: Schedule) -> Promise:
    """What the plan says on the day it is computed for."""
    steps = {
        row.step.id: Promised(row.early_start, row.early_finish, row.late_finish) for row in computed.steps
    }
    return Promise(computed.finish, steps)
