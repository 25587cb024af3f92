"""The tutorial: Flask, wechatpy, sqlite3, one synchronous gunicorn worker."""

import sqlite3
import sys
from typing import Any

from flask import Flask, request
from gunicorn.app.base import BaseApplication
from wechatpy.enterprise import parse_message
from wechatpy.enterprise.crypto import WeChatCrypto

from tests.bots.wecom.app import CONFIG

PATH = sys.argv[2].removeprefix("sqlite:///")
CRYPTO = WeChatCrypto(CONFIG.token, CONFIG.aes_key, CONFIG.corp_id)
TABLE = """CREATE TABLE IF NOT EXISTS messages
    (id INTEGER PRIMARY KEY, msg_id TEXT UNIQUE, sender TEXT, kind TEXT, content TEXT, at TEXT)"""

app = Flask(__name__)


def connect() -> sqlite3.Connection:
    connection = sqlite3.connect(PATH, timeout=10)
    connection.execute("PRAGMA synchronous=FULL")
    return connection


@app.post("/hooks/wecom")
def callback() -> tuple[str, int]:
    args = request.args
    xml = CRYPTO.decrypt_message(request.data, args["msg_signature"], args["timestamp"], args["nonce"])
    message = parse_message(xml)
    connection = connect()
    try:
        with connection:
            connection.execute(
                "INSERT OR IGNORE INTO messages (msg_id, sender, kind, content, at) VALUES (?, ?, ?, ?, ?)",
                (
                    str(message.id),
                    message.source,
                    message.type,
                    message.content,
                    message.create_time.isoformat(),
                ),
            )
    finally:
        connection.close()
    return "", 200


class Server(BaseApplication):  # type: ignore[misc]
    def load_config(self) -> None:
        self.cfg.set("bind", f"127.0.0.1:{sys.argv[1]}")
        self.cfg.set("workers", 1)
        self.cfg.set("loglevel", "error")

    def load(self) -> Any:
        return app


if __name__ == "__main__":
    with connect() as prepared:
        prepared.execute("PRAGMA journal_mode=WAL")
        prepared.execute(TABLE)
    prepared.close()
    Server().run()
