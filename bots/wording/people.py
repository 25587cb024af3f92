"""Sentences to people about themselves: welcome, greeting, leave."""

from backend.domain.people import Role
from bots import prompts
from bots.message import Outgoing
from bots.wording.talk import EXAMPLE, HELP
from reports import phrases


def welcome(prompt: prompts.Welcome) -> Outgoing:
    roles = "、".join(phrases.role(role) for role in prompt.roles) or "未分配职责"
    text = f"{prompt.name}，您好！身份已绑定：{roles}。"
    if prompt.projects:
        text += f"\n您的项目：{phrases.names(prompt.projects, 5)}。"
    if Role.SECRETARY in prompt.roles:
        text += f"\n每天发一句话就是日报，例如：{EXAMPLE}。"
    return Outgoing(text, (HELP,))


def greeting(prompt: prompts.Greeting) -> Outgoing:
    text = f"{prompt.name}，您好！"
    if prompt.silent:
        text += f"今天还没报：{phrases.names(prompt.silent, 5)}。"
    elif prompt.reports:
        text += "今天没有要报的日报。"
    return Outgoing(text, (HELP,))


def leave(prompt: prompts.LeaveTaken) -> str:
    """Who stands in, each once; projects that nobody stands in for are for the office to see to."""
    lines = [f"请假已登记：{phrases.short_day(prompt.since)}至{phrases.short_day(prompt.until)}。"]
    projects: dict[str, list[str]] = {}
    for project, deputy in prompt.deputies:
        projects.setdefault(deputy, []).append(project)
    for deputy, theirs in projects.items():
        names = phrases.names(theirs, 5)
        lines.append(f"{names}：由{deputy}代报。" if deputy else f"{names}：没有B岗，请告知重点办安排。")
    return "\n".join(lines)
