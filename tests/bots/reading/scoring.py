"""Readings held against labelled sentences, field by field."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bots.intents import Reading
from bots.reading import read


@dataclass
class Score:
    total: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    confident: list[str] = field(default_factory=list)  # a number where the label has another or none

    def hold(self, name: str, got: object, wanted: object, text: str) -> None:
        self.total[name] += 1
        if got == wanted:
            self.right[name] += 1
            return
        self.wrong.append(f"{name}: got {got!r}, wanted {wanted!r} in {text!r}")
        if name in ("workers", "machines") and got is not None:
            self.confident.append(self.wrong[-1])

    @property
    def share(self) -> float:
        return sum(self.right.values()) / sum(self.total.values())

    def table(self) -> str:
        rows = [
            f"{name:12} {self.right[name]:4}/{self.total[name]:<4} {self.right[name] / self.total[name]:7.1%}"
            for name in self.total
        ]
        rows.append(
            f"{'all':12} {sum(self.right.values()):4}/{sum(self.total.values()):<4} {self.share:7.1%}"
        )
        return "\n".join([*rows, *self.wrong])


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def score(labelled: Sequence[dict[str, Any]], today: date) -> Score:
    found = Score()
    for row in labelled:
        readings = read(row["text"], today)
        for name, got in _fields(readings, row).items():
            found.hold(name, got, row[name], row["text"])
        if "kind" in row and row["kind"] != (kind := readings[0].kind.value):
            fits = isinstance(row["kind"], list) and kind in row["kind"]
            found.hold("kind", kind, kind if fits else row["kind"], row["text"])
        elif "kind" in row:
            found.hold("kind", row["kind"], row["kind"], row["text"])
    return found


def _fields(readings: Sequence[Reading], row: dict[str, Any]) -> dict[str, object]:
    """A list in the label is one value a project; null over several projects means that no one number stands for all."""
    first, several = readings[0], len(readings) > 1

    def number(name: str) -> object:
        values = [getattr(r, name) for r in readings]
        if isinstance(row.get(name), list):
            return values
        return (None if row.get(name) is None else values) if several else values[0]

    fields: dict[str, object] = {
        "workers": number("workers"),
        "machines": number("machines"),
        "has_problem": any(r.blockers for r in readings),
        "stopped": any(r.stopped for r in readings),
        "projects": [r.project_text for r in readings],
        "date": first.day.isoformat() if first.day else None,
        "doubts": sorted({d.field for r in readings for d in r.doubts}) if "doubts" in row else None,
        "order": type(first.order).__name__,
        "invested_wan": float(first.invested.wan) if first.invested else None,
        "stop_reason": first.stop_reason,
        "blockers": len(first.blockers),
    }
    return {name: value for name, value in fields.items() if name in row}
