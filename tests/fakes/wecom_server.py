"""WeCom's API on loopback: tokens, message/send with its duplicate check, media. Answers can be scripted."""

import json
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Wire:
    """What was asked, what is to be answered next (then: all is well), and what members have in front of them."""

    secret: str
    base: str = ""
    calls: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)  # every body of message/send
    shown: list[dict[str, Any]] = field(default_factory=list)  # without those the duplicate check swallowed
    tokens: int = 0
    script: deque[Any] = field(
        default_factory=deque
    )  # a dict is JSON, an int a status, bytes a raw body, or "hang up", "silence"
    token_script: deque[Any] = field(default_factory=deque)
    media: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    revoked: set[str] = field(default_factory=set)
    silence: threading.Event = field(default_factory=threading.Event)  # set: whoever waits is let go
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, endpoint: str) -> int:
        return sum(path.endswith(endpoint) for path, _ in self.calls)

    def texts(self) -> list[str]:
        return [body["text"]["content"] for body in self.shown if body["msgtype"] == "text"]

    def token(self, query: dict[str, str]) -> Any:
        if self.token_script:
            return self.token_script.popleft()
        if query.get("corpsecret") != self.secret:
            return {"errcode": 40001, "errmsg": f"invalid credential {query.get('corpsecret')}"}
        self.tokens += 1
        return {
            "errcode": 0,
            "errmsg": "ok",
            "access_token": f"canary-token-{self.tokens}",
            "expires_in": 7200,
        }

    def message(self, query: dict[str, str], body: dict[str, Any]) -> Any:
        if query.get("access_token") in self.revoked or self.tokens == 0:
            return {"errcode": 42001, "errmsg": "access_token expired"}
        self.sent.append(body)
        answer = self.script.popleft() if self.script else {"errcode": 0, "errmsg": "ok", "msgid": "m"}
        if isinstance(answer, dict) and answer["errcode"] == 0 and not self._seen(body):
            self.shown.append(body)
        return answer

    def _seen(self, body: dict[str, Any]) -> bool:
        return body.get("enable_duplicate_check") == 1 and body in self.shown


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are part of the game."""


@contextmanager
def wecom_server(secret: str) -> Iterator[Wire]:
    wire = Wire(secret)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            path, query = self._asked()
            if path.endswith("/gettoken"):
                self._answer(wire.token(query))
            elif path.endswith("/media/get") and query.get("media_id") == "silence":
                self._answer("silence")
            elif path.endswith("/media/get") and query.get("media_id") in wire.media:
                kind, content = wire.media[query["media_id"]]
                self._raw(200, kind, content)
            else:
                self._answer({"errcode": 40007, "errmsg": "invalid media_id"})

        def do_POST(self) -> None:
            _, query = self._asked()
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            with wire.lock:
                answer = wire.message(query, body)
            self._answer(answer)

        def _asked(self) -> tuple[str, dict[str, str]]:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            wire.calls.append((parts.path, query))
            return parts.path, query

        def _answer(self, answer: Any) -> None:
            if answer == "hang up":
                self.close_connection = True
            elif answer == "silence":
                wire.silence.wait(5)
                self.close_connection = True
            elif isinstance(answer, int):
                self._raw(answer, "text/html", b"<html>gateway</html>")
            elif isinstance(answer, bytes):
                self._raw(200, "text/html", answer)
            else:
                self._raw(200, "application/json; charset=UTF-8", json.dumps(answer).encode())

        def _raw(self, status: int, kind: str, content: bytes) -> None:
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(content)))
            if status in (301, 302):
                self.send_header("location", "http://127.0.0.1:9/elsewhere")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = _Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    wire.base = f"http://127.0.0.1:{server.server_port}"
    try:
        yield wire
    finally:
        wire.silence.set()
        server.shutdown()
        server.server_close()
        thread.join()
