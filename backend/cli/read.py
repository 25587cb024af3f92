"""`steward read`: what the reader understands of a text, for trying sentences and for programs."""

import json
import sys
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Protocol

import click

from bots.intents import Doubt, Kind, Reading

_WORDS = {
    "workers": "工人",
    "machines": "机械",
    "day": "日期",
    "invested": "投资",
    "text": "文字过长，以下未读",
}


class Clock(Protocol):
    def today(self) -> date: ...


@click.command("read")
@click.argument("text")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="Read relative dates from this day.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object; the default is a short table.")
@click.option("--name", "names", multiple=True, help="A project name the sender may mean; may be repeated.")
@click.pass_obj
def read(clock: Clock, text: str, today: datetime | None, as_json: bool, names: tuple[str, ...]) -> None:
    """Show what TEXT says: workers, machines, progress, blockers. TEXT "-" is standard input."""
    from bots.reading import (
        read as read_text,
    )  # its patterns cost a quarter second to compile; --help needs none

    words = sys.stdin.read() if text == "-" else text
    day = today.date() if today is not None else clock.today()
    messages = [as_dict(reading) for reading in read_text(words, day, names)]
    if as_json:
        print(json.dumps({"messages": messages}, ensure_ascii=False))
        return
    for message in messages:
        print(
            "\n".join(
                f"{key}: {_shown(value)}"
                for key, value in message.items()
                if value not in (None, [], {}, False)
            )
        )
        print()


def as_dict(reading: Reading) -> dict[str, Any]:
    """The contract of `steward read --json`. `date` is null for what is no report of a day."""
    reports = reading.kind not in (Kind.QUESTION, Kind.COMMAND, Kind.CHATTER)
    return {
        "kind": reading.kind.value,
        "date": reading.day.isoformat() if reading.day and reports else None,
        "project_text": reading.project_text,
        "workers": reading.workers,
        "machines": reading.machines,
        "machine_types": dict(reading.machine_types),
        "invested_wan": _number(reading.invested.wan) if reading.invested else None,
        "stopped": reading.stopped,
        "stop_reason": reading.stop_reason,
        "blockers": list(reading.blockers),
        "progress": reading.progress,
        "doubts": [_doubt(doubt) for doubt in reading.doubts],
    }


def _number(value: Any) -> int | float:
    return int(value) if value == int(value) else float(value)


def _doubt(doubt: Doubt) -> str:
    guess = f"（{'或'.join(doubt.candidates)}？）" if doubt.candidates else ""
    return f"{_WORDS.get(doubt.field, doubt.field)}：{doubt.words}{guess}"


def _shown(value: object) -> str:
    match value:
        case Mapping():
            return "、".join(f"{k}{v}" for k, v in value.items())
        case list():
            return "；".join(str(v) for v in value)
        case _:
            return str(value)
