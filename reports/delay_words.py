"""A ledger of delay (倒追责任) in words: what is said first, a table by stretches of days, and the line that proves the sum."""

from collections.abc import Mapping
from datetime import date

from backend.domain.delay import Cause, Entry, Ledger, Stretch, Total
from reports import phrases

CAUSES: Mapping[Cause, str] = {
    Cause.OWN: "自身",
    Cause.PROBLEM: "问题",
    Cause.REPLANNED: "调整计划",
    Cause.CALENDAR: "工作日调整",
}
HEAD = ("日期", "工作日", "步骤", "责任单位", "原因")
NOBODY = "未明确责任单位"


def sentence(ledger: Ledger) -> str:
    """11月2日至12日，预计完成日由2026年11月27日推迟到2026年12月2日，共推迟3个工作日（耽误5天，抢回2天）。"""
    span = days(ledger.first, ledger.last)
    if ledger.before is None or ledger.after is None:
        return f"{span}，计划中没有步骤。"
    parts = f"（耽误{ledger.lost}天，抢回{ledger.recovered}天）" if ledger.entries else ""
    if not ledger.slip:
        return f"{span}，预计完成日{phrases.day(ledger.after)}，没有推迟{parts}。"
    way = "推迟" if ledger.slip > 0 else "提前"
    moved = f"由{phrases.day(ledger.before)}{way}到{phrases.day(ledger.after)}"
    return f"{span}，预计完成日{moved}，共{way}{abs(ledger.slip)}个工作日{parts}。"


def rows(ledger: Ledger, names: Mapping[int, str]) -> list[tuple[str, ...]]:
    """Under HEAD. `names`: of problems by id, with whatever is said of them."""
    with_year = ledger.first.year != ledger.last.year
    return [_row(stretch, names, with_year) for stretch in ledger.stretches]


def _row(stretch: Stretch, names: Mapping[int, str], with_year: bool) -> tuple[str, ...]:
    one = stretch.entry
    return (
        days(stretch.first, stretch.last, with_year=with_year),
        _moved(stretch.days),
        one.step.name if one.step else phrases.NOTHING,
        (one.owner or NOBODY) if one.step else phrases.NOTHING,
        _why(one, names),
    )


def totals(ledger: Ledger, names: Mapping[int, str]) -> list[str]:
    """By step, by owner and by problem, each in a line."""
    steps = [
        (CAUSES[step] if isinstance(step, Cause) else step.name, total)
        for step, total in ledger.by_step.items()
    ]
    owners = [
        (CAUSES[owner] if isinstance(owner, Cause) else owner or NOBODY, total)
        for owner, total in ledger.by_owner.items()
    ]
    problems = [
        (names[id_] if id_ is not None else "无未决问题", total) for id_, total in ledger.by_problem.items()
    ]
    lines = [f"按步骤：{_list(steps)}", f"按责任单位：{_list(owners, with_problems=True)}"]
    return [*lines, f"按问题：{_list(problems)}"] if ledger.entries else []


def proof(ledger: Ledger) -> str:
    """合计：4＋2－1＝5个工作日，与预计完成日的变动一致。"""
    parts = [stretch.days for stretch in ledger.stretches]
    total = sum(parts)
    added = "".join(f"{'－' if n < 0 else '＋'}{abs(n)}" for n in parts).removeprefix("＋") or "0"
    written = f"－{-total}" if total < 0 else str(total)
    agrees = "一致" if total == ledger.slip else f"不一致（变动{ledger.slip}个工作日）"
    return f"合计：{added}＝{written}个工作日，与预计完成日的变动{agrees}。"


def replans(ledger: Ledger) -> list[str]:
    """What new versions did to the finish and to the target."""
    lines = []
    for one in ledger.replans:
        finish = (
            "预计完成日未变"
            if not one.days
            else f"预计完成日{'推迟' if one.days > 0 else '提前'}{abs(one.days)}个工作日"
        )
        target = ""
        if one.target != one.before:
            target = f"，目标由{phrases.day(one.before)}改为{phrases.day(one.target)}"
        lines.append(f"{phrases.short_day(one.day)}起执行第{one.version}版计划：{finish}{target}。")
    return lines


def days(first: date, last: date, *, with_year: bool = False) -> str:
    """11月3日, 11月3日至6日, 11月30日至12月2日; with years when they differ."""
    begin = phrases.day(first) if with_year or first.year != last.year else phrases.short_day(first)
    if first == last:
        return begin
    if first.year != last.year:
        return f"{begin}至{phrases.day(last)}"
    return f"{begin}至{phrases.short_day(last) if first.month != last.month else f'{last.day}日'}"


def _moved(n: int) -> str:
    return f"抢回{-n}天" if n < 0 else f"{n}天"


def _why(one: Entry, names: Mapping[int, str]) -> str:
    if one.problem is None:
        parts = ["提前" if one.days < 0 and one.step else CAUSES[one.cause]]
    else:
        parts = [names[one.problem], *(f"另有{names[id_]}" for id_ in one.also)]
    if one.sharing:
        parts.append(f"同时受制于{'、'.join(step.name for step in one.sharing)}")
    return "；".join(filter(None, parts)) or phrases.NOTHING


def _list(found: list[tuple[str, Total]], *, with_problems: bool = False) -> str:
    def told(total: Total) -> str:
        beside = f"（其中因问题{total.by_problems}天）" if with_problems and total.by_problems else ""
        return f"{total.days}天{beside}".replace("-", "－")

    return "，".join(f"{name} {told(total)}" for name, total in found)
