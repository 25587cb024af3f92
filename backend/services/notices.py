"""Telling people things: a notice becomes outbox rows in the same unit of work as the deed it tells of."""

from datetime import datetime, timedelta

from backend.domain.moment import Moment
from backend.domain.notice import Notice
from backend.domain.policy import Policy
from backend.services.desk import Desk
from backend.storage.mailbox import encode_notice


def tell(desk: Desk, person_id: int, notice: Notice, key: str) -> int:
    """Queue the notice at the person's address; `key` says what it is about and is said once, however often asked.

    Held back until waking hours. Returns how many rows were queued: 0 when it was queued before or when
    the person has no chat account (the office's page lists those).
    """
    queued = 0
    for channel, account in desk.unit.mailbox.addresses(person_id)[:1]:
        queued += desk.unit.mailbox.put(
            key=f"{key}>{person_id}",
            channel=channel,
            account=account,
            kind=type(notice).__name__,
            payload=encode_notice(notice),
            at=desk.moment.at,
            due_at=waking(desk.moment, desk.policy),
            person_id=person_id,
        )
    return queued


def waking(moment: Moment, policy: Policy) -> datetime:
    """Now, or the next time of day at which people may be disturbed."""
    clock = moment.local.time()
    if clock < policy.waking_from:
        return moment.on(moment.day, policy.waking_from)
    if clock > policy.waking_until:
        return moment.on(moment.day + timedelta(days=1), policy.waking_from)
    return moment.at
