"""How a plan stands, in a sentence."""

from backend.domain.backward import Schedule
from backend.services.outcome import Done
from backend.services.revisions import Revision

HAPPENED = {Done.ADDED: "新增", Done.UPDATED: "更新", Done.UNCHANGED: "未变"}


def spare(schedule: Schedule) -> str:
    """时差 5 个工作日，数据暂定"""
    days = schedule.project_float
    if all(step.actual_finish for step in schedule.plan.steps):
        words = f"已全部完成，比目标{'晚' if days < 0 else '早'} {abs(days)} 个工作日"
    else:
        words = f"须抢回 {-days} 个工作日" if days < 0 else f"时差 {days} 个工作日"
    return words + ("，数据暂定" if schedule.provisional else "")


def outlook(schedule: Schedule) -> str:
    return f"目标 {schedule.plan.target}，预计 {schedule.finish} 完成：{spare(schedule)}"


def revision_line(one: Revision) -> str:
    steps = len(one.schedule.plan.steps)
    name = f"{one.project.name}（{one.project.code}）"
    return f"{HAPPENED[one.done]}　{name}第 {one.version} 版，{steps} 个步骤，{outlook(one.schedule)}"


def lost_line(one: Revision) -> str | None:
    """None when every actual day and every open problem found its step again."""
    parts = []
    if one.lost:
        parts.append(f"新计划里没有这些步骤，已报的实际日期留在上一版：{'、'.join(one.lost)}")
    if one.untied:
        parts.append(f"这些问题关联的步骤已不在计划里，请重新关联：{'、'.join(one.untied)}")
    return f"{one.project.name}：{'；'.join(parts)}" if parts else None
