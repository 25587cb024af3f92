"""The price of a problem in words."""

from backend.domain.problem_price import Price
from backend.domain.step_proposal import Ground, Proposal
from reports import phrases

GROUNDS = {Ground.WORDS: "名称与问题相符", Ground.UNDER_WAY: "正在实施", Ground.NEXT: "即将开始"}


def sentence(price: Price) -> str:
    """未解决6个工作日，按“桩基”停6天计，吃掉时差6天，还剩2天；预计完成日不变。"""
    parts = [f"未解决{price.open}个工作日"]
    if not price.stopped:
        return f"{parts[0]}，尚未耽误“{price.name}”。"
    left = f"还剩{price.float_after}天" if price.float_after >= 0 else f"须抢回{-price.float_after}天"
    parts.append(f"按“{price.name}”停{price.stopped}天计，吃掉时差{price.eaten}天，{left}")
    moved = (
        f"预计完成日由{phrases.day(price.finish)}推迟到{phrases.day(price.moved_to)}（{price.moved}个工作日）"
    )
    return f"{'，'.join(parts)}；{moved if price.moved else '预计完成日不变'}。"


def proposed(one: Proposal) -> str:
    """桩基（编号 3，名称与问题相符）"""
    return f"{one.name}（编号 {one.step}，{GROUNDS[one.ground]}）"
