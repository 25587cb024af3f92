"""What came of a holiday notice that was loaded, in sentences."""

from collections.abc import Iterator

from backend.cli.calendar_words import change_lines, listed
from backend.domain.errors import Conflict
from backend.services.holiday_notices import Loaded
from backend.services.outcome import Done


def loaded_lines(loaded: Loaded, *, dry_run: bool) -> Iterator[str]:
    notice = loaded.notice
    if loaded.done is Done.UNCHANGED or loaded.change is None:
        yield f"{notice.year}年的放假安排与已有的（{notice.source}）一致，没有改动。"
        return
    days = f"放假 {len(notice.off)} 天，调休上班 {len(notice.make_up)} 天"
    tried = "（试运行，没有保存）" if dry_run else ""
    yield f"{notice.year}年放假安排第 {notice.version} 版：{notice.source}，{days}。{tried}"
    earlier = sorted(day for day in notice.off | notice.make_up if day.year != notice.year)
    if earlier:
        yield f"其中记到上一年的：{listed(tuple(earlier))}"
    if loaded.before is not None and loaded.against:
        yield f"与原来的（{loaded.before.source}）相比："
        yield f"  改为放假：{listed(loaded.against.off)}"
        yield f"  改为上班：{listed(loaded.against.worked)}"
        if dry_run and loaded.replaces:
            yield "正式导入时须加 --replace。"
    yield from change_lines(loaded.change)


def disagreement(error: Conflict) -> Iterator[str]:
    """Of Conflict("notice_differs")."""
    facts = error.facts
    yield f"{facts['year']}年已有放假安排（{facts['source']}），与这个文件不同，什么都没有保存："
    yield f"  改为放假：{listed(facts['off'])}"
    yield f"  改为上班：{listed(facts['worked'])}"
    yield "核对无误要更正的，请加 --replace 重新导入。"
