"""Why a thing was not done, in the words of who asked. Every code of the domain has its sentence here.

A sentence names the field, the limit and what to do instead. Facts are filled in as they are shown.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bots.prompts import Refusal
from reports import phrases

SENTENCES: Mapping[str, str] = {
    "binding_refused": "绑定码不对或已过期。请向重点办要一个新的绑定码，再发“绑定 绑定码”。",
    "binding_paused": "试错次数太多，请一小时后再试，或请重点办重新发绑定码。",
    "day_in_future": "{day}还没到，日报只能报今天和以前的日子。",
    "day_too_old": "{day}已超过31天，不能自己补报。请联系重点办补录。",
    "workers_out_of_range": "工人数{value}不在0至{limit}之间，请核对后重报。",
    "machines_out_of_range": "机械台数{value}不在0至{limit}之间，请核对后重报。",
    "percent_out_of_range": "形象进度{value}%不在0至100之间，请核对后重报。",
    "wan_out_of_range": "投资额{value}万元不在0至{limit}万元之间，请核对后重报。",
    "nothing_to_copy": "前7天没有报过，没法“同昨天”。请把今天的情况发一句话。",
    "nothing_to_undo": "今天没有可以撤销的内容。",
    "not_your_report": "您不是这个项目的项目秘书，不能报日报。可以打卡到现场、上报问题。",
    "not_allowed": "您的角色不能这样操作。发“帮助”看看您能做什么。",
    "project_not_found": "没找到这个项目。发“我的项目”看名单。",
    "problem_not_found": "没找到这个问题。发“待办问题”看编号。",
    "problem_ambiguous": "有几个问题都对得上，请写全文号，如 清交办〔2026〕12号。",
    "unit_not_found": "没找到责任单位“{name}”。请写全称。",
    "problem_not_in_state": "这个问题现在是“{state}”，不能{act}。",
    "return_needs_ground": "退回要写明理由，如：退回 12号 不属我单位职责，应由供电公司办理。",
    "returned_before": "这个问题已经退回过一次，不能再退。请与重点办联系。",
    "extension_after_deadline": "办理期限{deadline}已过，不能再申请延期，请尽快反馈。",
    "deadline_not_later": "新期限要晚于现在的期限{deadline}。",
    "deadline_in_past": "期限{deadline}已经过去，请另定。",
    "answer_empty": "请把办理情况一起写上，如：反馈 12号 线路已迁改完毕。",
    "text_empty": "请把内容写上。",
    "text_too_long": "内容太长，最多{limit}字。",
    "reason_empty": "请写明原因。",
    "leave_reversed": "请假的结束日期早于开始日期。",
    "leave_in_past": "请假只能从今天起。",
    "milestone_not_found": "这个项目没有叫“{name}”的节点。",
    "milestone_already_done": "“{name}”已于{day}完成，无需再报。",
    "plan_missing": "这个项目还没有倒排计划，请联系重点办。",
    "seats_empty": "以下各项还空着，不能列为在建：{seats}。",
    "database_unavailable": "系统正忙，这条没有记上，请稍后再发一次。",
}
ACTS: Mapping[str, str] = {
    "raise": "上报",
    "issue": "交办",
    "acknowledge": "签收",
    "answer": "反馈",
    "send_back": "退回重办",
    "return": "退回",
    "ask_extension": "申请延期",
    "extend": "延期",
    "refuse_extension": "不同意延期",
    "close": "销号",
    "withdraw": "撤回",
}


def refusal(prompt: Refusal) -> str:
    sentence = SENTENCES.get(prompt.code)
    if sentence is None:
        return "没有办成，请换个说法，或联系重点办。"
    facts = {name: _shown(name, value) for name, value in prompt.facts.items()}
    try:
        return sentence.format_map(facts)
    except KeyError:
        # A fact that a deed did not give must not hide the refusal itself.
        return sentence.split("。")[0].split("，")[-1].replace("{", "").replace("}", "") + "。"


def _shown(name: str, value: Any) -> str:
    if isinstance(value, date):
        return phrases.short_day(value)
    if name == "state":
        return phrases.problem_state(str(value))
    if name == "act":
        return ACTS.get(str(value), str(value))
    if name == "seats":
        return "、".join(phrases.seat(str(seat)) for seat in value)
    return str(value)
