"""No secret in any log line: what looks like one is blotted out, wherever the line was written."""

import logging
import re
from collections.abc import Iterable

BLOT = "***"
# As they stand in URLs (`corpsecret=…`), in JSON (`"access_token": "…"`) and in headers.
NAMED = re.compile(
    r"""(?ix) \b ( corpsecret | access_token | secret | aes_?key | encodingaeskey | authorization | password )
        ( ["']? \s* [=:] \s* ["']? (?: bearer \s+ )? ) [^\s"'&,;)}\]]+"""
)
BOT_URL = re.compile(r"/bot\d+:[\w-]+")
CHATTY = ("urllib3", "requests", "wechatpy", "httpx", "httpcore")  # they write whole URLs


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    for secret in secrets:
        text = text.replace(secret, BLOT)
    return BOT_URL.sub(f"/bot{BLOT}", NAMED.sub(rf"\1\2{BLOT}", text))


class Redaction(logging.Filter):
    """For a handler: a filter on a logger does not see what its children write."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = tuple(secret for secret in secrets if secret)

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.msg, dict):  # an event of structlog's
            record.msg = {name: self._clean(value) for name, value in record.msg.items()}
        else:
            record.msg, record.args = redact(record.getMessage(), self._secrets), None
        if record.exc_info:
            record.exc_text = redact(logging.Formatter().formatException(record.exc_info), self._secrets)
            record.exc_info = None
        if record.stack_info:
            record.stack_info = redact(record.stack_info, self._secrets)
        return True

    def _clean(self, value: object) -> object:
        return redact(value, self._secrets) if isinstance(value, str) else value


def hush(secrets: Iterable[str], handlers: Iterable[logging.Handler] | None = None) -> None:
    """Put the filter on the handlers (the root's when none are named) and quieten those that write URLs."""
    redaction = Redaction(secrets)
    for handler in logging.getLogger().handlers if handlers is None else handlers:
        handler.addFilter(redaction)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
