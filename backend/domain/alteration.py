"""A plan as it would be if somebody changed it: what may be tried before it is saved."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from backend.domain.errors import NotFound
from backend.domain.plan import Link, LinkType, Plan, Step

# What may be altered of a step that stays; its id stays too.
FIELDS = frozenset(Step.__dataclass_fields__) - {"id"}


@dataclass(frozen=True, slots=True)
class Alteration:
    """steps: by id, the fields of `Step` that become something else. added: put at the end. removed: ids.

    Who waits for a step that is removed waits for what that step waited for.
    """

    start: date | None = None
    target: date | None = None
    steps: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    added: tuple[Step, ...] = ()
    removed: frozenset[str] = frozenset()


def altered(plan: Plan, how: Alteration) -> Plan:
    """Raises NotFound("milestone_not_found", name) for a step that is not there."""
    steps = {step.id: step for step in plan.steps}
    for id in (*how.steps, *sorted(how.removed)):
        if id not in steps:
            raise NotFound("milestone_not_found", name=id)
    changed = [replace(step, **how.steps.get(step.id, {})) for step in plan.steps]
    return Plan(
        how.start or plan.start,
        how.target or plan.target,
        tuple(_without(changed, how.removed)) + how.added,
    )


def _without(steps: list[Step], removed: Collection[str]) -> Iterator[Step]:
    by_id = {step.id: step for step in steps}
    for step in steps:
        if step.id not in removed:
            links = dict.fromkeys(link for held in step.after for link in _bridged(held, by_id, removed, ()))
            yield replace(step, after=tuple(links))


def _bridged(
    link: Link, steps: Mapping[str, Step], removed: Collection[str], seen: tuple[str, ...]
) -> Iterator[Link]:
    if link.before not in removed:
        yield link
    elif link.type in (LinkType.FS, LinkType.SS) and link.before not in seen:
        for earlier in steps[link.before].after:
            kind = LinkType.FS if earlier.type in (LinkType.FS, LinkType.FF) else LinkType.SS
            yield from _bridged(replace(earlier, type=kind), steps, removed, (*seen, link.before))
