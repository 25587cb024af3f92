"""September 2026 of a small office, dated deed by deed, with what is told only after its end. Weekdays are working days.

The hospital has a year's plan of 1000 万元 and a schedule; the road, in preparation, has nothing but its name.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypeVar

from backend.domain.daily_report import Facts, Origin
from backend.domain.investment import Covers
from backend.domain.people import Actor, Leave, Person
from backend.domain.period import Period, Span, period_named
from backend.domain.plan import Link, Plan, Step
from backend.domain.problem import Category
from backend.domain.project import Site
from backend.jobs.works import grade
from backend.services import daily_reports, investments, photos, plans, problems, visits
from backend.services.desk import Desk
from backend.storage.engine import Database
from tests import builders, cast
from tests.builders import ZONE
from tests.cast import Cast

SEPTEMBER = period_named("2026-09", Span.MONTH)
SOLVED, OPEN = "10千伏杆线未迁改", "2户未签征收协议"
SITE = Site(29.61, 106.84)
FIRST_PHOTO, LAST_PHOTO = "a" * 64, "c" * 64

PLAN = Plan(
    start=date(2026, 8, 3),
    target=date(2026, 11, 27),
    steps=(
        Step("permit", "施工许可", 10, milestone=True),
        Step("pit", "基坑", 10, (Link("permit"),)),
        Step("ground", "出±0.00", 10, (Link("pit"),), milestone=True),
        Step("roof", "封顶", 20, (Link("ground"),), milestone=True),
    ),
)

T = TypeVar("T")
Deed = Callable[[Desk, Callable[[Person], Actor]], T]


def instant(local: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=ZONE).astimezone(UTC)


@dataclass
class Month:
    database: Database
    cast: Cast

    @property
    def hospital(self) -> int:
        return self.cast.hospital.id

    def do(self, local: str, deed: Deed[T]) -> T:
        """At that moment at the office, as a unit of work of its own."""
        with builders.open_desk(self.database, instant(local)) as desk:
            return deed(desk, lambda person: self.cast.actor(desk, person))

    def report(self, local: str, day: date, facts: Facts, origin: Origin = Origin.REPORT) -> None:
        self.do(
            local,
            lambda desk, as_: daily_reports.file(
                desk, as_(self.cast.secretary), self.hospital, day, facts, "", origin
            ),
        )

    def invest(self, local: str, wan: int, covers: Covers, month: date) -> None:
        self.do(
            local,
            lambda desk, as_: investments.invest(
                desk, as_(self.cast.secretary), self.hospital, Decimal(wan), covers, month, confirmed=True
            ),
        )

    def visit(self, local: str, who: Person) -> None:
        self.do(local, lambda desk, as_: visits.check_in(desk, as_(who), self.hospital, SITE.lat, SITE.lon))

    def finish(self, local: str, name: str, day: date) -> None:
        self.do(
            local,
            lambda desk, as_: plans.finish(desk, as_(self.cast.secretary), self.cast.hospital, name, day),
        )

    def photo(self, local: str, sha256: str | None) -> None:
        def deed(desk: Desk, as_: Callable[[Person], Actor]) -> None:
            attached = photos.attach_photo(
                desk, as_(self.cast.secretary), self.hospital, "wecom", local, desk.moment.at
            )
            if sha256:
                photos.photo_fetched(desk, attached.photo_id, sha256, 1)

        self.do(local, deed)

    def problem(self, raised: str, issued: str, text: str, days: int) -> int:
        who = self.cast
        found = self.do(
            raised,
            lambda desk, as_: (
                problems.raise_(desk, as_(who.secretary), self.hospital, text, Category.UTILITIES).problem
            ),
        )
        self.do(
            issued,
            lambda desk, as_: problems.issue(
                desk, as_(who.office), found.id, who.bureau.id, working_days=days
            ),
        )
        return found.id


def opened(database: Database) -> Month:
    """Before September: the register, the year's plan, the schedule, and the class at the end of August."""
    with builders.open_desk(database, instant("2026-08-03T09:00")) as desk:
        people = cast.enter(desk)
        hospital = replace(people.hospital, sector="社会事业", total_wan=Decimal(68000), site=SITE)
        desk.unit.projects.update(hospital)
        desk.unit.projects.set_annual_plan(hospital.id, 2026, Decimal(1000))
        plans.adopt(desk, people.actor(desk, people.office), hospital, PLAN, source="模板")
    month = Month(database, replace(people, hospital=hospital))
    month.do("2026-08-31T06:10", lambda desk, _: grade(desk, _day("2026-08-31")))
    return month


def _day(key: str) -> Period:
    return period_named(key, Span.DAY)


def played(database: Database) -> Month:
    """The whole month, and the first of October up to 07:30: nothing of that may count."""
    month = opened(database)
    who = month.cast
    month.invest("2026-09-01T09:00", 600, Covers.YEAR_TO_DATE, date(2026, 8, 1))
    month.report("2026-09-01T17:00", date(2026, 9, 1), Facts(workers=50, machines=4, progress="基坑开挖"))
    month.report("2026-09-03T08:00", date(2026, 9, 2), Facts(workers=70))  # late
    month.photo("2026-09-01T17:05", FIRST_PHOTO)
    month.photo("2026-09-15T17:05", "b" * 64)
    solved = month.problem("2026-09-02T17:00", "2026-09-03T09:00", SOLVED, 5)
    for at in ("2026-09-03T10:00", "2026-09-04T10:00", "2026-09-04T16:00", "2026-09-10T10:00"):
        month.visit(at, who.leader)
    month.visit("2026-09-05T10:00", who.region_leader)
    month.visit("2026-09-07T10:00", who.secretary)
    month.do("2026-09-08T10:00", lambda desk, as_: problems.answer(desk, as_(who.contact), solved, "已迁改"))
    month.do("2026-09-09T10:00", lambda desk, as_: problems.close(desk, as_(who.office), solved))
    for person in (who.secretary, who.deputy):  # both away: nobody was to report that day
        month.do("2026-09-09T11:00", _away(person, date(2026, 9, 10)))
    month.finish("2026-09-15T16:00", "施工许可", date(2026, 9, 15))
    waiting = month.problem("2026-09-20T17:00", "2026-09-21T09:00", OPEN, 3)
    month.invest("2026-09-28T10:00", 150, Covers.MONTH, date(2026, 9, 1))
    month.report(
        "2026-09-29T17:00",
        date(2026, 9, 29),
        Facts(workers=60, machines=7, progress="主体三层", percent=Decimal(45)),
    )
    month.photo("2026-09-29T17:05", LAST_PHOTO)
    month.photo("2026-09-30T17:05", None)
    _afterwards(month, waiting)
    return month


def _away(person: Person, day: date) -> Deed[None]:
    return lambda desk, _: desk.unit.people.add_leave(Leave(person.id, day, day))


def _afterwards(month: Month, waiting: int) -> None:
    who = month.cast
    month.invest("2026-10-01T06:00", 250, Covers.MONTH, date(2026, 9, 1))
    month.report("2026-10-01T06:05", date(2026, 10, 1), Facts(workers=999, progress="十月的事"))
    month.finish("2026-10-01T06:10", "出±0.00", date(2026, 10, 1))
    month.do("2026-10-01T06:15", lambda desk, as_: problems.answer(desk, as_(who.contact), waiting, "已签约"))
    month.do("2026-10-01T06:20", lambda desk, as_: problems.close(desk, as_(who.office), waiting))
    month.visit("2026-10-01T06:30", who.leader)
    month.photo("2026-10-01T06:40", "d" * 64)
