"""Sentences in answer to a look: who is missing, one's own projects, what is owed, one project's card."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from backend.domain.standing import Standing
from bots import prompts
from bots.wording.days import PROVISIONAL, float_words, plain, silent, spoken
from bots.wording.fitting import rest
from reports import phrases

LONG_LIST = 15  # more lines than this are counted instead of shown: a phone screen and 2048 bytes


def missing(prompt: prompts.WhoIsMissing) -> str:
    when = spoken(prompt.day, prompt.today)
    if prompt.expected == 0:
        return f"{when}没有应报的项目。" if prompt.working else f"{when}不是工作日，没有应报的项目。"
    if not prompt.entries:
        return f"{when}应报{prompt.expected}个，已全部报送。"
    head = f"{when}应报{prompt.expected}个，未报{len(prompt.entries)}个："
    lines = [
        f"{n}. {phrases.clipped(one.project, 30)}（{one.secretary or '无人值守'}）{silent(one.days_silent)}"
        for n, one in enumerate(prompt.entries[:LONG_LIST], 1)
    ]
    return "\n".join([head, *lines, *rest(len(prompt.entries), LONG_LIST)])


def mine(prompt: prompts.Mine) -> str:
    if not prompt.lines:
        return (
            "您名下没有具体项目。要看哪个，发“进度 项目名”。"
            if prompt.office
            else "您名下没有项目。有出入请联系重点办。"
        )
    lines = [f"您名下{len(prompt.lines)}个项目："]
    for line in prompt.lines[:LONG_LIST]:
        parts = [phrases.LOOKS[Standing(line.standing)].label if line.standing else "未评定"]
        if line.reported is not None:
            parts.append("今日已报" if line.reported else "今日未报")
        if line.float_days is not None and line.float_days < 0:
            parts.append(float_words(line.float_days))
        if line.open_problems:
            parts.append(f"未销号问题{line.open_problems}个")
        lines.append(f"· {phrases.clipped(line.project, 24)}：{'，'.join(parts)}")
    return "\n".join([*lines, *rest(len(prompt.lines), LONG_LIST)])


def owed(prompt: prompts.Owed) -> str:
    if not prompt.lines:
        return "您目前没有欠报、欠办的事项。"
    lines = []
    for (project, what), group in groupby(_in_order(prompt.lines), lambda one: (one.project, one.what)):
        name = f"· {phrases.clipped(project, 24)}"
        if what == "report":
            lines.append(f"{name}：日报未报，{'、'.join(plain(one.day, prompt.today) for one in group)}")
        else:
            lines += [f"{name}：{_due(one, prompt.today)}" for one in group]
    return "\n".join([f"您还有{len(prompt.lines)}项要办：", *lines[:LONG_LIST], *rest(len(lines), LONG_LIST)])


def _due(line: prompts.OwedLine, today: date) -> str:
    detail, day = phrases.clipped(line.detail, 40), plain(line.day, today)
    return f"节点“{detail}”应于{day}完成" if line.what == "milestone" else f"{detail}，{day}到期"


def _in_order(lines: Iterable[prompts.OwedLine]) -> list[prompts.OwedLine]:
    """Reports first, project by project, each from its oldest day."""
    shown = list(lines)
    last = {(one.project, one.what): n for n, one in enumerate(shown)}
    return sorted(shown, key=lambda one: (one.what != "report", -last[one.project, one.what], one.day))


def progress(card: prompts.ProgressCard) -> str:
    look = phrases.LOOKS[Standing(card.standing)].label if card.standing else "未评定"
    lines = [f"【{card.project}】{look}"]
    if card.reasons:
        since = f"（{plain(card.since, card.today)}起）" if card.since else ""
        lines.append(f"原因：{'；'.join(card.reasons)}{since}")
    lines += [_invested(card)] if card.annual_plan_wan else []
    lines += [_steps(card)] if card.total else []
    lines += [_target(card)] if card.target else []
    if card.last_day:
        lines.append(f"最近日报（{plain(card.last_day, card.today)}）：{_last_report(card)}")
    lines += [f"问题：{phrases.clipped(text, 40)}" for text in card.open_problems[:3]]
    if len(card.open_problems) > 3:
        lines.append(f"……未销号问题共{len(card.open_problems)}个")
    seats = [
        card.unit,
        card.leader and f"包保领导{card.leader}",
        card.secretary and f"项目秘书{card.secretary}",
    ]
    lines.append("，".join(seat for seat in seats if seat))
    return "\n".join(line for line in lines if line)


def _invested(card: prompts.ProgressCard) -> str:
    plan = card.annual_plan_wan
    if not plan:
        return ""
    share = phrases.percent(card.invested_wan / plan)
    return f"投资：今年完成{phrases.money(card.invested_wan)}，占年度计划{phrases.money(plan)}的{share}"


def _steps(card: prompts.ProgressCard) -> str:
    """The late milestone is named here only when the reasons have not named it."""
    parts = [f"节点：完成{card.done}/{card.total}"]
    told = any(card.late_milestone and card.late_milestone in why for why in card.reasons)
    if card.late_milestone and not told:
        parts.append(f"“{card.late_milestone}”逾期{card.late_days}天")
    if card.next_milestone and card.next_milestone != card.late_milestone:
        parts.append(f"下一个“{card.next_milestone}”最晚{plain(card.next_latest, card.today)}")
    return "，".join(parts)


def _target(card: prompts.ProgressCard) -> str:
    parts = [f"目标{phrases.day(card.target)}"]
    if card.finish:
        parts.append(f"预计{phrases.day(card.finish)}")
    if words := float_words(card.float_days):
        parts.append(words)
    return "，".join(parts) + (PROVISIONAL if card.provisional else "")


def _last_report(card: prompts.ProgressCard) -> str:
    parts = []
    if card.last_workers is not None:
        parts.append(f"工人{card.last_workers}人")
    if card.last_machines is not None:
        parts.append(f"机械{card.last_machines}台")
    if card.last_progress:
        parts.append(phrases.clipped(card.last_progress, 60))
    return "，".join(parts) or "无人数、机械和进度"
