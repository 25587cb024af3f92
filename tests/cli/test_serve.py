"""`steward serve` as an operator starts and stops it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from click.testing import CliRunner

from backend.cli import cli

ROOT = Path(__file__).parents[2]


def start(folder: Path, port: int) -> subprocess.Popen[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("STEWARD_")}
    env |= {"STEWARD_DATABASE_URL": f"sqlite:///{folder / 'steward.db'}", "STEWARD_DATA_DIR": str(folder)}
    return subprocess.Popen(
        [sys.executable, "-m", "backend.cli", "serve", "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**env, "PYTHONPATH": str(ROOT)},
    )


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


def answered(port: int, path: str, seconds: float = 30) -> int:
    until = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def test_an_old_database_is_refused_with_the_command_that_helps(tmp_path: Path) -> None:
    process = start(tmp_path, free_port())
    out, err = process.communicate(timeout=60)

    assert process.returncode == 1
    assert (out, "Traceback" in err) == ("", False)
    assert "steward db upgrade" in err


def test_it_serves_says_so_in_json_and_stops_when_told(tmp_path: Path) -> None:
    env = {"STEWARD_DATABASE_URL": f"sqlite:///{tmp_path / 'steward.db'}"}
    assert CliRunner(env=env).invoke(cli, ["db", "upgrade"]).exit_code == 0
    port = free_port()
    process = start(tmp_path, port)
    try:
        assert answered(port, "/healthz") == 200
        assert answered(port, "/board") == 200
        assert answered(port, "/hooks/wecom") == 404  # not configured
    finally:
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=60)

    assert process.returncode in (0, -signal.SIGTERM)
    assert out == ""
    first, *rest = err.splitlines()
    assert first.startswith("企业微信未配置")
    assert [json.loads(line)["level"] for line in rest].count("info") == len(rest)
