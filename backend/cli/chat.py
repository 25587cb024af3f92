"""steward chat"""

import asyncio
import secrets
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import suppress
from pathlib import Path

import click

from backend.cli import Door
from backend.domain.errors import Conflict, NotFound
from backend.gallery import gallery
from backend.main import House
from backend.services import people
from bots.console.codec import CHANNEL, Unreadable, decode
from bots.console.sender import ConsoleSender
from bots.dispatch import handle
from bots.message import Kind
from bots.photos import Collector, MediaGone
from bots.pump import Pump
from bots.receiving import into_inbox
from bots.wording.catalogue import APOLOGY, words
from bots.worker import Worker

QUIT = ("/quit", "/exit", "/q")
NOTICES_EVERY = 1.0  # seconds, while nothing is typed

Write = Callable[[str], None]


@click.command()
@click.option("--as", "name", required=True, metavar="NAME", help="the person who talks, as registered")
@click.option(
    "--channel", type=click.Choice([CHANNEL]), default=CHANNEL, show_default=True, expose_value=False
)
@click.pass_obj
def chat(door: Door, name: str) -> None:
    """Talk to the bot in the terminal: it is the same bot, with the same memory, as in the chat app.

    Also [photo FILE], [place LAT,LON], [enter]; /quit ends. Lines may be piped in.
    """
    house = door.ready()
    try:
        session = Session(house, _account(house, name), _writer())
        if sys.stdin.isatty():
            click.echo(f"{name}，可以打字了。发“帮助”看怎么说，/quit 退出。")
            asyncio.run(session.live(_typed(f"{name}> ")))
        else:
            asyncio.run(session.piped(sys.stdin))
    except KeyboardInterrupt:
        click.echo()
    finally:
        house.close()


def _account(house: House, name: str) -> str:
    """The person's own account on the console; a name that is unknown or shared is refused with exit code 2."""
    try:
        with house.open_desk() as desk:
            person = people.actor_named(desk, name).person
            account = f"console:{person.id}"
            people.seat(desk, person.id, CHANNEL, account)
            return account
    except NotFound:
        raise Nobody(f"没有叫“{name}”的人。请用登记的姓名。") from None
    except Conflict as error:
        phones = "、".join(str(phone) for phone in error.facts["phones"] if phone)
        raise Nobody(f"有几个人都叫“{name}”（{phones or '没有登记电话'}），分不清是哪一位。") from None


class Nobody(click.ClickException):
    exit_code = 2


class Session:
    """One person at the terminal: each line goes through the inbox, each answer through the outbox."""

    def __init__(self, house: House, account: str, write: Write) -> None:
        self._house = house
        self._account = account
        self._write = write
        self._store = into_inbox(house.open_desk)
        self._worker = Worker(house.open_desk, handle, lambda _: APOLOGY)
        pictures = house.settings.data_dir / "pictures"
        sender = ConsoleSender(write, account, gallery(house).show, pictures)
        self._pump = Pump(house.open_desk, words, {CHANNEL: sender}, house.chance)
        self._photos = Collector(house.open_desk, house.files.put, _from_file)

    async def piped(self, lines: Iterable[str]) -> None:
        await self._pump.drain()
        for line in lines:
            if not await self._one(line):
                break

    async def live(self, lines: AsyncIterator[str]) -> None:
        """What is told unasked appears while nothing is typed."""
        notices = asyncio.create_task(self._notices())
        try:
            async for line in lines:
                if not await self._one(line):
                    break
        finally:
            notices.cancel()
            with suppress(asyncio.CancelledError):
                await notices

    async def _notices(self) -> None:
        while True:
            await self._pump.drain()
            await asyncio.sleep(NOTICES_EVERY)

    async def _one(self, line: str) -> bool:
        """False when the person leaves."""
        if line.strip().lower() in QUIT:
            return False
        if not line.strip():
            return True
        try:
            message = decode(line, self._account, secrets.token_hex(12), self._house.clock())
        except Unreadable as error:
            self._write(str(error))
            return True
        if message.kind is Kind.PHOTO and not Path(message.media).expanduser().is_file():
            self._write(f"没有这个文件：{message.media}")
            return True
        if not all(await asyncio.to_thread(self._store, [message])):
            self._write("这一行存不进去，没有记录。")
            return True
        while await asyncio.to_thread(self._worker.step):
            pass
        if message.kind is Kind.PHOTO:
            await self._photos.step()
        await self._pump.drain()
        return True


async def _from_file(channel: str, media: str) -> bytes:
    if channel != CHANNEL:
        raise LookupError("another channel's photo is fetched where that channel is")
    try:
        return await asyncio.to_thread(Path(media).expanduser().read_bytes)
    except OSError as error:
        raise MediaGone(media) from error


def _writer() -> Write:
    """Colour on a terminal, plain text into a pipe."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)

    def write(text: str) -> None:
        if console.is_terminal:
            console.print(Text(f"\r{text}\n", style="cyan"))
        else:
            click.echo(text)

    return write


async def _typed(prompt: str) -> AsyncIterator[str]:
    """Lines from the keyboard. The thread that waits for them dies with the program, also in the middle of a line."""
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str | None] = asyncio.Queue()

    def read() -> None:
        while True:
            try:
                line: str | None = input(prompt)
            except (EOFError, OSError, UnicodeDecodeError):
                line = None
            loop.call_soon_threadsafe(lines.put_nowait, line)
            if line is None:
                return

    threading.Thread(target=read, daemon=True).start()
    while (line := await lines.get()) is not None:
        yield line
