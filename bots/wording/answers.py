"""What the bot answers, prompt by prompt."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import assert_never

from backend.domain.people import Role
from backend.domain.standing import Standing
from bots import prompts
from bots.message import Button, Outgoing
from bots.prompts import Prompt
from bots.wording import questions
from bots.wording.days import float_words, plain, silent, spoken
from bots.wording.fitting import fitted
from bots.wording.problems import done, listed
from bots.wording.refusals import refusal
from bots.wording.report import filed, filed_several
from reports import phrases

LONG_LIST = 15  # more lines than this are counted instead of shown: a phone screen and 2048 bytes
EXAMPLE = "工人86人，挖机3台，主体三层封顶，无问题"
HELP = Button("帮助", "help", "帮助")

HOW_TO = {
    "report": f"直接发一句话就是日报，例如：{EXAMPLE}。几个项目一起报时带上项目名。与昨天一样就发“同昨天”。",
    "checkin": "请点输入框旁的“＋”，选“位置”，发送当前位置，就记一次到现场。",
    "photo": "请直接发照片，会归到刚报过的项目；分不清时会问您。",
    "progress": "请发“进度 项目名”。",
    "fix": "要改哪个，请发“更正 项目名 工人48人”。",
    "raise_problem": "请发“上报问题 项目名 什么问题”，例如：上报问题 县医院 电力线路未迁改。",
}


def answer(prompt: Prompt) -> Outgoing:
    return fitted(_worded(prompt))


def _worded(prompt: Prompt) -> Outgoing:
    match prompt:
        case prompts.NotBound():
            return Outgoing(
                f"您还没有绑定身份。请向{prompt.office}要绑定码，收到后发“绑定 码”，例如：绑定 K7MP2QRS"
            )
        case prompts.Welcome():
            return _welcome(prompt)
        case prompts.Greeting():
            return _greeting(prompt)
        case prompts.Help():
            return Outgoing(_help(prompt.roles))
        case prompts.Refusal():
            about = f"{phrases.clipped(prompt.about, 30)}：" if prompt.about else ""
            return Outgoing(about + refusal(prompt))
        case prompts.NotUnderstood():
            said = f"日报这样发：{EXAMPLE}。" if prompt.reports else "发“帮助”看怎么说。"
            return Outgoing(f"这句没看懂，没有记录。{said}", (HELP,))
        case prompts.Noted():
            return Outgoing("好的。")
        case prompts.NothingOpen():
            return Outgoing("现在没有等您确认的事。")
        case prompts.TooLate():
            return Outgoing("这个选项已经过时，没有记录。请把要说的重新发一次。")
        case prompts.LeftOut():
            return Outgoing(questions.left_out(prompt))
        case prompts.Unsupported():
            return Outgoing(_unsupported(prompt.kind))
        case prompts.Filed():
            return filed(prompt)
        case prompts.FiledSeveral():
            return filed_several(prompt)
        case prompts.NothingToCopy():
            return Outgoing(
                f"{phrases.names(prompt.projects, 5)}前7天没有报过，没有可以照抄的，请发一句今天的情况。"
            )
        case prompts.AllReported():
            return Outgoing("今天的日报都已经报过了。要改就发“更正 …”。")
        case prompts.WhichProject():
            return questions.which_project(prompt)
        case prompts.WhichValue():
            return questions.which_value(prompt)
        case prompts.SureAboutInvestment():
            return questions.sure(prompt)
        case prompts.WhatToCorrect():
            return Outgoing(questions.what_to_correct(prompt))
        case prompts.WhatToReport():
            return Outgoing(questions.what_to_report(prompt))
        case prompts.WhatIsSaid():
            return Outgoing(questions.what_is_said(prompt))
        case prompts.HowTo():
            return Outgoing(HOW_TO.get(prompt.what, HOW_TO["report"]))
        case prompts.Dropped():
            return Outgoing("好的，照片不归到项目。" if prompt.what == "photo" else "好的，没有记录。")
        case prompts.Undone():
            return Outgoing(_undone(prompt))
        case prompts.CheckedIn():
            return Outgoing(_checked_in(prompt))
        case prompts.PhotoKept():
            return Outgoing(_photo(prompt))
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
            return questions.which_milestone(prompt)
        case _:
            assert_never(prompt)


def _welcome(prompt: prompts.Welcome) -> Outgoing:
    roles = "、".join(phrases.role(role) for role in prompt.roles) or "未分配职责"
    text = f"{prompt.name}，您好！身份已绑定：{roles}。"
    if prompt.projects:
        text += f"\n您的项目：{phrases.names(prompt.projects, 5)}。"
    if Role.SECRETARY in prompt.roles:
        text += f"\n每天发一句话就是日报，例如：{EXAMPLE}。"
    return Outgoing(text, (HELP,))


def _greeting(prompt: prompts.Greeting) -> Outgoing:
    text = f"{prompt.name}，您好！"
    if prompt.silent:
        text += f"今天还没报：{phrases.names(prompt.silent, 5)}。"
    elif prompt.reports:
        text += "今天没有要报的日报。"
    return Outgoing(text, (HELP,))


def _help(roles: frozenset[str]) -> str:
    lines = ["可以这样说："]
    if Role.SECRETARY in roles:
        lines += [
            f"· 报日报：{EXAMPLE}",
            "· 同昨天 ｜ 更正 工人应为48人 ｜ 补报 昨天 ｜ 撤销",
            "· 发照片：归入当天日报",
            "· 节点完成 县医院 主体封顶",
            "· 请假 11月3日到5日",
        ]
    if roles & {Role.OFFICE, Role.ADMIN}:
        lines += [
            "· 今天谁没报 ｜ 待办问题 ｜ 逾期问题",
            "· 交办 县医院 电力线路未迁改 给 供电公司 5天",
            "· 销号 12号 ｜ 重办 12号 理由 ｜ 延期 12号 3天 理由",
        ]
    if Role.UNIT in roles:
        lines += ["· 签收 12号 ｜ 反馈 12号 办理情况", "· 延期 12号 3天 理由 ｜ 退回 12号 理由"]
    if roles & {Role.SECRETARY, Role.LEADER}:
        lines += ["· 发位置：记一次到现场", "· 上报问题 县医院 电力线路未迁改"]
    return "\n".join([*lines, "· 我的项目 ｜ 进度 县医院 ｜ 我还欠什么 ｜ 待办问题"])


def _unsupported(kind: str) -> str:
    name = {"voice": "语音", "video": "视频", "link": "链接", "file": "文件"}.get(kind, "这类消息")
    hint = "请用手机键盘的语音转文字，或直接打字。" if kind == "voice" else "请发文字、照片或位置。"
    return f"暂时看不了{name}，没有记录。{hint}"


def _undone(prompt: prompts.Undone) -> str:
    lines = [
        f"{project}{phrases.short_day(day)}：{'日报已撤销' if removed else '最后一次改动已撤销，恢复为之前的内容'}。"
        for project, day, removed in prompt.days
    ]
    lines += [f"{project}：投资{phrases.money(wan)}已撤销。" for project, wan in prompt.investments]
    return "\n".join(lines) or "已撤销。"


def _checked_in(prompt: prompts.CheckedIn) -> str:
    head = "同一次到现场，位置已更新" if prompt.again else "到现场已记录"
    if prompt.inside is None:
        text = f"{prompt.project}：{head}。项目没有登记现场位置，距离无法核对。"
    elif prompt.inside:
        text = f"{prompt.project}：{head}，在现场范围内（距中心{_far(prompt.distance_m)}）。"
    else:
        text = f"{prompt.project}：位置已记录，但不在现场：距中心{_far(prompt.distance_m)}，{_far(prompt.radius_m)}以内才计次数。"
    if prompt.week_quota is not None and prompt.week_done is not None:
        left = prompt.week_quota - prompt.week_done
        need = f"还差{left}次" if left > 0 else "已达到要求"
        text += f"\n本周已到现场{prompt.week_done}次，{need}。"
    return text


def _far(metres: int | None) -> str:
    if metres is None:
        return phrases.NOTHING
    return f"{metres}米" if metres < 1000 else f"{metres / 1000:.1f}公里"


def _photo(prompt: prompts.PhotoKept) -> str:
    many = f"{prompt.added}张照片" if prompt.added > 1 else "照片"
    total = f"，当天共{prompt.count}张" if prompt.count > prompt.added else ""
    return f"{many}已归入{prompt.project}{phrases.short_day(prompt.day)}的日报{total}。"


def _missing(prompt: prompts.WhoIsMissing) -> str:
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
    return "\n".join([head, *lines, *_rest(len(prompt.entries))])


def _rest(total: int) -> list[str]:
    return [f"……另有{total - LONG_LIST}个"] if total > LONG_LIST else []


def _mine(prompt: prompts.Mine) -> str:
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
    return "\n".join([*lines, *_rest(len(prompt.lines))])


def _owed(prompt: prompts.Owed) -> str:
    if not prompt.lines:
        return "您目前没有欠报、欠办的事项。"
    lines = []
    for (project, what), group in groupby(_in_order(prompt.lines), lambda one: (one.project, one.what)):
        name = f"· {phrases.clipped(project, 24)}"
        if what == "report":
            lines.append(f"{name}：日报未报，{'、'.join(plain(one.day, prompt.today) for one in group)}")
        else:
            lines += [f"{name}：{_due(one, prompt.today)}" for one in group]
    return "\n".join([f"您还有{len(prompt.lines)}项要办：", *lines[:LONG_LIST], *_rest(len(lines))])


def _due(line: prompts.OwedLine, today: date) -> str:
    detail, day = phrases.clipped(line.detail, 40), plain(line.day, today)
    return f"节点“{detail}”应于{day}完成" if line.what == "milestone" else f"{detail}，{day}到期"


def _in_order(lines: Iterable[prompts.OwedLine]) -> list[prompts.OwedLine]:
    """Reports first, project by project, each from its oldest day."""
    shown = list(lines)
    last = {(one.project, one.what): n for n, one in enumerate(shown)}
    return sorted(shown, key=lambda one: (one.what != "report", -last[one.project, one.what], one.day))


def _progress(card: prompts.ProgressCard) -> str:
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
    doubt = "（次年放假安排未公布，日期为暂定）" if card.provisional else ""
    return "，".join(parts) + doubt


def _last_report(card: prompts.ProgressCard) -> str:
    parts = []
    if card.last_workers is not None:
        parts.append(f"工人{card.last_workers}人")
    if card.last_machines is not None:
        parts.append(f"机械{card.last_machines}台")
    if card.last_progress:
        parts.append(phrases.clipped(card.last_progress, 60))
    return "，".join(parts) or "无人数、机械和进度"


def _leave(prompt: prompts.LeaveTaken) -> str:
    """Who stands in, each once; projects that nobody stands in for are for the office to see to."""
    lines = [f"请假已登记：{phrases.short_day(prompt.since)}至{phrases.short_day(prompt.until)}。"]
    projects: dict[str, list[str]] = {}
    for project, deputy in prompt.deputies:
        projects.setdefault(deputy, []).append(project)
    for deputy, theirs in projects.items():
        names = phrases.names(theirs, 5)
        lines.append(f"{names}：由{deputy}代报。" if deputy else f"{names}：没有B岗，请告知重点办安排。")
    return "\n".join(lines)


def _milestone(prompt: prompts.MilestoneDone) -> str:
    when = f"晚{prompt.days_late}天" if prompt.days_late > 0 else "按期"
    latest = plain(prompt.latest, prompt.today)
    text = (
        f"{prompt.project}“{prompt.milestone}”{plain(prompt.day, prompt.today)}完成，{when}（最晚{latest}）。"
    )
    if prompt.next_milestone:
        latest = plain(prompt.next_latest, prompt.today)
        over = (prompt.today - prompt.next_latest).days if prompt.next_latest else 0
        text += (
            f"\n下一个节点“{prompt.next_milestone}”，最晚{latest}{f'，已逾期{over}天' if over > 0 else ''}。"
        )
    words = float_words(prompt.float_days)
    return text + (f"\n整个项目{words}。" if words else "")
