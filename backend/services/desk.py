"""What a deed needs on the desk: the open books, the moment, the rules and the calendar."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from backend.domain.moment import Moment
from backend.domain.policy import Policy, StandingRule
from backend.domain.workdays import Workdays
from backend.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Desk:
    """One deed's surroundings; the unit of work is committed by whoever opened the desk, when it ends well."""

    unit: Unit
    moment: Moment
    policy: Policy
    rule: StandingRule
    calendar: Workdays  # national notices and the office's overrides


OpenDesk = Callable[[], AbstractContextManager[Desk]]
