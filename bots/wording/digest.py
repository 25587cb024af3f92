"""The leader's monthly digest as a chat message: read in a minute, at most 2048 bytes.

When everything does not fit, each part is told with fewer items and shorter texts until it does; what is left
out is counted, never cut in the middle.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.domain.digest import Difficulty, Digest, Lag, Progress
from backend.domain.standing import Standing
from reports import phrases

LIMIT = 2048  # bytes of UTF-8 that a WeCom text message holds
MINUTE = 560  # characters that are read on a phone in about a minute


@dataclass(frozen=True, slots=True)
class Size:
    """How much is told: items of what hurts and of what goes well, characters of a name and of a text."""

    bad: int
    good: int
    name: int
    text: int


SIZES = (
    Size(6, 6, 24, 48),
    Size(6, 4, 24, 36),
    Size(5, 3, 22, 32),
    Size(4, 2, 22, 30),
    Size(3, 2, 20, 28),
    Size(2, 1, 20, 26),
    Size(1, 1, 16, 20),
    Size(0, 0, 10, 10),
)


def digest_text(digest: Digest, limit_bytes: int = LIMIT, *, link: str = "") -> str:
    """The fullest wording that fits, whole lines only. `link` is a last line and is counted."""
    tail = [link] if link else []
    for size in SIZES:
        said = lines(digest, size)
        text = "\n".join([*said, *tail])
        if len(text.encode()) <= limit_bytes and len("".join(said)) <= MINUTE:
            return text
    return fitting([*lines(digest, SIZES[-1]), *tail], limit_bytes)


def fitting(said: Sequence[str], limit_bytes: int) -> str:
    """As many of the first lines as there is room for."""
    kept = ""
    for line in said:
        longer = f"{kept}\n{line}" if kept else line
        if len(longer.encode()) > limit_bytes:
            break
        kept = longer
    return kept


def lines(digest: Digest, size: Size) -> list[str]:
    said = [greeting(digest)]
    if not digest.projects:
        return [*said, f"截至{phrases.short_day(digest.cutoff)}，您没有包保项目。"]
    said.append(summary(digest))
    said += ["一、年度完成投资", investment(digest)]
    said += ["二、形象进度", *progress(digest, size)]
    said += ["三、重难点突破", *breakthroughs(digest, size)]
    said += ["四、困难问题", *difficulties(digest, size)]
    said += ["五、滞后项目", *lagging(digest, size)]
    return said


def greeting(digest: Digest) -> str:
    name = phrases.clipped(digest.leader.name, 20)
    title = phrases.clipped(digest.leader.title, 24)
    month = phrases.period(digest.key, digest.first, digest.cutoff)
    return f"【{month}重点项目月报】{name}{f'（{title}）' if title else ''}"


def summary(digest: Digest) -> str:
    """How many, in which class, and how often the leader was there."""
    classes = "、".join(
        f"{phrases.LOOKS[s].symbol}{phrases.LOOKS[s].word}{digest.counts[s]}个"
        for s in Standing
        if digest.counts[s]
    )
    leader = digest.leader
    there = f"{phrases.short_period(digest.key)}到现场{leader.visits}次"
    there += f"（应到{leader.visits_expected}次）" if leader.visits_expected else ""
    return f"截至{phrases.short_day(digest.cutoff)}，您包保项目{len(digest.projects)}个：{classes}；{there}。"


def investment(digest: Digest) -> str:
    money = digest.investment
    month = f"{phrases.short_period(digest.key)}完成{phrases.money(money.month)}"
    if money.rate is None or money.pro_rata is None:
        return f"未下达年度计划，累计完成{phrases.money(money.unplanned_invested)}，{month}。"
    said = (
        f"年度计划{phrases.money(money.plan)}，累计完成{phrases.money(money.invested)}，完成率{phrases.percent(money.rate)}，"
        f"{phrases.gap(money.rate, money.pro_rata)}；{month}。"
    )
    if money.unplanned:
        said += (
            f"另有{money.unplanned}个项目未下达年度计划，累计完成{phrases.money(money.unplanned_invested)}。"
        )
    return said


def progress(digest: Digest, size: Size) -> list[str]:
    told = [p for p in digest.progress if phrases.line(p.words)][: size.good]
    said = [progress_line(p, size) for p in told]
    left = [p for p in digest.progress if p not in told]
    return [*said, *rest_of(left, bool(told))] if left else said


def progress_line(p: Progress, size: Size) -> str:
    look = phrases.LOOKS[p.standing]
    number = f"{phrases.number(p.percent)}%" if p.percent is not None else ""
    share = f"（形象进度{number}）" if number and number not in p.words else ""
    return f"{look.symbol}{phrases.clipped(p.project, size.name)}：{phrases.clipped(p.words, size.text).rstrip('。；')}{share}"


def rest_of(left: Sequence[Progress], some: bool) -> list[str]:
    """The untold projects by class: those without trouble in one word, the others by number."""
    fine = sum(p.standing in {Standing.AHEAD, Standing.ON_TRACK} for p in left)
    poor = len(left) - fine
    word = "其余" if some else ""
    if fine and poor:
        return [f"{word}{fine}个项目正常推进，{poor}个滞后或无进展项目见第五项。"]
    return [f"{word}{fine}个项目正常推进。" if fine else f"{word}{poor}个滞后或无进展项目见第五项。"]


def breakthroughs(digest: Digest, size: Size) -> list[str]:
    if not digest.breakthroughs:
        return [f"{phrases.short_period(digest.key)}没有新的突破。"]
    found: dict[str, list[str]] = {}
    for project, words in digest.breakthroughs:
        found.setdefault(project, []).append(phrases.clipped(words, size.text).rstrip("。；"))
    said = [
        f"·{phrases.clipped(project, size.name)}：{'；'.join(words[:2])}{f'等{len(words)}项' if len(words) > 2 else ''}"
        for project, words in list(found.items())[: size.good]
    ]
    return told(said, len(found), "个项目有突破")


def difficulties(digest: Digest, size: Size) -> list[str]:
    if not digest.difficulties:
        return ["没有未销号问题。"]
    said = [difficulty(d, size) for d in digest.difficulties[: size.bad]]
    return told(said, len(digest.difficulties), "个未销号问题")


def difficulty(d: Difficulty, size: Size) -> str:
    p = d.problem
    if p.days_overdue > 0:
        when = f"，已逾期{p.days_overdue}天"
    elif p.deadline:
        when = f"，{phrases.short_day(p.deadline)}前办结"
    else:
        when = f"，{phrases.problem_state(p.state)}"
    unit = f"（{phrases.clipped(p.unit, size.name)}{when}）" if phrases.line(p.unit) else f"（{when[1:]}）"
    return (
        f"·{phrases.clipped(d.project, size.name)}：{phrases.clipped(p.text, size.text).rstrip('。；')}{unit}"
    )


def lagging(digest: Digest, size: Size) -> list[str]:
    if not digest.lagging:
        return ["没有滞后项目。"]
    return told([lag(x, size) for x in digest.lagging[: size.bad]], len(digest.lagging), "个滞后或无进展项目")


def lag(x: Lag, size: Size) -> str:
    p = x.project
    parts = []
    if x.milestone:
        parts.append(f"“{phrases.clipped(x.milestone.name, size.text)}”逾期{x.milestone.days_late}天")
    if p.rate is not None:
        parts.append(f"年度投资{phrases.percent(p.rate)}，{phrases.gap(p.rate, p.pro_rata)}")
    if not parts:
        parts.append(phrases.clipped(phrases.reasons(p.light.reasons), size.text))
    return f"{phrases.LOOKS[p.light.standing].label} {phrases.clipped(p.name, size.name)}：{'；'.join(parts)}"


def told(said: list[str], count: int, noun: str) -> list[str]:
    """The lines, and how many more there are."""
    if len(said) == count:
        return said
    return [*said, f"另有{count - len(said)}{noun}。" if said else f"共{count}{noun}。"]
