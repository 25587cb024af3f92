"""How a project could gain the working days it is short of, and taking what somebody has chosen of it (压缩工期)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from backend.domain.compression import Proposal, applied, compression
from backend.domain.errors import Conflict, Invalid, NotAllowed
from backend.domain.measure import Change, chosen
from backend.domain.people import Actor, Person
from backend.domain.plan import Plan
from backend.domain.project import Project
from backend.services import plans
from backend.services.desk import Desk
from backend.services.plans import Planned
from backend.services.site_calendars import calendars_of

SOURCE = "工期压缩"
ALTERED = ("days", "remaining", "after")


@dataclass(frozen=True, slots=True)
class Proposed:
    """For the version that holds, as it stands on `day`. mark: the same as long as the proposal is."""

    project: Project
    version: int
    day: date
    proposal: Proposal

    @property
    def mark(self) -> str:
        return sha256(repr((self.version, self.proposal.changes)).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Compressed:
    """What was taken, and the plan that holds now."""

    project: Project
    changes: tuple[Change, ...]
    before: Proposed
    after: Planned


def proposed(desk: Desk, project: Project) -> Proposed:
    """Raises NotFound("plan_missing")."""
    now = plans.current(desk, project)
    by, today = calendars_of(desk)(project), desk.moment.day
    return Proposed(project, now.stored.version, today, compression(now.schedule.plan, by, today))


def compress(
    desk: Desk,
    actor: Actor,
    project: Project,
    accept: Collection[int],
    *,
    version: int,
    reason: str,
    approver: Person | None = None,
    mark: str | None = None,
) -> Compressed:
    """Make the chosen changes, by their numbers from 1 on, a new version of the plan.

    Raises NotAllowed (only the office), Conflict("changed_meanwhile") when the plan has another version than the
    one looked at, or `mark` is not that of the proposal as it is now; Invalid("changes_none"),
    ("change_unknown", number, limit), and what `plans.adopt` raises.
    """
    if not actor.is_office():
        raise NotAllowed("not_allowed")
    before = proposed(desk, project)
    if version != before.version or mark not in (None, before.mark):
        raise Conflict("changed_meanwhile")
    changes = chosen(_checked(before.proposal, accept), accept)
    plan = _carried_over(plans.stored_plan(desk, project).plan, before.proposal.before.plan, changes)
    plans.adopt(
        desk,
        actor,
        project,
        plan,
        source=SOURCE,
        reason=reason.strip(),
        approver=approver,
        keep_done=False,
    )
    return Compressed(project, changes, before, plans.current(desk, project))


def _carried_over(stored: Plan, stands: Plan, changes: Sequence[Change]) -> Plan:
    """What the changes alter of the plan as it stands, in the plan as it was adopted: what is presumed stays out."""
    pairs = zip(stands.steps, applied(stands, changes).steps, strict=True)
    altered = {
        old.id: {name: getattr(new, name) for name in ALTERED if getattr(new, name) != getattr(old, name)}
        for old, new in pairs
    }
    return replace(stored, steps=tuple(replace(step, **altered[step.id]) for step in stored.steps))


def _checked(proposal: Proposal, accept: Collection[int]) -> tuple[Change, ...]:
    if not accept:
        raise Invalid("changes_none", field="accept")
    limit = len(proposal.changes)
    for number in sorted(accept):
        if not 1 <= number <= limit:
            raise Invalid("change_unknown", field="accept", number=number, limit=limit)
    return proposal.changes
