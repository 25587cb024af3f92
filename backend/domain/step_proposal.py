"""Which step a problem most likely stops, when nobody has said: a proposal for people to confirm, never a tie itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from backend.domain.backward import ScheduledStep

# Two characters that any step or any problem may have in its name tell nothing.
GENERAL = (
    "施工 工程 项目 完成 工作 办理 手续 验收 安装 设备 建设 准备 开始 进场 作业 影响 部分 问题 没有 方案"
)


class Ground(StrEnum):
    WORDS = "words"  # its name shares words with the text
    UNDER_WAY = "under_way"
    NEXT = "next"  # the next to begin


@dataclass(frozen=True, slots=True)
class Proposal:
    """A step's id and name, and why it."""

    step: str
    name: str
    ground: Ground


def proposal(text: str, rows: Sequence[ScheduledStep]) -> Proposal | None:
    """Of the steps not done: the one whose name shares most with the text, else that under way, else the next.

    rows: the forecast of today. Among equals the one with the least float, then the earliest, then the plan's order.
    None when everything is done.
    """
    still = sorted(
        (row for row in rows if not row.step.is_done), key=lambda row: (row.total_float, row.early_start)
    )
    if not still:
        return None
    likeness = {row.step.id: shared(text, row.step.name) for row in still}
    best = max(still, key=lambda row: likeness[row.step.id])
    if likeness[best.step.id]:
        return _of(best, Ground.WORDS)
    under_way = next((row for row in still if row.step.is_under_way), None)
    if under_way is not None:
        return _of(under_way, Ground.UNDER_WAY)
    return _of(min(still, key=lambda row: row.early_start), Ground.NEXT)


def shared(text: str, name: str) -> int:
    """How many pairs of neighbouring characters of the name stand in the text, those that tell nothing aside."""
    pairs = {name[i : i + 2] for i in range(len(name) - 1)}
    return sum(pair.isalnum() and pair not in GENERAL and pair in text for pair in pairs)


def _of(row: ScheduledStep, ground: Ground) -> Proposal:
    return Proposal(row.step.id, row.step.name, ground)
