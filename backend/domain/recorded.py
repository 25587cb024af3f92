"""What has already happened, carried from one version of a plan to the next."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from backend.domain.plan import Link, Plan, Step


def carried(steps: Sequence[Step], old: Sequence[Step]) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """The new steps with what happened to the old ones, and old ones that something happened to and that are no more.

    A day that the new version gives itself stands. What is left of a step (days or percent) is carried when the new
    version says nothing of it, and the step is not done: who plans anew does not thereby take back what was told.
    """
    before = counterparts(steps, old)
    still = {step.id for step in before.values()}
    lost = tuple(step for step in old if step.id not in still and has_happened(step))
    return tuple(_with_past_of(before.get(step.id), step) for step in steps), lost


def _with_past_of(before: Step | None, step: Step) -> Step:
    if before is None or not has_happened(before):
        return step
    step = replace(
        step,
        actual_start=step.actual_start or before.actual_start,
        actual_finish=step.actual_finish or before.actual_finish,
    )
    if step.is_done or _is_told(step):
        return step
    return replace(step, remaining=before.remaining, percent=before.percent)


def counterparts(steps: Sequence[Step], old: Sequence[Step]) -> Mapping[str, Step]:
    """By the id of a new step, the old step that it is.

    A name is trusted before an id: who puts a step in between numbers all later ones anew. An id speaks for
    itself only where the old name is gone, which is a step renamed.
    """
    by_id = {step.id: step for step in old}
    by_name = {step.name: step for step in old}
    often = Counter(step.name for step in old) | Counter(step.name for step in steps)
    names = {step.name for step in steps}
    before: dict[str, Step] = {}
    for step in steps:
        same_id, same_name = by_id.get(step.id), by_name.get(step.name)
        if same_id and (same_id.name == step.name or (same_id.name not in names and not same_name)):
            before[step.id] = same_id
        elif same_name and often[step.name] == 1:
            before[step.id] = same_name
    return before


def renamed(steps: Sequence[Step], old: Sequence[Step]) -> Mapping[str, Step]:
    """By the id of an old step, the new step that it is now; one that is no more is absent."""
    new = {step.id: step for step in steps}
    return {was.id: new[id_] for id_, was in counterparts(steps, old).items()}


def has_happened(step: Step) -> bool:
    return step.actual_start is not None or step.actual_finish is not None or _is_told(step)


def _is_told(step: Step) -> bool:
    return step.remaining is not None or step.percent is not None


def same(one: Plan, other: Plan) -> bool:
    """Whether two versions say the same, in whatever order the steps and their links are told."""
    if (one.start, one.target, len(one.steps)) != (other.start, other.target, len(other.steps)):
        return False
    return {_orderless(step) for step in one.steps} == {_orderless(step) for step in other.steps}


def replans(old: Plan, new: Plan) -> bool:
    """Whether the new version says something else than what has happened: that is what has to be answered for."""
    return not same(without_past(old), without_past(new))


def without_past(plan: Plan) -> Plan:
    """The plan as if nothing of it had begun."""
    steps = (
        replace(step, actual_start=None, actual_finish=None, remaining=None, percent=None)
        for step in plan.steps
    )
    return replace(plan, steps=tuple(steps))


def _orderless(step: Step) -> tuple[Step, frozenset[Link]]:
    return replace(step, after=()), frozenset(step.after)
