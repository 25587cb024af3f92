"""The bot's words to WeCom, and what its answers mean for the parcel."""

import logging
from collections import defaultdict, deque
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from anyio import CapacityLimiter, to_thread

from backend.services import mailbox
from backend.services.desk import OpenDesk
from bots.message import Outgoing, Picture, separate
from bots.photos import MediaGone
from bots.pictures import Show, nothing
from bots.pump import Again, GivenUp, Gone, Outcome, Sent
from bots.wecom.client import MISCONFIGURED, PAUSE, TOKEN_REFUSED, ApiError, Client, NoAnswer, NotAPicture
from bots.wecom.dialect import image, messages
from bots.wecom.envelope import WecomConfig
from bots.wecom.media import Media, NotSendable

LARGEST_PICTURE = 10 * 1024 * 1024  # what WeCom itself takes
THREADS = 8
A_MINUTE, MOST_A_MINUTE = timedelta(minutes=1), 30  # to one member; what is over is dropped without a word

BUSY = frozenset({-1, 6000, 45033})
RATE = 45009
NO_CARDS = 43012  # the app has no callback URL
NOBODY = frozenset({81013, 60111, 40003})
TOO_LONG = 45002
NO_SUCH_MEDIA = frozenset({40007, 40004, 40058})  # expired after three days, or never there
UNKNOWN_ATTEMPTS = 5

log = logging.getLogger(__name__)


class WecomSender:
    def __init__(
        self, config: WecomConfig, client: Client, clock: Callable[[], datetime], show: Show = nothing
    ) -> None:
        self._agent_id = config.agent_id
        self._client = client
        self._clock = clock
        self._limiter = CapacityLimiter(THREADS)
        self._recent: defaultdict[str, deque[datetime]] = defaultdict(deque)
        self._cards = True
        self._show = show
        self._easel = CapacityLimiter(
            1
        )  # whoever waits for a drawing keeps no thread from those who only send words
        self._media = Media(client, clock)

    async def send(self, account: str, outgoing: Outgoing, key: str) -> Outcome:
        for part in separate(outgoing):
            outcome = await self._send_part(account, part, key)
            if outcome != Sent():
                break
        return outcome

    async def _send_part(self, account: str, outgoing: Outgoing, key: str) -> Outcome:
        if outgoing.picture is not None:
            return await self._send_picture(account, outgoing.picture, key)
        outcome = await self._send_as(account, outgoing, key, cards=self._cards)
        if isinstance(outcome, _CardRefused):
            self._cards = self._cards and outcome.code != NO_CARDS
            log.warning("card refused (%d): sent as text", outcome.code)
            outcome = await self._send_as(account, outgoing, key, cards=False)
        return outcome if not isinstance(outcome, _CardRefused) else GivenUp(f"errcode {outcome.code}")

    async def fetch_media(self, media_id: str) -> bytes:
        """A photo. Raises `MediaGone` when asking again cannot help, `ApiError` or `NoAnswer` when it may."""
        try:
            return await to_thread.run_sync(
                self._client.download, media_id, LARGEST_PICTURE, limiter=self._limiter
            )
        except NotAPicture as error:
            raise MediaGone(str(error)) from None
        except ApiError as error:
            if error.code in NO_SUCH_MEDIA:
                raise MediaGone(str(error)) from None
            raise

    async def _send_as(
        self, account: str, outgoing: Outgoing, key: str, *, cards: bool
    ) -> "Outcome | _CardRefused":
        bodies = messages(outgoing, account, self._agent_id, key, cards=cards)
        wait = self._wait_for_turn(account, len(bodies))
        if wait > 0:
            return Again("member rate", after=wait)
        for body in bodies:
            try:
                outcome = await self._post(account, body)
            except ApiError as error:
                return self._judge(error.code, is_card="template_card" in body)
            except NoAnswer as error:
                return Again(f"no answer: {error}")
            if outcome != Sent():
                return outcome
        return Sent()

    async def _post(self, account: str, body: dict[str, Any]) -> Outcome:
        answer = await to_thread.run_sync(self._client.call, "message/send", body, limiter=self._limiter)
        if _named(account, answer.get("invaliduser")):
            return Gone("invaliduser")
        if _named(account, answer.get("unlicenseduser")):
            return GivenUp("unlicenseduser")
        return Sent()

    async def _send_picture(self, account: str, picture: Picture, key: str) -> Outcome:
        """Nothing when nobody can draw it: what is to be known was said in words before."""
        content = await to_thread.run_sync(self._show, picture, limiter=self._easel)
        if content is None:
            return Sent()
        wait = self._wait_for_turn(account, 1)
        if wait > 0:
            return Again("member rate", after=wait)
        try:
            return await self._upload_and_post(account, content, key)
        except NotSendable as error:
            return GivenUp(f"picture: {error}")
        except ApiError as error:
            outcome = self._judge(error.code, is_card=False)
            return outcome if not isinstance(outcome, _CardRefused) else GivenUp(f"errcode {error.code}")
        except NoAnswer as error:
            return Again(f"no answer: {error}")

    async def _upload_and_post(self, account: str, content: bytes, key: str) -> Outcome:
        for last in (False, True):
            media_id = await to_thread.run_sync(self._media.id_of, content, limiter=self._limiter)
            try:
                return await self._post(account, image(media_id, account, self._agent_id, key))
            except ApiError as error:
                if error.code not in NO_SUCH_MEDIA or last:
                    raise
                self._media.forget(content)
        raise AssertionError  # the second turn returns or raises

    def _judge(self, code: int, *, is_card: bool) -> "Outcome | _CardRefused":
        reason = f"errcode {code}"
        if code in BUSY:
            return Again(reason)
        if code in TOKEN_REFUSED or code == RATE:
            return Again(reason, after=60)
        if code in MISCONFIGURED:
            return Again(reason, after=PAUSE.total_seconds())
        if code in NOBODY:
            return Gone(reason)
        if is_card and (code in (NO_CARDS, 40058) or 41000 <= code < 43000):
            return _CardRefused(code)
        if code == TOO_LONG or 40000 <= code < 45000:
            return GivenUp(reason)
        return Again(reason, at_most=UNKNOWN_ATTEMPTS)

    def _wait_for_turn(self, account: str, count: int) -> float:
        """Seconds until that many may go; 0 when they may now, and then they are counted."""
        now, recent = self._clock(), self._recent[account]
        while recent and now - recent[0] >= A_MINUTE:
            recent.popleft()
        if recent and len(recent) + count > MOST_A_MINUTE:
            return max((recent[0] + A_MINUTE - now).total_seconds(), 0.1)
        recent.extend([now] * count)
        return 0.0


class _CardRefused:
    def __init__(self, code: int) -> None:
        self.code = code


def _named(account: str, listed: Any) -> bool:
    return isinstance(listed, str) and account.casefold() in listed.casefold().split("|")


class TokenRows:
    """The access token in the database, so that processes and restarts share it."""

    def __init__(self, open_desk: OpenDesk) -> None:
        self._open_desk = open_desk

    def get(self, name: str) -> tuple[str, datetime] | None:
        with self._open_desk() as desk:
            return mailbox.channel_token(desk, name)

    def put(self, name: str, value: str, expires_at: datetime) -> None:
        with self._open_desk() as desk:
            mailbox.keep_channel_token(desk, name, value, expires_at)
