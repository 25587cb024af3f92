"""What the bot asks back."""

from collections.abc import Sequence

from bots import prompts
from bots.message import Button, Outgoing
from bots.wording.days import plain, spoken
from bots.wording.report import covered
from bots.wording.talk import EXAMPLE
from reports import phrases

LONGEST_LABEL = 10  # characters on a button
NONE = Button("都不是", "no")
THINGS = {
    "report": "这条日报",
    "photo": "照片",
    "location": "这个位置",
    "problem": "这个问题",
    "order": "您说的",
}
DOUBTS = {
    "below_earlier": "比以前报的累计数还少",
    "above_later": "比以后月份的累计数还多",
    "over_plan": "远超年度计划",
}


def offered(question: str, options: Sequence[str], action: str) -> Outgoing:
    """Short options on the buttons; long ones in the text, by their numbers."""
    if all(option.strip() and len(option) <= LONGEST_LABEL for option in options):
        buttons = [Button(option, f"{action}:{n}") for n, option in enumerate(options, 1)]
        return Outgoing(question, (*buttons, NONE))
    lines = [f"{n}. {phrases.clipped(option, 60)}" for n, option in enumerate(options, 1)]
    buttons = [Button(str(n), f"{action}:{n}") for n in range(1, len(options) + 1)]
    return Outgoing("\n".join([f"{question}请回复数字：", *lines]), (*buttons, NONE))


def which_project(prompt: prompts.WhichProject) -> Outgoing:
    thing = THINGS.get(prompt.what, "这条")
    words = f"“{phrases.clipped(prompt.words, 20)}”" if prompt.words else ""
    if not prompt.count:
        return Outgoing(_no_project(prompt, words))
    said = f"{words}对得上{prompt.count}个项目，" if words else ""
    question = f"{said}{thing}是哪个项目的？"
    if not prompt.names:
        return Outgoing(f"{question}请回复项目名。")
    return offered(question, prompt.names, "project")


def _no_project(prompt: prompts.WhichProject, words: str) -> str:
    if prompt.what == "order":
        return f"您的项目里没有{words or '这个项目'}。发“我的项目”看名单。"
    what = f"“{phrases.clipped(prompt.text, 20)}”" if prompt.text else THINGS.get(prompt.what, "这条")
    if words:
        return f"您的项目里没有{words}，{what}没有记录。发“我的项目”看名单。"
    return f"没说清是哪个项目，{what}没有记录。请带上项目名再发一次。"


def which_value(prompt: prompts.WhichValue) -> Outgoing:
    name = {"workers": "工人", "machines": "机械"}.get(prompt.field, "数量")
    unit = {"workers": "人", "machines": "台"}.get(prompt.field, "")
    buttons = tuple(
        Button(f"{one}{unit}" if one.isdecimal() else one, f"value:{n}")
        for n, one in enumerate(prompt.candidates[:5], 1)
        if len(one) < LONGEST_LABEL
    )
    return Outgoing(
        f"{prompt.project}：“{phrases.clipped(prompt.words, 20)}”，{name}是多少？请回复准确的数。", buttons
    )


def sure(prompt: prompts.SureAboutInvestment) -> Outgoing:
    money = phrases.money(prompt.wan)
    if not prompt.doubts:
        return offered(
            f"{prompt.project}：完成投资{money}，是{prompt.month.month}月当月的，还是今年累计？",
            ("当月完成", "今年累计"),
            "investment",
        )
    why = "、".join(DOUBTS.get(doubt, "与已有数据不符") for doubt in prompt.doubts)
    figure = f"{covered(prompt.covers, prompt.month.month)}完成投资{money}"
    return Outgoing(
        f"{prompt.project}：{figure}，{why}，对吗？",
        (Button("对", "investment:1"), Button("不对", "no")),
    )


def what_to_correct(prompt: prompts.WhatToCorrect) -> str:
    return (
        f"请发{prompt.project}{plain(prompt.day, prompt.today)}要改的内容，例如：工人48人。不改就发“取消”。"
    )


def what_to_report(prompt: prompts.WhatToReport) -> str:
    return f"请发{spoken(prompt.day, prompt.today)}的情况，例如：{EXAMPLE}。"


def what_is_said(prompt: prompts.WhatIsSaid) -> str:
    wanted = {
        "answer": "办理情况",
        "return": "退回的理由",
        "send_back": "退回重办的理由",
        "refuse_extension": "不同意延期的理由",
        "withdraw": "撤回的理由",
    }.get(prompt.act, "内容")
    return f"{prompt.name}（{phrases.clipped(prompt.text, 40)}）：请回复{wanted}。"


def left_out(prompt: prompts.LeftOut) -> str:
    why = "没有确认" if prompt.what == "investment" else "没说清是哪个项目"
    return f"“{phrases.clipped(prompt.text, 30)}”{why}，没有记录。"


def which_milestone(prompt: prompts.WhichMilestone) -> Outgoing:
    if not prompt.names:
        return Outgoing(f"{prompt.project}的节点都已完成。")
    words = phrases.clipped(prompt.words, 20)
    if prompt.words and not prompt.fits:
        question = f"{prompt.project}没有“{words}”这个节点，是下面哪个？"
    else:
        question = f"{prompt.project}：{f'“{words}”是' if prompt.words else '完成的是'}哪个节点？"
    return offered(question, prompt.names, "step")
