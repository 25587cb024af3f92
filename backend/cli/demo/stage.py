"""The month is played: every line goes in through the encrypted callback, the due jobs run, the bot's answers are noted."""

import io
import zlib
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

import httpx
from PIL import Image, ImageDraw

from backend.application import Engine, application, engine, wecom_config
from backend.cli.demo.county import LEADERS, OFFICE_CLERK, OFFICE_DEPUTY, SECRETARIES, UNITS
from backend.cli.demo.line import Line, Shape
from backend.main import House
from bots.message import Outgoing
from bots.pump import Outcome, Sent
from bots.wecom.envelope import WecomConfig
from bots.wecom.seal import image_message, location_message, seal, text_message

TOGETHER = timedelta(seconds=59)  # what is sent in one minute is handled in one go
EVERY = 40  # every so many callbacks one comes twice, as WeCom sends again what it thinks was lost

NAMES = {
    one.account: one.name for one in (OFFICE_CLERK, OFFICE_DEPUTY, *LEADERS, *SECRETARIES, *UNITS.values())
}


class Clock:
    """The story's time."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


@dataclass(slots=True)
class Transcript:
    """What was said, in order, as people saw it."""

    clock: Clock
    zone: House
    lines: list[str] = field(default_factory=list)

    def heard(self, account: str, text: str) -> None:
        self._note(f"{_name(account)}：{_indented(text)}")

    async def send(self, account: str, outgoing: Outgoing, key: str) -> Outcome:
        buttons = "".join(f"[{button.label}]" for button in outgoing.buttons)
        said = f"{_indented(outgoing.text)} {buttons}".rstrip()
        self._note(f"  管家 → {_name(account)}：{said}")
        return Sent()

    def _note(self, text: str) -> None:
        local = self.clock.at.astimezone(self.zone.settings.timezone)
        self.lines.append(f"{local:%m-%d %H:%M} {text}")


@dataclass(slots=True)
class Stage:
    house: House
    clock: Clock
    transcript: Transcript
    parts: Engine
    client: httpx.AsyncClient
    config: WecomConfig
    sent: int = 0
    refused: int = 0
    waiting: int = 0  # lines the bot has not been given a turn for
    photographed: bool = False

    async def play(self, lines: list[Line], days: Iterable[date], day_done: Callable[[date], None]) -> None:
        """Every day in turn: its lines and the clock's jobs, in order of time."""
        zone = self.house.settings.timezone
        wakes = sorted({job.when.at for job in self.house.timetable})
        by_day = {day: list(found) for day, found in groupby(lines, key=lambda line: line.day)}
        for day in days:
            events: list[tuple[datetime, Line | None]] = [
                (datetime.combine(day, line.at, zone).astimezone(UTC), line) for line in by_day.get(day, [])
            ]
            events += [(_just_after(day, at, zone), None) for at in wakes]
            still_to_come = [event for event in events if event[0] >= self.clock.at]
            await self._day(sorted(still_to_come, key=lambda event: event[0]))
            day_done(day)

    async def _day(self, events: list[tuple[datetime, Line | None]]) -> None:
        waiting: datetime | None = None
        for at, line in events:
            if waiting is not None and (line is None or at - waiting > TOGETHER):
                await self._settle()
                waiting = None
            self.clock.at = at
            if line is None:
                self.parts.tick()
                await self.parts.pump.drain()
            else:
                await self._say(line, at)
                waiting = waiting or at
        await self._settle()

    async def _say(self, line: Line, at: datetime) -> None:
        self.sent += 1
        self.waiting += 1
        self.photographed |= line.shape is Shape.PHOTO
        self.transcript.heard(line.who, _shown(line))
        query, body = seal(
            self.config, self._xml(line, at), int(at.timestamp()), f"{self.sent:09d}", bytes(16)
        )
        for _ in range(2 if self.sent % EVERY == 0 else 1):
            answer = await self.client.post(f"/hooks/wecom?{query}", content=body)
            self.refused += answer.status_code != 200

    def _xml(self, line: Line, at: datetime) -> str:
        seconds = int(at.timestamp())
        match line.shape:
            case Shape.TEXT:
                return text_message(self.config, line.who, line.text, self.sent, seconds)
            case Shape.PHOTO:
                return image_message(self.config, line.who, line.text, self.sent, seconds)
            case Shape.PLACE:
                lat, lon = line.where or (0.0, 0.0)
                return location_message(self.config, line.who, lat, lon, "工地", self.sent, seconds)

    async def _settle(self) -> None:
        """The bot deals with what is there, and its answers go out."""
        while self.waiting > 0 and (dealt_with := self.parts.worker.step()):
            self.waiting -= dealt_with
        await self.parts.pump.drain()
        if self.photographed and self.parts.photos is not None:
            await self.parts.photos.step()
            self.photographed = False


def _name(account: str) -> str:
    return NAMES.get(account, f"未登记的账号（{account}）")


def _indented(text: str) -> str:
    return text.replace("\n", "\n    ")


def _just_after(day: date, at: time, zone: object) -> datetime:
    local = datetime.combine(day, at, zone)  # type: ignore[arg-type]
    return (local + timedelta(seconds=2)).astimezone(UTC)


def _shown(line: Line) -> str:
    return {Shape.TEXT: line.text, Shape.PHOTO: "（照片）", Shape.PLACE: "（位置）"}[line.shape]


@asynccontextmanager
async def stage(house: House, clock: Clock) -> AsyncIterator[Stage]:
    transcript = Transcript(clock, house)
    parts = engine(house, {"wecom": transcript}, _picture)
    app = application(house, parts, alone=False)
    config = wecom_config(house)
    assert config is not None  # noqa: S101 - the demonstration's own settings have it
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]  # the same protocol, spelt stricter
    async with httpx.AsyncClient(transport=transport, base_url="http://demo.invalid") as client:
        yield Stage(house, clock, transcript, parts, client, config)
    await parts.receiver.close()


async def _picture(_channel: str, media: str) -> bytes:
    """A drawn stand-in for a site photo, different for every media id."""
    shade = zlib.crc32(media.encode())
    picture = Image.new(
        "RGB", (480, 320), (150 + shade % 60, 170 + (shade >> 8) % 50, 190 + (shade >> 16) % 40)
    )
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 220, 480, 320), fill=(150, 130, 100))
    for n in range(3 + shade % 4):
        left = 40 + n * 60
        draw.rectangle((left, 220 - (shade >> n) % 140, left + 44, 220), fill=(120, 120, 125))
    draw.line((380, 220, 380, 40, 300, 60), fill=(230, 150, 0), width=5)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()
