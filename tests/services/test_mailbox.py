"""The post room's deeds."""

from datetime import timedelta

from backend.domain.letter import Letter
from backend.domain.notice import MissingReminder
from backend.services import mailbox
from backend.services.notices import tell
from backend.storage.engine import Database
from tests import builders
from tests.desks import Clock, desks

LEASE = timedelta(seconds=60)


def test_a_letter_is_given_up_at_the_third_failure(database: Database) -> None:
    open_desk = desks(database, Clock())
    with open_desk() as desk:
        mailbox.receive(desk, [Letter("wecom", "1", "wang", b"{}")])

    ends = []
    for _ in range(3):
        with open_desk() as desk:
            [letter] = mailbox.claim(desk, 5)
            ends.append(mailbox.failed(desk, letter, "KeyError"))

    assert ends == [False, False, True]
    with open_desk() as desk:
        assert mailbox.claim(desk, 5) == []


def test_an_answer_is_queued_once_and_due_at_once_even_at_night(database: Database) -> None:
    clock = Clock()
    clock.pass_(hours=11)  # 23:00
    open_desk = desks(database, clock)

    with open_desk() as desk:
        assert mailbox.reply(desk, "wecom", "wang", b"{}", "r1") is True
        assert mailbox.reply(desk, "wecom", "wang", b"{}", "r1") is False
        assert [parcel.key for parcel in mailbox.collect(desk, ["wecom"], 5, LEASE)] == ["r1"]


def test_nobody_there_ends_the_address_and_the_parcel_but_not_the_queue(database: Database) -> None:
    open_desk = desks(database, Clock())
    with open_desk() as desk:
        wang = builders.person(desk, "王小明", channel="wecom", account="wang")
        for key in ("r1", "r2"):
            mailbox.reply(desk, "wecom", "wang", b"{}", key)
        [parcel] = mailbox.collect(desk, ["wecom"], 5, LEASE)
        assert mailbox.nobody_there(desk, parcel, "errcode 60111")

        [second] = mailbox.collect(desk, ["wecom"], 5, LEASE)
        assert second.key == "r2"
        assert tell(desk, wang.id, MissingReminder(desk.moment.day, ("医院",), "18:30"), "missing") == 0


def test_a_conversation_lasts_as_long_as_was_said(database: Database) -> None:
    clock = Clock()
    open_desk = desks(database, clock)
    with open_desk() as desk:
        mailbox.remember(desk, "wecom", "wang", b"state", timedelta(minutes=30))
    clock.pass_(minutes=29)
    with open_desk() as desk:
        assert mailbox.conversation(desk, "wecom", "wang") == b"state"
    clock.pass_(minutes=1)
    with open_desk() as desk:
        assert mailbox.conversation(desk, "wecom", "wang") is None
