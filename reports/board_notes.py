"""The board's last sheet: what the figures mean and by which rule the classes are given."""

from collections.abc import Iterator
from dataclasses import replace

from backend.domain.snapshot import MilestoneState, Snapshot
from backend.domain.standing import Standing
from reports import phrases
from reports.sheet import Row, Sheet, blank
from reports.sheet_form import BODY, CENTRED, HEADER, NOTE, TITLE, milestone_style, row_height, standing_style

LABEL, TEXT = 18.0, 96.0

STANDING_WORDS = {
    Standing.AHEAD: "进度快于计划",
    Standing.ON_TRACK: "进度与计划相符",
    Standing.BEHIND: "进度慢于计划",
    Standing.STALLED: "长时间没有实质进展",
}

MILESTONE_WORDS = {
    MilestoneState.DONE: "在最晚完成日及以前完成",
    MilestoneState.DONE_LATE: "已经完成，但晚于最晚完成日",
    MilestoneState.OVERDUE: "最晚完成日已过，尚未完成",
    MilestoneState.DUE: "最晚开始日已到，正在实施",
    MilestoneState.PLANNED: "最晚开始日未到",
}

TERMS = (
    ("完成率", "本年累计完成投资÷年度计划投资；没有年度计划的项目不计入合计完成率。"),
    ("最晚完成", "由目标日期按工作日倒推得出的节点最晚完成日，晚于该日将影响总工期。"),
    ("逾期天数", "超过最晚完成日的自然日天数；推进表上为该项目逾期最久的未完成节点。"),
    ("时差", "按目前进度预计竣工日与目标日期之间的工作日；红色“须抢回”表示晚于目标，需压缩的工作日数。"),
    ("周列", "以周一至周日为一周，按年内先后编号；红色虚线为数据截至日所在周。"),
)
ORIGINAL = "首版倒排计划确定的最晚完成日，计划调整后仍保留。"


def notes(snapshot: Snapshot) -> Sheet:
    return Sheet(
        title="口径说明",
        widths=[LABEL, TEXT],
        rows=note_rows(snapshot),
        landscape=True,
        footer=phrases.line(snapshot.office),
    )


def note_rows(snapshot: Snapshot) -> Iterator[Row]:
    yield Row([("口径说明", TITLE), *blank(1, TITLE)], 34, [(1, 2)])
    yield Row([(f"数据截至{phrases.day(snapshot.cutoff)}", NOTE), *blank(1, NOTE)], 18, [(1, 2)])
    yield Row([("项目", HEADER), ("说明", HEADER)], 22)
    yield line("评定规则", f"{phrases.line(snapshot.rule_text)}（规则编号：{phrases.line(snapshot.rule)}）")
    for name, text in TERMS:
        yield line(name, text)
    if any(m.original for p in snapshot.projects for m in p.milestones):
        yield line("原定完成", ORIGINAL)
    if snapshot.provisional_from:
        yield line("暂定日历", provisional(snapshot))
    for standing in Standing:
        look = phrases.LOOKS[standing]
        yield Row([(look.label, standing_style(standing)), (STANDING_WORDS[standing], BODY)], 20)
    for state in MilestoneState:
        style = replace(milestone_style(state), bold=False)
        yield Row([(phrases.MILESTONE_LOOKS[state].word, style), (MILESTONE_WORDS[state], BODY)], 20)


def provisional(snapshot: Snapshot) -> str:
    return (
        f"{phrases.day(snapshot.provisional_from)}起的节假日安排尚未公布，该日及以后的日期暂按"
        "双休日和法定节日推算，公布后自动重排。"
    )


def line(name: str, text: str) -> Row:
    return Row([(name, CENTRED), (text, BODY)], row_height([name, text], [LABEL, TEXT], 22))
