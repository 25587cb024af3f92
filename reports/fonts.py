"""Which Chinese fonts this machine has for PDF and pictures.

An office owns 方正小标宋 and 仿宋_GB2312 and may drop them into a folder of its own; without them the free
fonts of the system stand in. Fonts in that folder go before the system's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

import typst

from backend.domain.errors import Refused
from reports.charts import FONT as PAGE_FACES

# The first family that is there is taken. English and Chinese names: a font lists either first.
TITLE = ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK", "Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", "STZhongsong", "SimSun", "FandolSong")  # fmt: skip
FANG = ("FangSong_GB2312", "仿宋_GB2312", "FZFangSong-Z02S", "方正仿宋_GBK", "FangSong", "仿宋", "STFangsong", "Zhuque Fangsong (technical preview)", "Zhuque Fangsong", "FandolFang", "FandolFang R")  # fmt: skip
KAI = ("KaiTi_GB2312", "楷体_GB2312", "FZKai-Z03S", "方正楷体_GBK", "KaiTi", "楷体", "STKaiti", "LXGW WenKai", "LXGW WenKai GB", "AR PL KaitiM GB", "FandolKai")  # fmt: skip
HEI = ("SimHei", "黑体", "FZHei-B01S", "方正黑体_GBK", "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "FandolHei")  # fmt: skip
SONG = ("SimSun", "宋体", "Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", "STSong", "FandolSong")
LATIN = ("Times New Roman", "Liberation Serif", "Tinos", "Noto Serif CJK SC")


@dataclass(frozen=True)
class Fonts:
    """Font families by their part in an official paper, each with fall-backs for characters it lacks.

    `handle` is typst's own set of loaded fonts: made once a process.
    """

    title: tuple[str, ...]
    body: tuple[str, ...]  # 仿宋
    kai: tuple[str, ...]
    hei: tuple[str, ...]
    song: tuple[str, ...]
    latin: tuple[str, ...]
    handle: typst.Fonts

    @property
    def title_weight(self) -> str:
        """小标宋 is bold by design; a plain Song face has to be set bold to look like it."""
        return "regular" if self.title[0] in TITLE[:4] else "bold"

    def lettered(self, svg: str) -> str:
        """A chart with this machine's own face in place of the page's list of faces."""
        return svg.replace(f'font-family="{PAGE_FACES}"', f'font-family="{escape(self.hei[0])}"')

    @property
    def stand_ins(self) -> tuple[str, ...]:
        """The parts for which no font of the official kind was found."""
        parts = (("小标宋", self.title, TITLE[:4]), ("仿宋", self.body, FANG), ("楷体", self.kai, KAI[:7]))
        return tuple(name for name, found, real in parts if found[0] not in real)


def find_fonts(dirs: Sequence[Path] = (), *, system: bool = True) -> Fonts:
    """Fonts in `dirs`, then the system's. Refused("fonts_missing") when none of them is Chinese."""
    return loaded(tuple(dirs), system)


@cache
def loaded(dirs: tuple[Path, ...], system: bool) -> Fonts:
    handle = typst.Fonts(
        include_system_fonts=system,
        include_embedded_fonts=False,
        font_paths=[str(d) for d in dirs if d.is_dir()],
    )
    there = preferred(handle, dirs)
    chinese = [f for f in dict.fromkeys((*SONG, *HEI, *FANG, *KAI, *TITLE)) if f in there]
    if not chinese:
        looked = [*map(str, dirs), *(["system"] if system else [])]
        raise Refused("fonts_missing", looked_in="、".join(looked))
    fang = pick(FANG, there)
    return Fonts(
        title=(*pick(TITLE, there), *chinese),
        body=(*(fang or pick(SONG, there)), *chinese),
        kai=(*pick(KAI, there), *chinese),
        hei=(*pick(HEI, there), *chinese),
        song=(*pick(SONG, there), *chinese),
        latin=pick(LATIN, there),
        handle=handle,
    )


def preferred(handle: typst.Fonts, dirs: tuple[Path, ...]) -> dict[str, bool]:
    """Family → whether it comes from one of the folders."""
    found: dict[str, bool] = {}
    for font in handle.fonts():
        own = font.path is not None and any(Path(font.path).is_relative_to(d) for d in dirs)
        found[font.family] = found.get(font.family, False) or own
    return found


def pick(wanted: Sequence[str], there: dict[str, bool]) -> tuple[str, ...]:
    """The best family of a list: the office's own first, then in the order of the list; none gives none."""
    found = sorted((f for f in wanted if f in there), key=lambda f: (not there[f], wanted.index(f)))
    return tuple(found[:1])
