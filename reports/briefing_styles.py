"""The look of the briefing in Word, all of it in styles: whoever edits the file keeps the look.

Numbers after GB/T 9704: 3号 = 16 pt, 2号 = 22 pt, 4号 = 14 pt; 22 lines on 225 mm = 28.95 pt; 28 characters on
156 mm, each a little closer. The faces are those every office owns; nothing is embedded.
"""

from dataclasses import dataclass

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from reports import phrases

TITLE, BODY, KAI, HEI, SONG = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"
LATIN = "Times New Roman"
RED = "D7000F"
PITCH = 579  # twentieths of a point
ROW = 250  # of a line in a table


@dataclass(frozen=True, slots=True)
class Look:
    """One paragraph style. `size` in points; `pitch` in twentieths, 0 for single; `indent` in characters."""

    name: str
    font: str
    size: float
    align: str = "both"
    pitch: int = PITCH
    indent: int = 0
    before: int = 0
    after: int = 0
    ink: str = ""
    next: bool = False  # stays with the paragraph after it
    outline: int | None = None
    close: int = 0  # twentieths of a point between characters
    tab: int = 0  # where a tab ends text at the right, in twentieths of a point
    ruled: bool = False  # a red rule below
    aside: str = ""  # "left", "right" or "both": one character in from that side


RED_RULE = f'<w:pBdr><w:bottom w:val="single" w:sz="16" w:space="4" w:color="{RED}"/></w:pBdr>'
NO_AUTO_SPACE = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
EDGE = 8844  # the text's right side, in twentieths of a point

LOOKS = (
    Look("报头", TITLE, 54, "center", 1320, before=480, ink=RED, close=120),
    Look("期号", BODY, 16, "center", before=120),
    Look("编印", BODY, 16, "left", after=PITCH, tab=EDGE, ruled=True),
    Look("简报标题", TITLE, 22, "center", 640, outline=0),
    Look("正文段", BODY, 16, indent=2, close=-5),
    Look("一级标题", HEI, 16, "left", indent=2, next=True, outline=1, close=-5),
    Look("二级标题", KAI, 16, "left", indent=2, next=True, outline=2, close=-5),
    Look("表题", HEI, 12, "left", 0, before=200, after=60, next=True, tab=EDGE),
    Look("表头", HEI, 9.5, "center", ROW),
    Look("表文", SONG, 9.5, "left", ROW),
    Look("表中", SONG, 9.5, "center", ROW),
    Look("表数", SONG, 9.5, "right", ROW),
    Look("表后", SONG, 6, "left", 160),
    Look("图片", SONG, 10.5, "center", 0, before=160, next=True),
    Look("图题", HEI, 12, "center", 0, before=40, after=200),
    Look("说明", KAI, 10.5, "left", 0, before=100, next=True),
    Look("版记", BODY, 14, "left", 0, before=40, after=40, tab=EDGE - 280, aside="both"),
    Look("页码单", SONG, 14, "right", 0, aside="right"),
    Look("页码双", SONG, 14, "left", 0, aside="left"),
)

# Character styles: a project's name in a text, a total, and one for each class.
NAME, TOTAL = "项目名", "合计"
CHARACTERS = ((NAME, ""), (TOTAL, ""), *((f"状态{x.word}", x.ink[1:]) for x in phrases.LOOKS.values()))


def add_styles(word: Word) -> None:
    for look in LOOKS:
        style = word.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
        element = style.element
        element.append(parse_xml(paragraph_properties(look)))
        element.append(parse_xml(run_properties(look)))
    for name, ink in CHARACTERS:
        style = word.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        colour = f'<w:color w:val="{ink}"/>' if ink else ""
        style.element.append(parse_xml(f"<w:rPr {nsdecls('w')}>{fonts(HEI)}{colour}</w:rPr>"))


def paragraph_properties(look: Look) -> str:
    keep = "<w:keepNext/>" if look.next else ""
    line = f'w:line="{look.pitch}" w:lineRule="exact"' if look.pitch else 'w:line="240" w:lineRule="auto"'
    snap = "" if look.pitch == PITCH else '<w:snapToGrid w:val="0"/>'
    borders = RED_RULE if look.ruled else ""
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{look.tab}"/></w:tabs>' if look.tab else ""
    indent = ""
    if look.indent:
        first = int(look.indent * look.size * 20)
        indent = f'<w:ind w:firstLineChars="{look.indent * 100}" w:firstLine="{first}"/>'
    elif look.aside:
        sides = ("left", "right") if look.aside == "both" else (look.aside,)
        wide = int(look.size * 20)
        indent = "<w:ind {}/>".format(" ".join(f'w:{side}="{wide}"' for side in sides))
    outline = f'<w:outlineLvl w:val="{look.outline}"/>' if look.outline is not None else ""
    return (
        f"<w:pPr {nsdecls('w')}>{keep}{borders}{tabs}"
        f"{NO_AUTO_SPACE}{snap}"
        f'<w:spacing w:before="{look.before}" w:after="{look.after}" {line}/>'
        f"{indent}"
        f'<w:jc w:val="{look.align}"/>{outline}</w:pPr>'
    )


def run_properties(look: Look) -> str:
    close = f'<w:spacing w:val="{look.close}"/>' if look.close else ""
    ink = f'<w:color w:val="{look.ink}"/>' if look.ink else ""
    half = int(look.size * 2)
    return (
        f"<w:rPr {nsdecls('w')}>{fonts(look.font)}{ink}{close}"
        f'<w:kern w:val="0"/><w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>'
    )


def fonts(east: str) -> str:
    latin = east if east == TITLE else LATIN
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{east}" w:cs="{LATIN}"/>'


def set_defaults(word: Word) -> None:
    """The template's own faces and spacing out of the way: our styles are the only look."""
    defaults = word.styles.element.find(".//{*}docDefaults")
    for old in list(defaults):
        defaults.remove(old)
    defaults.append(
        parse_xml(
            f"<w:rPrDefault {nsdecls('w')}><w:rPr>{fonts(BODY)}"
            '<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
        )
    )
    defaults.append(parse_xml(f"<w:pPrDefault {nsdecls('w')}><w:pPr>{NO_AUTO_SPACE}</w:pPr></w:pPrDefault>"))
    normal = word.styles["Normal"].element
    for part in ("rPr", "pPr"):
        for old in normal.findall(f"{{*}}{part}"):
            normal.remove(old)


def set_typesetting(word: Word) -> None:
    """Chinese punctuation may close up, tabs are two characters, and Word works as the current Word."""
    settings = word.settings.element
    for name, attribute, value in (
        ("characterSpacingControl", "val", "compressPunctuation"),
        ("defaultTabStop", "val", "640"),
        ("themeFontLang", "eastAsia", "zh-CN"),
    ):
        settings.find(qn(f"w:{name}")).set(qn(f"w:{attribute}"), value)
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def set_page(word: Word) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(23)
    grid = section._sectPr.find("{*}docGrid")
    if grid is not None:
        section._sectPr.remove(grid)
    section._sectPr.append(parse_xml(f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="{PITCH}"/>'))
