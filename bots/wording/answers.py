"""What the bot answers, prompt by prompt."""

from collections.abc import Sequence
from datetime import date
from typing import Any, assert_never

from backend.domain.people import Role
from backend.domain.standing import Standing
from bots import prompts
from bots.message import Button, Outgoing
from bots.prompts import Prompt
from bots.wording.days import due, float_words, spoken
from bots.wording.problems import done, listed
from bots.wording.refusals import refusal
from bots.wording.report import filed
from reports import phrases

LONG_LIST = 15  # more lines than this are counted instead of shown: a phone screen and 2048 bytes

HELP = Button("帮助", "help")


HOW_TO = {
    "report": "直接发一句话就是日报，例如：县医院 工人86人，挖机3台，主体三层封顶，无问题。也可以发“同昨天”。",
    "checkin": "请点输入框旁的“＋”，选“位置”，发送当前位置，就记一次到现场。",
    "photo": "请直接发照片，会自动归入当天日报。",
    "progress": "请发“进度 项目名”，例如：进度 县医院。",
    "raise_problem": "请发“上报问题 项目名 什么问题”，例如：上报问题 县医院 电力线路未迁改。",
}


def answer(prompt: Prompt) -> Outgoing:
    match prompt:
        case prompts.NotBound():
            return Outgoing(f"您还没有绑定身份。请向{prompt.office}要绑定码，然后发：绑定 绑定码")
        case prompts.Welcome():
            return _welcome(prompt)
        case prompts.Help():
            return Outgoing(_help(prompt.roles))
        case prompts.Refusal():
            return Outgoing(refusal(prompt))
        case prompts.NotUnderstood():
            return Outgoing(
                "这句没看懂，没有记录。日报这样发：县医院 工人86人，挖机3台，主体三层封顶，无问题。", (HELP,)
            )
        case prompts.Noted():
            return Outgoing("好的。")
        case prompts.Unsupported():
            return Outgoing(_unsupported(prompt.kind), (HELP,))
        case prompts.Filed():
            return filed(prompt)
        case prompts.WhichProject():
            return _which_project(prompt)
        case prompts.WhichValue():
            return _which_value(prompt)
        case prompts.SureAboutInvestment():
            return _sure(prompt)
        case prompts.WhatToCorrect():
            return Outgoing(
                f"请直接发要改的内容，如“工人48人”。改的是{prompt.project}{phrases.short_day(prompt.day)}的日报。"
            )
        case prompts.WhatIsSaid():
            return Outgoing(_what_is_said(prompt))
        case prompts.HowTo():
            return Outgoing(HOW_TO.get(prompt.what, HOW_TO["report"]))
        case prompts.Dropped():
            return Outgoing("好的，没有记录。")
        case prompts.Undone():
            return Outgoing(_undone(prompt))
        case prompts.CheckedIn():
            return Outgoing(_checked_in(prompt))
        case prompts.PhotoKept():
            return Outgoing(
                f"照片已归入{prompt.project}{phrases.short_day(prompt.day)}的日报，当天共{prompt.count}张。"
            )
        case prompts.WhoIsMissing():
            return Outgoing(_missing(prompt))
        case prompts.Mine():
            return Outgoing(_mine(prompt))
        case prompts.Owed():
            return Outgoing(_owed(prompt))
        case prompts.ProgressCard():
            return Outgoing(_progress(prompt))
        case prompts.Problems():
            return Outgoing(listed(prompt))
        case prompts.ProblemDone():
            return done(prompt)
        case prompts.LeaveTaken():
            return Outgoing(_leave(prompt))
        case prompts.MilestoneDone():
            return Outgoing(_milestone(prompt))
        case prompts.WhichMilestone():
            return _numbered(f"{prompt.project}：“{prompt.words}”是哪个节点？", prompt.names, "step")
        case _:
            assert_never(prompt)


def _numbered(question: str, options: Sequence[str], action: str) -> Outgoing:
    buttons = tuple(Button(option, f"{action}:{n}") for n, option in enumerate(options, 1))
    return Outgoing(question, (*buttons, Button("都不是", "no")))


def _welcome(prompt: prompts.Welcome) -> Outgoing:
    roles = "、".join(phrases.role(role) for role in prompt.roles) or "未分配职责"
    text = f"{prompt.name}，您好！身份已绑定：{roles}。"
    if prompt.projects:
        text += f"\n您的项目：{phrases.names(prompt.projects, 5)}。"
    if Role.SECRETARY in prompt.roles:
        text += "\n每天发一句话就是日报，例如：工人86人，挖机3台，主体三层封顶，无问题。"
    return Outgoing(text, (HELP,))


def _help(roles: frozenset[str]) -> str:
    lines = ["可以这样说："]
    if Role.SECRETARY in roles:
        lines += [
            "· 报日报：县医院 工人86人，挖机3台，主体三层封顶，无问题",
            "· 更正 工人应为48人 ｜ 同昨天 ｜ 补报 昨天 工人30人 ｜ 撤销",
            "· 发照片：自动归入当天日报",
            "· 请假 11月3日到5日",
            "· 节点完成 县医院 主体封顶",
        ]
    if roles & {Role.SECRETARY, Role.LEADER}:
        lines += ["· 发位置：记一次到现场", "· 上报问题 县医院 电力线路未迁改"]
    lines += ["· 我的项目 ｜ 进度 县医院 ｜ 我还欠什么 ｜ 待办问题"]
    if roles & {Role.OFFICE, Role.ADMIN}:
        lines += [
            "· 今天谁没报 ｜ 逾期问题",
            "· 交办 县医院 电力线路未迁改 给 供电公司 5天",
            "· 销号 12号 ｜ 重办 12号 理由 ｜ 延期 12号 3天 理由",
        ]
    if Role.UNIT in roles:
        lines += ["· 签收 12号 ｜ 反馈 12号 办理情况", "· 延期 12号 3天 理由 ｜ 退回 12号 理由"]
    return "\n".join(lines)


def _unsupported(kind: str) -> str:
    name = {"voice": "语音", "video": "视频", "link": "链接", "file": "文件"}.get(kind, "这类消息")
    hint = "请用手机键盘的语音转文字，或直接打字。" if kind == "voice" else "请发文字、照片或位置。"
    return f"暂时看不了{name}，没有记录。{hint}"


def _which_project(prompt: prompts.WhichProject) -> Outgoing:
    thing = {"report": "这条日报", "photo": "照片", "location": "位置", "problem": "这个问题"}.get(
        prompt.what, "这条"
    )
    if not prompt.names:
        said = f"没找到“{phrases.clipped(prompt.words, 20)}”这个项目，" if prompt.words else ""
        return Outgoing(f"{said}{thing}没有记录。发“我的项目”看名单，带上项目名再发一次。")
    said = f"“{phrases.clipped(prompt.words, 20)}”对得上几个项目，" if prompt.words else ""
    return _numbered(f"{said}{thing}是哪个项目的？", prompt.names, "project")


def _which_value(prompt: prompts.WhichValue) -> Outgoing:
    name = {"workers": "工人", "machines": "机械"}.get(prompt.field, prompt.field)
    unit = {"workers": "人", "machines": "台"}.get(prompt.field, "")
    question = f"{prompt.project}：“{phrases.clipped(prompt.words, 20)}”，{name}到底是多少？"
    if not prompt.candidates:
        return Outgoing(f"{question}请回复一个数。")
    options = tuple(f"{one}{unit}" if one.isdigit() else one for one in prompt.candidates)
    return _numbered(question, options, "value")


def _sure(prompt: prompts.SureAboutInvestment) -> Outgoing:
    doubts = {
        "below_earlier": "比以前报的累计数还少",
        "above_plan": "超过了全年计划",
        "far_above_plan": "超过全年计划三倍",
        "unsaid": "没说清是当月还是累计",
        "above_total": "超过了项目总投资",
    }
    why = "、".join(doubts.get(doubt, doubt) for doubt in prompt.doubts)
    covers = "累计" if prompt.covers == "year_to_date" else "当月"
    question = (
        f"{prompt.project}{prompt.month.month}月{covers}完成投资{phrases.money(prompt.wan)}，{why}。确认吗？"
    )
    return Outgoing(question, (Button("对，就是这个数", "yes"), Button("不对", "no")))


def _what_is_said(prompt: prompts.WhatIsSaid) -> str:
    wanted = {"answer": "办理情况", "return": "退回的理由", "send_back": "退回重办的理由"}.get(
        prompt.act, "内容"
    )
    return f"{prompt.name}（{phrases.clipped(prompt.text, 40)}）：请直接回复{wanted}。"


def _undone(prompt: prompts.Undone) -> str:
    lines = [
        f"{project}{phrases.short_day(day)}：{'日报已撤销' if removed else '最后一次改动已撤销，恢复为之前的内容'}。"
        for project, day, removed in prompt.days
    ]
    return "\n".join(
        [*lines, *(f"{project}：投资{phrases.money(wan)}已撤销。" for project, wan in prompt.investments)]
    )


def _checked_in(prompt: prompts.CheckedIn) -> str:
    if prompt.inside is None:
        place = "项目没有登记现场位置，无法核对距离。"
    elif prompt.inside:
        place = f"在现场范围内（距中心{prompt.distance_m}米）。"
    else:
        place = f"不在现场范围：距中心{_far(prompt.distance_m or 0)}，范围是{prompt.radius_m}米。已如实记录。"
    head = "同一次到现场，位置已更新" if prompt.again else "到现场已记录"
    text = f"{prompt.project}：{head}，{place}"
    if prompt.week_quota is not None and prompt.week_done is not None:
        left = prompt.week_quota - prompt.week_done
        text += f"\n本周第{prompt.week_done}次" + (f"，还差{left}次。" if left > 0 else "，已达到每周要求。")
    return text


def _far(metres: int) -> str:
    return f"{metres}米" if metres < 1000 else f"{metres / 1000:.1f}公里"


def _missing(prompt: prompts.WhoIsMissing) -> str:
    when = spoken(prompt.day, prompt.today)
    if prompt.expected == 0:
        return f"{when}没有应报的项目{'' if prompt.working else '（非工作日）'}。"
    if not prompt.entries:
        return f"{when}应报{prompt.expected}个，已全部报送。"
    head = f"{when}应报{prompt.expected}个，未报{len(prompt.entries)}个："
    lines = [
        f"{n}. {one.project}（{one.secretary or '无人值守'}）{_silent(one.days_silent)}"
        for n, one in enumerate(prompt.entries[:LONG_LIST], 1)
    ]
    return "\n".join([head, *lines, *_rest(len(prompt.entries))])


def _silent(days: int) -> str:
    return f" 已连续{days}天" if days > 1 else ""


def _rest(total: int) -> list[str]:
    return [f"……另有{total - LONG_LIST}个"] if total > LONG_LIST else []


def _mine(prompt: prompts.Mine) -> str:
    if not prompt.lines:
        return "您名下没有项目。有出入请联系重点办。"
    lines = [f"您名下{len(prompt.lines)}个项目："]
    for line in prompt.lines[:LONG_LIST]:
        parts = [phrases.LOOKS[Standing(line.standing)].label if line.standing else "未评定"]
        if line.reported is not None:
            parts.append("今日已报" if line.reported else "今日未报")
        if line.float_days is not None and line.float_days < 0:
            parts.append(float_words(line.float_days))
        if line.open_problems:
            parts.append(f"未销号问题{line.open_problems}个")
        lines.append(f"· {line.project}：{'，'.join(parts)}")
    return "\n".join([*lines, *_rest(len(prompt.lines))])


def _owed(prompt: prompts.Owed) -> str:
    if not prompt.lines:
        return "您目前没有欠报、欠办的事项。"
    words = {
        "report": "日报未报",
        "milestone": "节点已到期",
        "problem": "问题待办",
        "visit": "到现场次数不够",
    }
    lines = [f"您还有{len(prompt.lines)}项要办："]
    for line in prompt.lines[:LONG_LIST]:
        detail = f"：{phrases.clipped(line.detail, 30)}" if line.detail else ""
        lines.append(
            f"· {line.project} {phrases.short_day(line.day)} {words.get(line.what, line.what)}{detail}"
        )
    return "\n".join([*lines, *_rest(len(prompt.lines))])


def _progress(card: prompts.ProgressCard) -> str:
    look = phrases.LOOKS[Standing(card.standing)].label if card.standing else "未评定"
    lines = [f"【{card.project}】{look}"]
    if card.reasons:
        lines.append(
            f"原因：{'；'.join(card.reasons)}"
            + (f"（{phrases.short_day(card.since)}起）" if card.since else "")
        )
    if card.annual_plan_wan:
        share = card.invested_wan / card.annual_plan_wan
        lines.append(
            f"投资：今年完成{phrases.money(card.invested_wan)}，"
            f"占年度计划{phrases.money(card.annual_plan_wan)}的{phrases.percent(share)}"
        )
    if card.total:
        lines.append(f"节点：完成{card.done}/{card.total}" + _late(card))
    if card.next_milestone:
        lines.append(f"下一节点：{card.next_milestone}，最晚{phrases.short_day(card.next_latest)}")
    if card.target:
        lines.append(_target(card))
    if card.last_day:
        lines.append(f"最近日报（{phrases.short_day(card.last_day)}）：{_last_report(card)}")
    for text in card.open_problems[:3]:
        lines.append(f"问题：{phrases.clipped(text, 40)}")
    if len(card.open_problems) > 3:
        lines.append(f"……未销号问题共{len(card.open_problems)}个")
    seats = [
        card.unit,
        card.leader and f"包保领导{card.leader}",
        card.secretary and f"项目秘书{card.secretary}",
    ]
    lines.append("，".join(seat for seat in seats if seat))
    return "\n".join(line for line in lines if line)


def _late(card: prompts.ProgressCard) -> str:
    return f"，“{card.late_milestone}”逾期{card.late_days}天" if card.late_milestone else ""


def _target(card: prompts.ProgressCard) -> str:
    line = f"目标{phrases.day(card.target)}，预计{phrases.day(card.finish)}"
    words = float_words(card.float_days)
    doubt = "（次年放假安排未公布，日期为暂定）" if card.provisional else ""
    return f"{line}{'，' if words else ''}{words}{doubt}"


def _last_report(card: prompts.ProgressCard) -> str:
    parts: list[Any] = []
    if card.last_workers is not None:
        parts.append(f"工人{card.last_workers}人")
    if card.last_machines is not None:
        parts.append(f"机械{card.last_machines}台")
    if card.last_progress:
        parts.append(phrases.clipped(card.last_progress, 60))
    return "，".join(parts) or "无人数、机械和进度"


def _leave(prompt: prompts.LeaveTaken) -> str:
    text = f"请假已登记：{phrases.short_day(prompt.since)}至{phrases.short_day(prompt.until)}。"
    for project, deputy in prompt.deputies:
        text += f"\n{project}：" + (f"由{deputy}代报" if deputy else "没有B岗，请告知重点办安排")
    return text


def _milestone(prompt: prompts.MilestoneDone) -> str:
    when = f"晚{prompt.days_late}天" if prompt.days_late > 0 else "按期"
    text = f"{prompt.project}“{prompt.milestone}”{phrases.short_day(prompt.day)}完成，{when}（最晚{phrases.short_day(prompt.latest)}）。"
    if prompt.next_milestone:
        text += f"\n下一节点：{prompt.next_milestone}，最晚{phrases.short_day(prompt.next_latest)}完成。"
    words = float_words(prompt.float_days)
    return text + (f"\n全项目{words}。" if words else "")


def deadline(day: date | None, today: date) -> str:
    return f"{phrases.short_day(day)}（{due(day, today)}）" if day else phrases.NOTHING
