"""What a planner is pointed at in a plan, in sentences that name the steps."""

from collections.abc import Mapping

from backend.domain.diagnosis import Finding, FindingCode
from reports import phrases

MOST_NAMED = 5


def finding(found: Finding, names: Mapping[str, str]) -> str:
    """`names`: of steps by id; a step is called by its name, and by its id where it has no other."""
    steps = [f"“{names.get(id, id)}”" for id in found.steps]
    day = phrases.day(found.day) if found.day else ""
    match found.code:
        case FindingCode.TARGET_PASSED:
            return f"目标日期{day}已过，尚未完成：{_some(steps)}。"
        case FindingCode.TARGET_ON_DAY_OFF:
            return f"目标日期{day}不是工作日，按它之前的最后一个工作日倒排。"
        case FindingCode.TARGET_BEFORE_START:
            return f"目标日期{day}早于开工日期。"
        case FindingCode.START_PASSED:
            return f"按目标倒排，最晚应于{day}开工，现已错过，须抢回{-found.spare}个工作日。"
        case FindingCode.LIMIT_AGAINST_LINK:
            return f"{steps[0]}限{day}完成，受紧前工序{steps[1]}制约，晚{-found.spare}个工作日。"
        case FindingCode.LIMIT_MISSED:
            return f"{steps[0]}限{day}完成，最早也要晚{-found.spare}个工作日。"
        case FindingCode.LIMIT_ON_DAY_OFF:
            return f"{steps[0]}的完成限期{day}不是工作日，按它之前的最后一个工作日计算。"
        case FindingCode.OUT_OF_TURN:
            return f"{steps[0]}已开工，而它的紧前工序{steps[1]}尚未完成，请核对。"
        case FindingCode.ACTUAL_AFTER_TODAY:
            return f"{steps[0]}的实际日期{day}在状态日期之后，请核对。"
        case FindingCode.LOOSE:
            return f"与其他工序没有任何联系，请核对：{_some(steps)}。"


def _some(steps: list[str]) -> str:
    more = f"等{len(steps)}道工序" if len(steps) > MOST_NAMED else ""
    return "、".join(steps[:MOST_NAMED]) + more
