"""The inner XML of a callback as a flat list of (path, text).

Not `wechatpy.parse_message` nor xmltodict: the first strips white space and makes blank text None, both give one
shape for one `SelectedItem` and another for many, and expat alone takes a third of their time.
"""

from xml.parsers import expat

MOST_DEPTH = 8


class NotXml(ValueError):
    pass


class Parts(list[tuple[str, str]]):
    """Leaves in document order; the path leaves out the root: `Content`, `SendLocationInfo/Label`."""

    def one(self, path: str, default: str = "") -> str:
        """The first leaf there; a repeated element cannot shadow it."""
        for at, text in self:
            if at == path:
                return text
        return default


class _Reader:
    def __init__(self) -> None:
        self.parts = Parts()
        self._path: list[str] = []
        self._text: list[str] = []
        self._leaf = False

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        self._path.append(name)
        if len(self._path) > MOST_DEPTH or self._path[0] != "xml":
            raise NotXml("shape")
        self._text.clear()
        self._leaf = True

    def end(self, _name: str) -> None:
        if self._leaf and len(self._path) > 1:
            self.parts.append(("/".join(self._path[1:]), "".join(self._text)))
        self._leaf = False
        self._path.pop()


def read_parts(xml: bytes) -> Parts:
    """Raises `NotXml` for anything that is not one plain `<xml>` element: no DTD, no entities of its own."""
    reader = _Reader()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader._text.append
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise NotXml("syntax") from error
    return reader.parts


def _refuse(*_declaration: object) -> None:
    raise NotXml("doctype")
