"""Why a thing was not done, and what to type instead."""

from collections.abc import Mapping

from bots.prompts import Refusal
from reports.refusals import ACTS as ACTS
from reports.refusals import sentence

HINTS: Mapping[str, str] = {
    "binding_refused": "请向重点办要一个新的绑定码，再发“绑定 绑定码”。",
    "not_allowed": "发“帮助”看看您能做什么。",
    "project_not_found": "发“我的项目”看名单。",
    "problem_not_found": "发“待办问题”看编号。",
    "problem_ambiguous": "如 清交办〔2026〕12号。",
    "unit_missing": "如：交办 #12 给 县供电公司 5天。",
    "unit_not_found": "请写全称。",
    "unit_ambiguous": "请写全称。",
    "return_needs_ground": "如：退回 12号 不属我单位职责，应由供电公司办理。",
    "answer_empty": "如：反馈 12号 线路已迁改完毕。",
    "extension_needs_length": "如：延期 12号 5个工作日 等待供电方案批复。",
    "nothing_said": "如：木工20人，挖机2台，基础开挖。",
}


def refusal(prompt: Refusal) -> str:
    return sentence(prompt.code, prompt.facts) + HINTS.get(prompt.code, "")
