"""Calls to the WeCom API: wechatpy's client with what it lacks. Blocking; the sender runs it on threads.

Changed from `wechatpy.enterprise.WeChatClient`: a token that is refused is renewed once (it recurses without end),
the token lies in a row with its expiry and one thread renews it (its store forgets the expiry and has no lock), every
call has timeouts and the configured base (its gettoken and media download have neither), and no error carries a URL,
since the secret and the token stand in it.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

import requests
from wechatpy.enterprise import WeChatClient
from wechatpy.exceptions import WeChatClientException

from bots.wecom.envelope import WecomConfig

TIMEOUT = (3.05, 8.0)  # seconds to connect, to wait for bytes
RENEW_BEFORE = timedelta(minutes=5)
TOKEN_REFUSED = frozenset({40014, 42001})
MISCONFIGURED = {
    40001: "wrong secret",
    40013: "wrong corp id",
    40056: "wrong agent id",
    60020: "address not trusted",
}
PAUSE = timedelta(minutes=10)
CONNECTIONS = 8
CHUNK = 64 * 1024
PICTURES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp"})
LONGEST_DOWNLOAD = timedelta(seconds=60)

T = TypeVar("T")
log = logging.getLogger(__name__)


class ApiError(Exception):
    """The API answered no: `code` is WeCom's errcode."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class NoAnswer(Exception):
    """No connection, no answer in time, or none that makes sense; the call may or may not have taken effect."""


class NotAPicture(Exception):
    """What the media id leads to is too big or of another type."""


class TokenStore(Protocol):
    def get(self, name: str) -> tuple[str, datetime] | None: ...

    def put(self, name: str, value: str, expires_at: datetime) -> None: ...


@dataclass
class _Token:
    value: str = field(repr=False)
    expires_at: datetime


class Client(WeChatClient):  # type: ignore[misc]  # wechatpy ships no types
    def __init__(self, config: WecomConfig, tokens: TokenStore, clock: Callable[[], datetime]) -> None:
        super().__init__(config.corp_id, config.secret, timeout=TIMEOUT, auto_retry=False)
        base = config.api_base.rstrip("/").removesuffix("/cgi-bin")
        self.API_BASE_URL = f"{base}/cgi-bin/"
        self._http.mount(base, requests.adapters.HTTPAdapter(pool_maxsize=CONNECTIONS))
        self._name = f"wecom:{config.corp_id}:{config.agent_id}"
        self._tokens = tokens
        self._clock = clock
        self._token: _Token | None = None
        self._barred: tuple[int, datetime] | None = None
        self._renewing = threading.Lock()

    def call(self, endpoint: str, data: dict[str, Any]) -> dict[str, Any]:
        """POST; the answer of a call that went well. Raises `ApiError`, `NoAnswer`."""
        return self._with_token(lambda token: self._post(endpoint, data, token))

    def download(self, media_id: str, most: int) -> bytes:
        """A picture of at most that many bytes. Raises `ApiError` (40007: expired), `NoAnswer`, `NotAPicture`."""
        return self._with_token(lambda token: self._get_media(media_id, token, most))

    def upload(self, name: str, kind: str, content: bytes) -> str:
        """An image; its media id, good for three days. Raises `ApiError`, `NoAnswer`."""
        return self._with_token(lambda token: self._post_media((name, content, kind), token))

    def close(self) -> None:
        self._http.close()

    def _with_token(self, call: Callable[[str], T]) -> T:
        if self._barred is not None and self._clock() < self._barred[1]:
            raise ApiError(self._barred[0])
        try:
            return self._once_more(call)
        except ApiError as error:
            if error.code in MISCONFIGURED:
                # The one thing that nobody at the other end can mend: said loudly, and not tried again at once,
                # since a wrong secret tried often gets the address blocked for an hour.
                log.critical("WeCom refuses this application: %s (%d)", MISCONFIGURED[error.code], error.code)
                self._barred = (error.code, self._clock() + PAUSE)
            raise

    def _once_more(self, call: Callable[[str], T]) -> T:
        token = self._current()
        try:
            return call(token)
        except ApiError as error:
            if error.code not in TOKEN_REFUSED:
                raise
        return call(self._current(refused=token))

    def _post(self, endpoint: str, data: dict[str, Any], token: str) -> dict[str, Any]:
        with _no_urls():
            answer = self.post(endpoint, params={"access_token": token}, data=data, allow_redirects=False)
        if not isinstance(answer, dict) or "errcode" not in answer:
            raise NoAnswer("no errcode")
        return answer

    def _post_media(self, file: tuple[str, bytes, str], token: str) -> str:
        with _no_urls():
            answer = self.post(
                "media/upload",
                params={"access_token": token, "type": "image"},
                files={"media": file},
                allow_redirects=False,
            )
        if not isinstance(answer, dict) or not isinstance(answer.get("media_id"), str):
            raise NoAnswer("no media id")
        return str(answer["media_id"])

    def _get_media(self, media_id: str, token: str, most: int) -> bytes:
        with (
            _no_urls(),
            self._http.get(
                f"{self.API_BASE_URL}media/get",
                params={"access_token": token, "media_id": media_id},
                timeout=self.timeout,
                allow_redirects=False,
                stream=True,
            ) as response,
        ):
            kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            if response.status_code == 200 and kind in PICTURES:
                return self._limited(response, most)
            self._handle_result(_short(response))
            raise (
                NoAnswer(f"HTTP {response.status_code}") if response.status_code != 200 else NotAPicture(kind)
            )

    def _limited(self, response: requests.Response, most: int) -> bytes:
        until = self._clock() + LONGEST_DOWNLOAD
        content = bytearray()
        for chunk in response.iter_content(CHUNK):
            content += chunk
            if len(content) > most:
                raise NotAPicture("too big")
            if self._clock() > until:
                raise NoAnswer("too slow")
        return bytes(content)

    # ---- the token

    @property
    def access_token(self) -> str:
        """For wechatpy's own ways of calling."""
        return self._current()

    def fetch_access_token(self) -> dict[str, Any]:
        """One gettoken, kept for everybody. Raises `ApiError`, `NoAnswer`."""
        with _no_urls():
            answer = self._http.get(
                f"{self.API_BASE_URL}gettoken",
                params={"corpid": self.corp_id, "corpsecret": self.secret},
                timeout=self.timeout,
                allow_redirects=False,
            )
            answer.raise_for_status()
            granted = self._handle_result(answer)
        if not isinstance(granted, dict) or not isinstance(granted.get("access_token"), str):
            raise NoAnswer("no token in it")
        lasting = timedelta(seconds=int(granted.get("expires_in", 7200)))
        self._token = _Token(granted["access_token"], self._clock() + lasting)
        self._tokens.put(self._name, self._token.value, self._token.expires_at)
        return granted

    def _current(self, refused: str | None = None) -> str:
        """A token that is not known to be bad: ours, the row's (another process may have renewed it), or a new one."""
        with self._renewing:
            if not self._good(refused):
                row = self._tokens.get(self._name)
                self._token = None if row is None else _Token(*row)
            if not self._good(refused):
                self.fetch_access_token()
            assert self._token is not None  # noqa: S101  fetched, or good
            return self._token.value

    def _good(self, refused: str | None) -> bool:
        token = self._token
        return (
            token is not None and token.value != refused and token.expires_at - self._clock() > RENEW_BEFORE
        )


@contextmanager
def _no_urls() -> Iterator[None]:
    """Errors of the libraries hold the whole URL, secret and token in it: only their kind goes on."""
    try:
        yield
    except WeChatClientException as error:
        answered = isinstance(error.errcode, int)
        raise (ApiError(error.errcode) if answered else NoAnswer("HTTP error")) from None
    except (requests.RequestException, ValueError, TypeError) as error:
        raise NoAnswer(type(error).__name__) from None


def _short(response: requests.Response) -> requests.Response:
    """Errors come as short JSON with status 200, whatever type they claim."""
    response._content = next(response.iter_content(CHUNK), b"")
    return response
