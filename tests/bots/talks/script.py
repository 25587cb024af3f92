"""A talk as text: what is typed stands in the file, what is answered is written beneath it and compared.

# a remark
@ 2026-10-26 16:05            the office's clock is set
王小明> 工人86人               somebody types; `>` alone is the same person again, \\n a new line
> [photo m1]                  also [place LAT,LON], [button ACTION], [enter], [voice], [video], [link], [file]
& code 周敏 K7MP2QRS          something happens behind the scene (see `BEHIND`)
< the answer                  its further lines are indented, the last one shows the buttons: [对] [改]
< [图片 县医院路径图]            a picture, a message of its own
! 陈晓< a notice              what others, or the speaker, are told unasked
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, select

from backend.domain.moment import Moment
from backend.domain.period import Span, period_of
from backend.domain.policy import Policy
from backend.domain.workdays import Workdays
from backend.intake.calendars import national_calendar
from backend.intake.policies import read_policy, read_standing_rule
from backend.services import people, reminders
from backend.services.desk import Desk
from backend.storage.engine import Database
from backend.storage.tables import outbox
from backend.storage.unit import Unit
from bots.dispatch import handle
from bots.message import Incoming, Kind, Outgoing
from bots.wording.catalogue import REPLY, words
from tests.bots.talks import scene
from tests.bots.talks.scene import Scene
from tests.desks import NOON, ZONE

CALENDAR = Workdays()
ACT = re.compile(r"(?P<who>[^\s>]*)> ?(?P<what>.*)")
BRACKET = re.compile(r"\[(?P<name>\w+)(?: (?P<rest>.*))?\]")
ANSWERED = ("<", "!", "  ")
BETWEEN = timedelta(seconds=20)  # two messages
LIMIT = 2048  # bytes of a message as a chat app takes it


@dataclass
class Stage:
    """One talk being played on one channel."""

    database: Database
    channel: str
    policy: Policy = field(default_factory=read_policy)
    at: datetime = NOON
    speaker: str = "王小明"
    scene: Scene = field(default_factory=lambda: Scene({}))
    told: int = 0  # the last outbox row that was shown
    acts: int = 0
    calendar: Workdays = CALENDAR

    def play(self, text: str) -> str:
        """The talk with what was really answered."""
        with self._desk() as desk:
            self.scene = scene.enter(desk, self.channel)
        played: list[str] = []
        for line in text.splitlines():
            if not line.startswith(ANSWERED):
                played += [line, *self._answers_to(line)]
        return "\n".join(played) + "\n"

    @contextmanager
    def _desk(self) -> Iterator[Desk]:
        with self.database.writing() as connection:
            moment = Moment(self.at, ZONE)
            yield Desk(Unit(connection), moment, self.policy, read_standing_rule(), self.calendar)

    def _answers_to(self, line: str) -> list[str]:
        if line.startswith("@ "):
            self.at = datetime.strptime(line, "@ %Y-%m-%d %H:%M").replace(tzinfo=ZONE)
            return []
        if line.startswith("& "):
            name, *rest = line[2:].split()
            with self._desk() as desk:
                BEHIND[name](self, desk, *rest)
            return self._shown()
        if (said := ACT.fullmatch(line)) is None:
            assert not line or line.startswith("#"), f"not a line of a talk: {line}"
            return []
        self.speaker = said["who"] or self.speaker
        self.acts += 1
        self.at += BETWEEN
        with self._desk() as desk:
            handle(desk, self._incoming(said["what"].replace("\\n", "\n")))
        return self._shown()

    def _incoming(self, typed: str) -> Incoming:
        def of(kind: Kind, **rest: object) -> Incoming:
            account = self.scene.account(self.speaker)
            return Incoming(self.channel, f"k{self.acts}", account, self.at, kind, **rest)  # type: ignore[arg-type]

        found = BRACKET.fullmatch(typed)
        match (found["name"], found["rest"] or "") if found else ("", ""):
            case "photo", media:
                return of(Kind.PHOTO, media=media)
            case "place", place:
                lat, _, lon = place.partition(",")
                return of(Kind.LOCATION, lat=float(lat), lon=float(lon))
            case "button", action:
                return of(Kind.ACTION, action=action)
            case "enter", _:
                return of(Kind.ENTER)
            case ("voice" | "video" | "link" | "file") as kind, _:
                return of(Kind.UNSUPPORTED, text=kind)
            case _:
                return of(Kind.TEXT, text=typed)

    def _shown(self) -> list[str]:
        with self.database.reading() as connection:
            rows = _rows(connection, self.told)
        lines: list[str] = []
        names = {self.scene.account(name): name for name in self.scene.people}
        for row in rows:
            self.told = row.id
            head = "<" if row.kind == REPLY else f"! {names[row.account]}<"
            if row.due_at > self.at:
                head = f"{head[:-1]}（{row.due_at.astimezone(ZONE):%m-%d %H:%M}）<"
            lines += _written(head, words(row.kind, row.payload))
        return lines


def _rows(connection: Connection, after: int) -> list:  # type: ignore[type-arg]
    query = select(outbox).where(outbox.c.id > after).order_by(outbox.c.id)
    return list(connection.execute(query))


def _written(head: str, outgoing: Outgoing) -> list[str]:
    assert len(outgoing.text.encode()) <= LIMIT
    assert len(outgoing.buttons) <= 6
    assert all(len(button.action.encode()) <= 64 for button in outgoing.buttons)
    if outgoing.picture is not None:
        assert not outgoing.text
        return [f"{head} [图片 {outgoing.picture.title}]"]
    first, *rest = outgoing.text.split("\n")
    buttons = " ".join(f"[{button.label}]" for button in outgoing.buttons)
    return [f"{head} {first}", *(f"  {line}" for line in rest), *([f"  {buttons}"] if buttons else [])]


def _code(stage: Stage, desk: Desk, name: str, code: str) -> None:
    people.issue_code(desk, stage.scene.people[name].id, code)


def _many(stage: Stage, desk: Desk, name: str, count: str) -> None:
    added = scene.add_secretary(desk, stage.channel, name, int(count))
    stage.scene = Scene({**stage.scene.people, name: added})


def _remind(_stage: Stage, desk: Desk) -> None:
    reminders.remind_missing(desk, period_of(desk.moment.day, Span.DAY))


def _national(stage: Stage, _desk: Desk) -> None:
    stage.calendar = national_calendar()


def _plan(_stage: Stage, desk: Desk, alias: str, target: str) -> None:
    scene.adopt_road(desk, alias, date.fromisoformat(target))


def _long(_stage: Stage, desk: Desk, alias: str, count: str) -> None:
    scene.adopt_long(desk, alias, int(count))


def _done(_stage: Stage, desk: Desk, alias: str, *names: str) -> None:
    scene.finish(desk, alias, names)


BEHIND: Mapping[str, Callable[..., None]] = {
    "code": _code,
    "many": _many,
    "remind": _remind,
    "national": _national,
    "plan": _plan,
    "long": _long,
    "done": _done,
}
"""code NAME CODE: the office hands out a binding code. many NAME N: a new secretary with N more projects.
remind: the evening's reminder goes out. national: days off as the notices say. plan NAME TARGET: a short plan with
owners is adopted; long NAME N: one of so many nodes; done NAME [STEP…]: these, or all, are finished today."""
