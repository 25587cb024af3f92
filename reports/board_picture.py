"""The board over all projects as pictures for chat: the worst first, a few pages, and the text that goes with them."""

from collections.abc import Iterator, Sequence

from backend.domain import totals
from backend.domain.snapshot import MilestoneFigure, ProjectFigures, Snapshot
from backend.domain.standing import WORST_FIRST, Standing
from reports import phrases
from reports.charts import FONT, INK, QUIET, drawing, fit, measured, rule, text
from reports.drawing import ALARM, ALARM_INK, CARD, EDGE, PAPER, chip_width, hatched, look_chip, panel
from reports.fonts import Fonts
from reports.phrases import Look
from reports.typesetting import picture

WIDTH, MARGIN, BAND = 1080, 48, 12
RIGHT, ROOM = WIDTH - MARGIN, WIDTH - 2 * MARGIN
TITLE, NAME, NOTE = 46, 29, 23
ROW, ON_A_PAGE, MOST_PAGES = 69, 18, 3
TEXT_X = MARGIN + 52  # of names, after their numbers
CHIPS = (
    RIGHT - chip_width(phrases.LOOKS[Standing.STALLED].label, NOTE) - 18
)  # what stands left of the classes
TEXT_ROWS = 12  # WeCom cuts a text at 2,048 bytes: a dozen rows of fifty characters
NO_PROJECTS = "本期没有纳入调度的项目。"


def board_png(snapshot: Snapshot, fonts: Fonts) -> list[bytes]:
    """Pictures 1080 wide and at most 1600 high, three at most; what does not fit is in the sheet."""
    return [picture(fonts.lettered(svg), WIDTH, fonts) for svg in board_svgs(snapshot)]


def board_svgs(snapshot: Snapshot) -> list[str]:
    rows = totals.worst_first(snapshot.projects)
    shown = rows[: ON_A_PAGE * MOST_PAGES]
    pages = [shown[n : n + ON_A_PAGE] for n in range(0, len(shown), ON_A_PAGE)] or [[]]
    return [
        _page(snapshot, page, number, len(pages), len(rows) - len(shown)) for number, page in enumerate(pages)
    ]


def board_text(snapshot: Snapshot, rows: int = TEXT_ROWS) -> str:
    """The same in words, the worst first."""
    worst = totals.worst_first(snapshot.projects)
    lines = [f"【{_title(snapshot)}】{_cutoff(snapshot)}", _counted(snapshot)]
    for number, project in enumerate(worst[:rows], 1):
        look = phrases.LOOKS[project.light.standing]
        said = "，".join(filter(None, (_spare(project), _next(project))))
        lines.append(f"{number} {look.label} {phrases.clipped(project.name, 24)}：{said}")
    return "\n".join([*lines, *([_rest(len(worst) - rows)] if len(worst) > rows else [])])


# Words


def _title(snapshot: Snapshot) -> str:
    return f"{phrases.whole(phrases.line(snapshot.county))}重点项目倒排工期作战图"


def _cutoff(snapshot: Snapshot) -> str:
    return f"截至{phrases.day(snapshot.cutoff)}"


def _counted(snapshot: Snapshot) -> str:
    if not snapshot.projects:
        return NO_PROJECTS
    counts = totals.counts(snapshot.projects)
    said = "、".join(f"{phrases.LOOKS[s].word}{counts[s]}个" for s in WORST_FIRST)
    return f"共{len(snapshot.projects)}个项目：{said}；{_late(snapshot)}"


def _late(snapshot: Snapshot) -> str:
    late = sum(bool(totals.overdue(project)) for project in snapshot.projects)
    return f"{late}个项目有节点逾期未完成" if late else "没有节点逾期"


def _rest(count: int) -> str:
    return f"其余{count}个见电子表。"


def _spare(project: ProjectFigures) -> str:
    days = project.float_days
    if days is None or not project.milestones:
        return "未编制倒排工期"
    if totals.finished(project) == len(project.milestones):
        return "节点全部完成"
    return f"须抢回{-days}个工作日" if days < 0 else f"机动{days}个工作日"


def _finish(project: ProjectFigures) -> str:
    if project.finish is None or not project.milestones:
        return ""
    done = totals.finished(project) == len(project.milestones)
    return f"{'实际' if done else '预计'}{project.finish}完成"


def _milestone(project: ProjectFigures) -> MilestoneFigure | None:
    """The longest overdue, or else the next to be reached."""
    late = totals.overdue(project)
    still = [m for m in project.milestones if m.actual is None]
    return late[0] if late else min(still, key=lambda m: (m.latest, m.seq), default=None)


def _next(project: ProjectFigures, room: float = 32 * NOTE) -> str:
    """`room` for the whole at the size of notes: a long name of a milestone is cut, its day is not."""
    found = _milestone(project)
    if found is None:
        return ""
    late = bool(totals.overdue(project))
    lead = f"逾期{found.days_late}天：" if late else "下一节点："
    # A day that has passed is no longer waited for, however it was counted.
    tail = f"，最晚{found.latest}{'（暂定）' if found.provisional and not late else ''}"
    name = fit(phrases.line(found.name), room - measured(lead + tail, NOTE - 1), NOTE - 1)
    return f"{lead}{name}{tail}"


# One page


def _page(snapshot: Snapshot, rows: Sequence[ProjectFigures], number: int, pages: int, left: int) -> str:
    parts, y = _head(snapshot, f"第{number + 1}张，共{pages}张" if pages > 1 else "")
    for index, project in enumerate(rows):
        parts += _row(project, number * ON_A_PAGE + index + 1, y, shaded=index % 2 == 0)
        y += ROW
    if not rows:
        parts.append(text(MARGIN, y + 44, NO_PROJECTS, NAME, ink=QUIET))
        y += ROW
    parts += _foot(snapshot, y, _rest(left) if left and number == pages - 1 else "")
    height = y + 66
    return drawing(
        height,
        _label(snapshot, rows, number),
        [panel(0, 0, WIDTH, height, PAPER), panel(0, 0, WIDTH, BAND, ALARM), *parts],
        FONT,
        WIDTH,
    )


def _label(snapshot: Snapshot, rows: Sequence[ProjectFigures], page: int) -> str:
    said = [
        f"{page * ON_A_PAGE + n} {phrases.line(p.name)} {phrases.LOOKS[p.light.standing].word} {_spare(p)} {_next(p)}"
        for n, p in enumerate(rows, 1)
    ]
    return "；".join([f"{_title(snapshot)}，{_cutoff(snapshot)}，{_counted(snapshot)}", *said])


def _head(snapshot: Snapshot, page: str) -> tuple[list[str], float]:
    parts = [
        text(MARGIN, 82, fit(_title(snapshot), ROOM - 170, TITLE), TITLE, bold=True),
        text(RIGHT, 82, page, NOTE, "end", QUIET),
        text(MARGIN, 126, f"共{len(snapshot.projects)}个项目，{_late(snapshot)}", NOTE + 1, ink=INK),
        text(RIGHT, 126, _cutoff(snapshot), NOTE + 1, "end", QUIET),
    ]
    counts = totals.counts(snapshot.projects)
    gap = 12
    each = (ROOM - gap * 3) / 4
    for index, standing in enumerate(WORST_FIRST):
        parts += _count(phrases.LOOKS[standing], counts[standing], MARGIN + (each + gap) * index, 148, each)
    return parts, 248


def _count(look: Look, count: int, x: float, y: float, width: float) -> list[str]:
    return [
        panel(x, y, width, 76, look.tint, 10),
        panel(x, y + 10, 5, 56, look.ink),
        text(x + 18, y + 48, look.label, 26, ink=look.ink, bold=True),
        text(x + width - 12, y + 49, f"{count}个", 30, "end", look.ink, bold=True),
    ]


def _row(project: ProjectFigures, number: int, y: float, shaded: bool) -> Iterator[str]:
    look = phrases.LOOKS[project.light.standing]
    behind = (project.float_days or 0) < 0
    if shaded:
        yield panel(MARGIN - 16, y, ROOM + 32, ROW, CARD)
    yield text(MARGIN, y + 30, str(number), NOTE, ink=QUIET)
    yield text(TEXT_X, y + 31, fit(phrases.line(project.name), CHIPS - 215 - TEXT_X, NAME), NAME, bold=True)
    yield from look_chip(RIGHT, y + 43, look, NOTE)
    yield text(CHIPS, y + 31, _spare(project), NOTE, "end", ALARM_INK if behind else QUIET, behind)
    yield text(CHIPS, y + 60, _finish(project), NOTE - 1, "end", QUIET)
    yield from _node(project, y + 60)


def _node(project: ProjectFigures, baseline: float) -> Iterator[str]:
    late = bool(totals.overdue(project))
    words = _next(project, CHIPS - 205 - TEXT_X - 30 * late)
    if late:
        yield from hatched(TEXT_X, baseline - 19, 20, 20, 6)
    yield text(TEXT_X + 30 * late, baseline, words, NOTE - 1, ink=ALARM_INK if late else QUIET, bold=late)


def _foot(snapshot: Snapshot, y: float, rest: str) -> list[str]:
    return [
        rule(MARGIN, y + 14, RIGHT, y + 14, EDGE),
        text(
            MARGIN,
            y + 46,
            fit(f"来源：{phrases.line(snapshot.office)}", ROOM - 320, NOTE - 1),
            NOTE - 1,
            ink=QUIET,
        ),
        text(RIGHT, y + 46, rest, NOTE, "end", INK, bold=True),
    ]
