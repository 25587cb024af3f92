"""WeCom's API on loopback: tokens, message/send with its duplicate check, media both ways. Answers can be scripted.

An image is taken as documented: PNG or JPEG of more than 5 bytes and at most 10 MB, by the name `media` in the form.
"""

import json
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
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
    upload_script: deque[Any] = field(default_factory=deque)
    media: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    uploads: dict[str, bytes] = field(
        default_factory=dict
    )  # media id → content; those taken out have expired
    uploaded: int = 0
    revoked: set[str] = field(default_factory=set)
    silence: threading.Event = field(default_factory=threading.Event)  # set: whoever waits is let go
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, endpoint: str) -> int:
        return sum(path.endswith(endpoint) for path, _ in self.calls)

    def texts(self) -> list[str]:
        return [body["text"]["content"] for body in self.shown if body["msgtype"] == "text"]

    def pictures(self) -> list[bytes]:
        return [self.uploads[b["image"]["media_id"]] for b in self.shown if b["msgtype"] == "image"]

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
        if not self._admits(query):
            return {"errcode": 42001, "errmsg": "access_token expired"}
        self.sent.append(body)
        if body["msgtype"] == "image" and not self.script and body["image"]["media_id"] not in self.uploads:
            return {"errcode": 40007, "errmsg": "invalid media_id"}
        answer = self.script.popleft() if self.script else {"errcode": 0, "errmsg": "ok", "msgid": "m"}
        if isinstance(answer, dict) and answer["errcode"] == 0 and not self._seen(body):
            self.shown.append(body)
        return answer

    def upload(self, query: dict[str, str], form: Message) -> Any:
        if not self._admits(query):
            return {"errcode": 42001, "errmsg": "access_token expired"}
        if self.upload_script:
            return self.upload_script.popleft()
        name, file_name, content = _file(form)
        if query.get("type") != "image":
            return {"errcode": 40004, "errmsg": "invalid media type"}
        if name != "media" or not file_name.isascii():
            return {"errcode": 41005, "errmsg": "missing multimedia data"}
        if not 5 < len(content) <= 10 * 1024 * 1024:
            return {"errcode": 40006, "errmsg": "invalid media size"}
        if not content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
            return {"errcode": 40005, "errmsg": "invalid file type"}
        self.uploaded += 1
        media_id = f"media-{self.uploaded}"
        self.uploads[media_id] = content
        return {"errcode": 0, "errmsg": "ok", "type": "image", "media_id": media_id, "created_at": "1"}

    def _admits(self, query: dict[str, str]) -> bool:
        return self.tokens > 0 and query.get("access_token") not in self.revoked

    def _seen(self, body: dict[str, Any]) -> bool:
        return body.get("enable_duplicate_check") == 1 and body in self.shown


def _file(form: Message) -> tuple[str, str, bytes]:
    """The name of the form's only part, its file's name, its content."""
    [part] = form.get_payload()  # type: ignore[misc]
    assert isinstance(part, Message)
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    name = part.get_param("name", header="content-disposition")
    return str(name), part.get_filename() or "", content


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
            path, query = self._asked()
            body = self.rfile.read(int(self.headers["content-length"]))
            with wire.lock:
                if path.endswith("/media/upload"):
                    kind = f"content-type: {self.headers['content-type']}\r\n\r\n".encode()
                    answer = wire.upload(query, message_from_bytes(kind + body))
                else:
                    answer = wire.message(query, json.loads(body))
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
