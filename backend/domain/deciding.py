"""Which steps decide when a plan is finished."""

from datetime import date

from backend.domain.backward import Schedule, ScheduledStep
from backend.domain.calendars import Calendars
from backend.domain.even_passes import even_passes
from backend.domain.mixed_passes import mixed_passes
from backend.domain.network import network


def deciding_chain(computed: Schedule, by: Calendars, today: date) -> tuple[ScheduledStep, ...]:
    """The unfinished steps that hold one another back as far as the finish, in working order.

    `critical` is wider: against a target that is missed, everything too late for it. `by` and `today` as the
    schedule was computed with. Nothing when all is done.
    """
    plan, net = computed.plan, network(computed.plan.steps)
    columns = even_passes(plan, net, by.standard, today) if net.even else mixed_passes(plan, net, by, today)
    found = {i for i, day in enumerate(computed.early_finish) if day == computed.finish}
    for before, after in reversed(columns.driving()):
        if after in found:
            found.add(before)
    rows = [row for i, row in enumerate(computed.steps) if i in found and not row.step.is_done]
    return tuple(sorted(rows, key=lambda row: (row.early_start, row.early_finish)))
