"""Every module brings its own `office`, on one database or on both."""

from collections.abc import Callable

import pytest

from backend.jobs.runner import tick
from backend.services.runs import Job
from tests.jobs.office import Office


@pytest.fixture
def begun(office: Office) -> Callable[[Job], Job]:
    """A job that was installed at nine."""

    def begin(job: Job) -> Job:
        tick(office.open_desk, [job])
        return job

    return begin
