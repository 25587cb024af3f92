"""A baseline (基线): a version of a plan that later ones are compared with, under a name and with an approver."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Baseline:
    """`person_id` set it, `approver_id` approved it. A project may have several: the newest is compared with."""

    id: int
    project_id: int
    version: int
    name: str
    reason: str
    person_id: int
    approver_id: int
    at: datetime
