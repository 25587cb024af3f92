"""Sentences about problem assignments, in answer to an order."""

from bots import prompts
from bots.message import Button, Outgoing
from bots.wording.fitting import rest
from reports import phrases

SHOWN = 10


def listed(prompt: prompts.Problems) -> str:
    kind = "逾期问题" if prompt.overdue else "未销号问题"
    where = f"{prompt.project}的" if prompt.project else ""
    if not prompt.lines:
        return f"没有{where}{kind}。"
    lines = [f"{where}{kind}{prompt.total}个："]
    for line in prompt.lines[:SHOWN]:
        lines.append(
            f"· {line.number or f'#{line.id}'} {line.project}：{phrases.clipped(line.text, 28)}（{_state(line)}）"
        )
    return "\n".join([*lines, *rest(prompt.total, SHOWN)])


def _state(line: prompts.ProblemLine) -> str:
    parts = [phrases.problem_state(line.state)]
    if line.unit:
        parts.append(line.unit)
    if line.deadline:
        parts.append(
            f"逾期{line.days_overdue}天"
            if line.days_overdue > 0
            else f"{phrases.short_day(line.deadline)}到期"
        )
    return "，".join(parts)


def done(prompt: prompts.ProblemDone) -> Outgoing:
    name = prompt.number or f"#{prompt.problem_id}"
    deadline = phrases.short_day(prompt.deadline)
    sentences = {
        "issue": f"{name}已交办{prompt.unit}，{deadline}前办结。{_told(prompt)}",
        "acknowledge": f"{name}已签收，请于{deadline}前办结反馈。",
        "answer": f"{name}反馈已提交，等重点办核验。",
        "return": f"{name}已退回重点办裁定，理由已记录。",
        "ask_extension": f"{name}延期申请已提交重点办，批准前仍按{deadline}办理。",
        "extend": f"{name}已延期到{deadline}。",
        "refuse_extension": f"{name}延期没有同意，仍按{deadline}办理。",
        "send_back": f"{name}已退回重办，期限仍是{deadline}。",
        "withdraw": f"{name}已撤回。",
        "close": f"{name}已核验销号。",
    }
    text = f"{prompt.project}：{sentences.get(prompt.act, f'{name}已办理。')}"
    buttons = (Button("反馈办理情况", f"answer:{prompt.problem_id}"),) if prompt.act == "acknowledge" else ()
    return Outgoing(f"{text}\n{phrases.clipped(prompt.text, 60)}" if prompt.text else text, buttons)


def _told(prompt: prompts.ProblemDone) -> str:
    return "该单位还没有人绑定聊天账号，请另行送达。" if prompt.told == 0 else ""


def short(number: str, problem_id: int) -> str:
    """12号, as it is typed; #7 before there is a number."""
    tail = number.rpartition("〕")[2]
    return tail if tail.endswith("号") else f"#{problem_id}"
