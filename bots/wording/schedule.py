"""Sentences about the schedule: its nodes, the days left, the steps that decide, what a problem does to it."""

from datetime import date

from bots import prompts
from bots.message import Outgoing
from bots.wording.days import PROVISIONAL, float_words, plain
from bots.wording.fitting import as_many
from reports import phrases, price_words

SHOWN = 15  # nodes, and steps of the critical line
LONGEST_NAME = 24


def card(prompt: prompts.ScheduleCard) -> Outgoing:
    head = [f"【{phrases.clipped(prompt.project, 40)}】倒排工期"]
    if prompt.finished and prompt.finish:
        head.append(_finished(prompt.target, prompt.finish, prompt.today))
        return Outgoing("\n".join(head), picture=prompt.picture)
    head += [_outlook(prompt), _done(prompt)]
    lines = [_node(node, prompt.today) for node in prompt.nodes]
    return Outgoing(as_many(head, lines, SHOWN), picture=prompt.picture)


def _outlook(prompt: prompts.ScheduleCard | prompts.CriticalLine) -> str:
    parts = [f"目标{plain(prompt.target, prompt.today)}"]
    if prompt.finish:
        parts.append(f"预计{plain(prompt.finish, prompt.today)}")
    return f"{'，'.join([*parts, float_words(prompt.float_days)])}{PROVISIONAL if prompt.provisional else ''}"


def _done(prompt: prompts.ScheduleCard) -> str:
    if not prompt.done or prompt.last_done is None:
        return f"节点{prompt.total}个，完成{prompt.done}个："
    name = phrases.clipped(prompt.last_done, LONGEST_NAME)
    return (
        f"节点{prompt.total}个，完成{prompt.done}个（最近{plain(prompt.last_day, prompt.today)}“{name}”）："
    )


def _node(node: prompts.NodeLine, today: date) -> str:
    """Whose it is stands only where somebody is to act: at what is overdue."""
    look = phrases.MILESTONE_LOOKS[node.look]
    late = f"，已{node.days_late}天" if node.days_late > 0 else ""
    owner = f"，责任单位{phrases.clipped(node.owner, 16)}" if node.owner and node.days_late > 0 else ""
    days = f"最晚{plain(node.latest, today)}，预计{plain(node.expected, today)}"
    return f"{look.symbol} {phrases.clipped(node.name, LONGEST_NAME)}（{look.word}{late}）：{days}{owner}"


def _finished(target: date, finish: date, today: date) -> str:
    ahead = (target - finish).days
    beside = f"提前{ahead}天" if ahead > 0 else f"晚{-ahead}天"
    against = f"比目标{plain(target, today)}{beside}" if ahead else "正是目标日期"
    return f"全部完成，{plain(finish, today)}完工，{against}。"


# ---- how many days are left


def days_left(prompt: prompts.DaysLeft) -> str:
    name = phrases.clipped(prompt.project, 40)
    if prompt.deciding is None:
        return f"{name}{_finished(prompt.target, prompt.finish, prompt.today)}"
    room = "不需抢工，没有机动时间" if prompt.float_days == 0 else float_words(prompt.float_days)
    first = (
        f"{name}{_until(prompt.target, prompt.days, prompt.working_days, prompt.today)}，"
        f"预计{plain(prompt.finish, prompt.today)}完成，{room}{PROVISIONAL if prompt.provisional else ''}。"
    )
    return f"{first}\n{_decides(prompt.deciding, prompt.today)}"


def unplanned(prompt: prompts.Unplanned) -> str:
    name = phrases.clipped(prompt.project, 40)
    if prompt.target is None:
        return f"{name}还没有目标日期，也没有倒排计划，请联系重点办。"
    until = _until(prompt.target, prompt.days, prompt.working_days, prompt.today)
    return f"{name}{until}。还没有倒排计划，算不出预计完成日期，请联系重点办。"


def _until(target: date, days: int, working_days: int, today: date) -> str:
    if days < 0:
        return f"已超过目标{plain(target, today)}{-days}天"
    if days == 0:
        return "今天就是目标日期"
    return f"距目标{plain(target, today)}还有{days}天（{working_days}个工作日）"


def _decides(step: prompts.DecidingLine, today: date) -> str:
    name = f"决定工期的是“{phrases.clipped(step.name, LONGEST_NAME)}”"
    act = "完成" if step.under_way or step.left == 0 else "开始"  # an event is only reached
    owner = f"，责任单位{phrases.clipped(step.owner, 16)}" if step.owner else ""
    late = (today - step.due).days
    if late > 0:
        return f"{name}，应于{plain(step.due, today)}{act}，已晚{late}天{owner}。"
    doing = "，正在实施" if step.under_way else ""
    return f"{name}{doing}，最晚{plain(step.due, today)}{act}{owner}。"


# ---- the critical line


def critical(prompt: prompts.CriticalLine) -> str:
    name = phrases.clipped(prompt.project, 40)
    if not prompt.lines:
        return f"{name}{_finished(prompt.target, prompt.finish, prompt.today)}"
    head = [f"【{name}】关键线路还有{len(prompt.lines)}道工序", _outlook(prompt)]
    return as_many(
        head, [f"{n}. {_step(line, prompt.today)}" for n, line in enumerate(prompt.lines, 1)], SHOWN
    )


def _step(line: prompts.DecidingLine, today: date) -> str:
    name = phrases.clipped(line.name, LONGEST_NAME)
    if line.left <= 0 or line.first == line.last:
        return f"{name}：{plain(line.last, today)}"
    if line.under_way:
        return f"{name}（正在实施）：还需{line.left}个工作日，到{plain(line.last, today)}"
    return f"{name}：{line.left}个工作日，{plain(line.first, today)}至{plain(line.last, today)}"


# ---- what a problem does to it


def impact(prompt: prompts.ProblemImpact) -> str:
    problem = prompt.problem
    head = f"{phrases.clipped(prompt.project, 40)}：{problem.number or f'#{problem.id}'}“{phrases.clipped(problem.text, 40)}”"
    return f"{head}\n{price_words.quoted(problem, prompt.price, prompt.guessed, prompt.today)}"
