"""Sentences about what was told of the site beside the day's report: visits, photos, milestones, and taking back."""

from bots import prompts
from bots.wording.days import float_words, plain
from reports import phrases


def undone(prompt: prompts.Undone) -> str:
    lines = [
        f"{project}{phrases.short_day(day)}：{'日报已撤销' if removed else '最后一次改动已撤销，恢复为之前的内容'}。"
        for project, day, removed in prompt.days
    ]
    lines += [f"{project}：投资{phrases.money(wan)}已撤销。" for project, wan in prompt.investments]
    return "\n".join(lines) or "已撤销。"


def checked_in(prompt: prompts.CheckedIn) -> str:
    head = "同一次到现场，位置已更新" if prompt.again else "到现场已记录"
    if prompt.inside is None:
        text = f"{prompt.project}：{head}。项目没有登记现场位置，距离无法核对。"
    elif prompt.inside:
        text = f"{prompt.project}：{head}，在现场范围内（距中心{_far(prompt.distance_m)}）。"
    else:
        text = f"{prompt.project}：位置已记录，但不在现场：距中心{_far(prompt.distance_m)}，{_far(prompt.radius_m)}以内才计次数。"
    if prompt.week_quota is not None and prompt.week_done is not None:
        left = prompt.week_quota - prompt.week_done
        need = f"还差{left}次" if left > 0 else "已达到要求"
        text += f"\n本周已到现场{prompt.week_done}次，{need}。"
    return text


def _far(metres: int | None) -> str:
    if metres is None:
        return phrases.NOTHING
    return f"{metres}米" if metres < 1000 else f"{metres / 1000:.1f}公里"


def photo(prompt: prompts.PhotoKept) -> str:
    many = f"{prompt.added}张照片" if prompt.added > 1 else "照片"
    total = f"，当天共{prompt.count}张" if prompt.count > prompt.added else ""
    return f"{many}已归入{prompt.project}{phrases.short_day(prompt.day)}的日报{total}。"


def milestone(prompt: prompts.MilestoneDone) -> str:
    when = f"晚{prompt.days_late}天" if prompt.days_late > 0 else "按期"
    latest = plain(prompt.latest, prompt.today)
    text = (
        f"{prompt.project}“{prompt.milestone}”{plain(prompt.day, prompt.today)}完成，{when}（最晚{latest}）。"
    )
    if prompt.next_milestone:
        latest = plain(prompt.next_latest, prompt.today)
        over = (prompt.today - prompt.next_latest).days if prompt.next_latest else 0
        text += (
            f"\n下一个节点“{prompt.next_milestone}”，最晚{latest}{f'，已逾期{over}天' if over > 0 else ''}。"
        )
    words = float_words(prompt.float_days)
    return text + (f"\n整个项目{words}。" if words else "")
