"""What a plan stands to lose or to gain, in sentences: the same in chat, on the command line, in the API and on paper.

Days are working days. A year is written only where it is not this one, and what would be “0天” is said in words.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from backend.domain.compression import Proposal
from backend.domain.impact import Impact, Moved
from backend.domain.measure import Change, Measure, overlap_of
from backend.domain.plan import Step
from reports import phrases

MEASURES: Mapping[Measure, str] = {
    Measure.PARALLEL: "并联审批",
    Measure.DEFER: "容缺后补",
    Measure.OVERLAP: "搭接",
    Measure.SHORTEN: "压缩",
}
MOST_NAMED = 3  # nodes of a sentence


def measure(value: str) -> str:
    return MEASURES[Measure(value)] if value in set(Measure) else value


def day(value: date | None, today: date) -> str:
    """10月26日, with the year when it is not this one."""
    return phrases.short_day(value) if value is None or value.year == today.year else phrases.day(value)


# ---- what a wait or a change does


def impact(one: Impact, today: date, *, already: bool = False) -> str:
    """One sentence. already: the wait lies behind us."""
    parts = [*_changed(one, today), *_waited(one, already), *_float(one)]
    if one.after.done:
        return _sentence([*parts, "项目已全部完工"])
    if one.is_nothing and not one.waited:
        return f"没有影响，{_stays(one, today)}。"
    return _sentence([*parts, *_finish(one, today), *_target(one, today), *_nodes(one, today), *_missed(one)])


def _sentence(parts: list[str]) -> str:
    return "，".join(parts) + "。"


def _changed(one: Impact, today: date) -> Iterator[str]:
    if one.before.target != one.after.target:
        yield f"目标日期由{day(one.before.target, today)}调整为{day(one.after.target, today)}"
    for word, names in (("增加", one.added), ("取消", one.removed)):
        if names:
            yield f"{word}{_named(names)}"


def _named(names: tuple[str, ...]) -> str:
    return phrases.names([_quoted(name) for name in names], MOST_NAMED, "工序")


def _quoted(name: str) -> str:
    return f"“{phrases.clipped(name, 40)}”"


def _waited(one: Impact, already: bool) -> Iterator[str]:
    if not one.waited:
        return
    yield f"{_quoted(one.name)}{'已等' if already else '若再推迟'}{one.waited}个工作日"


def _float(one: Impact) -> Iterator[str]:
    had, has = one.float_before, one.float_after
    if had is None or has is None or not one.step or had == has:
        return
    about = "" if one.waited else _quoted(one.name)
    if has > had:
        yield f"{about}机动时间增加{has - had}天"
    elif had < 0:
        yield f"{about}本已没有机动时间"
    elif had == 0:
        yield f"{about}没有机动时间可用"
    elif has > 0:
        yield f"吃掉{about}机动时间{had}天中的{had - has}天"
    elif has == 0:
        yield f"{about}{had}天机动时间全部用完"
    else:
        yield f"{about}{had}天机动时间全部用完，还差{-has}天"


def _finish(one: Impact, today: date) -> Iterator[str]:
    before, after = one.before.finish, one.after.finish
    if before is None or after is None:
        if after is not None:
            yield f"预计{_expected(one, today)}完工"
    elif before == after:
        yield _stays(one, today)
    else:
        yield f"完工由{day(before, today)}{_to(before, after, one.moved)}{_expected(one, today)}{_by(one.moved)}"


def _to(before: date, after: date, days: int) -> str:
    return "推迟到" if (days, after) > (0, before) else "提前到"


def _by(days: int) -> str:
    if not days:
        return ""
    return f"（{'晚' if days > 0 else '早'}{abs(days)}个工作日）"


def _stays(one: Impact, today: date) -> str:
    return f"完工日期不变，仍为{_expected(one, today)}" if one.after.finish else "完工日期不变"


def _expected(one: Impact, today: date) -> str:
    return day(one.after.finish, today) + ("（暂定）" if one.after.provisional else "")


def _target(one: Impact, today: date) -> Iterator[str]:
    was, now, moved = one.before.spare, one.after.spare, one.before.target != one.after.target
    target = "目标日期" if moved else f"目标日期{day(one.after.target, today)}"
    if now >= 0:
        if was < 0:
            yield f"不再晚于{target}"
        elif one.finish_moves or was != now:
            yield f"{'赶得上' if now else '恰好赶上'}{target}"
    elif one.after.target < today:
        yield f"{target}已过，预计超期{-now}个工作日"
    elif was >= 0:
        yield f"晚于{target}，须抢回{-now}个工作日"
    elif was == now:
        yield f"仍晚于{target}，须抢回{-now}个工作日"
    else:
        yield f"须抢回的工作日由{-was}天{'增至' if now < was else '减至'}{-now}天"


def _nodes(one: Impact, today: date) -> Iterator[str]:
    moved = [
        node for node in one.milestones if node.after != one.after.finish or node.before != one.before.finish
    ]
    for node in moved[:MOST_NAMED]:
        yield f"{_quoted(node.name)}{_node(node, today)}"
    if len(moved) > MOST_NAMED:
        yield f"另有{len(moved) - MOST_NAMED}个节点随之变动"


def _node(node: Moved, today: date) -> str:
    word = "推迟到" if node.after > node.before else "提前到"
    return (
        f"由{day(node.before, today)}{word}{day(node.after, today)}{'（暂定）' if node.provisional else ''}"
    )


def _missed(one: Impact) -> Iterator[str]:
    if one.missed:
        yield f"{_named(one.missed)}将晚于限定的完成日期"


# ---- how to gain what is missing


def proposal(one: Proposal, today: date) -> list[str]:
    """A sentence of how it stands, a numbered line for each change, and a last one when that is not enough."""
    steps = {step.id: step for step in one.before.plan.steps}
    items = [f"{n}. {change(each, steps, today)}" for n, each in enumerate(one.changes, 1)]
    return [_state(one, today), *items, *_rest(one)]


def _state(one: Proposal, today: date) -> str:
    before = one.before
    spare, finish = before.project_float, day(before.finish, today)
    if before.plan.steps and all(step.is_done for step in before.plan.steps):
        return "项目已全部完工，不需要压缩。"
    if before.finish is None:
        return "计划中没有工序，不需要压缩。"
    rests = "（暂定）" if before.provisional else ""
    target = f"目标日期{day(before.plan.target, today)}"
    if spare >= 0:
        how = f"比{target}早{spare}个工作日" if spare else f"恰好赶上{target}"
        return f"预计{finish}{rests}完工，{how}，不需要压缩。"
    gained = one.after.project_float - spare
    late = f"预计{finish}{rests}完工，晚于{target}，须抢回{-spare}个工作日"
    if one.short_of:
        return f"{late}，{f'最多可抢回{gained}个' if gained else '目前没有可以采取的措施'}。"
    return f"{late}。采取以下{len(one.changes)}项措施，可于{day(one.after.finish, today)}完工："


def _rest(one: Proposal) -> Iterator[str]:
    if one.short_of and not all(step.is_done for step in one.before.plan.steps):
        done = "以上全部采取后，仍" if one.changes else "仍"
        yield f"{done}差{one.short_of}个工作日，须写明更多工序的最短工期，或调整目标日期。"
    if one.missed:
        names = {step.id: step.name for step in one.after.plan.steps}
        yield f"{_named(tuple(names[id] for id in one.missed))}仍将晚于限定的完成日期。"


def change(one: Change, steps: Mapping[str, Step], today: date) -> str:
    """搭接：“管线敷设”在“沟槽开挖”开工7个工作日后开始……，抢回3个工作日。"""
    return f"{MEASURES[one.measure]}：{_what(one, steps, today)}，{_gain(one)}。"


def _gain(one: Change) -> str:
    return f"抢回{one.gained}个工作日" if one.gained > 0 else "与其他措施同时采取才见效"


def _what(one: Change, steps: Mapping[str, Step], today: date) -> str:
    step = steps[one.step]
    name, before = _quoted(step.name), _quoted(steps[one.before].name) if one.before else ""
    through = f"（不等{_named(tuple(steps[id].name for id in one.through))}）" if one.through else ""
    match one.measure:
        case Measure.SHORTEN:
            left = "剩余工期" if step.is_under_way and step.days_left is not None else "工期"
            least = f"，最短可到{one.limit}个" if one.limit < one.new else "，已是最短"
            return f"{name}{left}由{one.old}个工作日压缩到{one.new}个{least}"
        case Measure.OVERLAP:
            if overlap_of(step, one.before):
                return f"{name}在{before}开工{one.new}个工作日后开工，比原定的{one.old}个工作日再提前"
            when = f"在{before}开工{one.new}个工作日后" if one.new > 0 else f"与{before}同时"
            return f"{name}{when}开工，不等其完工{through}"
        case Measure.PARALLEL:
            return f"{name}与{before}同时办理{through}，不早于其办结"
        case Measure.DEFER:
            until = f"，最迟{day(one.make_up, today)}补齐" if one.make_up else ""
            return f"{name}先行开展{through}，{before}后补{until}"
