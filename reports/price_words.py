"""The price of a problem in words."""

from datetime import date

from backend.domain.problem import OPEN, Problem
from backend.domain.problem_price import Price
from backend.domain.step_proposal import Ground, Proposal
from reports import plan_phrases

GROUNDS = {Ground.WORDS: "名称与问题相近", Ground.UNDER_WAY: "正在实施", Ground.NEXT: "即将开始"}


def sentence(price: Price, today: date) -> str:
    """“桩基”已等6个工作日，吃掉机动时间9天中的6天，完工日期不变，仍为11月27日。"""
    if not price.stopped:
        waited = f"已{price.open}个工作日未解决" if price.open else "今天刚上报"
        return f"{waited}，尚未耽误“{price.name}”。"
    return plan_phrases.impact(price.impact, today, already=True)


def proposed(one: Proposal) -> str:
    """桩基（编号 3，名称与问题相符）"""
    return f"{one.name}（编号 {one.step}，{GROUNDS[one.ground]}）"


def quoted(problem: Problem, price: Price | None, guessed: Proposal | None, today: date) -> str:
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
        return sentence(price, today)
    return (
        f"还没有关联计划步骤，暂按{GROUNDS[guessed.ground]}的“{guessed.name}”估算：{sentence(price, today)}"
    )
