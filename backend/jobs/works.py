"""Which deed each row of the timetable does."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from backend.domain.period import Period
from backend.services import publications, reminders, standings
from backend.services.desk import Desk
from backend.services.gathering import gather
from backend.services.projects import everything
from backend.services.runs import Work


def works(font_dirs: Sequence[Path] = ()) -> Mapping[str, Work]:
    return {
        **reminders.WORKS,
        "standings": grade,
        "month": partial(publish, fonts=partial(publications.machine_fonts, font_dirs)),
    }


def grade(desk: Desk, day: Period) -> None:
    standings.refresh(desk, day.last, gather(desk, everything(desk), day.last).evidence)


def publish(desk: Desk, month: Period, fonts: publications.FindFonts) -> None:
    publications.publish_month(desk, month, fonts)
