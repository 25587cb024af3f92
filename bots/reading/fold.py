"""One script for the eye of the reader: every character becomes exactly one, so that positions still point into what was typed."""

import re
import unicodedata

_PUNCTUATION = str.maketrans("：；！？（）【】［］〔〕〜–—×", ":;!?()[][][]~--*")
# The traditional forms that a report's grammar hangs on.
_TRADITIONAL = str.maketrans(
    "數機樓號項兩萬億臺輛個週員現場進報問題無沒停電車樁鋼筋導領間開復補應該錯點層橋廠園區縣醫學",
    "数机楼号项两万亿台辆个周员现场进报问题无没停电车桩钢筋导领间开复补应该错点层桥厂园区县医学",
)
# What dictation writes for the trade's words. Each pair has the same length.
_MISHEARD = {
    "挖基": "挖机",
    "挖鸡": "挖机",
    "哇机": "挖机",
    "刚筋": "钢筋",
    "钢巾": "钢筋",
    "钢金": "钢筋",
    "掉车": "吊车",
    "塔掉": "塔吊",
    "塔调": "塔吊",
    "支膜": "支模",
    "混泥土": "混凝土",
    "木公": "木工",
    "泥公": "泥工",
    "功人": "工人",
    "公人": "工人",
    "工仁": "工人",
    "机戒": "机械",
    "机戏": "机械",
    "鸡械": "机械",
    "积械": "机械",
    "砼公": "砼工",
    "电旱": "电焊",
    "停公": "停工",
    "脚守架": "脚手架",
    "架子公": "架子工",
    "压路鸡": "压路机",
    "撞机": "桩机",
    "桩基三台": "桩机三台",
    "桩基两台": "桩机两台",
    "桩基一台": "桩机一台",
}


def fold(text: str) -> str:
    """`text` with full-width forms, traditional characters and misheard words made plain; the length never changes."""
    plain = text.translate(_PLAIN)
    if _HEARD.search(plain):
        for heard, meant in _MISHEARD.items():
            plain = plain.replace(heard, meant)
    return plain


_HEARD = re.compile("|".join(_MISHEARD))


def _narrow(char: str) -> str:
    if char < "\u0080" or "\u4e00" <= char <= "\u9fff" or char in "，。、":
        return char
    if char.isspace():
        return "\n" if char in "\r\x0b\x0c\x85\u2028\u2029" else " "
    if char in "①②③④⑤⑥⑦⑧⑨⑩":
        return char  # they number a list; as digits they would be counts
    narrow = unicodedata.normalize("NFKC", char)
    return narrow if len(narrow) == 1 else char


class _Plain(dict[int, str]):
    """Each character's plain form, found out when it is first met: there are few in use, and all texts are made of them."""

    def __missing__(self, code: int) -> str:
        plain = _narrow(chr(code).translate(_PUNCTUATION)).translate(_TRADITIONAL)
        if len(self) < _REMEMBERED:
            self[code] = plain
        return plain


_REMEMBERED = 20_000
_PLAIN = _Plain()
