"""The price of a problem in words."""

from backend.domain.problem import OPEN, Problem
from backend.domain.problem_price import Price
from backend.domain.step_proposal import Ground, Proposal
from reports import phrases

GROUNDS = {Ground.WORDS: "名称与问题相近", Ground.UNDER_WAY: "正在实施", Ground.NEXT: "即将开始"}


def sentence(price: Price) -> str:
    """已6个工作日未解决，按“桩基”停工6天计，占用机动时间6个工作日，还剩2个工作日；预计完成日不变。"""
    waited = f"已{price.open}个工作日未解决" if price.open else "今天刚上报"
    if not price.stopped:
        return f"{waited}，尚未耽误“{price.name}”。"
    left = _left(price.float_after)
    eaten = f"按“{price.name}”停工{price.stopped}天计，占用机动时间{price.eaten}个工作日，{left}"
    if not price.moved:
        return f"{waited}，{eaten}；预计完成日不变。"
    moved = f"由{phrases.day(price.finish)}推迟到{phrases.day(price.moved_to)}（{price.moved}个工作日）"
    return f"{waited}，{eaten}；预计完成日{moved}。"


def _left(spare: int) -> str:
    if spare < 0:
        return f"须抢回{-spare}个工作日"
    return f"还剩{spare}个工作日" if spare else "机动时间已用完"


def proposed(one: Proposal) -> str:
    """桩基（编号 3，名称与问题相符）"""
    return f"{one.name}（编号 {one.step}，{GROUNDS[one.ground]}）"


def quoted(problem: Problem, price: Price | None, guessed: Proposal | None) -> str:
    """The price, or why there is none; of a problem tied to no step, by which one it is reckoned."""
    if price is None:
        if problem.step is not None:
            return f"已关联“{problem.step_name}”：上报前已完成，没有影响工期。"
        return (
            "还没有关联计划步骤，算不出对工期的影响。"
            if problem.state in OPEN
            else "已办结，没有关联计划步骤。"
        )
    if guessed is None:
        return sentence(price)
    return f"还没有关联计划步骤，暂按{GROUNDS[guessed.ground]}的“{guessed.name}”估算：{sentence(price)}"
