"""What holds for every message: how often it asks the database, what strangers learn, what a crash repeats."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select

from backend.domain.people import Role
from backend.domain.project import Stage
from backend.services import people
from backend.services.desk import Desk
from backend.storage.engine import Database
from backend.storage.tables import conversations, daily_reports, outbox, photos, problems, visits
from bots.dispatch import handle
from bots.message import Incoming, Kind, Outgoing, unpack_outgoing
from bots.receiving import into_inbox
from bots.worker import Worker
from tests import builders
from tests.desks import Clock, desks

AT = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)
INBOX_KEY = iter(range(10**9))


def of(kind: Kind, sender: str = "s1", **rest: object) -> Incoming:
    return Incoming("console", f"k{next(INBOX_KEY)}", sender, AT, kind, **rest)  # type: ignore[arg-type]


def text(words: str, sender: str = "s1") -> Incoming:
    return of(Kind.TEXT, sender, text=words)


def county(database: Database, count: int) -> Callable[[Incoming], list[str]]:
    """A secretary s1, a leader l1, an office o1 and so many projects of theirs; says what is answered."""
    open_desk = desks(database, Clock(AT))
    with open_desk() as desk:
        secretary = builders.person(desk, "王小明", account="s1")
        leader = builders.person(desk, "李国强", account="l1")
        builders.duty(desk, builders.person(desk, "陈晓", account="o1"), Role.OFFICE)
        for n in range(1, count + 1):
            _site(desk, n, secretary.id, leader.id)

    def said(incoming: Incoming) -> list[str]:
        with open_desk() as desk:
            handle(desk, incoming)
        with database.reading() as connection:
            rows = connection.execute(
                select(outbox.c.payload, outbox.c.kind)
                .where(outbox.c.key.like(f"%:{incoming.key}:%"))
                .order_by(outbox.c.id)
            )
            return [unpack_outgoing(row.payload).text for row in rows]

    return said


def _site(desk: Desk, n: int, secretary_id: int, leader_id: int) -> None:
    site = builders.project(
        desk, f"P{n}", f"第{n}号乡村道路提升工程", aliases=(f"村道{n}",), stage=Stage.ACTIVE
    )
    for person_id, role in ((secretary_id, Role.SECRETARY), (leader_id, Role.LEADER)):
        person = desk.unit.people.by_id(person_id)
        assert person is not None
        builders.duty(desk, person, role, project_id=site.id)


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


MESSAGES = {
    "report": text("村道1 工人86人，挖机3台，路基填筑，无问题"),
    "correction": text("更正 村道1 工人应为48人"),
    "blocker": text("村道1 10千伏线路未迁改，影响施工"),
    "unclear": text("工人86人"),
    "mine": text("我的项目"),
    "owed": text("我还欠什么"),
    "card": text("进度 村道1"),
    "missing": text("今天谁没报", "o1"),
    "problems": text("待办问题", "o1"),
    "photo": of(Kind.PHOTO, media="m1"),
    "place": of(Kind.LOCATION, "l1", lat=29.6, lon=106.8),
    "chatter": text("收到"),
}
MOST = {"report": 18, "correction": 18, "chatter": 12, "unclear": 12, "photo": 16}


@pytest.mark.parametrize("name", MESSAGES)
def test_the_statements_of_a_message_do_not_grow_with_the_projects(
    name: str, sqlite_database: Database
) -> None:
    said = county(sqlite_database, 2)
    with counted(sqlite_database) as few:
        said(replace(MESSAGES[name], key="few"))
    with desks(sqlite_database, Clock(AT))() as desk:
        secretary, leader = (desk.unit.people.person_at("console", one) for one in ("s1", "l1"))
        assert secretary is not None
        assert leader is not None
        for n in range(3, 101):
            _site(desk, n, secretary.id, leader.id)
        desk.unit.mailbox.forget("console", "s1")

    with counted(sqlite_database) as many:
        said(replace(MESSAGES[name], key="many"))

    assert len(many) <= len(few) + 2, "\n".join(many)  # the second message of a day is merged into the first
    assert len(many) <= MOST.get(name, 40)


def test_a_stranger_gets_one_answer_and_leaves_no_trace(sqlite_database: Database) -> None:
    said = county(sqlite_database, 1)
    tries = [
        text("村道1 工人86人", "nobody"),
        text("今天谁没报", "nobody"),
        of(Kind.PHOTO, "nobody", media="m"),
        of(Kind.LOCATION, "nobody", lat=29.6, lon=106.8),
        of(Kind.ACTION, "nobody", action="fix:1:20261118"),
        of(Kind.UNSUPPORTED, "nobody", text="voice"),
    ]

    answers = {answer for one in tries for answer in said(one)}

    assert len(answers) == 1
    assert "绑定" in answers.pop()
    with sqlite_database.reading() as connection:
        for table in (daily_reports, photos, visits, problems, conversations):
            assert connection.execute(select(table)).all() == []


def test_a_refusal_keeps_nothing_of_what_the_message_had_begun(sqlite_database: Database) -> None:
    said = county(sqlite_database, 1)

    (answer,) = said(text("9月1日 村道1 工人30人，10千伏线路未迁改，影响施工"))

    assert "不能自己补报" in answer
    with sqlite_database.reading() as connection:
        assert connection.execute(select(problems)).all() == []


def test_a_message_is_dealt_with_as_of_when_it_was_sent(sqlite_database: Database) -> None:
    said = county(sqlite_database, 1)
    late = replace(text("工人30人"), at=AT - timedelta(hours=22))  # the afternoon before, read only now

    (answer,) = said(late)

    assert "11月17日" in answer
    assert "补报" not in answer


def test_of_two_messages_of_one_second_undo_takes_back_the_last(sqlite_database: Database) -> None:
    county(sqlite_database, 1)
    open_desk = desks(sqlite_database, Clock(AT + timedelta(seconds=5)))
    into_inbox(open_desk)([text("工人30人"), text("工人40人，挖机2台"), text("撤销")])
    draining = Worker(open_desk, handle, lambda _: Outgoing("出错"))

    while draining.step():
        pass

    with sqlite_database.reading() as connection:
        (report,) = connection.execute(select(daily_reports)).all()
    assert (report.workers, report.machines) == (30, None)


def test_whoever_writes_from_an_account_declared_gone_is_there(sqlite_database: Database) -> None:
    said = county(sqlite_database, 1)
    with desks(sqlite_database, Clock(AT))() as desk:
        desk.unit.mailbox.gone("console", "s1")

    (answer,) = said(text("我的项目"))

    assert "您名下1个项目" in answer
    with desks(sqlite_database, Clock(AT))() as desk:
        assert "s1" in desk.unit.people.accounts_at("console")


def test_a_code_sent_from_an_account_declared_gone_says_whose_it_is_now(sqlite_database: Database) -> None:
    said = county(sqlite_database, 1)
    with desks(sqlite_database, Clock(AT))() as desk:
        desk.unit.mailbox.gone("console", "s1")
        people.issue_code(desk, builders.person(desk, "赵阳").id, "482913")

    said(text("绑定 482913"))

    with desks(sqlite_database, Clock(AT))() as desk:
        actor = people.actor_at(desk, "console", "s1")
        assert actor is not None
        assert actor.person.name == "赵阳"


def test_a_message_of_the_deadlines_own_second_is_in_time(sqlite_database: Database) -> None:
    county(sqlite_database, 1)
    deadline = datetime(2026, 11, 18, 10, 30, tzinfo=UTC)  # 18:30 at the office
    open_desk = desks(sqlite_database, Clock(deadline + timedelta(minutes=5)))
    into_inbox(open_desk)([replace(text("工人30人"), at=deadline)])

    Worker(open_desk, handle, lambda _: Outgoing("出错")).step()

    with sqlite_database.reading() as connection:
        (payload,) = connection.scalars(select(outbox.c.payload))
    assert "日报已记" in unpack_outgoing(payload).text


def test_a_clock_ahead_of_ours_does_not_report_tomorrow(sqlite_database: Database) -> None:
    said = county(sqlite_database, 1)

    (answer,) = said(replace(text("工人30人"), at=AT + timedelta(minutes=5)))

    assert "今天（11月18日）" in answer


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.text(max_size=60)
    | st.text(alphabet="工人挖机台一二十改对不昨天同更正第号12 ，。签收反馈", max_size=40)
)
def test_no_text_is_beyond_an_answer(words: str, sqlite_database: Database) -> None:
    said = _county_of(sqlite_database)

    assert all(len(answer.encode()) <= 2048 for answer in said(text(words)))


@cache
def _county_of(database: Database) -> Callable[[Incoming], list[str]]:
    """The same county for every example of one test."""
    return county(database, 3)


def test_two_thousand_characters_are_read_and_answered_shortly(sqlite_database: Database) -> None:
    said = county(sqlite_database, 1)

    (answer, *_) = said(text("工人86人，" + "主体三层梁板浇筑完成，模板安装正在进行，" * 120))

    assert "工人86人" in answer
    assert len(answer.encode()) <= 2048
