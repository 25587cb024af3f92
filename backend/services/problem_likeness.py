"""Whether two texts tell the same problem: a site often reports one blocker several days running."""

from unicodedata import normalize

from rapidfuzz import fuzz

ALIKE = 90  # of 100
# Texts that differ in any of these tell two problems, however alike the rest: 3号楼 and 2号楼, 东侧 and 西侧.
# Doubling a problem costs a clerk a moment; swallowing one leaves a site alone with it.
TELLING = frozenset("一二三四五六七八九十百千万两东南西北")


def alike(one: str, other: str) -> bool:
    """Spaces, punctuation, width and a character or two aside."""
    a, b = _flat(one), _flat(other)
    return a == b or (_telling(a) == _telling(b) and fuzz.ratio(a, b) >= ALIKE)


def _flat(text: str) -> str:
    return "".join(c for c in normalize("NFKC", text).casefold() if c.isalnum())


def _telling(flat: str) -> list[str]:
    return [c for c in flat if c in TELLING or c.isascii()]
