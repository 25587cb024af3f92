"""Fonts: what is found, what is refused, and that no character comes out as an empty box."""

from pathlib import Path

import pytest
import typst

from backend.domain.errors import Refused
from reports import fonts as reports_fonts
from reports.fonts import Fonts, find_fonts

RARE = "埇喆昇垚珺堃玥翀祎㎡㎥³²①—“”…〔〕、。％‰→▲●◆■✓·℃×÷±"
COMMON = "清溪县重点项目推进情况办公室领导责任单位投资完成率序时进度逾期节点超前正常滞后无进展"
MISSING = "\U000f0000"  # private use: no font has it


def pictures(families: tuple[str, ...], characters: str, found: Fonts) -> list[bytes]:
    """One small picture a character, typst's own drawing of it."""
    names = ", ".join(f'"{f}"' for f in families)
    pages = "#pagebreak()".join(f'#"{c}"' for c in characters)
    source = (
        f"#set page(width: 32pt, height: 32pt, margin: 2pt)\n#set text(font: ({names},), size: 24pt)\n{pages}"
    )
    made = typst.compile(source.encode(), font_paths=found.handle, format="png", ppi=72)
    return list(made) if isinstance(made, list) else [made]


@pytest.mark.parametrize("part", ["title", "body", "kai", "hei", "song"])
def test_no_character_of_an_official_paper_is_drawn_as_an_empty_box(part: str, fonts: Fonts) -> None:
    families: tuple[str, ...] = getattr(fonts, part)
    drawn = pictures(families, f"{MISSING} {RARE}{COMMON}", fonts)
    boxes = set(drawn[:2])
    assert len(drawn) == 2 + len(RARE + COMMON)
    empty = [c for c, picture in zip(RARE + COMMON, drawn[2:], strict=True) if picture in boxes]
    assert empty == []


def test_without_any_chinese_font_pictures_are_refused_with_where_it_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        find_fonts([tmp_path], system=False)
    assert refusal.value.code == "fonts_missing"
    assert str(tmp_path) in refusal.value.facts["looked_in"]


def test_a_folder_that_is_not_there_does_no_harm(tmp_path: Path, fonts: Fonts) -> None:
    assert find_fonts([tmp_path / "none"]).body == fonts.body


def test_fonts_are_loaded_once_a_process(fonts: Fonts) -> None:
    assert find_fonts().handle is fonts.handle


def test_the_offices_own_folder_goes_before_the_system() -> None:
    there = {"Noto Serif CJK SC": False, "SimSun": True}
    assert reports_fonts.pick(reports_fonts.TITLE, there) == ("SimSun",)
    assert reports_fonts.pick(reports_fonts.TITLE, {"Noto Serif CJK SC": False, "SimSun": False}) == (
        "Noto Serif CJK SC",
    )
