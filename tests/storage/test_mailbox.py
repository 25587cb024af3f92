"""Inbox and outbox rows, on both databases."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from backend.domain.errors import Conflict, Unavailable
from backend.domain.letter import Letter, Parcel
from backend.storage.engine import Database
from backend.storage.mailbox import Mailbox
from backend.storage.tables import inbox, outbox
from tests.desks import NOON

LATER = NOON + timedelta(minutes=1)


def letter(key: str, sender: str = "wang") -> Letter:
    return Letter("wecom", key, sender, b"{}")


def keep(database: Database, *letters: Letter) -> None:
    with database.writing() as connection:
        Mailbox(connection).keep(letters, NOON)


def put(
    database: Database, key: str, *, account: str = "wang", due_in: float = 0, channel: str = "wecom"
) -> bool:
    with database.writing() as connection:
        return Mailbox(connection).put(
            key=key,
            channel=channel,
            account=account,
            kind="reply",
            payload=b"{}",
            at=NOON,
            due_at=NOON + timedelta(seconds=due_in),
        )


def take(database: Database, *, after: float = 0, most: int = 10) -> list[Parcel]:
    at = NOON + timedelta(seconds=after)
    with database.writing() as connection:
        return Mailbox(connection).take(["wecom"], at, at + timedelta(seconds=60), most)


def keys(parcels: list[Parcel]) -> list[str]:
    return [parcel.key for parcel in parcels]


# ---- inbox


def test_a_letter_is_kept_once_in_a_batch_and_across_batches(database: Database) -> None:
    keep(database, letter("1"), letter("1"), letter("2"))
    keep(database, letter("2"), letter("3"))

    with database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(inbox)) == 3


def test_one_letter_that_the_database_refuses_fails_alone(database: Database) -> None:
    bad = Letter("wecom", None, "wang", b"")  # type: ignore[arg-type]
    with pytest.raises(Conflict):
        keep(database, letter("1"), bad)

    with database.writing() as connection:
        mailbox = Mailbox(connection)
        kept = [mailbox.keep_or_refuse(each, NOON) for each in (letter("1"), bad, letter("2"), letter("1"))]

    assert kept == [True, False, True, True]
    with database.reading() as connection:
        assert connection.scalars(select(inbox.c.key).order_by(inbox.c.key)).all() == ["1", "2"]


def test_letters_are_claimed_oldest_first_and_one_a_sender(database: Database) -> None:
    keep(database, letter("1", "wang"), letter("2", "li"), letter("3", "wang"), letter("4", "zhou"))

    with database.writing() as connection:
        claimed = Mailbox(connection).claim(2)
        assert [open_.key for open_ in claimed] == ["1", "2"]
        Mailbox(connection).done([open_.id for open_ in claimed], LATER)
        assert [open_.key for open_ in Mailbox(connection).claim(9)] == ["3", "4"]


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)  # SQLite has one writer at a time
def test_two_workers_never_hold_letters_of_one_sender(database: Database) -> None:
    keep(database, letter("1", "wang"), letter("2", "li"), letter("3", "wang"))

    with database.writing() as first, database.writing() as second:
        assert [open_.key for open_ in Mailbox(first).claim(1)] == ["1"]
        assert [open_.key for open_ in Mailbox(second).claim(9)] == ["2"]


def test_a_failed_letter_stays_open_until_it_has_failed_for_good(database: Database) -> None:
    keep(database, letter("1"))
    with database.writing() as connection:
        mailbox = Mailbox(connection)
        [open_] = mailbox.claim(1)
        mailbox.failed(open_.id, None, LATER)
        [again] = mailbox.claim(1)
        mailbox.failed(open_.id, "KeyError", LATER)

        assert (again.id, again.attempts) == (open_.id, 1)
        assert mailbox.claim(1) == []
        row = connection.execute(select(inbox)).one()
        assert (row.attempts, row.failed, row.done_at) == (2, "KeyError", LATER)


# ---- outbox


def test_a_parcel_is_queued_once_a_key(database: Database) -> None:
    assert [put(database, key) for key in ("a1", "a1", "a2")] == [True, False, True]


def test_a_recipient_gets_one_parcel_at_a_time_in_order(database: Database) -> None:
    for key in ("a1", "a2"):
        put(database, key)
    put(database, "b1", account="li")

    first = take(database)
    assert keys(first) == ["a1", "b1"]
    assert take(database) == []
    settle(database, first[0], "sent")
    assert keys(take(database)) == ["a2"]


def test_a_parcel_that_waits_for_another_try_keeps_its_place(database: Database) -> None:
    put(database, "a1")
    put(database, "a2")
    [first] = take(database)
    settle(database, first, "later")

    assert take(database, after=5) == []
    assert keys(take(database, after=61)) == ["a1"]


def test_a_notice_held_for_the_morning_does_not_hold_up_an_answer(database: Database) -> None:
    put(database, "notice", due_in=8 * 3600)
    put(database, "answer")

    assert keys(take(database)) == ["answer"]


def test_a_dead_letter_lets_the_next_one_go(database: Database) -> None:
    put(database, "a1")
    put(database, "a2")
    [first] = take(database)
    settle(database, first, "dead")

    assert keys(take(database)) == ["a2"]


def test_a_lease_that_ran_out_is_taken_over_and_the_late_one_may_not_settle(database: Database) -> None:
    put(database, "a1")
    [slow] = take(database)
    assert take(database, after=59) == []

    [quick] = take(database, after=60)

    assert (quick.id, quick.token, quick.attempts) == (slow.id, slow.token + 1, 2)
    assert settle(database, slow, "sent") is False
    assert settle(database, quick, "sent") is True
    assert settle(database, quick, "dead") is False


def test_parcels_of_channels_that_nobody_serves_wait(database: Database) -> None:
    put(database, "t1", channel="telegram")

    assert take(database) == []
    with database.writing() as connection:
        assert Mailbox(connection).take([], NOON, LATER, 5) == []


def test_two_pumps_at_once_never_take_the_same_parcel(database: Database) -> None:
    for number in range(60):
        put(database, f"k{number}", account=f"person{number % 20}")
    taken: list[Parcel] = []

    def pump() -> None:
        while parcels := take(database, most=3):
            taken.extend(parcels)
            for parcel in parcels:
                settle(database, parcel, "sent")

    threads = [threading.Thread(target=pump) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while parcels := take(database):  # a thread may have stopped while another held the last heads
        taken.extend(parcels)
        for parcel in parcels:
            settle(database, parcel, "sent")

    assert sorted(keys(taken)) == sorted(f"k{number}" for number in range(60))
    for person in range(20):
        mine = [parcel.id for parcel in taken if parcel.account == f"person{person}"]
        assert mine == sorted(mine)


def settle(database: Database, parcel: Parcel, how: str) -> bool:
    with database.writing() as connection:
        mailbox = Mailbox(connection)
        if how == "sent":
            return mailbox.sent(parcel, LATER)
        if how == "dead":
            return mailbox.dead(parcel, "no such member")
        return mailbox.later(parcel, LATER, "busy")


def test_a_sent_row_says_when_and_a_dead_one_why(database: Database) -> None:
    put(database, "a1")
    put(database, "b1", account="li")
    first, second = take(database)
    settle(database, first, "sent")
    settle(database, second, "dead")

    with database.reading() as connection:
        rows = connection.execute(select(outbox).order_by(outbox.c.id)).all()
    assert [(row.state, row.sent_at, row.error, row.lease_until) for row in rows] == [
        ("sent", LATER, None, None),
        ("dead", None, "no such member", None),
    ]


# ---- conversations, tokens


def test_a_conversation_is_remembered_replaced_forgotten_and_expires(database: Database) -> None:
    with database.writing() as connection:
        mailbox = Mailbox(connection)
        assert mailbox.conversation("wecom", "wang", NOON) is None
        mailbox.remember("wecom", "wang", b"one", LATER)
        mailbox.remember("wecom", "wang", b"two", LATER)

        assert mailbox.conversation("wecom", "wang", NOON) == b"two"
        assert mailbox.conversation("wecom", "li", NOON) is None
        assert mailbox.conversation("wecom", "wang", LATER) is None
        mailbox.forget("wecom", "wang")
        assert mailbox.conversation("wecom", "wang", NOON) is None


def test_a_channel_token_is_kept_with_its_end(database: Database) -> None:
    with database.writing() as connection:
        mailbox = Mailbox(connection)
        assert mailbox.token("wecom:1") is None
        mailbox.keep_token("wecom:1", "t1", NOON)
        mailbox.keep_token("wecom:1", "t2", LATER)

        assert mailbox.token("wecom:1") == ("t2", LATER)


def test_a_full_database_is_unavailable_and_takes_none_of_the_batch(sqlite_database: Database) -> None:
    with sqlite_database.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    with pytest.raises(Unavailable):
        keep(sqlite_database, *[Letter("wecom", str(n), "wang", b"x" * 4000) for n in range(50)])

    with sqlite_database.writing() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 1000}")
    keep(sqlite_database, letter("1"))
    with sqlite_database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(inbox)) == 1
