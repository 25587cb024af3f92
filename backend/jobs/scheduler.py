"""What wakes the runner: every half minute, and at the timetable's own times.

APScheduler keeps no job and no time that matters here; a wake-up lost is made good by the next. Its default
would silently drop a run that comes a second late, hence no limit on lateness; a pile of late ones is one.
"""

from collections.abc import Callable, Iterable
from datetime import time, tzinfo

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.combining import OrTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

EVERY_SECONDS = 30.0


class Waker:
    """`tick` is called on a thread of its own, never twice at a time; what it raises is logged and forgotten."""

    def __init__(
        self,
        tick: Callable[[], object],
        zone: tzinfo,
        times: Iterable[time] = (),
        every_seconds: float = EVERY_SECONDS,
    ) -> None:
        self._scheduler = BackgroundScheduler(
            timezone=zone,
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        clock = [
            CronTrigger(hour=at.hour, minute=at.minute, second=at.second, timezone=zone)
            for at in sorted(set(times))
        ]
        self._scheduler.add_job(tick)  # at once: the machine may have slept
        self._scheduler.add_job(
            tick, OrTrigger([IntervalTrigger(seconds=every_seconds, timezone=zone), *clock])
        )

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        """Waits for a tick under way to end."""
        self._scheduler.shutdown(wait=True)
