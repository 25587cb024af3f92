"""The links of an MS Project file between the tasks that do the work; those at a summary said as links of its tasks.

As MS Project means them: a summary finishes with the last of its tasks, so what follows its finish follows the finish
of each; what holds its start holds the start of each. It starts with the first of its tasks, which is one link only
where one task begins before all others; else the link is refused, for any other reading would move dates.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from backend.domain.plan import LagUnit, LinkType
from backend.intake.complaint import BadCell
from backend.intake.ms_project_spans import Span, lag
from backend.intake.ms_project_tasks import Outline, Task
from backend.intake.ms_project_xml import number, text, truth

TYPES = {0: LinkType.FF, 1: LinkType.FS, 2: LinkType.SF, 3: LinkType.SS}
MOST_OF_ONE = 2500  # links that one between two summaries may stand for; of fifty tasks each
_FROM_START = frozenset({LinkType.SS, LinkType.SF})
_INTO_SUMMARY = frozenset({LinkType.FS, LinkType.SS})


@dataclass(frozen=True, slots=True)
class Tie:
    """`before` and `after` are positions of tasks that do the work. `span`: the lag as the file has it."""

    before: int
    after: int
    type: LinkType
    span: Span
    unit: LagUnit

    @property
    def lag(self) -> int:
        return self.span.whole


class Ties:
    """All links of a file; what is wrong with them or was left out, by the position of the task they stand at."""

    def __init__(self, outline: Outline, minutes_per_day: int) -> None:
        self.refused: list[tuple[int, str]] = []
        self.left_out: list[tuple[int, str]] = []
        self._outline = outline
        self._minutes = minutes_per_day
        self._at = {task.uid: at for at, task in enumerate(outline.tasks)}
        said = [tie for at, task in enumerate(outline.tasks) for tie in self._said(at, task)]
        under = outline.under
        self._inside = _inside([tie for tie in said if tie.before not in under and tie.after not in under])
        self.ties: Sequence[Tie] = tuple(dict.fromkeys(real for tie in said for real in self._real(tie)))

    def _said(self, at: int, task: Task) -> Iterator[Tie]:
        """The links of a task or a summary as they stand."""
        if not task.active or task.outside:
            return
        for link in task.links:
            before = self._before(at, link)
            if before is None:
                continue
            try:
                span, unit = lag(link, self._minutes)
            except BadCell as error:
                self.refused.append((at, f"与第 {self._row(before)} 行的链接：{error}"))
                continue
            if not span.is_whole:
                self.left_out.append(
                    (at, f"与第 {self._row(before)} 行的间隔 {span.shown}，进为整天 {span.whole}")
                )
            yield Tie(before, at, TYPES.get(number(link, "Type", 1), LinkType.FS), span, unit)

    def _before(self, at: int, link: Element) -> int | None:
        uid = number(link, "PredecessorUID", -1)
        before = self._at.get(uid)
        if truth(link, "CrossProject") or text(link, "CrossProjectName"):
            self.left_out.append((at, "跨项目的前置任务没有导入"))
        elif before is None:
            self.left_out.append((at, f"前置任务（UID {uid}）不在文件里，没有导入"))
        elif not self._outline.tasks[before].active or self._outline.tasks[before].outside:
            self.left_out.append(
                (at, f"前置任务第 {self._row(before)} 行已停用或在别的项目里，这条链接没有导入")
            )
        elif before == at or before in self._outline.parents[at] or at in self._outline.parents[before]:
            self.refused.append(
                (at, f"与第 {self._row(before)} 行的链接：任务不能以自己或自己的摘要任务为前置")
            )
        else:
            return before
        return None

    def _real(self, tie: Tie) -> Iterator[Tie]:
        """The links of tasks that together say the same."""
        summaries = self._outline.under
        if tie.after in summaries and tie.type not in _INTO_SUMMARY:
            self.refused.append(
                (tie.after, f"摘要任务的前置只能是“完成-开始”或“开始-开始”，不能是 {tie.type}")
            )
            return
        befores = self._befores(tie)
        afters = self._working(tie.after)
        if tie.after in summaries:
            afters = self._unheld(afters)
        if len(befores) * len(afters) > MOST_OF_ONE:
            row = self._row(tie.before)
            reason = f"与第 {row} 行的链接要展开成 {len(befores) * len(afters)} 条，请在中间加一个里程碑任务"
            self.refused.append((tie.after, reason))
            return
        for before in befores:
            for after in afters:
                yield Tie(before, after, tie.type, tie.span, tie.unit)

    def _befores(self, tie: Tie) -> Sequence[int]:
        under = self._working(tie.before)
        if not under:
            self.left_out.append(
                (tie.after, f"前置的第 {self._row(tie.before)} 行下没有启用的任务，这条链接没有导入")
            )
        if not under or tie.before not in self._outline.under:
            return under
        if tie.type not in _FROM_START:
            followed = {
                before for after in under for before in self._inside.get(after, {}) if before in under
            }
            return [at for at in under if at not in followed] or under
        first = self._unheld(under)
        if len(first) != 1:
            row = self._row(tie.before)
            reason = f"前置的第 {row} 行是摘要任务，有几个任务都可能最先开始；请改为链接到其中一个"
            self.refused.append((tie.after, reason))
            return []
        return first

    def _working(self, at: int) -> Sequence[int]:
        """Without tasks that are inactive: they hold nothing and are held by nothing."""
        tasks = self._outline.tasks
        return [n for n in self._outline.leaves(at) if tasks[n].active and not tasks[n].outside]

    def _unheld(self, under: Sequence[int]) -> Sequence[int]:
        """Those that no other of them holds back."""
        among = set(under)
        return [at for at in under if among.isdisjoint(self._inside.get(at, {}))] or list(under)

    def _row(self, at: int) -> int:
        return self._outline.tasks[at].row


def _inside(ties: Sequence[Tie]) -> Mapping[int, set[int]]:
    """Of a task, those that must be finished before it begins, whatever else holds."""
    held: dict[int, set[int]] = {}
    for tie in ties:
        if tie.type is LinkType.FS and tie.lag >= 0:
            held.setdefault(tie.after, set()).add(tie.before)
    return held
