"""Numbers of problem assignments: 清交办〔2026〕12号, and the many ways in which people type them.

Hexagonal brackets, no leading zeros, no 第, from 1 each year: the custom of official documents (GB/T 9704).
"""

import re
from dataclasses import dataclass
from unicodedata import normalize


def written(prefix: str, year: int, n: int) -> str:
    return f"{prefix}〔{year}〕{n}号"


@dataclass(frozen=True, slots=True)
class Reference:
    """What was meant: row `id` (typed #12), or assignment `n` with as much of the rest as was typed.

    `bare`: nothing but the number, so that it may also mean a row that has no assignment number yet.
    """

    id: int | None = None
    n: int = 0
    year: int | None = None
    prefix: str = ""
    bare: bool = False

    @property
    def ending(self) -> str:
        """What the full number must end with."""
        return f"{self.prefix}〔{self.year}〕{self.n}号" if self.year else f"〕{self.n}号"


_BRACKETS = str.maketrans(dict.fromkeys("[({【〖「『〔", "〔") | dict.fromkeys("])}】〗」』〕", "〕"))
_ID = re.compile(r"#([0-9]{1,9})")
_NUMBER = re.compile(r"(?:([^0-9〔〕#]*)〔([0-9]{4})〕)?第?([0-9]{1,9})(号?)")


def parsed(text: str) -> Reference | None:
    """None when it is no reference at all."""
    flat = "".join(normalize("NFKC", text).translate(_BRACKETS).split()).rstrip("。,.;:、")
    if found := _ID.fullmatch(flat):
        return Reference(id=int(found[1]))
    if found := _NUMBER.fullmatch(flat):
        prefix, year, n, mark = found.groups()
        bare = not (year or mark or flat.startswith("第"))
        return Reference(n=int(n), year=int(year) if year else None, prefix=prefix or "", bare=bare)
    return None
