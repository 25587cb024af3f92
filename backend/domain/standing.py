"""The four classes of a project (M20) and the reasons for each."""

from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    AHEAD = "ahead"  # 超前
    ON_TRACK = "on_track"  # 正常
    BEHIND = "behind"  # 滞后
    STALLED = "stalled"  # 无进展


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a code the wording knows, and the numbers that go into the sentence (already rounded as shown)."""

    code: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Light:
    """A class with its reasons and the rule (id and version) that gave it."""

    standing: Standing
    reasons: tuple[Reason, ...]
    rule: str
