"""MS Project's XML as a tree of plain names, and nothing in it that could reach out or multiply."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from backend.intake.complaint import BadFile
from backend.intake.files import LARGEST_BYTES

HEAD = 8000  # bytes within which a file must say what it is
DEEPEST = 60  # a plan's file has about six levels
MOST_ELEMENTS = 1_000_000  # five thousand tasks of a real file have half of that
SAVE_AS = "请在 MS Project 里“另存为”“XML 格式”，再导入"
_DECLARED = re.compile(rb"""\A\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]{1,40})["']""")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_GUESSED = {
    "gbk": "gb18030",
    "gb2312": "gb18030",
}  # a superset, which is what programs write under those names


def is_project(content: bytes) -> bool:
    """Whether it looks like a Project in XML, whatever its encoding: old Excel writes web pages that begin alike."""
    plain = content[:HEAD].replace(b"\x00", b"")
    for mark, _ in _MARKS:
        plain = plain.removeprefix(mark)
    return plain.lstrip()[:1] == b"<" and re.search(rb"<(?:\w+:)?Project[\s>/]", plain) is not None


def parse(content: bytes) -> Element:
    """The root, tags without their namespace. Raises `BadFile`: no XML (with the line), no Project, a DTD, too deep."""
    if len(content) > LARGEST_BYTES:
        raise BadFile(f"文件超过 {LARGEST_BYTES // 1024 // 1024} MB，请删去不用的内容后再导出")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadFile(f"这是 .mpp 文件，{SAVE_AS}")
    root = _Tree().built(_decoded(content))
    if root.tag != "Project":
        raise BadFile(f"这不是 MS Project 的 XML（最外层是 {root.tag[:40]}）；{SAVE_AS}")
    return root


def _decoded(content: bytes) -> bytes:
    """The text in UTF-8 without a declaration: Expat itself knows hardly any Chinese encoding."""
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    if encoding is None:
        declared = _DECLARED.match(content)
        encoding = declared[1].decode("ascii").lower() if declared else "utf-8"
    try:
        text = content.decode(_GUESSED.get(encoding, encoding))
    except (UnicodeDecodeError, LookupError) as error:
        raise BadFile(f"文件的文字编码与声明的 {encoding} 不符，读不出来；请另存为 UTF-8") from error
    # As many lines as before, so that a complaint names the right one.
    declaration = _DECLARATION.match(text.removeprefix("\ufeff"))
    if declaration is None:
        return text.removeprefix("\ufeff").encode("utf-8", "replace")
    rest = text.removeprefix("\ufeff")[declaration.end() :]
    return ("\n" * declaration[0].count("\n") + rest).encode("utf-8", "replace")


class _Tree:
    def __init__(self) -> None:
        self._builder = TreeBuilder()
        self._depth = self._elements = 0

    def built(self, text: bytes) -> Element:
        parser = expat.ParserCreate("utf-8", "}")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._builder.data
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        try:
            parser.Parse(text, True)
        except expat.ExpatError as error:
            where = f"第 {error.lineno} 行第 {error.offset + 1} 列"
            raise BadFile(f"文件不是完整的 XML：{where}（{expat.ErrorString(error.code)}）") from error
        return self._builder.close()

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        del attributes  # the format has none that matter
        self._depth += 1
        self._elements += 1
        if self._depth > DEEPEST or self._elements > MOST_ELEMENTS:
            raise BadFile("文件嵌套过深或内容过多，请只保留要导入的项目，再另存一次")
        self._builder.start(tag.rpartition("}")[2], {})

    def _end(self, tag: str) -> None:
        self._depth -= 1
        self._builder.end(tag.rpartition("}")[2])

    def _refuse(self, *_: object) -> None:
        raise BadFile("文件里有不该有的内容（DOCTYPE、ENTITY），不予导入")


def text(parent: Element, tag: str) -> str:
    """ "" when there is no such child, or it is empty."""
    return (parent.findtext(tag) or "").strip()


def number(parent: Element, tag: str, other: int = 0) -> int:
    """`other` when it is not there or is no whole number."""
    found = re.fullmatch(r"[+-]?\d{1,12}", text(parent, tag), re.ASCII)
    return int(found[0]) if found else other


def truth(parent: Element, tag: str, *, other: bool = False) -> bool:
    said = text(parent, tag).lower()
    return other if not said else said in ("1", "true")


def children(root: Element, group: str, tag: str) -> Iterator[Element]:
    """Those of a list such as Tasks/Task."""
    found = root.find(group)
    return iter(()) if found is None else found.iterfind(tag)
