"""One desk, the cast around it, and problems at the stages of their life."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from backend.domain.moment import Moment
from backend.domain.people import Actor, Person, Unit
from backend.domain.problem import Category, Problem
from backend.services import problems
from backend.services.desk import Desk
from backend.storage.mailbox import decode_notice
from backend.storage.tables import outbox
from tests import cast
from tests.cast import Cast

TEXT = "10千伏杆线未迁改，影响塔吊作业"


@dataclass
class Scene:
    """One desk and who sits around it; `town` is another unit, which cannot be reached."""

    desk: Desk
    cast: Cast
    town: Unit

    def as_(self, person: Person) -> Actor:
        return self.cast.actor(self.desk, person)

    @property
    def secretary(self) -> Actor:
        return self.as_(self.cast.secretary)

    @property
    def office(self) -> Actor:
        return self.as_(self.cast.office)

    @property
    def contact(self) -> Actor:
        return self.as_(self.cast.contact)

    def raised(self, text: str = TEXT) -> Problem:
        return problems.raise_(
            self.desk, self.secretary, self.cast.hospital.id, text, Category.UTILITIES
        ).problem

    def issued(self, text: str = TEXT, **rest: Any) -> Problem:
        found = self.raised(text)
        return problems.issue(self.desk, self.office, found.id, self.cast.bureau.id, **rest).problem

    def answered(self) -> Problem:
        problem = self.issued()
        problems.acknowledge(self.desk, self.contact, problem.id)
        return problems.answer(self.desk, self.contact, problem.id, "已迁改完毕").problem

    def sleep(self, **length: int) -> None:
        moment = Moment(self.desk.moment.at + timedelta(**length), self.desk.moment.zone)
        self.desk = replace(self.desk, moment=moment)

    def heard(self, person: Person) -> list[Any]:
        rows = self.desk.unit.mailbox._connection.execute(
            select(outbox.c.kind, outbox.c.payload)
            .where(outbox.c.person_id == person.id)
            .order_by(outbox.c.id)
        )
        return [decode_notice(row.kind, row.payload) for row in rows]


def enter(desk: Desk) -> Scene:
    return Scene(desk, cast.enter(desk), desk.unit.people.add_unit("城关镇"))
