"""Waking up, on the real clock."""

import logging
import threading
import time as clock
from datetime import datetime, time, timedelta

import pytest

from backend.jobs.scheduler import Waker
from tests.jobs.office import ZONE


class Sleeper:
    """Counts the times it was woken; `done` is set when it has been enough."""

    def __init__(self, enough: int) -> None:
        self.enough, self.woken, self.done = enough, 0, threading.Event()

    def __call__(self) -> None:
        self.woken += 1
        if self.woken >= self.enough:
            self.done.set()


def test_it_wakes_at_once_and_then_again_and_again() -> None:
    sleeper = Sleeper(enough=4)
    waker = Waker(sleeper, ZONE, every_seconds=0.05)

    waker.start()
    assert sleeper.done.wait(5)
    waker.stop()

    woken = sleeper.woken
    clock.sleep(0.15)
    assert sleeper.woken == woken


def test_it_wakes_at_the_timetables_times_too() -> None:
    sleeper = Sleeper(enough=2)
    soon = (datetime.now(ZONE) + timedelta(seconds=1.2)).replace(microsecond=0)
    waker = Waker(sleeper, ZONE, [soon.time(), time(3, 33)], every_seconds=3600)

    waker.start()
    assert sleeper.done.wait(5)
    waker.stop()


def test_a_fault_is_logged_and_the_next_wake_up_comes(caplog: pytest.LogCaptureFixture) -> None:
    sleeper = Sleeper(enough=3)

    def fail() -> None:
        sleeper()
        raise OSError("disk full")

    waker = Waker(fail, ZONE, every_seconds=0.05)
    with caplog.at_level(logging.ERROR, "apscheduler"):
        waker.start()
        assert sleeper.done.wait(5)
        waker.stop()

    assert "disk full" in caplog.text


def test_a_long_tick_is_not_doubled_and_stop_waits_for_it() -> None:
    at_work, most, ended = 0, 0, 0

    def slow() -> None:
        nonlocal at_work, most, ended
        at_work += 1
        most = max(most, at_work)
        clock.sleep(0.3)
        at_work -= 1
        ended += 1

    waker = Waker(slow, ZONE, every_seconds=0.05)
    waker.start()
    clock.sleep(0.5)
    waker.stop()

    assert (most, at_work) == (1, 0)
    assert ended >= 2
